#include "cli/mutation.h"

#include <string.h>

enum { MUTANT_BYTES_MAX = 32 * 1024 * 1024 };

/* ---- chance ------------------------------------------------------------------------------------ */

uint64_t dice_next(struct dice *d)
{
    uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

size_t dice_below(struct dice *d, size_t n) { return (size_t)(dice_next(d) % n); }

uint64_t dice_mix(uint64_t seed, struct slice text)
{
    uint64_t hash = seed ^ UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < text.n; i++) {
        hash = (hash ^ text.p[i]) * UINT64_C(0x100000001B3);
    }
    return hash;
}

/* ---- lines ------------------------------------------------------------------------------------- */

struct line {
    struct slice whole, text; /* with and without its end */
    uint32_t number;
};

/* The line at `*at`, which moves behind it; false at the end of the trace. */
static bool next_line(struct slice trace, size_t *at, struct line *line)
{
    if (*at >= trace.n) {
        return false;
    }
    size_t end = slice_find_byte(trace, '\n', *at);
    end = end < trace.n ? end + 1 : trace.n;
    line->whole = slice_sub(trace, *at, end - *at);
    line->text = line->whole;
    while (line->text.n > 0 &&
           (line->text.p[line->text.n - 1] == '\n' || line->text.p[line->text.n - 1] == '\r')) {
        line->text.n--;
    }
    line->number++;
    *at = end;
    return true;
}

typedef bool line_test(const struct line *line);

static bool has_text(const struct line *line) { return slice_trim(line->text).n > 0; }

static bool has_digit(const struct line *line)
{
    for (size_t i = 0; i < line->text.n; i++) {
        if (ascii_digit(line->text.p[i])) {
            return true;
        }
    }
    return false;
}

/* A command, a reply or an indication as the module prints them, nothing in front of it. */
static bool is_dialogue(const struct line *line)
{
    return slice_starts(line->text, SLICE("AT+")) || slice_starts(line->text, SLICE("AT-S.")) ||
           slice_starts(line->text, SLICE("+WIND:"));
}

/* Where the module speaks by itself or the host begins anew; never inside a reply or a payload. */
static bool begins_anew(const struct line *line)
{
    return slice_starts(line->text, SLICE("AT+")) || slice_starts(line->text, SLICE("+WIND:"));
}

/* The module speaks. */
static bool is_speech(const struct line *line)
{
    return is_dialogue(line) && !slice_starts(line->text, SLICE("AT+"));
}

static bool is_indication(const struct line *line)
{
    return slice_starts(line->text, SLICE("+WIND:"));
}

static size_t offset_of(struct slice trace, const struct line *line)
{
    return (size_t)(line->whole.p - trace.p);
}

/* One of the lines that pass the test, each as likely as the others. */
static bool pick_line(struct slice trace, struct dice *dice, line_test *test, struct line *out)
{
    struct line line = {.number = 0};
    size_t at = 0;
    size_t n = 0;
    while (next_line(trace, &at, &line)) {
        if (test(&line) && dice_below(dice, ++n) == 0) {
            *out = line;
        }
    }
    return n > 0;
}

/* The line end that the trace uses. */
static struct slice line_end(const struct line *line)
{
    struct slice end = slice_from(line->whole, line->text.n);
    return end.n > 0 ? end : SLICE("\r\n");
}

/* ---- building ---------------------------------------------------------------------------------- */

/* The trace with `with` in the place of the bytes from `from` to `to`. */
static void replace(struct slice trace, size_t from, size_t to, struct slice with,
                    struct mutant *out)
{
    buf_put(&out->bytes, slice_sub(trace, 0, from));
    buf_put(&out->bytes, with);
    buf_put(&out->bytes, slice_from(trace, to));
}

static void describe(struct mutant *out, const struct line *line, size_t at, size_t n)
{
    out->line = line->number;
    out->first = out->last = line->number;
    out->before = line->text;
    out->after = slice_sub(buf_slice(&out->bytes), at, n);
}

/* ---- what changes nothing ---------------------------------------------------------------------- */

/* The ends of all lines of the dialogue. Those of payloads count among their bytes and stay. */
static bool change_line_ends(struct slice trace, struct dice *dice, struct slice idle,
                             struct mutant *out)
{
    struct line line = {.number = 0};
    struct line picked = {.number = 0};
    size_t at = 0;
    (void)idle;
    if (!pick_line(trace, dice, is_dialogue, &picked)) {
        return false;
    }
    bool had_return = slice_ends(picked.whole, SLICE("\r\n"));
    while (next_line(trace, &at, &line)) {
        bool ended = line.whole.n > line.text.n;
        buf_put(&out->bytes, ended && is_dialogue(&line) ? line.text : line.whole);
        if (ended && is_dialogue(&line)) {
            buf_cstr(&out->bytes, had_return ? "\n" : "\r\n");
        }
    }
    describe(out, &picked, 0, 0);
    out->after = had_return ? SLICE("(ends with LF)") : SLICE("(ends with CR LF)");
    return true;
}

static bool insert_before(struct slice trace, struct dice *dice, line_test *test, struct slice text,
                          struct mutant *out)
{
    struct line line = {.number = 0};
    if (!pick_line(trace, dice, test, &line)) {
        return false;
    }
    size_t at = offset_of(trace, &line);
    buf_put(&out->bytes, slice_sub(trace, 0, at));
    buf_put(&out->bytes, text);
    buf_put(&out->bytes, line_end(&line));
    buf_put(&out->bytes, slice_from(trace, at));
    describe(out, &line, at, text.n);
    return true;
}

static bool insert_blank_line(struct slice trace, struct dice *dice, struct slice idle,
                              struct mutant *out)
{
    (void)idle;
    return insert_before(trace, dice, begins_anew, slice_of(NULL, 0), out);
}

static bool insert_indication(struct slice trace, struct dice *dice, struct slice idle,
                              struct mutant *out)
{
    struct line line = {.number = 0};
    /* Where the module is silent throughout, its speaking is news. */
    return idle.n > 0 && pick_line(trace, dice, is_speech, &line) &&
           insert_before(trace, dice, is_dialogue, idle, out);
}

static bool append_blank(struct slice trace, struct dice *dice, struct slice idle,
                         struct mutant *out)
{
    struct line line = {.number = 0};
    (void)idle;
    if (!pick_line(trace, dice, is_indication, &line)) {
        return false;
    }
    size_t end = offset_of(trace, &line) + line.text.n;
    replace(trace, end, end, SLICE(" "), out);
    describe(out, &line, offset_of(trace, &line), line.text.n + 1);
    return true;
}

/* ---- what may change anything ------------------------------------------------------------------ */

static bool drop_line(struct slice trace, struct dice *dice, struct slice idle, struct mutant *out)
{
    struct line line = {.number = 0};
    (void)idle;
    if (!pick_line(trace, dice, has_text, &line)) {
        return false;
    }
    size_t at = offset_of(trace, &line);
    replace(trace, at, at + line.whole.n, slice_of(NULL, 0), out);
    describe(out, &line, at, 0);
    out->first = line.number > 1 ? line.number - 1 : 1;
    return true;
}

static bool double_line(struct slice trace, struct dice *dice, struct slice idle,
                        struct mutant *out)
{
    struct line line = {.number = 0};
    (void)idle;
    if (!pick_line(trace, dice, has_text, &line)) {
        return false;
    }
    size_t at = offset_of(trace, &line);
    buf_put(&out->bytes, slice_sub(trace, 0, at));
    buf_put(&out->bytes, line.text);
    buf_put(&out->bytes, line_end(&line));
    buf_put(&out->bytes, slice_from(trace, at));
    describe(out, &line, at, line.text.n);
    out->last = line.number + 1;
    return true;
}

static bool swap_lines(struct slice trace, struct dice *dice, struct slice idle, struct mutant *out)
{
    struct line line = {.number = 0};
    (void)idle;
    if (!pick_line(trace, dice, has_text, &line)) {
        return false;
    }
    size_t at = offset_of(trace, &line);
    size_t behind = at + line.whole.n;
    struct line next = line;
    if (!next_line(trace, &behind, &next)) {
        return false;
    }
    buf_put(&out->bytes, slice_sub(trace, 0, at));
    buf_put(&out->bytes, next.text);
    buf_put(&out->bytes, line_end(&line));
    buf_put(&out->bytes, line.text);
    buf_put(&out->bytes, slice_from(next.whole, next.text.n));
    buf_put(&out->bytes, slice_from(trace, behind));
    describe(out, &line, at, next.text.n);
    out->last = line.number + 1;
    return true;
}

static bool cut_line(struct slice trace, struct dice *dice, struct slice idle, struct mutant *out)
{
    struct line line = {.number = 0};
    (void)idle;
    if (!pick_line(trace, dice, has_text, &line)) {
        return false;
    }
    size_t at = offset_of(trace, &line);
    size_t left = dice_below(dice, line.text.n);
    replace(trace, at + left, at + line.text.n, slice_of(NULL, 0), out);
    describe(out, &line, at, left);
    return true;
}

static bool change_number(struct slice trace, struct dice *dice, struct slice idle,
                          struct mutant *out)
{
    struct line line = {.number = 0};
    size_t from = 0;
    size_t runs = 0;
    (void)idle;
    if (!pick_line(trace, dice, has_digit, &line)) {
        return false;
    }
    for (size_t i = 0; i < line.text.n; i++) {
        bool begins = ascii_digit(line.text.p[i]) && (i == 0 || !ascii_digit(line.text.p[i - 1]));
        if (begins && dice_below(dice, ++runs) == 0) {
            from = i;
        }
    }
    size_t to = from;
    while (to < line.text.n && ascii_digit(line.text.p[to])) {
        to++;
    }
    struct buf number;
    buf_init(&number, 32);
    buf_u64(&number, dice_below(dice, 300));
    size_t at = offset_of(trace, &line);
    size_t grown = line.text.n - (to - from) + number.n;
    replace(trace, at + from, at + to, buf_slice(&number), out);
    buf_dispose(&number);
    describe(out, &line, at, grown);
    return true;
}

static bool change_byte(struct slice trace, struct dice *dice, struct slice idle,
                        struct mutant *out)
{
    struct line line = {.number = 0};
    (void)idle;
    if (!pick_line(trace, dice, has_text, &line)) {
        return false;
    }
    uint8_t byte = (uint8_t)dice_below(dice, 256);
    size_t at = offset_of(trace, &line);
    size_t where = at + dice_below(dice, line.text.n);
    replace(trace, where, where + 1, slice_of(&byte, 1), out);
    describe(out, &line, at, line.text.n);
    out->last = line.number + 1; /* the byte may be a line end */
    return true;
}

static bool end_early(struct slice trace, struct dice *dice, struct slice idle, struct mutant *out)
{
    struct line line = {.number = 0};
    (void)idle;
    if (!pick_line(trace, dice, has_text, &line)) {
        return false;
    }
    size_t at = offset_of(trace, &line);
    size_t left = dice_below(dice, line.text.n);
    buf_put(&out->bytes, slice_sub(trace, 0, at + left));
    describe(out, &line, at, left);
    out->first = line.number > 1 ? line.number - 1 : 1;
    return true;
}

static bool begin_late(struct slice trace, struct dice *dice, struct slice idle, struct mutant *out)
{
    struct line line = {.number = 0};
    (void)idle;
    if (!pick_line(trace, dice, has_text, &line)) {
        return false;
    }
    size_t at = offset_of(trace, &line);
    buf_put(&out->bytes, slice_from(trace, at));
    describe(out, &line, 0, line.text.n);
    out->first = out->last = 1;
    return true;
}

/* ---- the table --------------------------------------------------------------------------------- */

static const struct mutation table[] = {
    {"line-ends", true, "the lines of the dialogue end otherwise", change_line_ends},
    {"blank-line", true, "a blank line between two messages", insert_blank_line},
    {"indication", true, "an indication that nobody has to act upon", insert_indication},
    {"blank-at-end", true, "a blank behind an indication", append_blank},
    {"drop-line", false, "a line is missing", drop_line},
    {"double-line", false, "a line comes twice", double_line},
    {"swap-lines", false, "two lines in the other order", swap_lines},
    {"cut-line", false, "a line without its end", cut_line},
    {"number", false, "another number", change_number},
    {"byte", false, "another byte", change_byte},
    {"end-early", false, "the capture breaks off", end_early},
    {"begin-late", false, "the capture begins later", begin_late},
};

const struct mutation *mutations(size_t *n)
{
    *n = sizeof table / sizeof table[0];
    return table;
}

void mutant_init(struct mutant *m)
{
    memset(m, 0, sizeof *m);
    buf_init(&m->bytes, MUTANT_BYTES_MAX);
}

void mutant_dispose(struct mutant *m) { buf_dispose(&m->bytes); }

bool mutation_apply(const struct mutation *m, struct slice trace, struct dice *dice,
                    struct slice idle, struct mutant *out)
{
    buf_clear(&out->bytes);
    return m->apply(trace, dice, idle, out) && out->bytes.status == SPW_OK;
}
