/* A questionnaire with every type of question, conditions and jumps. */
#ifndef OTKLIK_TESTS_FUZZ_SAMPLE_H
#define OTKLIK_TESTS_FUZZ_SAMPLE_H

#include "form/load.h"
#include "fuzz.h"

#define SAMPLE_OPTIONS "<option code='1'>А</option><option code='2'>Б</option>"
#define SAMPLE_QUESTION(id, type) \
	"<question id='" id "' type='" type "' serves='NE-1-1'><text>Т</text>"

static const char sample_xml[] =
    "<questionnaire xmlns='urn:otklik:questionnaire:1' id='T-1' audience='external' "
    "origin='proposed' minutes='5' serves='NE-15-1'><title>Т</title><notice>Н</notice>"
    "<anonymity>А</anonymity><thanks>С</thanks><section id='a'>" SAMPLE_QUESTION(
	"1", "single") SAMPLE_OPTIONS
    "<option code='3' jump='end'>В</option>"
    "<option code='4' other='yes'>Г</option></question>" SAMPLE_QUESTION("2", "multi")
	SAMPLE_OPTIONS "<option code='3' other='yes'>В</option>"
		       "<option code='4' exclusive='yes'>Г</option></question>"
		       "</section><section id='b'>" SAMPLE_QUESTION("3", "matrix")
			   SAMPLE_OPTIONS
    "<row id='3.1' serves='NE-1-1'><text>Р</text></row>"
    "<row id='3.2' serves='NE-1-1'><text>Р</text><show-if>"
    "<when items='1' codes='2'/></show-if></row></question>" SAMPLE_QUESTION("4",
	"matrix-text") "<text-heading>З</text-heading><option code='1'>Н</option>"
		       "<row id='4.1' serves='NE-1-1'><text>Р</text><show-if>"
		       "<when items='3.1' "
		       "codes='2'/></show-if></row></question>" SAMPLE_QUESTION("5",
			   "csi") "<rating><min-label>м</min-label><max-label>б</"
				  "max-label>"
				  "</rating><importance><min-label>м</min-label>"
				  "<max-label>б</max-label></importance>"
				  "<row id='5.1' serves='NE-1-1'><text>Р</text></row>"
				  "</question>" SAMPLE_QUESTION(
				      "6", "scale") "<scale min='0' "
						    "max='10'/></"
						    "question>" SAMPLE_QUESTION("7",
							"ref") "<list name='l'><entry "
							       "id='x'>Икс</"
							       "entry><other>Д</other></"
							       "list></"
							       "question"
							       ">" SAMPLE_QUESTION("8",
								   "text") "<show-if><"
									   "when "
									   "items='6' "
									   "codes='0 1 "
									   "2'/>"
									   "<when "
									   "items='2' "
									   "codes='1'/></"
									   "show-if></"
									   "question>"
									   "</section></"
									   "questionnaire"
									   ">";

/* Loaded once, released when the process ends. */
static struct form_loader *sample_loaded;
static struct form *sample_laid_out;

static inline void sample_free(void)
{
	form_free(&sample_laid_out);
	form_loader_free(&sample_loaded);
}

static inline struct form_loader *sample_loader(void)
{
	if (sample_loaded == NULL) {
		fuzz_check(form_loader_new(FUZZ_FORMS, &sample_loaded) == ERR_OK);
		fuzz_check(atexit(sample_free) == 0);
	}
	return sample_loaded;
}

static inline const struct form *sample_form(void)
{
	const struct form_fault *faults;
	struct arena *a;
	size_t n;

	if (sample_laid_out == NULL) {
		a = arena_new();
		fuzz_check(
		    form_load(sample_loader(), a, sample_xml, sizeof sample_xml - 1, NULL,
			&sample_laid_out, &faults, &n) == ERR_OK);
		arena_free(&a);
	}
	return sample_laid_out;
}

#endif
