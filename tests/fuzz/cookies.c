#include "fuzz.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct http_params p;

	http_parse_cookies(a, arena_strndup(a, (const char *)data, size), &p);
	fuzz_check(p.n <= HTTP_PARAMS_MAX);
	for (size_t i = 0; i < p.n; i++) {
		fuzz_check(*p.v[i].name != '\0');
		fuzz_check_text(p.v[i].name);
		fuzz_check_text(p.v[i].value);
	}
	arena_free(&a);
	return 0;
}
