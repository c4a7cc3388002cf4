# Zendesk Chat as the API lists it: {"chats": [...], "next_url": ...}.
[profile]
like    = zendesk-chat
name    = zendesk-chat-pages
title   = Zendesk Chat conversations (pages of the API)
records = $.chats[*]
detect  = visitor.id, started_by
