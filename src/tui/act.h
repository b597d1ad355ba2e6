/* The requests that take more than a few lines; act.c has the others and the table of all.
 * May include: tui/app.h. */
#ifndef SPW_TUI_ACT_H
#define SPW_TUI_ACT_H

#include "tui/app.h"

#ifdef __cplusplus
extern "C" {
#endif

/* act.c */
void act_stop_following(struct app *a);
void act_jump(struct app *a, uint64_t line); /* in the trace */

/* find.c */
void act_ask_pattern(struct app *a, enum request r);
void act_match(struct app *a, enum request r);
void act_search(struct app *a, enum search_kind kind, struct slice pattern);
void act_filter(struct app *a, enum search_kind kind, struct slice pattern);
/* A search that was begun goes to its first match as soon as there is one. `more`: it is not over. */
void act_search_waiting(struct app *a, bool more);

/* answer.c: a key while a line is being typed. */
void act_answer(struct app *a, uint32_t key);

/* take.c: what a person takes with him. */
void act_copy(struct app *a, enum request r);
void act_mark(struct app *a, enum request r);
void act_mark_moves(struct app *a); /* after the cursor moved */
void act_rule_draft(struct app *a, enum request r);
void act_ticket(struct app *a, enum request r);
void act_excerpt(struct app *a, enum request r);
void act_save_screen(struct app *a, enum request r);

#ifdef __cplusplus
}
#endif
#endif
