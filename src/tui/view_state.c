/* What the module holds at the line under the cursor, and the line that made it so; and its certificates
 * and keys in full. */
#include "tui/app.h"

enum { LABEL_MAX = 26, STATE_TEXTS_MAX = SCROLL_ROWS_MAX * SCROLL_VALUE_MAX };

static void put_title(struct app *a, struct buf *out)
{
    struct scroll_line l;
    uint64_t line = 0;
    if (app_cursor_line(a, &line) && scroll_line(&a->watch->index, line, &l)) {
        buf_printf(out, "at line %u", l.number);
    }
}

static size_t label_width(struct app *a)
{
    size_t width = 0;
    for (size_t row = 0; row < SCROLL_ROWS_MAX; row++) {
        struct slice label = slice_cstr(watch_row_label(a->watch, row));
        width = label.n > width ? label.n : width;
    }
    return width < LABEL_MAX ? width : LABEL_MAX;
}

static void put_row(struct app *a, struct roll *p, size_t row, const struct scroll_value *v,
                    size_t width)
{
    uint64_t line = 0;
    bool here = app_cursor_line(a, &line) && v->present && v->changed == line;
    roll_link(p, v->present && span_is_set(v->at) ? (struct link){LINK_OFFSET, v->at.offset, 0}
                                                  : (struct link){LINK_STATE, row, 0});
    roll_row(p);
    roll_cstr(p, here ? ROLE_TITLE : ROLE_TEXT, watch_row_label(a->watch, row));
    roll_tab(p, width + 2);
    if (!v->present || v->known == TRI_UNKNOWN) {
        roll_cstr(p, ROLE_DIM, "?");
    } else if (v->known == TRI_NO) {
        roll_cstr(p, ROLE_WARNING, "none");
    } else {
        roll_put(p, ROLE_OK, v->value.n > 0 ? v->value : SLICE("yes"));
    }
    if (v->present && v->concluded) {
        roll_cstr(p, ROLE_DIM, "*");
    }
    if (v->present && span_is_set(v->at)) {
        roll_printf(p, ROLE_DIM, "  %u", v->at.line);
    }
}

static void build_state(struct app *a, struct roll *p)
{
    static const struct scroll_value nothing = {.present = false};
    struct scroll_value values[SCROLL_ROWS_MAX];
    struct buf texts;
    uint64_t line = 0;
    size_t n = app_cursor_line(a, &line) ? scroll_rows(&a->watch->index) : 0;
    size_t width = label_width(a);
    buf_init(&texts, STATE_TEXTS_MAX);
    if (n > 0) {
        scroll_state(&a->watch->index, line, values, &texts);
    }
    for (size_t row = 0; row < SCROLL_ROWS_MAX && watch_row_label(a->watch, row) != NULL; row++) {
        put_row(a, p, row, row < n ? &values[row] : &nothing, width);
    }
    buf_dispose(&texts);
}

/* ---- certificates and keys --------------------------------------------------------------------------- */

static void put_facts(struct roll *p, struct slice facts)
{
    while (facts.n > 0) {
        struct slice line, label, text;
        (void)slice_split(facts, '\n', &line, &facts);
        (void)slice_split(line, '\t', &label, &text);
        roll_row(p);
        roll_tab(p, 2);
        roll_put(p, ROLE_DIM, label);
        roll_tab(p, LABEL_MAX);
        roll_wrap(p, ROLE_TEXT, LABEL_MAX, text);
    }
}

static void build_store(struct app *a, struct roll *p)
{
    struct scroll_value values[SCROLL_ROWS_MAX];
    struct buf texts;
    uint64_t line = 0;
    size_t n = app_cursor_line(a, &line) ? scroll_rows(&a->watch->index) : 0;
    size_t width = label_width(a);
    buf_init(&texts, STATE_TEXTS_MAX);
    if (n > 0) {
        scroll_state(&a->watch->index, line, values, &texts);
    }
    for (size_t row = 0; row < n; row++) {
        struct slice key = slice_cstr(watch_row_key(a->watch, row));
        if (slice_starts(key, SLICE("store."))) {
            put_row(a, p, row, &values[row], width);
            put_facts(p, values[row].facts);
        }
    }
    if (roll_rows(p) == 0) {
        roll_row(p);
        roll_wrap(p, ROLE_DIM, 0, SLICE("Nothing was loaded or listed up to here."));
    }
    buf_dispose(&texts);
}

const struct view view_state = {"Module", put_title, build_state, NULL};
const struct view view_store = {"Certificates and keys", put_title, build_store, NULL};
