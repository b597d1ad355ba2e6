/* The scroll-back of a session: every line, what was recognised in it, and every change of the module's
 * state, in the order in which the engine told them. Records of fixed size in temporary files (spill.h),
 * so that memory does not grow; the text of a line is read again from where the session is kept, and
 * stored here only when it does not stand there as it is.
 * May include: base/, include/, tui/spill.h. */
#ifndef SPW_TUI_SCROLLBACK_H
#define SPW_TUI_SCROLLBACK_H

#include "base/array.h"
#include "base/map.h"
#include "include/live.h"
#include "tui/spill.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    SCROLL_TEXT_MAX = 64 * 1024, /* of a line: what is shown of longer ones */
    SCROLL_ROWS_MAX = 64,        /* rows of the module's state that are kept */
    SCROLL_VALUE_MAX = 16 * 1024
};

/* Where the bytes of the session can be read again. */
struct scroll_reader {
    /* Appends up to n bytes from `offset` to `out`; fewer when they are gone. */
    void (*read)(void *context, uint64_t offset, size_t n, struct buf *out);
    void *context;
};

struct scroll_line {
    enum spw_direction direction;
    bool as_is;      /* its bytes stand in the session at `offset` */
    uint64_t offset; /* of its first byte in the session */
    uint64_t stored; /* else where its text is kept */
    uint32_t number; /* its line in the input, from 1 */
    uint32_t length; /* bytes of its text */
    enum stamp_kind stamp;
    int64_t us; /* see running_time */
};

struct scroll_event {
    enum spw_event_kind kind;
    uint64_t line; /* index of the line that was told last */
    uint32_t from,
        length; /* bytes of the line's text that it stands in; length 0: not of this line */
    uint32_t attempt;
    int32_t number_printed;
    bool failure, final, mentioned;
    struct slice about;   /* of the tables; lives as long as the index */
    struct slice meaning; /* the same */
    uint64_t words;       /* for scroll_words */
    uint32_t n_words;
};

/* A row of the state as it stood at some line. */
struct scroll_value {
    bool present; /* told at all up to there */
    enum tri known;
    bool concluded;
    uint64_t changed;          /* index of the line at which it became so */
    struct span at;            /* of the line that taught it; may be unset */
    struct slice value, facts; /* facts: "label TAB text LF" for each */
};

struct scrollback {
    struct scroll_reader reader;
    struct spill_table lines, events, changes, corners, failures;
    struct spill texts;
    struct arena words; /* of the tables, each once */
    struct map word_of;
    struct array word_list;           /* struct slice */
    uint32_t latest[SCROLL_ROWS_MAX]; /* by row of the state: its last change + 1; 0 none */
    size_t n_rows;
    int64_t clock_us, start_us; /* running time of the session; TIME_NONE: no line had one */
    int64_t day_us;             /* of stamps without a date: midnights passed so far */
    int64_t stamp_us;           /* the last one as it stood */
    bool failed;                /* a temporary file is full: later lines are not kept */
};

enum spw_status scroll_init(struct scrollback *x, struct scroll_reader reader) SPW_MUST_USE;
void scroll_dispose(struct scrollback *x);

/* What an observer is told, in its order. */
void scroll_add_line(struct scrollback *x, const struct spw_line *l);
void scroll_add_event(struct scrollback *x, const struct spw_event *ev);
void scroll_add_state(struct scrollback *x, size_t row, const struct spw_state_row *value);

uint64_t scroll_count(const struct scrollback *x); /* lines */
bool scroll_line(struct scrollback *x, uint64_t i, struct scroll_line *out) SPW_MUST_USE;
/* Appends at most SCROLL_TEXT_MAX bytes. */
void scroll_text(struct scrollback *x, const struct scroll_line *l, struct buf *out);
uint64_t scroll_event_count(const struct scrollback *x);
/* The first event of line i or of a later one. */
uint64_t scroll_first_event(struct scrollback *x, uint64_t i);
bool scroll_event(struct scrollback *x, uint64_t e, struct scroll_event *out) SPW_MUST_USE;
/* The first sentence of the tables' words: what there is room for beside a line. */
struct slice scroll_about_briefly(struct slice about);
/* "slot=ca length=2037": the parameters and fields by their names, secrets left out. */
void scroll_words(struct scrollback *x, const struct scroll_event *ev, struct buf *out);

/* The line that holds the byte at `offset` of the session, or the last one before it. */
uint64_t scroll_at_offset(struct scrollback *x, uint64_t offset);
/* The next or previous line, from `from` on exclusively, in which something failed. False: none. */
bool scroll_failure_after(struct scrollback *x, uint64_t from, uint64_t *line);
bool scroll_failure_before(struct scrollback *x, uint64_t from, uint64_t *line);

/* The state as it stood after line i: `out` has scroll_rows(x) places. Slices go into `texts`. */
size_t scroll_rows(const struct scrollback *x);
void scroll_state(struct scrollback *x, uint64_t i, struct scroll_value *out, struct buf *texts);

#ifdef __cplusplus
}
#endif
#endif
