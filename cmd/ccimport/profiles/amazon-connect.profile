# Amazon Connect contact records (CTR). Delivered at least once and again when
# attributes change: the newest LastUpdateTimestamp counts. Every connection
# with an agent is a record of its own; InitialContactId joins them.
[profile]
name      = amazon-connect
title     = Amazon Connect contact records (CTR)
container = json
records   = $
detect    = ContactId, AWSContactTraceRecordFormatVersion, InitiationMethod
zone      = utc

[columns]
InitiationTimestamp, ConnectedToSystemTimestamp, DisconnectTimestamp,
    LastUpdateTimestamp, Queue.EnqueueTimestamp,
    Agent.ConnectedToAgentTimestamp,
    TransferCompletedTimestamp, ScheduledTimestamp = time rfc3339
Queue.Duration, Agent.AgentInteractionDuration, Agent.CustomerHoldDuration,
    Agent.AfterContactWorkDuration = s

[drop]
agent-event = EventType

[expect]
'a contact record' = ContactId and InitiationTimestamp

[legs]
join  = InitialContactId, ContactId
break = ContactId if InitiationMethod is CALLBACK

[leg]
leg       = ContactId
leg_rev   = LastUpdateTimestamp
channel   = Channel | map VOICE=voice CHAT=chat TASK=task EMAIL=email *=other
channel_native = Channel
direction = out if InitiationMethod in (OUTBOUND, EXTERNAL_OUTBOUND, CALLBACK)
direction = in
by        = agent if InitiationMethod in (OUTBOUND, AGENT_REPLY)
by        = system if InitiationMethod is EXTERNAL_OUTBOUND
by        = customer
due       = ScheduledTimestamp
party    += CustomerEndpoint.Address | phone
    if CustomerEndpoint.Type is TELEPHONE_NUMBER
entry     = SystemEndpoint.Address
start     = InitiationTimestamp
queued    = Queue.EnqueueTimestamp
answered  = Agent.ConnectedToAgentTimestamp
end       = DisconnectTimestamp
queue     = Queue.Name
team      = Agent.RoutingProfile.Name
agent     = Agent.Username
outcome   = answered if Agent.ConnectedToAgentTimestamp
    and InitiationMethod not in (OUTBOUND, EXTERNAL_OUTBOUND)
outcome   = reached if Agent.ConnectedToAgentTimestamp
outcome   = callback if Queue.EnqueueTimestamp and NextContactId
outcome   = abandoned if Queue.EnqueueTimestamp
outcome   = no-answer if InitiationMethod in (OUTBOUND, EXTERNAL_OUTBOUND)
outcome   = left-self if DisconnectReason is CUSTOMER_DISCONNECT
outcome   = contained
outcome_native = DisconnectReason
ended_by  = DisconnectReason | map CUSTOMER_DISCONNECT=customer
    AGENT_DISCONNECT=agent THIRD_PARTY_DISCONNECT=system
    TELECOM_PROBLEM=system CONTACT_FLOW_DISCONNECT=system
out       = transfer-outside if TransferredToEndpoint.Address
out       = transfer-agent if TransferCompletedTimestamp
self_ms   = Queue.EnqueueTimestamp minus ConnectedToSystemTimestamp
    if InitiationMethod in (INBOUND, API)
self_ms   = DisconnectTimestamp minus ConnectedToSystemTimestamp
    if InitiationMethod in (INBOUND, API) and not Agent.Username
wait_ms   = Queue.Duration
talk_ms   = Agent.AgentInteractionDuration
hold_ms   = Agent.CustomerHoldDuration
wrap_ms   = Agent.AfterContactWorkDuration
holds     = Agent.NumberOfHolds
reason    = Attributes.reason
ext.Attributes = Attributes
