/*
 * One file sent by a form (multipart/form-data, RFC 7578): the least of the format
 * that every browser writes for a form with nothing but <input type="file">.
 */
#ifndef OTKLIK_HTTP_UPLOAD_H
#define OTKLIK_HTTP_UPLOAD_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct http_upload {
	const char *field; /* name of the control, valid UTF-8; NULL = nothing came */
	const char *data;  /* n bytes of any kind, and a NUL behind them */
	size_t n;
};

/*
 * Takes a body of n bytes apart.  ERR_MEDIA_TYPE: the content type (may be NULL)
 * is no multipart/form-data with a boundary; ERR_INVALID: anything but exactly
 * one part that is a file and ends where the body ends.  What the file was called
 * and of what type the browser took it for is passed over.  Lives in the arena.
 */
ERR_CHECK enum err http_upload_parse(struct arena *a, const char *content_type,
    const char *body, size_t n, struct http_upload *u_r);

#endif
