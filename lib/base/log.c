#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

#define LINE_MAX_BYTES 1024

static const char *program_name = "otklik";

void log_init(const char *program)
{
	program_name = program;
}

/* A line feed inside a message would begin a line without priority. */
static void flatten(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = ' ';
}

void log_at(enum log_level level, const char *fmt, ...)
{
	char line[LINE_MAX_BYTES];
	va_list ap;
	size_t n;
	int head = snprintf(line, sizeof(line) - 1, "<%d>%s: ", (int)level, program_name);

	if (head < 0 || (size_t)head >= sizeof(line) - 1)
		return;
	va_start(ap, fmt);
	vsnprintf(line + head, sizeof(line) - 1 - (size_t)head, fmt, ap);
	va_end(ap);
	flatten(line);
	n = strlen(line);
	line[n++] = '\n';
	/* One write a line, so that lines of several threads do not mix; there
	   is nowhere to report a log that cannot be written. */
	if (write(STDERR_FILENO, line, n) < 0)
		return;
}
