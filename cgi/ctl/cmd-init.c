#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ctl.h"
#include "db/install.h"
#include "db/migrate.h"

#define PASSWORD_BYTES 24 /* random ones; twice as many characters */
#define PASSWORD_FILE_MAX 200

struct arguments {
	const char *admin, *password_file, *passwords;
};

static const struct option options[] = {{"admin", required_argument, NULL, 'a'},
    {"admin-password-file", required_argument, NULL, 'f'},
    {"passwords", required_argument, NULL, 'p'}, {NULL, 0, NULL, 0}};

static bool read_arguments(int argc, char **argv, struct arguments *r)
{
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'a')
			r->admin = optarg;
		else if (o == 'f')
			r->password_file = optarg;
		else if (o == 'p')
			r->passwords = optarg;
		else
			return false;
	}
	return optind == argc;
}

/* Writes a new password; what is there is never written over. */
static const char *make_password(struct ctl *ctl, const char *path)
{
	uint8_t bytes[PASSWORD_BYTES];
	const char *password;
	FILE *out;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	out = fd == -1 ? NULL : fdopen(fd, "w");
	if (out == NULL) {
		ctl_fail("%s: %s", path, strerror(errno));
		return NULL;
	}
	randombytes_buf(bytes, sizeof(bytes));
	password = text_hex(ctl->arena, bytes, sizeof(bytes));
	fprintf(out, "%s\n", password);
	if (fflush(out) != 0 || fsync(fd) != 0 || ferror(out)) {
		ctl_fail("%s: %s", path, strerror(errno));
		unlink(path);
		password = NULL;
	}
	fclose(out);
	return password;
}

/* The password of an account: from its file if there is one, else made. */
static const char *password_of(struct ctl *ctl, const char *dir, const char *account)
{
	const char *path = arena_printf(ctl->arena, "%s/%s", dir, account);
	char *text;
	size_t len;

	if (access(path, F_OK) != 0)
		return make_password(ctl, path);
	text = ctl_read_file(ctl, path, PASSWORD_FILE_MAX, &len);
	if (text != NULL)
		text[strcspn(text, "\r\n")] = '\0';
	return text;
}

static bool set_passwords(
    struct ctl *ctl, const char *dir, struct db_account *v, size_t n)
{
	if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
		ctl_fail("%s: %s", dir, strerror(errno));
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		v[i].password = password_of(ctl, dir, v[i].name);
		if (v[i].password == NULL)
			return false;
	}
	return true;
}

/* One step as the administrator; name NULL = before there is a database. */
static enum err as_administrator(struct ctl *ctl, const struct arguments *args,
    struct db_account *v, size_t n, const char **fault_r)
{
	struct config admin = ctl->config;
	struct db *db;
	size_t applied;
	enum err e;

	admin.db_user = args->admin == NULL ? "" : args->admin;
	admin.db_password_file = args->password_file == NULL ? "" : args->password_file;
	admin.db_name = NULL;
	db = db_new(&admin);
	e = db_install(db, ctl->arena, ctl->config.db_name, v, n, fault_r);
	db_free(&db);
	if (e != ERR_OK)
		return e;
	admin.db_name = ctl->config.db_name;
	db = db_new(&admin);
	e = db_migrate(db, ctl->arena, ctl->config.schema_dir, &applied, fault_r);
	db_free(&db);
	if (e == ERR_OK)
		printf(_("accounts: %zu, migrations applied: %zu\n"), n, applied);
	return e;
}

enum ctl_exit ctl_init(struct ctl *ctl, int argc, char **argv)
{
	struct arguments args = {NULL, NULL, NULL};
	struct db_account *v;
	const char *fault, *path;
	size_t n;
	enum err e;

	if (!read_arguments(argc, argv, &args))
		return ctl_misused(_("see otklikctl init --help"));
	path = arena_printf(ctl->arena, "%s/accounts", ctl->config.schema_dir);
	if (db_account_read(ctl->arena, path, &v, &n, &fault) != ERR_OK)
		return ctl_fail("%s", fault);
	if (args.passwords != NULL && !set_passwords(ctl, args.passwords, v, n))
		return CTL_FAILED;
	e = as_administrator(ctl, &args, v, n, &fault);
	if (e == ERR_UNAVAILABLE)
		return ctl_err(e, "init");
	return e == ERR_OK ? CTL_OK : ctl_fail("%s", fault);
}
