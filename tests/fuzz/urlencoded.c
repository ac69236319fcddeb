#include "fuzz.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct http_params p = {NULL, 0};

	if (http_parse_urlencoded(a, (const char *)data, size, 50, &p) == ERR_OK) {
		fuzz_check(p.n <= 50);
		for (size_t i = 0; i < p.n; i++) {
			fuzz_check_text(p.v[i].name);
			fuzz_check_text(p.v[i].value);
		}
	}
	arena_free(&a);
	return 0;
}
