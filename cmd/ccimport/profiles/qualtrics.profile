# Qualtrics survey answers (CSV): three header rows; the second is localised,
# the third holds import ids and, mostly, the time zone. What a question asks
# is the site's: write `like = qualtrics` and say which column is a rating.
[profile]
name      = qualtrics
title     = Qualtrics survey answers (CSV, three header rows)
container = csv
header    = 3 names 1
detect    = StartDate, EndDate, ResponseId, Progress
zone      = header 3
optional  = all

[columns]
EndDate, RecordedDate = time iso

[expect]
'an answer with its time' = EndDate or RecordedDate

[drop]
preview = Status in (1, 'Survey Preview')

[survey]
id       = ResponseId
rev      = RecordedDate
ref      = ExternalReference, ExternalDataReference
party   += RecipientEmail | email
name     = RecipientFirstName
at       = EndDate
lang     = UserLanguage | lower
