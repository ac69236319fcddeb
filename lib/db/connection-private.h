/* What db.c and statement.c share: the connection itself. */
#ifndef OTKLIK_DB_CONNECTION_PRIVATE_H
#define OTKLIK_DB_CONNECTION_PRIVATE_H

#include <mysql.h>

#include "db/db-private.h"

struct db_queue;
struct db_statement;

struct db {
	const struct config *config;
	MYSQL *mysql;                    /* NULL: not connected */
	struct db_statement *statements; /* prepared on this connection */
	unsigned patience;               /* seconds */
	uint64_t last_id;
	struct db_queue *queue; /* of ballots; NULL: each goes alone */
	bool in_transaction;
	bool lost;  /* the connection broke */
	bool retry; /* running the transaction again may help */
};

/* Connects if need be; inside a transaction a lost connection stays lost. */
ERR_CHECK enum err db_connect(struct db *db);

/* Closes and forgets every prepared statement. */
void db_disconnect(struct db *db);

/*
 * Turns a MariaDB error number into ours, notes what it says about the
 * connection and the transaction, and logs it (number only: texts hold data).
 */
enum err db_failed(struct db *db, const char *what, unsigned number);

/* Frees the statements of a connection (statement.c). */
void db_statements_free(struct db *db);

#endif
