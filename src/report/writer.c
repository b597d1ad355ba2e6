#include "report/writer.h"

#include "base/escape.h"

static void key(struct writer *w, const char *name)
{
    buf_cstr(w->out, w->first ? "" : ",");
    w->first = false;
    if (name != NULL) {
        buf_printf(w->out, "\"%s\":", name);
    }
}

void writer_text(struct writer *w, const char *name, struct slice s)
{
    key(w, name);
    buf_byte(w->out, '"');
    esc_json(w->out, s);
    buf_byte(w->out, '"');
}

/* Nothing known: null. */
void writer_text_or_null(struct writer *w, const char *name, struct slice s)
{
    if (s.n > 0) {
        writer_text(w, name, s);
        return;
    }
    key(w, name);
    buf_cstr(w->out, "null");
}

void writer_number(struct writer *w, const char *name, int64_t n)
{
    key(w, name);
    buf_i64(w->out, n);
}

void writer_number_or_null(struct writer *w, const char *name, uint64_t n)
{
    if (n > 0) {
        writer_number(w, name, (int64_t)n);
    } else {
        writer_null(w, name);
    }
}

void writer_bool(struct writer *w, const char *name, bool yes)
{
    key(w, name);
    buf_cstr(w->out, yes ? "true" : "false");
}

void writer_null(struct writer *w, const char *name)
{
    key(w, name);
    buf_cstr(w->out, "null");
}

void writer_open(struct writer *w, const char *name, char bracket)
{
    key(w, name);
    buf_byte(w->out, (uint8_t)bracket);
    w->first = true;
}

void writer_close(struct writer *w, char bracket)
{
    buf_byte(w->out, (uint8_t)bracket);
    w->first = false;
}
