# Qualtrics' older export: two header rows, names in the second, no zone.
[profile]
like    = qualtrics
name    = qualtrics-legacy
title   = Qualtrics survey answers (older CSV, two header rows)
header  = 2 names 2
detect  = ResponseID, ResponseSet, StartDate
zone    = local

[survey]
rev     = EndDate
