/*
 * Messages of internal clients: responses of a box opened daily, whose parts stay
 * together.  Of any other campaign responses are read as tallies.
 */
#ifndef OTKLIK_DB_MESSAGE_H
#define OTKLIK_DB_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

#define DB_MESSAGE_PAGE 50 /* texts of so many are read at a time */

struct db_message_text {
	const char *remark; /* id, hexadecimal */
	uint16_t item;
	const char *text;
};

struct db_message {
	uint8_t block[16];     /* random key of the block it is alone in */
	uint32_t version_id;   /* layout of the vector */
	const uint8_t *vector; /* answers (lib/form/answer.h) */
	size_t n_vector;
	const struct db_message_text *texts; /* of db_message_texts() */
	size_t n_texts;
};

/* All of a campaign without texts, by random key: no order of arrival. */
ERR_CHECK enum err db_message_list(struct db *db, struct arena *a, uint32_t campaign_id,
    struct db_message **v_r, size_t *n_r);

/* Adds their texts to at most DB_MESSAGE_PAGE messages. */
ERR_CHECK enum err db_message_texts(
    struct db *db, struct arena *a, uint32_t campaign_id, struct db_message *v, size_t n);

#endif
