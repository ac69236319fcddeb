#include "base/i18n.h"
#include "base/text.h"
#include "entry.h"
#include "render/render.h"

#define SCRIPT "/static/entry.js?v=" PACKAGE_VERSION

/* --- what is kept from sheet to sheet --- */

static void write_channel(struct html *h, const struct entry *p)
{
	struct html_option *v =
	    ARENA_ARRAY(html_arena(h), p->channels->n, struct html_option);

	for (size_t i = 0; i < p->channels->n; i++)
		v[i] = (struct html_option){p->channels->v[i].id, p->channels->v[i].text,
		    p->channels->v[i].group};
	html_field(h, &(struct html_field){.type = "select",
			  .name = "c",
			  .label = _("Channel"),
			  .value = p->channel,
			  .fault = p->channel_fault,
			  .options = v,
			  .n_options = p->channels->n});
}

static void write_language(struct html *h, const struct entry *p)
{
	const struct form *f = p->form;
	struct html_option *v =
	    ARENA_ARRAY(html_arena(h), f->n_languages, struct html_option);

	for (size_t i = 0; i < f->n_languages; i++)
		v[i] = (struct html_option){
		    f->languages[i].code, f->languages[i].title, NULL};
	html_field(h, &(struct html_field){.type = "select",
			  .name = "language",
			  .label = _("Language of the sheet"),
			  .value = p->language,
			  .fault = p->language_fault,
			  .options = v,
			  .n_options = f->n_languages});
}

static void write_verify(struct html *h, const struct entry *p)
{
	html_open(h, "fieldset", NULL);
	html_element(h, "legend", _("Check"), NULL);
	html_choice(h, &(struct html_choice){.type = "checkbox",
			   .name = "verify",
			   .value = "1",
			   .label = _("Key in each sheet twice and compare"),
			   .checked = p->verify});
	html_close(h);
}

static void write_setting(struct html *h, const struct entry *p)
{
	html_open(h, "div", "class", "setting", NULL);
	if (p->channels != NULL)
		write_channel(h, p);
	if (entry_asks_language(p))
		write_language(h, p);
	if (p->campaign.audience == FORM_EXTERNAL)
		html_field(h, &(struct html_field){.type = "date",
				  .name = "day",
				  .label = _("Day of the sheet or the call"),
				  .value = p->day,
				  .fault = p->day_fault});
	html_field(h, &(struct html_field){.type = "text",
			  .name = "batch",
			  .label = _("Batch No."),
			  .value = p->batch,
			  .fault = p->batch_fault,
			  .max_chars = DB_BATCH_CHARS,
			  .autocomplete = "off"});
	if (p->stage == ENTRY_FIRST)
		write_verify(h, p);
	else
		html_hidden(h, "verify", "1");
	html_close(h);
}

/* --- messages --- */

static void write_done(struct html *h, const struct entry *p)
{
	const char *class = p->repeated ? "warning" : "success";

	if (p->done == 0 && !p->repeated)
		return;
	html_open(h, "div", "class", class, "role", "status", NULL);
	html_open(h, "p", NULL);
	if (p->repeated)
		html_text(h,
		    _("This sheet had been accepted before; what was sent again has not "
		      "been saved."));
	else
		html_textf(
		    h, _("Sheet No. %u of batch %s is accepted."), p->done, p->batch);
	html_close(h);
	html_close(h);
}

static void write_closing(struct html *h, const struct entry *p)
{
	const struct db_campaign *c = &p->campaign;
	int64_t end;

	if (db_campaign_phase(c, p->now) != DB_PHASE_GRACE)
		return;
	end = db_campaign_end(c) + DB_CAMPAIGN_GRACE + (int64_t)c->utc_offset * 60;
	html_notice(h, "warning",
	    arena_printf(html_arena(h),
		_("The survey has closed. Sheets can be keyed in until %02d:%02d, then "
		  "the box is opened for the final count."),
		(int)(end / 3600 % 24), (int)(end / 60 % 60)));
}

static void write_faults(struct html *h, const struct entry *p, const struct render *r)
{
	enum { FIELDS = 4 };
	const struct html_fault_link all[FIELDS] = {{"c", p->channel_fault},
	    {"language", p->language_fault}, {"day", p->day_fault},
	    {"batch", p->batch_fault}};
	struct html_fault_link v[FIELDS];
	size_t n = 0;

	for (size_t i = 0; i < FIELDS; i++)
		if (all[i].text != NULL)
			v[n++] = all[i];
	/* One summary has the focus; with both the answers are to be looked at next. */
	if (p->alert != NULL)
		html_alert(h, _("The sheet has not been saved."), p->alert);
	else if (n > 0)
		html_fault_summary(h, v, n);
	else
		render_summary(r, h);
}

/* --- the two entries --- */

static const char *item_text(struct arena *a, const struct form *f, size_t item)
{
	const struct form_item *i = &f->items[item];
	const struct form_question *q = &f->questions[i->question];
	const char *number = i->text != NULL ? i->number : q->number;
	const char *text = i->text != NULL ? i->text : q->text;

	return *number != '\0' ? arena_printf(a, "%s %s", number, text) : text;
}

static void write_differences(struct html *h, const struct entry *p)
{
	const struct html_column columns[] = {{_("Question"), NULL, false},
	    {_("First entry"), NULL, false}, {_("Second entry"), NULL, false}};
	struct arena *a = html_arena(h);

	html_table_begin(h, &(struct html_table){.caption = _("Where the entries differ"),
				.columns = columns,
				.n_columns = 3});
	for (size_t i = 0; i < p->n_problems; i++) {
		size_t item = p->problems[i].item;

		html_row(h);
		html_cell_head(h, item_text(a, p->form, item));
		html_cell(h, entry_answer(a, p->first, item));
		html_cell(h, entry_answer(a, p->answers, item));
		html_row_end(h);
	}
	html_table_end(h);
}

/* Do the problems say where the entries differ? */
static bool differs(const struct entry *p)
{
	return p->n_problems > 0 && p->problems[0].problem == FORM_PROBLEM_DIFFERS;
}

static void write_stage(struct html *h, const struct entry *p)
{
	if (p->stage == ENTRY_SECOND)
		html_notice(h, "note",
		    _("Second entry: key in the same sheet once more. Nothing of it has "
		      "been saved yet."));
	if (p->stage == ENTRY_DECIDE)
		html_notice(h, "note",
		    _("The second entry stands below. Look at the sheet, correct what is "
		      "wrong and save: what stands in the form then is taken."));
	if (differs(p))
		write_differences(h, p);
}

static void write_first(struct html *h, const struct entry *p)
{
	struct buf b = {0};

	if (p->first == NULL)
		return;
	form_save(p->first, &b);
	html_hidden(h, "first",
	    box_state_seal(html_arena(h), p->w->key, p->token_text, b.data, b.len));
	buf_free(&b);
	if (p->stage == ENTRY_DECIDE)
		html_hidden(h, "decide", "1");
}

/* --- the sheet --- */

uint32_t entry_batch_size(const struct entry *p)
{
	uint32_t n = 0;

	for (size_t i = 0; i < p->n_counts; i++)
		if (text_equal(p->counts[i].batch, p->batch))
			n += p->counts[i].n;
	return n;
}

static void write_buttons(struct html *h, const struct entry *p)
{
	bool first_of_two = p->stage == ENTRY_FIRST && p->verify;

	html_open(h, "div", "class", "buttons", NULL);
	html_button(h, "next", "1",
	    first_of_two ? _("On to the second entry") : _("Save and open the next"),
	    NULL);
	html_close(h);
}

static void write_form(struct html *h, const struct entry *p, const struct render *r)
{
	struct arena *a = html_arena(h);

	html_open(h, "form", "method", "post", "class", "entry", "autocomplete", "off",
	    "action",
	    arena_printf(
		a, "%s/admin/campaign/%s/entry", p->req->base_path, p->campaign.code),
	    NULL);
	html_hidden(h, HTML_CSRF_FIELD, p->w->session.csrf);
	html_hidden(h, "token", p->token_text);
	write_first(h, p);
	write_setting(h, p);
	write_done(h, p);
	html_element(h, "h2",
	    arena_printf(
		a, _("Sheet No. %u of batch %s"), entry_batch_size(p) + 1, p->batch),
	    NULL);
	render_questions(r, h);
	write_buttons(h, p);
	html_close(h);
}

static void write_keys(struct html *h)
{
	html_element(h, "p",
	    _("Keys: digits choose an answer (two digits quickly for 10 and above, 0 for "
	      "the mark 10), Backspace takes it back, Enter goes to the next question, "
	      "Shift+Enter to the one before (in a text: a new line), F9 or Ctrl+Enter "
	      "saves."),
	    "class", "hint", "id", "keys", "hidden", HTML_ON, NULL);
}

static void write_counts(struct html *h, const struct entry *p)
{
	const struct html_column columns[] = {{_("Batch"), NULL, false},
	    {_("Keyed in on"), NULL, false}, {_("By"), NULL, false},
	    {_("Sheets"), NULL, true}};
	struct arena *a = html_arena(h);

	if (p->n_counts == 0)
		return;
	html_open(h, "details", NULL);
	html_element(h, "summary", _("What has been keyed in"), NULL);
	html_table_begin(h, &(struct html_table){.caption = _("Sheets by batch"),
				.caption_hidden = true,
				.columns = columns,
				.n_columns = 4});
	for (size_t i = 0; i < p->n_counts; i++) {
		html_row(h);
		html_cell_head(h, p->counts[i].batch);
		html_cell(h, day_russian(a, p->counts[i].day));
		html_cell(h, p->counts[i].login);
		html_cell_number(h, arena_printf(a, "%u", p->counts[i].n));
		html_row_end(h);
	}
	html_table_end(h);
	html_close(h);
}

/* --- pages --- */

static struct html *begin(
    struct admin_page *page, const struct entry *p, const char *before)
{
	struct arena *a = p->req->arena;
	const char *heading = arena_printf(a, _("Keying in: %s"), p->campaign.title);

	return admin_page_begin_titled(page, p->w, p->req, p->res, ADMIN_TAB_CAMPAIGNS,
	    before != NULL ? arena_printf(a, "%s – %s", before, heading) : heading,
	    heading);
}

/* What a screen reader says first of the page. */
static const char *outcome(const struct entry *p)
{
	struct arena *a = p->req->arena;

	if (p->alert != NULL || p->n_problems > 0 || p->res->status == 422)
		return arena_printf(a, _("Error: %s"), _("the sheet is not saved"));
	if (p->stage == ENTRY_SECOND)
		return _("Second entry");
	if (p->repeated)
		return _("Accepted before");
	if (p->done > 0)
		return arena_printf(a, _("Sheet No. %u is accepted"), p->done);
	return NULL;
}

void entry_write(const struct entry *p)
{
	struct render *r =
	    render_new(p->req->arena, p->answers, RENDER_ALL, p->problems, p->n_problems);
	struct admin_page page;
	struct html *h = begin(&page, p, outcome(p));

	write_faults(h, p, r);
	write_closing(h, p);
	write_stage(h, p);
	html_element(h, "p",
	    _("The questions stand in the order of the paper form. Key in what is on the "
	      "sheet: answers to questions that do not apply are not counted."),
	    NULL);
	write_keys(h);
	write_form(h, p, r);
	write_counts(h, p);
	html_open(h, "script", "src",
	    arena_printf(p->req->arena, "%s" SCRIPT, p->req->base_path), "defer", HTML_ON,
	    NULL);
	html_close(h);
	admin_page_end(&page);
}

void entry_write_shut(const struct entry *p, enum db_campaign_phase phase)
{
	enum err e = phase == DB_PHASE_EARLY ? ERR_NOT_OPEN : ERR_CLOSED;
	struct admin_page page;
	struct html *h;

	p->res->status = http_status(e);
	h = begin(&page, p, NULL);
	if (e == ERR_NOT_OPEN)
		html_notice(h, "warning",
		    arena_printf(p->req->arena,
			_("The survey opens on %s; sheets can be keyed in from then on."),
			day_russian(p->req->arena, p->campaign.opens_on)));
	else
		html_notice(h, "warning",
		    _("The survey is closed. Sheets could be keyed in until an hour "
		      "after closing."));
	if (p->req->method == HTTP_POST)
		html_element(h, "p", _("The sheet has not been saved."), NULL);
	admin_link_line(h, p->req, "/admin", _("What to do"));
	admin_page_end(&page);
}
