# The same in the API's pages, {"agent_engagement_data": [...]}.
[profile]
like    = zendesk-engagements
name    = zendesk-engagement-pages
title   = Zendesk agent engagements (pages of the API)
records = $.agent_engagement_data[*]
