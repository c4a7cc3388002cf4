# The bank's own survey: how a site teaches what its questions ask.
[profile]
like = qualtrics
name = bank-survey

[survey]
ratings.csat.value = Q1 | num
ratings.csat.worst = 1
ratings.csat.best  = 5
ratings.nps.value  = Q2 | num
ratings.nps.worst  = 0
ratings.nps.best   = 10
