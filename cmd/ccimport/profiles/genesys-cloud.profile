# Genesys Cloud conversation details: conversation > participants > sessions >
# segments and metrics (t* in ms). The queue is one participant (acd), the
# agent who took it another: together they are one visit. An agent who did not
# answer has wrap-up time all the same (57 s in a real file): an offer, never
# handling. tTalk and tTalkComplete repeat each other; so do tHeld*.
# No version in the record: the copy that has ended is the newer one.
[profile]
name      = genesys-cloud
title     = Genesys Cloud conversation details (objects, lines or arrays)
container = json
records   = $
detect    = conversationId, conversationStart, participants
zone      = utc

[columns]
conversationStart, conversationEnd, $.conversationStart, $.conversationEnd,
    segments[0].segmentStart, segments[-1].segmentEnd,
    segments[segmentType=interact].segmentStart,
    segments[segmentType=alert].segmentStart,
    segments[segmentType=wrapup].segmentStart,
    segments[*].segmentEnd, surveys[0].surveyCompletedDate = time rfc3339
segments[segmentType=wrapup].wrapUpCode = null 'ININ-WRAP-UP-TIMEOUT'
metrics[name=tIvr].value, metrics[name=tFlow].value,
    metrics[name=tAcd].value, metrics[name=tAlert].value,
    metrics[name=tNotResponding].value, metrics[name=tTalk].value,
    metrics[name=tTalkComplete].value, metrics[name=tHeld].value,
    metrics[name=tHeldComplete].value, metrics[name=tAcw].value = ms

[expect]
'a conversation' = conversationId and conversationStart

[contact]
id        = conversationId if conversationStart
rev       = conversationEnd
start     = conversationStart
end       = conversationEnd
open      = yes if not conversationEnd
party    += participants[purpose=customer].sessions[0].ani | phone
    if not originatingDirection is outbound
party    += participants[purpose=external].sessions[0].ani | phone
    if not originatingDirection is outbound
party    += participants[purpose=customer].sessions[0].dnis | phone
    if originatingDirection is outbound
party    += participants[purpose=customer].externalContactId | id
channel   = participants[0].sessions[0].mediaType | map voice=voice chat=chat
    message=messaging email=email callback=voice video=video sms=sms
    cobrowse=web *=other
channel_native = participants[0].sessions[0].mediaType
direction = originatingDirection | map inbound=in outbound=out
by        = agent if originatingDirection is outbound
by        = customer
entry     = participants[purpose=customer].sessions[0].dnis | after 'tel:'
    if not originatingDirection is outbound
entry     = participants[purpose=customer].sessions[0].dnis
    if not originatingDirection is outbound
campaign  = participants[purpose=customer].sessions[0].outboundCampaignId
ratings.nps.value = surveys[0].surveyPromoterScore
ratings.nps.worst = 0
ratings.nps.best  = 10
ratings.nps.at    = surveys[0].surveyCompletedDate

[leg self]
each      = participants[*].sessions[*]
when      = ^.purpose in (ivr, botflow, workflow)
type      = self
id        = $.conversationId
leg       = sessionId
leg       = ^.participantId
leg_rev   = $.conversationEnd
start     = segments[0].segmentStart, $.conversationStart
end       = segments[-1].segmentEnd
self_ms   = metrics[name=tIvr].value, metrics[name=tFlow].value
outcome   = left-self if segments[-1].disconnectType in (peer, client, endpoint)
outcome   = contained if segments[-1].disconnectType
    and not segments[-1].disconnectType is transfer
self.handed_off = yes if segments[-1].disconnectType is transfer
self.type = 'bot' if ^.purpose is botflow
self.type = 'ivr'
self.name = flow.flowName

[leg queue]
each      = participants[*].sessions[*]
when      = ^.purpose is acd
type      = queue
id        = $.conversationId
leg       = sessionId
leg       = ^.participantId
leg_rev   = $.conversationEnd
start     = segments[0].segmentStart, $.conversationStart
queued    = segments[0].segmentStart
end       = segments[-1].segmentEnd
queue     = segments[*].queueName | first
queue     = segments[*].queueId | first
skill     = activeSkillIds[0]
wait_ms   = metrics[name=tAcd].value
outcome   = abandoned if metrics[name=tAbandon]
outcome   = abandoned if segments[-1].disconnectType is peer
outcome   = voicemail if metrics[name=tVoicemail]
outcome   = overflowed if metrics[name=tFlowOut]
outcome   = unknown
outcome_native = segments[-1].disconnectType

[leg offer]
each      = participants[*].sessions[*]
when      = ^.purpose in (agent, user) and metrics[name=tNotResponding]
type      = offer
id        = $.conversationId
leg       = sessionId
leg       = ^.participantId
leg_rev   = $.conversationEnd
start     = segments[segmentType=alert].segmentStart,
    segments[0].segmentStart, $.conversationStart
queue     = segments[*].queueName | first
queue     = segments[*].queueId | first
agent     = ^.userName, ^.userId
ring_ms   = metrics[name=tNotResponding].value
outcome   = missed
side      = yes

[leg agent]
each      = participants[*].sessions[*]
when      = ^.purpose in (agent, user) and not metrics[name=tNotResponding]
attach    = queue by queue
type      = agent
id        = $.conversationId
leg       = sessionId
leg       = ^.participantId
leg_rev   = $.conversationEnd
start     = segments[0].segmentStart, $.conversationStart
answered  = segments[segmentType=interact].segmentStart
end       = segments[segmentType=wrapup].segmentStart
end       = segments[*].segmentEnd | last
queue     = segments[*].queueName | first
queue     = segments[*].queueId | first
agent     = ^.userName, ^.userId
team      = ^.teamId
outcome   = answered if metrics[name=tAnswered]
outcome   = reached if $.originatingDirection is outbound
    and segments[segmentType=interact]
outcome   = answered if segments[segmentType=interact]
outcome   = unknown
ring_ms   = metrics[name=tAlert].value
talk_ms   = metrics[name=tTalkComplete].value, metrics[name=tTalk].value
hold_ms   = metrics[name=tHeldComplete].value, metrics[name=tHeld].value
wrap_ms   = metrics[name=tAcw].value
disposition = segments[segmentType=wrapup].wrapUpName
disposition = segments[segmentType=wrapup].wrapUpCode
out       = transfer-agent if metrics[name=nConsultTransferred]
out       = transfer-queue if metrics[name=nTransferred]
