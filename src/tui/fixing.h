/* The fix of a finding, sent step by step. Each step is shown and confirmed by the person; what has to be
 * filled in is typed; of a certificate or key the file is named, and the tool converts it into what the
 * module takes and counts it.
 * May include: base/, include/, tui/. */
#ifndef SPW_TUI_FIXING_H
#define SPW_TUI_FIXING_H

#include "base/arena.h"
#include "base/array.h"
#include "tui/canvas.h"

#ifdef __cplusplus
extern "C" {
#endif

struct app;

struct fixing_step {
    struct slice text, command; /* text: of the fix, for the person */
};

struct fixing {
    struct arena arena;
    struct array steps; /* struct fixing_step */
    size_t at;
    struct buf line;    /* the command as it will be sent */
    struct buf payload; /* the bytes that follow it */
    struct buf about;   /* what the payload is */
};

void fixing_init(struct fixing *f);
void fixing_dispose(struct fixing *f);

/* A single command that announces bytes, typed by the person. */
void fixing_one(struct app *a, struct slice line);
void fixing_key(struct app *a, uint32_t key); /* while a step is to be confirmed */
void fixing_file(struct app *a, struct slice path);
void fixing_edited(struct app *a, struct slice line); /* the person changed the command */
/* The two rows at the bottom: the step, and what the keys do. */
void fixing_draw(struct app *a, struct region above, struct region r);

#ifdef __cplusplus
}
#endif
#endif
