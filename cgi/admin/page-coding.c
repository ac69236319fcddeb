/* GET and POST /admin/campaign/:code/coding — one free text at a time gets its topics. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "coding.h"

#define TOPICS_MAX 200

static const struct queue {
	const char *name, *text;
} queues[] = {[DB_CODING_UNREAD] = {"unread", N_("texts nobody has read")},
    [DB_CODING_SECOND] = {"second", N_("texts a colleague has read and I have not")},
    [DB_CODING_OWN] = {"own", N_("every text I have not read")}};

#define N_QUEUES (sizeof(queues) / sizeof(queues[0]))

struct view {
	struct coding *c;
	struct http_response *res;
	enum db_coding_queue queue;
	struct db_remark text;
	const char *numbers; /* as typed */
	const char **chosen; /* ids of topics */
	size_t n_chosen;
	const char *fault;
};

static enum db_coding_queue queue_of(const char *name)
{
	for (size_t i = 0; i < N_QUEUES; i++)
		if (text_equal(queues[i].name, name))
			return (enum db_coding_queue)i;
	return DB_CODING_UNREAD;
}

static uint32_t coder(const struct view *v)
{
	return v->c->worker->session.staff.id;
}

static bool is_chosen(const struct view *v, const char *topic)
{
	for (size_t i = 0; i < v->n_chosen; i++)
		if (text_equal(v->chosen[i], topic))
			return true;
	return false;
}

static void choose(struct view *v, const char *topic)
{
	if (!is_chosen(v, topic) && v->n_chosen < TOPICS_MAX)
		v->chosen[v->n_chosen++] = topic;
}

/* --- the page --- */

static void write_queues(const struct view *v, struct html *h)
{
	const struct coding *c = v->c;

	html_open(h, "form", "method", "get", "class", "choice", "action",
	    html_path(h, c->req->base_path,
		arena_printf(c->req->arena, "/admin/campaign/%s/coding",
		    c->results.campaign.code)),
	    NULL);
	if (*c->results.query != '\0')
		html_hidden(h, "version",
		    arena_printf(c->req->arena, "%d", c->results.campaign.version));
	html_field(
	    h, &(struct html_field){.type = "select",
		   .name = "queue",
		   .label = _("Which texts to show"),
		   .value = queues[v->queue].name,
		   .options = (const struct html_option[]){{queues[0].name,
							       _(queues[0].text), NULL},
		       {queues[1].name, _(queues[1].text), NULL},
		       {queues[2].name, _(queues[2].text), NULL}},
		   .n_options = N_QUEUES});
	html_button(h, NULL, NULL, _("Show"), "quiet");
	html_close(h);
}

static void write_topics(const struct view *v, struct html *h)
{
	const struct procedure_list *t = v->c->topics;

	html_open(h, "fieldset", NULL);
	html_element(h, "legend", t->title, NULL);
	for (size_t i = 0; i < t->n; i++)
		html_choice(h, &(struct html_choice){.type = "checkbox",
				   .name = "topic",
				   .value = t->v[i].id,
				   .label = arena_printf(
				       v->c->req->arena, "%zu. %s", i + 1, t->v[i].text),
				   .checked = is_chosen(v, t->v[i].id)});
	html_close(h);
}

static void write_form(const struct view *v, struct html *h)
{
	const struct coding *c = v->c;

	admin_form(h, c->worker, c->req, coding_path(c, "coding", ""));
	html_hidden(h, "text", v->text.id);
	html_hidden(h, "queue", queues[v->queue].name);
	html_field(h,
	    &(struct html_field){.type = "text",
		.name = "numbers",
		.label = _("Numbers of topics"),
		.value = v->numbers,
		.hint = _("Separated by spaces, then Enter. Nothing means: read, none of "
			  "the topics. The boxes below do the same."),
		.fault = v->fault,
		.focus = v->fault == NULL,
		.autocomplete = "off"});
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, "next", "1", _("Save, next text"), NULL);
	html_button(h, "skip", "1", _("Leave for later"), "quiet");
	html_close(h);
	write_topics(v, h);
	html_close(h);
}

static void write_text(const struct view *v, struct html *h)
{
	const struct coding *c = v->c;
	const char *item = c->results.form->items[v->text.item].id;

	coding_write_question(h, c, v->text.item);
	html_open(h, "blockquote", NULL);
	html_open(h, "p", NULL);
	html_lines(h, v->text.text);
	html_close(h);
	html_close(h);
	if (c->topics == NULL)
		html_notice(
		    h, "note", _("The procedure of the agency has no list of topics."));
	else if (worker_may_edit(c->worker))
		write_form(v, h);
	if (worker_may_edit(c->worker))
		admin_link_line(h, c->req,
		    arena_printf(c->req->arena,
			"/admin/pain/new?campaign=%s&item=%s&text=%s%s",
			c->results.campaign.code, admin_url_part(c->req->arena, item),
			v->text.id, c->results.more),
		    _("Create a pain"));
}

static void write_page(const struct view *v)
{
	const struct coding *c = v->c;
	const char *heading =
	    arena_printf(c->req->arena, _("Read and code: %s"), c->results.campaign.code);
	struct admin_page page;
	struct html *h =
	    admin_page_begin_titled(&page, c->worker, c->req, v->res, ADMIN_TAB_CAMPAIGNS,
		v->fault ? arena_printf(c->req->arena, _("Error: %s"), heading) : heading,
		heading);

	if (v->fault != NULL)
		html_fault_summary(h, &(struct html_fault_link){"numbers", v->fault}, 1);
	coding_write_nav(h, c, "coding");
	write_queues(v, h);
	if (v->text.id == NULL)
		html_notice(h, "success", _("There is no such text left."));
	else
		write_text(v, h);
	admin_page_end(&page);
}

/* --- which text --- */

/* Of items whose texts are hidden none is shown. */
static enum err find_next(struct view *v, const char *after)
{
	const struct db_campaign *campaign = &v->c->results.campaign;
	enum err e;

	do {
		e = db_coding_next(v->c->worker->db, v->c->req->arena, campaign->id,
		    campaign->version_id, coder(v), v->queue, after, &v->text);
		after = v->text.id;
	} while (e == ERR_OK && !coding_is_shown(v->c, v->text.item));
	if (e == ERR_NOT_FOUND) {
		v->text = (struct db_remark){0};
		e = ERR_OK;
	}
	return e;
}

static enum err find_text(struct view *v, const char *id)
{
	const struct db_campaign *campaign = &v->c->results.campaign;
	enum err e = db_remark_get(v->c->worker->db, v->c->req->arena, campaign->id,
	    campaign->version_id, id, &v->text);

	return e == ERR_OK && !coding_is_shown(v->c, v->text.item) ? ERR_NOT_FOUND : e;
}

/* What the same coder has given it before. */
static void choose_own(struct view *v)
{
	size_t n;
	const struct db_coding *own = coding_of(v->c, v->text.id, &n);

	for (size_t i = 0; i < n; i++)
		if (own[i].staff_id == coder(v) && own[i].topic != NULL)
			choose(v, own[i].topic);
}

static void begin(struct view *v, struct coding *c, struct http_response *res,
    const struct http_params *p)
{
	*v = (struct view){.c = c,
	    .res = res,
	    .queue = queue_of(http_param(p, "queue")),
	    .chosen = ARENA_ARRAY(c->req->arena, TOPICS_MAX, const char *)};
}

enum err page_coding_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	const char *id = http_param(&req->query, "text");
	const char *after = http_param(&req->query, "after");
	struct coding c;
	struct view v;
	enum err e = coding_load(worker, req, &c);

	if (e != ERR_OK)
		return e;
	begin(&v, &c, res, &req->query);
	e = id != NULL ? find_text(&v, id) : find_next(&v, after);
	/* Behind the last one come those that were left for later. */
	if (e == ERR_OK && v.text.id == NULL && after != NULL)
		e = find_next(&v, NULL);
	if (e == ERR_OK && v.text.id != NULL)
		choose_own(&v);
	if (e == ERR_OK)
		write_page(&v);
	coding_free(&c);
	return e;
}

/* --- saving --- */

/* Ids of topics are plain words of ASCII (forms/procedure.rng). */
static const char *topics_json(const struct view *v)
{
	struct arena *a = v->c->req->arena;
	const char *s = "";

	for (size_t i = 0; i < v->n_chosen; i++)
		s = arena_printf(a, "%s%s\"%s\"", s, i ? ", " : "", v->chosen[i]);
	return arena_printf(a, "{\"topics\": [%s]}", s);
}

/* "1 4, 7": numbers in the list of topics. */
static bool read_numbers(struct view *v)
{
	char *rest, *copy = arena_strdup(v->c->req->arena, v->numbers);

	for (char *s = strtok_r(copy, " ,;.\t\n", &rest); s != NULL;
	     s = strtok_r(NULL, " ,;.\t\n", &rest)) {
		long number;

		if (text_int(s, 1, (long)v->c->topics->n, &number) != ERR_OK)
			return false;
		choose(v, v->c->topics->v[number - 1].id);
	}
	return true;
}

static bool read_boxes(struct view *v)
{
	const struct http_params *form = &v->c->req->form;

	for (size_t i = 0; i < form->n; i++) {
		if (!text_equal(form->v[i].name, "topic"))
			continue;
		if (!coding_is_topic(v->c, form->v[i].value))
			return false;
		choose(v, form->v[i].value);
	}
	return true;
}

/* What the coder made of the text before; NULL: he had not read it. */
static const char *given_before(const struct view *v)
{
	struct view before = {.c = v->c,
	    .text = v->text,
	    .chosen = ARENA_ARRAY(v->c->req->arena, TOPICS_MAX, const char *)};
	size_t n;
	const struct db_coding *given = coding_of(v->c, v->text.id, &n);
	bool read = false;

	for (size_t i = 0; i < n; i++)
		read |= given[i].staff_id == coder(v);
	choose_own(&before);
	return read ? topics_json(&before) : NULL;
}

static enum err store(struct view *v)
{
	const struct coding *c = v->c;
	struct arena *a = c->req->arena;
	const struct db_audit audit = {.staff_id = coder(v),
	    .action = "text.code",
	    .object = arena_printf(
		a, "campaign %s text %s", c->results.campaign.code, v->text.id),
	    .before = given_before(v),
	    .after = topics_json(v)};

	return db_coding_save(c->worker->db, c->results.campaign.id, v->text.id, coder(v),
	    v->chosen, v->n_chosen, &audit);
}

static enum err save(struct view *v)
{
	const struct coding *c = v->c;
	const char *number = http_param(&c->req->form, "numbers");
	enum err e;

	v->numbers = number ? number : "";
	if (!read_boxes(v) || !read_numbers(v)) {
		v->fault = arena_printf(c->req->arena,
		    _("Give numbers from 1 to %zu, separated by spaces."), c->topics->n);
		v->res->status = 422;
		write_page(v);
		return ERR_OK;
	}
	e = store(v);
	if (e == ERR_OK)
		http_redirect(v->res, c->req->arena, c->req->base_path,
		    coding_path(c, "coding",
			arena_printf(c->req->arena, "queue=%s&after=%s",
			    queues[v->queue].name, v->text.id)));
	return e;
}

enum err page_coding_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	const char *id = http_param(&req->form, "text");
	struct coding c;
	struct view v;
	enum err e = coding_load(worker, req, &c);

	if (e != ERR_OK)
		return e;
	begin(&v, &c, res, &req->form);
	if (c.topics == NULL || !worker_may_edit(worker))
		e = ERR_DENIED;
	else
		e = find_text(&v, id ? id : "");
	if (e == ERR_OK && http_param(&req->form, "skip") != NULL)
		http_redirect(res, req->arena, req->base_path,
		    coding_path(&c, "coding",
			arena_printf(req->arena, "queue=%s&after=%s",
			    queues[v.queue].name, v.text.id)));
	else if (e == ERR_OK)
		e = save(&v);
	coding_free(&c);
	return e;
}
