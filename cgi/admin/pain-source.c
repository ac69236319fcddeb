#include "pain-source.h"

#include "base/i18n.h"
#include "base/text.h"
#include "topics.h"

struct db_pain pain_source_empty(uint16_t agency_id, enum form_audience audience)
{
	return (struct db_pain){.agency_id = agency_id,
	    .audience = audience,
	    .process = "",
	    .process_group = "",
	    .kind = DB_PAIN_PROBLEM,
	    .text = "",
	    .prevalence_unit = DB_PAIN_ASKED,
	    .prevalence_method = "",
	    .priority_method = "",
	    .responsible = "",
	    .due_on = DAY_NONE,
	    .due_text = "",
	    .organisation = "",
	    .period = "",
	    .source = "",
	    .status = DB_PAIN_FOUND,
	    .reason = ""};
}

/* Where the finding stands: printed number and text of the item. */
static const char *place(struct arena *a, const struct stat_row *r)
{
	const char *number = export_item_number(r);

	return *number ? arena_printf(a, "%s. %s", number, export_item_text(r))
		       : export_item_text(r);
}

/* csi: everybody but those whose mark is 8…10 (NE-15: «не удовлетворены»). */
static void from_csi(struct arena *a, const struct stat_row *r, struct db_pain *p)
{
	struct stat_index index = stat_csi_row(r);
	struct stat_figure high = stat_share_high(r->ratings, STAT_MARKS, 1);
	struct stat_figure low = {high.known, 1000 - high.v, 1};

	if (!high.known)
		return;
	p->text = arena_printf(a, _("%s: CSI %s (%s level)"), export_item_text(r),
	    stat_figure_text(a, index.value, ','), export_level(index.level));
	p->prevalence = stat_figure_text(a, low, '.');
	p->prevalence_method =
	    arena_printf(a, _("share of ratings 1–7 in the survey, n = %u"), r->n);
}

static void from_share(struct arena *a, const struct stat_row *r, struct db_pain *p)
{
	struct stat_share share = stat_share_row(r);

	if (!share.dissatisfied.known)
		return;
	p->prevalence = stat_figure_text(a, share.dissatisfied, '.');
	p->prevalence_method = arena_printf(
	    a, _("share of the dissatisfied in the survey, base = %u"), r->base);
}

static void from_figures(struct arena *a, const struct stat_row *r, struct db_pain *p)
{
	p->text = export_item_text(r);
	if (r->question->type == FORM_CSI)
		from_csi(a, r, p);
	else if (r->sided)
		from_share(a, r, p);
}

/* A remark belongs to the item and lies inside the filter, else it is none of this
   link's. */
static enum err from_text(struct worker *w, struct arena *a, const struct results *r,
    size_t item, const char *id, struct db_pain *p)
{
	struct db_remark m;
	enum err e = ERR_NOT_FOUND;

	if (results_has_texts(r, &r->table->rows[item]))
		e = db_remark_get(
		    w->db, a, r->campaign.id, r->campaign.version_id, id, &m);
	if (e == ERR_OK &&
	    (m.item != item || (r->texts && !results_text_is_inside(r, id))))
		e = ERR_NOT_FOUND;
	if (e == ERR_OK)
		p->text = m.text;
	return e;
}

/* A share of those asked is known only when every text was read; until then it is said
   how many of the texts read are about it. */
static void fill_topic(struct arena *a, const struct results *r, const struct topics *t,
    const char *topic, struct db_pain *p)
{
	const int64_t read = (int64_t)topics_read(t, TOPICS_ALL),
		      texts = (int64_t)topics_texts(t, TOPICS_ALL),
		      given = (int64_t)topics_given(t, TOPICS_ALL, topic);

	p->text = arena_strdup(a, coding_topic_text(t->coding, topic));
	if (read < texts) {
		p->prevalence_method = arena_printf(a,
		    _("about it are %lld of the %lld free texts read, of %lld in all"),
		    (long long)given, (long long)read, (long long)texts);
		return;
	}
	p->prevalence =
	    stat_figure_text(a, stat_percent(given, r->table->responses), '.');
	p->prevalence_method =
	    arena_printf(a, _("share of those asked whose free text is about it, n = %u"),
		r->table->responses);
}

/* What coders made of the texts of the item. */
static enum err from_topic(struct worker *w, const struct http_request *req,
    const struct results *r, size_t item, const char *topic, struct db_pain *p)
{
	struct coding c;
	struct topics t;
	enum err e = coding_load_filtered(w, req, r->campaign.code, &c);

	if (e != ERR_OK)
		return e;
	if (!coding_is_topic(&c, topic) || !coding_is_shown(&c, (uint16_t)item)) {
		coding_free(&c);
		return ERR_NOT_FOUND;
	}
	e = topics_load(&c, item, &t);
	if (e == ERR_OK)
		fill_topic(req->arena, r, &t, topic, p);
	topics_free(&t);
	coding_free(&c);
	return e;
}

enum err pain_source_fill(
    struct worker *w, const struct http_request *req, struct db_pain *p_r)
{
	const char *code = http_param(&req->query, "campaign");
	const char *id = http_param(&req->query, "item");
	const char *text = http_param(&req->query, "text");
	const char *topic = http_param(&req->query, "topic");
	struct arena *a = req->arena;
	struct db_pain p;
	struct results r;
	size_t item;
	enum err e = results_load(w, req, code ? code : "", &r);

	if (e == ERR_OK)
		e = filter_apply(w, req, &r);
	if (e != ERR_OK)
		return e;
	item = form_item_find(r.form, id ? id : "");
	if (item == SIZE_MAX)
		return ERR_NOT_FOUND;
	p = pain_source_empty(r.campaign.agency_id, r.campaign.audience);
	p.campaign_id = r.campaign.id;
	p.campaign = r.campaign.code;
	p.item = r.form->items[item].id;
	p.source = arena_printf(
	    a, _("survey %s, item %s"), r.campaign.code, place(a, &r.table->rows[item]));
	if (r.filter)
		p.source = arena_printf(a, _("%s; filter: %s"), p.source, r.filter);
	p.period = r.campaign.permanent
		       ? arena_printf(a, _("as of %s"), day_russian(a, r.today))
		       : admin_period(a, &r.campaign);
	if (text)
		e = from_text(w, a, &r, item, text, &p);
	else if (topic)
		e = from_topic(w, req, &r, item, topic, &p);
	else if (!r.table->rows[item].hidden)
		from_figures(a, &r.table->rows[item], &p);
	if (e == ERR_OK)
		*p_r = p;
	return e;
}
