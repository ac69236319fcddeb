#include "mailing.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/ticket.h"
#include "links.h"
#include "mail/mail.h"

#define STEP_SECONDS                                                               \
	12              /* with the timeout of a letter (15 at most) below that of \
			   the web server (30) */
#define IDLE_SECONDS 60 /* a step without news for so long has died */
#define SUBJECT_MAX 200
#define TEXT_MAX 4000

/* --- the letter --- */

static const char *deadline(const struct mailing *m)
{
	return m->campaign.closes_on == DAY_NONE
		   ? NULL
		   : day_russian(m->req->arena, m->campaign.closes_on);
}

void mailing_preset(struct mailing *m)
{
	m->subject = _("Survey: {title}");
	m->text = arena_printf(m->req->arena, "%s\n\n%s%s\n\n%s\n{%s}\n\n%s\n",
	    _("Good day,"), _("you are invited to take part in the survey “{title}”."),
	    deadline(m) == NULL ? ""
				: _(" Answers are taken until {deadline} inclusive."),
	    _("Your personal link:"), _("link"),
	    links_ticket_note(m->worker, &m->campaign));
}

/* The value of the place whose name is n bytes at s; NULL: there is no such place. */
static const char *place_value(
    const struct mailing *m, const char *s, size_t n, const char *link)
{
	const struct {
		const char *name, *value;
	} places[] = {{_("link"), link}, {_("title"), m->campaign.title},
	    {_("deadline"), deadline(m)}};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strlen(places[i].name) == n && strncmp(places[i].name, s, n) == 0)
			return places[i].value;
	return NULL;
}

/* Fills the places in; *unknown_r (may be NULL): the first that has no value. */
static const char *fill(
    const struct mailing *m, const char *s, const char *link, const char **unknown_r)
{
	struct arena *a = m->req->arena;
	struct buf b = {0};
	const char *filled;

	for (size_t n; *s != '\0'; s += n) {
		const char *value = NULL;

		n = 1;
		if (*s == '{' && strchr(s, '}') != NULL) {
			n = (size_t)(strchr(s, '}') - s) + 1;
			value = place_value(m, s + 1, n - 2, link);
			if (value == NULL && unknown_r != NULL && *unknown_r == NULL)
				*unknown_r = arena_strndup(a, s, n);
		}
		if (value != NULL)
			buf_puts(&b, value);
		else
			buf_add(&b, s, n);
	}
	filled = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return filled;
}

static const char *unknown_fault(const struct mailing *m, const char *text)
{
	const char *unknown = NULL;

	fill(m, text, "", &unknown);
	if (unknown == NULL)
		return NULL;
	return arena_printf(
	    m->req->arena, _("There is nothing to put in the place of %s"), unknown);
}

const char *mailing_subject_fault(const struct mailing *m)
{
	if (*m->subject == '\0')
		return _("The letter needs a subject");
	if (text_chars(m->subject) > SUBJECT_MAX)
		return arena_printf(m->req->arena,
		    _("The subject is longer than %d characters"), SUBJECT_MAX);
	if (strpbrk(m->subject, "\r\n") != NULL)
		return _("The subject is one line");
	if (strstr(m->subject, arena_printf(m->req->arena, "{%s}", _("link"))) != NULL)
		return _("The link stands in the text, not in the subject");
	return unknown_fault(m, m->subject);
}

const char *mailing_text_fault(const struct mailing *m)
{
	const char *place = arena_printf(m->req->arena, "{%s}", _("link"));
	const char *first = strstr(m->text, place);

	if (text_chars(m->text) > TEXT_MAX)
		return arena_printf(
		    m->req->arena, _("The text is longer than %d characters"), TEXT_MAX);
	if (first == NULL || strstr(first + 1, place) != NULL)
		return arena_printf(m->req->arena, _("The text needs %s, once"), place);
	return unknown_fault(m, m->text);
}

const char *mailing_subject(const struct mailing *m)
{
	return fill(m, m->subject, "", NULL);
}

const char *mailing_text(const struct mailing *m, const char *link)
{
	return fill(m, m->text, link, NULL);
}

/* --- order and numbers --- */

void mailing_shuffle(struct mailing *m)
{
	for (size_t i = m->list.n; i > 1; i--) {
		size_t j = randombytes_uniform((uint32_t)i);
		const char *x = m->list.v[j];

		m->list.v[j] = m->list.v[i - 1];
		m->list.v[i - 1] = x;
	}
}

void mailing_first_step(struct mailing *m)
{
	randombytes_buf(m->step.id, sizeof(m->step.id));
}

/* It follows from this one: a page that is shown twice cannot be sent twice. */
void mailing_next_step(struct mailing *m, uint8_t id_r[DB_MAILING_ID])
{
	crypto_generichash(id_r, DB_MAILING_ID, m->step.id, sizeof(m->step.id), NULL, 0);
}

/* --- sending --- */

struct sending {
	struct mailing *m;
	size_t n;
	const char **secrets;
	uint8_t *hashes; /* beside secrets */
	struct mail *mail;
};

static struct db_audit audit_of(const struct mailing *m, const char *action, size_t n)
{
	return (struct db_audit){.staff_id = m->worker->session.staff.id,
	    .action = action,
	    .object = arena_printf(m->req->arena, "campaign %s", m->campaign.code),
	    .after = arena_printf(m->req->arena, "{\"number\":%zu}", n)};
}

/* Fresh links, known to the database before the first letter is out. */
static enum err make_links(struct sending *s)
{
	struct mailing *m = s->m;
	struct arena *a = m->req->arena;
	struct db_audit entry = audit_of(m, "ticket.mail", s->n);
	struct box_ticket_key key;
	uint8_t *sorted;

	if (box_ticket_key_load(m->worker->config->ticket_key_file, &key) != ERR_OK)
		return ERR_CONFIG;
	s->secrets = ARENA_ARRAY(a, s->n, const char *);
	s->hashes = arena_array(a, s->n, BOX_HASH_BYTES);
	for (size_t i = 0; i < s->n; i++) {
		s->secrets[i] = box_ticket_make(a);
		box_ticket_hash(&key, BOX_LINK_TICKET, m->campaign.id, s->secrets[i],
		    s->hashes + i * BOX_HASH_BYTES);
	}
	explicit_bzero(&key, sizeof(key));
	sorted = arena_memdup(a, s->hashes, s->n * BOX_HASH_BYTES);
	return db_ticket_add(m->worker->db, m->campaign.id, sorted, s->n, &entry);
}

static enum mailing_mark mark_of(enum mail_result result)
{
	switch (result) {
	case MAIL_SENT:
		return MAILING_SENT;
	case MAIL_REFUSED:
		return MAILING_REFUSED;
	case MAIL_DOWN:
		return MAILING_LEFT;
	case MAIL_UNSURE:
		break;
	}
	return MAILING_UNSURE;
}

/* One letter; false: no use to go on.  What cannot be noted is not sent. */
static bool send_one(struct sending *s, size_t i)
{
	struct mailing *m = s->m;
	const struct mail_letter letter = {.to = m->list.v[i],
	    .from = m->campaign.agency,
	    .subject = mailing_subject(m),
	    .text = mailing_text(m,
		links_secret_url(m->worker, m->req, &m->campaign, "t", s->secrets[i]))};
	enum mail_result result;

	m->step.results[i] = MAILING_TRYING;
	if (db_mailing_note(m->worker->db, &m->step) != ERR_OK) {
		m->step.results[i] = MAILING_WAITING;
		m->trouble = _("the database does not answer");
		return false;
	}
	result = mail_send(s->mail, &letter);
	m->step.results[i] = (char)mark_of(result);
	if (result == MAIL_SENT || result == MAIL_REFUSED)
		return true;
	m->trouble = gettext(mail_trouble(s->mail));
	return false;
}

static int64_t seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static void send_letters(struct sending *s)
{
	int64_t start = seconds();

	if (mail_open(s->m->worker->config, &s->mail) != ERR_OK) {
		s->m->trouble = _("the file with the password cannot be read");
		return;
	}
	for (size_t i = 0; i < s->n && seconds() - start < STEP_SECONDS; i++)
		if (!send_one(s, i))
			break;
	mail_close(&s->mail);
}

/* A link whose letter may not have arrived must not answer beside the next one. */
static enum err take_back(struct sending *s)
{
	struct mailing *m = s->m;
	uint8_t *back = arena_array(m->req->arena, s->n, BOX_HASH_BYTES);
	struct db_audit entry;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (m->step.results[i] != MAILING_SENT)
			memcpy(back + n++ * BOX_HASH_BYTES,
			    s->hashes + i * BOX_HASH_BYTES, BOX_HASH_BYTES);
	if (n == 0)
		return ERR_OK;
	entry = audit_of(m, "ticket.void", n);
	return db_mailing_take_back(m->worker->db, m->campaign.id, back, n, &entry);
}

static enum err send_step(struct mailing *m, size_t n)
{
	struct sending s = {.m = m, .n = n};
	enum err e = make_links(&s);

	if (e == ERR_OK)
		send_letters(&s);
	for (size_t i = 0; i < n; i++)
		if (m->step.results[i] == MAILING_WAITING)
			m->step.results[i] = MAILING_LEFT;
	/* The page tells what became of the letters, come what may. */
	if (db_mailing_note(m->worker->db, &m->step) != ERR_OK && m->trouble == NULL)
		m->trouble = _("the database does not answer");
	if (e == ERR_OK && take_back(&s) != ERR_OK)
		m->trouble = _("links that did not go out could not be made void");
	return e;
}

/* It was sent before, by a click or a request whose answer was lost. */
static enum err read_step(struct mailing *m, size_t n)
{
	int64_t idle;
	enum err e = db_mailing_read(m->worker->db, &m->step, &idle);

	if (e != ERR_OK)
		return e;
	if (strlen(m->step.results) != n)
		return ERR_CONFLICT;
	m->busy = strpbrk(m->step.results, "nt") != NULL && idle < IDLE_SECONDS;
	for (size_t i = 0; i < n; i++)
		if (m->step.results[i] == MAILING_TRYING)
			m->step.results[i] = MAILING_UNSURE;
	return ERR_OK;
}

/* A mail server that does not answer must not take the threads of everybody's pages. */
static atomic_int under_way;

static bool enter(const struct mailing *m)
{
	int most = m->worker->config->threads / MAILING_SHARE;

	if (atomic_fetch_add(&under_way, 1) < (most > 0 ? most : 1))
		return true;
	atomic_fetch_sub(&under_way, 1);
	return false;
}

static void leave(void)
{
	atomic_fetch_sub(&under_way, 1);
}

enum err mailing_send(struct mailing *m)
{
	size_t n = m->list.n < MAILING_STEP ? m->list.n : MAILING_STEP;
	enum err e;

	m->step.campaign_id = m->campaign.id;
	m->step.staff_id = m->worker->session.staff.id;
	memset(m->step.results, MAILING_WAITING, n);
	m->step.results[n] = '\0';
	if (!enter(m)) {
		m->crowded = true;
		return ERR_OK;
	}
	e = db_mailing_begin(m->worker->db, &m->step);
	if (e == ERR_DUPLICATE)
		e = read_step(m, n);
	else if (e == ERR_OK)
		e = send_step(m, n);
	leave();
	return e;
}
