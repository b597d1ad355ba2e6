#include "expr/token.h"

#include <string.h>

#include "base/stamp.h"

static const struct {
    struct slice text;
    enum token_word word;
} words[] = {
    {SLICE_INIT("and"), WORD_AND},         {SLICE_INIT("or"), WORD_OR},
    {SLICE_INIT("not"), WORD_NOT},         {SLICE_INIT("in"), WORD_IN},
    {SLICE_INIT("matches"), WORD_MATCHES}, {SLICE_INIT("contains"), WORD_CONTAINS},
    {SLICE_INIT("exists"), WORD_EXISTS},   {SLICE_INIT("true"), WORD_TRUE},
    {SLICE_INIT("false"), WORD_FALSE},
};

/* Longer signs first. */
static const struct {
    struct slice text;
    enum token_word word;
} signs[] = {
    {SLICE_INIT("=="), WORD_EQ},    {SLICE_INIT("!="), WORD_NE},  {SLICE_INIT("<="), WORD_LE},
    {SLICE_INIT(">="), WORD_GE},    {SLICE_INIT("&&"), WORD_AND}, {SLICE_INIT("||"), WORD_OR},
    {SLICE_INIT(".."), WORD_RANGE}, {SLICE_INIT("<"), WORD_LT},   {SLICE_INIT(">"), WORD_GT},
    {SLICE_INIT("!"), WORD_NOT},    {SLICE_INIT("("), WORD_OPEN}, {SLICE_INIT(")"), WORD_CLOSE},
    {SLICE_INIT(","), WORD_COMMA},  {SLICE_INIT("+"), WORD_PLUS}, {SLICE_INIT("-"), WORD_MINUS},
};

static uint8_t byte_at(const struct tokenizer *t, size_t i)
{
    return i < t->source.n ? t->source.p[i] : 0;
}

static bool in_word(uint8_t c) { return ascii_alnum(c) || c == '_'; }

static struct expr_token fault(struct expr_token token, const char *why)
{
    token.word = WORD_FAULT;
    token.why = why;
    return token;
}

/* Letters, digits and '_', joined by single dots and hyphens: certificate-error is one name, so that
 * the difference of two names needs blanks. */
static struct expr_token read_name(struct tokenizer *t, struct expr_token token)
{
    size_t end = t->at;
    while (in_word(byte_at(t, end)) ||
           ((byte_at(t, end) == '.' || byte_at(t, end) == '-') && in_word(byte_at(t, end + 1)))) {
        end++;
    }
    token.word = WORD_NAME;
    token.text = slice_sub(t->source, t->at, end - t->at);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (slice_eq(token.text, words[i].text)) {
            token.word = words[i].word;
        }
    }
    t->at = end;
    return token;
}

/* 2024-09-30, also with a time of day behind a T. */
static bool looks_like_date(const struct tokenizer *t, size_t end)
{
    return end - t->at == 4 && byte_at(t, end) == '-' && ascii_digit(byte_at(t, end + 1)) &&
           ascii_digit(byte_at(t, end + 2)) && byte_at(t, end + 3) == '-';
}

static struct expr_token read_date(struct tokenizer *t, struct expr_token token)
{
    size_t end = t->at;
    while (in_word(byte_at(t, end)) || byte_at(t, end) == '-' || byte_at(t, end) == ':') {
        end++;
    }
    token.word = WORD_TIME;
    token.number = time_parse(slice_sub(t->source, t->at, end - t->at));
    t->at = end;
    return token.number != TIME_NONE ? token : fault(token, "this is no date of the calendar");
}

static struct expr_token read_number(struct tokenizer *t, struct expr_token token)
{
    size_t end = t->at;
    while (in_word(byte_at(t, end))) {
        end++;
    }
    if (looks_like_date(t, end)) {
        return read_date(t, token);
    }
    enum parse_number outcome =
        slice_to_i64(slice_sub(t->source, t->at, end - t->at), &token.number);
    t->at = end;
    token.word = WORD_NUMBER;
    if (outcome == NUMBER_TOO_BIG) {
        return fault(token, "this number is too big");
    }
    return outcome == NUMBER_OK ? token : fault(token, "this is no number");
}

/* The text with each pair of quotes made one. */
static struct slice undouble(struct tokenizer *t, struct slice raw, uint8_t quote)
{
    uint8_t *out = ARENA_ARRAY(t->arena, raw.n, uint8_t);
    size_t n = 0;
    for (size_t i = 0; out != NULL && i < raw.n; i++) {
        out[n++] = raw.p[i];
        i += raw.p[i] == quote ? 1 : 0;
    }
    return slice_of(out, n);
}

/* A backslash is an ordinary character, because patterns are full of them; the quote itself is
 * written twice. */
static struct expr_token read_text(struct tokenizer *t, struct expr_token token)
{
    uint8_t quote = byte_at(t, t->at);
    size_t from = t->at + 1;
    size_t end = slice_find_byte(t->source, quote, from);
    bool doubled = false;
    while (end < t->source.n && byte_at(t, end + 1) == quote) {
        doubled = true;
        end = slice_find_byte(t->source, quote, end + 2);
    }
    if (end >= t->source.n) {
        t->at = t->source.n;
        return fault(token, "this text has no closing quote");
    }
    struct slice raw = slice_sub(t->source, from, end - from);
    token.word = WORD_TEXT;
    token.text = doubled ? undouble(t, raw, quote) : raw;
    t->at = end + 1;
    return token.text.p != NULL ? token : fault(token, "there is no memory left");
}

static struct expr_token read_sign(struct tokenizer *t, struct expr_token token)
{
    struct slice rest = slice_from(t->source, t->at);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (slice_starts(rest, signs[i].text)) {
            token.word = signs[i].word;
            t->at += signs[i].text.n;
            return token;
        }
    }
    t->at++;
    return fault(token, rest.p[0] == '=' ? "equality is written =="
                                         : "this character has no meaning in a condition");
}

struct expr_token token_next(struct tokenizer *t)
{
    while (ascii_space(byte_at(t, t->at))) {
        t->at++;
    }
    struct expr_token token = {.word = WORD_END, .offset = (uint32_t)t->at};
    uint8_t c = byte_at(t, t->at);
    if (t->at >= t->source.n) {
        return token;
    }
    if (ascii_alpha(c) || c == '_') {
        token = read_name(t, token);
    } else if (ascii_digit(c)) {
        token = read_number(t, token);
    } else if (c == '"' || c == '\'') {
        token = read_text(t, token);
    } else {
        token = read_sign(t, token);
    }
    token.length = (uint32_t)t->at - token.offset;
    return token;
}
