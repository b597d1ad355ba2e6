/* The lists of the manual: all fields, all rules. */
#include "base/escape.h"
#include "diagnosis/rulefile.h"
#include "diagnosis/ruletext.h"
#include "manual/topic.h"

enum { TITLE_MAX = 4000, NAME_COLUMN = 30 };

/* ---- fields ------------------------------------------------------------------------------------ */

static void put_scopes(struct buf *out, unsigned scopes)
{
    static const enum field_scope all[] = {SCOPE_BOOT, SCOPE_ATTEMPT, SCOPE_EXCHANGE, SCOPE_OBJECT};
    if ((scopes & SCOPE_TRACE) != 0) {
        return;
    }
    buf_cstr(out, " of the ");
    bool first = true;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if ((scopes & (unsigned)all[i]) != 0) {
            buf_cstr(out, first ? "" : " or ");
            buf_cstr(out, scope_name(all[i]));
            first = false;
        }
    }
}

static void put_field(struct sheet *s, const struct field *field)
{
    struct buf text;
    buf_init(&text, TITLE_MAX);
    buf_cstr(&text, value_type_name(field->type));
    put_scopes(&text, field->scopes);
    buf_cstr(&text, ": ");
    buf_put(&text, field->doc);
    buf_cstr(&text, field->words.n != 0 ? " Values: " : "");
    topic_write_words(&text, field->words);
    s->column = 0;
    (void)esc_term(s->out, field->name, false);
    buf_byte(s->out, '\n');
    sheet_begin(s, "");
    s->indent = SHEET_TEXT;
    sheet_words(s, buf_slice(&text));
    sheet_end(s);
    buf_dispose(&text);
}

static struct slice topic_of(struct slice name)
{
    return slice_sub(name, 0, slice_find_byte(name, '.', 0));
}

void manual_fields(struct buf *out)
{
    struct sheet s = {.out = out};
    struct slice topic = {NULL, 0};
    buf_cstr(out, "FIELDS\n\n");
    for (size_t i = 0; i < field_count(); i++) {
        const struct field *field = field_at(i);
        if (i != 0 && !slice_eq(topic, topic_of(field->name))) {
            buf_byte(out, '\n');
        }
        topic = topic_of(field->name);
        put_field(&s, field);
    }
    buf_cstr(out, "\nCONDITIONS\n\n");
    expr_grammar(out);
}

/* ---- rules ------------------------------------------------------------------------------------- */

static void put_column(struct buf *out, struct slice text, size_t width)
{
    size_t columns = esc_term(out, text, false);
    buf_fill(out, ' ', columns < width ? width - columns : 0);
    buf_cstr(out, "  ");
}

static struct slice cause_of(const struct rule *rule)
{
    return rule->cause != NULL ? rule->cause->id : SLICE("-");
}

static struct slice weight_of(const struct rule *rule)
{
    return rule->kind == RULE_FINDING ? rule_severity_name(rule->severity)
                                      : rule_kind_name(rule->kind);
}

void manual_rules_list(const struct ruleset *rules, struct buf *out)
{
    size_t ids = 0;
    size_t causes = 0;
    for (size_t i = 0; i < rules->n; i++) {
        size_t id = rules->rules[i].id.n;
        size_t cause = cause_of(&rules->rules[i]).n;
        ids = id > ids ? id : ids;
        causes = cause > causes ? cause : causes;
    }
    for (size_t i = 0; i < rules->n; i++) {
        const struct rule *rule = &rules->rules[i];
        struct buf title;
        buf_init(&title, TITLE_MAX);
        ruletext_template(&title, &rule->title);
        put_column(out, rule->id, ids);
        put_column(out, cause_of(rule), causes);
        put_column(out, weight_of(rule), 9);
        put_column(out, slice_cstr(scope_name(rule->scope)), 8);
        (void)esc_term(out, buf_slice(&title), false);
        buf_byte(out, '\n');
        buf_dispose(&title);
    }
}
