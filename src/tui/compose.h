/* A command typed by a person: help while typing, a look at it before it is sent. And what both this and the
 * fixing of findings need to say something to the module. Nothing is ever sent unasked.
 * May include: base/, include/, tui/. */
#ifndef SPW_TUI_COMPOSE_H
#define SPW_TUI_COMPOSE_H

#include "include/live.h"
#include "tui/canvas.h"

#ifdef __cplusplus
extern "C" {
#endif

struct app;

/* The variant of the tables that a command line fits best, as far as it is typed. False: no table knows
 * it. *parameter, when given: the one at the end of the line, counted from 0. */
bool compose_help(struct app *a, struct slice line, struct spw_command_help *out,
                  size_t *parameter);
/* Parameter i of a command line, as typed. */
struct slice compose_value(struct slice line, size_t i);
/* The row above the prompt: what the command takes, the parameter at the cursor set off. */
void compose_draw_help(struct app *a, struct region r);
/* Completes what is being typed, or shows what could follow. */
void compose_tab(struct app *a);
/* A line that was typed: looked at; sent when nothing speaks against it, or when it is typed again. */
void compose_line(struct app *a, struct slice line);
/* Sends the line, its end, and the bytes that follow it. False: said why not. */
bool compose_send(struct app *a, struct slice line, struct slice payload);

#ifdef __cplusplus
}
#endif
#endif
