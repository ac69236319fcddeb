#include "db/doctor.h"

#include "db/db-private.h"

/* No view of information_schema tells of the rights on functions. */
static const struct db_sql rights = {"doctor rights",
    "SELECT r FROM ("
    "SELECT CONCAT(privilege_type, ' ON *.*') r FROM information_schema.user_privileges "
    "WHERE grantee = ? AND privilege_type <> 'USAGE' "
    "UNION SELECT CONCAT(privilege_type, ' ON ', table_schema, '.*') "
    "FROM information_schema.schema_privileges WHERE grantee = ? "
    "UNION SELECT CONCAT(privilege_type, ' ON ', table_schema, '.', table_name) "
    "FROM information_schema.table_privileges WHERE grantee = ? "
    "AND privilege_type <> 'USAGE' "
    "UNION SELECT CONCAT(privilege_type, '(', column_name, ') ON ', table_schema, '.', "
    "table_name) FROM information_schema.column_privileges WHERE grantee = ? "
    "UNION SELECT CONCAT(UPPER(Proc_priv), ' ON ', Routine_type, ' ', Db, '.', "
    "LOWER(Routine_name)) FROM mysql.procs_priv WHERE User = ? AND Host = 'localhost' "
    "AND Proc_priv <> '' "
    "UNION SELECT CONCAT('ROLE ', Role) FROM mysql.roles_mapping "
    "WHERE User = ? AND Host = 'localhost') x ORDER BY BINARY r"};
static const struct db_sql setting = {"doctor setting",
    "SELECT COALESCE(global_value, '') FROM information_schema.system_variables "
    "WHERE variable_name = ?"};
static const struct db_sql audit = {"doctor audit",
    "SELECT COALESCE(GROUP_CONCAT(plugin_name SEPARATOR ', '), '') "
    "FROM information_schema.plugins "
    "WHERE plugin_type = 'AUDIT' AND plugin_status = 'ACTIVE'"};
static const struct db_sql now = {
    "doctor clock", "SELECT CAST(UNIX_TIMESTAMP() AS UNSIGNED)"};
static const struct db_sql has_key = {
    "doctor key", "SELECT COUNT(*) FROM count_key WHERE campaign_id = ?"};
static const struct db_sql has_account = {"doctor account",
    "SELECT COUNT(*) FROM mysql.global_priv WHERE User = ? AND Host = 'localhost'"};

enum err db_doctor_rights(
    struct db *db, struct arena *a, const char *account, const char ***v_r, size_t *n_r)
{
	struct db_value grantee =
	    db_in_text(arena_printf(a, "'%s'@'localhost'", account));
	struct db_value user = db_in_text(account);
	struct db_rows *rows;
	const char **v;
	size_t n = 0;
	enum err e = db_select(
	    db, &rights, DB_IN(grantee, grantee, grantee, grantee, user, user), &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), const char *);
	while (db_rows_next(rows))
		v[n++] = db_col_text(rows, a);
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

/* The first text of a SELECT; "" when it gives no row. */
static enum err one_text(struct db *db, struct arena *a, const struct db_sql *sql,
    const struct db_value *in, size_t n, const char **text_r)
{
	const char *text = "";
	struct db_rows *rows;
	enum err e = db_select(db, sql, in, n, &rows);

	if (e != ERR_OK)
		return e;
	if (db_rows_next(rows))
		text = db_col_text(rows, a);
	e = db_rows_end(rows);
	if (e == ERR_OK)
		*text_r = text;
	return e;
}

enum err db_doctor_setting(
    struct db *db, struct arena *a, const char *name, const char **value_r)
{
	return one_text(db, a, &setting, DB_IN(db_in_text(name)), value_r);
}

enum err db_doctor_audit(struct db *db, struct arena *a, const char **names_r)
{
	return one_text(db, a, &audit, DB_NONE, names_r);
}

enum err db_doctor_clock(struct db *db, int64_t *now_r)
{
	uint32_t n;
	enum err e = db_select_number(db, &now, DB_NONE, &n);

	if (e == ERR_OK)
		*now_r = n;
	return e;
}

enum err db_doctor_has_key(struct db *db, uint32_t campaign_id, bool *has_r)
{
	uint32_t n;
	enum err e = db_select_number(db, &has_key, DB_IN(db_in_uint(campaign_id)), &n);

	if (e == ERR_OK)
		*has_r = n > 0;
	return e;
}

enum err db_doctor_has_account(struct db *db, const char *account, bool *has_r)
{
	uint32_t n;
	enum err e = db_select_number(db, &has_account, DB_IN(db_in_text(account)), &n);

	if (e == ERR_OK)
		*has_r = n > 0;
	return e;
}
