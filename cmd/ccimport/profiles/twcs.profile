# Customer support on Twitter (twcs.csv): one tweet a row, threads by reply.
# Real copies have ids as 3.0, an index column without a name, and tweets with
# a bare CR inside.
[profile]
name      = twcs
title     = Customer support tweets (twcs.csv)
container = csv
detect    = tweet_id, author_id, inbound, in_response_to_tweet_id
zone      = utc
optional  = text

[columns]
created_at = time twitter
inbound    = bool

[messages]
id       = tweet_id | whole
parent   = in_response_to_tweet_id | whole
customer = author_id if inbound
who      = author_id
agent    = not inbound
time     = created_at
text     = text
gap      = 24h

[interaction]
channel   = social
platform  = 'x'
direction = in
by        = customer
party    += author_id | x
