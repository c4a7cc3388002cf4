# Five9 Call Log report. Reports are built by the site: any subset of columns
# in any order. No zone anywhere: the domain's clock (often Pacific), so -z.
# Rows repeat a CALL ID, one for each party: what they have of their own is when
# they began. A "3rd party transfer" row has the same IVR TIME again. A "Queue
# Callback" row is the call back to who asked for it, under the call's id.
[profile]
name      = five9-call-log
title     = Five9 Call Log report (CSV)
container = csv
detect    = "CALL ID", "CALL TYPE", CAMPAIGN
zone      = local
null      = '[None]'
optional  = "CUSTOMER NAME", COST, DNIS, SKILL, HOLDS, TRANSFERS, "RING TIME"

[columns]
TIMESTAMP = time five9
"CALL TIME", "IVR TIME", "QUEUE WAIT TIME", "RING TIME", "TALK TIME",
    "HOLD TIME", "AFTER CALL WORK TIME" = clock

[expect]
'a call with its time' = TIMESTAMP

[legs]
join  = "CALL ID"
break = "CALL ID" | suffix '/callback' if "CALL TYPE" is 'Queue Callback'

[leg transfer]
when      = "CALL TYPE" is '3rd party transfer'
type      = outside
leg       = "CALL ID" | suffix '/3rd-party'
channel   = voice
direction = in
by        = customer
party    += ANI | phone
campaign  = CAMPAIGN
start     = TIMESTAMP
end       = TIMESTAMP plus "CALL TIME"
outside_ms = "CALL TIME"
out       = transfer-outside
outcome_native = DISPOSITION

[leg]
when      = not "CALL TYPE" is '3rd party transfer'
leg       = TIMESTAMP
channel   = voice
channel_native = "CALL TYPE"
direction = "CALL TYPE" | map Inbound=in Outbound=out Manual=out Preview=out
    Progressive=out Power=out Predictive=out Agent=internal Internal=internal
    'Queue Callback'=out
    *=in
by        = customer if "CALL TYPE" in (Inbound, 'Queue Callback'), agent
party    += ANI | phone if "CALL TYPE" is Inbound
party    += DNIS | phone if "CALL TYPE" is not Inbound
name      = "CUSTOMER NAME"
entry     = DNIS if "CALL TYPE" is Inbound
campaign  = CAMPAIGN
start     = TIMESTAMP
end       = TIMESTAMP plus "CALL TIME"
queue     = SKILL
queue     = CAMPAIGN if "CALL TYPE" is Inbound
    and (AGENT or "QUEUE WAIT TIME" > 0)
agent     = AGENT
outcome   = machine if DISPOSITION is 'Answering Machine'
outcome   = no-answer if DISPOSITION is 'No Answer'
outcome   = busy if DISPOSITION is Busy
outcome   = answered if "CALL TYPE" is Inbound and AGENT
outcome   = unknown if DISPOSITION is 'Transferred To 3rd Party'
outcome   = abandoned if ABANDONED is 1
outcome   = reached if AGENT and "TALK TIME"
outcome   = left-self if "CALL TYPE" is Inbound and "IVR TIME"
    and DISPOSITION in ('Caller Disconnected', Abandon)
outcome   = contained if "CALL TYPE" is Inbound and "IVR TIME"
outcome   = unknown
outcome_native = DISPOSITION
disposition = DISPOSITION
self_ms   = "IVR TIME" if not DISPOSITION is 'Transferred To 3rd Party'
wait_ms   = "QUEUE WAIT TIME" plus "RING TIME"
    if "CALL TYPE" is Inbound and (AGENT or "QUEUE WAIT TIME" > 0)
wait_ms   = "QUEUE WAIT TIME"
    if "CALL TYPE" is Inbound and (AGENT or "QUEUE WAIT TIME" > 0)
ring_ms   = "RING TIME" if AGENT
talk_ms   = "TALK TIME" minus "HOLD TIME", "TALK TIME"
hold_ms   = "HOLD TIME"
wrap_ms   = "AFTER CALL WORK TIME"
holds     = HOLDS
transfers = TRANSFERS
cost      = COST
currency  = 'USD' if COST
