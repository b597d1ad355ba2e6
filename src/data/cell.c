#include "data/cell.h"

#include <string.h>

#include "base/message_ids.h"
#include "base/stamp.h"

enum { CHOICES_MAX = 40 };

static struct cell_fault good(void)
{
    struct cell_fault none = {NULL, 0, 0, {NULL, 0}};
    return none;
}

static struct cell_fault fault(unsigned number, size_t at, const char *what)
{
    struct cell_fault f = {what, number, at, {NULL, 0}};
    return f;
}

static struct cell_fault check_word(const struct tsv_column *column, struct slice word)
{
    (void)column;
    size_t blank = slice_find_byte(word, ' ', 0);
    return blank == word.n ? good() : fault(MSG_TABLE_VALUE, blank, "one word, without blanks");
}

static struct cell_fault check_int(const struct tsv_column *column, struct slice word)
{
    int64_t value = 0;
    switch (slice_to_i64(word, &value)) {
    case NUMBER_OK:
        break;
    case NUMBER_ABSENT:
        return fault(MSG_TABLE_NUMBER, 0, "not a number");
    case NUMBER_TOO_BIG:
        return fault(MSG_TABLE_NUMBER, 0, "this number is too large");
    }
    bool inside = value >= column->min && value <= column->max;
    return inside ? good() : fault(MSG_TABLE_NUMBER, 0, "this number is out of range");
}

static bool is_digits(struct slice s)
{
    uint64_t value = 0;
    return slice_to_u64(s, 99999999, &value) == NUMBER_OK;
}

/* Digits where `shape` has 0, and otherwise what it has. */
static bool has_shape(struct slice s, struct slice shape)
{
    bool same = s.n == shape.n;
    for (size_t i = 0; same && i < s.n; i++) {
        same = shape.p[i] == '0' ? ascii_digit(s.p[i]) : s.p[i] == shape.p[i];
    }
    return same;
}

static bool is_date(struct slice s)
{
    return has_shape(s, SLICE("0000-00-00")) && time_parse(s) != TIME_NONE;
}

static struct cell_fault check_date(const struct tsv_column *column, struct slice word)
{
    (void)column;
    return is_date(word) ? good() : fault(MSG_TABLE_VALUE, 0, "a day, written 2018-03-24");
}

static struct cell_fault check_time(const struct tsv_column *column, struct slice word)
{
    (void)column;
    bool is_time = has_shape(word, SLICE("0000-00-00T00:00:00Z")) && time_parse(word) != TIME_NONE;
    return is_time ? good() : fault(MSG_TABLE_VALUE, 0, "a time, written 2018-03-24T14:18:21Z");
}

static struct cell_fault check_version(const struct tsv_column *column, struct slice word)
{
    (void)column;
    struct slice part = {NULL, 0};
    struct slice rest = word;
    bool more = true;
    for (int parts = 0; more; parts++) {
        more = slice_split(rest, '.', &part, &rest);
        if (parts == 3 || !is_digits(part)) {
            return fault(MSG_TABLE_VALUE, 0, "a version, written 1.1.0");
        }
    }
    return good();
}

static bool is_hex(uint8_t c) { return ((unsigned)c - '0' < 10U) | ((unsigned)c - 'a' < 6U); }

/* Goes to the end without looking back, because nearly every cell is good and there are many. */
static struct cell_fault check_hex(const struct tsv_column *column, struct slice word)
{
    bool all = true;
    for (size_t i = 0; i < word.n; i++) {
        all &= is_hex(word.p[i]);
    }
    for (size_t i = 0; !all && i < word.n; i++) {
        if (!is_hex(word.p[i])) {
            return fault(MSG_TABLE_VALUE, i, "not a lower-case hexadecimal digit");
        }
    }
    bool right = column->max == 0 ? word.n % 2 == 0 : word.n == (size_t)column->max;
    return right ? good() : fault(MSG_TABLE_VALUE, 0, "the number of hexadecimal digits is wrong");
}

static struct cell_fault check_dated_hex(const struct tsv_column *column, struct slice word)
{
    struct slice hex = {NULL, 0};
    struct slice date = {NULL, 0};
    if (!slice_split(word, '=', &hex, &date) || !is_date(date)) {
        return fault(MSG_TABLE_VALUE, hex.n, "an identifier, =, and a day");
    }
    return check_hex(column, hex);
}

static struct cell_fault check_choice(const struct tsv_column *column, struct slice word)
{
    struct slice words[CHOICES_MAX];
    size_t n = 0;
    struct slice rest = column->choices;
    for (bool more = true; more && n < CHOICES_MAX; n++) {
        more = slice_split(rest, '|', &words[n], &rest);
        if (slice_eq(words[n], word)) {
            return good();
        }
    }
    struct cell_fault f = fault(MSG_TABLE_WORD, 0, "none of the words that this column takes");
    f.hint = nearest_name(word, words, n);
    if (f.hint.n == 0) {
        f.hint = column->choices;
    }
    return f;
}

static struct cell_fault check_bool(const struct tsv_column *column, struct slice word)
{
    (void)column;
    bool is_bool = slice_eq(word, SLICE("yes")) || slice_eq(word, SLICE("no"));
    return is_bool ? good() : fault(MSG_TABLE_VALUE, 0, "either yes or no");
}

typedef struct cell_fault check_fn(const struct tsv_column *column, struct slice word);

/* Words with one blank between, each checked by `check`. */
static struct cell_fault check_each(const struct tsv_column *column, struct slice cell,
                                    check_fn *check)
{
    struct slice word = {NULL, 0};
    struct slice rest = cell;
    for (bool more = true; more;) {
        more = slice_split(rest, ' ', &word, &rest);
        size_t at = (size_t)(word.p - cell.p);
        if (word.n == 0) {
            return fault(MSG_TABLE_VALUE, at, "one blank between two words");
        }
        struct cell_fault f = check(column, word);
        if (f.what != NULL) {
            f.at += at;
            return f;
        }
    }
    return good();
}

struct cell_fault cell_check(const struct tsv_column *column, struct slice cell)
{
    switch (column->type) {
    case TSV_TEXT:
    case TSV_PATTERN:
    case TSV_PARAMETERS:
        return good();
    case TSV_WORD:
        return check_word(column, cell);
    case TSV_WORDS:
        return check_each(column, cell, check_word);
    case TSV_INT:
        return check_int(column, cell);
    case TSV_INTS:
        return check_each(column, cell, check_int);
    case TSV_BOOL:
        return check_bool(column, cell);
    case TSV_CHOICE:
        return check_choice(column, cell);
    case TSV_DATE:
        return check_date(column, cell);
    case TSV_TIME:
        return check_time(column, cell);
    case TSV_VERSION:
        return check_version(column, cell);
    case TSV_HEX:
        return check_hex(column, cell);
    case TSV_HEXES:
        return check_each(column, cell, check_hex);
    case TSV_DATED_HEXES:
        return check_each(column, cell, check_dated_hex);
    }
    return good();
}

/* ---- the spelling of types -------------------------------------------------------------------- */

struct type_name {
    struct slice name;
    enum tsv_type type;
    int64_t min, max;
    bool argument; /* a list or range in brackets may follow */
};

static const struct type_name type_names[] = {
    {SLICE_INIT("text"), TSV_TEXT, 0, 0, false},
    {SLICE_INIT("word"), TSV_WORD, 0, 0, false},
    {SLICE_INIT("words"), TSV_WORDS, 0, 0, false},
    {SLICE_INIT("int"), TSV_INT, INT64_MIN, INT64_MAX, true},
    {SLICE_INIT("ints"), TSV_INTS, INT64_MIN, INT64_MAX, true},
    {SLICE_INIT("bool"), TSV_BOOL, 0, 0, false},
    {SLICE_INIT("choice"), TSV_CHOICE, 0, 0, true},
    {SLICE_INIT("date"), TSV_DATE, 0, 0, false},
    {SLICE_INIT("time"), TSV_TIME, 0, 0, false},
    {SLICE_INIT("version"), TSV_VERSION, 0, 0, false},
    {SLICE_INIT("hex"), TSV_HEX, 0, 0, false},
    {SLICE_INIT("hex40"), TSV_HEX, 0, 40, false},
    {SLICE_INIT("hex64"), TSV_HEX, 0, 64, false},
    {SLICE_INIT("hex40s"), TSV_HEXES, 0, 40, false},
    {SLICE_INIT("dated-hex40s"), TSV_DATED_HEXES, 0, 40, false},
    {SLICE_INIT("pattern"), TSV_PATTERN, 0, 0, false},
    {SLICE_INIT("parameters"), TSV_PARAMETERS, 0, 0, false},
};

static const struct type_name *find_type(struct slice name)
{
    for (size_t i = 0; i < sizeof type_names / sizeof type_names[0]; i++) {
        if (slice_eq(type_names[i].name, name)) {
            return &type_names[i];
        }
    }
    return NULL;
}

/* "1..9", "1.." or "..9". */
static bool parse_range(struct slice range, struct tsv_column *column)
{
    size_t dots = slice_find(range, SLICE(".."), 0);
    struct slice low = slice_sub(range, 0, dots);
    struct slice high = slice_from(range, dots + 2);
    if (dots == range.n || (low.n != 0 && slice_to_i64(low, &column->min) != NUMBER_OK) ||
        (high.n != 0 && slice_to_i64(high, &column->max) != NUMBER_OK)) {
        return false;
    }
    return column->min <= column->max;
}

static bool parse_argument(struct slice argument, struct tsv_column *column)
{
    if (column->type == TSV_CHOICE) {
        column->choices = argument;
        return argument.n != 0;
    }
    return parse_range(argument, column);
}

bool tsv_type_parse(struct slice spelling, struct tsv_column *column)
{
    struct slice name = {NULL, 0};
    struct slice argument = {NULL, 0};
    bool has_argument = slice_split(spelling, '(', &name, &argument);
    const struct type_name *type = find_type(name);
    if (type == NULL || (has_argument && !type->argument)) {
        return false;
    }
    struct tsv_column parsed = *column;
    parsed.type = type->type;
    parsed.min = type->min;
    parsed.max = type->max;
    parsed.choices = slice_of(NULL, 0);
    if (has_argument) {
        if (!slice_ends(argument, SLICE(")")) ||
            !parse_argument(slice_sub(argument, 0, argument.n - 1), &parsed)) {
            return false;
        }
    } else if (type->type == TSV_CHOICE) {
        return false;
    }
    *column = parsed;
    return true;
}
