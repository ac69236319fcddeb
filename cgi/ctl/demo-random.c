#include <math.h>

#include "demo.h"

/* FNV-1a, 64 bit. */
#define HASH_START 0xcbf29ce484222325u
#define HASH_STEP 0x100000001b3u

struct demo_random demo_random_of(uint64_t seed, const char *what, uint64_t n)
{
	struct demo_random r = {HASH_START};

	for (; *what != '\0'; what++)
		r.state = (r.state ^ (uint8_t)*what) * HASH_STEP;
	r.state ^= seed * 0x9e3779b97f4a7c15u;
	r.state = (r.state << 17 | r.state >> 47) ^ n * 0xd1342543de82ef95u;
	return r;
}

/* splitmix64 (Steele, Lea, Flood 2014): the same on every machine. */
static uint64_t next(struct demo_random *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

double demo_even(struct demo_random *r)
{
	return (double)(next(r) >> 11) / 9007199254740992.0; /* 2^53 */
}

size_t demo_below(struct demo_random *r, size_t n)
{
	return (size_t)(demo_even(r) * (double)n);
}

#define CHANNELS "channels-external"

static uint64_t number_of(const struct demo_round *r, uint64_t i)
{
	return (uint64_t)r->round << 32 | i;
}

day_t demo_day(const struct demo_round *r, uint64_t i, day_t opens_on, day_t closes_on)
{
	struct demo_random x = demo_random_of(r->seed, "day", number_of(r, i));
	double days = closes_on - opens_on + 1, u = demo_even(&x);
	day_t day = opens_on + (day_t)(days * pow(u, 1.4));
	int weekday = (int)((day + 3) % 7); /* 0 = Monday: 1970-01-01 was a Thursday */

	if (weekday >= 5 && demo_even(&x) < 0.8)
		day -= weekday - 4;
	return day < opens_on ? opens_on : day;
}

/* How common something is: a few things are, most are not. */
static double weight(uint64_t seed, const char *what, const char *which)
{
	struct demo_random x = demo_random_of(seed, what, 0);
	struct demo_random y = demo_random_of(x.state, which, 0);
	double u = demo_even(&y);

	return 0.05 + u * u * u;
}

const char *demo_channel(
    const struct demo_round *r, uint64_t i, const struct procedure *p)
{
	const struct procedure_list *list = procedure_list(p, CHANNELS);
	struct demo_random x = demo_random_of(r->seed, "channel", number_of(r, i));
	double sum = 0, at;

	if (r->form->audience == FORM_INTERNAL || list == NULL || demo_even(&x) < 0.1)
		return "";
	for (size_t j = 0; j < list->n; j++)
		sum += weight(r->seed, CHANNELS, list->v[j].id);
	at = demo_even(&x) * sum;
	for (size_t j = 0; j < list->n; j++) {
		at -= weight(r->seed, CHANNELS, list->v[j].id);
		if (at < 0)
			return list->v[j].id;
	}
	return "";
}
