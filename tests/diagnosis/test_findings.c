/* Findings are counted, bounded, replaced by weightier ones and withdrawn. */
#include "diagnosis/rig.h"
#include "diagnosis/state.h"

#define RULE(id, severity, scope, more)                                                            \
    "- id: " id "\n"                                                                               \
    "  cause: tls.root-missing\n"                                                                  \
    "  severity: " severity "\n"                                                                   \
    "  scope: " scope "\n"                                                                         \
    "  confidence: certain\n"                                                                      \
    "  fix: [ text: y ]\n"                                                                         \
    "  explanation: x\n" more RIG_SAMPLES

static void each_attempt_has_its_own_finding(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("one", "error", "attempt", "  when: certificate-error\n  title: t\n"));
    rig_failed_attempt(&rig, 1, 10);
    rig_failed_attempt(&rig, 2, 20);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 2);
    assert_int_equal(rig.report.findings[0].attempt, 1);
    assert_int_equal(rig.report.findings[0].count, 1);
    assert_int_equal(rig.report.findings[1].rank, 1);
    rig_dispose(&rig);
}

static void the_same_in_the_whole_trace_is_counted(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("one", "error", "exchange",
                        "  when: exchange.failed\n  title: 'bad {exchange.name}'\n"
                        "  evidence: [ at: exchange.name ]\n"));
    for (uint32_t i = 0; i < 30; i++) {
        rig_exchange(&rig, "AT+S.FOO", 10 + i);
    }
    rig_exchange(&rig, "AT+S.BAR", 100);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 2);
    assert_slice(rig.report.findings[0].title, SLICE("bad AT+S.FOO"));
    assert_int_equal(rig.report.findings[0].count, 30);
    assert_int_equal(rig.report.findings[0].n_evidence, FINDING_PLACES_MAX);
    assert_int_equal(rig.report.findings[0].evidence[1].at.span.line, 11);
    assert_int_equal(rig.report.findings[1].count, 1);
    assert_int_equal(rig.report.findings[1].rank, 2);
    rig_dispose(&rig);
}

static void the_same_settle_point_twice_is_counted_once(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("one", "error", "trace",
                        "  when: certificate-error\n  title: t\n"
                        "  evidence: [ at: last(certificate-error) ]\n"));
    rig_line(&rig, M_CERTIFICATE_ERROR, 6, "AT-S.Certificate Error:23", false);
    rig_settle(&rig, SETTLE_TRACE);
    rig_line(&rig, M_CERTIFICATE_ERROR, 8, "AT-S.Certificate Error:23", false);
    rig_settle(&rig, SETTLE_TRACE);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 1);
    assert_int_equal(rig.report.findings[0].count, 1);
    assert_int_equal(rig.report.findings[0].n_evidence, 1);
    assert_int_equal(rig.report.findings[0].evidence[0].at.span.line, 8);
    rig_dispose(&rig);
}

static void what_no_longer_holds_is_withdrawn(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("gone", "error", "attempt", "  when: not mqtt-closed\n  title: t\n") RULE(
                       "stays", "error", "attempt", "  when: certificate-error\n  title: t\n"));
    rig_attempt(&rig, 1, 10);
    rig_line(&rig, M_CERTIFICATE_ERROR, 11, "AT-S.Certificate Error:23", true);
    rig_settle(&rig, SETTLE_ATTEMPT);
    assert_int_equal(rig_report(&rig)->n_findings, 2);
    rig_line(&rig, M_MQTT_CLOSED, 12, "+WIND:87:MQTT closed", true);
    rig_settle(&rig, SETTLE_ATTEMPT);
    assert_int_equal(rig_report(&rig)->n_findings, 1);
    assert_non_null(rig_finding(&rig, "stays"));
    rig_dispose(&rig);
}

static void a_full_list_counts_equal_findings_and_drops_others(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("equal", "note", "attempt", "  when: certificate-error\n  title: t\n")
                       RULE("each", "note", "attempt",
                            "  when: certificate-error\n  title: 'attempt {attempt.id}'\n"));
    for (uint32_t i = 1; i <= 1000; i++) {
        rig_failed_attempt(&rig, i, 10 * i);
    }
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, FINDINGS_MAX);
    assert_int_equal(rig.report.findings_dropped, 1000 - FINDINGS_MAX / 2);
    const struct spw_finding *first = rig_finding(&rig, "equal");
    assert_int_equal(first->attempt, 1);
    assert_int_equal(first->count, 1 + 1000 - FINDINGS_MAX / 2);
    assert_int_equal(first->n_evidence, FINDING_PLACES_MAX);
    rig_dispose(&rig);
}

static void a_weightier_finding_takes_the_place_of_the_lightest(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("light", "note", "attempt",
                        "  when: certificate-error\n  title: 'attempt {attempt.id}'\n")
                       RULE("heavy", "error", "attempt", "  when: mqtt-closed\n  title: t\n"));
    for (uint32_t i = 1; i <= FINDINGS_MAX; i++) {
        rig_failed_attempt(&rig, i, 10 * i);
    }
    rig_attempt(&rig, 5000, 50000);
    rig_line(&rig, M_MQTT_CLOSED, 50001, "+WIND:87:MQTT closed", true);
    rig_settle(&rig, SETTLE_ATTEMPT);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, FINDINGS_MAX);
    assert_slice(rig.report.findings[0].rule, SLICE("heavy"));
    assert_int_equal(rig.report.findings[FINDINGS_MAX - 1].attempt, FINDINGS_MAX - 1);
    assert_int_equal(rig.report.findings_dropped, 1);
    rig_dispose(&rig);
}

static void findings_are_ranked(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(
        &rig,
        RULE("a-note", "note", "attempt", "  when: certificate-error\n  title: t\n") RULE(
            "low", "error", "attempt", "  when: certificate-error\n  title: t\n  priority: 10\n")
            RULE("later", "error", "attempt",
                 "  when: certificate-error\n  title: t\n  evidence: [ at: error ]\n")
                RULE("top", "error", "attempt", "  when: certificate-error\n  title: t\n") RULE(
                    "a-warning", "warning", "attempt", "  when: certificate-error\n  title: t\n")
                    RULE("guess", "error", "attempt",
                         "  when: certificate-error\n  title: t\n"
                         "  given: store.ca.self_signed\n  priority: 90\n")
                        RULE("wide", "error", "trace", "  when: certificate-error\n  title: t\n"));
    static const char *const order[] = {"top",   "wide",      "later", "low",
                                        "guess", "a-warning", "a-note"};
    static const unsigned ranks[] = {1, 1, 2, 3, 4, 5, 6};
    rig_failed_attempt(&rig, 1, 10);
    rig_settle(&rig, SETTLE_TRACE);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, SPW_COUNT(order));
    for (size_t i = 0; i < SPW_COUNT(order); i++) {
        SPW_ROW(order[i]);
        assert_slice_row(rig.report.findings[i].rule, slice_cstr(order[i]));
        assert_number_row(rig.report.findings[i].rank, ranks[i]);
    }
    rig_dispose(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(each_attempt_has_its_own_finding),
        SPW_TEST(the_same_in_the_whole_trace_is_counted),
        SPW_TEST(the_same_settle_point_twice_is_counted_once),
        SPW_TEST(what_no_longer_holds_is_withdrawn),
        SPW_TEST(a_full_list_counts_equal_findings_and_drops_others),
        SPW_TEST(a_weightier_finding_takes_the_place_of_the_lightest),
        SPW_TEST(findings_are_ranked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
