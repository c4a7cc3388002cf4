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
