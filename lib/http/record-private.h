/*
 * An answer as FastCGI records, past the streams of fcgi2: these copy it into
 * pieces of 8 KB and make a system call of each.
 */
#ifndef OTKLIK_HTTP_RECORD_PRIVATE_H
#define OTKLIK_HTTP_RECORD_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that are sent one after the other. */
struct http_piece {
	const void *p;
	size_t n;
};

#define HTTP_PIECES_MAX 4

/*
 * Sends up to HTTP_PIECES_MAX pieces as the output of a request; with `ends` the
 * request ends with them.  Pieces of 0 bytes are passed over.  False: the
 * connection broke or its peer did not read in time.
 */
bool http_record_send(
    int fd, int request_id, const struct http_piece *v, size_t n, bool ends);

#endif
