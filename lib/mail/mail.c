#include "mail/mail.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "mail/address.h"

#define PASSWORD_MAX 256
#define ID_BYTES 16

struct mail {
	const struct config *config;
	CURL *curl;
	char error[CURL_ERROR_SIZE];
	const char *trouble;
};

enum err mail_init(void)
{
	return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK && sodium_init() >= 0
		   ? ERR_OK
		   : ERR_INTERNAL;
}

bool mail_is_set(const struct config *c)
{
	return *c->smtp_url != '\0' && mail_is_address(c->smtp_from);
}

static enum err read_password(const char *path, char pw[PASSWORD_MAX])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd == -1 ? -1 : read(fd, pw, PASSWORD_MAX - 1);

	if (fd != -1)
		close(fd);
	if (n <= 0) {
		log_error("mail: %s: %s", path,
		    fd == -1 ? strerror(errno) : "no password in it");
		return ERR_CONFIG;
	}
	pw[n] = '\0';
	pw[strcspn(pw, "\r\n")] = '\0';
	return ERR_OK;
}

static enum err set_login(struct mail *m)
{
	const struct config *c = m->config;
	char pw[PASSWORD_MAX];
	enum err e;

	if (*c->smtp_user == '\0')
		return ERR_OK;
	e = read_password(c->smtp_password_file, pw);
	if (e == ERR_OK) {
		curl_easy_setopt(m->curl, CURLOPT_USERNAME, c->smtp_user);
		curl_easy_setopt(m->curl, CURLOPT_PASSWORD, pw);
	}
	explicit_bzero(pw, sizeof(pw));
	return e;
}

/* Whether encrypted or not is for the settings alone: never less than they say. */
static void set_server(struct mail *m)
{
	const struct config *c = m->config;

	curl_easy_setopt(m->curl, CURLOPT_URL, c->smtp_url);
	curl_easy_setopt(m->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(m->curl, CURLOPT_USE_SSL,
	    (long)(c->smtp_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (*c->smtp_ca_file != '\0')
		curl_easy_setopt(m->curl, CURLOPT_CAINFO, c->smtp_ca_file);
	curl_easy_setopt(m->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(m->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(m->curl, CURLOPT_CONNECTTIMEOUT, (long)c->smtp_timeout);
	curl_easy_setopt(m->curl, CURLOPT_TIMEOUT, (long)c->smtp_timeout);
	/* Also of the farewell, which the one above is not for. */
	curl_easy_setopt(m->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)c->smtp_timeout);
	curl_easy_setopt(m->curl, CURLOPT_ERRORBUFFER, m->error);
}

enum err mail_open(const struct config *c, struct mail **m_r)
{
	struct mail *m = calloc(1, sizeof(*m));
	enum err e;

	if (m == NULL || (m->curl = curl_easy_init()) == NULL)
		abort();
	m->config = c;
	set_server(m);
	e = set_login(m);
	if (e != ERR_OK)
		mail_close(&m);
	else
		*m_r = m;
	return e;
}

void mail_close(struct mail **m)
{
	if (*m == NULL)
		return;
	curl_easy_cleanup((*m)->curl);
	explicit_bzero(*m, sizeof(**m));
	free(*m);
	*m = NULL;
}

/* --- the letter --- */

/* RFC 5322, 3.3, in UTC: strftime() would ask the locale for the names. */
static char *date_now(struct arena *a)
{
	static const char *const days[] = {
	    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t now = time(NULL);
	struct tm t;

	gmtime_r(&now, &t);
	return arena_printf(a, "%s, %02d %s %d %02d:%02d:%02d +0000", days[t.tm_wday],
	    t.tm_mday, months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

static void add_header(
    struct curl_slist **list, struct arena *a, const char *name, const char *value)
{
	struct curl_slist *longer =
	    curl_slist_append(*list, arena_printf(a, "%s: %s", name, value));

	if (longer == NULL)
		abort();
	*list = longer;
}

/* The identifier is random: nothing in it comes from this machine or the address. */
static struct curl_slist *make_headers(
    const struct mail *m, struct arena *a, const struct mail_letter *l)
{
	const char *from = m->config->smtp_from;
	struct curl_slist *list = NULL;
	uint8_t id[ID_BYTES];

	randombytes_buf(id, sizeof(id));
	add_header(&list, a, "Date", date_now(a));
	add_header(&list, a, "From",
	    arena_printf(a, "%s\r\n <%s>", mail_header_text(a, l->from), from));
	add_header(&list, a, "To", arena_printf(a, "<%s>", l->to));
	add_header(&list, a, "Subject", mail_header_text(a, l->subject));
	add_header(&list, a, "Message-ID",
	    arena_printf(a, "<%s%s>", text_hex(a, id, sizeof(id)), strchr(from, '@')));
	add_header(&list, a, "Auto-Submitted", "auto-generated");
	return list;
}

/* Line ends as CR LF: the encoder takes the text for bytes. */
static const char *with_crlf(struct arena *a, const char *s)
{
	struct buf b = {0};
	const char *text;

	for (; *s != '\0'; s++) {
		if (*s == '\n')
			buf_add(&b, "\r", 1);
		if (*s != '\r')
			buf_add(&b, s, 1);
	}
	text = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return text;
}

static curl_mime *make_body(struct mail *m, struct arena *a, const char *text)
{
	curl_mime *mime = curl_mime_init(m->curl);
	curl_mimepart *part = mime == NULL ? NULL : curl_mime_addpart(mime);

	if (part == NULL)
		abort();
	curl_mime_data(part, with_crlf(a, text), CURL_ZERO_TERMINATED);
	curl_mime_type(part, "text/plain; charset=utf-8");
	curl_mime_encoder(part, "base64");
	return mime;
}

/* --- what became of it --- */

/* Before any letter: each cause with the words for it. */
static const struct {
	CURLcode code;
	const char *trouble;
} down[] = {{CURLE_COULDNT_RESOLVE_HOST, N_("the server's name is not known")},
    {CURLE_COULDNT_CONNECT, N_("the server does not answer")},
    {CURLE_USE_SSL_FAILED, N_("the server offers no encryption")},
    {CURLE_SSL_CONNECT_ERROR, N_("the encryption could not be set up")},
    {CURLE_PEER_FAILED_VERIFICATION, N_("the server's certificate is not valid")},
    {CURLE_SSL_CACERT_BADFILE, N_("the file with certificates cannot be read")},
    {CURLE_LOGIN_DENIED, N_("the server refuses the login")}};

/* The text tells the step that failed; up to RCPT no letter is on its way. */
static enum mail_result judge(struct mail *m, CURLcode code)
{
	static const char refused[] = "RCPT failed";
	static const char *const early[] = {"MAIL failed", "STARTTLS", "DATA failed",
	    "Access denied", "Command failed", "Got unexpected smtp-server response"};

	for (size_t i = 0; i < sizeof(down) / sizeof(down[0]); i++)
		if (down[i].code == code) {
			m->trouble = down[i].trouble;
			return MAIL_DOWN;
		}
	if (text_starts(m->error, refused)) {
		m->trouble = N_("the server refuses the address");
		return MAIL_REFUSED;
	}
	for (size_t i = 0; i < sizeof(early) / sizeof(early[0]); i++)
		if (text_starts(m->error, early[i])) {
			m->trouble = N_("the server takes no letters from us");
			return MAIL_DOWN;
		}
	m->trouble = code == CURLE_OPERATION_TIMEDOUT
			 ? N_("the server did not answer in time")
			 : N_("the connection broke");
	return MAIL_UNSURE;
}

enum mail_result mail_send(struct mail *m, const struct mail_letter *l)
{
	struct arena *a = arena_new();
	struct curl_slist *headers = make_headers(m, a, l);
	struct curl_slist *to = curl_slist_append(NULL, arena_printf(a, "<%s>", l->to));
	curl_mime *body = make_body(m, a, l->text);
	CURLcode code;

	if (to == NULL)
		abort();
	m->error[0] = '\0';
	m->trouble = "";
	curl_easy_setopt(
	    m->curl, CURLOPT_MAIL_FROM, arena_printf(a, "<%s>", m->config->smtp_from));
	curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(m->curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(m->curl, CURLOPT_MIMEPOST, body);
	code = curl_easy_perform(m->curl);
	curl_easy_setopt(m->curl, CURLOPT_MIMEPOST, NULL);
	curl_mime_free(body);
	curl_slist_free_all(headers);
	curl_slist_free_all(to);
	arena_free(&a);
	return code == CURLE_OK ? MAIL_SENT : judge(m, code);
}

const char *mail_trouble(const struct mail *m)
{
	return m->trouble;
}
