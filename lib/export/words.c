#include "export/words.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

const char *export_item_text(const struct stat_row *r)
{
	return r->item->text ? r->item->text : r->question->text;
}

const char *export_item_number(const struct stat_row *r)
{
	return r->item->text ? r->item->number : r->question->number;
}

/* The objects the orders name for the index (NE-15, AMB-04). */
const char *export_block_name(struct arena *a, const char *block)
{
	if (text_equal(block, "Ф"))
		return arena_printf(a, "%s (%s)", block, _("function"));
	if (text_equal(block, "О"))
		return arena_printf(a, "%s (%s)", block, _("appeals"));
	if (text_equal(block, "И"))
		return arena_printf(a, "%s (%s)", block, _("information"));
	return block;
}

const char *export_level(enum stat_level level)
{
	switch (level) {
	case STAT_LEVEL_HIGH:
		return _("high");
	case STAT_LEVEL_BOUNDARY:
		return _("boundary");
	case STAT_LEVEL_LOW:
		return _("low");
	case STAT_LEVEL_NONE:
		break;
	}
	return "—";
}

const char *export_cell_text(struct arena *a, const char *s)
{
	return *s && strchr("=+-@\t\r\n", *s) ? arena_printf(a, "'%s", s) : s;
}
