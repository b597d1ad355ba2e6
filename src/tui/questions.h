/* Questions to the module that change nothing: the usual ones on keys of their own, chosen from the
 * dialect's tables by what they mean; and a list that holds those which settle a finding, too.
 * May include: base/, include/, tui/request.h, tui/roll.h. */
#ifndef SPW_TUI_QUESTIONS_H
#define SPW_TUI_QUESTIONS_H

#include "tui/request.h"
#include "tui/roll.h"

#ifdef __cplusplus
extern "C" {
#endif

struct app;

enum { QUESTIONS_MAX = 9 }; /* as many as there are digits to choose one by */

struct questions {
    struct buf list[QUESTIONS_MAX];
    size_t n;
};
void questions_init(struct questions *q);
void questions_dispose(struct questions *q);

void questions_ask(struct app *a, enum request r);    /* one with a key of its own */
void questions_choose(struct app *a, enum request r); /* shows the list */
void questions_key(struct app *a, uint32_t key);      /* a digit, or none of them */
void questions_panel(struct app *a, struct roll *p);

#ifdef __cplusplus
}
#endif
#endif
