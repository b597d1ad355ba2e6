/* One line that a person types: for searches, notes, commands. Edits UTF-8, remembers what was typed before.
 * May include: base/, tui/canvas.h, tui/key.h. */
#ifndef SPW_TUI_PROMPT_H
#define SPW_TUI_PROMPT_H

#include "base/array.h"
#include "tui/canvas.h"
#include "tui/key.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PROMPT_BYTES_MAX = 2048, PROMPT_HISTORY_MAX = 500 };

struct prompt_history {
    struct arena arena;
    struct array lines; /* struct slice, the oldest first */
};
void prompt_history_init(struct prompt_history *h);
void prompt_history_dispose(struct prompt_history *h);
/* The same line twice in a row is kept once. */
void prompt_history_add(struct prompt_history *h, struct slice line);

struct prompt {
    struct buf text;
    size_t at;                      /* the cursor: bytes from the start, at a character */
    struct prompt_history *history; /* recalled by Up; may be NULL; borrowed */
    size_t from_end;                /* how far back in it; 0: at what is being typed */
    struct buf draft;               /* what was being typed when the history was entered */
};

enum prompt_answer {
    PROMPT_GOES_ON, /* the key was used or has no meaning here */
    PROMPT_DONE,    /* Enter: `text` is what was typed; the caller adds it to the history */
    PROMPT_LEFT,    /* Esc, or Backspace in an empty line */
    PROMPT_TAB
};

void prompt_init(struct prompt *p);
void prompt_dispose(struct prompt *p);
void prompt_begin(struct prompt *p, struct prompt_history *h, struct slice text);
enum prompt_answer prompt_key(struct prompt *p, uint32_t key);
void prompt_set(struct prompt *p, struct slice text); /* the cursor goes behind it */
/* Draws "label text" in a row and places the canvas's cursor; long text is moved so that it shows. */
void prompt_draw(const struct prompt *p, struct region r, size_t row, struct slice label);

#ifdef __cplusplus
}
#endif
#endif
