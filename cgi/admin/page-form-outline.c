/* GET /admin/form/:id — a questionnaire with its parts; POST …/change — moves. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

/* --- what stands above the parts --- */

static enum err write_campaigns(struct html *h, const struct forms_view *v)
{
	const struct db_questionnaire *q = &v->line.questionnaire;
	struct arena *a = v->req->arena;
	struct db_campaign *c;
	size_t n, shown = 0;
	enum err e = db_campaign_list(v->worker->db, a, q->agency_id, &c, &n);

	if (e != ERR_OK)
		return e;
	html_element(h, "dt", _("Surveys"), NULL);
	html_open(h, "dd", NULL);
	for (size_t i = 0; i < n; i++) {
		if (!text_equal(c[i].questionnaire, q->code))
			continue;
		if (shown++ > 0)
			html_open(h, "br", NULL);
		html_link(h, v->req->base_path,
		    arena_printf(a, "/admin/campaign/%s", c[i].code), c[i].code);
		html_textf(h, _(": version %d, %s"), c[i].version, admin_state(&c[i]));
	}
	if (shown == 0)
		html_text(h, "—");
	html_close(h);
	return ERR_OK;
}

static enum err write_versions(struct html *h, const struct forms_view *v)
{
	struct arena *a = v->req->arena;
	struct db_version *versions;
	size_t n;
	enum err e =
	    db_version_list(v->worker->db, a, v->line.questionnaire.id, &versions, &n);

	if (e != ERR_OK)
		return e;
	html_element(h, "dt", _("Versions"), NULL);
	html_open(h, "dd", NULL);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			html_open(h, "br", NULL);
		html_textf(h, _("%d of %s"), versions[i].version,
		    day_russian(a, versions[i].published_on));
		html_text(h, " · ");
		html_link(h, v->req->base_path,
		    forms_path(
			v, arena_printf(a, "/file?version=%d", versions[i].version)),
		    _("XML file"));
		if (i + 1 < n) {
			html_text(h, " · ");
			html_link(h, v->req->base_path,
			    forms_path(v, arena_printf(a, "/compare?version=%d",
					      versions[i].version)),
			    _("what changed"));
		}
	}
	if (n == 0)
		html_text(h, "—");
	html_close(h);
	return ERR_OK;
}

static enum err write_facts(struct html *h, const struct forms_view *v)
{
	struct arena *a = v->req->arena;
	const struct form_edit_head *head = &v->outline->head;
	enum err e;

	html_open(h, "dl", NULL);
	admin_fact(h, _("Agency"), v->procedure->agency);
	admin_fact(h, _("Audience"), admin_audience(v->line.questionnaire.audience));
	admin_fact(h, _("Wording"),
	    text_equal(head->origin, "proposed") ? _("project of a questionnaire")
						 : _("the order's own words"));
	admin_fact(h, _("Draft"),
	    v->has_draft
		? arena_printf(a, _("%s, %s"), v->line.editor ? v->line.editor : "",
		      forms_moment(a, v->line.edited_at, v->procedure->utc_offset))
		: _("none; this is the newest version"));
	e = write_versions(h, v);
	if (e == ERR_OK)
		e = write_campaigns(h, v);
	html_close(h);
	return e;
}

static void write_tools(struct html *h, const struct forms_view *v)
{
	const struct {
		const char *path, *text;
		bool draft;
	} tools[] = {{"/preview", _("Preview"), false},
	    {"/check", _("Check and publish"), true},
	    {"/head", _("Title and notices"), true}, {"/language", _("Languages"), true},
	    {"/xml", _("Text of the file (XML)"), true},
	    {"/file", _("Save as a file"), false}};
	bool edits = v->has_draft && worker_may_edit(v->worker);

	html_open(h, "p", NULL);
	for (size_t i = 0, n = 0; i < sizeof(tools) / sizeof(*tools); i++) {
		if (tools[i].draft && !edits)
			continue;
		if (n++ > 0)
			html_text(h, " · ");
		html_link(
		    h, v->req->base_path, forms_path(v, tools[i].path), tools[i].text);
	}
	if (worker_may_edit(v->worker)) {
		html_text(h, " · ");
		html_link(h, v->req->base_path,
		    arena_printf(v->req->arena, "/admin/form/new?source=%u",
			v->line.questionnaire.id),
		    _("Copy under a new code"));
		if (v->line.questionnaire.version > 0) {
			html_text(h, " · ");
			html_link(h, v->req->base_path,
			    arena_printf(v->req->arena, "/admin/campaign/new?form=%u",
				v->line.questionnaire.id),
			    _("Open a survey with it"));
		}
	}
	html_close(h);
	if (v->has_draft || !worker_may_edit(v->worker))
		return;
	forms_form(h, v, "/start");
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Edit: start a draft"), NULL);
	html_close(h);
	html_close(h);
}

/* --- the parts --- */

static void arrow(struct html *h, const char *name, const char *value, const char *sign,
    const char *label)
{
	html_open(h, "button", "class", "quiet", "name", name, "value", value, NULL);
	html_element(h, "span", sign, "aria-hidden", "true", NULL);
	html_element(h, "span", label, "class", "hidden", NULL);
	html_close(h);
}

static bool is_off(const struct forms_view *v, const char *block)
{
	for (size_t i = 0; i < v->outline->n_blocks; i++)
		if (text_equal(v->outline->blocks[i].id, block))
			return !v->outline->blocks[i].enabled;
	return false;
}

static const char *remarks(const struct forms_view *v, const struct form_edit_question *q)
{
	struct arena *a = v->req->arena;
	const char *s = "";

	if (q->required)
		s = arena_printf(a, "%s · %s", s, _("required"));
	if (q->n_options > 0)
		s = arena_printf(
		    a, "%s · %s", s, arena_printf(a, _("answers: %zu"), q->n_options));
	if (*q->options_set)
		s = arena_printf(
		    a, "%s · %s", s, arena_printf(a, _("set %s"), q->options_set));
	if (q->n_rows > 0)
		s = arena_printf(
		    a, "%s · %s", s, arena_printf(a, _("rows: %zu"), q->n_rows));
	if (q->show_if.n > 0)
		s = arena_printf(a, "%s · %s", s, _("asked under a condition"));
	if (*q->feeds)
		s = arena_printf(a, "%s · %s", s, q->feeds);
	if (is_off(v, q->block))
		s = arena_printf(a, "%s · %s", s, _("switched off"));
	return *s ? s + strlen(" · ") : "";
}

static size_t faults_of(const struct forms_view *v, const struct form_edit_question *q)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_faults; i++)
		n += text_equal(v->faults[i].question, q->id);
	return n;
}

static void write_question(
    struct html *h, const struct forms_view *v, const struct form_edit_question *q)
{
	struct arena *a = v->req->arena;
	const char *text = *q->text ? q->text : _("(no text yet)");
	bool edits = v->has_draft && worker_may_edit(v->worker);

	html_open(h, "tr", "id", arena_printf(a, "q%s", q->id), NULL);
	html_cell(h, q->id);
	html_open(h, "th", "scope", "row", NULL);
	if (edits)
		html_link(h, v->req->base_path,
		    forms_path(v, arena_printf(a, "/question/%s", q->id)), text);
	else
		html_text(h, text);
	if (text_equal(q->origin, "proposed") &&
	    !text_equal(v->outline->head.origin, "proposed")) {
		html_text(h, " ");
		html_element(h, "em", _("project"), NULL);
	}
	if (faults_of(v, q) > 0)
		html_element(h, "p", arena_printf(a, _("faults: %zu"), faults_of(v, q)),
		    "class", "fault", NULL);
	html_close(h);
	html_cell(h, forms_type(q->type));
	html_cell(h, remarks(v, q));
	if (edits) {
		html_open(h, "td", "class", "moves", NULL);
		arrow(h, "up", q->id, "↑", arena_printf(a, _("Move up: %s"), q->id));
		html_text(h, " ");
		arrow(h, "down", q->id, "↓", arena_printf(a, _("Move down: %s"), q->id));
		html_close(h);
	}
	html_close(h);
}

/* Id, requirement and place of a new question are set for it. */
static void write_add(
    struct html *h, const struct forms_view *v, const struct form_edit_section *s)
{
	size_t n;
	const struct html_option *types = forms_types(v->req->arena, &n);

	forms_form(h, v, "/change");
	html_hidden(h, "section", s->id);
	html_open(h, "div", "class", "pick", NULL);
	html_field(h, &(struct html_field){.type = "select",
			  .name = "type",
			  .id = arena_printf(v->req->arena, "add-%s", s->id),
			  .label = _("New question"),
			  .value = "single",
			  .options = types,
			  .n_options = n});
	html_button(h, "add", "question", _("Add"), "quiet");
	html_close(h);
	html_close(h);
}

static void write_section_head(
    struct html *h, const struct forms_view *v, const struct form_edit_section *s)
{
	struct arena *a = v->req->arena;

	html_open(h, "h2", "id", arena_printf(a, "s-%s", s->id), NULL);
	html_text(h, *s->title ? s->title : arena_printf(a, _("Part %s"), s->id));
	html_close(h);
	if (*s->intro)
		html_element(h, "p", s->intro, "class", "hint", NULL);
	if (!v->has_draft || !worker_may_edit(v->worker))
		return;
	html_open(h, "p", NULL);
	html_link(h, v->req->base_path,
	    forms_path(v, arena_printf(a, "/section/%s", s->id)),
	    arena_printf(a, _("Change, move or remove the part “%s”"),
		*s->title ? s->title : s->id));
	html_close(h);
}

static void write_section(
    struct html *h, const struct forms_view *v, const struct form_edit_section *s)
{
	const struct html_column columns[] = {{_("Id"), NULL, false},
	    {_("Question"), NULL, false}, {_("Type"), NULL, false},
	    {_("Properties"), NULL, false}, {_("Order"), NULL, false}};
	bool edits = v->has_draft && worker_may_edit(v->worker);

	write_section_head(h, v, s);
	if (s->n_questions > 0) {
		html_open(h, "div", "class", "sheet", NULL);
		if (edits)
			forms_form(h, v, "/change");
		html_table_begin(
		    h, &(struct html_table){
			   .caption = arena_printf(v->req->arena, _("Questions of “%s”"),
			       *s->title ? s->title : s->id),
			   .caption_hidden = true,
			   .columns = columns,
			   .n_columns = edits ? 5 : 4});
		for (size_t i = 0; i < s->n_questions; i++)
			write_question(h, v, &s->questions[i]);
		html_table_end(h);
		if (edits)
			html_close(h);
		html_close(h);
	} else {
		html_element(h, "p", _("No question yet."), NULL);
	}
	if (edits)
		write_add(h, v, s);
}

static void write_blocks(struct html *h, const struct forms_view *v)
{
	struct arena *a = v->req->arena;
	bool edits = v->has_draft && worker_may_edit(v->worker);

	if (v->outline->n_blocks == 0 && !edits)
		return;
	html_element(h, "h2", _("Blocks that can be switched"), "id", "blocks", NULL);
	for (size_t i = 0; i < v->outline->n_blocks; i++) {
		const struct form_edit_block *b = &v->outline->blocks[i];

		html_open(h, "p", NULL);
		html_textf(h, _("“%s”: %s; questions: %zu, rows: %zu"), b->title,
		    b->enabled ? _("on") : _("off"), b->questions, b->rows);
		html_close(h);
		if (!edits)
			continue;
		forms_form(h, v, "/change");
		html_open(h, "p", NULL);
		html_button(h, b->enabled ? "off" : "on", b->id,
		    arena_printf(a, b->enabled ? _("Switch off: %s") : _("Switch on: %s"),
			b->title),
		    "quiet");
		html_close(h);
		html_close(h);
	}
	if (edits)
		admin_link_line(h, v->req, forms_path(v, "/blocks"),
		    _("Add, change or remove blocks"));
}

static void write_sets(struct html *h, const struct forms_view *v)
{
	struct arena *a = v->req->arena;
	bool edits = v->has_draft && worker_may_edit(v->worker);

	if (v->outline->n_sets == 0 && !edits)
		return;
	html_element(h, "h2", _("Shared sets of answers"), "id", "sets", NULL);
	if (edits)
		admin_link_line(
		    h, v->req, forms_path(v, "/options"), _("New set of answers"));
	if (v->outline->n_sets == 0)
		return;
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < v->outline->n_sets; i++) {
		const struct form_edit_set *s = &v->outline->sets[i];

		html_open(h, "li", NULL);
		if (edits)
			html_link(h, v->req->base_path,
			    forms_path(v, arena_printf(a, "/options/%s", s->id)), s->id);
		else
			html_text(h, s->id);
		html_textf(
		    h, _(": answers %zu, used by %zu questions"), s->n_options, s->users);
		html_close(h);
	}
	html_close(h);
}

static void write_ending(struct html *h, const struct forms_view *v)
{
	if (!v->has_draft || !worker_may_edit(v->worker))
		return;
	html_element(h, "h2", _("New part"), NULL);
	forms_form(h, v, "/change");
	html_open(h, "div", "class", "pick", NULL);
	html_field(
	    h, &(struct html_field){
		   .type = "text", .name = "title", .label = _("Title of the part")});
	html_button(h, "add", "section", _("Add"), "quiet");
	html_close(h);
	html_close(h);
	html_element(h, "h2", _("Give the draft up"), NULL);
	html_element(h, "p",
	    v->line.questionnaire.version > 0
		? _("The whole draft is lost; the published versions stay as they are.")
		: _("The questionnaire was never published: it is removed whole."),
	    "class", "hint", NULL);
	forms_form(h, v, "/discard");
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Give the draft up"), "danger");
	html_close(h);
	html_close(h);
}

/* alert: what could not be done; NULL for nothing. */
static enum err write_outline(struct forms_view *v, const char *alert)
{
	struct arena *a = v->req->arena;
	const char *heading =
	    arena_printf(a, "%s. %s", v->line.questionnaire.code, v->outline->head.title);
	struct admin_page page;
	struct html *h =
	    admin_page_begin_titled(&page, v->worker, v->req, v->res, ADMIN_TAB_FORMS,
		alert ? arena_printf(a, _("Error: %s"), heading) : heading, heading);
	enum err e;

	admin_link_line(h, v->req, "/admin/form", _("Questionnaires"));
	if (alert != NULL)
		html_alert(h, _("Somebody else has saved the draft meanwhile"), alert);
	if (http_param(&v->req->query, "published") != NULL)
		html_notice(h, "success",
		    arena_printf(
			a, _("Version %d is published."), v->line.questionnaire.version));
	e = write_facts(h, v);
	write_tools(h, v);
	forms_write_faults(h, v, NULL);
	write_blocks(h, v);
	for (size_t i = 0; i < v->outline->n_sections; i++)
		write_section(h, v, &v->outline->sections[i]);
	write_sets(h, v);
	write_ending(h, v);
	admin_page_end(&page);
	return e;
}

enum err page_form_get(void *worker, struct http_request *req, struct http_response *res)
{
	struct forms_view v;
	enum err e = forms_open(worker, req, res, &v);

	if (e == ERR_OK)
		e = write_outline(&v, NULL);
	forms_free(&v);
	return e;
}

/* --- changes without a page of their own --- */

static enum err change(struct forms_view *v, const char **anchor_r)
{
	struct arena *a = v->req->arena;
	const char *up = http_param(&v->req->form, "up");
	const char *down = http_param(&v->req->form, "down");
	const char *on = http_param(&v->req->form, "on");
	const char *off = http_param(&v->req->form, "off");
	const char *add = http_param(&v->req->form, "add"), *id;
	long used;
	enum err e;

	*anchor_r = "";
	if (up != NULL || down != NULL) {
		id = up ? up : down;
		*anchor_r = arena_printf(a, "#q%s", admin_url_part(a, id));
		return form_edit_question_move(v->edit, id, up != NULL);
	}
	if (on != NULL || off != NULL)
		return form_edit_block_switch(v->edit, on ? on : off, on != NULL);
	if (text_equal(add, "question")) {
		e = forms_used(v, "n", &used);
		if (e == ERR_OK)
			e = form_edit_question_add(v->edit, forms_posted(v, "section"),
			    "", forms_posted(v, "type"), used, &id);
		if (e == ERR_OK)
			*anchor_r = arena_printf(a, "/question/%s", id);
		return e;
	}
	if (text_equal(add, "section")) {
		size_t n = v->outline->n_sections;

		e = form_edit_section_add(v->edit,
		    n > 0 ? v->outline->sections[n - 1].id : "", forms_posted(v, "title"),
		    &id);
		if (e == ERR_OK)
			*anchor_r = arena_printf(a, "#s-%s", id);
		return e;
	}
	return ERR_INVALID;
}

/* A click is done again on what the draft has become, or not at all. */
static enum err write_overtaken(struct forms_view *v)
{
	enum err e = forms_reopen(v);

	if (e != ERR_OK)
		return e;
	return write_outline(v,
	    _("Your last step has not been done. This is the draft as it is now: please "
	      "repeat the step if it is still needed."));
}

static enum err change_part(struct forms_view *v)
{
	const char *rest = "";
	enum err e = change(v, &rest);

	e = forms_put(v, e, rest);
	return e == ERR_CONFLICT ? write_overtaken(v) : e;
}

enum err page_form_change(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, change_part);
}

/* --- the draft as a whole --- */

enum err page_form_start(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	struct forms_view v;
	struct db_draft d = {0};
	enum err e;

	if (!worker_may_edit(w))
		return ERR_DENIED;
	e = forms_open(worker, req, res, &v);
	if (e == ERR_OK && !v.has_draft) {
		d.questionnaire_id = v.line.questionnaire.id;
		d.base_version = v.line.questionnaire.version;
		e = form_edit_start(
		    req->arena, v.xml, v.len, v.procedure, &d.xml, &d.len);
		if (e == ERR_OK)
			e = db_draft_start(w->db, &d, w->session.staff.id);
		/* Somebody else has started it: that is the one to edit. */
		if (e == ERR_DUPLICATE)
			e = ERR_OK;
	}
	if (e == ERR_OK)
		forms_redirect(&v, "");
	forms_free(&v);
	return e;
}

static enum err discard(struct forms_view *v)
{
	enum err e = ERR_CONFLICT;

	if (forms_is_current(v))
		e = db_draft_drop(v->worker->db, v->req->arena, v->line.questionnaire.id,
		    v->draft.revision, v->worker->session.staff.id);
	if (e == ERR_OK && v->line.questionnaire.version == 0) /* it is gone whole */
		http_redirect(v->res, v->req->arena, v->req->base_path, "/admin/form");
	else if (e == ERR_OK)
		forms_redirect(v, "");
	return e == ERR_CONFLICT ? write_overtaken(v) : e;
}

enum err page_form_discard(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, discard);
}
