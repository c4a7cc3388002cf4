# Zendesk Chat (Zopim): one object, or pages {"chats": [...]} by
# zendesk-chat-pages. The vendor's response time runs from the first
# unanswered message of the visitor, in whole seconds; duration is first to
# last message, not the chat's two stamps. A missed chat has no agent.
[profile]
name      = zendesk-chat
title     = Zendesk Chat conversations
container = json
records   = $
detect    = visitor.id, started_by, response_time
zone      = utc
optional  = all

[columns]
timestamp, end_timestamp = time rfc3339
response_time.first, response_time.max = s
missed, triggered = bool

[drop]
offline-message = type is offline_msg

[expect]
'a chat of a visitor' = visitor and timestamp

[messages]
in     = history[*]
when   = type is chat.msg
time   = timestamp
who    = name
text   = msg
agent  = sender_type is Agent
    or (not sender_type and not name equals $.visitor.name)
bot    = sender_type is Trigger
gap    = 99d

[interaction]
id        = id
party    += visitor.email | email
party    += visitor.phone | phone
name      = visitor.name
channel   = chat
direction = in
by        = agent if started_by is agent
by        = system if triggered
by        = customer
start     = timestamp
end       = end_timestamp
queue     = department_name
agent     = agent_names[-1]
outcome   = missed if missed
outcome   = answered if count.agent > 0
outcome   = abandoned
msgs_in   = count.visitor | int
msgs_out  = count.agent | int
reply.first_ms = response_time.first if not history
reply.max_ms   = response_time.max if not history
reply.from  = 'first-message' if response_time.first and not history
reply.clock = 'calendar' if response_time.first and not history
reply.whose = 'vendor' if response_time.first and not history
reason    = tags[0]
tags     += tags[*]
case      = zendesk_ticket_id
ratings.csat.value = rating | map good=1 bad=0 | num
ratings.csat.worst = 0 if rating in (good, bad)
ratings.csat.best  = 1 if rating in (good, bad)
ratings.csat.comment = comment if rating in (good, bad)
