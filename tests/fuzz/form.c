/* A form file: faults with lines, or a form that freezes into itself. */
#include "form/answer.h"
#include "sample.h"

static void check_form(struct arena *a, const struct form *f, const char *xml, size_t len)
{
	struct form_answers *ans = form_answers_new(a, f), *back;
	const struct form_fault *faults;
	const char *frozen;
	struct form *again;
	struct buf b = {0};
	size_t n;

	fuzz_check(f->n_items > 0 && f->n_items <= FORM_ITEMS_MAX);
	form_drop_hidden(ans);
	form_encode(ans, &b);
	fuzz_check(form_decode(a, f, b.data, b.len, &back) == ERR_OK);
	buf_free(&b);
	fuzz_check(
	    form_freeze(sample_loader(), a, xml, len, NULL, &frozen, &n) == ERR_OK);
	fuzz_check(form_load(sample_loader(), a, frozen, n, NULL, &again, &faults, &n) ==
		   ERR_OK);
	fuzz_check(again->n_items == f->n_items && again->vector == f->vector);
	form_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const char *xml = (const char *)data;
	const struct form_fault *faults;
	struct form *f = NULL;
	size_t n;

	if (form_load(sample_loader(), a, xml, size, NULL, &f, &faults, &n) == ERR_OK) {
		check_form(a, f, xml, size);
		form_free(&f);
	} else {
		fuzz_check(n > 0 && f == NULL);
		while (n-- > 0) {
			fuzz_check(faults[n].line >= 0);
			fuzz_check_text(faults[n].text);
		}
	}
	arena_free(&a);
	return 0;
}
