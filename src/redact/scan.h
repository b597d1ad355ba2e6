/* The second look: is any secret left in a finished output? Written without the readings that the
 * redactor works with: where that one decodes the text, this one encodes the secret, and compares only
 * letters and digits, so that line ends, blanks, quotes and escapes cannot hide anything.
 * May include: redact/redact.h, base/. */
#ifndef SPW_REDACT_SCAN_H
#define SPW_REDACT_SCAN_H

#include "redact/redact.h"

#ifdef __cplusplus
extern "C" {
#endif

struct scan_leak {
    size_t secret;    /* in redactor.secrets; SIZE_MAX: one that was never learned */
    const char *form; /* "plain", "base64", ... */
};

/* SPW_OK: nothing is left; SPW_INVALID: something is, *leak says what. */
enum spw_status redact_scan(const struct redactor *r, struct slice output,
                            struct scan_leak *leak) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
