# Zendesk tickets as JSON: the account export (a line a ticket, wrapped in
# {"ticket": ...}) or bare tickets. A ticket is a case, and one contact: its
# creation by the requester. For API pages {"tickets": [...]} there is
# zendesk-ticket-pages. Replies are minutes; an unanswered ticket has none.
[profile]
name      = zendesk-tickets
title     = Zendesk tickets (JSON lines of the account export)
container = json
records   = $
detect    = ticket.id, ticket.requester_id
zone      = utc
optional  = all

[columns]
ticket.created_at, created_at, ticket.updated_at, updated_at,
    ticket.metric_set.solved_at, metric_set.solved_at,
    ticket.due_at, due_at = time rfc3339
ticket.metric_set.reply_time_in_minutes.calendar,
    metric_set.reply_time_in_minutes.calendar = min
ticket.generated_timestamp, generated_timestamp = time epoch_s

[drop]
deleted = ticket.status is deleted or status is deleted
sample  = ticket.via.channel is sample_ticket or via.channel is sample_ticket

[case]
id        = ticket.id, id if requester_id or submitter_id
rev       = ticket.updated_at, updated_at
party    += ticket.via.source.from.address | email
party    += via.source.from.address | email
party    += ticket.requester_id | id
party    += requester_id | id
name      = ticket.via.source.from.name, via.source.from.name
channel   = ticket.via.channel | map email=email web=web chat=chat voice=voice
    sms=sms twitter=social facebook=social api=web mobile=messaging
    native_messaging=messaging *=other
channel   = via.channel | map email=email web=web chat=chat voice=voice
    sms=sms twitter=social facebook=social api=web mobile=messaging
    native_messaging=messaging *=other
start     = ticket.created_at, created_at
end       = ticket.metric_set.solved_at, metric_set.solved_at
queue     = ticket.group_id, group_id
agent     = ticket.assignee_id, assignee_id
reason    = ticket.tags[0], tags[0]
topic     = ticket.subject, subject
tags     += ticket.tags[*]
tags     += tags[*]
priority_native = ticket.priority, priority
priority  = ticket.priority | map urgent=1 high=2 normal=3 low=4 | int
priority  = priority | map urgent=1 high=2 normal=3 low=4 | int
states.now.at    = ticket.updated_at, updated_at
states.now.state = ticket.status | map new=new open=open pending=pending
    hold=hold solved=solved closed=closed
states.now.state = status | map new=new open=open pending=pending hold=hold
    solved=solved closed=closed

[interaction]
id        = ticket.id, id if requester_id or submitter_id
rev       = ticket.updated_at, updated_at
case      = ticket.id, id
party    += ticket.via.source.from.address | email
party    += via.source.from.address | email
party    += ticket.requester_id | id
party    += requester_id | id
name      = ticket.via.source.from.name, via.source.from.name
channel   = ticket.via.channel | map email=email web=web chat=chat voice=voice
    sms=sms twitter=social facebook=social api=web mobile=messaging
    native_messaging=messaging *=other
channel   = via.channel | map email=email web=web chat=chat voice=voice
    sms=sms twitter=social facebook=social api=web mobile=messaging
    native_messaging=messaging *=other
channel_native = ticket.via.channel, via.channel
direction = in
by        = customer
origin    = follow-up if ticket.via.source.rel is follow_up
    or via.source.rel is follow_up
start     = ticket.created_at, created_at
queue     = ticket.group_id, group_id
agent     = ticket.assignee_id, assignee_id
outcome   = answered if ticket.status in (solved, closed)
    or status in (solved, closed)
outcome   = answered if ticket.metric_set.reply_time_in_minutes.calendar
    or metric_set.reply_time_in_minutes.calendar
outcome   = unknown
outcome_native = ticket.status, status
reply.first_ms = ticket.metric_set.reply_time_in_minutes.calendar,
    metric_set.reply_time_in_minutes.calendar
reply.from  = 'created' if ticket.metric_set.reply_time_in_minutes.calendar
    or metric_set.reply_time_in_minutes.calendar
reply.clock = 'calendar' if ticket.metric_set.reply_time_in_minutes.calendar
    or metric_set.reply_time_in_minutes.calendar
reply.whose = 'vendor' if ticket.metric_set.reply_time_in_minutes.calendar
    or metric_set.reply_time_in_minutes.calendar
reason    = ticket.tags[0], tags[0]
topic     = ticket.subject, subject
tags     += ticket.tags[*]
tags     += tags[*]
text      = ticket.description, description
ratings.csat.value = ticket.satisfaction_rating.score | map good=1 bad=0
    good_with_comment=1 bad_with_comment=0 | num
ratings.csat.value = satisfaction_rating.score | map good=1 bad=0
    good_with_comment=1 bad_with_comment=0 | num
ratings.csat.worst = 0 if ticket.satisfaction_rating.score in
    (good, bad, good_with_comment, bad_with_comment, offered)
    or satisfaction_rating.score in
    (good, bad, good_with_comment, bad_with_comment, offered)
ratings.csat.best  = 1 if ticket.satisfaction_rating.score in
    (good, bad, good_with_comment, bad_with_comment, offered)
    or satisfaction_rating.score in
    (good, bad, good_with_comment, bad_with_comment, offered)
