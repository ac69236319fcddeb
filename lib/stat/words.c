#include "stat/words.h"

#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* A form a stem was met in. */
struct word_form {
	struct word_form *next;
	const char *word;
	uint32_t n;
};

/* A stem; the key of the tree is the first member. */
struct stem_entry {
	const char *stem;
	struct word_form *forms;
	uint32_t texts, last; /* number of the last text that had it */
};

struct stat_words {
	struct stemmer *stemmer;
	struct arena *arena, *scratch;
	void *tree; /* of struct stem_entry, by stem */
	size_t n;
	uint32_t text; /* number of the one in hand, from 1 */
};

/* Words of grammar, in all the forms that matter; none that praises or blames. */
static const char *const grammar[] = {"без", "более", "больше", "будет", "будто", "будут",
    "был", "была", "были", "было", "быть", "вам", "вами", "вас", "ваш", "весь", "все",
    "всегда", "всего", "всех", "всю", "где", "даже", "два", "для", "его", "ему", "если",
    "есть", "еще", "зачем", "здесь", "или", "иногда", "как", "какая", "какой", "когда",
    "который", "которая", "которое", "которые", "которых", "кто", "куда", "между", "меня",
    "мне", "много", "может", "можно", "мой", "моя", "над", "надо", "наконец", "нас",
    "нам", "наш", "него", "нее", "ней", "нельзя", "нет", "нибудь", "никогда", "ним",
    "них", "ничего", "однако", "она", "они", "оно", "опять", "очень", "перед", "под",
    "после", "потом", "потому", "почти", "при", "про", "раз", "разве", "сам", "свою",
    "себе", "себя", "сейчас", "совсем", "так", "также", "такой", "там", "тебя", "тем",
    "теперь", "тогда", "того", "тоже", "только", "том", "тот", "три", "тут", "уже",
    "хоть", "чего", "чем", "через", "что", "чтобы", "чуть", "эта", "эти", "этим", "этих",
    "это", "этого", "этой", "этом", "этот", "эту", "the", "and", "for", "not", "was",
    "with", "are", "you"};

static int by_word(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_grammar(const char *word)
{
	size_t n = sizeof(grammar) / sizeof(grammar[0]);

	for (size_t i = 0; i < n; i++)
		if (strcmp(grammar[i], word) == 0)
			return true;
	return false;
}

/* Carries it a meaning?  Figures and the shortest words do not. */
static bool is_counted(const char *word)
{
	return text_chars(word) > 2 && strpbrk(word, "0123456789") == NULL &&
	       !is_grammar(word);
}

struct stat_words *stat_words_new(struct stemmer *s)
{
	struct stat_words *w = calloc(1, sizeof(*w));

	if (w == NULL)
		abort();
	w->stemmer = s;
	w->arena = arena_new();
	w->scratch = arena_new();
	return w;
}

static void keep(void *entry)
{
	(void)entry; /* lives in the arena */
}

void stat_words_free(struct stat_words **w)
{
	if (*w == NULL)
		return;
	tdestroy((*w)->tree, keep);
	arena_free(&(*w)->arena);
	arena_free(&(*w)->scratch);
	free(*w);
	*w = NULL;
}

static struct stem_entry *entry_of(struct stat_words *w, const char *stem)
{
	struct stem_entry **found = tfind(&stem, &w->tree, by_word), *e;

	if (found != NULL)
		return *found;
	e = ARENA_NEW(w->arena, struct stem_entry);
	*e = (struct stem_entry){.stem = arena_strdup(w->arena, stem)};
	if (tsearch(e, &w->tree, by_word) == NULL)
		abort();
	w->n++;
	return e;
}

static void count_form(struct stat_words *w, struct stem_entry *e, const char *word)
{
	struct word_form *f = e->forms;

	while (f != NULL && strcmp(f->word, word) != 0)
		f = f->next;
	if (f == NULL) {
		f = ARENA_NEW(w->arena, struct word_form);
		*f = (struct word_form){
		    .next = e->forms, .word = arena_strdup(w->arena, word)};
		e->forms = f;
	}
	f->n++;
}

static void add_word(void *ctx, const struct stem_word *word)
{
	struct stat_words *w = ctx;
	struct stem_entry *e;

	if (!is_counted(word->word))
		return;
	e = entry_of(w, word->stem);
	count_form(w, e, word->word);
	if (e->last == w->text)
		return;
	e->last = w->text;
	e->texts++;
}

void stat_words_add(struct stat_words *w, const char *text)
{
	w->text++;
	stem_words(w->stemmer, w->scratch, text, add_word, w);
	arena_reset(w->scratch);
}

/* --- the most frequent --- */

struct list {
	struct stat_word *v;
	size_t n;
};

static const char *usual_form(const struct stem_entry *e)
{
	const struct word_form *best = e->forms;

	for (const struct word_form *f = e->forms; f != NULL; f = f->next)
		if (f->n > best->n ||
		    (f->n == best->n && strcmp(f->word, best->word) < 0))
			best = f;
	return best->word;
}

static void collect(const void *node, VISIT visit, void *ctx)
{
	const struct stem_entry *e = *(const struct stem_entry *const *)node;
	struct list *l = ctx;

	if (visit == postorder || visit == leaf)
		l->v[l->n++] = (struct stat_word){usual_form(e), e->texts};
}

static int most_first(const void *a, const void *b)
{
	const struct stat_word *x = a, *y = b;

	if (x->texts != y->texts)
		return x->texts > y->texts ? -1 : 1;
	return strcmp(x->word, y->word);
}

const struct stat_word *stat_words_top(
    struct stat_words *w, struct arena *a, size_t limit, size_t *n_r)
{
	struct list l = {ARENA_ARRAY(a, w->n, struct stat_word), 0};

	twalk_r(w->tree, collect, &l);
	qsort(l.v, l.n, sizeof(*l.v), most_first);
	for (size_t i = 0; i < l.n && i < limit; i++)
		l.v[i].word = arena_strdup(a, l.v[i].word);
	*n_r = l.n < limit ? l.n : limit;
	return l.v;
}
