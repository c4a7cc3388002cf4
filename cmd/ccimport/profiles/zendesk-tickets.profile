# Zendesk tickets as JSON: the account export (a line a ticket, wrapped in
# {"ticket": ...}) or bare tickets. A ticket is a case, and one contact: its
# creation by the requester. For API pages {"tickets": [...]} there is
# zendesk-ticket-pages. Replies are minutes; an unanswered ticket has none.
# What an API call answers with ({"ticket": ..., "audit": ...}) is no export.
[profile]
name      = zendesk-tickets
title     = Zendesk tickets (JSON lines of the account export)
container = json
records   = $
unwrap    = ticket
detect    = id, requester_id, via.channel
zone      = utc
optional  = all

[columns]
created_at, updated_at, metric_set.solved_at = time rfc3339
metric_set.reply_time_in_minutes.calendar = min

[drop]
deleted = status is deleted
sample  = via.channel is sample_ticket

[expect]
'a ticket of a requester' = id and created_at and (requester_id or submitter_id)

[case]
id        = id
rev       = updated_at
party    += via.source.from.address | email
party    += requester_id | id
name      = via.source.from.name
channel   = via.channel | map email=email web=web chat=chat voice=voice
    sms=sms twitter=social facebook=social api=web mobile=messaging
    native_messaging=messaging *=other
start     = created_at
end       = metric_set.solved_at
queue     = group_id
agent     = assignee_id
reason    = tags[0]
topic     = subject
tags     += tags[*]
priority_native = priority
priority  = priority | map urgent=1 high=2 normal=3 low=4 | int
states.now.at    = updated_at
states.now.state = status | map new=new open=open pending=pending hold=hold
    solved=solved closed=closed

[interaction]
id        = id
rev       = updated_at
case      = id
party    += via.source.from.address | email
party    += requester_id | id
name      = via.source.from.name
channel   = via.channel | map email=email web=web chat=chat voice=voice
    sms=sms twitter=social facebook=social api=web mobile=messaging
    native_messaging=messaging *=other
channel_native = via.channel
direction = in
by        = customer
origin    = follow-up if via.source.rel is follow_up
start     = created_at
queue     = group_id
agent     = assignee_id
outcome   = answered if status in (solved, closed)
outcome   = answered if metric_set.reply_time_in_minutes.calendar
outcome   = unknown
outcome_native = status
reply.first_ms = metric_set.reply_time_in_minutes.calendar
reply.from  = 'created' if metric_set.reply_time_in_minutes.calendar
reply.clock = 'calendar' if metric_set.reply_time_in_minutes.calendar
reply.whose = 'vendor' if metric_set.reply_time_in_minutes.calendar
reason    = tags[0]
topic     = subject
tags     += tags[*]
text      = description
ratings.csat.value = satisfaction_rating.score | map good=1 bad=0
    good_with_comment=1 bad_with_comment=0 | num
ratings.csat.worst = 0 if satisfaction_rating.score in
    (good, bad, good_with_comment, bad_with_comment, offered)
ratings.csat.best  = 1 if satisfaction_rating.score in
    (good, bad, good_with_comment, bad_with_comment, offered)
