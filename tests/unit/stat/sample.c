#include "sample.h"

#include <string.h>

static const struct form_option sat4u[] = {
    {.code = "1", .text = "Полностью", .side = FORM_SIDE_SATISFIED},
    {.code = "2", .text = "Скорее", .side = FORM_SIDE_SATISFIED},
    {.code = "3", .text = "Скорее не", .side = FORM_SIDE_DISSATISFIED},
    {.code = "4", .text = "Полностью не", .side = FORM_SIDE_DISSATISFIED},
    {.code = "5", .text = "Затрудняюсь", .side = FORM_SIDE_OUTSIDE},
    {.code = "6", .text = "Не участвую", .side = FORM_SIDE_OUTSIDE},
};

static const struct form_option plain[] = {
    {.code = "1", .text = "Один"},
    {.code = "2", .text = "Два"},
    {.code = "3", .text = "Ничего", .exclusive = true},
};

static const struct form_option none[] = {
    {.code = "none", .text = "Не занимаюсь", .exclusive = true}};

enum {
	Q_CSI,
	Q_OVERALL,
	Q_LIFE,
	Q_COLLEAGUES,
	Q_MULTI,
	Q_SCALE_0,
	Q_SCALE_1,
	Q_MT,
	Q_TEXT,
	QS
};

static const struct form_question questions[QS] = {
    [Q_CSI] = {.id = "csi",
	.number = "",
	.item = SAMPLE_CSI_1,
	.items = 8,
	.type = FORM_CSI,
	.text = "CSI",
	.feeds = FORM_FEED_CSI},
    [Q_OVERALL] = {.id = "o",
	.number = "",
	.item = SAMPLE_SINGLE,
	.items = 1,
	.type = FORM_SINGLE,
	.text = "В целом",
	.feeds = FORM_FEED_SAT,
	.overall = true,
	.options = sat4u,
	.n_options = 6},
    [Q_LIFE] = {.id = "m",
	.number = "",
	.item = SAMPLE_MATRIX_1,
	.items = 2,
	.type = FORM_MATRIX,
	.text = "Условия",
	.feeds = FORM_FEED_SAT,
	.dimension = "Быт",
	.options = sat4u,
	.n_options = 6},
    [Q_COLLEAGUES] = {.id = "u",
	.number = "",
	.item = SAMPLE_MATRIX_3,
	.items = 2,
	.type = FORM_MATRIX,
	.text = "Коллеги",
	.feeds = FORM_FEED_SAT,
	.options = sat4u,
	.n_options = 6},
    [Q_MULTI] = {.id = "x",
	.number = "",
	.item = SAMPLE_MULTI,
	.items = 1,
	.type = FORM_MULTI,
	.text = "Что?",
	.options = plain,
	.n_options = 3},
    [Q_SCALE_0] = {.id = "s0",
	.number = "",
	.item = SAMPLE_SCALE_0,
	.items = 1,
	.type = FORM_SCALE,
	.text = "Порекомендуете?",
	.feeds = FORM_FEED_NPS,
	.min = 0,
	.max = 10},
    [Q_SCALE_1] = {.id = "s1",
	.number = "",
	.item = SAMPLE_SCALE_1,
	.items = 1,
	.type = FORM_SCALE,
	.text = "Легко?",
	.feeds = FORM_FEED_NPS | FORM_FEED_CES,
	.min = 1,
	.max = 10},
    [Q_MT] = {.id = "mt",
	.number = "",
	.item = SAMPLE_MATRIX_TEXT,
	.items = 1,
	.type = FORM_MATRIX_TEXT,
	.text = "Проблемы",
	.options = none,
	.n_options = 1},
    [Q_TEXT] = {.id = "t",
	.number = "",
	.item = SAMPLE_TEXT,
	.items = 1,
	.type = FORM_TEXT,
	.text = "Предложения"},
};

static struct form_item items[SAMPLE_ITEMS] = {
    [SAMPLE_CSI_1] =
	{.id = "1", .number = "", .question = Q_CSI, .blocks = "Ф", .counts = true},
    [SAMPLE_CSI_2] =
	{.id = "2", .number = "", .question = Q_CSI, .blocks = "Ф О", .counts = true},
    [SAMPLE_CSI_3] =
	{.id = "3", .number = "", .question = Q_CSI, .blocks = "О", .counts = true},
    [SAMPLE_CSI_4] =
	{.id = "4", .number = "", .question = Q_CSI, .blocks = "О", .counts = true},
    [SAMPLE_CSI_5_1] = {.id = "5.1",
	.number = "",
	.question = Q_CSI,
	.blocks = "И",
	.composite = "5",
	.counts = true},
    [SAMPLE_CSI_5_2] = {.id = "5.2",
	.number = "",
	.question = Q_CSI,
	.blocks = "И",
	.composite = "5",
	.counts = true},
    [SAMPLE_CSI_OWN] = {.id = "6",
	.number = "",
	.question = Q_CSI,
	.blocks = "И",
	.rating_min = "никогда",
	.rating_max = "постоянно",
	.counts = true},
    [SAMPLE_CSI_OUT] =
	{.id = "7", .number = "", .question = Q_CSI, .blocks = "", .counts = false},
    [SAMPLE_SINGLE] = {.id = "8", .number = "", .question = Q_OVERALL},
    [SAMPLE_MATRIX_1] = {.id = "9.1",
	.number = "",
	.question = Q_LIFE,
	.dimension = "Быт"},
    [SAMPLE_MATRIX_2] = {.id = "9.2",
	.number = "",
	.question = Q_LIFE,
	.dimension = "Быт"},
    [SAMPLE_MATRIX_3] = {.id = "10.1",
	.number = "",
	.question = Q_COLLEAGUES,
	.dimension = "Коллеги"},
    [SAMPLE_MATRIX_4] = {.id = "10.2", .number = "", .question = Q_COLLEAGUES},
    [SAMPLE_MULTI] = {.id = "11", .number = "", .question = Q_MULTI},
    [SAMPLE_SCALE_0] = {.id = "12", .number = "", .question = Q_SCALE_0},
    [SAMPLE_SCALE_1] = {.id = "13", .number = "", .question = Q_SCALE_1},
    [SAMPLE_MATRIX_TEXT] = {.id = "14.1", .number = "", .question = Q_MT},
    [SAMPLE_TEXT] = {.id = "15", .number = "", .question = Q_TEXT},
};

static struct form form = {.id = "SAMPLE",
    .questions = questions,
    .n_questions = QS,
    .items = items,
    .n_items = SAMPLE_ITEMS};

/* As lib/form lays a vector out: one byte, two for a csi pair, none for a text. */
static void lay_out(void)
{
	form.vector = 0;
	for (size_t i = 0; i < SAMPLE_ITEMS; i++) {
		enum form_type type = questions[items[i].question].type;

		items[i].at = form.vector;
		items[i].width = type == FORM_TEXT ? 0 : type == FORM_CSI ? 2 : 1;
		form.vector += items[i].width;
	}
}

const struct form *sample_form(void)
{
	lay_out();
	return &form;
}

struct stat_tally *sample_tally(
    struct arena *a, size_t n, void (*fill)(struct form_answer *v, size_t i))
{
	struct stat_tally *t = stat_tally_new(a, &form);
	struct form_answer v[SAMPLE_ITEMS];
	struct form_answers ans = {.form = &form, .v = v, .arena = a};

	for (size_t i = 0; i < n; i++) {
		memset(v, 0, sizeof(v));
		fill(v, i);
		stat_tally_add(t, &ans);
	}
	return t;
}

const uint8_t *sample_vector(struct arena *a, const struct form_answer *v)
{
	struct form_answers ans = {.form = sample_form(),
	    .v = arena_memdup(a, v, SAMPLE_ITEMS * sizeof(*v)),
	    .arena = a};
	uint8_t *vector = ARENA_ARRAY(a, form.vector, uint8_t);

	form_vector(&ans, vector);
	return vector;
}

void sample_csi(struct form_answer *v, int rating, int importance)
{
	v->rating = (uint8_t)rating;
	v->importance = (uint8_t)importance;
}
