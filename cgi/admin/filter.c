/* What a filter asks for: from the URL to a cut, to words, to links. */
#include "filter.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define ITEM "is." /* of the name of a parameter, before the id of an item */
#define TERMS_MAX 20

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

/* All of them, TERMS_MAX + 1 at most; a half pair has a NULL. */
static size_t conditions(const struct http_request *req, struct condition v[])
{
	size_t n = 0;

	if (has_pair(req))
		v[n++] = (struct condition){asked(req, "item"), asked(req, "option")};
	for (size_t i = 0; i < req->query.n && n <= TERMS_MAX; i++) {
		const struct http_param *p = &req->query.v[i];

		if (text_starts(p->name, ITEM) && *p->value)
			v[n++] = (struct condition){p->name + strlen(ITEM), p->value};
	}
	return n;
}

bool filter_is_set(const struct http_request *req)
{
	struct condition v[TERMS_MAX + 1];

	for (size_t i = 0; i < NAMES; i++)
		if (asked(req, names[i]))
			return true;
	return conditions(req, v) > 0;
}

/* --- links and fields --- */

typedef void each(void *ctx, const char *name, const char *value);

static void walk(const struct http_request *req, each *f, void *ctx)
{
	struct condition v[TERMS_MAX + 1];
	size_t n = conditions(req, v);

	if (asked(req, "version"))
		f(ctx, "version", asked(req, "version"));
	for (size_t i = 0; i < NAMES; i++)
		if (asked(req, names[i]))
			f(ctx, names[i], asked(req, names[i]));
	for (size_t i = 0; i < n; i++)
		if (v[i].item && v[i].answer)
			f(ctx, arena_printf(req->arena, ITEM "%s", v[i].item),
			    v[i].answer);
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

const char *filter_more(const struct http_request *req)
{
	struct link l = {req->arena, ""};

	walk(req, add_to_link, &l);
	return l.s;
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
	walk(req, add_hidden, h);
}

/* --- the cut --- */

static enum err cut_days(const struct http_request *req, struct stat_cut *c)
{
	const char *period = asked(req, "period"), *from = asked(req, "from"),
		   *to = asked(req, "to");
	day_t unused;
	enum err e = ERR_OK;

	if (period)
		e = stat_cut_period(period, &c->from, &c->to);
	if (e == ERR_OK && from)
		e = stat_cut_period(from, &c->from, &unused);
	if (e == ERR_OK && to)
		e = stat_cut_period(to, &unused, &c->to);
	return e;
}

static enum err cut_answers(
    const struct http_request *req, const struct form *f, struct stat_cut *c)
{
	struct stat_cut_term *terms =
	    ARENA_ARRAY(req->arena, TERMS_MAX + 1, struct stat_cut_term);
	struct condition v[TERMS_MAX + 1];
	size_t n = conditions(req, v);

	if (n > TERMS_MAX)
		return ERR_INVALID;
	for (size_t i = 0; i < n; i++)
		if (!v[i].item || !v[i].answer ||
		    !stat_cut_term(req->arena, f, form_item_find(f, v[i].item),
			v[i].answer, &terms[i]))
			return ERR_INVALID;
	c->terms = terms;
	c->n_terms = n;
	return ERR_OK;
}

static bool has_language(const struct form *f, const char *code)
{
	return f->n_languages > 1 &&
	       (form_language_find(f, code) != NULL || text_equal(code, STAT_CUT_OTHER));
}

enum err filter_cut(
    const struct http_request *req, const struct form *f, struct stat_cut *c_r)
{
	struct stat_cut c = {.from = DAY_NONE,
	    .to = DAY_NONE,
	    .channel = asked(req, "channel"),
	    .language = asked(req, "language")};
	enum err e = cut_days(req, &c);

	if (c.language != NULL && !has_language(f, c.language))
		return ERR_INVALID;
	if (e == ERR_OK)
		e = cut_answers(req, f, &c);
	if (e == ERR_OK)
		*c_r = c;
	return e;
}

/* --- in words --- */

static const char *joined(struct arena *a, const char *s, const char *more)
{
	return s ? arena_printf(a, "%s; %s", s, more) : more;
}

/* "Кем Вы являетесь? — Гражданин"; of a group its heading. */
static const char *condition_words(
    struct arena *a, const struct form *f, const struct condition *c)
{
	size_t item = form_item_find(f, c->item), option;
	const struct form_question *q = &f->questions[f->items[item].question];

	if (*c->answer == '@')
		return arena_printf(a, _("%s — group “%s”"), q->text, c->answer + 1);
	option = form_option_find(q, c->answer);
	return arena_printf(a, "%s — %s", q->text, q->options[option].text);
}

const char *filter_language(const struct form *f, const char *code)
{
	const struct form_language *l = form_language_find(f, code);

	return l != NULL ? l->title : _("not known exactly");
}

const char *filter_words(const struct http_request *req, const struct form *f)
{
	struct condition v[TERMS_MAX + 1];
	struct arena *a = req->arena;
	const char *s = NULL;
	struct stat_cut c;

	if (filter_cut(req, f, &c) != ERR_OK)
		return NULL;
	if (c.from != DAY_NONE)
		s = joined(a, s, arena_printf(a, _("from %s"), day_russian(a, c.from)));
	if (c.to != DAY_NONE)
		s = joined(a, s, arena_printf(a, _("to %s"), day_russian(a, c.to)));
	if (c.channel)
		s = joined(a, s, arena_printf(a, _("channel %s"), c.channel));
	if (c.language)
		s = joined(a, s,
		    arena_printf(a, _("language %s"), filter_language(f, c.language)));
	for (size_t i = 0, n = conditions(req, v); i < n; i++)
		s = joined(a, s, condition_words(a, f, &v[i]));
	return s;
}
