/* One trouble, one finding; and every failure line is accounted for. */
#include "diagnosis/rig.h"
#include "diagnosis/state.h"

#define RULE(id, cause, scope, more)                                                               \
    "- id: " id "\n"                                                                               \
    "  cause: " cause "\n"                                                                         \
    "  severity: error\n"                                                                          \
    "  scope: " scope "\n"                                                                         \
    "  confidence: certain\n"                                                                      \
    "  title: title of " id "\n"                                                                   \
    "  fix: [ text: y ]\n"                                                                         \
    "  explanation: x\n" more RIG_SAMPLES

#define GENERIC(more)                                                                              \
    RULE("generic", "tls.server-certificate-rejected", "attempt",                                  \
         "  when: certificate-error\n  priority: 10\n" more)

static void consequences_stand_under_their_cause(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, GENERIC("  consumes: [ error, socket-closed ]\n"));
    rig_attempt(&rig, 1, 10);
    rig_line(&rig, M_SOCKET_CLOSED, 10, "+WIND:58:Socket closed", true); /* before the cause */
    rig_line(&rig, M_CERTIFICATE_ERROR, 11, "AT-S.Certificate Error:23", true);
    rig_line(&rig, M_ERROR, 12, "AT-S.ERROR:111:Request failed", true);
    rig_line(&rig, M_MQTT_CLOSED, 13, "+WIND:87:MQTT closed", true); /* not consumed */
    rig_settle(&rig, SETTLE_ATTEMPT);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 1);
    assert_int_equal(rig.report.findings[0].n_consequences, 1);
    assert_int_equal(rig.report.findings[0].consequences[0].span.line, 12);
    assert_int_equal(rig.report.n_unexplained, 2);
    assert_int_equal(rig.report.unexplained[0].span.line, 10);
    assert_int_equal(rig.report.unexplained[1].span.line, 13);
    rig_dispose(&rig);
}

static void consequences_of_another_attempt_stay_there(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, GENERIC("  consumes: [ error ]\n"));
    rig_failed_attempt(&rig, 1, 10);
    rig_attempt(&rig, 2, 20);
    rig_line(&rig, M_ERROR, 21, "AT-S.ERROR:111:Request failed", true);
    rig_settle(&rig, SETTLE_ATTEMPT);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 1);
    assert_int_equal(rig.report.findings[0].n_consequences, 1);
    assert_int_equal(rig.report.n_unexplained, 1);
    assert_int_equal(rig.report.unexplained[0].span.line, 21);
    rig_dispose(&rig);
}

static void lines_that_come_after_the_attempt_are_folded_by_the_report(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, GENERIC("  consumes: [ error, mqtt-closed ]\n"));
    rig_attempt(&rig, 1, 10);
    rig_line(&rig, M_CERTIFICATE_ERROR, 11, "AT-S.Certificate Error:23", true);
    rig_settle(&rig, SETTLE_ATTEMPT);
    rig_line(&rig, M_MQTT_CLOSED, 13, "+WIND:87:MQTT closed", true);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.findings[0].n_consequences, 1);
    assert_int_equal(rig.report.n_unexplained, 0);
    rig_dispose(&rig);
}

static void rules_of_the_whole_trace_consume_by_meaning(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("wide", "tls.root-missing", "trace",
                        "  when: power-on\n  consumes: [ error ]\n"));
    rig_line(&rig, M_ERROR, 2, "AT-S.ERROR:1", true);
    rig_line(&rig, M_POWER_ON, 3, "+WIND:1:Poweron", false);
    rig_line(&rig, M_ERROR, 4, "AT-S.ERROR:2", true);
    rig_settle(&rig, SETTLE_TRACE);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.findings[0].n_consequences, 1);
    assert_int_equal(rig.report.findings[0].consequences[0].span.line, 4);
    assert_int_equal(rig.report.n_unexplained, 1);
    rig_dispose(&rig);
}

static void an_exchange_consumes_what_came_from_its_command_on(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("wrong", "tls.root-missing", "exchange",
                        "  when: exchange.failed\n  consumes: [ error ]\n"
                        "  evidence: [ at: exchange.name ]\n"));
    rig_line(&rig, M_ERROR, 2, "AT-S.ERROR:1", true);
    rig_line(&rig, M_ERROR, 11, "AT-S.ERROR:2", true);
    rig_exchange(&rig, "AT+S.FOO", 10);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.findings[0].n_consequences, 1);
    assert_int_equal(rig.report.findings[0].consequences[0].span.line, 11);
    assert_int_equal(rig.report.n_unexplained, 1);
    rig_dispose(&rig);
}

static void evidence_before_the_exchange_does_not_widen_it(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("wrong", "tls.root-missing", "exchange",
                        "  when: exchange.failed\n  consumes: [ error ]\n"
                        "  evidence: [ { at: power-on }, { at: exchange.name } ]\n"));
    rig_line(&rig, M_POWER_ON, 1, "+WIND:1:Poweron", false);
    rig_line(&rig, M_ERROR, 2, "AT-S.ERROR:1", true);
    rig_line(&rig, M_ERROR, 11, "AT-S.ERROR:2", true);
    rig_exchange(&rig, "AT+S.FOO", 10);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.findings[0].n_evidence, 2);
    assert_int_equal(rig.report.findings[0].n_consequences, 1);
    assert_int_equal(rig.report.n_unexplained, 1);
    rig_dispose(&rig);
}

static void a_bad_certificate_consumes_what_comes_later(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("damaged", "tls.root-missing", "object",
                        "  when: trace.seen(power-on)\n  consumes: [ certificate-error ]\n"));
    rig_line(&rig, M_CERTIFICATE_ERROR, 2, "AT-S.Certificate Error:23", true);
    rig_line(&rig, M_POWER_ON, 3, "+WIND:1:Poweron", false);
    rig_settle(&rig, SETTLE_OBJECT);
    rig_failed_attempt(&rig, 1, 10);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.findings[0].n_consequences, 1);
    assert_int_equal(rig.report.findings[0].consequences[0].span.line, 11);
    assert_int_equal(rig.report.n_unexplained, 2);
    rig_dispose(&rig);
}

static void the_named_finding_gives_way_and_its_lines_with_it(void **state)
{
    (void)state;
    static const char *const names[] = {"tls.server-certificate-rejected", "generic"};
    for (size_t i = 0; i < SPW_COUNT(names); i++) {
        SPW_ROW(names[i]);
        struct rig rig;
        char yaml[3000];
        (void)snprintf(yaml, sizeof yaml, "%s  overrides: [ %s ]\n",
                       GENERIC("  consumes: [ error ]\n")
                           RULE("special", "tls.root-missing", "attempt",
                                "  when: certificate-error\n  evidence: [ at: attempt.host ]\n"),
                       names[i]);
        rig_good(&rig, yaml);
        rig_failed_attempt(&rig, 1, 10);
        (void)rig_report(&rig);
        assert_number_row(rig.report.n_findings, 1);
        assert_slice_row(rig.report.findings[0].rule, SLICE("special"));
        assert_number_row(rig.report.findings[0].rank, 1);
        /* what the generic finding rested on and what it consumed */
        assert_number_row(rig.report.findings[0].n_consequences, 2);
        assert_number_row(rig.report.n_unexplained, 0);
        rig_dispose(&rig);
    }
}

static void a_guess_does_not_replace_what_is_known(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, GENERIC("") RULE("guess", "tls.root-missing", "attempt",
                                    "  when: certificate-error\n"
                                    "  given: store.ca.self_signed\n"
                                    "  overrides: [ generic ]\n"));
    rig_failed_attempt(&rig, 1, 10);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 2);
    assert_slice(rig.report.findings[0].rule, SLICE("generic"));
    assert_int_equal(rig.report.findings[1].confidence, SPW_POSSIBLE);
    rig_dispose(&rig);
}

static void two_that_name_each_other_leave_the_first(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, GENERIC("  overrides: [ special ]\n")
                       RULE("special", "tls.root-missing", "attempt",
                            "  when: certificate-error\n  overrides: [ generic ]\n"));
    rig_failed_attempt(&rig, 1, 10);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 1);
    assert_slice(rig.report.findings[0].rule, SLICE("special"));
    rig_dispose(&rig);
}

static void findings_of_the_trace_give_way_when_they_lie_inside_the_attempt(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, GENERIC("  overrides: [ wrong ]\n") RULE("wrong", "tls.root-missing", "exchange",
                                                            "  when: exchange.failed\n"
                                                            "  evidence: [ at: exchange.name ]\n"));
    rig_exchange(&rig, "AT+S.MQTTCONN=a", 10);
    rig_failed_attempt(&rig, 1, 10);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 1);
    assert_slice(rig.report.findings[0].rule, SLICE("generic"));
    rig_exchange(&rig, "AT+S.MQTTCONN=b", 50);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 2);
    rig_dispose(&rig);
}

static void thousands_of_failures_are_accounted_for_in_bounded_room(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, GENERIC("  consumes: [ error ]\n"));
    for (uint32_t i = 1; i <= 3000; i++) {
        rig_failed_attempt(&rig, i, 10 * i);
    }
    rig_report(&rig);
    assert_int_equal(rig.report.n_unexplained, 0);
    assert_int_equal(rig.report.unexplained_dropped, 0);
    assert_int_equal(rig.report.n_findings, FINDINGS_MAX);
    assert_int_equal(rig.report.findings[0].attempt, 1);
    assert_int_equal(rig.report.findings[0].count, 3000 - FINDINGS_MAX + 1);
    assert_int_equal(rig.report.findings[0].n_consequences, FINDING_CONSEQUENCES_MAX);
    assert_int_equal(rig.report.findings[1].n_consequences, 1);
    rig_dispose(&rig);
}

static void thousands_of_unexplained_lines_are_counted(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, GENERIC(""));
    for (uint32_t i = 1; i <= 5000; i++) {
        rig_line(&rig, M_ERROR, i, "AT-S.ERROR:1", true);
    }
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_unexplained, UNEXPLAINED_MAX);
    assert_int_equal(rig.report.unexplained[UNEXPLAINED_MAX - 1].span.line, UNEXPLAINED_MAX);
    assert_int_equal(rig.report.n_unexplained + rig.report.unexplained_dropped, 5000);
    rig_dispose(&rig);
}

static void a_report_may_be_asked_for_again(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, GENERIC("  consumes: [ error ]\n"));
    rig_failed_attempt(&rig, 1, 10);
    (void)rig_report(&rig);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.findings[0].n_consequences, 1);
    rig_failed_attempt(&rig, 2, 20);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 2);
    assert_int_equal(rig.report.findings[0].n_consequences, 1);
    assert_int_equal(rig.report.findings[1].n_consequences, 1);
    rig_dispose(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(consequences_stand_under_their_cause),
        SPW_TEST(consequences_of_another_attempt_stay_there),
        SPW_TEST(lines_that_come_after_the_attempt_are_folded_by_the_report),
        SPW_TEST(rules_of_the_whole_trace_consume_by_meaning),
        SPW_TEST(an_exchange_consumes_what_came_from_its_command_on),
        SPW_TEST(evidence_before_the_exchange_does_not_widen_it),
        SPW_TEST(a_bad_certificate_consumes_what_comes_later),
        SPW_TEST(the_named_finding_gives_way_and_its_lines_with_it),
        SPW_TEST(a_guess_does_not_replace_what_is_known),
        SPW_TEST(two_that_name_each_other_leave_the_first),
        SPW_TEST(findings_of_the_trace_give_way_when_they_lie_inside_the_attempt),
        SPW_TEST(thousands_of_failures_are_accounted_for_in_bounded_room),
        SPW_TEST(thousands_of_unexplained_lines_are_counted),
        SPW_TEST(a_report_may_be_asked_for_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
