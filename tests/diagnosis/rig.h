/* A trace made by hand for tests of the diagnosis: tables from the embedded rules, rules from a text,
 * lines and attempts put into the model one by one. */
#ifndef SPW_TESTS_DIAGNOSIS_RIG_H
#define SPW_TESTS_DIAGNOSIS_RIG_H

#include <string.h>

#include "data/embedded.h"
#include "data/source.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/ruleset.h"
#include "support/spw_test.h"

enum { RIG_LINE = 200 /* bytes that each line of the made-up input takes */ };

struct rig {
    struct data_source files;
    struct knowledge knowledge;
    struct messages messages;
    struct ruleset rules;
    enum spw_status loaded;
    struct diagnosis *diagnosis;
    struct settle_sink sink;
    struct session session;
    struct attempt attempt;
    struct exchange exchange;
    struct seen_object object;
    struct occurrence newest[M_COUNT]; /* what the tallies' entries point to */
    struct spw_report report;
    struct data_file file; /* the rules under test */
};

/* The tail that every complete rule needs and no test is about. */
#define RIG_SAMPLES "  fires: [ trace: a.txt ]\n  silent: [ trace: b.txt ]\n"

static inline void rig_tables(struct rig *rig)
{
    memset(rig, 0, sizeof *rig);
    data_source_init(&rig->files);
    for (size_t i = 0; i < embedded_files_count; i++) {
        if (!slice_starts(embedded_files[i].path, SLICE("diagnoses/"))) {
            assert_int_equal(data_source_add(&rig->files, &embedded_files[i], 1), SPW_OK);
        }
    }
    messages_init(&rig->messages);
    assert_int_not_equal(knowledge_load(&rig->knowledge, &rig->files, &rig->messages),
                         SPW_NO_MEMORY);
    messages_dispose(&rig->messages);
    messages_init(&rig->messages);
}

static inline void rig_session(struct rig *rig)
{
    struct session *s = &rig->session;
    s->knowledge = &rig->knowledge;
    s->dialect = &rig->knowledge.dialects[0];
    array_init(&s->trace.entries, sizeof(struct tally_entry), M_COUNT);
    array_init(&s->boot.entries, sizeof(struct tally_entry), M_COUNT);
    array_init(&s->variables, sizeof(struct variable), 100);
    array_init(&s->objects, sizeof(struct seen_object), 100);
    array_init(&s->file_names, sizeof(struct text_fact), 100);
    array_init(&rig->attempt.tally.entries, sizeof(struct tally_entry), M_COUNT);
    s->clock.module_time = s->clock.trace_time = s->clock.now = TIME_NONE;
    s->current = &rig->attempt;
}

/* Tables, the rules of `yaml`, an empty session, a diagnosis. */
static inline void rig_init(struct rig *rig, const char *yaml)
{
    rig_tables(rig);
    rig->file = (struct data_file){SLICE("diagnoses/test.yaml"), slice_cstr(yaml)};
    assert_int_equal(data_source_add(&rig->files, &rig->file, 1), SPW_OK);
    rig->loaded = ruleset_load(&rig->rules, &rig->files, &rig->knowledge, &rig->messages);
    rig_session(rig);
    assert_int_equal(diagnosis_new(&rig->diagnosis, &rig->rules, &rig->knowledge, NULL), SPW_OK);
    rig->sink = diagnosis_sink(rig->diagnosis);
}

/* The same for rules that must be good. */
static inline void rig_good(struct rig *rig, const char *yaml)
{
    rig_init(rig, yaml);
    for (size_t i = 0; i < rig->messages.n; i++) {
        struct buf text;
        buf_init(&text, 4000);
        message_put(&text, &rig->messages.list[i]);
        print_error("%.*s\n", SLICE_ARG(buf_slice(&text)));
        buf_dispose(&text);
    }
    assert_int_equal(rig->loaded, SPW_OK);
}

static inline void rig_dispose(struct rig *rig)
{
    diagnosis_free(rig->diagnosis);
    ruleset_dispose(&rig->rules);
    knowledge_dispose(&rig->knowledge);
    data_source_dispose(&rig->files);
    messages_dispose(&rig->messages);
    array_dispose(&rig->session.trace.entries);
    array_dispose(&rig->session.boot.entries);
    array_dispose(&rig->session.variables);
    array_dispose(&rig->session.objects);
    array_dispose(&rig->session.file_names);
    array_dispose(&rig->attempt.tally.entries);
}

/* ---- events ------------------------------------------------------------------------------------ */

static inline struct mark rig_mark(uint32_t line, const char *text)
{
    struct mark m;
    struct slice s = slice_cstr(text);
    struct span span = {.offset = (uint64_t)line * RIG_LINE,
                        .line = line,
                        .column = 1,
                        .length = (uint32_t)s.n,
                        .last_line = line};
    memset(&m, 0, sizeof m);
    mark_set(&m, span, s);
    return m;
}

static inline void rig_count(struct rig *rig, struct tally *t, enum meaning meaning,
                             const struct occurrence *o)
{
    struct tally_entry *entry = NULL;
    if (t->index[meaning] == 0) {
        entry = (struct tally_entry *)array_push(&t->entries);
        assert_non_null(entry);
        t->index[meaning] = (uint8_t)t->entries.n;
        entry->meaning = meaning;
        entry->first = *o;
    }
    entry = ARRAY_AT(&t->entries, struct tally_entry, (size_t)t->index[meaning] - 1);
    entry->last = &rig->newest[meaning];
    *entry->last = *o;
    entry->count++;
}

/* Something happens: it enters the tallies, and the failures when it is one. */
static inline void rig_line(struct rig *rig, enum meaning meaning, uint32_t line, const char *text,
                            bool failure)
{
    struct occurrence o;
    memset(&o, 0, sizeof o);
    o.sequence = ++rig->session.sequence;
    o.mark = rig_mark(line, text);
    o.number = -1;
    rig_count(rig, &rig->session.trace, meaning, &o);
    rig_count(rig, &rig->session.boot, meaning, &o);
    if (rig->attempt.id != 0) {
        rig_count(rig, &rig->attempt.tally, meaning, &o);
    }
    if (failure) {
        rig->sink.failure(rig->sink.context, meaning, &o.mark, rig->attempt.id);
    }
}

/* A new attempt begins with its command on `line`. */
static inline void rig_attempt(struct rig *rig, unsigned id, uint32_t line)
{
    struct attempt *a = &rig->attempt;
    array_clear(&a->tally.entries);
    memset(a->tally.index, 0, sizeof a->tally.index);
    a->id = id;
    a->kind = ATTEMPT_MQTT;
    a->at = rig_mark(line, "AT+S.MQTTCONN=example.org,8883");
    a->host = SLICE("example.org");
    a->port = 8883;
    a->error_number = -1;
    a->connection_id = -1;
    a->duration_us = -1;
    a->outcome = SPW_OUTCOME_FAILED;
}

static inline void rig_settle(struct rig *rig, enum settle_kind kind)
{
    struct settle s = {.kind = kind, .session = &rig->session};
    s.attempt = kind == SETTLE_ATTEMPT ? &rig->attempt : NULL;
    s.exchange = kind == SETTLE_EXCHANGE ? &rig->exchange : NULL;
    s.object = kind == SETTLE_OBJECT ? &rig->object : NULL;
    rig->sink.settle(rig->sink.context, &s);
}

static inline void rig_exchange(struct rig *rig, const char *command, uint32_t line)
{
    struct exchange *x = &rig->exchange;
    memset(x, 0, sizeof *x);
    x->name = slice_cstr(command);
    x->at = rig_mark(line, command);
    x->error_number = -1;
    x->result = AT_RESULT_ERROR;
    x->replied = true;
    rig_settle(rig, SETTLE_EXCHANGE);
}

/* A whole attempt that fails like every other: command, Certificate Error, ERROR, settled. */
static inline void rig_failed_attempt(struct rig *rig, unsigned id, uint32_t line)
{
    rig_attempt(rig, id, line);
    rig_line(rig, M_CERTIFICATE_ERROR, line + 1, "AT-S.Certificate Error:23", true);
    rig_line(rig, M_ERROR, line + 2, "AT-S.ERROR:111:Request failed", true);
    rig_settle(rig, SETTLE_ATTEMPT);
    rig->attempt.id = 0;
}

static inline const struct spw_report *rig_report(struct rig *rig)
{
    assert_int_equal(diagnosis_report(rig->diagnosis, &rig->report), SPW_OK);
    return &rig->report;
}

/* The finding of a rule; NULL when there is none. */
static inline const struct spw_finding *rig_finding(const struct rig *rig, const char *rule)
{
    for (size_t i = 0; i < rig->report.n_findings; i++) {
        if (slice_eq(rig->report.findings[i].rule, slice_cstr(rule))) {
            return &rig->report.findings[i];
        }
    }
    return NULL;
}

#endif
