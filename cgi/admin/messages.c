#include "messages.h"

#include <limits.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "db/message.h"
#include "pager.h"

/* A message in hand: its answers by the version of the form it was given on. */
struct message {
	const struct db_message *row;
	struct form_answers *answers;
	unsigned urgency; /* place of the option chosen; UINT_MAX = none */
};

static unsigned urgency_of(const struct form_answers *answers)
{
	const struct form *f = answers->form;

	for (size_t i = 0; i < f->n_items; i++) {
		const struct form_question *q = &f->questions[f->items[i].question];

		if ((q->feeds & FORM_FEED_PRIORITY) && answers->v[i].choice > 0)
			return answers->v[i].choice;
	}
	return UINT_MAX;
}

/* Urgent ones first; else by their random keys. */
static int by_urgency(const void *a, const void *b)
{
	const struct message *x = a, *y = b;

	if (x->urgency != y->urgency)
		return x->urgency < y->urgency ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static enum err decode(
    const struct sheet *s, const struct db_message *rows, size_t n, struct message *v)
{
	for (size_t i = 0; i < n; i++) {
		const struct form *f;
		enum err e = worker_form(s->worker, s->arena, rows[i].version_id, &f);

		if (e == ERR_OK)
			e = form_vector_read(
			    s->arena, f, rows[i].vector, rows[i].n_vector, &v[i].answers);
		if (e != ERR_OK)
			return e == ERR_UNAVAILABLE ? e : ERR_INTERNAL;
		v[i].row = &rows[i];
		v[i].urgency = urgency_of(v[i].answers);
	}
	return ERR_OK;
}

static const struct db_message_text *text_of(const struct message *m, size_t item)
{
	for (size_t i = 0; i < m->row->n_texts; i++)
		if (m->row->texts[i].item == item)
			return &m->row->texts[i];
	return NULL;
}

/* The chosen options, a line each. */
static void write_options(const struct sheet *s, const struct form_question *q,
    const struct form_answer *answer)
{
	bool any = false;

	for (size_t i = 0; i < q->n_options; i++) {
		if (q->type == FORM_MULTI ? !(answer->set >> i & 1)
					  : answer->choice != i + 1)
			continue;
		if (any)
			html_open(s->h, "br", NULL);
		html_text(s->h, q->options[i].text);
		any = true;
	}
}

/* What the message says to a question of the form as it is now. */
static void write_answer(
    const struct sheet *s, const struct message *m, const struct form_question *now)
{
	const struct form *f = m->answers->form;
	size_t item = form_item_find(f, now->id);
	const struct db_message_text *text;
	const struct form_question *q;

	html_cell_open(s->h, false);
	if (item != SIZE_MAX) {
		q = &f->questions[f->items[item].question];
		if (q->type == FORM_SCALE && m->answers->v[item].choice > 0)
			html_textf(s->h, "%d", q->min + m->answers->v[item].choice - 1);
		else
			write_options(s, q, &m->answers->v[item]);
		text = text_of(m, item);
		if (text != NULL)
			html_lines(s->h, text->text);
	}
	html_close(s->h);
}

/* «Создать боль» with the text of the message, as long as the item is the same. */
static void write_action(const struct sheet *s, const struct message *m)
{
	const struct form *now = s->r->form;
	const struct db_message_text *text = m->row->n_texts ? &m->row->texts[0] : NULL;
	const struct form_item *item = &now->items[0];

	html_cell_open(s->h, false);
	if (text != NULL && m->row->version_id == s->r->campaign.version_id)
		item = &now->items[text->item];
	else
		text = NULL;
	if (worker_may_edit(s->worker))
		html_link(s->h, s->req->base_path,
		    arena_printf(s->arena, "/admin/pain/new?campaign=%s&item=%s%s%s",
			s->r->campaign.code, admin_url_part(s->arena, item->id),
			text ? "&text=" : "", text ? text->remark : ""),
		    _("Create a pain"));
	html_close(s->h);
}

static void write_table(const struct sheet *s, const struct message *v, size_t n)
{
	const struct form *f = s->r->form;
	struct html_column *columns =
	    ARENA_ARRAY(s->arena, f->n_questions + 1, struct html_column);

	for (size_t i = 0; i < f->n_questions; i++)
		columns[i].heading = f->questions[i].text;
	columns[f->n_questions].heading = _("Action");
	html_table_begin(s->h, &(struct html_table){.caption = _("Messages"),
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = f->n_questions + 1});
	for (size_t i = 0; i < n; i++) {
		html_row(s->h);
		for (size_t j = 0; j < f->n_questions; j++)
			write_answer(s, &v[i], &f->questions[j]);
		write_action(s, &v[i]);
		html_row_end(s->h);
	}
	html_table_end(s->h);
}

/* One page: its texts are read, then all of it is written. */
static enum err write_page(const struct sheet *s, struct message *v, size_t n)
{
	size_t pages = n > 0 ? (n + DB_MESSAGE_PAGE - 1) / DB_MESSAGE_PAGE : 1;
	size_t page = pager_page(s->req, pages), first = (page - 1) * DB_MESSAGE_PAGE;
	size_t shown = n - first < DB_MESSAGE_PAGE ? n - first : DB_MESSAGE_PAGE;
	struct db_message *rows = ARENA_ARRAY(s->arena, shown, struct db_message);
	enum err e;

	for (size_t i = 0; i < shown; i++) {
		rows[i] = *v[first + i].row;
		v[first + i].row = &rows[i];
	}
	e = db_message_texts(s->worker->db, s->arena, s->r->campaign.id, rows, shown);
	if (e != ERR_OK)
		return e;
	write_table(s, v + first, shown);
	pager_write(s->h, s->req,
	    arena_printf(s->arena, "/admin/campaign/%s", s->r->campaign.code), page,
	    pages);
	return ERR_OK;
}

enum err messages_write(const struct sheet *s)
{
	struct db_message *rows;
	struct message *v;
	size_t n;
	enum err e =
	    db_message_list(s->worker->db, s->arena, s->r->campaign.id, &rows, &n);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(s->arena, n, struct message);
	e = decode(s, rows, n, v);
	if (e != ERR_OK)
		return e;
	qsort(v, n, sizeof(*v), by_urgency);
	html_element(s->h, "h2", _("Messages"), NULL);
	html_open(s->h, "p", "class", "hint", NULL);
	html_text(s->h, n == 0 ? _("No message has been opened yet.")
			       : _("Urgent ones come first; apart from that the order is "
				   "random and says nothing about when a message was "
				   "written."));
	if (!s->r->trial)
		html_textf(s->h, " %s", _("The box is opened once a day."));
	html_close(s->h);
	return n == 0 ? ERR_OK : write_page(s, v, n);
}
