/* What reading, checking and encoding answers share. */
#ifndef OTKLIK_FORM_ANSWER_PRIVATE_H
#define OTKLIK_FORM_ANSWER_PRIVATE_H

#include "form/answer.h"

/* Which questions and items apply, by index. */
struct form_scope {
	bool question[FORM_ITEMS_MAX], item[FORM_ITEMS_MAX];
};

/* One walk through the form, front to back: answers that do not apply count as
   none for what follows. */
void form_scope_find(const struct form_answers *ans, struct form_scope *scope);

/* Any trace of an answer? */
bool form_answer_given(const struct form_answer *v);

/* Most characters a text may have at the item as it is answered now; 0 = the
   item takes no text. */
size_t form_text_limit(const struct form_answers *ans, size_t item);

/* Is the choice within what the question offers (0 = none is)? */
bool form_choice_fits(const struct form_question *q, unsigned choice);

/* What is wrong with a multi set, 0 for nothing. */
int form_set_problem(const struct form_question *q, uint64_t set);

#endif
