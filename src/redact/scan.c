#include "redact/scan.h"

enum {
    TEXT_MAX = 1 << 29,
    NEEDLE_MAX = 64 * 1024,
    SQUEEZED_MIN = 7,
    SIGNATURE_MIN = 16,
    PIECE_MIN = 5,
    GAP_MAX = 40
};

/* ---- the text, squeezed -------------------------------------------------------------------------------- */

/* Marks of HTML, XML and JSON that stand for one sign which is squeezed out anyway: &amp; \u202e \n */
static size_t skip_escape(struct slice s, size_t at)
{
    if (s.p[at] == '&') {
        size_t end = at + 1;
        while (end < s.n && end - at < 10 && (ascii_alnum(s.p[end]) || s.p[end] == '#')) {
            end++;
        }
        return end < s.n && s.p[end] == ';' && end > at + 1 ? end + 1 - at : 0;
    }
    if (s.p[at] == '\\' && at + 1 < s.n && (s.p[at + 1] == 'n' || s.p[at + 1] == 'r')) {
        return 2;
    }
    return s.p[at] == '\\' && at + 5 < s.n && s.p[at + 1] == 'u' && ascii_hex(s.p[at + 2]) >= 0 ? 6
                                                                                                : 0;
}

static void squeeze(struct slice s, struct buf *out)
{
    for (size_t at = 0; at < s.n;) {
        size_t escape = skip_escape(s, at);
        if (escape == 0 && ascii_alnum(s.p[at])) {
            buf_byte(out, s.p[at]);
        }
        at += escape > 0 ? escape : 1;
    }
}

/* The lines of dumps without their offsets and without what stands behind two blanks. */
static void squeeze_dump(struct slice s, struct buf *out)
{
    struct slice line;
    while (s.n > 0) {
        (void)slice_split(s, '\n', &line, &s);
        line = slice_trim(line);
        size_t digits = 0;
        while (digits < line.n && ascii_hex(line.p[digits]) >= 0) {
            digits++;
        }
        bool offset =
            digits >= 4 && digits < line.n && (line.p[digits] == ' ' || line.p[digits] == ':');
        line = slice_trim(slice_from(line, offset ? digits + 1 : 0));
        size_t half = slice_find(line, SLICE("  "), 0); /* some part a line in two halves */
        bool halves = half + 2 < line.n && ascii_hex(line.p[half + 2]) >= 0 && half + 4 < line.n &&
                      ascii_hex(line.p[half + 3]) >= 0 && line.p[half + 4] == ' ';
        squeeze(slice_sub(line, 0, halves ? slice_find(line, SLICE("  "), half + 2) : half), out);
    }
}

static void fold_into(struct slice s, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        buf_byte(out, ascii_fold(s.p[i]));
    }
}

/* ---- the secret, encoded ------------------------------------------------------------------------------------ */

static void encode_hex(struct slice s, const char *before, const char *behind, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        buf_printf(out, "%s%02x%s", before, (unsigned)s.p[i], behind);
    }
}

static void encode_percent(struct slice s, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        if (ascii_alnum(s.p[i])) {
            buf_byte(out, s.p[i]);
        } else {
            buf_printf(out, "%02X", (unsigned)s.p[i]);
        }
    }
}

/* As it stands when `before` bytes go in front of it: without the digits that hold foreign bits. */
static void encode_base64(struct slice s, size_t before, struct buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t bits = 8 * before;
    size_t first = (bits + 5) / 6;
    size_t last = (bits + 8 * s.n) / 6;
    for (size_t d = first; d < last; d++) {
        unsigned value = 0;
        for (size_t b = 6 * d; b < 6 * d + 6; b++) {
            size_t at = b - bits;
            value = value << 1 | (unsigned)(s.p[at / 8] >> (7 - at % 8) & 1);
        }
        if (ascii_alnum((uint8_t)digits[value])) {
            buf_byte(out, (uint8_t)digits[value]);
        }
    }
}

/* ---- looking ------------------------------------------------------------------------------------------------ */

struct scan {
    struct buf text, folded, dump; /* squeezed */
    struct slice whole;
};

/* Short needles are found in any text by chance. */
static bool has(const struct buf *text, const struct buf *needle)
{
    return needle->n >= SQUEEZED_MIN && slice_contains(buf_slice(text), buf_slice(needle));
}

static bool has_alone(struct slice s, struct slice value)
{
    for (size_t at = slice_find(s, value, 0); at < s.n; at = slice_find(s, value, at + 1)) {
        bool inside = (at > 0 && ascii_alnum(s.p[at - 1])) ||
                      (at + value.n < s.n && ascii_alnum(s.p[at + value.n]));
        if (!inside || value.n >= SQUEEZED_MIN + 1) {
            return true;
        }
    }
    return false;
}

/* In two pieces with a stamp or the like between them: enough of it first, the rest soon behind. */
static bool in_pieces(const struct buf *text, const struct buf *needle)
{
    struct slice s = buf_slice(text);
    struct slice n = buf_slice(needle);
    if (n.n < 2 * PIECE_MIN) {
        return false;
    }
    struct slice first = slice_sub(n, 0, PIECE_MIN);
    for (size_t at = slice_find(s, first, 0); at < s.n; at = slice_find(s, first, at + 1)) {
        size_t same = PIECE_MIN;
        while (same < n.n && at + same < s.n && s.p[at + same] == n.p[same]) {
            same++;
        }
        struct slice rest = slice_from(n, same);
        struct slice near = slice_sub(s, at + same, rest.n + GAP_MAX);
        if (rest.n < 2 || slice_contains(near, rest)) {
            return true;
        }
    }
    return false;
}

static bool in_hex(const struct scan *s, struct slice value, struct buf *needle)
{
    static const char *const forms[][2] = {{"", ""}, {"0x", ""}, {"x", ""}, {"", "00"}, {"00", ""}};
    bool found = false;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0] && !found; i++) {
        buf_clear(needle);
        encode_hex(value, forms[i][0], forms[i][1], needle);
        found = has(&s->folded, needle) || (needle->n >= 12 && has(&s->dump, needle));
    }
    return found;
}

static bool in_base64(const struct scan *s, struct slice value, struct buf *needle)
{
    bool found = false;
    for (size_t before = 0; before < 3 && !found; before++) {
        buf_clear(needle);
        encode_base64(value, before, needle);
        found = has(&s->text, needle);
    }
    return found;
}

static const char *form_of(const struct scan *s, struct slice value, struct buf *needle)
{
    if (has_alone(s->whole, value)) {
        return "plain";
    }
    buf_clear(needle);
    squeeze(value, needle);
    if (needle->n > SQUEEZED_MIN && (has(&s->text, needle) || in_pieces(&s->text, needle))) {
        return "broken up";
    }
    buf_clear(needle);
    encode_percent(value, needle);
    if (needle->n > SQUEEZED_MIN && has(&s->text, needle)) {
        return "percent codes";
    }
    if (in_hex(s, value, needle)) {
        return "hexadecimal";
    }
    return in_base64(s, value, needle) ? "base64" : NULL;
}

/* ---- what was never learned ----------------------------------------------------------------------------------- */

/* A signature that is no token of ours: the word of the token is in it, or it is hidden by hand. */
static bool has_signature(struct slice s)
{
    for (size_t at = slice_find(s, SLICE("sig="), 0); at < s.n;
         at = slice_find(s, SLICE("sig="), at + 4)) {
        size_t end = at + 4;
        while (end < s.n &&
               (ascii_alnum(s.p[end]) || slice_find_byte(SLICE("%+/-_"), s.p[end], 0) < 5)) {
            end++;
        }
        struct slice value = slice_sub(s, at + 4, end - at - 4);
        bool token = slice_contains(value, SLICE("Sig")) ||
                     slice_contains(value, SLICE("ignature")) ||
                     slice_contains(value, SLICE("xxx")) || slice_contains(value, SLICE("XXX"));
        if (value.n >= SIGNATURE_MIN && !token) {
            return true;
        }
    }
    return false;
}

static enum spw_status look(const struct redactor *r, const struct scan *s, struct scan_leak *leak)
{
    struct buf needle;
    buf_init(&needle, NEEDLE_MAX);
    leak->form = NULL;
    for (size_t i = 0; i < r->secrets.n && leak->form == NULL; i++) {
        const struct redact_secret *secret = ARRAY_AT(&r->secrets, struct redact_secret, i);
        leak->secret = i;
        leak->form = secret->hunted ? form_of(s, secret->value, &needle) : NULL;
    }
    if (leak->form == NULL && has_signature(s->whole)) {
        leak->secret = SIZE_MAX;
        leak->form = "signature";
    }
    enum spw_status status = needle.status;
    buf_dispose(&needle);
    return leak->form != NULL ? SPW_INVALID : status;
}

enum spw_status redact_scan(const struct redactor *r, struct slice output, struct scan_leak *leak)
{
    struct scan s = {.whole = output};
    buf_init(&s.text, TEXT_MAX);
    buf_init(&s.folded, TEXT_MAX);
    buf_init(&s.dump, TEXT_MAX);
    squeeze(output, &s.text);
    fold_into(buf_slice(&s.text), &s.folded);
    squeeze_dump(output, &s.dump);
    struct buf folded;
    buf_init(&folded, TEXT_MAX);
    fold_into(buf_slice(&s.dump), &folded);
    buf_dispose(&s.dump);
    s.dump = folded;
    enum spw_status status = s.text.status != SPW_OK     ? s.text.status
                             : s.folded.status != SPW_OK ? s.folded.status
                             : s.dump.status != SPW_OK   ? s.dump.status
                                                         : look(r, &s, leak);
    buf_dispose(&s.text);
    buf_dispose(&s.folded);
    buf_dispose(&s.dump);
    return status;
}
