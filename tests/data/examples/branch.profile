[profile]
name = branch
like = generic
zone = Europe/London

[names]
id       = "Visit number"
start    = "Came in"
answered = "Called up"
end      = Left
agent    = Adviser
reason   = Topic

[interaction]
channel  = branch
queued   = start
queue    = 'counter'
outcome  = answered if answered
outcome  = abandoned
wait_ms  = answered minus start, end minus start
talk_ms  = end minus answered
