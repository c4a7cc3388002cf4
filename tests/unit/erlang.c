/* erlang: every row of the oracle tables for formulas, as they are printed:
 * each number is met to 1e-9 or to its last digit where fewer are given. */
#include "common/erlang.h"

#include <math.h>

#include "tests/unit/test.h"

enum { MAX_CELLS = 24 };

struct row {
	char id[16];
	double value[MAX_CELLS];
	double room[MAX_CELLS];		/* how far off is still right */
	int n;
};

/* 12.5, 5.8e-5, 100/1800: a number, and half a unit of its last digit. */
static const char *
read_number(const char *p, double *value, double *unit)
{
	int places = 0, exponent = 0, sign = 1;
	bool dot = false, minus = *p == '-';
	double v = 0;

	for (p += minus; (*p >= '0' && *p <= '9') || *p == '.'; p++) {
		dot |= *p == '.';
		if (*p == '.')
			continue;
		v = v * 10 + (*p - '0');
		places += dot;
	}
	if (*p == 'e') {
		sign = *++p == '-' ? -1 : 1;
		for (p += sign < 0; *p >= '0' && *p <= '9'; p++)
			exponent = exponent * 10 + (*p - '0');
	}
	exponent = sign * exponent - places;
	*value = exponent < 0 ? v / pow(10, -exponent) : v * pow(10, exponent);
	*unit = dot ? 0.5000001 * pow(10, exponent) : 0;
	if (minus)
		*value = -*value;
	return p;
}

/* Fields end at commas and blanks: lists in a field are cells of their own. */
static struct row
read_row(const char *p)
{
	struct row r = { .n = 0 };
	size_t i = 0;

	for (; *p && *p != ','; p++)
		if (i + 1 < sizeof(r.id))
			r.id[i++] = *p;
	while (*p) {
		double unit, below;
		int k = r.n++;

		p++;
		BUG_UNLESS(k < MAX_CELLS);
		p = read_number(p, &r.value[k], &unit);
		if (*p == '/') {
			p = read_number(p + 1, &below, &unit);
			r.value[k] /= below;
			unit = 0;
		}
		r.room[k] = fmax(1e-9 * fabs(r.value[k]), unit);
	}
	return r;
}

static void
meets(const struct row *r, int cell, const char *what, double got)
{
	TEST_CASE(fabs(got - r->value[cell]) <= r->room[cell] + 1e-300,
	    "%s %s: got %.15g, want %.15g", r->id, what, got, r->value[cell]);
}

/* Compares n results with the cells from `from` on. */
static void
meet_all(const struct row *r, int from, const char *const *what,
    const double *got, int n)
{
	for (int i = 0; i < n; i++)
		meets(r, from + i, what[i], got[i]);
}

/* id,N,A,B,occupancy */
static const char *const b_rows[] = {
	"B-S1,1,0.5,0.3333333333333,0.3333333333333",
	"B-S2,2,0.1,0.004524886877828,0.04977375565611",
	"B-S3,5,3,0.1100543478261,0.5339673913043",
	"B-S4,10,5,0.01838457033665,0.4908077148317",
	"B-S5,17,10,0.01294887522473,0.5806183086913",
	"B-S6,30,25,0.05260317222814,0.7894973564765",
	"B-S7,50,50,0.1047874555036,0.8952125444964",
	"B-S8,100,84,0.009872528609201,0.8317070759683",
	"B-S9,500,480,0.01432578072243,0.9462472505065",
	"B-S10,10000,10000,0.007936563248806,0.9920634367512",
};

static void
test_b(void)
{
	for (size_t i = 0; i < COUNT_OF(b_rows); i++) {
		struct row r = read_row(b_rows[i]);
		const double *v = r.value;
		int64_t n = (int64_t)v[0];
		double b = erlang_b(n, v[1]);

		meets(&r, 2, "B", b);
		meets(&r, 3, "occupancy", v[1] * (1 - b) / v[0]);
	}
}

/* id,N,b,A_max */
static const char *const b_load_rows[] = {
	"BI-S1,1,0.01,0.010101010101",
	"BI-S2,3,0.01,0.45548530096",
	"BI-S3,5,0.01,1.3607867967",
	"BI-S4,15,0.01,8.1080427972",
	"BI-S5,20,0.01,12.030614595",
	"BI-S6,100,0.01,84.064158894",
	"BI-S7,10,0.001,3.0920449979",
};

static void
test_b_load(void)
{
	for (size_t i = 0; i < COUNT_OF(b_load_rows); i++) {
		struct row r = read_row(b_load_rows[i]);
		const double *v = r.value;

		meets(&r, 2, "A", erlang_b_load((int64_t)v[0], v[1]));
	}
}

/* id,A,b,N,B(N,A) */
static const char *const b_server_rows[] = {
	"BN-S1,10,0.02,17,0.012948875225",
	"BN-S2,10,0.01,18,0.0071424381579",
	"BN-S3,10,0.001,21,0.00088923230136",
	"BN-S4,25,0.05,31,0.040695530816",
	"BN-S5,100,0.01,117,0.0097900711254",
};

static void
test_b_servers(void)
{
	for (size_t i = 0; i < COUNT_OF(b_server_rows); i++) {
		struct row r = read_row(b_server_rows[i]);
		const double *v = r.value;
		int64_t n = erlang_b_servers(v[0], v[1]);

		TEST_CASE(n == (int64_t)v[2], "%s servers: got %lld", r.id,
		    (long long)n);
		meets(&r, 3, "B", erlang_b(n, v[0]));
	}
}

/* id,calls,interval_s,aht_s,N,T_s,A,P_wait,SL,ASA_s,W_cond_s,occupancy,Lq,p50,p90,p95,p99 */
static const char *const c_rows[] = {
	"C-S1,100,1800,180,14,20,10.0,0.174131933595,0.8883500191795,"
	    "7.8359370118,45.0,0.7142857143,0.43532983399,0.0,24.9589379,"
	    "56.150561,128.575267",
	"C-S2,100,1800,180,11,20,10.0,0.6821182046893,0.3896138117292,"
	    "122.78127684,180.0,0.9090909091,6.8211820469,55.9070757,345.6059,"
	    "470.372392,760.071217",
	"C-S3,200,1800,180,25,60,20.0,0.2091028265988,0.9605055775711,"
	    "7.5277017576,36.0,0.8,0.8364113064,0.0,26.5556138,51.5089123,"
	    "109.448677",
	"C-S4,200,1800,180,23,60,20.0,0.4157375746849,0.847058693351,"
	    "24.944254481,60.0,0.8695652174,2.7715838312,0.0,85.4930427,"
	    "127.081874,223.648148",
	"C-S5,210,3600,180,13,20,10.5,0.3688456361589,0.7206122928482,"
	    "26.556885803,72.0,0.8076923077,1.5491516719,0.0,93.9749789,"
	    "143.881576,259.761106",
	"C-S6,360,3600,240,28,20,24.0,0.3331385279927,0.7612958139348,"
	    "19.98831168,60.0,0.8571428571,1.998831168,0.0,72.203293,"
	    "113.792124,210.358399",
	"C-S7,2880,3600,60,50,20,48.0,0.6944556111968,0.6434546008033,"
	    "20.833668336,30.0,0.96,16.666934669,9.85560441,58.1387418,"
	    "78.9331572,127.216295",
	"C-S8,12,3600,600,3,30,2.0,0.4444444444444,0.5772313668886,"
	    "266.66666667,600.0,0.6666666667,0.88888888889,0.0,894.992926,"
	    "1310.88123,2276.54398",
	"C-S9,1800,1800,300,305,10,300.0,0.6880537273666,0.4175750940413,"
	    "41.283223642,60.0,0.9836065574,41.283223642,19.1555297,115.721804,"
	    "157.310635,253.87691",
	"C-S10,30,1800,55,1,15,0.9166666667,0.9166666666667,"
	    "0.1039317076014,605.0,660.0,0.9166666667,10.083333333,400.04963,"
	    "1462.27865,1919.75579,2981.98481",
};

static void
test_c(void)
{
	static const char *const what[] = { "P_wait", "SL", "ASA", "W_cond",
	    "occupancy", "Lq" };
	static const double share[] = { 0.5, 0.9, 0.95, 0.99 };

	for (size_t i = 0; i < COUNT_OF(c_rows); i++) {
		struct row r = read_row(c_rows[i]);
		const double *v = r.value;
		double lambda = v[0] / v[1], mu = 1 / v[2], quantile;
		struct erlang_c_result c;

		erlang_c_all(lambda, mu, (int64_t)v[3], v[4], &c);
		meet_all(&r, 6, what, (double[]){ c.p_wait, c.sl, c.asa,
		    c.wait_if_any, c.occupancy, c.queue }, 6);
		for (int k = 0; k < 4; k++) {
			quantile = erlang_c_quantile(lambda, mu,
			    (int64_t)v[3], share[k]);
			meets(&r, 12 + k, "quantile", quantile);
		}
	}
}

/* id,N,A,C */
static const char *const cc_rows[] = {
	"CC-S1,2,1,0.3333333333333",
	"CC-S2,3,2,0.4444444444444",
	"CC-S3,5,3,0.2361516034985",
	"CC-S4,6,5,0.5875164504606",
	"CC-S5,10,8,0.4091801507964",
	"CC-S6,13,10.5,0.3688456361589",
	"CC-S7,30,27,0.471408369947",
	"CC-S8,110,100,0.2370075002851",
	"CC-S9,200,190,0.3652638565625",
	"CC-S10,1000,980,0.4122002923653",
};

static void
test_cc(void)
{
	for (size_t i = 0; i < COUNT_OF(cc_rows); i++) {
		struct row r = read_row(cc_rows[i]);
		const double *v = r.value;

		meets(&r, 2, "C", erlang_c((int64_t)v[0], v[1]));
	}
}

/* id,lam,mu,n,theta,t,P_wait,P_ab,EW_all,EW_served,EW_abandoned,Lq,occupancy,served_le,ab_le,W_gt,SL_served,SL_pos,SL_excl */
static const char *const a_rows[] = {
	"A-S1,48,1,50,0.5,12.5/60,0.4677740685538,0.03091224916219,"
	    "0.06182449832439,0.06026500399255,0.1107140775508,2.967575919571,"
	    "0.9303242408,0.8745569096733,0.02629327930546,0.09914981102128,"
	    "0.90245378596,0.90085018898,0.89817281845",
	"A-S2,100/1800,1/180,14,1/300,20,0.1452601142964,0.01398374412241,"
	    "4.195123236723,3.878480044521,26.52214324587,0.2330624020401,"
	    "0.70429732563,0.9167920918635,0.007163935411199,0.07604397272525,"
	    "0.92979409457,0.92395602727,0.92340732228",
	"A-S3,100/1800,1/180,10,1/300,20,0.5994333180281,0.1094379995585,"
	    "32.83139986755,31.23942467921,45.78624748996,1.823966659308,"
	    "0.89056200044,0.5168101686403,0.03480496435308,0.4483848670066,"
	    "0.58031913374,0.55161513299,0.53544636012",
	"A-S4,3.5/60,1/180,13,1/300,20,0.2812545154136,0.03304267536384,"
	    "9.912802609152,9.176969011677,31.44615845754,0.5782468188672,"
	    "0.78100399298,0.8163095018985,0.01475834250787,0.1689321555936,"
	    "0.84420426952,0.83106784441,0.82853733974",
	"A-S5,3.5/60,1/180,9,1/300,20,0.7898389601207,0.1887281183187,"
	    "56.61843549562,56.58667494353,56.75496227862,3.302742070578,"
	    "0.94648386196,0.3020794517676,0.04797256467181,0.6499479835606,"
	    "0.37235291718,0.35005201644,0.31730120431",
	"A-S6,4.2,0.5,12,1,20/60,0.1273722818087,0.02967890554237,"
	    "0.02967890554237,0.0240600770092,0.2133806880794,0.124651403278,"
	    "0.67922476612,0.945269575559,0.02335223453127,0.03137818990973,"
	    "0.97418223819,0.96862181009,0.96787153873",
	"A-S7,100,1,100,1,0.1,0.5132987982791,0.03986099680915,"
	    "0.03986099680915,0.03891653311596,0.06261046374463,3.986099680915,"
	    "0.96013900319,0.81365453493,0.03156608395214,0.1547793811179,"
	    "0.84743410301,0.84522061888,0.84017558808",
	"A-S8,10,1,10,0.1,0.25,0.7786708954744,0.06046886956279,"
	    "0.6046886956279,0.6033103508872,0.6261046374463,6.046886956279,"
	    "0.93953113044,0.3691055522086,0.01737654160965,0.6135179061818,"
	    "0.39286143934,0.38648209382,0.37563275032",
};

static void
test_a(void)
{
	static const char *const what[] = { "P_wait", "P_ab", "EW_all",
	    "EW_served", "EW_abandoned", "Lq", "occupancy", "served_le",
	    "ab_le", "W_gt", "SL_served", "SL_pos", "SL_excl" };

	for (size_t i = 0; i < COUNT_OF(a_rows); i++) {
		struct row r = read_row(a_rows[i]);
		const double *v = r.value;
		struct patience p = { PATIENCE_EXPONENTIAL, 1 / v[3], 0 };
		struct erlang_a_result a;

		erlang_a_all(v[0], v[1], (int64_t)v[2], &p, v[4], &a);
		meet_all(&r, 5, what, (double[]){ a.p_wait, a.p_abandon,
		    a.wait_all, a.wait_served, a.wait_abandoned, a.queue,
		    a.occupancy, a.served_within, a.abandoned_within,
		    a.wait_over, a.sl[SL_SERVED], a.sl[SL_POSITIVE],
		    a.sl[SL_EXCLUDING] }, 13);
	}
}

/* id,lam,mu,c,K,theta,P_block,P_wait_acc,Wq_acc,Lq,L,occupancy,P_ab_acc */
static const char *const room_rows[] = {
	"K-S1,8,4,5,12,0,5.869125157604e-5,0.05960950831155,"
	    "0.004933220453038,0.03946344732924,2.039346064826,0.3999765235,0",
	"K-S2,3,4,2,3,0,0.04936014625229,0.1384615384615,0.01730769230769,"
	    "0.04936014625229,0.7623400365631,0.35648994516,0",
	"K-S3,9,1,10,15,0,0.06125876182566,0.452558037317,0.1262766333765,"
	    "1.066869748515,9.515540892084,0.84486711436,0",
	"K-S4,4.2,0.5,12,17,0,0.009476874302515,0.1578613569728,"
	    "0.06112424075928,0.2542888908536,8.574683146712,0.69336618799,0",
	"K-S5,50,1,45,60,0,0.1094081871149,0.8779983076098,0.1929469123358,"
	    "8.591847022387,53.12143766664,0.98954645876,0",
	"K-S6,4.2,0.5,12,17,1,0.001391511852675,0.1255364297726,"
	    "0.02865233788504,0.1201723648325,8.268138935605,0.67899721423,"
	    "0.02865233788504",
};

static void
test_room(void)
{
	static const char *const what[] = { "P_block", "P_wait", "Wq", "Lq",
	    "L", "occupancy", "P_ab" };

	for (size_t i = 0; i < COUNT_OF(room_rows); i++) {
		struct row r = read_row(room_rows[i]);
		const double *v = r.value;
		struct erlang_room_result k;

		erlang_room(v[0], v[1], (int64_t)v[2], (int64_t)v[3], v[4],
		    &k);
		meet_all(&r, 5, what, (double[]){ k.p_block, k.p_wait, k.wait,
		    k.queue, k.in_system, k.occupancy, k.p_abandon }, 7);
	}
}

/* id,lambdas,mu,c,P_wait,W_by_class,W_all */
static const char *const priority_rows[] = {
	"P-S1,0.2 0.6,1,1,0.8,1.0 5.0,4.0",
	"P-S2,2 3,1,6,0.5875164504606,0.1468791126152 0.8812746756909,"
	    "0.5875164504606",
	"P-S3,5 1,2,4,0.5094339622642,0.1698113207547 0.6792452830189,"
	    "0.2547169811321",
};

static void
test_priority(void)
{
	for (size_t i = 0; i < COUNT_OF(priority_rows); i++) {
		struct row r = read_row(priority_rows[i]);
		const double *v = r.value;
		double w[2];
		double all = erlang_priority(v, 2, v[2], (int64_t)v[3], w);

		meets(&r, 5, "W1", w[0]);
		meets(&r, 6, "W2", w[1]);
		meets(&r, 7, "W", all);
	}
}

/* patience as law (enum patience_law), mean, balk:
 * id,lam,mu,n,patience,t,P_wait,P_ab,EW_all,EW_served,EW_abandoned,occupancy,served_le,ab_le */
static const char *const patience_rows[] = {
	"G-S1,9,1,10,1,0.5,0,0.25,0.47827993232,0.063879570548,"
	    "0.12694229431,0.10148534958,0.5,0.84250838651,0.75468621303,0.0",
	"G-S2,11,1,10,2,1,0,0.25,0.7318598147,0.15199274176,0.25690213365,"
	    "0.2474256933,0.30977367285,0.93280798407,0.50377761761,"
	    "0.075962189409",
	"G-S3,11,1,10,3,2,0.1,0.25,0.66911511975,0.16628629136,"
	    "0.19874955877,0.2055430352,0.16468893727,0.91708507951,"
	    "0.56208999772,0.12313544147",
};

static void
test_patience(void)
{
	static const char *const what[] = { "P_wait", "P_ab", "EW_all",
	    "EW_served", "EW_abandoned", "occupancy", "served_le", "ab_le" };

	for (size_t i = 0; i < COUNT_OF(patience_rows); i++) {
		struct row r = read_row(patience_rows[i]);
		const double *v = r.value;
		struct patience p = { (enum patience_law)v[3], v[4], v[5] };
		struct erlang_a_result a;

		erlang_a_all(v[0], v[1], (int64_t)v[2], &p, v[6], &a);
		meet_all(&r, 7, what, (double[]){ a.p_wait, a.p_abandon,
		    a.wait_all, a.wait_served, a.wait_abandoned, a.occupancy,
		    a.served_within, a.abandoned_within }, 8);
	}
}

/* id,beta,HW,garnett_theta_over_mu=0.2,=1,=2 */
static const char *const approximation_rows[] = {
	"HW-S1,0.5,0.504538641,0.4126588546,0.3085375387,0.2579426689",
	"HW-S2,1,0.2233612748,0.19928697,0.1586552539,0.1356408101",
	"HW-S3,2,0.02688136243,0.02573128529,0.02275013195,0.02050610473",
};

static void
test_approximations(void)
{
	static const double ratio[] = { 0.2, 1, 2 };

	for (size_t i = 0; i < COUNT_OF(approximation_rows); i++) {
		struct row r = read_row(approximation_rows[i]);
		const double *v = r.value;

		meets(&r, 1, "HW", erlang_halfin_whitt(v[0]));
		for (int k = 0; k < 3; k++)
			meets(&r, 2 + k, "Garnett",
			    erlang_garnett(v[0], ratio[k]));
	}
}

static void
equal(const char *what, int64_t n, double a, double b)
{
	TEST_CASE(fabs(a - b) <= 1e-9 * fabs(b), "%s at %lld servers: %.15g "
	    "and %.15g", what, (long long)n, a, b);
}

/* What holds at any size: P(ab) = theta E[W], carried load, total wait. */
static void
test_identities(void)
{
	for (int64_t n = 1; n <= 1000000; n *= 10) {
		struct patience p = { PATIENCE_EXPONENTIAL, 2.5, 0 };
		struct erlang_a_result a;
		double lambda = 1.02 * (double)n;

		erlang_a_all(lambda, 1, n, &p, 0.1, &a);
		equal("P(ab) = theta E[W]", n, a.p_abandon, a.wait_all / 2.5);
		equal("carried load", n, a.occupancy * (double)n,
		    lambda * (1 - a.p_abandon));
		equal("waits", n, a.wait_all, a.p_abandon * a.wait_abandoned +
		    (1 - a.p_abandon) * a.wait_served);
	}
}

static void
test_people(void)
{
	TEST_CASE(erlang_scheduled(14, 300000) == 20, "14 at 30 %% is 20");
	TEST_CASE(erlang_scheduled(21, 300000) == 30, "21 at 30 %% is 30");
	TEST_CASE(erlang_scheduled(42, 300000) == 60, "42 at 30 %% is 60");
	TEST_CASE(erlang_scheduled(5, 0) == 5, "5 at 0 %% is 5");
}

/* id,lam,rates,P_wait,Wq_all,Lq,concurrency,occ_any,occ_slots; one agent */
static const char *const slots_rows[] = {
	"CH-S1,2.0,1 1.7 2.5,0.637450199,1.2749004,2.5498008,2.53846154,"
	    "0.932270916,0.788844622",
	"CH-S2,2.0,1 2 3,0.444444444,0.444444444,0.888888889,2.25,"
	    "0.888888889,0.666666667",
};

static void
test_slots(void)
{
	static const char *const what[] = { "P_wait", "Wq", "Lq",
	    "concurrency", "occ_any", "occ_slots" };

	for (size_t i = 0; i < COUNT_OF(slots_rows); i++) {
		struct row r = read_row(slots_rows[i]);
		struct erlang_slots_result s;

		erlang_slots(r.value[0], &r.value[1], 3, 1, NULL, 1, &s);
		meet_all(&r, 4, what, (double[]){ s.p_wait, s.wait_all,
		    s.queue, s.concurrency, s.busy_any, s.busy_slots }, 6);
	}
}

/* With one slot it is Erlang C, and Erlang A with any patience; agents whose
 * slots do not slow each other are so many more agents. */
static void
test_slots_same(void)
{
	static const double alone[] = { 0.5 }, free_of[] = { 0.5, 1, 1.5 };
	static const enum patience_law laws[] = { PATIENCE_EXPONENTIAL,
		PATIENCE_CONSTANT, PATIENCE_UNIFORM, PATIENCE_BALK };
	struct erlang_slots_result s;
	struct erlang_c_result c;

	erlang_c_all(4.2, 0.5, 12, 0.25, &c);
	erlang_slots(4.2, alone, 1, 12, NULL, 0.25, &s);
	TEST_CASE(fabs(s.sl[SL_OFFERED] - c.sl) < 1e-12 &&
	    fabs(s.wait_all - c.asa) < 1e-12, "Erlang C");
	erlang_slots(4.2, free_of, 3, 4, NULL, 0.25, &s);
	TEST_CASE(fabs(s.sl[SL_OFFERED] - c.sl) < 1e-12 &&
	    fabs(s.wait_all - c.asa) < 1e-12, "4 agents of 3 as 12");
	for (size_t i = 0; i < COUNT_OF(laws); i++) {
		struct patience p = { laws[i], 1.5, 0.1 };
		struct erlang_a_result a;
		double off;

		erlang_a_all(7, 0.5, 12, &p, 0.25, &a);
		erlang_slots(7, free_of, 3, 4, &p, 0.25, &s);
		off = fabs(s.p_wait - a.p_wait) +
		    fabs(s.p_abandon - a.p_abandon) +
		    fabs(s.wait_all - a.wait_all) +
		    fabs(s.wait_served - a.wait_served) +
		    fabs(s.busy_slots - a.occupancy);
		for (int k = 0; k < SL_KINDS; k++)
			off += fabs(s.sl[k] - a.sl[k]);
		TEST_CASE(off < 1e-9, "Erlang A, law %d: off by %g",
		    (int)laws[i], off);
	}
}

/*
 * Against sums of 33 digits, made by another program: patience a thousandth of
 * the handling and ten million times it, one server and a million of them.
 */
static const struct far {
	double lambda, mu;
	int64_t n;
	struct patience p;
	double t;
	double want[5];		/* P_wait, P_ab, EW_all, served_le, W_gt */
} far_rows[] = {
	{ 0.0040000000000000001, 0.0054999999999999997, 1, { 0, 0.5, 0 }, 20,
	  { 0.42153890623565583, 0.42038400392597328,
	    0.21019200196298664, 0.57961599607402672,
	    1.6043103159081534e-18 } },
	{ 0.012200000000000001, 0.0054999999999999997, 2, { 3, 0.5, 0.10000000000000001 }, 0.25,
	  { 0.43459493308648783, 0.43246126951080933,
	    0.19450088810108027, 0.56624675461258627,
	    0.23658692389872991 } },
	{ 12, 0.0054999999999999997, 2000, { 2, 0.25, 0 }, 0.125,
	  { 0.24390690077683915, 0.087083649938304597,
	    0.031813878206287395, 0.84386447901652323,
	    0.10780795524246712 } },
	{ 0.25, 0.25, 1, { 0, 10000000, 0 }, 20,
	  { 0.99949571281464797, 0.00050428718535202961,
	    5042.8718535202961, 0.0030257163882994289,
	    0.9969722871437044 } },
	{ 100.5, 1, 100, { 0, 1000000, 0 }, 5000,
	  { 1, 0.0049751243781094527,
	    4975.1243781094527, 0.5468658630212703,
	    0.44819281763671969 } },
	{ 999, 1, 1000, { 0, 64, 0 }, 0.125,
	  { 0.86675798100097663, 0.0024399909872526721,
	    0.15615942318417102, 0.50641190494593532,
	    0.49227600847675896 } },
	{ 9900, 1, 10000, { 0, 2, 0 }, 0.0078125,
	  { 0.17879623799469664, 0.00057158545496146556,
	    0.0011431709099229311, 0.94361924366337695,
	    0.05595881308867438 } },
	{ 10100, 1, 10000, { 1, 0.25, 0 }, 0.125,
	  { 0.99999999999101405, 0.0099009900990570742,
	    0.24009900990227155, 3.6897508514474841e-06,
	    0.99999631024914855 } },
	{ 100000, 1, 100000, { 2, 1, 0 }, 0.0078125,
	  { 0.58599037812072889, 0.0010454795654386736,
	    0.0020880291789867435, 0.95192182653864011,
	    0.047075402961041283 } },
	{ 1000000, 1, 1000000, { 0, 1, 0 }, 0.0009765625,
	  { 0.50013298076087259, 0.00039894224715624403,
	    0.00039894224715624403, 0.83533390308631446,
	    0.16435425335109122 } },
	{ 1000500, 1, 1000000, { 0, 10000, 0 }, 4,
	  { 1, 0.00049975012493753123,
	    4.9975012493753123, 8.625771594242025e-24,
	    0.9996000799893344 } },
	{ 998000, 1, 1000000, { 3, 0.5, 0.25 }, 0.0009765625,
	  { 0.00021902222363069277, 5.4756862131030328e-05,
	    6.5311167856804569e-10, 0.99994524313786897,
	    0 } },
	{ 1100000, 1, 1000000, { 1, 1000, 0 }, 999.5,
	  { 1, 0.090909090909090909,
	    999.99999090909091, 0,
	    1 } },
	{ 2000000, 1, 1000000, { 0, 0.0009765625, 0 }, 0.0009765625,
	  { 1, 0.5,
	    0.00048828125, 0.5,
	    1.4889724261688417e-20 } },
};

static void
test_far(void)
{
	static const char *const what[] = { "P_wait", "P_ab", "EW_all",
	    "served_le", "W_gt" };

	for (size_t i = 0; i < COUNT_OF(far_rows); i++) {
		const struct far *f = &far_rows[i];
		struct erlang_a_result a;
		double got[5];

		erlang_a_all(f->lambda, f->mu, f->n, &f->p, f->t, &a);
		got[0] = a.p_wait;
		got[1] = a.p_abandon;
		got[2] = a.wait_all;
		got[3] = a.served_within;
		got[4] = a.wait_over;
		for (int k = 0; k < 5; k++)
			TEST_CASE(fabs(got[k] - f->want[k]) <=
			    1e-12 * f->want[k] + 1e-22, "far %zu %s: got "
			    "%.17g, want %.17g", i, what[k], got[k],
			    f->want[k]);
	}
	{
		struct patience p = { PATIENCE_EXPONENTIAL, 1, 0 };
		struct erlang_a_result a;

		erlang_a_all(500, 1, 1000000, &p, 1, &a);
		TEST_CASE(a.p_wait == 0 && a.p_abandon == 0 &&
		    a.wait_all == 0 && a.served_within == 1 &&
		    a.wait_over == 0, "a million for 500: nobody waits");
	}
}

/* The integral of P(W > t), t = e^u: the sum meets it to the last digits. */
static double
integral(const double *lambda, size_t n, size_t k, double mu, int64_t servers,
    double about)
{
	const double step = 0.05;
	double sum = 0;

	for (double u = log(about) - 40; u < log(about) + 6; u += step)
		sum += erlang_priority_over(lambda, n, k, mu, servers,
		    exp(u)) * exp(u) * step;
	return sum;
}

/* A class's tail begins at Erlang C and has Cobham's mean. */
static void
test_class_waits(void)
{
	static const struct {
		double lambda[3];
		size_t n;
		double mu;
		int64_t servers;
	} rows[] = {
		{ { 0.2, 0.6 }, 2, 1, 1 }, { { 2, 3 }, 2, 1, 6 },
		{ { 5, 1 }, 2, 2, 4 }, { { 1, 2, 2.9 }, 3, 1, 6 },
		{ { 0.25, 0.25 }, 2, 1, 1 },	/* the pole at the cut */
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const double *l = rows[i].lambda;
		double w[3], c = erlang_c(rows[i].servers, (l[0] + l[1] +
		    l[2]) / rows[i].mu);

		erlang_priority(l, rows[i].n, rows[i].mu, rows[i].servers, w);
		for (size_t k = 0; k < rows[i].n; k++) {
			equal("P(W > 0) of a class", rows[i].servers,
			    erlang_priority_over(l, rows[i].n, k, rows[i].mu,
			    rows[i].servers, 0), c);
			equal("mean wait of a class", rows[i].servers,
			    integral(l, rows[i].n, k, rows[i].mu,
			    rows[i].servers, w[k]), w[k]);
		}
	}
}

/* Far above what they can do everybody waits; who is not served leaves. */
static void
test_slots_overload(void)
{
	static const double pace[] = { 1, 1.7, 2.5 };
	struct patience law = { PATIENCE_EXPONENTIAL, 2.5, 0 };
	struct erlang_slots_result s;

	erlang_slots(52.5, pace, 3, 7, &law, 0.3, &s);
	equal("overload: who leaves", 7, s.p_abandon, 1 - 7 * 2.5 / 52.5);
	equal("overload: the wait", 7, s.wait_all, 2.5 * s.p_abandon);
	equal("overload: slots in use", 7, s.busy_slots, 1);
}

/* A share p waits no longer than its quantile. */
static void
test_slots_quantiles(void)
{
	static const double pace[] = { 1, 1.7, 2.5 };
	struct patience law = { PATIENCE_EXPONENTIAL, 3, 0 };
	struct erlang_slots_result s;

	for (int leave = 0; leave < 2; leave++)
		for (int i = 0; i < 3; i++) {
			const struct patience *who = leave ? &law : NULL;
			double p = (double[]){ 0.5, 0.9, 0.99 }[i];
			double t = erlang_slots_quantile(12, pace, 3, 5, who,
			    p);

			erlang_slots(12, pace, 3, 5, who, t, &s);
			if (t > 0)
				equal("slots: share within its quantile", 5,
				    s.sl[SL_POSITIVE], p);
			else
				TEST_CASE(s.p_wait <= 1 - p, "slots: %g wait "
				    "not at all", p);
		}
}

/* The approximations are limits: at a million people they are close. */
static void
test_limits(void)
{
	static const double beta[] = { -1, -0.3, 0.3, 1, 2 };

	for (size_t i = 0; i < COUNT_OF(beta); i++) {
		double load = 1e6 - beta[i] * 1e3, t = 1e-3;
		struct patience p = { PATIENCE_EXPONENTIAL, 2, 0 };
		struct erlang_root_result r;
		struct erlang_a_result a;
		struct erlang_c_result c;

		erlang_root(load, 1, 1000000, 0.5, t, &r);
		erlang_a_all(load, 1, 1000000, &p, t, &a);
		TEST_CASE(fabs(r.p_wait / a.p_wait - 1) < 3e-3 &&
		    fabs(r.p_abandon / a.p_abandon - 1) < 3e-3 &&
		    fabs(r.wait_over / a.wait_over - 1) < 3e-3 &&
		    fabs(r.abandoned_within / a.abandoned_within - 1) < 3e-3,
		    "Garnett, beta %g: %g %g %g %g and %g %g %g %g", beta[i],
		    r.p_wait, r.p_abandon, r.wait_over, r.abandoned_within,
		    a.p_wait, a.p_abandon, a.wait_over, a.abandoned_within);
		erlang_root(load, 1, 1000000, 0, t, &r);
		erlang_c_all(load, 1, 1000000, t, &c);
		TEST_CASE(r.stable == c.stable && (!c.stable ||
		    (fabs(r.p_wait / c.p_wait - 1) < 3e-3 &&
		    fabs(r.wait_over / (1 - c.sl) - 1) < 3e-3)),
		    "Halfin and Whitt, beta %g: %g and %g", beta[i], r.p_wait,
		    c.p_wait);
	}
}

int
main(void)
{
	test_far();
	test_class_waits();
	test_slots_overload();
	test_slots_quantiles();
	test_limits();
	test_b();
	test_b_load();
	test_b_servers();
	test_c();
	test_cc();
	test_a();
	test_room();
	test_priority();
	test_patience();
	test_approximations();
	test_identities();
	test_people();
	test_slots();
	test_slots_same();
	return test_end();
}
