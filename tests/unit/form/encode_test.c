/* Answers as bytes and back; bytes that must not be taken. */
#include <string.h>

#include "base/text.h"
#include "fixture.h"

static struct form *form(struct fixture *t)
{
	return fixture_load(
	    t, fixture_section(t,
		   "<question id='1' type='single' serves='NE-1-1'><text>Т</text>"
		   "<option code='1'>А</option><option code='2' "
		   "other='yes'>Б</option></question>"
		   "<question id='2' type='multi' max-answers='2' "
		   "serves='NE-1-1'><text>Т</text>"
		   "<option code='1'>1</option><option code='2'>2</option>"
		   "<option code='3'>3</option><option code='4'>4</option>"
		   "<option code='5'>5</option><option code='6'>6</option>"
		   "<option code='7'>7</option><option code='8'>8</option>"
		   "<option code='9' exclusive='yes'>9</option></question>"
		   "<question id='3' type='csi' serves='NE-1-1'><text>Т</text>"
		   "<rating><min-label>м</min-label><max-label>б</max-label></rating>"
		   "<importance><min-label>м</min-label><max-label>б</max-label></"
		   "importance>"
		   "<row id='3.1' serves='NE-1-1'><text>Р</text></row></question>"
		   "<question id='4' type='scale' serves='NE-1-1'><text>Т</text>"
		   "<scale min='0' max='10'/></question>"
		   "<question id='5' type='matrix-text' serves='NE-1-1'><text>Т</text>"
		   "<text-heading>З</text-heading><option code='1'>Нет</option>"
		   "<row id='5.1' serves='NE-1-1'><text>Р</text></row></question>"
		   "<question id='6' type='ref' serves='NE-1-1'><text>Т</text><list "
		   "name='l'>"
		   "<entry id='x'>Икс</entry></list></question>"
		   "<question id='7' type='text' serves='NE-1-1'><text>Т</text><show-if>"
		   "<when items='1' codes='2'/></show-if></question>"));
}

/* Offsets in the vector of form(). */
enum { AT_1 = 0, AT_2 = 1, AT_3 = 3, AT_4 = 5, AT_5 = 6, AT_6 = 7, SIZE = 9 };

static const struct fixture_control full[] = {{"q1", "2"}, {"q1.other", "своё"},
    {"q2", "1"}, {"q2", "8"}, {"q3.1.rating", "7"}, {"q3.1.importance", "10"},
    {"q4", "10"}, {"q5.1", "беда"}, {"q6", "x"}, {"q7", "текст"}, {NULL, NULL}};

static void vector_places(void **state)
{
	static const uint8_t expected[SIZE] = {2, 0x00, 0x81, 7, 10, 11, 0, 0, 1};
	struct fixture *t = *state;
	struct form *f = form(t);
	struct form_answers *ans = fixture_answers(t, f, full), *back = NULL;
	uint8_t vector[SIZE];

	assert_int_equal(f->vector, SIZE);
	form_vector(ans, vector);
	assert_memory_equal(vector, expected, SIZE);
	assert_int_equal(form_vector_read(t->arena, f, vector, SIZE, &back), ERR_OK);
	assert_int_equal(back->v[1].set, 0x81);
	assert_int_equal(back->v[2].rating, 7);
	assert_null(back->v[0].text);
	form_free(&f);
}

static void same_answers(const struct form_answers *a, const struct form_answers *b)
{
	size_t i;

	for (i = 0; i < a->form->n_items; i++) {
		assert_int_equal(a->v[i].choice, b->v[i].choice);
		assert_int_equal(a->v[i].rating, b->v[i].rating);
		assert_int_equal(a->v[i].importance, b->v[i].importance);
		assert_int_equal(a->v[i].set, b->v[i].set);
		assert_true(text_equal(a->v[i].text, b->v[i].text));
	}
}

static void there_and_back(void **state)
{
	struct fixture *t = *state;
	struct form *f = form(t);
	struct form_answers *ans = fixture_answers(t, f, full), *back = NULL;
	struct buf b = {0}, again = {0};

	form_encode(ans, &b);
	assert_int_equal(form_decode(t->arena, f, b.data, b.len, &back), ERR_OK);
	same_answers(ans, back);
	form_encode(back, &again);
	assert_int_equal(again.len, b.len);
	assert_memory_equal(again.data, b.data, b.len);
	buf_free(&b);
	buf_free(&again);
	form_free(&f);
}

/* What does not apply and «другое» that is not chosen leave no bytes. */
static void hidden_answers_are_left_out(void **state)
{
	struct fixture *t = *state;
	struct form *f = form(t);
	struct form_answers *ans = fixture_answers(t, f, full), *back = NULL;
	struct buf b = {0};

	ans->v[0].choice = 1;
	form_encode(ans, &b);
	assert_int_equal(form_decode(t->arena, f, b.data, b.len, &back), ERR_OK);
	assert_null(back->v[0].text);
	assert_null(back->v[6].text);
	form_drop_hidden(ans);
	same_answers(ans, back);
	buf_free(&b);
	form_free(&f);
}

/* On the way through a long form nothing is dropped: question 7 hangs on
   question 1, which may be empty while its own page is filled in. */
static void state_keeps_what_does_not_apply(void **state)
{
	struct fixture *t = *state;
	struct form *f = form(t);
	struct form_answers *ans = fixture_answers(t, f, full), *back = NULL;
	struct buf b = {0};

	ans->v[0] = (struct form_answer){0};
	form_save(ans, &b);
	assert_int_equal(form_resume(t->arena, f, b.data, b.len, &back), ERR_OK);
	same_answers(ans, back);
	assert_string_equal(back->v[6].text, "текст");
	/* Neither is taken for the other. */
	back = NULL;
	assert_int_equal(form_decode(t->arena, f, b.data, b.len, &back), ERR_FORGED);
	buf_clear(&b);
	form_encode(ans, &b);
	assert_int_equal(form_resume(t->arena, f, b.data, b.len, &back), ERR_FORGED);
	assert_null(back);
	buf_free(&b);
	form_free(&f);
}

/* What the count would refuse is never sealed. */
static void faulty_answers_leave_no_bytes(void **state)
{
	struct fixture *t = *state;
	struct form *f = form(t);
	struct form_answers *ans = fixture_answers(t, f, full), *back = NULL;
	struct buf b = {0};

	ans->v[1].set = 1 << 8 | 1;
	ans->v[2].importance = 0;
	ans->v[4].choice = 1;
	form_encode(ans, &b);
	assert_int_equal(form_decode(t->arena, f, b.data, b.len, &back), ERR_OK);
	assert_int_equal(back->v[1].set, 0);
	assert_int_equal(back->v[2].rating, 0);
	assert_int_equal(back->v[4].choice, 1);
	assert_null(back->v[4].text);
	assert_string_equal(back->v[6].text, "текст");
	buf_free(&b);
	form_free(&f);
}

struct bytes {
	uint8_t b[64];
	size_t n;
};

static struct bytes encoded(struct fixture *t, const struct form *f)
{
	struct buf b = {0};
	struct bytes out = {{0}, 0};

	form_encode(fixture_answers(t, f, full), &b);
	assert_true(b.len <= sizeof out.b);
	memcpy(out.b, b.data, b.len);
	out.n = b.len;
	buf_free(&b);
	return out;
}

static void refused(struct fixture *t, const struct form *f, const struct bytes *x)
{
	struct form_answers *ans = NULL;

	assert_int_equal(form_decode(t->arena, f, x->b, x->n, &ans), ERR_FORGED);
	assert_null(ans);
}

static void forged_vectors(void **state)
{
	static const struct {
		size_t at;
		uint8_t value;
	} v[] = {
	    {AT_1, 3},        /* no such option */
	    {AT_2, 0x02},     /* no such bit */
	    {AT_2, 0x01},     /* exclusive with others */
	    {AT_2 + 1, 0x83}, /* more than two */
	    {AT_3, 0},        /* one mark of a pair */
	    {AT_3, 11},       /* no such mark */
	    {AT_3 + 1, 255},  /* no such mark */
	    {AT_4, 12},       /* above the scale */
	    {AT_5, 1},        /* a check beside a text */
	    {AT_5, 2},        /* no such check */
	    {AT_6, 1},        /* list item 257 */
	    {AT_6 + 1, 2},    /* no such list item */
	};
	struct fixture *t = *state;
	struct form *f = form(t);
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		struct bytes x = encoded(t, f);

		x.b[1 + v[i].at] = v[i].value;
		refused(t, f, &x);
	}
	form_free(&f);
}

/* Version and vector of an answer «Б» to question 1, and then texts. */
static struct bytes texts(const char *bytes, size_t n)
{
	struct bytes x = {{1, 2}, 1 + SIZE + n};

	memcpy(x.b + 1 + SIZE, bytes, n);
	return x;
}

#define TEXTS(s) texts(s, sizeof(s) - 1)

static void forged_texts(void **state)
{
	struct fixture *t = *state;
	struct form *f = form(t);
	const struct bytes v[] = {
	    TEXTS("\0"), TEXTS("\0\6\0"), TEXTS("\0\6\0\2a"), /* shorter than it says */
	    TEXTS("\0\6\0\0"),                                /* empty */
	    TEXTS("\0\6\0\2 a"),                              /* not trimmed */
	    TEXTS("\0\6\0\1\xff"),                            /* no UTF-8 */
	    TEXTS("\0\6\0\2a\0"),                             /* a zero byte */
	    TEXTS("\0\6\0\3e\xcc\x81"),                       /* not NFC */
	    TEXTS("\0\6\0\2a\7"),                             /* a control character */
	    TEXTS("\0\7\0\1a"),                               /* no such item */
	    TEXTS("\0\2\0\1a"),                               /* an item without text */
	    TEXTS("\0\6\0\1a\0\0\0\1a"),                      /* not in order */
	    TEXTS("\0\6\0\1a\0\6\0\1a"),                      /* twice */
	};
	struct bytes good = TEXTS("\0\0\0\1a\0\6\0\1a");
	struct form_answers *ans = NULL;
	size_t i;

	assert_int_equal(form_decode(t->arena, f, good.b, good.n, &ans), ERR_OK);
	assert_string_equal(ans->v[6].text, "a");
	for (i = 0; i < sizeof v / sizeof *v; i++)
		refused(t, f, &v[i]);
	form_free(&f);
}

/* Question 7 is asked of those who answer «Б» to question 1. */
static void answers_nobody_asked_for(void **state)
{
	struct fixture *t = *state;
	struct form *f = form(t);
	struct bytes x = TEXTS("\0\6\0\1a");
	struct form_answers *ans = NULL;

	assert_int_equal(form_decode(t->arena, f, x.b, x.n, &ans), ERR_OK);
	ans = NULL;
	x.b[1 + AT_1] = 1;
	refused(t, f, &x);
	x.b[1 + AT_1] = 0;
	refused(t, f, &x);
	form_free(&f);
}

static void text_over_the_limit(void **state)
{
	struct fixture *t = *state;
	struct form *f = form(t);
	struct form_answers *ans = NULL;
	struct buf b = {0};
	size_t i;

	buf_add(&b, "\1\2\0\0\0\0\0\0\0\0\0\6", 12);
	assert_int_equal(b.len, 1 + SIZE + 2);
	buf_add_u16(&b, FORM_TEXT_CHARS + 1);
	for (i = 0; i <= FORM_TEXT_CHARS; i++)
		buf_add_u8(&b, 'a');
	assert_int_equal(form_decode(t->arena, f, b.data, b.len, &ans), ERR_FORGED);
	/* The same, one letter shorter. */
	b.data[1 + SIZE + 2] = FORM_TEXT_CHARS >> 8;
	b.data[1 + SIZE + 3] = FORM_TEXT_CHARS & 0xff;
	assert_int_equal(form_decode(t->arena, f, b.data, b.len - 1, &ans), ERR_OK);
	buf_free(&b);
	form_free(&f);
}

static void truncated_and_random_bytes(void **state)
{
	struct fixture *t = *state;
	struct form *f = form(t);
	struct bytes x = encoded(t, f);
	struct form_answers *ans = NULL;
	struct arena *a = arena_new();
	uint32_t seed = 1;
	size_t n, i;

	/* Shorter bytes are refused, or are an answer with fewer texts. */
	for (n = 0; n < x.n; n++)
		if (form_decode(a, f, x.b, n, &ans) == ERR_OK)
			assert_true(n >= 1 + SIZE);
	for (n = 0; n < 20000; n++) {
		struct buf b = {0};

		for (i = 0; i < 1 + SIZE + n % 8; i++) {
			seed = seed * 1664525 + 1013904223;
			x.b[i] = i ? (uint8_t)(seed >> 24) % 12 : 1;
		}
		if (form_decode(a, f, x.b, i, &ans) == ERR_OK) {
			form_encode(ans, &b);
			assert_int_equal(b.len, i);
			assert_memory_equal(b.data, x.b, i);
			buf_free(&b);
		}
		arena_reset(a);
	}
	assert_int_equal(form_decode(a, f, NULL, 0, &ans), ERR_FORGED);
	assert_int_equal(form_vector_read(a, f, x.b, SIZE - 1, &ans), ERR_FORGED);
	arena_free(&a);
	form_free(&f);
}

/* Sixty-four options fill the set to its last bit. */
static void the_widest_set(void **state)
{
	struct fixture *t = *state;
	struct buf b = {0};
	struct form_answers *ans, *back = NULL;
	struct form *f;
	uint8_t vector[8];
	int i;

	buf_puts(&b, "<question id='1' type='multi' serves='NE-1-1'><text>Т</text>");
	for (i = 0; i < FORM_OPTIONS_MAX; i++)
		buf_printf(&b, "<option code='%d'>О</option>", i);
	buf_puts(&b, "</question>");
	f = fixture_load(t, fixture_section(t, buf_str(&b)));
	ans = fixture_answers(t, f,
	    (const struct fixture_control[]){{"q1", "0"}, {"q1", "63"}, {NULL, NULL}});
	assert_int_equal(f->vector, 8);
	form_vector(ans, vector);
	assert_memory_equal(vector, "\x80\0\0\0\0\0\0\1", 8);
	assert_int_equal(form_vector_read(t->arena, f, vector, 8, &back), ERR_OK);
	assert_true(back->v[0].set == (UINT64_C(1) << 63 | 1));
	buf_free(&b);
	form_free(&f);
}

/* A reference list is longer than a set is wide, and goes into two bytes. */
static void the_longest_list(void **state)
{
	struct fixture *t = *state;
	struct buf b = {0}, bytes = {0};
	struct form_answers *ans, *back = NULL;
	struct form *f;
	int i;

	buf_puts(&b, "<question id='1' type='ref' serves='NE-1-1'><text>Т</text>"
		     "<list name='l'>");
	for (i = 1; i <= FORM_LIST_MAX; i++)
		buf_printf(&b, "<entry id='e%d'>О</entry>", i);
	buf_puts(&b, "<other>Другое</other></list></question>");
	f = fixture_load(t, fixture_section(t, buf_str(&b)));
	ans = fixture_answers(
	    t, f, (const struct fixture_control[]){{"q1", "e1000"}, {NULL, NULL}});
	assert_int_equal(ans->v[0].choice, 1000);
	form_encode(ans, &bytes);
	assert_int_equal(bytes.len, 3);
	assert_memory_equal(bytes.data + 1, "\x03\xe8", 2);
	assert_int_equal(form_decode(t->arena, f, bytes.data, bytes.len, &back), ERR_OK);
	assert_int_equal(back->v[0].choice, 1000);
	buf_free(&b);
	buf_free(&bytes);
	form_free(&f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(vector_places),
	    TEST(there_and_back),
	    TEST(hidden_answers_are_left_out),
	    TEST(state_keeps_what_does_not_apply),
	    TEST(faulty_answers_leave_no_bytes),
	    TEST(forged_vectors),
	    TEST(forged_texts),
	    TEST(answers_nobody_asked_for),
	    TEST(text_over_the_limit),
	    TEST(truncated_and_random_bytes),
	    TEST(the_widest_set),
	    TEST(the_longest_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
