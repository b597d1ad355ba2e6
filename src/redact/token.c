/* What stands in a secret's place. */
#include "redact/redact.h"

enum { HUNTED_MIN = 6, HUNTED_SHORT = 4, NUMBER_MAX = 9999 };

static const char *const labels[REDACT_KINDS] = {[REDACT_WIFI_KEY] = "WifiKey",
                                                 [REDACT_IDENTITY] = "Identity",
                                                 [REDACT_USER] = "User",
                                                 [REDACT_PASSWORD] = "Password",
                                                 [REDACT_SIGNATURE] = "Signature",
                                                 [REDACT_WEB] = "Credential",
                                                 [REDACT_PRIVATE_KEY] = "PrivateKey",
                                                 [REDACT_OTHER] = "Secret",
                                                 [REDACT_SSID] = "Network",
                                                 [REDACT_MAC] = "Mac",
                                                 [REDACT_IP] = "Address",
                                                 [REDACT_HOST] = "Host",
                                                 [REDACT_DEVICE] = "Device"};

/* Words that are no secrets, or that stand for one in documentation; hunted, they would tear up a
 * trace. */
static const struct slice common_words[] = {
    SLICE_INIT("anonymous"), SLICE_INIT("password"), SLICE_INIT("passwd"),
    SLICE_INIT("secret"),    SLICE_INIT("default"),  SLICE_INIT("public"),
    SLICE_INIT("private"),   SLICE_INIT("username"), SLICE_INIT("localhost")};

static bool all(struct slice s, bool (*is)(uint8_t))
{
    for (size_t i = 0; i < s.n; i++) {
        if (!is(s.p[i])) {
            return false;
        }
    }
    return s.n > 0;
}

static bool is_hex(uint8_t c) { return ascii_hex(c) >= 0; }
static bool is_digit(uint8_t c) { return ascii_digit(c); }

/* "xxxx", "****", "<key>", "...": more than half of it says nothing. */
static bool is_masked(struct slice s)
{
    size_t mask = 0;
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = ascii_fold(s.p[i]);
        mask += c == '*' || c == 'x' || c == '#' || c == '.' || c == '?' || c >= 0x80;
    }
    bool bracketed = s.n > 2 && s.p[0] == '<' && s.p[s.n - 1] == '>';
    return bracketed || 2 * mask > s.n;
}

static bool is_zero(uint8_t c) { return c == '0' || c == ':' || c == ' '; }

bool redact_is_harmless(struct slice value)
{
    bool few = value.n < 2 || all(value, is_zero);
    return few || is_masked(value) || slice_eq_nocase(value, SLICE("anonymous")) ||
           slice_eq_nocase(value, SLICE("none")) || slice_eq_nocase(value, SLICE("null"));
}

bool redact_is_hunted(struct slice value)
{
    for (size_t i = 0; i < sizeof common_words / sizeof common_words[0]; i++) {
        if (slice_eq_nocase(value, common_words[i])) {
            return false;
        }
    }
    return value.n >= HUNTED_MIN || (value.n >= HUNTED_SHORT && !all(value, is_digit));
}

/* Kinds of values whose form the diagnosis looks at keep it: numbers, hexadecimal digits. */
static void fill_digits(struct slice value, unsigned number, bool hex, uint8_t *out)
{
    static const char letters[] = "c0de";
    for (size_t i = 0; i < value.n; i++) {
        size_t from_end = value.n - 1 - i;
        unsigned scale = 1;
        for (size_t k = 0; k < from_end && k < 4; k++) {
            scale *= 10;
        }
        bool in_number = from_end < 4;
        out[i] = in_number ? (uint8_t)('0' + number / scale % 10)
                 : hex     ? (uint8_t)letters[i % 4]
                           : (uint8_t)('1' + i % 9);
    }
}

/* Percent codes and the marks of base64 are kept in a signature: how it is encoded is a finding. */
static size_t kept(struct slice value, size_t i, enum redact_kind kind)
{
    uint8_t c = value.p[i];
    if (c == '*' || c == '<' || c == '>' || c >= 0x80) {
        return kind == REDACT_PRIVATE_KEY ? 0 : 1; /* signs that a person uses to hide things */
    }
    if (kind == REDACT_HOST) {
        return c == '.' || c == '-' ? 1 : 0; /* labels stay labels */
    }
    if (kind != REDACT_SIGNATURE) {
        return 0;
    }
    bool code = c == '%' && i + 2 < value.n && is_hex(value.p[i + 1]) && is_hex(value.p[i + 2]);
    return code ? 3 : c == '=' || c == '+' || c == '/' || c == '%' || c == '-' || c == '_' ? 1 : 0;
}

/* "WifiKey1WifiKey1...": no sign three times in a row, so that it is not taken for a mask. */
void redact_token(struct slice value, enum redact_kind kind, unsigned number, uint8_t *out)
{
    if (all(value, is_digit) || (value.n >= 10 && all(value, is_hex))) {
        fill_digits(value, number, !all(value, is_digit), out);
        return;
    }
    struct buf word;
    buf_init(&word, 64);
    buf_cstr(&word, labels[kind]);
    buf_u64(&word, number);
    size_t next = value.n < word.n ? word.n - value.n : 0; /* the number is kept in a short one */
    for (size_t i = 0; i < value.n;) {
        size_t keep = kept(value, i, kind);
        for (size_t k = 0; k < keep && i < value.n; k++, i++) {
            out[i] = value.p[i];
        }
        if (keep == 0) {
            out[i++] = word.n > 0 ? word.p[next++ % word.n] : '0';
        }
    }
    buf_dispose(&word);
}
