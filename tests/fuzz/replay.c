/* Runs a fuzz target over the files of its corpus, and over each cut short. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fuzz.h"

#define INPUT_MAX 65536

static size_t read_input(const char *name, uint8_t *data)
{
	char path[4096];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", FUZZ_CORPUS, name);
	f = fopen(path, "rb");
	assert_non_null(f);
	n = fread(data, 1, INPUT_MAX, f);
	fclose(f);
	return n;
}

static void replay_file(const char *name)
{
	uint8_t *data = malloc(INPUT_MAX);
	size_t n;

	assert_non_null(data);
	n = read_input(name, data);
	for (size_t cut = 0; cut <= n; cut++) {
		/* A block of its own size, so that valgrind sees one byte too far. */
		uint8_t *copy = malloc(cut == 0 ? 1 : cut);

		assert_non_null(copy);
		memcpy(copy, data, cut);
		assert_int_equal(LLVMFuzzerTestOneInput(copy, cut), 0);
		free(copy);
	}
	free(data);
}

static void replay(void **state)
{
	DIR *d = opendir(FUZZ_CORPUS);
	struct dirent *entry;
	int n = 0;

	(void)state;
	assert_non_null(d);
	while ((entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.') {
			replay_file(entry->d_name);
			n++;
		}
	closedir(d);
	assert_true(n > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(replay)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
