#include "support/spw_test.h"
#include "tui/ledger.h"

enum { CHANGES_MAX = 8, STEPS_MAX = 4 };

struct told {
    enum ledger_change changes[CHANGES_MAX];
    size_t n;
};

static void note(void *context, enum ledger_change change, const struct ledger_entry *entry,
                 const struct spw_finding *finding)
{
    struct told *t = context;
    assert_true(t->n < CHANGES_MAX);
    assert_true((finding == NULL) == (change == LEDGER_WITHDRAWN));
    assert_slice(entry->rule, SLICE("r"));
    t->changes[t->n++] = change;
}

static void the_life_of_a_finding_is_told(void **state)
{
    /* What one finding is like in four reports one after the other; confidence -1: it is not there. */
    static const struct {
        const char *name;
        int confidence[STEPS_MAX];
        unsigned count[STEPS_MAX];
        enum ledger_change want[CHANGES_MAX];
        size_t n;
    } rows[] = {
        {"it stays", {1, 1, 1, 1}, {1, 1, 1, 1}, {LEDGER_APPEARED}, 1},
        {"it grows surer",
         {0, 1, 2, 2},
         {1, 1, 1, 1},
         {LEDGER_APPEARED, LEDGER_STRONGER, LEDGER_STRONGER},
         3},
        {"it grows less sure", {2, 1, 1, 1}, {1, 1, 1, 1}, {LEDGER_APPEARED, LEDGER_WEAKER}, 2},
        {"it is found again",
         {1, 1, 1, 1},
         {1, 2, 2, 3},
         {LEDGER_APPEARED, LEDGER_AGAIN, LEDGER_AGAIN},
         3},
        {"it is withdrawn once",
         {1, -1, -1, -1},
         {1, 1, 1, 1},
         {LEDGER_APPEARED, LEDGER_WITHDRAWN},
         2},
        {"it comes back",
         {1, -1, 1, 1},
         {1, 1, 1, 1},
         {LEDGER_APPEARED, LEDGER_WITHDRAWN, LEDGER_RETURNED},
         3},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct ledger l;
        struct told told = {.n = 0};
        const struct ledger_sink sink = {note, &told};
        SPW_ROW(rows[i].name);
        ledger_init(&l);
        for (size_t k = 0; k < STEPS_MAX; k++) {
            const struct spw_finding f = {.rule = SLICE("r"),
                                          .title = SLICE("t"),
                                          .confidence =
                                              (enum spw_confidence)(rows[i].confidence[k] & 3),
                                          .count = rows[i].count[k]};
            const struct spw_report r = {.findings = &f,
                                         .n_findings = rows[i].confidence[k] < 0 ? 0 : 1};
            ledger_update(&l, &r, k, &sink);
        }
        assert_number_row(told.n, rows[i].n);
        for (size_t k = 0; k < told.n; k++) {
            assert_number_row(told.changes[k], rows[i].want[k]);
        }
        ledger_dispose(&l);
    }
}

static void findings_of_other_attempts_are_other_findings(void **state)
{
    struct ledger l;
    struct told told = {.n = 0};
    const struct ledger_sink sink = {note, &told};
    const struct spw_finding f[] = {{.rule = SLICE("r"), .attempt = 1},
                                    {.rule = SLICE("r"), .attempt = 2}};
    const struct spw_report r = {.findings = f, .n_findings = 2};
    (void)state;
    ledger_init(&l);
    ledger_update(&l, &r, 1, &sink);
    assert_int_equal(told.n, 2);
    ledger_dispose(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(the_life_of_a_finding_is_told),
        SPW_TEST(findings_of_other_attempts_are_other_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
