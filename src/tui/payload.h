/* The bytes that follow a command, from a file that a person named: certificates and keys in the form that
 * the module takes, others as they are. May include: tui/app.h, tui/typed.h. */
#ifndef SPW_TUI_PAYLOAD_H
#define SPW_TUI_PAYLOAD_H

#include "base/buf.h"
#include "include/live.h"

#ifdef __cplusplus
extern "C" {
#endif

struct app;

/* As many as may wait to be sent, less a command line. */
enum { PAYLOAD_MAX = 60 * 1024, PAYLOAD_WORDS_MAX = 600 };

struct payload {
    struct buf bytes;
    struct buf words;   /* "891 bytes of baltimore.pem: certificate, Baltimore CyberTrust Root" */
    struct buf warning; /* why the module will not be content with it; empty: nothing is known */
};
void payload_init(struct payload *p);
void payload_dispose(struct payload *p);
void payload_clear(struct payload *p);

/* For `command`, a row of the tables, with `first` as its first parameter. False: `why` says what is wrong
 * with the file. */
bool payload_read(struct payload *p, struct app *a, const struct spw_command_help *command,
                  struct slice first, struct slice path, struct buf *why) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
