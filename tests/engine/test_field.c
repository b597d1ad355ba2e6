/* Sessions as people send them (field.sessions): partial captures, slips of the keyboard, files in the wrong place.
 * What is found first must be the mistake that was made. Prints the score. */
#include "engine/sample.h"
#include "support/spw_test.h"

enum { TABLE_MAX = 1 << 18 };

static const struct slice head_mark = SLICE_INIT("== "), carriage_return = SLICE_INIT("^M");

struct field_case {
    struct slice name, causes;
    struct buf session;
};

/* The next case; its session is built anew. False at the end. */
static bool next_case(struct slice *rest, struct field_case *out)
{
    struct slice line = {0};
    bool found = false;
    buf_clear(&out->session);
    while (rest->n > 0 && !(found && slice_starts(*rest, head_mark))) {
        (void)slice_split(*rest, '\n', &line, rest);
        if (slice_starts(line, head_mark)) {
            (void)slice_split(slice_from(line, head_mark.n), ':', &out->name, &out->causes);
            found = true;
        } else if (found) {
            bool cr = line.n >= carriage_return.n &&
                      slice_eq(slice_from(line, line.n - carriage_return.n), carriage_return);
            buf_put(&out->session, slice_sub(line, 0, cr ? line.n - carriage_return.n : line.n));
            buf_cstr(&out->session, cr ? "\r\n" : "\n");
        }
    }
    return found;
}

/* The first finding above a note, of the last attempt when there are several. */
static const struct spw_finding *first(const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        if (r->findings[i].severity > SPW_NOTE) {
            return &r->findings[i];
        }
    }
    return NULL;
}

static bool is_among(struct slice causes, struct slice cause)
{
    struct slice one = {0};
    while (causes.n > 0) {
        (void)slice_split(causes, ' ', &one, &causes);
        if (slice_eq(one, cause)) {
            return true;
        }
    }
    return false;
}

/* No error, of whatever rank; a warning may be due, as for a link that broke and came back. */
static bool is_healthy(const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        if (r->findings[i].severity == SPW_ERROR) {
            return false;
        }
    }
    return true;
}

static void the_mistake_is_found_first(void **state)
{
    struct field_case c;
    struct buf table;
    unsigned n = 0, good = 0;
    (void)state;
    memset(&c, 0, sizeof c);
    buf_init(&table, TABLE_MAX);
    buf_init(&c.session, TABLE_MAX);
    assert_true(sample_read("tests/engine/field.sessions", &table));
    struct slice rest = buf_slice(&table);
    while (next_case(&rest, &c)) {
        struct spw_engine *e = sample_diagnose(buf_slice(&c.session), 0, false);
        const struct spw_finding *f = first(spw_engine_report(e));
        bool right = is_among(c.causes, SLICE("-")) ? is_healthy(spw_engine_report(e))
                                                    : f != NULL && is_among(c.causes, f->cause);
        n++;
        good += right;
        if (!right) {
            struct slice cause = f != NULL ? f->cause : SLICE("nothing");
            print_error("%.*s: found %.*s, not %.*s\n", SLICE_ARG(c.name), SLICE_ARG(cause),
                        SLICE_ARG(c.causes));
        }
        spw_engine_free(e);
    }
    print_message("%u of %u field sessions are read rightly\n", good, n);
    assert_true(n >= 30);
    assert_int_equal(good, n);
    buf_dispose(&table);
    buf_dispose(&c.session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(the_mistake_is_found_first)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
