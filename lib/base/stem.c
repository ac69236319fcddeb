#include "base/stem.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwbrk.h>

#define SEARCH_MAX 16 /* words looked for at once; the rest are passed over */

struct stemmer {
	struct sb_stemmer *russian, *english;
};

struct stem_search {
	struct stemmer *stemmer;
	const char *stems[SEARCH_MAX];
	size_t n;
};

struct stemmer *stem_new(void)
{
	struct stemmer *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->russian = sb_stemmer_new("russian", "UTF_8");
	s->english = sb_stemmer_new("english", "UTF_8");
	if (s->russian == NULL || s->english == NULL)
		abort(); /* both are built into the library: out of memory */
	return s;
}

void stem_free(struct stemmer **s)
{
	if (*s == NULL)
		return;
	sb_stemmer_delete((*s)->russian);
	sb_stemmer_delete((*s)->english);
	free(*s);
	*s = NULL;
}

static bool is_word(const uint8_t *s, size_t n)
{
	ucs4_t c;

	u8_mbtouc(&c, s, n);
	return uc_is_alnum(c);
}

static const char *lower(struct arena *a, const uint8_t *s, size_t n, bool *cyrillic_r)
{
	/* A lower-case letter may take more bytes than its capital, at most 6. */
	uint8_t *low = arena_alloc(a, n * 6 + 1);
	size_t n_low = 0;
	ucs4_t c;

	*cyrillic_r = false;
	for (size_t i = 0; i < n;) {
		int step = u8_mbtouc(&c, s + i, n - i);
		int wrote;

		i += (size_t)step;
		c = uc_tolower(c);
		if (c == 0x451) /* ё */
			c = 0x435;
		if (c >= 0x400 && c < 0x530)
			*cyrillic_r = true;
		wrote = u8_uctomb(low + n_low, c, 6);
		if (wrote > 0)
			n_low += (size_t)wrote;
	}
	low[n_low] = '\0';
	return (const char *)low;
}

static const char *stem_of(
    struct stemmer *s, struct arena *a, const char *word, bool cyrillic)
{
	struct sb_stemmer *b = cyrillic ? s->russian : s->english;
	const sb_symbol *stem =
	    sb_stemmer_stem(b, (const sb_symbol *)word, (int)strlen(word));

	if (stem == NULL)
		abort(); /* out of memory */
	return arena_strndup(a, (const char *)stem, (size_t)sb_stemmer_length(b));
}

void stem_words(
    struct stemmer *s, struct arena *a, const char *text, stem_each *each, void *ctx)
{
	const uint8_t *p = (const uint8_t *)text;
	size_t n = strlen(text), end;
	char *breaks = arena_alloc(a, n + 1);

	u8_wordbreaks(p, n, breaks);
	for (size_t at = 0; at < n; at = end) {
		struct stem_word w = {.at = at};
		bool cyrillic;

		for (end = at + 1; end < n && !breaks[end];)
			end++;
		if (!is_word(p + at, end - at))
			continue;
		w.n = end - at;
		w.word = lower(a, p + at, w.n, &cyrillic);
		w.stem = stem_of(s, a, w.word, cyrillic);
		each(ctx, &w);
	}
}

static void add_stem(void *ctx, const struct stem_word *w)
{
	struct stem_search *q = ctx;

	if (q->n < SEARCH_MAX)
		q->stems[q->n++] = w->stem;
}

struct stem_search *stem_search_new(struct stemmer *s, struct arena *a, const char *words)
{
	struct stem_search *q = arena_alloc(a, sizeof(*q));

	*q = (struct stem_search){.stemmer = s};
	stem_words(s, a, words, add_stem, q);
	return q;
}

struct looking {
	const struct stem_search *search;
	bool found[SEARCH_MAX];
};

static void look(void *ctx, const struct stem_word *w)
{
	struct looking *l = ctx;

	for (size_t i = 0; i < l->search->n; i++)
		if (strcmp(w->stem, l->search->stems[i]) == 0)
			l->found[i] = true;
}

bool stem_search_fits(
    const struct stem_search *q, struct arena *scratch, const char *text)
{
	struct looking l = {.search = q};

	if (q->n > 0)
		stem_words(q->stemmer, scratch, text, look, &l);
	for (size_t i = 0; i < q->n; i++)
		if (!l.found[i])
			return false;
	return true;
}

bool stem_search_has(const struct stem_search *q, const struct stem_word *w)
{
	for (size_t i = 0; i < q->n; i++)
		if (strcmp(w->stem, q->stems[i]) == 0)
			return true;
	return false;
}
