/* The terminal: a canvas goes out, keys come in. screen.c is the only file that knows curses.
 * Whatever happens, the terminal is given back as it was: at the end, on signals that end the program, and
 * on crashes. May include: base/, tui/canvas.h, tui/key.h. */
#ifndef SPW_TUI_SCREEN_H
#define SPW_TUI_SCREEN_H

#include "tui/canvas.h"
#include "tui/key.h"

#ifdef __cplusplus
extern "C" {
#endif

enum screen_theme { THEME_AUTO, THEME_DARK, THEME_LIGHT };
struct screen_options {
    bool colour, ascii;
    enum screen_theme theme;
    bool keys_from_terminal; /* standard input is something else: keys come from /dev/tty */
};

struct screen;

/* Can the terminal that $TERM names place a cursor? Without that, lines have to do. */
bool screen_can_be_used(void);
/* `why` gets a reason when the terminal cannot do it. One at a time. */
enum spw_status screen_open(struct screen **out, const struct screen_options *o,
                            struct buf *why) SPW_MUST_USE;
void screen_close(struct screen *s); /* NULL is fine */
int screen_descriptor(const struct screen *s);
/* Asks the terminal for its size. */
void screen_size(struct screen *s, size_t *rows, size_t *cols);
void screen_draw(struct screen *s, const struct canvas *c);
void screen_forget(struct screen *s); /* the next draw writes everything */
/* The next key; false: none waits. */
bool screen_key(struct screen *s, uint32_t *key);
bool screen_is_gone(const struct screen *s); /* nobody is at the other end any more */
/* Gives the terminal back, stops the program, takes it again when it goes on. */
void screen_suspend(struct screen *s);
/* To the clipboard of the terminal's machine (OSC 52). */
void screen_copy(struct screen *s, struct slice text);

#ifdef __cplusplus
}
#endif
#endif
