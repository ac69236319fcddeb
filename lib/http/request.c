#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "http/request.h"

const char *http_param(const struct http_params *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->v[i].name, name) == 0)
			return p->v[i].value;
	return NULL;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Percent-decodes s[0..n) once; a '+' becomes plus. */
static enum err decode(
    struct arena *a, const char *s, size_t n, char plus, const char **text_r)
{
	char *out = arena_alloc(a, n + 1);
	size_t o = 0;

	for (size_t i = 0; i < n; i++) {
		char c = s[i] == '+' ? plus : s[i];

		if (c == '%') {
			int high = i + 2 < n ? hex_digit(s[i + 1]) : -1;
			int low = i + 2 < n ? hex_digit(s[i + 2]) : -1;

			if (high < 0 || low < 0)
				return ERR_INVALID;
			c = (char)(high << 4 | low);
			i += 2;
		}
		out[o++] = c;
	}
	if (!text_is_utf8(out, o))
		return ERR_INVALID;
	*text_r = out;
	return ERR_OK;
}

static size_t count_byte(const char *s, size_t n, char c)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += s[i] == c;
	return count;
}

/* One "name=value" of n bytes; without '=' the value is empty. */
static enum err parse_pair(
    struct arena *a, const char *s, size_t n, struct http_param *p_r)
{
	const char *equals = memchr(s, '=', n), *name, *value = "";
	size_t name_len = equals == NULL ? n : (size_t)(equals - s);
	enum err e = decode(a, s, name_len, ' ', &name);

	if (e == ERR_OK && equals != NULL)
		e = decode(a, equals + 1, n - name_len - 1, ' ', &value);
	if (e != ERR_OK)
		return e;
	*p_r = (struct http_param){name, value};
	return ERR_OK;
}

enum err http_parse_urlencoded(
    struct arena *a, const char *s, size_t n, size_t max_params, struct http_params *p_r)
{
	size_t count, used = 0;
	struct http_param *v;

	if (n == 0) {
		*p_r = (struct http_params){NULL, 0};
		return ERR_OK;
	}
	count = count_byte(s, n, '&') + 1;
	if (count > max_params)
		return ERR_TOO_LARGE;
	v = ARENA_ARRAY(a, count, struct http_param);
	for (size_t i = 0; i < n;) {
		const char *amp = memchr(s + i, '&', n - i);
		size_t len = amp == NULL ? n - i : (size_t)(amp - s) - i;

		if (len > 0) {
			enum err e = parse_pair(a, s + i, len, &v[used]);

			if (e != ERR_OK)
				return e;
			used++;
		}
		i += len + 1;
	}
	*p_r = (struct http_params){v, used};
	return ERR_OK;
}

/* The part of an absolute URL ("http://host/path") a server answers for. */
static const char *skip_origin(const char *target)
{
	const char *authority;

	if (strncasecmp(target, "http://", 7) == 0)
		authority = target + 7;
	else if (strncasecmp(target, "https://", 8) == 0)
		authority = target + 8;
	else
		return target;
	return authority + strcspn(authority, "/?");
}

static bool has_encoded_slash(const char *s, size_t n)
{
	for (size_t i = 0; i + 2 < n; i++)
		if (s[i] == '%' && s[i + 1] == '2' && (s[i + 2] | 0x20) == 'f')
			return true;
	return false;
}

static bool has_control(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return true;
	return false;
}

/* A segment "." or "..": nobody's browser sends one. */
static bool has_dot_segment(const char *path)
{
	while (*path == '/') {
		size_t n = strcspn(++path, "/");

		if ((n == 1 || n == 2) && strspn(path, ".") >= n)
			return true;
		path += n;
	}
	return false;
}

enum err http_parse_target(struct arena *a, const char *target, const char *base_path,
    const char **path_r, const char **query_r)
{
	const char *s = skip_origin(target), *path;
	size_t n = strcspn(s, "?"), base_len = strlen(base_path);
	enum err e;

	if (*s != '/' || has_encoded_slash(s, n))
		return ERR_INVALID;
	e = decode(a, s, n, '+', &path);
	if (e != ERR_OK)
		return e;
	if (has_control(path) || has_dot_segment(path))
		return ERR_INVALID;
	if (!text_starts(path, base_path))
		return ERR_NOT_FOUND;
	path += base_len;
	if (*path != '/' && *path != '\0')
		return ERR_NOT_FOUND;
	*path_r = *path == '\0' ? "/" : path;
	*query_r = arena_strdup(a, s[n] == '?' ? s + n + 1 : "");
	return ERR_OK;
}

static void narrow(const char **s, size_t *n)
{
	while (*n > 0 && (**s == ' ' || **s == '\t')) {
		(*s)++;
		(*n)--;
	}
	while (*n > 0 && ((*s)[*n - 1] == ' ' || (*s)[*n - 1] == '\t'))
		(*n)--;
}

/* One cookie pair; false if it is none. */
static bool parse_cookie(struct arena *a, const char *s, size_t n, struct http_param *p_r)
{
	const char *equals = memchr(s, '=', n), *value;
	size_t name_len, value_len;

	if (equals == NULL || !text_is_utf8(s, n))
		return false;
	name_len = (size_t)(equals - s);
	value = equals + 1;
	value_len = n - name_len - 1;
	narrow(&s, &name_len);
	narrow(&value, &value_len);
	if (value_len >= 2 && value[0] == '"' && value[value_len - 1] == '"') {
		value++;
		value_len -= 2;
	}
	if (name_len == 0)
		return false;
	p_r->name = arena_strndup(a, s, name_len);
	p_r->value = arena_strndup(a, value, value_len);
	return true;
}

void http_parse_cookies(struct arena *a, const char *header, struct http_params *p_r)
{
	size_t count, used = 0;
	struct http_param *v;

	if (header == NULL) {
		*p_r = (struct http_params){NULL, 0};
		return;
	}
	count = count_byte(header, strlen(header), ';') + 1;
	if (count > HTTP_PARAMS_MAX)
		count = HTTP_PARAMS_MAX;
	v = ARENA_ARRAY(a, count, struct http_param);
	while (used < count && *header != '\0') {
		size_t n = strcspn(header, ";");

		if (parse_cookie(a, header, n, &v[used]))
			used++;
		header += n + (header[n] == ';');
	}
	*p_r = (struct http_params){v, used};
}
