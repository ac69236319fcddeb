#include <string.h>

#include "fuzz.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const char *path, *query, *target = arena_strndup(a, (const char *)data, size);

	if (http_parse_target(a, target, "/feedback", &path, &query) == ERR_OK) {
		fuzz_check(path[0] == '/');
		fuzz_check_text(path);
		fuzz_check(strstr(path, "/../") == NULL);
		fuzz_check(strcmp(path, "/..") != 0);
		fuzz_check(strlen(path) + strlen(query) <= size + 1);
	}
	arena_free(&a);
	return 0;
}
