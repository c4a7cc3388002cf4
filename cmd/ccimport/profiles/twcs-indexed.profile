# twcs.csv as a data frame saves it whose index is the tweet's id: the first
# column has no name.
[profile]
like   = twcs
name   = twcs-indexed
title  = Customer support tweets whose ids are in a column without a name
detect = author_id, inbound, response_tweet_id, in_response_to_tweet_id

[messages]
id = @1 | whole

[interaction]
needs = not tweet_id
