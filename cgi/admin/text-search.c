#include "text-search.h"

#include "base/i18n.h"
#include "base/text.h"

static const char *asked(const struct coding *c, const char *name)
{
	const char *value = http_param(&c->req->query, name);

	return value != NULL ? value : "";
}

void text_search_begin(struct text_search *s, const struct coding *c)
{
	*s = (struct text_search){.coding = c,
	    .words = asked(c, "q"),
	    .topic = asked(c, "topic"),
	    .item = asked(c, "item"),
	    .stemmer = stem_new(),
	    .scratch = arena_new()};
	s->search = stem_search_new(s->stemmer, c->req->arena, s->words);
}

void text_search_end(struct text_search *s)
{
	arena_free(&s->scratch);
	stem_free(&s->stemmer);
}

static bool fits_topic(const struct text_search *s, const struct db_remark *r)
{
	size_t n;
	const struct db_coding *given = coding_of(s->coding, r->id, &n);

	if (*s->topic == '\0')
		return true;
	if (text_equal(s->topic, TEXTS_UNREAD))
		return n == 0;
	if (!text_equal(s->topic, TEXTS_OF_NONE))
		return coding_has_topic(given, n, s->topic);
	for (size_t i = 0; i < n; i++)
		if (given[i].topic != NULL)
			return false;
	return n > 0;
}

bool text_search_fits(const struct text_search *s, const struct db_remark *r)
{
	const struct coding *c = s->coding;
	bool found;

	if (!coding_has(c, r))
		return false;
	if (*s->item != '\0' && !text_equal(s->item, c->results.form->items[r->item].id))
		return false;
	if (!fits_topic(s, r))
		return false;
	found = stem_search_fits(s->search, s->scratch, r->text);
	arena_reset(s->scratch);
	return found;
}

const char *text_search_topic(const struct text_search *s)
{
	if (text_equal(s->topic, TEXTS_UNREAD))
		return _("not read yet");
	if (text_equal(s->topic, TEXTS_OF_NONE))
		return _("read, none of the topics");
	return coding_topic_text(s->coding, s->topic);
}

const char *text_search_query(const struct text_search *s)
{
	struct arena *a = s->coding->req->arena;

	return arena_printf(a, "q=%s&item=%s&topic=%s", admin_url_part(a, s->words),
	    admin_url_part(a, s->item), admin_url_part(a, s->topic));
}
