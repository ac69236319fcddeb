#include "http/upload.h"
#include "fuzz.h"

/* The first line is the content type, what follows the body. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const char *s = (const char *)data;
	const char *eol = memchr(s, '\n', size);
	size_t n = eol != NULL ? (size_t)(eol - s) : size;
	const char *type = arena_strndup(a, s, n);
	const char *body = eol != NULL ? eol + 1 : s + size;
	size_t len = size - (size_t)(body - s);
	struct http_upload u;

	if (http_upload_parse(a, type, body, len, &u) == ERR_OK) {
		fuzz_check_text(u.field);
		fuzz_check(u.n < len && u.data[u.n] == '\0');
		fuzz_check(u.n == 0 || memmem(body, len, u.data, u.n) != NULL);
	}
	arena_free(&a);
	return 0;
}
