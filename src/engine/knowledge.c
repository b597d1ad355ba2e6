/* Everything known beforehand, built once: the rule files as bytes, the tables, the compiled rules. */
#include "engine/private.h"

#include "base/memory.h"
#include "diagnosis/review.h"

enum spw_status spw_knowledge_new(struct spw_knowledge **out, const struct spw_file *extra,
                                  size_t n_extra, struct messages *messages)
{
    struct spw_knowledge *k = MEMORY_NEW(struct spw_knowledge);
    enum spw_status status = SPW_OK, tables = SPW_OK, rules = SPW_OK;

    *out = NULL;
    if (k == NULL) {
        return SPW_NO_MEMORY;
    }
    data_source_init(&k->files);
    status = data_source_add_embedded(&k->files);
    for (size_t i = 0; status == SPW_OK && i < n_extra; i++) {
        struct data_file file = {extra[i].path, extra[i].bytes};
        status = data_source_add(&k->files, &file, 1);
    }
    if (status == SPW_OK) {
        tables = knowledge_load(&k->tables, &k->files, messages);
        status = tables == SPW_INVALID ? SPW_OK : tables;
    }
    if (status == SPW_OK) {
        rules = ruleset_load(&k->rules, &k->files, &k->tables, messages);
        status = rules == SPW_INVALID ? SPW_OK : rules;
    }
    if (status != SPW_OK) {
        spw_knowledge_free(k);
        return status;
    }
    *out = k;
    return tables == SPW_INVALID || rules == SPW_INVALID ? SPW_INVALID : SPW_OK;
}

void spw_knowledge_free(struct spw_knowledge *k)
{
    if (k != NULL) {
        ruleset_dispose(&k->rules);
        knowledge_dispose(&k->tables);
        data_source_dispose(&k->files);
        memory_free(k);
    }
}

void spw_rules_list(const struct spw_knowledge *k, struct buf *out)
{
    manual_rules_list(&k->rules, out);
}

void spw_rules_review(const struct spw_knowledge *k, struct messages *messages)
{
    (void)review_rules(&k->rules, &k->files, messages);
}

enum spw_status spw_explain(const struct spw_knowledge *k, struct slice what, struct buf *out)
{
    return manual_explain(&k->tables, &k->rules, what, out);
}

void spw_fields(const struct spw_knowledge *k, struct buf *out)
{
    (void)k;
    manual_fields(out);
}

size_t spw_rule_sample_count(const struct spw_knowledge *k)
{
    size_t n = 0;
    for (size_t i = 0; i < k->rules.n; i++) {
        n += k->rules.rules[i].n_samples;
    }
    return n;
}

bool spw_rule_sample_at(const struct spw_knowledge *k, size_t i, struct spw_rule_sample *out)
{
    for (size_t r = 0; r < k->rules.n; r++) {
        if (i < k->rules.rules[r].n_samples) {
            *out = k->rules.rules[r].samples[i];
            return true;
        }
        i -= k->rules.rules[r].n_samples;
    }
    return false;
}

static bool is_idle(const struct indication_row *row)
{
    return row->meaning == M_OTHER_INDICATION && !row->failure && row->form.n == 0;
}

bool spw_idle_indication(const struct spw_knowledge *k, struct slice dialect, size_t i,
                         struct buf *out)
{
    const struct dialect *d = knowledge_dialect(&k->tables, dialect);
    size_t n = 0;
    for (size_t row = 0; d != NULL && row < d->n_indications; row++) {
        n += is_idle(&d->indications[row]);
    }
    size_t left = n != 0 ? i % n : 0;
    for (size_t row = 0; n != 0 && row < d->n_indications; row++) {
        const struct indication_row *indication = &d->indications[row];
        if (is_idle(indication) && left-- == 0) {
            buf_printf(out, "+WIND:%d:%.*s", indication->number, SLICE_ARG(indication->name));
            return true;
        }
    }
    return false;
}
