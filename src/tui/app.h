/* The full-screen view without the screen: keys go in, a canvas comes out. Has no descriptors and no clock,
 * so that tests can drive it (script.h) and loop.c is all that waits.
 * May include: base/, include/, tui/. */
#ifndef SPW_TUI_APP_H
#define SPW_TUI_APP_H

#include "tui/bookmark.h"
#include "tui/compose.h"
#include "tui/fixing.h"
#include "tui/prompt.h"
#include "tui/questions.h"
#include "tui/request.h"
#include "tui/search.h"
#include "tui/view.h"
#include "tui/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { APP_MESSAGE_MAX = 1024 };

enum time_mode { TIME_SINCE_START, TIME_SINCE_LINE, TIME_AS_STAMPED, TIME_LINE_NUMBER, TIME_MODES };

/* What the app asks of those who can do it; any may be NULL, then it says that it cannot be done.
 * `answer` gets one line to show, good or bad. */
struct app_actions {
    void *context;
    /* The loop's own. */
    void *loop;
    void (*copy)(void *loop, struct slice text); /* to the clipboard of the person's own machine */
    /* To the module. False: `answer` says why not. NULL: nothing can be sent. */
    bool (*send)(void *loop, struct slice bytes, struct buf *answer);
    /* A remark of a person into the recording, at the end of what was captured. */
    void (*note)(void *loop, struct slice text);
    void (*ticket)(void *context, struct buf *answer);
    void (*excerpt)(void *context, struct slice lines, struct buf *answer);
    /* Writes `text` to a new file whose name begins with `stem`; its name goes into `answer`. */
    void (*save)(void *context, const char *stem, const char *suffix, struct slice text,
                 struct buf *answer);
    /* A command line that was sent, for the next time; never one with a secret. */
    void (*remember)(void *context, struct slice line);
    /* Appends the lines of earlier times, the oldest first, with LF behind each. */
    void (*recall)(void *context, struct buf *lines);
    /* The bytes of a file that a person named, for loading. */
    enum spw_status (*read_file)(void *context, struct slice path, struct buf *bytes,
                                 struct buf *answer);
};

/* Said about the capture, for the bar and the title. Slices are borrowed for as long as they stand here. */
struct app_facts {
    struct slice source, recording; /* empty: nothing is recorded */
    struct slice trouble;           /* the disk is full, the adapter is gone; empty: all is well */
    bool live;                      /* more may come */
    bool reading;                   /* what is there already has not been read to its end */
    unsigned gaps;
    uint64_t bytes_total; /* of a file being read; 0: not known */
};

struct pane {
    struct roll roll;
    size_t top, cursor;
    struct region region; /* where it was drawn last; no rows: it is not on the screen */
};

/* What a line typed by a person is for. */
enum asking {
    ASKING_NOTHING,
    ASKING_SEARCH,
    ASKING_FILTER,
    ASKING_NOTE,
    ASKING_COMMAND, /* for the module */
    ASKING_PAYLOAD, /* the file behind it */
    ASKING_VALUE,   /* of a step of a fix: a value or a file */
    ASKING_EDIT,    /* of a step of a fix: the command itself */
    ASKING_QUESTION /* which of them? A single key */
};

struct app {
    struct watch *watch;
    struct app_actions actions;
    struct app_facts facts;
    struct canvas canvas;

    struct pane panes[VIEW_COUNT];
    enum view_id focus, second; /* second: what the pane shows that is not the trace */
    enum view_id before_help;
    bool zoomed;

    /* The trace. Ranks count the lines shown: all of them, or those that a filter left. */
    uint64_t top, cursor;
    uint64_t seen;  /* lines there were when following was stopped */
    size_t shifted; /* bytes of each line to the left of the pane */
    bool follow, meanings;
    enum time_mode time_mode;
    bool marking;
    uint64_t mark_from, mark_to, mark_start; /* lines of the index */
    bool marked;

    size_t finding; /* the one selected; SIZE_MAX none */
    struct search search, filter;
    struct bookmarks bookmarks;

    enum asking asking;
    enum search_kind asking_kind;
    struct prompt prompt;
    struct prompt_history searches, commands;
    struct compose compose;
    struct questions questions;
    struct fixing fixing;
    struct roll panel;  /* above the bar, while something is typed or sent */
    struct buf message; /* one line at the bottom, until the next key */
    enum role message_role;
    bool leave, redraw, search_waits;
    const struct spw_options *options; /* of the engine, for conditions; may be NULL */
    uint64_t screens_saved;
};

/* `watch` must outlive it. */
enum spw_status app_init(struct app *a, struct watch *watch, bool ascii) SPW_MUST_USE;
void app_dispose(struct app *a);
enum spw_status app_resize(struct app *a, size_t rows, size_t cols) SPW_MUST_USE;
void app_key(struct app *a, uint32_t key);
/* Draws all of it; call after keys, and after the watch was refreshed. */
void app_draw(struct app *a);
/* Work that waits: searches, filters. True: call again soon. Takes a few milliseconds. */
bool app_work(struct app *a);

void app_say(struct app *a, enum role role, const char *fmt, ...) SPW_PRINTF(3, 4);
void app_request(struct app *a, enum request request);

/* ---- for the views ------------------------------------------------------------------------------------- */

uint64_t app_shown_lines(const struct app *a);
/* The line of a rank. */
bool app_line_at(struct app *a, uint64_t rank, uint64_t *line) SPW_MUST_USE;
/* The line under the cursor; false: there are none. */
bool app_cursor_line(struct app *a, uint64_t *line) SPW_MUST_USE;
void app_go_to_line(struct app *a, uint64_t line); /* stops following */
void app_go_to_offset(struct app *a, uint64_t offset);
void app_select_finding(struct app *a, size_t i, bool go);
void app_follow_link(struct app *a, struct link link);
const struct spw_finding *app_finding(const struct app *a); /* selected; NULL none */
const struct spw_report *app_report(const struct app *a);
/* After the cursor in the trace moved: the finding whose evidence stands there becomes the selected one. */
void app_cursor_moved(struct app *a);
void app_focus(struct app *a, enum view_id view);

/* panel.c: fills a->panel; the rows that it wants of so many, its title among them. */
size_t panel_build(struct app *a, size_t rows);
void panel_draw(struct app *a, struct region r);

/* layout.c */
void layout_draw(struct app *a);
enum view_id layout_next(const struct app *a, bool back); /* the pane that Tab goes to */

#ifdef __cplusplus
}
#endif
#endif
