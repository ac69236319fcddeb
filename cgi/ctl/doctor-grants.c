/* Rights of the accounts: exactly those of conf/schema/grants.sql. */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "db/doctor.h"
#include "db/grants.h"
#include "db/install.h"
#include "doctor.h"

#define GRANTS_BYTES_MAX (1u << 20)

struct rights {
	const char **v;
	size_t n;
};

static bool has(const struct rights *r, const char *right)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcasecmp(r->v[i], right) == 0)
			return true;
	return false;
}

/* Those of `of` that are not in `than`, with a sign before each. */
static void add_difference(
    struct buf *b, char sign, const struct rights *of, const struct rights *than)
{
	for (size_t i = 0; i < of->n; i++)
		if (!has(than, of->v[i]))
			buf_printf(b, "%s%c%s", b->len > 0 ? ", " : "", sign, of->v[i]);
}

static void check_account(struct doctor *d, const char *text, const char *account)
{
	struct rights wanted, found = {NULL, 0};
	struct buf b = {0};
	bool there = false;
	enum err e = db_doctor_has_account(d->db, account, &there);

	db_grants_read(
	    d->arena, text, d->ctl->config.db_name, account, &wanted.v, &wanted.n);
	if (e == ERR_OK)
		e = db_doctor_rights(d->db, d->arena, account, &found.v, &found.n);
	if (e != ERR_OK) {
		doctor_say(
		    d, "grants.rights", DOCTOR_FAULT, "%s: %s", account, err_name(e));
	} else if (!there) {
		doctor_say(d, "grants.rights", DOCTOR_FAULT, "%s: -", account);
	} else {
		add_difference(&b, '+', &found, &wanted);
		add_difference(&b, '-', &wanted, &found);
		doctor_say(d, "grants.rights", b.len > 0 ? DOCTOR_FAULT : DOCTOR_OK,
		    "%s%s%s", account, b.len > 0 ? ": " : "", buf_str(&b));
	}
	buf_free(&b);
}

void doctor_grants(struct doctor *d)
{
	const char *dir = d->ctl->config.schema_dir, *fault = "";
	const char *path = arena_printf(d->arena, "%s/grants.sql", dir);
	struct db_account *accounts;
	size_t n, len;
	char *text;

	if (d->db == NULL)
		return;
	text = ctl_read_file(d->ctl, path, GRANTS_BYTES_MAX, &len);
	if (text == NULL ||
	    db_account_read(d->arena, arena_printf(d->arena, "%s/accounts", dir),
		&accounts, &n, &fault) != ERR_OK) {
		doctor_say(d, "grants.rights", DOCTOR_FAULT, "%s", dir);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (strcmp(accounts[i].name, DB_OWNER) != 0)
			check_account(d, text, accounts[i].name);
}
