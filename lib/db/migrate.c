#include "db/migrate.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "db/db-private.h"

#define FILE_BYTES_MAX (4u << 20)
#define GRANTS "grants.sql"

static const struct db_sql lock = {"migrate lock",
    "SELECT COALESCE(GET_LOCK(CONCAT('otklik-migrate ', DATABASE()), 60), 0)"};
static const struct db_sql unlock = {"migrate unlock",
    "SELECT COALESCE(RELEASE_LOCK(CONCAT('otklik-migrate ', DATABASE())), 0)"};
static const struct db_sql recorded_files = {
    "schema files", "SELECT name, checksum FROM schema_file ORDER BY name"};
static const struct db_sql record = {"schema record",
    "INSERT INTO schema_file (name, checksum, applied_on) VALUES (?, ?, UTC_DATE()) "
    "ON DUPLICATE KEY UPDATE checksum = VALUES(checksum), applied_on = UTC_DATE()"};

static const char make_record[] =
    "CREATE TABLE IF NOT EXISTS schema_file ("
    "name VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL "
    "COMMENT 'file of conf/schema', "
    "checksum BINARY(32) NOT NULL COMMENT 'BLAKE2b of its text', "
    "applied_on DATE NOT NULL COMMENT 'day, UTC', "
    "PRIMARY KEY (name)) COMMENT 'migrations that were applied'";

static enum err read_file(struct arena *a, const char *dir, const char *name,
    struct db_schema_file *f_r, const char **fault_r)
{
	const char *path = arena_printf(a, "%s/%s", dir, name);
	FILE *in = fopen(path, "re");
	char *text;
	size_t n;

	if (in == NULL) {
		*fault_r = arena_printf(a, "%s: %s", path, strerror(errno));
		return ERR_CONFIG;
	}
	text = arena_alloc(a, FILE_BYTES_MAX + 1);
	n = fread(text, 1, FILE_BYTES_MAX, in);
	fclose(in);
	f_r->name = arena_strdup(a, name);
	f_r->text = arena_strndup(a, text, n);
	crypto_generichash(
	    f_r->checksum, DB_CHECKSUM_BYTES, (const uint8_t *)text, n, NULL, 0);
	return ERR_OK;
}

static int is_migration(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 9 && strspn(d->d_name, "0123456789") == 4 && d->d_name[4] == '-' &&
	       strcmp(d->d_name + n - 4, ".sql") == 0;
}

enum err db_schema_read(struct arena *a, const char *dir, struct db_schema_file **v_r,
    size_t *n_r, const char **fault_r)
{
	struct dirent **names;
	struct db_schema_file *v;
	enum err e = ERR_OK;
	int n = scandir(dir, &names, is_migration, alphasort);

	if (n <= 0) {
		*fault_r = arena_printf(a, _("%s: no migrations there"), dir);
		return ERR_CONFIG;
	}
	v = ARENA_ARRAY(a, (size_t)n, struct db_schema_file);
	for (int i = 0; i < n; i++) {
		if (e == ERR_OK && strtol(names[i]->d_name, NULL, 10) != i + 1) {
			*fault_r = arena_printf(a, _("%s/%s: number %04d was expected"),
			    dir, names[i]->d_name, i + 1);
			e = ERR_CONFIG;
		}
		if (e == ERR_OK)
			e = read_file(a, dir, names[i]->d_name, &v[i], fault_r);
		free(names[i]);
	}
	free(names);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = (size_t)n;
	}
	return e;
}

enum err db_schema_compare(struct arena *a, const struct db_schema_file *files,
    size_t n_files, const struct db_schema_file *recorded, size_t n_recorded,
    size_t *applied_r, const char **fault_r)
{
	for (size_t i = 0; i < n_recorded; i++) {
		if (i >= n_files || strcmp(files[i].name, recorded[i].name) != 0) {
			*fault_r = arena_printf(a,
			    _("the database has %s, which is not among the migrations "
			      "here: it belongs to a newer version"),
			    recorded[i].name);
			return ERR_CONFIG;
		}
		if (memcmp(files[i].checksum, recorded[i].checksum, DB_CHECKSUM_BYTES) !=
		    0) {
			*fault_r = arena_printf(a,
			    _("%s was changed after it had been applied"), files[i].name);
			return ERR_CONFIG;
		}
	}
	*applied_r = n_recorded;
	return ERR_OK;
}

static enum err run_script(struct db *db, struct arena *a, const char *name,
    const char *text, const char **fault_r)
{
	const char *words = "";
	size_t at = 0;
	enum err e = db_script(db, a, text, &at, &words);

	if (e != ERR_OK && at > 0)
		*fault_r = arena_printf(a, _("%s: statement %zu: %s"), name, at, words);
	return e;
}

/* What is recorded: the migrations, and apart from them the grants. */
static enum err read_recorded(struct db *db, struct arena *a, struct db_schema_file **v_r,
    size_t *n_r, struct db_schema_file *grants_r)
{
	struct db_schema_file *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &recorded_files, DB_NONE, &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_schema_file);
	while (db_rows_next(rows)) {
		struct db_schema_file f = {.name = db_col_text(rows, a)};

		if (!db_col_bytes(rows, f.checksum, sizeof(f.checksum)))
			continue;
		if (strcmp(f.name, GRANTS) == 0)
			*grants_r = f;
		else
			v[n++] = f;
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

static enum err apply(
    struct db *db, struct arena *a, const struct db_schema_file *f, const char **fault_r)
{
	enum err e = run_script(db, a, f->name, f->text, fault_r);

	if (e != ERR_OK)
		return e;
	return db_run(db, &record,
	    DB_IN(db_in_text(f->name), db_in_blob(f->checksum, DB_CHECKSUM_BYTES)), NULL);
}

static enum err migrate_locked(struct db *db, struct arena *a, const char *dir,
    size_t *applied_r, const char **fault_r)
{
	struct db_schema_file *files, *recorded, grants, granted = {.name = NULL};
	size_t n_files, n_recorded, applied;
	enum err e = db_schema_read(a, dir, &files, &n_files, fault_r);

	if (e == ERR_OK)
		e = read_file(a, dir, GRANTS, &grants, fault_r);
	if (e == ERR_OK)
		e = run_script(db, a, "schema_file", make_record, fault_r);
	if (e == ERR_OK)
		e = read_recorded(db, a, &recorded, &n_recorded, &granted);
	if (e == ERR_OK)
		e = db_schema_compare(
		    a, files, n_files, recorded, n_recorded, &applied, fault_r);
	if (e != ERR_OK)
		return e;
	for (size_t i = applied; i < n_files && e == ERR_OK; i++)
		e = apply(db, a, &files[i], fault_r);
	if (e == ERR_OK &&
	    (granted.name == NULL ||
		memcmp(grants.checksum, granted.checksum, DB_CHECKSUM_BYTES) != 0))
		e = apply(db, a, &grants, fault_r);
	if (e == ERR_OK)
		*applied_r = n_files - applied;
	return e;
}

/* Runs a statement whose one row and column says whether it went well. */
static enum err ask(struct db *db, const struct db_sql *sql, bool *yes_r)
{
	struct db_rows *rows;
	bool yes;
	enum err e = db_select(db, sql, DB_NONE, &rows);

	if (e != ERR_OK)
		return e;
	yes = db_rows_next(rows) && db_col_int(rows) == 1;
	e = db_rows_end(rows);
	if (e == ERR_OK)
		*yes_r = yes;
	return e;
}

enum err db_migrate(struct db *db, struct arena *a, const char *dir, size_t *applied_r,
    const char **fault_r)
{
	bool locked, unlocked;
	enum err e;

	*fault_r = _("the database refused; see the log");
	e = ask(db, &lock, &locked);
	if (e != ERR_OK)
		return e;
	if (!locked) {
		*fault_r = _("another migration is running");
		return ERR_CONFLICT;
	}
	e = migrate_locked(db, a, dir, applied_r, fault_r);
	/* The lock ends with the connection at the latest. */
	if (ask(db, &unlock, &unlocked) != ERR_OK || !unlocked)
		log_warn("db: migrate lock was lost");
	return e;
}
