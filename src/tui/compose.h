/* A command typed for the module: while it is typed its parameters by name, what each may be, completion;
 * before it is sent what speaks against it; the bytes behind it from a file, counted. Only Enter sends, and what the tables warn of wants Enter twice.
 * May include: base/, include/, tui/payload.h, tui/roll.h, tui/request.h. */
#ifndef SPW_TUI_COMPOSE_H
#define SPW_TUI_COMPOSE_H

#include "tui/payload.h"
#include "tui/request.h"
#include "tui/roll.h"

#ifdef __cplusplus
extern "C" {
#endif

struct app;

struct compose {
    struct buf line;     /* the command, while the file behind it is asked for */
    struct buf objected; /* what was warned of: the same line once more is sent */
    struct payload payload;
};
void compose_init(struct compose *c);
void compose_dispose(struct compose *c);

/* Begins a line. Says so when nothing can be sent. */
void compose_begin(struct app *a, enum request r);
void compose_tab(struct app *a);  /* completes the name or the word being typed */
void compose_done(struct app *a); /* Enter behind the command */
void compose_has_file(
    struct app *a); /* Enter behind the name of the file; empty: no bytes follow */
/* What is known of the line being typed, above it. */
void compose_panel(struct app *a, struct roll *p);

/* ---- shared with fixing.c and questions.c */

/* The command with its line end, and right behind it the payload. False: it was said why not. */
bool compose_send(struct app *a, struct slice command, struct slice payload) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
