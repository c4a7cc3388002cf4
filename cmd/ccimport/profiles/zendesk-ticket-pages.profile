# Zendesk tickets as the API's incremental exports give them, by time or by
# cursor: pages {"tickets": [...], "count": ...}, one after another.
[profile]
like    = zendesk-tickets
name    = zendesk-ticket-pages
title   = Zendesk tickets (pages of the incremental API exports)
records = $.tickets[*]
detect  = id, requester_id, via.channel
