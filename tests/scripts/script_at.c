/* Stage script of at/: every event as one line of text. */
#include "base/escape.h"
#include "scripts/feeder.h"
#include "scripts/script.h"

static void put_values(struct buf *out, const struct at_event *e)
{
    if (e->n_values == 0) {
        return;
    }
    buf_cstr(out, " [");
    for (size_t i = 0; i < e->n_values; i++) {
        buf_cstr(out, i > 0 ? "|" : "");
        (void)esc_term(out, e->values[i], true);
    }
    buf_cstr(out, "]");
}

static void put_place(struct buf *out, struct span s)
{
    buf_printf(out, " @%u:%u+%u", s.line, s.column, s.length);
    if (s.last_line != s.line) {
        buf_printf(out, "..%u", s.last_line);
    }
}

static void put_element(struct buf *out, const char *kind, const struct at_event *e)
{
    buf_cstr(out, kind);
    buf_byte(out, ' ');
    buf_cstr(out, e->meaning != M_NONE ? meaning_name(e->meaning) : "unknown");
    buf_byte(out, ' ');
    (void)esc_term(out, e->name, true);
    put_values(out, e);
    put_place(out, e->span);
    buf_cstr(out, e->orphan ? " orphan" : "");
    buf_cstr(out, e->mentioned ? " mentioned" : "");
    buf_byte(out, '\n');
}

static void put_payload(struct buf *out, const char *kind, const struct at_event *e)
{
    const struct at_payload *p = e->payload;

    buf_cstr(out, kind);
    if (p->declared != UINT64_MAX) {
        buf_printf(out, " %llu of %llu", (unsigned long long)p->seen,
                   (unsigned long long)p->declared);
    } else {
        buf_printf(out, " %llu", (unsigned long long)p->seen);
    }
    buf_cstr(out, p->unseen ? " unseen" : "");
    buf_cstr(out, p->is_pem ? " pem" : "");
    buf_cstr(out, p->spelled_hex ? " spelled" : "");
    buf_cstr(out, p->described ? " described" : "");
    buf_cstr(out, p->exact ? " exact" : "");
    buf_cstr(out, p->closed ? " closed" : "");
    if (!p->unseen) {
        put_place(out, e->span);
        buf_cstr(out, " ");
        (void)esc_term(out, slice_sub(p->bytes, 0, 24), true);
    }
    buf_byte(out, '\n');
}

static void put_end(struct buf *out, const struct at_event *e)
{
    static const char *const results[] = {"ok", "error", "none"};
    buf_printf(out, "end %s", e->exchange->unheard ? "unheard" : results[e->exchange->result]);
    if (e->exchange->result == AT_RESULT_ERROR) {
        buf_printf(out, " %d ", e->exchange->error_number);
        (void)esc_term(out, e->exchange->error_text, true);
    }
    buf_byte(out, '\n');
}

static void on_event(void *context, const struct at_event *e)
{
    struct buf *out = context;

    switch (e->kind) {
    case AT_COMMAND:
        put_element(out, "command", e);
        break;
    case AT_REPLY:
        put_element(out, "reply", e);
        break;
    case AT_INDICATION:
        put_element(out, "indication", e);
        break;
    case AT_NOTE:
        put_element(out, "note", e);
        break;
    case AT_PAYLOAD:
        put_payload(out, "payload", e);
        break;
    case AT_OBJECT:
        put_payload(out, "object", e);
        break;
    case AT_EXCHANGE_END:
        put_end(out, e);
        break;
    case AT_NOISE:
        buf_cstr(out, "noise ");
        (void)esc_term(out, slice_sub(e->text, 0, 60), true);
        put_place(out, e->span);
        buf_byte(out, '\n');
        break;
    }
}

static void put_dialect(void *context, const struct at_reader *r)
{
    const struct dialect *d = at_reader_dialect(r);
    buf_printf(context, "dialect %.*s\n", d != NULL ? (int)d->name.n : 1,
               d != NULL ? (const char *)d->name.p : "?");
}

static void stage(struct slice bytes, size_t cut, bool single, struct buf *out)
{
    feeder_run(bytes, cut, single, (struct at_sink){on_event, out}, put_dialect, out);
}

int main(int argc, char **argv) { return script_main(argc, argv, stage); }
