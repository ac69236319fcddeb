/* Settings of MariaDB that the word «принят» and anonymity rest on; the box. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "db/ballot.h"
#include "db/campaign.h"
#include "db/doctor.h"
#include "doctor.h"

#define BINLOG_SECONDS_MAX (7 * 86400)
#define CLOCK_SECONDS_MAX 2
#define COUNT_LATE 900 /* seconds behind the hour of grace and the count's margin */

static const char *setting(struct doctor *d, const char *name)
{
	const char *value = "?";

	if (db_doctor_setting(d->db, d->arena, name, &value) != ERR_OK)
		return "?";
	return value;
}

static bool is_on(const char *value)
{
	return strcmp(value, "ON") == 0 || strcmp(value, "1") == 0;
}

/* A setting that must be on, or must be off. */
static void check_switch(struct doctor *d, const char *id, const char *name, bool wanted)
{
	const char *value = setting(d, name);
	bool fits = value[0] != '?' && is_on(value) == wanted;

	doctor_say(d, id, fits ? DOCTOR_OK : DOCTOR_FAULT, "%s = %s", name, value);
}

static void check_durable(struct doctor *d)
{
	const char *value = setting(d, "innodb_flush_log_at_trx_commit");

	doctor_say(d, "database.durable",
	    strcmp(value, "1") == 0 ? DOCTOR_OK : DOCTOR_FAULT,
	    "innodb_flush_log_at_trx_commit = %s", value);
	check_switch(d, "database.doublewrite", "innodb_doublewrite", true);
}

/* It holds the second of every sealed ballot: short it may be, long never. */
static void check_binlog(struct doctor *d)
{
	const char *on = setting(d, "log_bin");
	const char *expire = setting(d, "binlog_expire_logs_seconds");
	const char *sync = setting(d, "sync_binlog");
	long seconds = 0;
	bool brief = text_int(expire, 1, BINLOG_SECONDS_MAX, &seconds) == ERR_OK;

	if (!is_on(on)) {
		doctor_say(d, "database.binlog", DOCTOR_OK, "log_bin = %s", on);
		return;
	}
	doctor_say(d, "database.binlog", brief ? DOCTOR_WARNING : DOCTOR_FAULT,
	    "log_bin = %s, binlog_expire_logs_seconds = %s", on, expire);
	doctor_say(d, "database.binlog-sync",
	    strcmp(sync, "1") == 0 ? DOCTOR_OK : DOCTOR_FAULT, "sync_binlog = %s", sync);
}

static void check_audit(struct doctor *d)
{
	const char *names = "?";
	bool logs;

	if (db_doctor_audit(d->db, d->arena, &names) != ERR_OK)
		names = "?";
	logs = is_on(setting(d, "server_audit_logging"));
	if (names[0] == '\0')
		doctor_say(d, "database.audit", DOCTOR_OK, "-");
	else if (!logs && strcmp(names, "SERVER_AUDIT") == 0)
		doctor_say(d, "database.audit", DOCTOR_OK, "server_audit_logging = OFF");
	else if (strcmp(setting(d, "server_audit_events"), "CONNECT") == 0)
		doctor_say(
		    d, "database.audit", DOCTOR_OK, "server_audit_events = CONNECT");
	else
		doctor_say(d, "database.audit", DOCTOR_FAULT, "%s", names);
}

static void check_clock(struct doctor *d)
{
	int64_t theirs, ours = time(NULL);

	if (db_doctor_clock(d->db, &theirs) != ERR_OK) {
		doctor_say(d, "machine.clock-database", DOCTOR_FAULT, "?");
		return;
	}
	doctor_say(d, "machine.clock-database",
	    llabs(theirs - ours) <= CLOCK_SECONDS_MAX ? DOCTOR_OK : DOCTOR_FAULT,
	    "%+lld s", (long long)(theirs - ours));
}

void doctor_database(struct doctor *d)
{
	const char *version;

	if (d->db != NULL &&
	    db_doctor_setting(d->db, d->arena, "version", &version) == ERR_OK) {
		doctor_say(d, "database.reach", DOCTOR_OK, "%s", version);
	} else {
		doctor_say(
		    d, "database.reach", DOCTOR_FAULT, "%s", d->ctl->config.db_socket);
		db_free(&d->db);
		return;
	}
	check_durable(d);
	check_switch(d, "database.general-log", "general_log", false);
	check_switch(d, "database.slow-log", "slow_query_log", false);
	check_switch(d, "database.errors", "innodb_print_all_deadlocks", false);
	check_switch(d, "database.errors", "innodb_status_output", false);
	check_switch(d, "database.core", "core_file", false);
	check_audit(d);
	check_binlog(d);
	check_clock(d);
}

/* Has the count forgotten a campaign that is over?  Codes of those it has. */
static const char *late_campaigns(struct doctor *d, const struct db_campaign *v, size_t n)
{
	const char *codes = "";

	for (size_t i = 0; i < n; i++) {
		int64_t end = db_campaign_end(&v[i]);

		if (v[i].state != DB_CAMPAIGN_COUNTED && end != INT64_MAX &&
		    time(NULL) - end > DB_CAMPAIGN_GRACE + COUNT_LATE)
			codes = arena_printf(d->arena, "%s %s", codes, v[i].code);
	}
	return codes;
}

static const char *keyless_campaigns(
    struct doctor *d, const struct db_campaign *v, size_t n)
{
	const char *codes = "";
	bool has = true;

	for (size_t i = 0; i < n; i++) {
		if (db_campaign_phase(&v[i], time(NULL)) == DB_PHASE_OPEN &&
		    db_doctor_has_key(d->db, v[i].id, &has) == ERR_OK && !has)
			codes = arena_printf(d->arena, "%s %s", codes, v[i].code);
	}
	return codes;
}

static const char *rejected_ballots(
    struct doctor *d, const struct db_campaign *v, size_t n)
{
	const char *codes = "";

	for (size_t i = 0; i < n; i++)
		if (v[i].rejected > 0)
			codes = arena_printf(d->arena, "%s %s (%u)", codes, v[i].code,
			    (unsigned)v[i].rejected);
	return codes;
}

static void say_codes(
    struct doctor *d, const char *id, enum doctor_level level, const char *codes)
{
	doctor_say(d, id, codes[0] == '\0' ? DOCTOR_OK : level, "%s",
	    codes[0] == '\0' ? "" : codes + 1);
}

void doctor_box(struct doctor *d)
{
	struct db_campaign *v;
	size_t n;

	if (d->db == NULL)
		return;
	if (db_campaign_list(d->db, d->arena, 0, &v, &n) != ERR_OK) {
		doctor_say(d, "box.closed", DOCTOR_FAULT, "?");
		return;
	}
	say_codes(d, "box.closed", DOCTOR_FAULT, late_campaigns(d, v, n));
	say_codes(d, "box.keys", DOCTOR_FAULT, keyless_campaigns(d, v, n));
	say_codes(d, "box.rejected", DOCTOR_WARNING, rejected_ballots(d, v, n));
}
