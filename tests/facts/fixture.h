/* A model built by hand on the program's own tables, for tests of facts and conditions.
 * Everything is empty at first: nothing known, nothing seen. */
#ifndef SPW_TESTS_FACTS_FIXTURE_H
#define SPW_TESTS_FACTS_FIXTURE_H

#include <string.h>

#include "base/stamp.h"
#include "facts/cache.h"
#include "facts/field.h"
#include "support/spw_test.h"

struct fixture {
    struct knowledge knowledge;
    struct data_source rules;
    struct session session;
    struct attempt attempt;
    struct exchange exchange;
    struct seen_object object;
    struct occurrence newest[64]; /* what the tallies' entries point to */
    size_t n_newest;
    struct settle settle;
    struct arena scratch;
    struct fact_cache cache;
    struct fact_context context;
    uint32_t line; /* of the mark made last */
};

static inline void fixture_clear_model(struct fixture *f)
{
    memset(&f->session, 0, sizeof f->session);
    memset(&f->attempt, 0, sizeof f->attempt);
    memset(&f->exchange, 0, sizeof f->exchange);
    memset(&f->object, 0, sizeof f->object);
    array_init(&f->session.variables, sizeof(struct variable), 100);
    array_init(&f->session.objects, sizeof(struct seen_object), 10);
    array_init(&f->session.file_names, sizeof(struct text_fact), 10);
    array_init(&f->session.trace.entries, sizeof(struct tally_entry), M_COUNT);
    array_init(&f->session.boot.entries, sizeof(struct tally_entry), M_COUNT);
    array_init(&f->attempt.tally.entries, sizeof(struct tally_entry), M_COUNT);
    f->session.knowledge = &f->knowledge;
    f->session.clock.module_time = TIME_NONE;
    f->session.clock.trace_time = TIME_NONE;
    f->session.clock.now = TIME_NONE;
    f->attempt.error_number = -1;
    f->attempt.connection_id = -1;
    f->attempt.duration_us = -1;
    f->exchange.error_number = -1;
    f->exchange.result = AT_RESULT_NONE;
    f->line = 0;
    f->n_newest = 0;
}

static inline void fixture_dispose_model(struct fixture *f)
{
    array_dispose(&f->session.variables);
    array_dispose(&f->session.objects);
    array_dispose(&f->session.file_names);
    array_dispose(&f->session.trace.entries);
    array_dispose(&f->session.boot.entries);
    array_dispose(&f->attempt.tally.entries);
}

static inline void fixture_settle(struct fixture *f, enum settle_kind kind)
{
    memset(&f->settle, 0, sizeof f->settle);
    f->settle.kind = kind;
    f->settle.session = &f->session;
    f->settle.attempt = kind == SETTLE_ATTEMPT ? &f->attempt : NULL;
    f->settle.exchange = kind == SETTLE_EXCHANGE ? &f->exchange : NULL;
    f->settle.object = kind == SETTLE_OBJECT ? &f->object : NULL;
    f->context.settle = &f->settle;
    f->context.scratch = &f->scratch;
    f->context.cache = &f->cache;
}

/* Group set-up: the tables. */
static inline int fixture_open(void **state)
{
    static struct fixture f;
    struct messages messages;
    messages_init(&messages);
    memset(&f, 0, sizeof f);
    data_source_init(&f.rules);
    assert_int_equal(data_source_add_embedded(&f.rules), SPW_OK);
    enum spw_status status = knowledge_load(&f.knowledge, &f.rules, &messages);
    assert_true(status == SPW_OK || status == SPW_INVALID);
    messages_dispose(&messages);
    *state = &f;
    return 0;
}

static inline int fixture_close(void **state)
{
    struct fixture *f = (struct fixture *)*state;
    knowledge_dispose(&f->knowledge);
    data_source_dispose(&f->rules);
    return 0;
}

/* Test set-up: an empty model. */
static inline int fixture_begin(void **state)
{
    struct fixture *f = (struct fixture *)*state;
    fixture_clear_model(f);
    arena_init(&f->scratch, 1024 * 1024);
    assert_int_equal(fact_cache_init(&f->cache, &f->knowledge), SPW_OK);
    fixture_settle(f, SETTLE_ATTEMPT);
    return 0;
}

static inline int fixture_end(void **state)
{
    struct fixture *f = (struct fixture *)*state;
    fixture_dispose_model(f);
    fact_cache_dispose(&f->cache);
    arena_dispose(&f->scratch);
    return 0;
}

#define FIXTURE_TEST(function) cmocka_unit_test_setup_teardown(function, fixture_begin, fixture_end)

/* ---- filling ------------------------------------------------------------------------------------ */

/* The next line of the capture. */
static inline struct mark fixture_mark(struct fixture *f, struct slice text)
{
    struct mark m;
    struct span span = {.line = ++f->line, .column = 1, .length = (uint32_t)text.n};
    span.last_line = span.line;
    memset(&m, 0, sizeof m);
    mark_set(&m, span, text);
    return m;
}

static inline void fixture_dialect(struct fixture *f, const char *name)
{
    f->session.dialect = knowledge_dialect(&f->knowledge, slice_cstr(name));
    assert_non_null(f->session.dialect);
}

static inline void fixture_variable(struct fixture *f, const char *name, const char *value)
{
    struct variable *v = (struct variable *)array_push(&f->session.variables);
    assert_non_null(v);
    v->name = slice_cstr(name);
    v->value = slice_cstr(value);
    v->at = fixture_mark(f, slice_cstr(value));
}

static inline struct occurrence fixture_occurrence(struct fixture *f, const char *line, int number)
{
    struct occurrence o;
    memset(&o, 0, sizeof o);
    o.mark = fixture_mark(f, slice_cstr(line));
    o.sequence = f->line;
    o.number = number;
    return o;
}

static inline struct tally_entry *fixture_happens(struct fixture *f, struct tally *t,
                                                  enum meaning m, const char *line, int number)
{
    struct tally_entry *e = NULL;
    if (t->index[m] == 0) {
        e = (struct tally_entry *)array_push(&t->entries);
        assert_non_null(e);
        e->meaning = m;
        t->index[m] = (uint8_t)t->entries.n;
        e->first = fixture_occurrence(f, line, number);
        assert_true(f->n_newest < sizeof f->newest / sizeof f->newest[0]);
        e->last = &f->newest[f->n_newest++];
        *e->last = e->first;
    } else {
        e = ARRAY_AT(&t->entries, struct tally_entry, t->index[m] - 1U);
        *e->last = fixture_occurrence(f, line, number);
    }
    e->count++;
    return e;
}

/* Gives an occurrence one value: the first place of `value` in its line. */
static inline void fixture_value(struct occurrence *o, const struct param_spec *specs,
                                 const char *value)
{
    size_t at = slice_find(mark_text(&o->mark), slice_cstr(value), 0);
    o->specs = specs;
    o->n_specs = (uint8_t)(o->n_values + 1U);
    o->values[o->n_values].at = (uint8_t)at;
    o->values[o->n_values].n = (uint8_t)slice_cstr(value).n;
    o->n_values++;
}

/* The attempt is made by a command of the dialect with these parameters. */
static inline void fixture_command(struct fixture *f, const char *name, const char *const *values,
                                   size_t n)
{
    struct attempt *a = &f->attempt;
    a->command = dialect_command(f->session.dialect, slice_cstr(name));
    assert_non_null(a->command);
    a->at = fixture_mark(f, slice_cstr(name));
    a->n_values = n;
    for (size_t i = 0; i < n; i++) {
        a->values[i] = slice_cstr(values[i]);
        a->value_at[i] = fixture_mark(f, a->values[i]);
    }
}

/* ---- asking ------------------------------------------------------------------------------------- */

static inline struct value fixture_ask(struct fixture *f, const char *name)
{
    const struct field *field = field_find(slice_cstr(name));
    if (field == NULL) {
        print_error("no field %s\n", name);
        fail();
    }
    return field_get(field, &f->context);
}

/* A value as one word or text: "yes", "no", "?", a number, a date, or the text itself. */
static inline const char *fixture_show(struct fixture *f, struct value v)
{
    struct buf b;
    buf_init(&b, 4096);
    if (!v.known) {
        buf_cstr(&b, "?");
    } else if (v.type == VALUE_BOOL) {
        buf_cstr(&b, v.i != 0 ? "yes" : "no");
    } else if (v.type == VALUE_INT) {
        buf_i64(&b, v.i);
    } else if (v.type == VALUE_TIME) {
        time_put_date(&b, v.i);
    } else {
        buf_put(&b, v.text);
    }
    struct slice copy = arena_copy(&f->scratch, buf_slice(&b));
    buf_dispose(&b);
    assert_non_null(copy.p);
    return (const char *)copy.p;
}

#define assert_field(fixture, name, want)                                                          \
    spw_assert_slice(slice_cstr(fixture_show((fixture), fixture_ask((fixture), (name)))),          \
                     slice_cstr(want), (name), __FILE__, __LINE__)

struct field_row {
    const char *field, *want;
};
static inline void assert_field_rows(struct fixture *f, const struct field_row *rows, size_t n,
                                     const char *file, int line)
{
    for (size_t i = 0; i < n; i++) {
        spw_assert_slice(slice_cstr(fixture_show(f, fixture_ask(f, rows[i].field))),
                         slice_cstr(rows[i].want), rows[i].field, file, line);
    }
}
#define assert_fields(fixture, rows)                                                               \
    assert_field_rows((fixture), (rows), SPW_COUNT(rows), __FILE__, __LINE__)

#endif
