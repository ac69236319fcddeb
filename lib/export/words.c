#include "export/words.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "stat/interval.h"
#include "stat/recommend.h"

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

const char *export_quadrant(enum stat_quadrant q)
{
	static const char *const names[] = {[STAT_QUADRANT_IMPROVE] = N_("improve first"),
	    [STAT_QUADRANT_KEEP] = N_("keep up"),
	    [STAT_QUADRANT_MINOR] = N_("of little weight"),
	    [STAT_QUADRANT_AMPLE] = N_("perhaps more than needed")};

	return q == STAT_QUADRANT_NONE ? NULL : _(names[q]);
}

const char *export_composite_name(struct arena *a, const struct stat_csi_group *g)
{
	return g->text ? arena_printf(a, _("CSI, row %s: %s"), g->name, g->text)
		       : arena_printf(a, _("CSI, row %s"), g->name);
}

const char *export_composite_title(struct arena *a, const struct stat_csi_group *g)
{
	return arena_printf(a, "%s. %s", g->name, g->text ? g->text : "");
}

const char *export_nps_name(struct arena *a, const struct form_question *q)
{
	return arena_printf(a, _("NPS (scale %d–%d, critics %d–%d)"), q->min, q->max,
	    q->min, STAT_CRITIC_TO);
}

const char *export_ease_name(struct arena *a, const struct form_question *q)
{
	return arena_printf(a, _("Marks 8–10, %% (scale %d–%d)"), q->min, q->max);
}

const char *export_rough_words(struct arena *a)
{
	return arena_printf(a, _("fewer than %d answers: rough"), STAT_USABLE_BASE);
}

const char *export_rough_row(struct arena *a)
{
	return arena_printf(a,
	    _("Fewer than %d answers in the base: the figures are rough, do not decide "
	      "on them alone."),
	    STAT_USABLE_BASE);
}

const char *export_rough(struct arena *a, const struct stat_estimate *e)
{
	return stat_estimate_is_rough(e) ? export_rough_words(a) : NULL;
}

const char *export_cell_text(struct arena *a, const char *s)
{
	return *s && strchr("=+-@\t\r\n", *s) ? arena_printf(a, "'%s", s) : s;
}
