# Zendesk's account export as CSV: times are in the account's zone (-z), first
# replies are minutes, "Resolution time" is rounded hours and is not used.
[profile]
name      = zendesk-tickets-csv
title     = Zendesk tickets (CSV of the account export)
container = csv
detect    = Requester, Assignee, Via, "Group stations"
zone      = local
optional  = all
null      = '-'

[columns]
"Created at", "Updated at", "Solved at" = time iso
"First reply time in minutes" = min

[expect]
'a ticket with its creation' = "Created at"

[case]
id        = Id
rev       = "Updated at"
party    += "Requester email" | email
party    += "Requester id" | id
name      = Requester
channel   = Via | map Mail=email Email=email 'Web form'=web Chat=chat
    Phone=voice SMS=sms Twitter=social Facebook=social 'Web service'=web
    *=other
start     = "Created at"
end       = "Solved at"
queue     = Group
agent     = Assignee
topic     = Subject
states.now.at    = "Updated at"
states.now.state = Status | lower | map new=new open=open pending=pending
    hold=hold on-hold=hold solved=solved closed=closed

[interaction]
id        = Id
rev       = "Updated at"
case      = Id
party    += "Requester email" | email
party    += "Requester id" | id
name      = Requester
channel   = Via | map Mail=email Email=email 'Web form'=web Chat=chat
    Phone=voice SMS=sms Twitter=social Facebook=social 'Web service'=web
    *=other
channel_native = Via
direction = in
by        = customer
start     = "Created at"
queue     = Group
agent     = Assignee
outcome   = answered if "First reply time in minutes"
    or "Solved at"
outcome   = unknown
outcome_native = Status
reply.first_ms = "First reply time in minutes"
reply.from  = 'created' if "First reply time in minutes"
reply.clock = 'calendar' if "First reply time in minutes"
reply.whose = 'vendor' if "First reply time in minutes"
topic     = Subject
ratings.csat.value = "Satisfaction Score" | map Good=1 Bad=0 | num
ratings.csat.worst = 0 if "Satisfaction Score" in (Good, Bad, Offered)
ratings.csat.best  = 1 if "Satisfaction Score" in (Good, Bad, Offered)
