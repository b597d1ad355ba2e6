/* Stage script of transcript/: every logical line as one line of text, with who said it, when, how it
 * ended and where it stands; at the end what was recognised. */
#include <assert.h>

#include "base/escape.h"
#include "scripts/script.h"
#include "transcript/transcript.h"

static void put_stamp(struct buf *out, const struct stamp *s)
{
    static const char *const kinds[] = {"", "wall", "clock", "start", "delta"};
    struct civil c = time_to_civil(s->us / 1000000);

    switch (s->kind) {
    case STAMP_NONE:
        buf_cstr(out, " -");
        break;
    case STAMP_WALL:
        buf_printf(out, " %04d-%02d-%02dT%02d:%02d:%02d.%06d", c.year, c.month, c.day, c.hour,
                   c.minute, c.second, (int)(s->us % 1000000));
        break;
    case STAMP_CLOCK:
    case STAMP_START:
    case STAMP_DELTA:
        buf_printf(out, " %s:%lld.%06lld", kinds[s->kind], (long long)(s->us / 1000000),
                   (long long)(s->us % 1000000));
        break;
    }
}

static void on_line(void *context, const struct line *l)
{
    static const char *const directions[] = {"?", "host", "module"};
    static const char *const ends[] = {"none", "lf", "crlf", "cr"};
    struct buf *out = context;
    struct span s = line_span(l, 0, l->text.n);

    if (l->gap) {
        buf_printf(out, "gap @%u\n", s.line);
        return;
    }
    buf_cstr(out, directions[l->direction]);
    put_stamp(out, &l->stamp);
    buf_cstr(out, " [");
    (void)esc_term(out, l->text, true);
    buf_printf(out, "] %s @%u:%u+%u", ends[l->end], s.line, s.column, s.length);
    if (s.last_line != s.line) {
        buf_printf(out, "..%u", s.last_line);
    }
    buf_cstr(out, l->fragment ? " fragment\n" : "\n");
}

static void put_facts(struct transcript *t, struct buf *out)
{
    const struct transcript_facts *f = transcript_facts(t);

    if (f->framing != NULL) {
        buf_printf(out, "framing %s%s ", f->framing, f->truncated ? " cut" : "");
        transcript_put_directions(t, out);
        buf_byte(out, '\n');
    } else if (f->stamped > 0) {
        buf_printf(out, "stamps %s\n", f->stamp_name);
    }
}

static void stage(struct slice bytes, size_t cut, bool single, struct buf *out)
{
    struct transcript *t = NULL;
    enum spw_status status = transcript_new(&t, (struct line_sink){on_line, out});

    assert(status == SPW_OK);
    for (size_t i = 0; single && i < bytes.n; i++) {
        status = transcript_feed(t, slice_sub(bytes, i, 1));
    }
    if (!single) {
        status = transcript_feed(t, slice_sub(bytes, 0, cut));
        assert(status == SPW_OK);
        status = transcript_feed(t, slice_from(bytes, cut));
    }
    assert(status == SPW_OK);
    transcript_finish(t);
    put_facts(t, out);
    transcript_free(t);
}

int main(int argc, char **argv) { return script_main(argc, argv, stage); }
