/* when: civil time and the line's own spelling of an instant; see when.h. */
#include "common/when.h"

/* Days and dates by the era method (400-year cycles beginning in March). */
int64_t
civil_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void
civil_date(int64_t days, struct civil *c)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	c->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c->year = (int)(yoe + era * 400 + (c->month <= 2));
}

bool
civil_valid(const struct civil *c)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
	    31 };
	bool leap = (c->year % 4 == 0 && c->year % 100 != 0) ||
	    c->year % 400 == 0;

	if (c->year < 1900 || c->year > 2199 || c->month < 1 || c->month > 12)
		return false;
	if (c->day < 1 || c->day > days[c->month - 1] +
	    (c->month == 2 && leap))
		return false;
	return c->hour >= 0 && c->hour <= 23 && c->minute >= 0 &&
	    c->minute <= 59 && c->second >= 0 && c->second <= 59 &&
	    c->ms >= 0 && c->ms <= 999;
}

int64_t
civil_ms(const struct civil *c)
{
	return civil_days(c->year, c->month, c->day) * MS_DAY +
	    (int64_t)c->hour * MS_HOUR + (int64_t)c->minute * MS_MINUTE +
	    c->second * MS_SECOND + c->ms;
}

void
civil_from_ms(int64_t ms, struct civil *c)
{
	int64_t days = ms / MS_DAY, rest = ms % MS_DAY;

	if (rest < 0) {
		rest += MS_DAY;
		days--;
	}
	civil_date(days, c);
	c->hour = (int)(rest / MS_HOUR);
	c->minute = (int)(rest / MS_MINUTE % 60);
	c->second = (int)(rest / MS_SECOND % 60);
	c->ms = (int)(rest % 1000);
}

int
civil_weekday(int64_t days)
{
	int64_t d = (days + 3) % 7;	/* 1970-01-01 was a Thursday */

	return (int)(d < 0 ? d + 7 : d);
}

static bool
all_digits(const char *p, int n, int *value)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		unsigned d = (unsigned)(p[i] - '0');

		if (d > 9)
			return false;
		v = v * 10 + (int)d;
	}
	*value = v;
	return true;
}

bool
when_read(struct str s, int64_t *ms)
{
	struct civil c;
	const char *p = s.p;

	if (s.n != WHEN_TEXT || p[4] != '-' || p[7] != '-' || p[10] != 'T' ||
	    p[13] != ':' || p[16] != ':' || p[19] != '.' || p[23] != 'Z')
		return false;
	if (!all_digits(p, 4, &c.year) || !all_digits(p + 5, 2, &c.month) ||
	    !all_digits(p + 8, 2, &c.day) || !all_digits(p + 11, 2, &c.hour) ||
	    !all_digits(p + 14, 2, &c.minute) ||
	    !all_digits(p + 17, 2, &c.second) || !all_digits(p + 20, 3, &c.ms))
		return false;
	if (!civil_valid(&c))
		return false;
	*ms = civil_ms(&c);
	return true;
}

static char *
put_digits(char *p, int value, int n)
{
	for (int i = n - 1; i >= 0; i--, value /= 10)
		p[i] = (char)('0' + value % 10);
	return p + n;
}

void
when_write(char out[WHEN_TEXT], int64_t ms)
{
	struct civil c;
	char *p = out;

	civil_from_ms(ms, &c);
	p = put_digits(p, c.year, 4);
	*p++ = '-';
	p = put_digits(p, c.month, 2);
	*p++ = '-';
	p = put_digits(p, c.day, 2);
	*p++ = 'T';
	p = put_digits(p, c.hour, 2);
	*p++ = ':';
	p = put_digits(p, c.minute, 2);
	*p++ = ':';
	p = put_digits(p, c.second, 2);
	*p++ = '.';
	p = put_digits(p, c.ms, 3);
	*p = 'Z';
}
