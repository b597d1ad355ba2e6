#include "base/escape.h"
#include "manual/topic.h"

enum {
    FORMS_MAX = 8,
    HEX_MAX = 64,
    HEX_LEAST = 16,
    NEAR_MAX = 8,
    CONTAINS_LEAST = 3,
    NUMBER_MOST = 99999
};

/* What was asked for, in the spellings under which it may stand in a table. */
struct query {
    struct slice forms[FORMS_MAX];
    size_t n;
    struct slice head;    /* what stands before a number: "+WIND", "error"; may be empty */
    int number;           /* -1: none */
    uint8_t hex[HEX_MAX]; /* a key identifier without its colons */
};

/* ---- understanding the question ---------------------------------------------------------------- */

static void add_form(struct query *q, struct slice form)
{
    form = slice_trim(form);
    if (form.n != 0 && q->n < FORMS_MAX) {
        q->forms[q->n++] = form;
    }
}

static struct slice before(struct slice s, uint8_t c)
{
    return slice_sub(s, 0, slice_find_byte(s, c, 0));
}

static struct slice without_prefix(struct slice s)
{
    static const struct slice prefixes[] = {SLICE_INIT("AT-S."), SLICE_INIT("AT+S."),
                                            SLICE_INIT("AT+")};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (slice_starts_nocase(s, prefixes[i])) {
            return slice_from(s, prefixes[i].n);
        }
    }
    return s;
}

static bool is_separator(uint8_t c) { return c == ' ' || c == ':' || c == '-' || c == '.'; }

/* The first number that follows a separator, or begins the text, is the number meant. */
static void take_number(struct query *q, struct slice text)
{
    size_t at = 0;
    while (at < text.n && !(ascii_digit(text.p[at]) && (at == 0 || is_separator(text.p[at - 1])))) {
        at++;
    }
    size_t end = at;
    while (end < text.n && ascii_digit(text.p[end])) {
        end++;
    }
    uint64_t number = 0;
    bool whole = end == text.n || text.p[end] == ':' || text.p[end] == ' ';
    if (!whole || slice_to_u64(slice_sub(text, at, end - at), NUMBER_MOST, &number) != NUMBER_OK) {
        return;
    }
    while (at > 0 && is_separator(text.p[at - 1])) {
        at--;
    }
    q->head = slice_sub(text, 0, at);
    q->number = (int)number;
}

/* E5:9D:59:... and e5 9d 59 ... are e59d59... in the tables. False for anything else. */
static bool take_hex(struct query *q, struct slice text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (ascii_hex(c) >= 0 && n < HEX_MAX) {
            q->hex[n++] = ascii_fold(c);
        } else if (c != ':' && c != ' ') {
            return false;
        }
    }
    add_form(q, slice_of(q->hex, n));
    return n >= HEX_LEAST;
}

static void query_init(struct query *q, struct slice what)
{
    *q = (struct query){.number = -1};
    what = slice_trim(what);
    add_form(q, what);
    add_form(q, without_prefix(what));
    add_form(q, before(what, '='));
    add_form(q, before(what, ':'));
    add_form(q, before(without_prefix(what), '='));
    add_form(q, before(without_prefix(what), ':'));
    if (!take_hex(q, what)) {
        take_number(q, what);
    }
}

/* ---- finding ----------------------------------------------------------------------------------- */

static bool is_called(const struct query *q, const struct slice *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < q->n; k++) {
            if (names[i].n != 0 && slice_eq_nocase(names[i], q->forms[k])) {
                return true;
            }
        }
    }
    return false;
}

/* Is the word before the number one that this topic's numbers have, or is there none and none needed? */
static bool takes_number(const struct manual_topic *t, const struct query *q)
{
    struct slice words = slice_cstr(t->numbers);
    struct slice word = {NULL, 0};
    if (q->number < 0 || t->number == NULL) {
        return false;
    }
    if (q->head.n == 0) {
        return t->bare;
    }
    while (words.n != 0) {
        (void)slice_split(words, '|', &word, &words);
        if (slice_eq_nocase(word, q->head)) {
            return true;
        }
    }
    return false;
}

/* Names that only begin like the question ("ERROR" of "ERROR:111") are not meant when a number is. */
static size_t put_matches(struct manual *m, const struct query *q, bool numbers)
{
    size_t found = 0;
    for (size_t t = 0; t < topic_count(); t++) {
        const struct manual_topic *topic = topic_at(t);
        bool by_number = takes_number(topic, q);
        if (numbers && !by_number) {
            continue;
        }
        for (size_t i = 0; i < topic->count(m); i++) {
            struct slice names[TOPIC_NAMES];
            size_t n = topic->names(m, i, names);
            bool hit = by_number && topic->number(m, i) == q->number;
            if (hit || (!numbers && is_called(q, names, n))) {
                topic->put(m, i);
                found++;
            }
        }
    }
    return found;
}

/* ---- nothing found ----------------------------------------------------------------------------- */

struct near_names {
    struct slice list[NEAR_MAX];
    const char *kinds[NEAR_MAX];
    size_t n;
};

static void add_near(struct near_names *near, struct slice name, const char *kind)
{
    for (size_t i = 0; i < near->n; i++) {
        if (slice_eq(near->list[i], name)) {
            return;
        }
    }
    if (name.n != 0 && near->n < NEAR_MAX) {
        near->kinds[near->n] = kind;
        near->list[near->n++] = name;
    }
}

static bool contains_nocase(struct slice s, struct slice part)
{
    for (size_t i = 0; i + part.n <= s.n; i++) {
        if (slice_eq_nocase(slice_sub(s, i, part.n), part)) {
            return true;
        }
    }
    return false;
}

/* The most alike name of one topic, not counting `but`. */
static struct slice alike(const struct manual *m, const struct manual_topic *t, struct slice word,
                          struct slice but)
{
    struct slice best = {NULL, 0};
    for (size_t i = 0; i < t->count(m); i++) {
        struct slice names[TOPIC_NAMES + 1];
        size_t n = t->names(m, i, names);
        names[n++] = best;
        for (size_t k = 0; but.n != 0 && k < n; k++) {
            names[k] = slice_eq(names[k], but) ? best : names[k];
        }
        best = nearest_name(word, names, n);
    }
    return best;
}

static void add_containing(const struct manual *m, const struct manual_topic *t, struct slice word,
                           struct near_names *near)
{
    for (size_t i = 0; word.n >= CONTAINS_LEAST && i < t->count(m); i++) {
        struct slice names[TOPIC_NAMES];
        size_t n = t->names(m, i, names);
        bool found = false;
        for (size_t k = 0; !found && k < n; k++) { /* one name of each thing is enough */
            found = contains_nocase(names[k], word);
            if (found) {
                add_near(near, names[k], t->kind);
            }
        }
    }
}

/* The two most alike names of each topic, then names that contain the word. */
static void find_near(const struct manual *m, struct slice word, struct near_names *near)
{
    for (size_t t = 0; t < topic_count(); t++) {
        const struct manual_topic *topic = topic_at(t);
        struct slice first = alike(m, topic, word, slice_of(NULL, 0));
        add_near(near, first, topic->kind);
        add_near(near, alike(m, topic, word, first), topic->kind);
    }
    for (size_t t = 0; t < topic_count(); t++) {
        add_containing(m, topic_at(t), word, near);
    }
}

static void put_near(struct manual *m, const struct query *q, struct slice what)
{
    struct near_names near = {.n = 0};
    if (q->n != 0) {
        find_near(m, q->forms[0], &near);
    }
    sheet_words(&m->sheet, SLICE("Nothing is known of"));
    sheet_words(&m->sheet, slice_sub(slice_trim(what), 0, SHEET_WIDTH));
    sheet_end(&m->sheet);
    for (size_t i = 0; i < near.n; i++) {
        sheet_begin(&m->sheet, i == 0 ? "Near it" : "");
        sheet_words(&m->sheet, near.list[i]);
        sheet_verbatim(&m->sheet, SLICE(" ("));
        sheet_verbatim(&m->sheet, slice_cstr(near.kinds[i]));
        sheet_verbatim(&m->sheet, SLICE(")"));
        sheet_end(&m->sheet);
    }
}

enum spw_status manual_explain(const struct knowledge *k, const struct ruleset *rules,
                               struct slice what, struct buf *out)
{
    struct manual m = {.k = k, .rules = rules, .sheet = {.out = out}};
    struct query q;
    query_init(&q, what);
    size_t found = q.number >= 0 ? put_matches(&m, &q, true) : 0;
    if (found == 0) {
        found = put_matches(&m, &q, false);
    }
    if (found != 0) {
        return SPW_OK;
    }
    put_near(&m, &q, what);
    return SPW_NOT_FOUND;
}
