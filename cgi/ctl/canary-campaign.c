/* The canary's own campaigns: not listed, not of any agency, of no results. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "box/ticket.h"
#include "canary.h"
#include "db/doctor.h"
#include "db/ticket.h"

#define AGENCY "canary"
#define OPEN "canary"
#define CIRCLE "canary-circle"
#define KEY_SECONDS 100 /* otklik-count comes once a minute */

/* What the commands say is no part of our report. */
static bool quietly(struct ctl *ctl, ctl_run *run, int argc, char **argv)
{
	int out;
	bool done;

	fflush(stdout);
	out = dup(STDOUT_FILENO);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	optind = 0;
	done = run(ctl, argc, argv) == CTL_OK;
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);
	return done;
}

static bool make(struct canary *c, const char *code, const char *access)
{
	struct ctl *ctl = c->doctor->ctl;
	struct arena *a = c->doctor->arena;
	char *load[] = {(char[]){"load"},
	    arena_printf(a, "%s/common/canary", ctl->config.forms_dir), NULL};
	char *open[] = {(char[]){"open"}, (char[]){"CANARY"}, (char[]){"--agency"},
	    (char[]){AGENCY}, (char[]){"--permanent"}, (char[]){"--code"},
	    arena_strdup(a, code), (char[]){"--access"}, arena_strdup(a, access), NULL};

	return quietly(ctl, ctl_procedure_load, 2, load) &&
	       quietly(ctl, ctl_campaign_open, 9, open);
}

static void wait_for_key(struct canary *c, const struct db_campaign *campaign)
{
	bool has = false;

	for (int i = 0; i < KEY_SECONDS && !has; i++) {
		if (i > 0)
			sleep(1);
		if (db_doctor_has_key(c->doctor->ctl->db, campaign->id, &has) != ERR_OK)
			return;
	}
}

static void campaign(
    struct canary *c, const char *code, const char *access, struct db_campaign *r)
{
	struct ctl *ctl = c->doctor->ctl;
	enum err e = db_campaign_by_code(ctl->db, c->doctor->arena, code, r);

	if (e == ERR_NOT_FOUND && make(c, code, access))
		e = db_campaign_by_code(ctl->db, c->doctor->arena, code, r);
	if (e != ERR_OK)
		r->code = NULL;
	else
		wait_for_key(c, r);
}

/* A link of its own; the list of links is nobody's. */
static void make_ticket(struct canary *c)
{
	const struct db_audit entry = {.action = "canary", .object = CIRCLE};
	struct ctl *ctl = c->doctor->ctl;
	struct box_ticket_key key;
	uint8_t hash[BOX_HASH_BYTES];
	char *secret = box_ticket_make(c->doctor->arena);

	/* It would be made with the wrong owner. */
	if (c->circle.code == NULL || access(ctl->config.ticket_key_file, R_OK) != 0 ||
	    box_ticket_key_load(ctl->config.ticket_key_file, &key) != ERR_OK)
		return;
	box_ticket_hash(&key, BOX_LINK_TICKET, c->circle.id, secret, hash);
	explicit_bzero(&key, sizeof(key));
	if (db_ticket_add(ctl->db, c->circle.id, hash, 1, &entry) == ERR_OK)
		c->mark[CANARY_TICKET] = secret;
}

void canary_campaigns(struct canary *c)
{
	campaign(c, OPEN, "open", &c->open);
	campaign(c, CIRCLE, "ticket", &c->circle);
	make_ticket(c);
}
