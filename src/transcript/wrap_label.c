/* Logs that label each piece of text: ModemManager's, Docklight's, those of drivers. */
#include "transcript/decode.h"
#include "transcript/wrap.h"

/* ---- ModemManager ------------------------------------------------------------------------------ */

/* "... [ttyUSB2/at] --> 'AT+CFUN?<CR>'" */
static bool arrow(struct slice t, size_t *at, bool *sent)
{
    size_t to = slice_find(t, SLICE("] --> '"), 0), from = slice_find(t, SLICE("] <-- '"), 0);
    *sent = to < from;
    *at = (to < from ? to : from) + 7;
    return *at <= t.n && t.n > 0 && slice_ends(t, SLICE("'")) && *at + 1 <= t.n;
}

bool sign_modem_manager(struct slice t)
{
    size_t at = 0;
    bool sent = false;
    return t.n > 12 && t.p[t.n - 1] == '\'' && arrow(t, &at, &sent);
}

static void modem_manager_stamp(struct unwrap *u, struct slice t)
{
    struct scan x = {.s = t, .at = slice_find(t, SLICE(" ["), 0) + 2};
    struct stamp s;
    if (x.at < t.n && scan_stamp(&x, "%s.%f]", STAMP_WALL, &s)) {
        unwrap_stamp(u, s);
    }
}

bool take_modem_manager(struct unwrap *u, const struct line *l)
{
    struct scan x = {.s = l->text};
    struct decode d = {u, 0};
    bool sent = false;

    if (!arrow(l->text, &x.at, &sent)) {
        return false;
    }
    unwrap_name(u, 0, SLICE("-->"), DIR_HOST);
    unwrap_name(u, 1, SLICE("<--"), DIR_MODULE);
    modem_manager_stamp(u, l->text);
    d.channel = sent ? 0 : 1;
    (void)decode_named(&d, &x, l->text.n - 1);
    return true;
}

/* ---- Docklight ---------------------------------------------------------------------------------- */

struct docklight {
    unsigned channel;
    bool begun;
    bool spelled; /* line ends are spelled out as <CR><LF>: those of the file mean nothing */
};

static bool docklight_date(struct scan *x, struct stamp *stamp)
{
    static const char *const patterns[] = {"%d.%m.%Y %H:%M:%S%.%f ", "%d.%m.%Y %H:%M:%S ",
                                           "%d/%m/%Y %H:%M:%S%.%f ", "%m/%d/%Y %I:%M:%S%.%f %p ",
                                           "%m/%d/%Y %I:%M:%S %p ",  "%m/%d/%Y %H:%M:%S%.%f ",
                                           "%Y-%m-%d %H:%M:%S%.%f ", "%Y-%m-%d %H:%M:%S "};
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        if (scan_stamp(x, patterns[i], STAMP_WALL, stamp)) {
            return true;
        }
    }
    return false;
}

/* "26.03.2018 13:59:00.123 [TX] - " */
static bool docklight_head(struct scan *x, struct stamp *stamp, struct slice *name)
{
    if (!docklight_date(x, stamp) || !scan_is(x, '[')) {
        return false;
    }
    *name = scan_until(x, ']');
    if (!scan_literal(x, SLICE("] - "))) {
        return scan_literal(x, SLICE("] -")) && scan_at_end(x);
    }
    return name->n > 0 && name->n < CHANNEL_NAME;
}

bool sign_docklight(struct slice t)
{
    struct scan x = {.s = t};
    struct stamp stamp;
    struct slice name;
    return t.n > 20 && (t.p[1] == '/' || t.p[2] == '.' || t.p[2] == '/' || t.p[4] == '-') &&
           docklight_head(&x, &stamp, &name);
}

static enum direction prior_of(struct slice name)
{
    if (slice_eq(name, SLICE("TX"))) {
        return DIR_HOST;
    }
    return slice_eq(name, SLICE("RX")) ? DIR_MODULE : DIR_UNKNOWN;
}

static bool is_all_hex(struct slice t)
{
    struct scan x = {.s = t};
    struct decode count = {0};
    size_t n = decode_pairs(&count, &x, t.n);
    (void)scan_blanks(&x);
    return n > 0 && scan_at_end(&x) && (n > 1 || t.n >= 2);
}

static void docklight_text(struct unwrap *u, struct docklight *s, struct scan *x)
{
    struct decode d = {u, s->channel};

    if (is_all_hex(scan_rest(x))) {
        s->spelled = true;
        (void)decode_pairs(&d, x, x->s.n);
        return;
    }
    if (decode_named(&d, x, x->s.n) > 0) {
        s->spelled = true;
    } else if (!s->spelled) {
        unwrap_end(u, s->channel);
    }
}

bool take_docklight(struct unwrap *u, const struct line *l)
{
    struct docklight *s = (struct docklight *)(void *)u->state;
    struct scan x = {.s = l->text};
    struct stamp stamp;
    struct slice name;

    if (docklight_head(&x, &stamp, &name)) {
        s->begun = true;
        s->channel = unwrap_channel(u, name, prior_of(name));
        unwrap_stamp(u, stamp);
        docklight_text(u, s, &x);
        return true;
    }
    if (!s->begun || slice_starts(l->text, SLICE("Docklight Log"))) {
        return s->begun;
    }
    if (l->text.n > 0) {
        x.at = 0;
        docklight_text(u, s, &x);
    }
    return true;
}

/* ---- mbed's ATCmdParser and the drivers built on it ---------------------------------------------------- */

struct driver_mark {
    struct slice mark;
    enum direction direction; /* UNKNOWN: the pattern that it waits for, no traffic */
};

static const struct driver_mark driver_marks[] = {{SLICE_INIT("AT> "), DIR_HOST},
                                                  {SLICE_INIT("AT< "), DIR_MODULE},
                                                  {SLICE_INIT("AT= "), DIR_MODULE},
                                                  {SLICE_INIT("AT! "), DIR_MODULE},
                                                  {SLICE_INIT("AT? "), DIR_UNKNOWN}};

static const struct driver_mark *driver_mark(struct slice t)
{
    for (size_t i = 0; i < sizeof driver_marks / sizeof driver_marks[0]; i++) {
        if (slice_starts(t, driver_marks[i].mark)) {
            return &driver_marks[i];
        }
    }
    return NULL;
}

bool sign_driver(struct slice t) { return driver_mark(t) != NULL; }

bool take_driver(struct unwrap *u, const struct line *l)
{
    const struct driver_mark *m = driver_mark(l->text);
    unsigned channel = m != NULL && m->direction == DIR_HOST ? 0 : 1;

    if (m == NULL || m->direction == DIR_UNKNOWN) {
        return m != NULL;
    }
    unwrap_name(u, 0, SLICE("AT>"), DIR_HOST);
    unwrap_name(u, 1, SLICE("AT<"), DIR_MODULE);
    unwrap_text(u, channel, m->mark.n, l->text.n - m->mark.n);
    unwrap_end(u, channel);
    return true;
}
