/* cgi/count/spam.c: what looks like spam, by the content of ballots opened together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../../cgi/count/count.h"

#define ALL (DB_SPAM_TRAP | DB_SPAM_LINKS | DB_SPAM_SAME)
#define N 12

static const char said[] = "Купите наш замечательный товар по лучшей цене сегодня";

struct box {
	struct arena *a;
	struct form form;
	struct opened v[N];
	struct form_answers answers[N];
};

/* Ballots of three texts each; none has any. */
static int setup(void **state)
{
	struct arena *a = arena_new();
	struct box *b = ARENA_NEW(a, struct box);

	b->a = a;
	b->form.n_items = 3;
	for (size_t i = 0; i < N; i++) {
		b->answers[i].form = &b->form;
		b->answers[i].v = ARENA_ARRAY(a, 3, struct form_answer);
		b->v[i].form = &b->form;
		b->v[i].answers = &b->answers[i];
	}
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct arena *a = ((struct box *)*state)->a;

	arena_free(&a);
	return 0;
}

static unsigned judge(struct box *b, size_t i, const char *text, unsigned rules)
{
	b->answers[i].v[1].text = text;
	count_spam(b->a, b->v, N, rules);
	return b->v[i].spam;
}

static void trap(void **state)
{
	struct box *b = *state;

	assert_int_equal(judge(b, 0, NULL, ALL), 0);
	b->v[0].trapped = true;
	assert_int_equal(judge(b, 0, NULL, ALL), DB_SPAM_TRAP);
	assert_int_equal(judge(b, 0, NULL, ALL & ~DB_SPAM_TRAP), 0);
	assert_int_equal(b->v[1].spam, 0);
	/* Under the first rule only. */
	assert_int_equal(judge(b, 0, "http://a.ru http://b.ru", ALL), DB_SPAM_TRAP);
}

static void links(void **state)
{
	struct box *b = *state;

	assert_int_equal(judge(b, 0, "см. https://www.gosuslugi.ru/x", ALL), 0);
	assert_int_equal(judge(b, 0, "www.a.ru и WWW.b.ru", ALL), DB_SPAM_LINKS);
	assert_int_equal(judge(b, 0, "HTTP://a.ru,https://b.ru", ALL), DB_SPAM_LINKS);
	assert_int_equal(judge(b, 0, "HTTP://a.ru,https://b.ru", DB_SPAM_TRAP), 0);
	/* Over all texts of a ballot. */
	b->answers[0].v[0].text = "http://a.ru";
	assert_int_equal(judge(b, 0, "http://a.ru", ALL), DB_SPAM_LINKS);
	assert_int_equal(judge(b, 1, "http://a.ru", ALL), 0);
	assert_int_equal(judge(b, 2, "http https www awww.", ALL), 0);
}

static void same(void **state)
{
	struct box *b = *state;

	for (size_t i = 0; i + 1 < DB_SPAM_LEAST_SAME; i++)
		assert_int_equal(judge(b, i, said, ALL), 0);
	/* A text twice in one ballot is one ballot. */
	b->answers[0].v[2].text = said;
	assert_int_equal(judge(b, 1, said, ALL), 0);
	assert_int_equal(judge(b, N - 1, said, ALL), DB_SPAM_SAME);
	for (size_t i = 0; i < N; i++)
		assert_int_equal(b->v[i].spam,
		    i + 1 < DB_SPAM_LEAST_SAME || i == N - 1 ? DB_SPAM_SAME : 0);
	assert_int_equal(judge(b, N - 1, said, ALL & ~DB_SPAM_SAME), 0);
}

static void short_texts_repeat(void **state)
{
	struct box *b = *state;

	for (size_t i = 0; i < N; i++)
		assert_int_equal(judge(b, i, "нет замечаний", ALL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(trap, setup, teardown),
	    cmocka_unit_test_setup_teardown(links, setup, teardown),
	    cmocka_unit_test_setup_teardown(same, setup, teardown),
	    cmocka_unit_test_setup_teardown(short_texts_repeat, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
