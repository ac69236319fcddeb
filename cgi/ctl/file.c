#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "ctl.h"

char *ctl_read_file(struct ctl *ctl, const char *path, size_t max, size_t *len_r)
{
	FILE *in = fopen(path, "re");
	char *text;

	if (in == NULL) {
		ctl_fail("%s: %s", path, strerror(errno));
		return NULL;
	}
	text = arena_alloc(ctl->arena, max + 2);
	*len_r = fread(text, 1, max + 1, in);
	if (ferror(in)) {
		ctl_fail("%s: %s", path, strerror(errno));
		text = NULL;
	} else if (*len_r > max) {
		ctl_fail(_("%s: larger than %zu bytes"), path, max);
		text = NULL;
	}
	fclose(in);
	return text;
}

struct form_loader *ctl_loader(struct ctl *ctl)
{
	struct form_loader *l;

	if (form_loader_new(ctl->config.forms_dir, &l) == ERR_OK)
		return l;
	ctl_fail(_("%s: no usable schemas questionnaire.rng, procedure.rng there"),
	    ctl->config.forms_dir);
	return NULL;
}

void ctl_print_faults(const char *path, const struct form_fault *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, "%s:%d: %s\n", path, v[i].line, v[i].text);
}
