# Any CSV whose columns are called as our members are: the simplest way in.
# A row with a start is an interaction, one without is a customer (CRM).
# A site writes `like = generic` and names its own columns.
[profile]
name      = generic
title     = CSV with our own column names: contacts, or customers of a CRM
container = csv
detect    = id
optional  = all
zone      = local

[names]
id       = call_id, contact_id, interaction_id, customer_id, crm_id
start    = started, start_time, started_at, created_at
end      = ended, end_time, ended_at
queue    = queue_name
agent    = agent_name, agent_id
phone    = telephone, mobile, ani, caller, phone_number
email    = e_mail, mail, email_address
given    = first_name, given_name, forename
family   = last_name, family_name, surname
postcode = zip, zip_code, postal_code
since    = customer_since, valid_from

[columns]
start, queued, answered, first_reply, end, due, rev, since = time iso
self_ms, wait_ms, ring_ms, talk_ms, hold_ms, wrap_ms, outside_ms = ms
self, wait, ring, talk, hold, wrap, outside = s

[interaction]
when        = start or queued
id          = id
rev         = rev
party      += phone | phone
party      += email | email
party      += crm | crm
party      += account | acct
name        = name
channel     = channel | map voice=voice phone=voice call=voice video=video
    chat=chat messaging=messaging sms=sms email=email mail=email
    social=social web=web task=task branch=branch letter=letter *=other
channel     = voice
channel_native = channel
direction   = direction | map in=in inbound=in out=out outbound=out
    internal=internal
direction   = in
by          = by, agent if direction in (out, outbound), customer
entry       = entry
campaign    = campaign
start       = start, queued
queued      = queued
answered    = answered
first_reply = first_reply
end         = end
queue       = queue
skill       = skill
team        = team
agent       = agent
site        = site
outcome     = outcome | map answered=answered contained=contained
    left-self=left-self abandoned=abandoned callback=callback
    voicemail=voicemail overflowed=overflowed missed=missed blocked=blocked
    failed=failed reached=reached no-answer=no-answer busy=busy
    machine=machine wrong-party=wrong-party unknown=unknown
outcome     = answered if answered
outcome     = unknown
outcome_native = outcome
ended_by    = ended_by | map customer=customer agent=agent system=system
disposition = disposition
self_ms     = self_ms, self
wait_ms     = wait_ms, wait
ring_ms     = ring_ms, ring
talk_ms     = talk_ms, talk
hold_ms     = hold_ms, hold
wrap_ms     = wrap_ms, wrap
outside_ms  = outside_ms, outside
transfers   = transfers
reason      = reason
topic       = topic
case        = case
lang        = lang
text        = text
ratings.csat.value = csat
ratings.csat.worst = 1
ratings.csat.best  = 5
ratings.nps.value  = nps
ratings.nps.worst  = 0
ratings.nps.best   = 10

[customer]
when     = not start and not queued
id       = id
party   += id | crm
party   += phone | phone
party   += email | email
party   += account | acct
name     = name
given    = given
family   = family
born     = born
address  = address
postcode = postcode
city     = city
country  = country
since    = since
products += products | split ;
segment  = segment
flags   += flags | split ;
