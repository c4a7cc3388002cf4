/* erlang_priority: who is served first; see erlang.h. */
#include "common/erlang.h"

#include <math.h>

enum { STEPS = 4096 };

double
erlang_priority(const double *lambda, size_t classes, double mu,
    int64_t servers, double *wait)
{
	double capacity = (double)servers * mu, all = 0, before = 0, mean = 0;
	double first;

	for (size_t k = 0; k < classes; k++)
		all += lambda[k];
	first = erlang_c(servers, all / mu) / capacity;
	for (size_t k = 0; k < classes; k++) {
		double with = before + lambda[k] / capacity;

		wait[k] = with < 1 ? first / ((1 - before) * (1 - with)) :
		    INFINITY;
		mean += lambda[k] / all * wait[k];
		before = with;
	}
	return mean;
}

/*
 * P(W > t) of those who wait. Class k finds a geometric number of its own and
 * more urgent ones in line, of ratio s = (rate of classes <= k) / capacity, and
 * is served when an M/M/1 queue that only the more urgent ones join, at rate h,
 * has emptied from there. That time is a mixture of exponentials: over the cut
 * of its transform, x = h + m - 2 sqrt(h m) cos(angle), and at a pole where
 * s sqrt(m / h) > 1. The integrand is smooth and periodic: midpoints meet it to
 * the last digits.
 */
static double
tail(double h, double m, double s, double t)
{
	double root = sqrt(h * m), r = s * sqrt(m / h), sum = 0, pole = 0;

	if (h <= 0)
		return exp(-m * (1 - s) * t);
	if (r > 1)
		pole = (m - h / (s * s)) / (m - h / s) *
		    exp(-(m - h / s) * (1 - s) * t);
	for (int i = 0; i < STEPS; i++) {
		double angle = (i + 0.5) * 3.14159265358979323846 / STEPS;
		double half = sin(angle / 2), sine = sin(angle);
		/* (1 - r)^2 + 4 r sin^2: 1 - 2 r cos + r^2, no digits lost */
		double below = (1 - r) * (1 - r) + 4 * r * half * half;
		double gap = sqrt(m) - sqrt(h);
		double x = gap * gap + 4 * root * half * half;

		sum += exp(-x * t) / x * sine * sine / below;
	}
	return pole + sum * (1 - s) * r / s * 2 * root / STEPS;
}

double
erlang_priority_over(const double *lambda, size_t classes, size_t k,
    double mu, int64_t servers, double t)
{
	double capacity = (double)servers * mu, all = 0, before = 0;

	for (size_t i = 0; i < classes; i++)
		all += lambda[i];
	for (size_t i = 0; i < k; i++)
		before += lambda[i];
	if (before + lambda[k] >= capacity)
		return 1;
	return erlang_c(servers, all / mu) * tail(before, capacity,
	    (before + lambda[k]) / capacity, t);
}
