#include "box/key.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "box/file-private.h"

static enum err file_name(
    const char *dir, uint32_t id, const char *period, char path[PATH_MAX])
{
	struct stat st;

	if (stat(dir, &st) != 0) {
		log_error("%s: %s", dir, strerror(errno));
		return ERR_CONFIG;
	}
	if ((st.st_mode & 077) != 0) {
		log_error("%s: group or others may enter it; chmod 700", dir);
		return ERR_CONFIG;
	}
	if (snprintf(path, PATH_MAX, "%s/%u-%s.key", dir, id, period) >= PATH_MAX)
		return ERR_CONFIG;
	return ERR_OK;
}

static enum err read_key(const char *path, struct box_key *k_r)
{
	uint8_t secret[BOX_SECRET_BYTES];
	enum err e = box_file_read(path, secret, sizeof(secret), BOX_FILE_OWNER);

	if (e == ERR_OK) {
		memcpy(k_r->secret_key, secret, sizeof(secret));
		crypto_scalarmult_base(k_r->public_key, secret);
	}
	sodium_memzero(secret, sizeof(secret));
	return e;
}

enum err box_key_make(
    const char *dir, uint32_t id, const char *period, struct box_key *k_r)
{
	char path[PATH_MAX];
	struct box_key k;
	enum err e = file_name(dir, id, period, path);

	if (e != ERR_OK)
		return e;
	e = read_key(path, k_r);
	if (e != ERR_NOT_FOUND)
		return e;
	crypto_box_keypair(k.public_key, k.secret_key);
	e = box_file_make(path, k.secret_key, sizeof(k.secret_key), BOX_FILE_OWNER);
	box_key_wipe(&k);
	return e == ERR_OK || e == ERR_DUPLICATE ? read_key(path, k_r) : e;
}

enum err box_key_read(
    const char *dir, uint32_t id, const char *period, struct box_key *k_r)
{
	char path[PATH_MAX];
	enum err e = file_name(dir, id, period, path);

	return e == ERR_OK ? read_key(path, k_r) : e;
}

enum err box_key_destroy(const char *dir, uint32_t id, const char *period)
{
	char path[PATH_MAX];
	enum err e = file_name(dir, id, period, path);

	return e == ERR_OK ? box_file_destroy(path, BOX_SECRET_BYTES) : e;
}

static bool is_unfinished(const char *name)
{
	size_t n = strlen(name), end = strlen(BOX_FILE_NEW);

	return n > end && strcmp(name + n - end, BOX_FILE_NEW) == 0;
}

enum err box_key_tidy(const char *dir)
{
	const struct dirent *entry;
	enum err e = ERR_OK;
	DIR *d = opendir(dir);

	if (d == NULL) {
		log_error("%s: %s", dir, strerror(errno));
		return ERR_IO;
	}
	while ((entry = readdir(d)) != NULL) {
		if (is_unfinished(entry->d_name) &&
		    unlinkat(dirfd(d), entry->d_name, 0) != 0)
			e = ERR_IO;
	}
	closedir(d);
	return e;
}

void box_key_wipe(struct box_key *k)
{
	sodium_memzero(k, sizeof(*k));
}
