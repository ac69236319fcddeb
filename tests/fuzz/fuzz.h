/*
 * A fuzz target is one file here with LLVMFuzzerTestOneInput(), and a folder
 * corpus/<target> with inputs to start from.  tests/fuzz/run builds each with
 * libFuzzer; `make check` replays the corpus with replay.c.
 */
#ifndef OTKLIK_TESTS_FUZZ_H
#define OTKLIK_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Must hold whatever the input; NDEBUG plays no part. */
static inline void fuzz_check(int holds)
{
	if (!holds)
		abort();
}

static inline void fuzz_check_text(const char *s)
{
	fuzz_check(text_is_utf8(s, strlen(s)));
}

#endif
