#include <string.h>

#include "base/text.h"
#include "fuzz.h"

/* What is cleaned once stays as it is when cleaned again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const char *once, *twice;
	uint8_t *bytes;
	size_t n;
	char *s = arena_strndup(a, (const char *)data, size);

	if (text_clean(a, s, 1000, &once) == ERR_OK) {
		fuzz_check_text(once);
		fuzz_check(text_chars(once) <= 1000);
		fuzz_check(text_clean(a, once, 1000, &twice) == ERR_OK);
		fuzz_check(strcmp(once, twice) == 0);
	}
	if (text_base64url_decode(a, s, &bytes, &n) == ERR_OK)
		fuzz_check(strcmp(text_base64url(a, bytes, n), s) == 0);
	arena_free(&a);
	return 0;
}
