#include "form/text-private.h"

#include <string.h>

#include <unistr.h>

#include "base/buf.h"
#include "base/text.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

static const char *repair(struct arena *a, const char *s)
{
	const uint8_t *p = (const uint8_t *)s, *end = p + strlen(s), *bad;
	struct buf b = {0};
	const char *fixed;

	while ((bad = u8_check(p, (size_t)(end - p))) != NULL) {
		buf_add(&b, p, (size_t)(bad - p));
		buf_puts(&b, REPLACEMENT);
		p = bad + 1;
	}
	buf_add(&b, p, (size_t)(end - p));
	fixed = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return fixed;
}

const char *form_text_show(struct arena *a, const char *s, bool *broken_r)
{
	const char *clean = "";

	if (text_clean(a, s, SIZE_MAX, &clean) == ERR_OK)
		return clean;
	*broken_r = true;
	return text_clean(a, repair(a, s), SIZE_MAX, &clean) == ERR_OK ? clean : "";
}
