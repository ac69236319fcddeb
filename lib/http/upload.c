#include "http/upload.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

#define TYPE "multipart/form-data"
#define BOUNDARY_MAX 70 /* RFC 2046, 5.1.1 */
#define HEADERS_MAX 4   /* of the part; browsers send two */
#define HEADER_MAX 1024 /* bytes: a long file name in UTF-8 */

static const char *skip_space(const char *s)
{
	return s + strspn(s, " \t");
}

/* RFC 2046 allows more; browsers use these. */
static bool is_boundary_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || (c != '\0' && strchr("'()+_,-./:=?", c) != NULL);
}

/* The only parameter of the content type, quoted or not, into
   "\r\n--boundary"; NULL if it is not there or wrong. */
static const char *delimiter(struct arena *a, const char *content_type)
{
	const char *s = content_type + strlen(TYPE), *start;
	bool quoted;
	size_t n = 0;

	s = skip_space(s);
	if (*s++ != ';')
		return NULL;
	s = skip_space(s);
	if (strncasecmp(s, "boundary=", 9) != 0)
		return NULL;
	s += 9;
	quoted = *s == '"';
	start = s + quoted;
	while (is_boundary_char(start[n]))
		n++;
	s = start + n;
	if (n == 0 || n > BOUNDARY_MAX || (quoted && *s++ != '"') ||
	    *skip_space(s) != '\0')
		return NULL;
	return arena_printf(a, "\r\n--%.*s", (int)n, start);
}

/* The value of name="…" inside a header line; NULL if there is none.  Browsers
   write a quote inside a value as %22. */
static const char *parameter(struct arena *a, const char *line, const char *name)
{
	const char *key = arena_printf(a, "; %s=\"", name), *s = strstr(line, key), *end;

	if (s == NULL)
		return NULL;
	s += strlen(key);
	end = strchr(s, '"');
	return end != NULL ? arena_strndup(a, s, (size_t)(end - s)) : NULL;
}

/* One header line of the part; false for a disposition that is no file's. */
static bool read_header(struct arena *a, const char *line, struct http_upload *u)
{
	static const char disposition[] = "Content-Disposition: form-data;";
	size_t n = sizeof(disposition) - 1;

	if (strncasecmp(line, disposition, n) != 0)
		return strchr(line, ':') != NULL;
	if (u->field != NULL || parameter(a, line, "filename") == NULL)
		return false;
	u->field = parameter(a, line, "name");
	return u->field != NULL;
}

/* The headers from s on, to behind the empty line; NULL if they are wrong. */
static const char *read_headers(
    struct arena *a, const char *s, const char *end, struct http_upload *u)
{
	for (int i = 0; i <= HEADERS_MAX; i++) {
		const char *eol = memmem(s, (size_t)(end - s), "\r\n", 2);
		size_t n = eol != NULL ? (size_t)(eol - s) : HEADER_MAX + 1;

		if (n > HEADER_MAX || !text_is_utf8(s, n) || memchr(s, '\0', n) != NULL)
			return NULL;
		if (n == 0)
			return u->field != NULL ? eol + 2 : NULL;
		if (!read_header(a, arena_strndup(a, s, n), u))
			return NULL;
		s = eol + 2;
	}
	return NULL;
}

static bool is_end(const char *s, size_t n)
{
	return (n == 2 && memcmp(s, "--", 2) == 0) ||
	       (n == 4 && memcmp(s, "--\r\n", 4) == 0);
}

enum err http_upload_parse(struct arena *a, const char *content_type, const char *body,
    size_t n, struct http_upload *u_r)
{
	const char *end = body + n, *limit, *data, *close;
	struct http_upload u = {NULL, NULL, 0};
	char *copy;
	size_t len;

	if (content_type == NULL || strncasecmp(content_type, TYPE, strlen(TYPE)) != 0)
		return ERR_MEDIA_TYPE;
	limit = delimiter(a, content_type);
	if (limit == NULL)
		return ERR_MEDIA_TYPE;
	len = strlen(limit);
	/* The first one stands at the very beginning, without its line end. */
	if (n < len || memcmp(body, limit + 2, len - 2) != 0 ||
	    memcmp(body + len - 2, "\r\n", 2) != 0)
		return ERR_INVALID;
	data = read_headers(a, body + len, end, &u);
	if (data == NULL)
		return ERR_INVALID;
	close = memmem(data, (size_t)(end - data), limit, len);
	if (close == NULL || !is_end(close + len, (size_t)(end - close) - len))
		return ERR_INVALID;
	u.n = (size_t)(close - data);
	copy = arena_alloc(a, u.n + 1);
	memcpy(copy, data, u.n);
	copy[u.n] = '\0';
	u.data = copy;
	*u_r = u;
	return ERR_OK;
}
