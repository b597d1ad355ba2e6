/* The capture coach: what could not be seen because of how the session was recorded, and the command
 * line of the same program, or of one that anybody has, that records it next time. */
#include "engine/private.h"

/* Any program that opens a port can be given the link instead: it sees the module, and we both. */
static const char two_way[] = "spwfdiag record bridge:/dev/ttyUSB0 --link module -o session.rec";

struct program {
    const char *name;  /* of its stamps, its banner or its framing */
    const char *sides; /* what records both sides; NULL: it cannot */
    const char *times; /* what records the times too; NULL: it cannot */
};

#define TIO "tio -e -t --timestamp-format iso8601 --log /dev/ttyUSB0"
#define TERA_TERM "in Tera Term, Setup > Terminal > Local echo, then File > Log with Timestamp"
#define REALTERM "in RealTerm, Display > Half Duplex and Capture > Timestamp: YMDHS"
#define STRACE                                                                                     \
    "strace -f -ttt -y -xx -s 4096 -e trace=openat,read,write,readv,writev -o session.log PROGRAM"
#define SIGROK                                                                                     \
    "sigrok-cli -i FILE -P uart:rx=1:tx=0:baudrate=115200:format=ascii "                           \
    "--protocol-decoder-jsontrace"
#define MINICOM "minicom -D /dev/ttyUSB0 -C session.log, with Ctrl-A E (echo) and Ctrl-A N (times)"

static const struct program programs[] = {
    {"tio", TIO, TIO},
    {"tio epoch", TIO, TIO},
    {"tio or esp iso8601", TIO, TIO},
    {"picocom", "picocom -b 115200 -c --logfile session.log /dev/ttyUSB0", NULL},
    {"minicom", MINICOM, MINICOM},
    {"minicom delta or BootTerm", MINICOM, MINICOM},
    {"screen", NULL, NULL},
    {"PuTTY",
     "in PuTTY, Terminal > Local echo: Force on, and Session > Logging: All session output", NULL},
    {"Tera Term (ctime)", TERA_TERM, TERA_TERM},
    {"Tera Term (elapsed)", TERA_TERM, TERA_TERM},
    {"miniterm", "pyserial-miniterm -e /dev/ttyUSB0 115200 | tee session.log",
     "pyserial-miniterm 'spy:///dev/ttyUSB0?file=session.log' 115200"},
    {"esp-idf-monitor", NULL, NULL},
    {"CoolTerm or esp-idf-monitor",
     "in CoolTerm, Options > Terminal > Local Echo, and Add Timestamps under File Capture",
     "in CoolTerm, Options > Terminal > Local Echo, and Add Timestamps under File Capture"},
    {"RealTerm Unix", REALTERM, REALTERM},
    {"RealTerm YMDHS", REALTERM, REALTERM},
    {"RealTerm Matlab", REALTERM, REALTERM},
    {"script", "script --log-io session.log -c 'tio -e /dev/ttyUSB0'",
     "script --log-io session.log -c 'tio -e -t --timestamp-format iso8601 /dev/ttyUSB0'"},
    {"asciinema", "asciinema rec --stdin session.cast", "asciinema rec --stdin session.cast"},
    {"sigrok", SIGROK, SIGROK},
    {"strace", STRACE, STRACE},
};

static const struct program *program_of(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof programs / sizeof programs[0]; i++) {
        if (slice_eq(slice_cstr(name), slice_cstr(programs[i].name))) {
            return &programs[i];
        }
    }
    return NULL;
}

/* What the capture lacks; each is a clause of the remark. */
struct gap {
    bool (*is)(const struct spw_engine *e, const struct spw_report *r);
    const char *text;
    bool times; /* what shows it records the times */
};

static bool is_cut(const struct spw_engine *e, const struct spw_report *r)
{
    (void)r;
    return transcript_facts(e->transcript)->truncated;
}

static bool lacks_commands(const struct spw_engine *e, const struct spw_report *r)
{
    const struct spw_statistics *s = &e->statistics;
    (void)r;
    return s->commands == 0 && s->replies + s->indications > 0;
}

static bool lacks_answers(const struct spw_engine *e, const struct spw_report *r)
{
    const struct spw_statistics *s = &e->statistics;
    (void)r;
    return s->commands > 0 && s->replies + s->indications + e->notes == 0 &&
           !transcript_facts(e->transcript)->two_way;
}

/* A refusal comes at once, a timeout late: where something failed, times tell them apart. */
static bool lacks_times(const struct spw_engine *e, const struct spw_report *r)
{
    if (transcript_facts(e->transcript)->timed > 0) {
        return false;
    }
    for (size_t i = 0; i < r->n_attempts; i++) {
        if (r->attempts[i].outcome == SPW_OUTCOME_FAILED) {
            return true;
        }
    }
    return false;
}

/* Matters where something was only guessed: the settings are printed and set behind a start. */
static bool lacks_boot(const struct spw_engine *e, const struct spw_report *r)
{
    bool guessed = false;
    for (size_t i = 0; i < r->n_findings; i++) {
        guessed = guessed ||
                  (r->findings[i].confidence == SPW_POSSIBLE && r->findings[i].severity > SPW_NOTE);
    }
    return guessed && e->session->boots == 0;
}

static const struct gap gaps[] = {
    {is_cut, "long pieces were cut by the program that recorded them", false},
    {lacks_commands, "what the host sent was not recorded", false},
    {lacks_answers, "no answer is in it: the module said nothing, or one side was not recorded",
     false},
    {lacks_times, "there are no times, which tell a timeout from a refusal", true},
    {lacks_boot, "it begins after the module's start: record from AT+S.RESET on", false},
};

static const char *better_of(const struct transcript_facts *t, bool times)
{
    const char *const names[] = {t->framing, t->program, t->stamp_name};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct program *p = program_of(names[i]);
        const char *better = p == NULL ? NULL : (times ? p->times : p->sides);
        if (better != NULL) {
            return better;
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

static void describe(const struct spw_engine *e, const struct spw_report *r, struct buf *b)
{
    bool times = false;

    if (describe_recording(transcript_facts(e->transcript), b)) {
        return;
    }
    for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++) {
        if (gaps[i].is(e, r)) {
            buf_cstr(b, b->n > 0 ? "; " : "");
            buf_cstr(b, gaps[i].text);
            times = times || gaps[i].times;
        }
    }
    if (b->n > 0) {
        buf_cstr(b, "; this shows it next time: ");
        buf_cstr(b, better_of(transcript_facts(e->transcript), times));
    }
}

void coach_remark(struct spw_engine *e, struct spw_report *r)
{
    struct buf *b = &e->coach_text;

    buf_clear(b);
    if (r->at_traffic) {
        describe(e, r, b);
    }
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
