#include "manual/topic.h"

#include "diagnosis/ruletext.h"

enum { TITLE_MAX = 4000 };

size_t topic_count(void)
{
    return topics_rules_n + topics_module_n + topics_numbers_n + topics_world_n;
}

const struct manual_topic *topic_at(size_t i)
{
    if (i < topics_rules_n) {
        return &topics_rules[i];
    }
    i -= topics_rules_n;
    if (i < topics_module_n) {
        return &topics_module[i];
    }
    i -= topics_module_n;
    if (i < topics_numbers_n) {
        return &topics_numbers[i];
    }
    i -= topics_numbers_n;
    return i < topics_world_n ? &topics_world[i] : NULL;
}

const void *topic_row(const struct knowledge *k, size_t i,
                      struct topic_rows (*rows_of)(const struct dialect *),
                      const struct dialect **d)
{
    for (size_t at = 0; at < k->n_dialects; at++) {
        struct topic_rows rows = rows_of(&k->dialects[at]);
        if (i < rows.n) {
            *d = &k->dialects[at];
            return (const uint8_t *)rows.rows + i * rows.size;
        }
        i -= rows.n;
    }
    *d = NULL;
    return NULL;
}

size_t topic_rows_count(const struct knowledge *k,
                        struct topic_rows (*rows_of)(const struct dialect *))
{
    size_t n = 0;
    for (size_t at = 0; at < k->n_dialects; at++) {
        n += rows_of(&k->dialects[at]).n;
    }
    return n;
}

void topic_write_words(struct buf *out, struct slice words)
{
    struct slice word = {NULL, 0};
    bool more = words.n != 0;
    for (size_t i = 0; more; i++) {
        more = slice_split(words, '|', &word, &words);
        buf_cstr(out, i == 0 ? "" : ", ");
        buf_put(out, word.n != 0 ? word : SLICE("\"\""));
    }
}

const char *topic_confidence_name(enum row_confidence c)
{
    switch (c) {
    case ROW_DOCUMENTED:
        return "documented";
    case ROW_OBSERVED:
        return "observed";
    case ROW_INFERRED:
        return "inferred";
    case ROW_UNKNOWN:
        return "unknown";
    }
    return "";
}

void topic_put_sources(struct manual *m, struct slice keys)
{
    struct slice key = {NULL, 0};
    bool begun = false;
    while (keys.n != 0) {
        (void)slice_split(keys, ' ', &key, &keys);
        if (key.n == 0) {
            continue;
        }
        if (!begun) {
            sheet_begin(&m->sheet, "Sources");
            begun = true;
        }
        const struct source_row *row = knowledge_source(m->k, key);
        sheet_item(&m->sheet, key, 14, row != NULL ? row->text : SLICE("(not in the list)"));
    }
    sheet_end(&m->sheet);
}

/* ---- rules that have to do with something ------------------------------------------------------ */

static bool is_name_byte(uint8_t c) { return ascii_alnum(c) || c == '_' || c == '-' || c == '.'; }

/* Does the condition name `word`? What stands in quotes is a value, not a name. */
static bool condition_mentions(struct slice text, struct slice word)
{
    uint8_t quote = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (quote != 0 || c == '"' || c == '\'') {
            quote = quote == 0 ? c : c == quote ? 0 : quote;
            continue;
        }
        size_t end = i;
        while (end < text.n && is_name_byte(text.p[end])) {
            end++;
        }
        if (end > i) {
            if (slice_eq(slice_sub(text, i, end - i), word)) {
                return true;
            }
            i = end - 1;
        }
    }
    return false;
}

static bool rule_mentions(const struct rule *rule, struct slice word)
{
    bool found =
        condition_mentions(rule->when_text, word) || condition_mentions(rule->given_text, word);
    for (size_t i = 0; !found && i < rule->n_evidence; i++) {
        found = condition_mentions(rule->evidence[i].at_text, word);
    }
    for (size_t i = 0; !found && i < rule->n_consumes; i++) {
        found = slice_eq(slice_cstr(meaning_name(rule->consumes[i])), word);
    }
    return found;
}

/* Is the number in what stands behind "error": "== 74", "in (1, 2)" or "in (50..59)"? */
static bool numbers_hold(struct slice rest, int number)
{
    bool list = slice_starts(rest, SLICE("in ("));
    rest = slice_from(rest, list ? 4 : 3); /* "== " */
    rest = slice_sub(rest, 0, slice_find_byte(rest, list ? ')' : ' ', 0));
    while (rest.n > 0) {
        struct slice one = {0};
        uint64_t low = 0, high = 0;
        (void)slice_split(rest, ',', &one, &rest);
        one = slice_trim(one);
        size_t dots = slice_find(one, SLICE(".."), 0);
        struct slice from = slice_sub(one, 0, dots);
        struct slice to = dots < one.n ? slice_from(one, dots + 2) : from;
        if (slice_to_u64(from, UINT16_MAX, &low) == NUMBER_OK &&
            slice_to_u64(to, UINT16_MAX, &high) == NUMBER_OK && low <= (uint64_t)number &&
            (uint64_t)number <= high) {
            return true;
        }
    }
    return false;
}

/* Is the word among those in quotes up to the next name: == "dns", in ("dns", "ip")? */
static bool words_hold(struct slice rest, struct slice word)
{
    bool list = slice_starts(rest, SLICE("in ("));
    struct slice one = {0};
    rest = slice_sub(rest, 0, slice_find_byte(rest, list ? ')' : ' ', list ? 4 : 3));
    while (rest.n > 0) {
        (void)slice_split(rest, '"', &one, &rest);
        if (slice_eq(one, word)) {
            return true;
        }
    }
    return false;
}

/* Does the condition ask for the number of the error (-1: none), or for its group? */
static bool condition_asks(struct slice text, int number, struct slice group)
{
    static const struct slice by_number = SLICE_INIT(".error ");
    static const struct slice by_group = SLICE_INIT(".error_group ");
    bool found = false;
    size_t at = slice_find(text, by_number, 0);
    for (; !found && number >= 0 && at < text.n; at = slice_find(text, by_number, at + 1)) {
        found = numbers_hold(slice_from(text, at + by_number.n), number);
    }
    at = slice_find(text, by_group, 0);
    for (; !found && at < text.n; at = slice_find(text, by_group, at + 1)) {
        found = words_hold(slice_from(text, at + by_group.n), group);
    }
    return found;
}

static void put_rule(struct manual *m, const struct rule *rule, bool *begun)
{
    struct buf title;
    buf_init(&title, TITLE_MAX);
    ruletext_template(&title, &rule->title);
    if (!*begun) {
        sheet_begin(&m->sheet, "Rules");
        *begun = true;
    }
    sheet_item(&m->sheet, rule->id, 20, buf_slice(&title));
    buf_dispose(&title);
}

void topic_put_rules_with(struct manual *m, struct slice word)
{
    bool begun = false;
    for (size_t i = 0; i < m->rules->n; i++) {
        if (rule_mentions(&m->rules->rules[i], word)) {
            put_rule(m, &m->rules->rules[i], &begun);
        }
    }
    sheet_end(&m->sheet);
}

void topic_put_rules_of(struct manual *m, const struct cause *cause)
{
    bool begun = false;
    for (size_t i = 0; i < m->rules->n; i++) {
        if (m->rules->rules[i].cause == cause) {
            put_rule(m, &m->rules->rules[i], &begun);
        }
    }
    sheet_end(&m->sheet);
}

void topic_put_rules_on_error(struct manual *m, int number, struct slice group)
{
    bool begun = false;
    for (size_t i = 0; i < m->rules->n; i++) {
        const struct rule *rule = &m->rules->rules[i];
        if (condition_asks(rule->when_text, number, group) ||
            condition_asks(rule->given_text, number, group)) {
            put_rule(m, rule, &begun);
        }
    }
    sheet_end(&m->sheet);
}
