/* The panel above the bar: what goes with a line being typed, or with a step of a fix. */
#include "tui/app.h"

struct content {
    const char *name;
    void (*build)(struct app *a, struct roll *p);
};
static const struct content composing = {"To the module", compose_panel};
static const struct content choosing = {"Questions", questions_panel};
static const struct content fixing = {"Mending", fixing_panel};

/* NULL: there is no panel. */
static const struct content *content_of(const struct app *a)
{
    switch (a->asking) {
    case ASKING_COMMAND:
    case ASKING_PAYLOAD:
        return &composing;
    case ASKING_QUESTION:
        return &choosing;
    case ASKING_NOTHING:
    case ASKING_SEARCH:
    case ASKING_FILTER:
    case ASKING_NOTE:
    case ASKING_VALUE:
    case ASKING_EDIT:
        break;
    }
    return a->fixing.stage != FIXING_NOT ? &fixing : NULL;
}

/* At most half of what there is. */
size_t panel_build(struct app *a, size_t rows)
{
    const struct content *content = content_of(a);
    if (content == NULL) {
        return 0;
    }
    roll_begin(&a->panel, a->canvas.cols, a->canvas.ascii);
    if (a->asking != ASKING_NOTHING &&
        a->message.n > 0) { /* the prompt stands in its place, and there may be few rows */
        roll_row(&a->panel);
        roll_cstr(&a->panel, ROLE_TEXT, " ");
        roll_wrap(&a->panel, a->message_role, 1, buf_slice(&a->message));
    }
    content->build(a, &a->panel);
    size_t wanted = roll_rows(&a->panel) + 1;
    return wanted < rows / 2 ? wanted : rows / 2;
}

void panel_draw(struct app *a, struct region r)
{
    const struct content *content = content_of(a);
    struct buf more;
    buf_init(&more, APP_MESSAGE_MAX);
    region_horizontal(r, 0);
    size_t col = region_put(r, 0, 1, ROLE_FRAME, SLICE(" "));
    col = region_put_marked(r, 0, col, ROLE_TITLE, MARK_BOLD, slice_cstr(content->name));
    col = region_put(r, 0, col, ROLE_FRAME, SLICE(" "));
    if (content == &fixing) {
        fixing_title(a, &more);
        buf_cstr(&more, ": ");
        buf_put(&more, a->fixing.title);
        buf_byte(&more, ' ');
        (void)region_put_cut(r, 0, col, ROLE_DIM, buf_slice(&more));
    }
    roll_draw(&a->panel, region_part(r, 1, 0, r.rows - 1, r.cols), 0);
    buf_dispose(&more);
}
