# Zendesk tickets as a warehouse's connector (Fivetran) writes the table: the
# API's names with _ for the steps, times in UTC without saying so.
[profile]
like      = zendesk-tickets
name      = zendesk-tickets-table
title     = Zendesk tickets (CSV of a warehouse's table)
container = csv
detect    = requester_id, submitter_id, via_channel, status

[columns]
created_at, updated_at = time iso

[names]
via.channel             = via_channel
via.source.rel          = via_source_rel
via.source.from.address = via_source_from_address
