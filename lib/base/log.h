/*
 * Operational log on stderr, one line a message, "<N>" priority prefix as
 * systemd reads it (sd-daemon(3)).  Public programs log no data of a request:
 * the format must be a literal and the arguments counts, names of our own
 * files, error codes (SECURITY: a public program prints nothing about a
 * request).
 */
#ifndef OTKLIK_BASE_LOG_H
#define OTKLIK_BASE_LOG_H

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARN = 4, LOG_LEVEL_INFO = 6 };

void log_init(const char *program);
void log_at(enum log_level level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
#define log_error(...) log_at(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warn(...) log_at(LOG_LEVEL_WARN, __VA_ARGS__)
#define log_info(...) log_at(LOG_LEVEL_INFO, __VA_ARGS__)

#endif
