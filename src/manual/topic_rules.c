/* Pages of what diagnoses are made of: causes, rules, happenings, fields. */
#include "diagnosis/rulefile.h"
#include "diagnosis/ruletext.h"
#include "manual/topic.h"

enum { TEXT_MAX = 64 * 1024 };

/* ---- causes ------------------------------------------------------------------------------------ */

static size_t cause_count(const struct manual *m) { return m->k->n_causes; }

static size_t cause_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    names[0] = m->k->causes[i].id;
    return 1;
}

static bool has_rival(const struct rule *rule, const struct cause *cause)
{
    for (size_t i = 0; i < rule->n_rivals; i++) {
        if (rule->rivals[i].cause == cause) {
            return true;
        }
    }
    return false;
}

/* Do rules of the one cause name the other as what may be the matter instead? */
static bool are_rivals(const struct manual *m, const struct cause *a, const struct cause *b)
{
    for (size_t i = 0; i < m->rules->n; i++) {
        const struct rule *rule = &m->rules->rules[i];
        if ((rule->cause == a && has_rival(rule, b)) || (rule->cause == b && has_rival(rule, a))) {
            return true;
        }
    }
    return false;
}

static void rival_causes_row(struct manual *m, const struct cause *cause)
{
    bool any = false;
    for (size_t i = 0; i < m->k->n_causes; i++) {
        const struct cause *other = &m->k->causes[i];
        if (!are_rivals(m, cause, other)) {
            continue;
        }
        if (!any) {
            sheet_begin(&m->sheet, "Mistaken for");
        }
        sheet_words(&m->sheet, other->id);
        any = true;
    }
    if (any) {
        sheet_end(&m->sheet);
    }
}

static void cause_put(struct manual *m, size_t i)
{
    const struct cause *cause = &m->k->causes[i];
    sheet_head(&m->sheet, "cause", cause->id, slice_of(NULL, 0));
    sheet_row(&m->sheet, "Phase", cause->phase);
    sheet_row(&m->sheet, "Meaning", cause->meaning);
    if (cause->open) {
        sheet_row_c(&m->sheet, "Open", "tells what failed; another cause may be behind it");
    }
    rival_causes_row(m, cause);
    topic_put_rules_of(m, cause);
}

/* ---- rules ------------------------------------------------------------------------------------- */

static size_t rule_count(const struct manual *m) { return m->rules->n; }

static size_t rule_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    names[0] = m->rules->rules[i].id;
    return 1;
}

static void words_of(struct manual *m, const struct rule_text *text)
{
    struct buf words;
    buf_init(&words, TEXT_MAX);
    ruletext_template(&words, text);
    sheet_words(&m->sheet, buf_slice(&words));
    buf_dispose(&words);
}

static void text_row(struct manual *m, const char *label, const struct rule_text *text)
{
    if (text->n != 0) {
        sheet_begin(&m->sheet, label);
        words_of(m, text);
        sheet_end(&m->sheet);
    }
}

/* A condition keeps its lines, without the indentation it has in its file. */
static void condition_row(struct manual *m, const char *label, struct slice text)
{
    struct slice line = {NULL, 0};
    if (text.n == 0) {
        return;
    }
    sheet_begin(&m->sheet, label);
    while (text.n != 0) {
        (void)slice_split(text, '\n', &line, &text);
        sheet_line(&m->sheet, 0);
        sheet_verbatim(&m->sheet, slice_trim(line));
    }
    sheet_end(&m->sheet);
}

static void evidence_rows(struct manual *m, const struct rule *rule)
{
    for (size_t i = 0; i < rule->n_evidence; i++) {
        sheet_begin(&m->sheet, i == 0 ? "Evidence" : "");
        sheet_verbatim(&m->sheet, rule->evidence[i].at_text);
        if (rule->evidence[i].note.n != 0) {
            sheet_line(&m->sheet, 2);
            words_of(m, &rule->evidence[i].note);
        }
        sheet_end(&m->sheet);
    }
}

static void step_rows(struct manual *m, const char *label, const struct rule_step *steps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sheet_begin(&m->sheet, i == 0 ? label : "");
        if (steps[i].when != NULL) {
            sheet_words(&m->sheet, SLICE("If"));
            sheet_words(&m->sheet, steps[i].when_text);
            sheet_line(&m->sheet, 0);
        }
        words_of(m, &steps[i].text);
        for (size_t k = 0; k < steps[i].n_commands; k++) {
            struct buf command;
            buf_init(&command, TEXT_MAX);
            ruletext_template(&command, &steps[i].commands[k]);
            sheet_line(&m->sheet, 4);
            sheet_verbatim(&m->sheet, buf_slice(&command));
            buf_dispose(&command);
        }
        sheet_end(&m->sheet);
    }
}

static void ground_rows(struct manual *m, const char *label, const struct rule_grounds *grounds)
{
    for (size_t i = 0; i < grounds->n; i++) {
        sheet_begin(&m->sheet, i == 0 ? label : "");
        if (grounds->list[i].when != NULL) {
            sheet_words(&m->sheet, SLICE("If"));
            sheet_words(&m->sheet, grounds->list[i].when_text);
            sheet_line(&m->sheet, 0);
        }
        words_of(m, &grounds->list[i].text);
        sheet_end(&m->sheet);
    }
}

static void rival_rows(struct manual *m, const struct rule *rule)
{
    for (size_t i = 0; i < rule->n_rivals; i++) {
        const struct rule_rival *rival = &rule->rivals[i];
        sheet_row(&m->sheet, "Or else", rival->cause->id);
        condition_row(m, "  If", rival->when_text);
        ground_rows(m, "  For that", &rival->speaks_for);
        ground_rows(m, "  Against", &rival->speaks_against);
        step_rows(m, "  To tell", &rival->tell, 1);
    }
}

static void ruled_out_rows(struct manual *m, const struct rule *rule)
{
    for (size_t i = 0; i < rule->n_rules_out; i++) {
        text_row(m, i == 0 ? "Rules out" : "", &rule->rules_out[i]);
    }
}

static void name_rows(struct manual *m, const struct rule *rule)
{
    if (rule->n_consumes != 0) {
        sheet_begin(&m->sheet, "Consumes");
        for (size_t i = 0; i < rule->n_consumes; i++) {
            sheet_words(&m->sheet, slice_cstr(meaning_name(rule->consumes[i])));
        }
        sheet_end(&m->sheet);
    }
    if (rule->n_overrides != 0) {
        sheet_begin(&m->sheet, "Overrides");
        for (size_t i = 0; i < rule->n_overrides; i++) {
            sheet_words(&m->sheet, rule->overrides[i]);
        }
        sheet_end(&m->sheet);
    }
    if (rule->n_references != 0) {
        sheet_begin(&m->sheet, "Sources");
        for (size_t i = 0; i < rule->n_references; i++) {
            sheet_item(&m->sheet, rule->references[i].key, 14, rule->references[i].text);
        }
        sheet_end(&m->sheet);
    }
}

static void sample_rows(struct manual *m, const struct rule *rule)
{
    for (size_t i = 0; i < rule->n_samples; i++) {
        const struct spw_rule_sample *sample = &rule->samples[i];
        sheet_row(&m->sheet, sample->fires ? "Fires on" : "Silent on",
                  sample->trace.n != 0 ? sample->trace : SLICE("a trace written in the rule"));
    }
}

static void rule_put(struct manual *m, size_t i)
{
    const struct rule *rule = &m->rules->rules[i];
    sheet_head(&m->sheet, "rule", rule->id, slice_of(NULL, 0));
    text_row(m, "Title", &rule->title);
    if (rule->cause != NULL) {
        sheet_row(&m->sheet, "Cause", rule->cause->id);
    }
    if (rule->kind == RULE_FINDING) {
        sheet_row(&m->sheet, "Severity", rule_severity_name(rule->severity));
        sheet_row(&m->sheet, "Confidence", rule_confidence_name(rule->confidence));
        sheet_row_f(&m->sheet, "Priority", "%d", rule->priority);
    } else {
        sheet_row(&m->sheet, "Kind", rule_kind_name(rule->kind));
    }
    sheet_row_c(&m->sheet, "Scope", scope_name(rule->scope));
    condition_row(m, "When", rule->when_text);
    condition_row(m, "Given", rule->given_text);
    text_row(m, "Explanation", &rule->explanation);
    evidence_rows(m, rule);
    step_rows(m, "Fix", rule->fix, rule->n_fix);
    step_rows(m, "Confirm", rule->confirm, rule->n_confirm);
    ground_rows(m, "For it", &rule->speaks_for);
    ground_rows(m, "Against it", &rule->speaks_against);
    rival_rows(m, rule);
    ruled_out_rows(m, rule);
    name_rows(m, rule);
    sample_rows(m, rule);
    sheet_row_f(&m->sheet, "File", "%.*s:%u", SLICE_ARG(rule->file), (unsigned)rule->line);
}

/* ---- happenings -------------------------------------------------------------------------------- */

static size_t happening_count(const struct manual *m)
{
    (void)m;
    return M_COUNT - 1;
}

static size_t happening_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    (void)m;
    names[0] = slice_cstr(meaning_name((enum meaning)(i + 1)));
    return 1;
}

static void rows_of_happening(struct manual *m, const struct dialect *d, enum meaning meaning)
{
    for (size_t i = 0; i < d->n_commands; i++) {
        if (d->commands[i].meaning == meaning) {
            sheet_row_f(&m->sheet, "Command", "%.*s (%.*s): %.*s", SLICE_ARG(d->commands[i].name),
                        SLICE_ARG(d->name), SLICE_ARG(d->commands[i].what));
        }
    }
    for (size_t i = 0; i < d->n_replies; i++) {
        if (d->replies[i].meaning == meaning) {
            sheet_row_f(&m->sheet, "Reply", "%.*s (%.*s): %.*s", SLICE_ARG(d->replies[i].head),
                        SLICE_ARG(d->name), SLICE_ARG(d->replies[i].what));
        }
    }
    for (size_t i = 0; i < d->n_indications; i++) {
        const struct indication_row *row = &d->indications[i];
        if (row->meaning == meaning) {
            sheet_row_f(&m->sheet, "Indication", "WIND %d %.*s (%.*s): %.*s", row->number,
                        SLICE_ARG(row->name), SLICE_ARG(d->name), SLICE_ARG(row->what));
        }
    }
}

static void happening_put(struct manual *m, size_t i)
{
    enum meaning meaning = (enum meaning)(i + 1);
    struct slice name = slice_cstr(meaning_name(meaning));
    sheet_head(&m->sheet, "happening", name, slice_of(NULL, 0));
    if (i + 1 >= M_NO_REPLY) {
        sheet_row_c(&m->sheet, "What", "Concluded by the reader of the trace; no line says so.");
    }
    for (size_t at = 0; at < m->k->n_dialects; at++) {
        rows_of_happening(m, &m->k->dialects[at], meaning);
    }
    topic_put_rules_with(m, name);
}

/* ---- fields ------------------------------------------------------------------------------------ */

static size_t fields_count(const struct manual *m)
{
    (void)m;
    return field_count();
}

static size_t field_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    (void)m;
    names[0] = field_at(i)->name;
    return 1;
}

static void scopes_row(struct manual *m, unsigned scopes)
{
    static const enum field_scope all[] = {SCOPE_BOOT, SCOPE_ATTEMPT, SCOPE_EXCHANGE, SCOPE_OBJECT};
    if ((scopes & SCOPE_TRACE) != 0) {
        sheet_row_c(&m->sheet, "Scope", "everywhere");
        return;
    }
    sheet_begin(&m->sheet, "Scope");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if ((scopes & (unsigned)all[i]) != 0) {
            sheet_words(&m->sheet, slice_cstr(scope_name(all[i])));
        }
    }
    sheet_end(&m->sheet);
}

static void words_row(struct manual *m, struct slice words)
{
    struct buf text;
    buf_init(&text, TEXT_MAX);
    topic_write_words(&text, words);
    sheet_row(&m->sheet, "Values", buf_slice(&text));
    buf_dispose(&text);
}

static void field_put(struct manual *m, size_t i)
{
    const struct field *field = field_at(i);
    sheet_head(&m->sheet, "field", field->name, slice_of(NULL, 0));
    sheet_row_c(&m->sheet, "Type", value_type_name(field->type));
    scopes_row(m, field->scopes);
    words_row(m, field->words);
    sheet_row(&m->sheet, "What", field->doc);
    topic_put_rules_with(m, field->name);
}

const struct manual_topic topics_rules[] = {
    {.kind = "cause", .count = cause_count, .names = cause_names, .put = cause_put},
    {.kind = "rule", .count = rule_count, .names = rule_names, .put = rule_put},
    {.kind = "happening", .count = happening_count, .names = happening_names, .put = happening_put},
    {.kind = "field", .count = fields_count, .names = field_names, .put = field_put},
};
const size_t topics_rules_n = sizeof topics_rules / sizeof topics_rules[0];
