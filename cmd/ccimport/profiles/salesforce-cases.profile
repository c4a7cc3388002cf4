# Salesforce cases as a data loader or a warehouse writes them: the object
# Case, UTF-8 with a byte order mark, offsets as +0000, IsClosed 1 or empty;
# header names may be upper case. A case is a case, and one contact: its
# creation. Salesforce has no standard column of a first response, and a report
# export has the words of its user's locale: this is not for those.
[profile]
name      = salesforce-cases
title     = Salesforce cases (CSV of the object Case)
container = csv
detect    = CaseNumber, Origin, IsClosed, CreatedDate, OwnerId
zone      = utc
optional  = all
null      = '#N/A'

[columns]
CreatedDate, ClosedDate, LastModifiedDate, SystemModstamp = time rfc3339
IsClosed, IsDeleted = bool

[drop]
deleted = IsDeleted

[expect]
'a case with its number and creation' = CaseNumber and CreatedDate

[case]
id        = Id
rev       = SystemModstamp, LastModifiedDate
party    += ContactId | crm
party    += SuppliedEmail | email, ContactEmail | email
party    += SuppliedPhone | phone, ContactPhone | phone
party    += ContactMobile | phone
name      = SuppliedName
channel   = Origin | map Phone=voice Email=email Web=web Chat=chat
    Messaging=messaging SMS=sms Social=social Facebook=social Twitter=social
    *=other
start     = CreatedDate
end       = ClosedDate
agent     = OwnerId
reason    = Reason, Type
topic     = Subject
parent    = ParentId
priority  = Priority | map Critical=1 Urgent=1 High=2 Medium=3 Low=4 | int
priority_native = Priority
states.now.at    = SystemModstamp, LastModifiedDate
states.now.state = 'closed' if IsClosed
states.now.state = Status | map New=new Open=open Working=open
    'In Progress'=open in_progress=open Escalated=open 'On Hold'=hold
    Pending=pending
states.now.native = Status

[interaction]
id        = Id
rev       = SystemModstamp, LastModifiedDate
case      = Id
party    += ContactId | crm
party    += SuppliedEmail | email, ContactEmail | email
party    += SuppliedPhone | phone, ContactPhone | phone
party    += ContactMobile | phone
name      = SuppliedName
channel   = Origin | map Phone=voice Email=email Web=web Chat=chat
    Messaging=messaging SMS=sms Social=social Facebook=social Twitter=social
    *=other
channel_native = Origin
direction = in
by        = customer
start     = CreatedDate
agent     = OwnerId
outcome   = answered if IsClosed
outcome   = unknown
outcome_native = Status
reason    = Reason, Type
topic     = Subject
parent    = ParentId
text      = Description
