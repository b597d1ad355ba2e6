/* The capture coach: what could not be seen because of how the session was recorded, and the command
 * line of the same program, or of one that anybody has, that records it next time. */
#include "engine/private.h"

/* Any program that opens a port can be given the link instead: it sees the module, and socat both. */
static const char *const two_way =
    "socat -x -v PTY,link=module,raw,echo=0 /dev/ttyUSB0,b115200,raw,echo=0 2> session.log";

struct program { /* by the name of its stamps */
    const char *stamps;
    const char *better;
};

static const struct program programs[] = {
    {"tio", "tio -e -t --timestamp-format iso8601 --log /dev/ttyUSB0"},
    {"tio epoch", "tio -e -t --timestamp-format iso8601 --log /dev/ttyUSB0"},
    {"tio or esp iso8601", "tio -e -t --timestamp-format iso8601 --log /dev/ttyUSB0"},
};

static const char *better_of(const struct transcript_facts *t)
{
    if (t->better != NULL) {
        return t->better;
    }
    for (size_t i = 0; t->stamp_name != NULL && i < sizeof programs / sizeof programs[0]; i++) {
        if (slice_eq(slice_cstr(t->stamp_name), slice_cstr(programs[i].stamps))) {
            return programs[i].better;
        }
    }
    return two_way;
}

/* What a recording of our own says of itself: there is nothing to do better. */
static bool describe_recording(const struct transcript_facts *t, struct buf *b)
{
    if (t->newer) {
        buf_cstr(b, "the recording was made by a newer version of this program; what is new in it "
                    "was passed over");
    } else if (t->gaps > 0) {
        buf_printf(b, "%llu part%s of the session %s missing; line %u of the recording tells why",
                   (unsigned long long)t->gaps, t->gaps == 1 ? "" : "s",
                   t->gaps == 1 ? "is" : "are", t->first_gap);
    }
    return b->n > 0;
}

static void describe(const struct spw_engine *e, const struct transcript_facts *t, struct buf *b)
{
    const struct spw_statistics *s = &e->statistics;
    bool no_commands = s->commands == 0 && s->replies + s->indications > 0;

    if (describe_recording(t, b)) {
        return;
    }
    if (t->truncated) {
        buf_cstr(b, "long pieces were cut by the program that recorded them");
    } else if (no_commands) {
        buf_cstr(b, "what the host sent was not recorded");
    } else {
        return;
    }
    buf_cstr(b, "; this shows it next time: ");
    buf_cstr(b, better_of(t));
}

void coach_remark(struct spw_engine *e, struct spw_report *r)
{
    struct buf *b = &e->coach_text;

    buf_clear(b);
    describe(e, transcript_facts(e->transcript), b);
    if (b->n == 0 || r->n_not_shown + 1 > REMARKS_MAX) {
        return;
    }
    for (size_t i = 0; i < r->n_not_shown; i++) {
        e->remarks[i] = r->not_shown[i];
    }
    e->remarks[r->n_not_shown] =
        (struct spw_remark){.text = buf_slice(b), .rule = SLICE("capture-coach")};
    r->not_shown = e->remarks;
    r->n_not_shown++;
}
