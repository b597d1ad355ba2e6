/* Recordings of a screen (asciinema), and what terminals and recorders say of themselves. */
#include "transcript/decode.h"
#include "transcript/wrap.h"

/* ---- asciinema ---------------------------------------------------------------------------------- */

struct asciinema {
    uint64_t version;
    int64_t begin_us; /* wall time of the start, 0 unknown */
    int64_t sum_us;
};

static bool number_behind(struct slice t, struct slice key, uint64_t *out)
{
    struct scan x = {.s = t, .at = slice_find(t, key, 0) + key.n};
    if (x.at >= t.n) {
        return false;
    }
    (void)scan_blanks(&x);
    return scan_digits(&x, out) > 0;
}

bool sign_asciinema(struct slice t)
{
    uint64_t version = 0;
    return t.n > 20 && t.p[1] == '"' && number_behind(t, SLICE("\"version\":"), &version) &&
           version >= 2 && version <= 3 &&
           (slice_contains(t, SLICE("\"width\"")) || slice_contains(t, SLICE("\"term\"")));
}

static void asciinema_head(struct asciinema *s, struct slice t)
{
    uint64_t begin = 0;
    (void)number_behind(t, SLICE("\"version\":"), &s->version);
    if (number_behind(t, SLICE("\"timestamp\":"), &begin)) {
        s->begin_us = (int64_t)begin * 1000000;
    }
}

bool take_asciinema(struct unwrap *u, const struct line *l)
{
    struct asciinema *s = (struct asciinema *)(void *)u->state;
    struct scan x = {.s = l->text};
    struct decode d = {u, 0};
    int64_t us = 0;
    uint8_t kind = 0;

    if (sign_asciinema(l->text)) {
        asciinema_head(s, l->text);
        return true;
    }
    if (s->version == 0 || !scan_is(&x, '[') || !scan_seconds(&x, &us) || !scan_is(&x, ',')) {
        return false;
    }
    (void)scan_blanks(&x);
    kind = slice_sub(x.s, x.at + 1, 1).n > 0 ? x.s.p[x.at + 1] : 0;
    x.at += 3;
    (void)scan_is(&x, ',');
    (void)scan_blanks(&x);
    s->sum_us = s->version == 3 ? s->sum_us + us : us;
    unwrap_name(u, 0, SLICE("o"), DIR_UNKNOWN);
    unwrap_name(u, 1, SLICE("i"), DIR_HOST);
    unwrap_stamp(
        u, (struct stamp){s->begin_us > 0 ? STAMP_WALL : STAMP_START, s->begin_us + s->sum_us});
    d.channel = kind == 'i' ? 1 : 0;
    if ((kind == 'i' || kind == 'o') && scan_is(&x, '"')) {
        (void)decode_string(&d, &x, '"');
    }
    return true;
}

/* ---- what programs say of themselves --------------------------------------------------------------- */

struct banner {
    struct slice start;
    struct slice must;   /* stands somewhere in the line too */
    const char *program; /* that says so; NULL: many do */
};

static const struct banner banners[] = {
    {SLICE_INIT("=~=~=~="), SLICE_INIT("PuTTY log"), "PuTTY"},
    {SLICE_INIT("Event Log: "), SLICE_INIT(""), "PuTTY"},
    {SLICE_INIT("Script started on "), SLICE_INIT(""), "script"},
    {SLICE_INIT("Script done on "), SLICE_INIT(""), NULL},
    {SLICE_INIT("picocom v"), SLICE_INIT(""), "picocom"},
    {SLICE_INIT("port is        : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("flowcontrol    : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("baudrate is    : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("parity is      : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("databits are   : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("stopbits are   : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("escape is      : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("local echo is  : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("noinit is      : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("noreset is     : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("hangup is      : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("nolock is      : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("send_cmd is    : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("receive_cmd is : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("imap is        : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("omap is        : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("emap is        : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("logfile is     : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("initstring     : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("exit_after is  : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("exit is        : "), SLICE_INIT(""), NULL},
    {SLICE_INIT("Type [C-a] [C-h]"), SLICE_INIT(""), NULL},
    {SLICE_INIT("Terminal ready"), SLICE_INIT(""), NULL},
    {SLICE_INIT("Thanks for using picocom"), SLICE_INIT(""), "picocom"},
    {SLICE_INIT("Terminating..."), SLICE_INIT(""), NULL},
    {SLICE_INIT("Skipping tty reset..."), SLICE_INIT(""), NULL},
    {SLICE_INIT("tio v"), SLICE_INIT(""), "tio"},
    {SLICE_INIT("Press ctrl-t q to quit"), SLICE_INIT(""), "tio"},
    {SLICE_INIT("Saved log to file "), SLICE_INIT(""), NULL},
    {SLICE_INIT("Welcome to minicom"), SLICE_INIT(""), "minicom"},
    {SLICE_INIT("--- Miniterm on "), SLICE_INIT(""), "miniterm"},
    {SLICE_INIT("--- Quit: "), SLICE_INIT(""), NULL},
    {SLICE_INIT("--- esp-idf-monitor"), SLICE_INIT(""), "esp-idf-monitor"},
    {SLICE_INIT("--- idf_monitor"), SLICE_INIT(""), "esp-idf-monitor"},
    {SLICE_INIT("--- Print the filter"), SLICE_INIT(""), NULL},
    {SLICE_INIT("-- "), SLICE_INIT(" -- time-stamp -- "), "screen"},
    {SLICE_INIT("# Using '"), SLICE_INIT("' as end of line char"), "interceptty"},
    {SLICE_INIT("Docklight Log File"), SLICE_INIT(""), "docklight"},
};

/* Rows of base64 start with any letter and have no blank: they are told apart before the list is read. */
static bool may_be_banner(struct slice t)
{
    uint8_t c = t.n >= 3 ? t.p[0] : 0;
    return c == '=' ||
           (c != 0 && slice_find_byte(slice_sub(t, 0, 20), ' ', 0) < (t.n < 20 ? t.n : 20)) ||
           slice_starts(t, SLICE("Terminating..."));
}

/* A code fence, with the name of a language or none. */
static bool is_fence(struct slice t)
{
    size_t i = 3;
    if (!slice_starts(t, SLICE("```")) && !slice_starts(t, SLICE("~~~"))) {
        return false;
    }
    while (i < t.n && (ascii_alnum(t.p[i]) || t.p[i] == '`' || t.p[i] == '~')) {
        i++;
    }
    return i == t.n;
}

static const struct banner *banner_of(struct slice t)
{
    if (!may_be_banner(t)) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof banners / sizeof banners[0]; i++) {
        if (t.p[0] == banners[i].start.p[0] && slice_starts(t, banners[i].start) &&
            slice_contains(t, banners[i].must)) {
            return &banners[i];
        }
    }
    return NULL;
}

bool sign_banner(struct slice t)
{
    return is_fence(t) || slice_eq(t, SLICE("Connected")) || slice_eq(t, SLICE("Disconnected")) ||
           banner_of(t) != NULL; /* the two words are tio's */
}

/* picocom's list of settings follows its name; elsewhere lines that start so need no second look. */
static void expect_settings(struct unwrap *u)
{
    for (const char *c = "fbdsenhriol"; *c != '\0'; c++) {
        u->starts[(unsigned char)*c] |= u->starts['='];
    }
}

bool take_banner(struct unwrap *u, const struct line *l)
{
    struct scan x = {.s = l->text, .at = slice_find(l->text, SLICE("time-stamp -- "), 0) + 14};
    const struct banner *banner = banner_of(l->text);
    struct stamp s;

    if (x.at < l->text.n && scan_stamp(&x, "%b/%d/%y %H:%M:%S", STAMP_WALL, &s)) {
        u->standing = s;
    }
    if (banner != NULL && u->program == NULL) {
        u->program = banner->program;
    }
    if (slice_starts(l->text, SLICE("picocom v"))) {
        expect_settings(u);
    }
    return sign_banner(l->text);
}
