#include "insert.h"

#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define KEY_BYTES 32
#define SEALED_MAX 65536

static const char text[] =
    "INSERT INTO ballot (`key`, campaign_id, key_id, sealed) VALUES (?, ?, ?, ?)";

struct insert {
	MYSQL *mysql;
	MYSQL_STMT *stmt;
	MYSQL_BIND in[4];
	unsigned char key[KEY_BYTES], sealed[SEALED_MAX];
	unsigned campaign_id, key_id;
	unsigned long key_len, sealed_len;
};

static void must(struct insert *i, int failed)
{
	if (!failed)
		return;
	fprintf(stderr, "insert: %s\n",
	    i->stmt != NULL ? mysql_stmt_error(i->stmt) : mysql_error(i->mysql));
	exit(1);
}

static void bind(struct insert *i)
{
	i->in[0] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_BLOB,
	    .buffer = i->key,
	    .buffer_length = KEY_BYTES,
	    .length = &i->key_len};
	i->in[1] =
	    (MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONG, .buffer = &i->campaign_id};
	i->in[2] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONG, .buffer = &i->key_id};
	i->in[3] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_BLOB,
	    .buffer = i->sealed,
	    .buffer_length = i->sealed_len,
	    .length = &i->sealed_len};
	must(i, mysql_stmt_bind_param(i->stmt, i->in));
}

struct insert *insert_new(const char *socket, const char *user, const char *database,
    unsigned campaign_id, unsigned key_id, size_t n_sealed)
{
	struct insert *i = calloc(1, sizeof(*i));

	if (i == NULL || n_sealed > SEALED_MAX)
		abort();
	i->campaign_id = campaign_id;
	i->key_id = key_id;
	i->key_len = KEY_BYTES;
	i->sealed_len = n_sealed;
	if (getrandom(i->sealed, n_sealed, 0) < 0)
		abort();
	i->mysql = mysql_init(NULL);
	must(i, mysql_real_connect(i->mysql, NULL, user, NULL, database, 0, socket, 0) ==
		    NULL);
	i->stmt = mysql_stmt_init(i->mysql);
	must(i, mysql_stmt_prepare(i->stmt, text, sizeof(text) - 1));
	bind(i);
	return i;
}

void insert_run(struct insert *i)
{
	if (getrandom(i->key, sizeof(i->key), 0) != sizeof(i->key))
		abort();
	must(i, mysql_stmt_execute(i->stmt));
}
