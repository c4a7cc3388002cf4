# Zendesk agent engagements (API, one JSON object a line): a leg for every time
# an agent held a ticket. The vendor writes a first reply of 0 s where there was
# no reply at all (all 841 recorded ones have 0 replies): absent here. Stamps
# carry no zone; the API's other stamps are UTC.
[profile]
name      = zendesk-engagements
title     = Zendesk agent engagements: who held a ticket, and when
container = json
records   = $
detect    = engagement_id, ticket_id, engagement_start_time
zone      = utc
optional  = all

[columns]
engagement_start_time, engagement_end_time = time iso
offer_time_seconds, assignment_to_first_reply_time_seconds = s
agent_replies_count, agent_messages_count, end_user_messages_count = int

[expect]
'an engagement of an agent' = engagement_id and ticket_id

[legs]
join = ticket_id

[leg]
type      = agent
leg       = engagement_id
party    += requester_id | id
channel   = channel | map MESSAGING=messaging CHAT=chat VOICE=voice
    EMAIL=email *=other
channel_native = channel
direction = in
by        = customer
start     = engagement_start_time
answered  = engagement_start_time
end       = engagement_end_time
queue     = group_id
agent     = agent_id
ring_ms   = offer_time_seconds
msgs_in   = end_user_messages_count
msgs_out  = agent_messages_count
reply.first_ms = assignment_to_first_reply_time_seconds
    if agent_replies_count > 0
reply.from  = 'assigned' if agent_replies_count > 0
reply.clock = 'calendar' if agent_replies_count > 0
reply.whose = 'vendor' if agent_replies_count > 0
outcome   = answered if agent_replies_count > 0
outcome   = unknown
case      = ticket_id
