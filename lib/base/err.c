#include "base/err.h"

const char *err_name(enum err e)
{
	switch (e) {
	case ERR_OK:
		return "ok";
	case ERR_INVALID:
		return "invalid input";
	case ERR_TOO_LARGE:
		return "too large";
	case ERR_MEDIA_TYPE:
		return "unsupported media type";
	case ERR_NOT_FOUND:
		return "not found";
	case ERR_METHOD:
		return "method not allowed";
	case ERR_DENIED:
		return "denied";
	case ERR_LOGIN:
		return "login needed";
	case ERR_DUPLICATE:
		return "stored already";
	case ERR_CONFLICT:
		return "conflicting change";
	case ERR_EXPIRED:
		return "expired";
	case ERR_FORGED:
		return "does not verify";
	case ERR_NOT_OPEN:
		return "not open yet";
	case ERR_CLOSED:
		return "closed";
	case ERR_UNAVAILABLE:
		return "unavailable for the moment";
	case ERR_IO:
		return "input/output error";
	case ERR_CONFIG:
		return "wrong settings";
	case ERR_INTERNAL:
		return "internal error";
	}
	return "unknown error";
}
