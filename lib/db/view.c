#include "db/view.h"

#include <ctype.h>

#include "base/buf.h"
#include "db/db-private.h"

static const struct db_sql versions = {"view versions",
    "SELECT v.id, q.code, v.version, v.xml FROM form_version v "
    "JOIN questionnaire q ON q.id = v.questionnaire_id WHERE q.audience = 'external' "
    "ORDER BY v.id"};

/* The numbers up to the responses of a block are the server's own table. */
#define VIEW                                                                  \
	"CREATE OR REPLACE SQL SECURITY DEFINER VIEW %s AS SELECT c.code AS " \
	"campaign, b.day, b.channel, b.language"
#define OF_VERSION                                                        \
	" FROM response_block b JOIN campaign c ON c.id = b.campaign_id " \
	"AND c.audience = 'external' JOIN seq_0_to_999 s ON s.seq < b.n " \
	"WHERE b.form_version_id = %u"

enum err db_view_versions(
    struct db *db, struct arena *a, struct db_view_version **v_r, size_t *n_r)
{
	struct db_view_version *v;
	struct db_rows *rows;
	size_t n = 0;
	enum err e = db_select(db, &versions, DB_NONE, &rows);

	if (e != ERR_OK)
		return e;
	v = ARENA_ARRAY(a, db_rows_count(rows), struct db_view_version);
	for (; db_rows_next(rows); n++) {
		v[n].id = (uint32_t)db_col_uint(rows);
		v[n].questionnaire = db_col_text(rows, a);
		v[n].version = (int)db_col_uint(rows);
		v[n].xml = (const char *)db_col_blob(rows, a, &v[n].n_xml);
	}
	e = db_rows_end(rows);
	if (e == ERR_OK) {
		*v_r = v;
		*n_r = n;
	}
	return e;
}

static const char *name_of(struct arena *a, const struct db_view_version *v)
{
	char *name = arena_printf(
	    a, "answers_%u_%s_v%d", (unsigned)v->id, v->questionnaire, v->version);

	for (char *p = name; *p != '\0'; p++)
		*p = isalnum((unsigned char)*p) ? (char)tolower((unsigned char)*p) : '_';
	return name;
}

/* The stored number of an answer: big-endian bytes of the response's vector. */
static const char *stored(
    struct arena *a, const struct db_view_variable *x, size_t vector)
{
	return arena_printf(a,
	    "CAST(CONV(HEX(SUBSTR(b.vectors, s.seq * %zu + %zu, %zu)), 16, 10) AS "
	    "UNSIGNED)",
	    vector, x->at + 1, x->width);
}

static void add_variable(
    struct arena *a, const struct db_view_variable *x, size_t vector, struct buf *sql)
{
	const char *v = stored(a, x, vector);

	if (x->set) {
		buf_printf(sql, ", IF(%s = 0, NULL, %s >> %u & 1)", v, v, x->bit);
	} else if (x->numbers != NULL) {
		buf_printf(sql, ", CAST(ELT(%s", v);
		for (size_t i = 0; i < x->n; i++)
			buf_printf(sql, ", %ld", x->numbers[i]);
		buf_puts(sql, ") AS SIGNED)");
	} else {
		buf_printf(sql, ", CAST(NULLIF(%s, 0) AS SIGNED) + %ld", v, x->first - 1);
	}
	buf_printf(sql, " AS %s", x->name);
}

enum err db_view_make(struct db *db, struct arena *a, const struct db_view_version *v,
    size_t vector, const struct db_view_variable *variables, size_t n,
    const char **name_r)
{
	const char *name = name_of(a, v), *words;
	struct buf sql = {0};
	size_t at;
	enum err e;

	buf_printf(&sql, VIEW, name);
	for (size_t i = 0; i < n; i++)
		add_variable(a, &variables[i], vector, &sql);
	buf_printf(&sql, OF_VERSION, (unsigned)v->id);
	e = db_script(db, a, buf_str(&sql), &at, &words);
	buf_free(&sql);
	if (e == ERR_OK)
		*name_r = name;
	return e;
}
