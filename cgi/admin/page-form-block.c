/* GET, POST /admin/form/:id/blocks — the parts that are switched as a whole. */
#include "base/i18n.h"
#include "base/text.h"
#include "forms.h"

#define SPARE_BLOCKS 2 /* empty lines to type new ones into */

/* What the page shows: the blocks as stored, or as typed. */
struct sheet {
	const struct form_edit_block *v;
	size_t n;
	bool late; /* somebody else was faster */
	const char *fault;
};

static struct forms_facts facts(
    struct arena *a, const struct form_edit_block *v, size_t n)
{
	struct forms_facts f = {.arena = a};

	for (size_t i = 0; i < n; i++)
		forms_fact_add(&f, arena_printf(a, _("Block %zu"), i + 1),
		    arena_printf(a, "%s · %s · %s", v[i].id, v[i].title,
			v[i].enabled ? _("on") : _("off")));
	return f;
}

static void write_line(struct html *h, const struct form_edit_block *b, size_t i)
{
	struct arena *a = html_arena(h);

	html_open(h, "tr", NULL);
	html_open(h, "td", NULL);
	html_hidden(h, form_cell_name(a, "b", i, "was"), b->was);
	html_open(h, "input", "type", "text", "name", form_cell_name(a, "b", i, "id"),
	    "id", form_cell_name(a, "b", i, "id"), "aria-label",
	    form_cell_label(a, _("Id"), i), "value", b->id, NULL);
	html_close(h);
	form_cell_area(h, form_cell_name(a, "b", i, "title"),
	    form_cell_label(a, _("Name"), i), b->title);
	form_cell_box(h, form_cell_name(a, "b", i, "on"),
	    form_cell_label(a, _("Switched on"), i), b->enabled);
	html_cell(h, *b->was ? arena_printf(a, _("questions: %zu, rows: %zu"),
				   b->questions, b->rows)
			     : "—");
	html_close(h);
}

static void write_table(struct html *h, const struct sheet *s)
{
	const char *const headings[] = {
	    _("Id"), _("Name"), _("Switched on"), _("What belongs to it"), NULL};
	const struct form_edit_block none = {
	    .was = "", .id = "", .title = "", .enabled = true};

	form_table_begin(h, _("Blocks that can be switched"), headings);
	for (size_t i = 0; i < s->n; i++)
		write_line(h, &s->v[i], i);
	for (size_t i = s->n; i < s->n + SPARE_BLOCKS; i++)
		write_line(h, &none, i);
	html_close(h);
	html_close(h);
	html_close(h);
	html_element(h, "p",
	    _("A block without a name is removed; its questions and rows stay and are "
	      "always asked. New blocks go into the empty lines; questions and rows name "
	      "theirs on their own pages."),
	    "class", "hint", NULL);
}

static enum err write_page(struct forms_view *v, const struct sheet *s)
{
	struct arena *a = v->req->arena;
	struct admin_page page;
	struct html *h = forms_page_begin(
	    &page, v, _("Blocks that can be switched"), s->late || s->fault != NULL);

	if (s->late) {
		struct forms_facts x = facts(a, v->outline->blocks, v->outline->n_blocks);
		struct forms_facts y = facts(a, s->v, s->n);

		forms_write_conflict(h, v, &x, &y);
	}
	if (s->fault != NULL)
		html_fault_summary(h, &(struct html_fault_link){"b.0.id", s->fault}, 1);
	html_open(h, "div", "class", "sheet", NULL);
	forms_form(h, v, "/blocks");
	write_table(h, s);
	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, NULL, NULL, _("Save in the draft"), NULL);
	html_close(h);
	html_close(h);
	html_close(h);
	admin_page_end(&page);
	return ERR_OK;
}

static enum err show(struct forms_view *v)
{
	return write_page(
	    v, &(struct sheet){.v = v->outline->blocks, .n = v->outline->n_blocks});
}

enum err page_form_blocks(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, show);
}

/* A new one needs no id typed. */
static const char *free_id(struct arena *a, const struct form_edit_block *v, size_t n)
{
	const char *id;
	size_t i, number = 0;

	do {
		id = arena_printf(a, "block-%zu", ++number);
		for (i = 0; i < n && !text_equal(v[i].id, id); i++)
			;
	} while (i < n);
	return id;
}

static void count_members(const struct forms_view *v, struct form_edit_block *b)
{
	for (size_t i = 0; i < v->outline->n_blocks; i++) {
		if (!text_equal(v->outline->blocks[i].id, b->was))
			continue;
		b->questions = v->outline->blocks[i].questions;
		b->rows = v->outline->blocks[i].rows;
	}
}

static struct form_edit_block *read_blocks(const struct forms_view *v, size_t *n_r)
{
	struct arena *a = v->req->arena;
	struct form_line lines[FORM_LINES_MAX];
	size_t n = form_lines_read(v, "b", "title", lines), i;
	struct form_edit_block *b = ARENA_ARRAY(a, n, struct form_edit_block);

	for (i = 0; i < n; i++) {
		b[i].was = forms_posted(v, form_cell_name(a, "b", lines[i].i, "was"));
		b[i].id = forms_posted(v, form_cell_name(a, "b", lines[i].i, "id"));
		b[i].title = forms_posted(v, form_cell_name(a, "b", lines[i].i, "title"));
		b[i].enabled = forms_ticked(v, form_cell_name(a, "b", lines[i].i, "on"));
		count_members(v, &b[i]);
	}
	for (i = 0; i < n; i++)
		if (*b[i].id == '\0')
			b[i].id = free_id(a, b, n);
	*n_r = n;
	return b;
}

static enum err save(struct forms_view *v)
{
	struct sheet s = {0};
	enum err e;

	s.v = read_blocks(v, &s.n);
	e = forms_put(v, form_edit_blocks_put(v->edit, s.v, s.n), "#blocks");
	if (e == ERR_INVALID) {
		s.fault = _("Two blocks have the same id.");
		v->res->status = 422;
		return write_page(v, &s);
	}
	if (e != ERR_CONFLICT)
		return e;
	s.late = true;
	e = forms_reopen(v);
	return e == ERR_OK ? write_page(v, &s) : e;
}

enum err page_form_blocks_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	return forms_run(worker, req, res, save);
}
