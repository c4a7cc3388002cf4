# Five9 Agent State report: a row for each stretch of time that an agent spent
# in one state; TIMESTAMP is its begin. Reports are built by the site: any
# subset of columns in any order. No zone anywhere: the domain's clock (often
# Pacific), so -z.
[profile]
name      = five9-agent-state
title     = Five9 Agent State report (CSV)
container = csv
detect    = AGENT, STATE, "AGENT STATE TIME"
zone      = local
null      = '[None]'
optional  = "AGENT NAME", DATE, HOUR, "LOGIN TIMESTAMP", "LOGOUT TIMESTAMP",
    "LOGIN TIME", "REASON CODE"

[columns]
TIMESTAMP = time five9
"AGENT STATE TIME" = clock

[drop]
no-time = not "AGENT STATE TIME" > 0

[agent]
agent     = AGENT
state     = STATE | map Ready=available 'On Call'=busy 'On Hold'=busy
    Ringing=busy 'On Preview'=busy 'After Call Work'=wrap Login=other
    Logout=off 'Not Ready'=break *=other
state_native = "REASON CODE", STATE
start     = TIMESTAMP
end       = TIMESTAMP plus "AGENT STATE TIME"
