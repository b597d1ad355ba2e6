/* A finding's commands sent one after the other: each is shown, filled in, and sent when the person says
 * so; then the module's answer is awaited. Nothing goes on by itself.
 * May include: base/, include/, tui/payload.h, tui/roll.h, tui/request.h. */
#ifndef SPW_TUI_FIXING_H
#define SPW_TUI_FIXING_H

#include "base/arena.h"
#include "base/array.h"
#include "tui/payload.h"
#include "tui/request.h"
#include "tui/roll.h"

#ifdef __cplusplus
extern "C" {
#endif

struct app;

enum fixing_stage {
    FIXING_NOT,
    FIXING_SHOWN,    /* the step is shown: y prepares it, and sends it when nothing is missing */
    FIXING_WAITING,  /* it was sent */
    FIXING_ANSWERED, /* the module did what it was told */
    FIXING_REFUSED   /* it did not */
};

struct fixing_item {
    struct slice text, command; /* command: empty when there is nothing to do but read */
    bool elsewhere;             /* it is no command of the module: for the person's own machine */
};

struct fixing {
    enum fixing_stage stage;
    struct arena arena;
    struct array items; /* struct fixing_item */
    size_t at;
    struct slice title;   /* of the finding */
    struct buf line;      /* the command as it will be sent */
    struct buf asked;     /* "<client id>", while it is asked for */
    struct buf answer;    /* of the module */
    struct buf objection; /* what was warned of; y once more sends */
    struct payload payload;
    uint64_t events; /* of the index that were looked at */
    bool heard;      /* the command stands in the session */
};
void fixing_init(struct fixing *f);
void fixing_dispose(struct fixing *f);

/* Takes the steps of the selected finding: what mends it, else what settles it. */
void fixing_begin(struct app *a, enum request r);
/* True: the key was meant for it. */
bool fixing_key(struct app *a, uint32_t key);
void fixing_has_value(struct app *a); /* Enter behind a value or the name of a file */
void fixing_edited(struct app *a);    /* Enter behind the command itself */
/* Looks whether the module has answered; call when something came. */
void fixing_look(struct app *a);
void fixing_title(const struct app *a, struct buf *out); /* "2 of 5" */
void fixing_panel(struct app *a, struct roll *p);

#ifdef __cplusplus
}
#endif
#endif
