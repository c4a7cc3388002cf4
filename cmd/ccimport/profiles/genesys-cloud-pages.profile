# Genesys Cloud conversation details as the API gives them, page after page:
# {"conversations": [...], "cursor": ...}.
[profile]
like    = genesys-cloud
name    = genesys-cloud-pages
title   = Genesys Cloud conversation details (pages of the API)
records = $.conversations[*]
