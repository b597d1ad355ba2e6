/* What the keys do, from the list of requests; what the signs mean. */
#include "tui/app.h"

enum { KEYS_WIDTH = 12 };

static void put_keys(struct roll *p, struct slice keys)
{
    while (keys.n > 0) {
        struct slice key;
        (void)slice_split(keys, ' ', &key, &keys);
        roll_put(p, ROLE_KEY, key);
        roll_cstr(p, ROLE_DIM, keys.n > 0 ? " " : "");
    }
}

static void put_sign(struct roll *p, enum role role, enum glyph g, const char *words)
{
    roll_row(p);
    roll_tab(p, 2);
    roll_glyph(p, role, g);
    roll_tab(p, KEYS_WIDTH);
    roll_wrap(p, ROLE_TEXT, KEYS_WIDTH, slice_cstr(words));
}

static void build(struct app *a, struct roll *p)
{
    size_t n = 0;
    const struct request_row *rows = request_rows(&n);
    (void)a;
    for (size_t i = 0; i < n; i++) {
        roll_row(p);
        if (rows[i].title != NULL) {
            roll_cstr(p, ROLE_TITLE, rows[i].title);
            continue;
        }
        roll_tab(p, 2);
        put_keys(p, slice_cstr(rows[i].keys));
        roll_tab(p, KEYS_WIDTH);
        roll_wrap(p, ROLE_TEXT, KEYS_WIDTH, slice_cstr(rows[i].words));
    }
    roll_row(p);
    roll_cstr(p, ROLE_TITLE, "Signs");
    put_sign(p, ROLE_HOST, GLYPH_HOST, "said by the host");
    put_sign(p, ROLE_MODULE, GLYPH_MODULE, "said by the module");
    put_sign(p, ROLE_ERROR, GLYPH_ERROR, "failed; a finding of severity error");
    put_sign(p, ROLE_WARNING, GLYPH_WARNING, "a warning");
    put_sign(p, ROLE_NOTE, GLYPH_NOTE, "a note");
    put_sign(p, ROLE_OK, GLYPH_OK, "reached");
    put_sign(p, ROLE_DIM, GLYPH_UNKNOWN, "nothing tells");
    put_sign(p, ROLE_DIM, GLYPH_NOT_REACHED, "not reached");
    put_sign(p, ROLE_KEY, GLYPH_BOOKMARK, "a bookmark");
    roll_row(p);
    roll_tab(p, 2);
    roll_cstr(p, ROLE_DIM, "*");
    roll_tab(p, KEYS_WIDTH);
    roll_wrap(p, ROLE_TEXT, KEYS_WIDTH, SLICE("concluded from what followed, not seen"));
}

const struct view view_help = {"Help", NULL, build, NULL};
