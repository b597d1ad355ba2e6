/* Names of files in the module's file system, as far as the dialogue names them. */
#include <string.h>

#include "session/private.h"

void file_note(struct session *s, struct slice name, const struct mark *at)
{
    struct text_fact *f = NULL;

    name = slice_trim(name);
    if (name.n == 0 || name.n > 128) {
        return;
    }
    for (size_t i = 0; i < s->file_names.n; i++) {
        if (slice_eq(ARRAY_AT(&s->file_names, struct text_fact, i)->text, name)) {
            return;
        }
    }
    f = array_push(&s->file_names);
    if (f != NULL) {
        f->text = session_keep(s, name);
        f->at = *at;
    }
}

/* A line of a listing, "I 891 /e59d...ca" or "AT-S.File:I\t891\t/e59d...ca": the name stands last, behind a
 * slash, a blank, a tab or the colon of a volume. Lists are long: only what TLS looks for is kept. */
void file_on_listing(struct session *s, const struct at_event *line)
{
    static const struct slice wanted[] = {SLICE_INIT(".ca"), SLICE_INIT("tls.cert"),
                                          SLICE_INIT("tls.key")};
    struct slice name = slice_trim(line->text);
    size_t from = name.n;
    struct mark at;

    while (from > 0 && name.p[from - 1] > ' ' && memchr("/:,", name.p[from - 1], 3) == NULL) {
        from--;
    }
    name = slice_from(name, from);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        if (slice_ends(name, wanted[i])) {
            mark_set(&at, line->span, line->text);
            file_note(s, name, &at);
        }
    }
}

/* Files that commands create, append to or print. A deleted file is taken off the list. */
void file_on_end(struct session *s)
{
    struct exchange *x = &s->exchange;
    enum meaning m = x->meaning;
    bool kept = m == M_FILE_CREATE || m == M_FILE_APPEND || m == M_FILE_PRINT;
    struct slice name = {0};

    if (x->result == AT_RESULT_ERROR || (!kept && m != M_FILE_RENAME && m != M_FILE_DELETE)) {
        return;
    }
    name = exchange_value(x, P_FILE);
    if (name.n == 0) {
        return;
    }
    if (kept) {
        file_note(s, name, &x->at);
    } else if (m == M_FILE_RENAME && x->n_values > 1) {
        file_note(s, x->values[1], &x->at);
    } else if (m == M_FILE_DELETE) {
        for (size_t i = 0; i < s->file_names.n; i++) {
            struct text_fact *f = ARRAY_AT(&s->file_names, struct text_fact, i);
            if (slice_eq(f->text, name)) {
                f->text = slice_of(NULL, 0);
            }
        }
    }
}
