/* What a filter asks for: from the URL to a cut, to words, to links. */
#include "filter.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define ITEM "is." /* of the name of a parameter, before the id of an item */
#define CONDITIONS_MAX 100

static const char *const names[] = {"period", "from", "to", "channel", "language"};
#define NAMES (sizeof(names) / sizeof(*names))

/* A field left empty is no filter. */
static const char *asked(const struct http_request *req, const char *name)
{
	const char *s = http_param(&req->query, name);

	return s && *s ? s : NULL;
}

/* A condition on an item: "is.1=2", or the pair item=1, option=2. */
struct condition {
	const char *item, *answer;
};

static bool has_pair(const struct http_request *req)
{
	return !asked(req, "campaign") && (asked(req, "item") || asked(req, "option"));
}

/* All of them as written, CONDITIONS_MAX + 1 at most; a half pair has a NULL. */
static size_t conditions(const struct http_request *req, struct condition v[])
{
	size_t n = 0;

	if (has_pair(req))
		v[n++] = (struct condition){asked(req, "item"), asked(req, "option")};
	for (size_t i = 0; i < req->query.n && n <= CONDITIONS_MAX; i++) {
		const struct http_param *p = &req->query.v[i];

		if (text_starts(p->name, ITEM) && *p->value)
			v[n++] = (struct condition){p->name + strlen(ITEM), p->value};
	}
	return n;
}

/* The same with the one name each item has: "7.1" of a csi row is "7.1.rating". */
static size_t conditions_on(
    const struct http_request *req, const struct form *f, struct condition v[])
{
	size_t n = conditions(req, v);
	struct stat_place p;

	for (size_t i = 0; i < n; i++)
		if (v[i].item && stat_place_named(f, v[i].item, &p))
			v[i].item = stat_place_name(req->arena, f, &p);
	return n;
}

bool filter_is_set(const struct http_request *req)
{
	struct condition v[CONDITIONS_MAX + 1];

	for (size_t i = 0; i < NAMES; i++)
		if (asked(req, names[i]))
			return true;
	return conditions(req, v) > 0;
}

/* --- links and fields --- */

typedef void each(void *ctx, const char *name, const char *value);

/* Does the list, which may be NULL, have the name? */
static bool is_among(const char *name, const char *const *v)
{
	for (; v != NULL && *v != NULL; v++)
		if (text_equal(*v, name))
			return true;
	return false;
}

/* All parameters but those of a list that NULL ends. */
static void walk(
    const struct http_request *req, const char *const *but, each *f, void *ctx)
{
	struct condition v[CONDITIONS_MAX + 1];
	size_t n = conditions(req, v);

	if (asked(req, "version") && !is_among("version", but))
		f(ctx, "version", asked(req, "version"));
	for (size_t i = 0; i < NAMES; i++)
		if (asked(req, names[i]) && !is_among(names[i], but))
			f(ctx, names[i], asked(req, names[i]));
	for (size_t i = 0; i < n; i++) {
		const char *name;

		if (!v[i].item || !v[i].answer)
			continue;
		name = arena_printf(req->arena, ITEM "%s", v[i].item);
		if (!is_among(name, but))
			f(ctx, name, v[i].answer);
	}
}

struct link {
	struct arena *arena;
	const char *s;
};

static void add_to_link(void *ctx, const char *name, const char *value)
{
	struct link *l = ctx;

	l->s = arena_printf(l->arena, "%s&%s=%s", l->s, admin_url_part(l->arena, name),
	    admin_url_part(l->arena, value));
}

const char *filter_more_but(const struct http_request *req, const char *const *but)
{
	struct link l = {req->arena, ""};

	walk(req, but, add_to_link, &l);
	return l.s;
}

const char *filter_more(const struct http_request *req)
{
	return filter_more_but(req, NULL);
}

const char *filter_query(const struct http_request *req)
{
	const char *s = filter_more(req);

	return *s ? arena_printf(req->arena, "?%s", s + 1) : s;
}

static void add_hidden(void *ctx, const char *name, const char *value)
{
	html_hidden(ctx, name, value);
}

void filter_hidden(struct html *h, const struct http_request *req)
{
	walk(req, NULL, add_hidden, h);
}

/* --- days --- */

struct days {
	day_t first, last;
};

/* Of a parameter; open if it is not there. */
static enum err days_of(const char *s, struct days *d_r)
{
	*d_r = (struct days){DAY_NONE, DAY_NONE};
	return s ? stat_cut_period(s, &d_r->first, &d_r->last) : ERR_OK;
}

static day_t later(day_t a, day_t b)
{
	return a > b ? a : b; /* DAY_NONE is before any day */
}

static day_t earlier(day_t a, day_t b)
{
	return a == DAY_NONE || (b != DAY_NONE && b < a) ? b : a;
}

/* Is there no day from the one to the other? */
static bool is_empty(day_t from, day_t to)
{
	return from != DAY_NONE && to != DAY_NONE && from > to;
}

/* Period, first and last day must all hold. */
static void read_days(
    const struct http_request *req, struct filter_faults *f, struct stat_cut *c)
{
	struct days period, from, to;

	if (days_of(asked(req, "period"), &period) != ERR_OK)
		f->period = _("There is no such period. Choose one of the list, or write "
			      "2026, 2026-H2, 2026-Q4 or 2026-11.");
	if (days_of(asked(req, "from"), &from) != ERR_OK)
		f->from = _("There is no such day.");
	if (days_of(asked(req, "to"), &to) != ERR_OK)
		f->to = _("There is no such day.");
	else if (!f->from && is_empty(from.first, to.last))
		f->to = _("The last day is before the first.");
	if (f->period || f->from || f->to)
		return;
	c->from = later(period.first, from.first);
	c->to = earlier(period.last, to.last);
	if (is_empty(c->from, c->to))
		f->period = _("The days chosen are outside this period.");
}

/* --- answers --- */

/* Is the item of the condition named by none before it? */
static bool is_first(const struct condition v[], size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (text_equal(v[j].item, v[i].item))
			return false;
	return true;
}

/* All the answers to the item of condition i, and how many. */
static const char **answers_to(
    struct arena *a, const struct condition v[], size_t n, size_t i, size_t *n_r)
{
	const char **answers = ARENA_ARRAY(a, n, const char *);

	*n_r = 0;
	for (size_t j = i; j < n; j++)
		if (text_equal(v[j].item, v[i].item))
			answers[(*n_r)++] = v[j].answer;
	return answers;
}

const char *const *filter_answers(
    const struct http_request *req, const struct form *f, const char *name, size_t *n_r)
{
	struct condition v[CONDITIONS_MAX + 1];
	size_t n = conditions_on(req, f, v), n_asked = 0;
	const char **asked = ARENA_ARRAY(req->arena, n, const char *);

	for (size_t i = 0; i < n; i++) {
		size_t j = 0;

		if (!v[i].answer || !text_equal(v[i].item, name))
			continue;
		while (j < n_asked && !text_equal(asked[j], v[i].answer))
			j++;
		if (j == n_asked)
			asked[n_asked++] = v[i].answer;
	}
	*n_r = n_asked;
	return asked;
}

static const char *fault_of(
    const struct form *f, const struct condition *c, struct filter_faults *faults)
{
	struct stat_place p;

	if (!c->item || !c->answer)
		return _("A question goes with an answer, and an answer with a "
			 "question.");
	if (!stat_place_named(f, c->item, &p))
		return _("The questionnaire has no such question to filter by.");
	faults->item = c->item;
	return _("The question has no such answer.");
}

static void read_answers(const struct http_request *req, const struct form *f,
    struct filter_faults *faults, struct stat_cut *c)
{
	struct stat_cut_term *terms =
	    ARENA_ARRAY(req->arena, CONDITIONS_MAX + 1, struct stat_cut_term);
	struct condition v[CONDITIONS_MAX + 1];
	size_t n = conditions_on(req, f, v), n_answers;

	if (n > CONDITIONS_MAX) {
		faults->answers = _("So many answers cannot be asked for at once.");
		return;
	}
	for (size_t i = 0; i < n && faults->answers == NULL; i++) {
		const char **answers = answers_to(req->arena, v, n, i, &n_answers);

		if (!v[i].item || !v[i].answer ||
		    !stat_cut_term(
			req->arena, f, v[i].item, answers, n_answers, &terms[c->n_terms]))
			faults->answers = fault_of(f, &v[i], faults);
		else
			c->n_terms += is_first(v, i);
	}
	c->terms = terms;
}

/* --- the cut --- */

static bool has_language(const struct form *f, const char *code)
{
	return f->n_languages > 1 &&
	       (form_language_find(f, code) != NULL || text_equal(code, STAT_CUT_OTHER));
}

static bool read_cut(const struct http_request *req, const struct form *f,
    struct filter_faults *faults, struct stat_cut *c)
{
	*faults = (struct filter_faults){NULL};
	*c = (struct stat_cut){.from = DAY_NONE,
	    .to = DAY_NONE,
	    .channel = asked(req, "channel"),
	    .language = asked(req, "language")};
	if (c->language != NULL && !has_language(f, c->language))
		faults->language =
		    _("The questionnaire is not asked in such a language.");
	read_days(req, faults, c);
	read_answers(req, f, faults, c);
	return !faults->period && !faults->from && !faults->to && !faults->language &&
	       !faults->answers;
}

enum err filter_cut(
    const struct http_request *req, const struct form *f, struct stat_cut *c_r)
{
	struct filter_faults faults;
	struct stat_cut c;

	if (!read_cut(req, f, &faults, &c))
		return ERR_INVALID;
	*c_r = c;
	return ERR_OK;
}

bool filter_find_faults(
    const struct http_request *req, const struct form *f, struct filter_faults *f_r)
{
	struct stat_cut c;

	return !read_cut(req, f, f_r, &c);
}

/* --- in words --- */

static const char *joined(struct arena *a, const char *s, const char *more)
{
	return s ? arena_printf(a, "%s; %s", s, more) : more;
}

/* The answer a condition names; of a group its heading. */
static const char *answer_words(
    struct arena *a, const struct form_question *q, const char *answer)
{
	if (q->type == FORM_SCALE || q->type == FORM_CSI)
		return answer;
	if (*answer == '@')
		return arena_printf(a, _("group “%s”"), answer + 1);
	return q->options[form_option_find(q, answer)].text;
}

static const char *item_words(
    struct arena *a, const struct form *f, const struct stat_place *p)
{
	const struct form_item *item = &f->items[p->item];
	const struct form_question *q = &f->questions[item->question];
	const char *s =
	    item->text ? arena_printf(a, "%s: %s", q->text, item->text) : q->text;

	if (q->type != FORM_CSI)
		return s;
	return arena_printf(
	    a, "%s (%s)", s, p->importance ? _("importance") : _("rating"));
}

/* "Кем Вы являетесь? — Гражданин, Организация". */
static const char *condition_words(struct arena *a, const struct form *f,
    const char *item, const char *const *answers, size_t n)
{
	const struct form_question *q;
	struct stat_place p;
	const char *s;

	if (!stat_place_named(f, item, &p))
		return NULL;
	q = &f->questions[f->items[p.item].question];
	s = arena_printf(
	    a, "%s — %s", item_words(a, f, &p), answer_words(a, q, answers[0]));
	for (size_t i = 1; i < n; i++)
		s = arena_printf(a, _("%s or %s"), s, answer_words(a, q, answers[i]));
	return s;
}

const char *filter_language(const struct form *f, const char *code)
{
	const struct form_language *l = form_language_find(f, code);

	return l != NULL ? l->title : _("not known exactly");
}

static const char *days_words(struct arena *a, const struct stat_cut *c)
{
	const char *s = NULL;

	if (stat_cut_is_first(c))
		return arena_printf(
		    a, _("%s, or known only by this month"), day_russian(a, c->from));
	if (c->from != DAY_NONE)
		s = arena_printf(a, _("from %s"), day_russian(a, c->from));
	if (c->to != DAY_NONE)
		s = joined(a, s, arena_printf(a, _("to %s"), day_russian(a, c->to)));
	return s;
}

const char *filter_words(const struct http_request *req, const struct form *f)
{
	struct condition v[CONDITIONS_MAX + 1];
	struct arena *a = req->arena;
	const char *s, **answers;
	struct stat_cut c;
	size_t n_answers;

	if (filter_cut(req, f, &c) != ERR_OK)
		return NULL;
	s = days_words(a, &c);
	if (c.channel)
		s = joined(a, s, arena_printf(a, _("channel %s"), c.channel));
	if (c.language)
		s = joined(a, s,
		    arena_printf(a, _("language %s"), filter_language(f, c.language)));
	for (size_t i = 0, n = conditions_on(req, f, v); i < n; i++) {
		if (!is_first(v, i))
			continue;
		answers = answers_to(a, v, n, i, &n_answers);
		s = joined(a, s, condition_words(a, f, v[i].item, answers, n_answers));
	}
	return s;
}

const char *filter_unsure_words(struct arena *a, const struct stat_cut_unsure *u)
{
	const char *s = NULL;

	if (u->coarse > 0)
		s = arena_printf(a,
		    _("responses known only by the month, or of its first day: %u"),
		    u->coarse);
	if (u->undated > 0)
		s = joined(
		    a, s, arena_printf(a, _("responses without a day: %u"), u->undated));
	return s;
}
