/* How rounds, periods and groups are said: on pages, in files, as JSON. */
#ifndef OTKLIK_ADMIN_SERIES_WRITE_H
#define OTKLIK_ADMIN_SERIES_WRITE_H

#include "grid.h"
#include "series.h"

/* "CSI Ф (функция)", "7.1. Доступность: средняя оценка". */
const char *series_line_name(
    struct arena *a, const struct series *s, const struct stat_line *l);
/* The same below the question it is of: "Полностью удовлетворен(а)". */
const char *series_short_name(
    struct arena *a, const struct series *s, const struct stat_line *l);
/* Does the line stand among the indices; among the main figures of questions? */
bool series_is_index(const struct stat_line *l);
bool series_is_main(const struct stat_line *l);
/* "▲ +1,2", "≈ −0,3": empty without a difference. */
const char *series_change(struct arena *a, const struct stat_difference *d);
/* The change in words, for files. */
const char *series_change_words(enum stat_change c);
/* What may be wrong with comparing the value: other words, other rows; or NULL. */
const char *series_remark(const struct stat_value *v);
/* Its interval of confidence (stat/interval.h); unknown of what is not shown. */
struct stat_interval series_interval(const struct stat_value *v);
/* Are the answers behind it too few? */
bool series_has_small_base(const struct stat_value *v);
/* "Question 7.1 «…»: other answers to choose from". */
const char *series_left_out(
    struct arena *a, const struct series *s, const struct stat_left_out *l);

/* The file the path asks for: a line a value. */
ERR_CHECK enum err series_file(const struct http_request *req, struct http_response *res,
    const struct series *s, const char *name);
void series_json(
    const struct http_request *req, struct http_response *res, const struct series *s);

/* --- on pages --- */

/* Indices, main figures, the question that item= names, what is left out. */
void series_write(const struct sheet *s, const struct series *v);
/* The same with a row a group: indices and the question that item= names. */
void series_write_groups(const struct sheet *s, const struct series *v);

#endif
