#include "transcript/channel.h"

#include <string.h>

void channels_init(struct channels *c, void (*line)(void *context, const struct line *l),
                   void *context)
{
    memset(c, 0, sizeof *c);
    c->line = line;
    c->context = context;
    for (unsigned i = 0; i < CHANNELS; i++) {
        gather_init(&c->list[i].line, CHANNEL_LINE_MAX);
    }
}

void channels_dispose(struct channels *c)
{
    for (unsigned i = 0; i < CHANNELS; i++) {
        gather_dispose(&c->list[i].line);
    }
}

void channel_name(struct channels *c, unsigned id, struct slice name, enum direction prior)
{
    struct channel *ch = &c->list[id];
    size_t n = name.n < CHANNEL_NAME ? name.n : CHANNEL_NAME;

    ch->prior = prior;
    ch->mixed = false;
    if (slice_eq(slice_of(ch->name, ch->n_name), slice_sub(name, 0, n))) {
        return;
    }
    memcpy(ch->name, name.p, n);
    ch->n_name = n;
    ch->host = ch->module = 0;
}

void channel_mixed(struct channels *c, unsigned id, struct slice name)
{
    channel_name(c, id, name, DIR_UNKNOWN);
    c->list[id].mixed = true;
}

/* ---- who speaks ------------------------------------------------------------------------------- */

static bool is_final(struct slice t)
{
    return slice_eq(t, SLICE("OK")) || slice_eq(t, SLICE("ERROR")) ||
           slice_starts(t, SLICE("ERROR:"));
}

enum direction channel_speaker(struct slice text)
{
    struct slice t = slice_trim(text);

    if (slice_contains(t, SLICE("AT-S.")) || slice_contains(t, SLICE("+WIND:")) || is_final(t)) {
        return DIR_MODULE; /* a terminal's stamp may stand in front */
    }
    if (slice_contains(t, SLICE("AT+S.")) || slice_starts_nocase(t, SLICE("AT+")) ||
        slice_eq_nocase(t, SLICE("AT")) || slice_starts_nocase(t, SLICE("AT&"))) {
        return DIR_HOST;
    }
    return DIR_UNKNOWN;
}

static void hear(struct channel *ch, struct slice text)
{
    const enum direction speaker = channel_speaker(text);

    ch->module += speaker == DIR_MODULE ? 1 : 0;
    ch->host += speaker == DIR_HOST ? 1 : 0;
}

/* A module echoes commands, a host never answers: answers outweigh any number of commands. */
static enum direction heard(const struct channel *ch)
{
    if (ch->module > 0) {
        return DIR_MODULE;
    }
    return ch->host > 0 ? DIR_HOST : DIR_UNKNOWN;
}

/* The other side's answers make this the host even before it said anything. */
static enum direction opposite(const struct channels *c, unsigned id)
{
    for (unsigned i = 0; i < CHANNELS; i++) {
        if (i != id && c->list[i].module > 0) {
            return DIR_HOST;
        }
    }
    return DIR_UNKNOWN;
}

static bool commands_elsewhere(const struct channels *c, unsigned id)
{
    for (unsigned i = 0; i < CHANNELS; i++) {
        if (i != id && c->list[i].host > 0) {
            return true;
        }
    }
    return false;
}

static enum direction told(const struct channels *c, unsigned id)
{
    const struct channel *ch = &c->list[id];
    enum direction own = heard(ch), other = opposite(c, id);

    if (ch->mixed) {
        return DIR_UNKNOWN;
    }
    if (own == DIR_MODULE && other == DIR_HOST) {
        return ch->prior; /* both answer: two taps on one wire, or a mix */
    }
    if (own == DIR_HOST && ch->prior == DIR_MODULE && commands_elsewhere(c, id)) {
        return DIR_MODULE; /* so far it only echoed */
    }
    if (own != DIR_UNKNOWN) {
        return own;
    }
    return ch->n_name > 0 && other != DIR_UNKNOWN ? other : ch->prior;
}

enum direction channel_direction(const struct channels *c, unsigned id)
{
    const struct channel *ch = &c->list[id];
    return sides_apply(&c->sides, slice_of(ch->name, ch->n_name), told(c, id));
}

/* ---- lines -------------------------------------------------------------------------------------- */

static void send(struct channels *c, struct channel *ch, enum line_end end)
{
    struct line l = {0};
    bool cut = end == END_NONE && ch->line.text.n >= CHANNEL_LINE_MAX;

    if (!ch->begun) {
        return;
    }
    gather_line(&ch->line, &ch->first, &l);
    hear(ch, l.text);
    l.end = end;
    l.direction = channel_direction(c, (unsigned)(ch - c->list));
    l.stamp = ch->stamp;
    l.cut = cut;
    l.fragment = ch->fragment;
    ch->fragment = cut;
    ch->begun = ch->after_cr = false;
    c->line(c->context, &l);
    gather_clear(&ch->line);
}

static void begin(struct channels *c, struct channel *ch, const struct line_segment *where)
{
    if (!ch->begun) {
        ch->begun = true;
        ch->first = *where;
        ch->first.at = 0;
        ch->stamp = c->stamp;
        ch->order = ++c->order;
    }
}

static void release(struct channels *c, struct channel *ch)
{
    if (ch->after_cr) {
        ch->swallow_lf = true;
        send(c, ch, END_CR);
    }
}

/* A line of one side is complete: what the other side began before it must not come later. A command
 * that is still being typed is left alone, its answer cannot be here yet. */
static void settle_others(struct channels *c, const struct channel *ch, bool speaks)
{
    for (unsigned i = 0; i < CHANNELS; i++) {
        struct channel *other = &c->list[i];
        bool typed = slice_starts_nocase(buf_slice(&other->line.text), SLICE("AT"));
        if (other == ch || !other->begun) {
            continue;
        }
        release(c, other);
        if (other->begun && speaks && other->order < ch->order && !typed) {
            send(c, other, END_NONE);
        }
    }
}

static void complete(struct channels *c, struct channel *ch, enum line_end end)
{
    settle_others(c, ch, slice_trim(buf_slice(&ch->line.text)).n > 0);
    send(c, ch, end);
}

void channel_byte(struct channels *c, unsigned id, uint8_t byte, const struct line_segment *where)
{
    struct channel *ch = &c->list[id];
    bool swallow = ch->swallow_lf && byte == '\n';

    ch->swallow_lf = false;
    if (swallow) {
        return;
    }
    if (ch->after_cr) {
        complete(c, ch, byte == '\n' ? END_CRLF : END_CR);
        if (byte == '\n') {
            return;
        }
    }
    begin(c, ch, where);
    if (byte == '\r') {
        ch->after_cr = true;
    } else if (byte == '\n') {
        complete(c, ch, END_LF);
    } else {
        gather_byte(&ch->line, byte, where);
        if (ch->line.text.n >= CHANNEL_LINE_MAX) {
            complete(c, ch, END_NONE);
        }
    }
}

void channel_part(struct channels *c, unsigned id, const struct line *l, size_t at, size_t n)
{
    for (size_t i = at; i < at + n; i++) {
        struct line_segment where = line_where(l, i);
        channel_byte(c, id, l->text.p[i], &where);
    }
}

void channel_end(struct channels *c, unsigned id, enum line_end end)
{
    struct channel *ch = &c->list[id];
    if (ch->begun) {
        complete(c, ch, ch->after_cr ? END_CR : end);
    }
    ch->swallow_lf = false;
}

/* Not the lines of a certificate on its way to the module: there each CR and LF counts. */
static bool is_command(struct slice t)
{
    return slice_starts_nocase(t, SLICE("AT+")) || slice_starts_nocase(t, SLICE("AT&")) ||
           slice_eq_nocase(t, SLICE("AT"));
}

void channel_pause(struct channels *c, unsigned id)
{
    struct channel *ch = &c->list[id];
    if (ch->after_cr && is_command(buf_slice(&ch->line.text))) {
        ch->swallow_lf = true;
        complete(c, ch, END_CR);
    }
}

void channels_settle(struct channels *c)
{
    for (unsigned i = 0; i < CHANNELS; i++) {
        release(c, &c->list[i]);
    }
}

void channels_flush(struct channels *c)
{
    for (;;) {
        struct channel *oldest = NULL;
        for (unsigned i = 0; i < CHANNELS; i++) {
            struct channel *ch = &c->list[i];
            if (ch->begun && (oldest == NULL || ch->order < oldest->order)) {
                oldest = ch;
            }
        }
        if (oldest == NULL) {
            return;
        }
        send(c, oldest, oldest->after_cr ? END_CR : END_NONE);
        oldest->fragment = false;
    }
}
