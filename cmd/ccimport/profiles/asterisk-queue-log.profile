# Asterisk queue_log: epoch|callid|queue|agent|EVENT|p1|p2|...
# No entry number, no hold, no wrap-up; whole seconds, so the order inside a
# second is the order in the file. An attended transfer is logged under the
# consult call's id with the FIRST queue; what follows comes under the original
# id in a queue it never entered.
[profile]
name      = asterisk-queue-log
title     = Asterisk queue_log (FreePBX, Issabel, Elastix)
container = log
separator = |
fields    = time callid queue agent event p1 p2 p3 p4 p5 p6
detect    = ENTERQUEUE
zone      = utc
null      = NONE

[columns]
time = time epoch_s

[drop]
no-call     = callid in (REALTIME, MANAGER, CLI) or not callid
agent-state = event in (AGENTLOGIN, AGENTLOGOFF, AGENTCALLBACKLOGIN,
    AGENTCALLBACKLOGOFF, ADDMEMBER, REMOVEMEMBER, PAUSE, UNPAUSE, PAUSEALL,
    UNPAUSEALL, PENALTY, RINGINUSE)
system      = event in (QUEUESTART, CONFIGRELOAD)

[events]
key   = callid
event = event
time  = time
same  = time, callid, queue, agent, event
idle  = 1h

[event DID]
does  = call
entry = p1

[event ENTERQUEUE]
does      = open
type      = queue
channel   = voice
direction = in
by        = customer
party    += p2 | phone
queue     = queue
start     = time
queued    = time

[event CONNECT]
does     = find queue
type     = queue
channel  = voice
direction = in
by       = customer
queue    = queue
agent    = agent
answered = time
wait_ms  = p1 | s
ring_ms  = p3 | s
outcome  = answered

[event COMPLETECALLER COMPLETEAGENT]
does     = close queue agent
type     = queue
channel  = voice
direction = in
by       = customer
queue    = queue
agent    = agent
wait_ms  = p1 | s
talk_ms  = p2 | s
end      = time
outcome  = answered
ended_by = customer if event is COMPLETECALLER
ended_by = agent
out      = end

[event BLINDTRANSFER TRANSFER]
does     = close queue agent
type     = queue
queue    = queue
agent    = agent
wait_ms  = p3 | s
talk_ms  = p4 | s
end      = time
outcome  = answered
out      = transfer-outside

[event ATTENDEDTRANSFER]
does     = close queue agent anywhere
alias    = yes
type     = queue
queue    = queue
agent    = agent
wait_ms  = p4 | s if p1 is LINK
wait_ms  = p3 | s
talk_ms  = p5 | s if p1 is LINK
talk_ms  = p4 | s
end      = time
outcome  = answered
out      = transfer-queue if p1 is APP and p2 is Queue
out      = transfer-agent

[event ABANDON]
does     = close queue
type     = queue
queue    = queue
wait_ms  = p3 | s
end      = time
outcome  = abandoned
ended_by = customer

[event EXITWITHTIMEOUT EXITEMPTY WITHDRAW]
does     = close queue
type     = queue
queue    = queue
wait_ms  = p3 | s
end      = time
outcome  = overflowed
outcome_native = event
ended_by = system

[event EXITWITHKEY]
does     = close queue
type     = queue
queue    = queue
wait_ms  = p4 | s
end      = time
outcome  = overflowed
outcome_native = event

[event RINGNOANSWER RINGCANCELED]
does     = beside
type     = offer
queue    = queue
agent    = agent
end      = time
ring_ms  = p1 | ms
outcome  = missed if event is RINGNOANSWER
outcome  = cancelled

[derive]
answered = our.end minus our.talk_ms if our.talk_ms
queued   = our.answered minus our.wait_ms
queued   = our.end minus our.wait_ms
start    = our.queued
start    = our.end minus our.ring_ms
