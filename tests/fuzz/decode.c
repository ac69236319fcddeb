/* Bytes of a ballot: refused, or the very bytes the answers encode to. */
#include "form/answer.h"
#include "sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct form *f = sample_form();
	struct arena *a = arena_new();
	struct form_answers *ans;
	struct buf b = {0};

	if (form_decode(a, f, data, size, &ans) == ERR_OK) {
		form_encode(ans, &b);
		fuzz_check(b.len == size && memcmp(b.data, data, size) == 0);
		fuzz_check(form_vector_read(a, f, data + 1, f->vector, &ans) == ERR_OK);
	}
	buf_free(&b);
	arena_free(&a);
	return 0;
}
