#include <string.h>
#include <sys/stat.h>

#include "http/response.h"

#define CACHE_SECONDS 300

/* What every page may load: our own style sheet, scripts and pictures, and
   pictures written into the page (QR codes, charts).  Forms may be embedded
   by pages of the same host only (AR-O-2). */
#define SECURITY_HEADERS                                                  \
	"Content-Security-Policy: default-src 'none'; style-src 'self'; " \
	"script-src 'self'; img-src 'self' data:; form-action 'self'; "   \
	"base-uri 'none'; frame-ancestors 'self'\r\n"                     \
	"X-Content-Type-Options: nosniff\r\n"                             \
	"Referrer-Policy: no-referrer\r\n"                                \
	"Cross-Origin-Opener-Policy: same-origin\r\n"

static const struct {
	int status;
	const char *reason;
} reasons[] = {{200, "OK"}, {303, "See Other"}, {400, "Bad Request"},
    {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"},
    {405, "Method Not Allowed"}, {409, "Conflict"}, {410, "Gone"},
    {413, "Content Too Large"}, {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"}, {429, "Too Many Requests"},
    {500, "Internal Server Error"}, {503, "Service Unavailable"}};

int http_status(enum err e)
{
	switch (e) {
	case ERR_OK:
		return 200;
	case ERR_INVALID:
	case ERR_FORGED:
		return 400;
	case ERR_LOGIN:
		return 401;
	case ERR_DENIED:
	case ERR_NOT_OPEN:
		return 403;
	case ERR_NOT_FOUND:
		return 404;
	case ERR_METHOD:
		return 405;
	case ERR_CONFLICT:
	case ERR_DUPLICATE:
		return 409;
	case ERR_CLOSED:
		return 410;
	case ERR_TOO_LARGE:
		return 413;
	case ERR_MEDIA_TYPE:
		return 415;
	case ERR_EXPIRED:
		return 422;
	case ERR_UNAVAILABLE:
		return 503;
	case ERR_IO:
	case ERR_CONFIG:
	case ERR_INTERNAL:
		break;
	}
	return 500;
}

const char *http_reason(int status)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Unknown";
}

static void add_encoded(struct buf *b, const char *s, const char *keep)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr(keep, c) != NULL)
			buf_add_u8(b, c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

void http_redirect(
    struct http_response *res, struct arena *a, const char *base_path, const char *path)
{
	struct buf b = {0};

	path += strspn(path, "/\\");
	buf_puts(&b, base_path);
	buf_puts(&b, "/");
	/* RFC 3986, 2.2 and 2.3, and '%': escapes are the caller's. */
	add_encoded(&b, path, "-._~:/?#[]@!$&'()*+,;=%");
	res->status = 303;
	res->location = arena_strdup(a, buf_str(&b));
	buf_free(&b);
}

static void add_header(struct buf *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	buf_puts(out, name);
	buf_puts(out, ": ");
	for (; *value != '\0'; value++)
		if ((unsigned char)*value >= ' ' && *value != 0x7f)
			buf_add(out, value, 1);
	buf_puts(out, "\r\n");
}

/* RFC 6266: the name in UTF-8, and in ASCII for old programs. */
static void add_filename(struct buf *out, const char *name)
{
	if (name == NULL)
		return;
	buf_puts(out, "Content-Disposition: attachment; filename=\"");
	for (const char *p = name; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;

		/* One '_' a character, not one a byte of it. */
		if ((c & 0xc0) != 0x80)
			buf_add_u8(
			    out, c < ' ' || c >= 0x7f || strchr("\"\\%/", c) ? '_' : c);
	}
	buf_puts(out, "\"; filename*=UTF-8''");
	add_encoded(out, name, "-._~");
	buf_puts(out, "\r\n");
}

size_t http_response_file_bytes(const struct http_response *res)
{
	struct stat st;

	if (res->file == NULL || fflush(res->file) != 0 ||
	    fstat(fileno(res->file), &st) != 0)
		return 0;
	return (size_t)st.st_size;
}

void http_response_head(const struct http_response *res, struct buf *out)
{
	int status = res->status == 0 ? 200 : res->status;

	buf_printf(out, "Status: %d %s\r\n", status, http_reason(status));
	add_header(out, "Content-Type",
	    res->content_type == NULL ? "text/html; charset=utf-8" : res->content_type);
	buf_printf(out, "Content-Length: %zu\r\n",
	    res->body.len + http_response_file_bytes(res));
	add_header(out, "Location", res->location);
	for (size_t i = 0; i < HTTP_COOKIES_MAX; i++)
		add_header(out, "Set-Cookie", res->set_cookie[i]);
	add_filename(out, res->filename);
	add_header(out, "Allow", res->allow);
	if (res->retry_after > 0)
		buf_printf(out, "Retry-After: %d\r\n", res->retry_after);
	if (res->cacheable)
		buf_printf(out, "Cache-Control: public, max-age=%d\r\n", CACHE_SECONDS);
	else
		buf_puts(out, "Cache-Control: no-store\r\n");
	buf_puts(out, SECURITY_HEADERS "\r\n");
}
