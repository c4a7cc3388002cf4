# Any CSV whose columns are called as our members are: the simplest way in.
# A row with a start is an interaction, one without is a customer (CRM), if the
# columns say so: an id, a name and a creation time are in every table of every
# vendor, and would make a customer of a ticket, a product, a status.
# A site writes `like = generic`, names its own columns, and says the channel
# where no column does.
[profile]
name      = generic
title     = CSV with our own column names: contacts, or customers of a CRM
container = csv
optional  = all
zone      = local

[names]
id       = call_id, contact_id, interaction_id
crm_id   = customer_id, crm
start    = started, start_time, started_at
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
needs       = id and (start or queued) and (channel or direction or queue
    or agent or answered or outcome or wait or wait_ms or talk or talk_ms
    or phone or email or account or crm_id)
when        = start or queued
id          = id
rev         = rev
party      += phone | phone
party      += email | email
party      += crm_id | crm
party      += account | acct
name        = name
channel     = channel | map voice=voice phone=voice call=voice video=video
    chat=chat messaging=messaging sms=sms email=email mail=email
    social=social web=web task=task branch=branch letter=letter *=other
channel_native = channel
direction   = direction | map in=in inbound=in out=out outbound=out
    internal=internal
direction   = in if not direction
by          = by, agent if direction in (out, outbound)
by          = customer if not direction or direction in (in, inbound)
due         = due
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
needs    = (crm_id or id and (since or segment or products or born))
    and (phone or email or name or given or family)
when     = (phone or email or name or given or family or since or segment
    or products or born) and not (start or queued or answered or end or queue
    or agent or outcome or wait or wait_ms)
id       = crm_id, id
party   += crm_id | crm, id | crm
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
