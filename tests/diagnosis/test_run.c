/* Which rules speak at a settle point, and how sure they are. */
#include "diagnosis/rig.h"

/* A finding of one line: everything but condition and grade. */
#define RULE(id, scope, more)                                                                      \
    "- id: " id "\n"                                                                               \
    "  cause: tls.root-missing\n"                                                                  \
    "  severity: note\n"                                                                           \
    "  scope: " scope "\n"                                                                         \
    "  title: title of " id "\n"                                                                   \
    "  explanation: x\n" more RIG_SAMPLES

static void when_must_be_true(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("is-true", "attempt", "  confidence: certain\n  when: certificate-error\n")
                       RULE("is-false", "attempt", "  confidence: certain\n  when: mqtt-closed\n")
                           RULE("is-unknown", "attempt",
                                "  confidence: certain\n  when: store.ca.self_signed\n"));
    rig_failed_attempt(&rig, 1, 10);
    (void)rig_report(&rig);
    assert_non_null(rig_finding(&rig, "is-true"));
    assert_null(rig_finding(&rig, "is-false"));
    assert_null(rig_finding(&rig, "is-unknown"));
    rig_dispose(&rig);
}

static void given_decides_how_sure(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool facts_known;
        enum tri self_signed;
        int confidence; /* -1: silent */
    } rows[] = {
        {"a known yes keeps the rule's confidence", true, TRI_YES, SPW_CERTAIN},
        {"a known no silences", true, TRI_NO, -1},
        {"unknown makes it possible", false, TRI_UNKNOWN, SPW_POSSIBLE},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct rig rig;
        rig_good(&rig, RULE("graded", "attempt",
                            "  confidence: certain\n"
                            "  when: certificate-error\n"
                            "  given: store.ca.self_signed\n"));
        struct store_cell *ca = &rig.session.store[SLOT_CA];
        ca->facts_known = rows[i].facts_known;
        ca->facts.what = X509_CERTIFICATE;
        ca->facts.self_signed = rows[i].self_signed;
        rig_failed_attempt(&rig, 1, 10);
        (void)rig_report(&rig);
        const struct spw_finding *f = rig_finding(&rig, "graded");
        assert_number_row(f != NULL ? (int)f->confidence : -1, rows[i].confidence);
        rig_dispose(&rig);
    }
}

static void what_was_only_concluded_is_not_certain(void **state)
{
    (void)state;
    static const struct {
        const char *name, *confidence;
        enum learned learned;
        int expected;
    } rows[] = {
        {"seen and certain", "certain", LEARNED_LOADED, SPW_CERTAIN},
        {"concluded and certain", "certain", LEARNED_INFERRED, SPW_LIKELY},
        {"concluded and likely", "likely", LEARNED_INFERRED, SPW_LIKELY},
        {"concluded and possible", "possible", LEARNED_INFERRED, SPW_POSSIBLE},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct rig rig;
        char yaml[600];
        (void)snprintf(yaml, sizeof yaml, "%s  confidence: %s\n",
                       RULE("graded", "attempt", "  when: store.ca.present\n"), rows[i].confidence);
        rig_good(&rig, yaml);
        struct store_cell *ca = &rig.session.store[SLOT_CA];
        ca->present = TRI_YES;
        ca->learned = rows[i].learned;
        ca->at = rig_mark(3, "AT-S.Loading:1:2");
        rig_failed_attempt(&rig, 1, 10);
        (void)rig_report(&rig);
        const struct spw_finding *f = rig_finding(&rig, "graded");
        assert_non_null(f);
        assert_number_row(f->confidence, rows[i].expected);
        rig_dispose(&rig);
    }
}

static void rules_are_asked_in_their_scope_alone(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        enum settle_kind kind;
    } rows[] = {
        {"of-attempt", SETTLE_ATTEMPT}, {"of-exchange", SETTLE_EXCHANGE},
        {"of-object", SETTLE_OBJECT},   {"of-boot", SETTLE_BOOT},
        {"of-trace", SETTLE_TRACE},
    };
#define ANY(id, scope)                                                                             \
    RULE(id, scope, "  confidence: likely\n  when: trace.seen(certificate-error)\n")
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].rule);
        struct rig rig;
        rig_good(&rig, ANY("of-attempt", "attempt") ANY("of-exchange", "exchange") ANY(
                           "of-object", "object") ANY("of-boot", "boot") ANY("of-trace", "trace"));
        rig_attempt(&rig, 1, 5);
        rig_line(&rig, M_CERTIFICATE_ERROR, 6, "AT-S.Certificate Error:23", false);
        rig_settle(&rig, rows[i].kind);
        (void)rig_report(&rig);
        assert_number_row(rig.report.n_findings, 1);
        assert_slice_row(rig.report.findings[0].rule, slice_cstr(rows[i].rule));
        assert_number_row(rig.report.findings[0].attempt, i == 0 ? 1 : 0);
        rig_dispose(&rig);
    }
}

static void a_happening_of_an_earlier_attempt_does_not_open_the_gate(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("own", "attempt", "  confidence: likely\n  when: certificate-error\n")
                       RULE("wide", "attempt",
                            "  confidence: likely\n  when: trace.seen(certificate-error)\n"));
    rig_failed_attempt(&rig, 1, 10);
    rig_attempt(&rig, 2, 20);
    rig_settle(&rig, SETTLE_ATTEMPT);
    (void)rig_report(&rig);
    size_t own = 0;
    size_t wide = 0;
    for (size_t i = 0; i < rig.report.n_findings; i++) {
        own += slice_eq(rig.report.findings[i].rule, SLICE("own"));
        wide += slice_eq(rig.report.findings[i].rule, SLICE("wide"));
    }
    assert_int_equal(own, 1);
    assert_int_equal(wide, 2);
    rig_dispose(&rig);
}

static void evidence_is_what_the_rule_names_else_what_its_condition_rests_on(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("named", "attempt",
                        "  confidence: likely\n"
                        "  when: certificate-error\n"
                        "  evidence:\n"
                        "    - at: error\n"
                        "      note: 'host {attempt.host}'\n"
                        "    - at: attempt.host\n"
                        "    - at: error\n") RULE("unnamed", "attempt",
                                                  "  confidence: likely\n"
                                                  "  when: certificate-error and error\n")
                       RULE("placeless", "attempt",
                            "  confidence: likely\n"
                            "  when: certificate-error\n"
                            "  evidence: [ at: mqtt-closed ]\n"));
    rig_failed_attempt(&rig, 1, 10);
    (void)rig_report(&rig);
    const struct spw_finding *named = rig_finding(&rig, "named");
    assert_int_equal(named->n_evidence, 2);
    assert_int_equal(named->evidence[0].at.span.line, 12);
    assert_slice(named->evidence[0].note, SLICE("host example.org"));
    assert_slice(mark_text(&named->evidence[0].at), SLICE("AT-S.ERROR:111:Request failed"));
    assert_int_equal(named->evidence[1].at.span.line, 10);
    const struct spw_finding *unnamed = rig_finding(&rig, "unnamed");
    assert_int_equal(unnamed->n_evidence, 2);
    const struct spw_finding *placeless = rig_finding(&rig, "placeless");
    assert_int_equal(placeless->n_evidence, 1);
    assert_int_equal(placeless->evidence[0].at.span.line, 11);
    rig_dispose(&rig);
}

static void remarks_are_lines_of_their_own(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, "- id: out\n  kind: ruled-out\n  scope: attempt\n  when: certificate-error\n"
                   "  title: not the port {attempt.port}\n"
                   "- id: unseen\n  kind: not-shown\n  scope: trace\n  when: not power-on\n"
                   "  title: no boot\n"
                   "- id: unsure\n  kind: not-shown\n  scope: trace\n  when: not power-on\n"
                   "  given: store.ca.self_signed\n"
                   "  title: never said\n");
    rig_failed_attempt(&rig, 1, 10);
    rig_failed_attempt(&rig, 2, 20);
    rig_settle(&rig, SETTLE_TRACE);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 0);
    assert_int_equal(rig.report.n_ruled_out, 1);
    assert_slice(rig.report.ruled_out[0].text, SLICE("not the port 8883"));
    assert_int_equal(rig.report.ruled_out[0].at.span.line, 11);
    assert_int_equal(rig.report.n_not_shown, 1);
    assert_slice(rig.report.not_shown[0].text, SLICE("no boot"));
    rig_dispose(&rig);
}

static void a_finding_rules_other_causes_out(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, RULE("sure", "attempt",
                        "  confidence: certain\n"
                        "  when: certificate-error\n"
                        "  rules_out: [ 'port {attempt.port} is open' ]\n")
                       RULE("guess", "attempt",
                            "  confidence: possible\n"
                            "  when: certificate-error\n"
                            "  rules_out: [ never said ]\n"));
    rig_failed_attempt(&rig, 1, 10);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 2);
    assert_int_equal(rig.report.n_ruled_out, 1);
    assert_slice(rig.report.ruled_out[0].text, SLICE("port 8883 is open"));
    rig_dispose(&rig);
}

static void a_filter_hides_findings_and_still_explains_their_lines(void **state)
{
    (void)state;
    struct rig rig;
    struct arena arena;
    struct expr *filter = NULL;
    struct expr_source source = {.text = SLICE("attempt.id == 2"), .line = 1, .column = 1};
    rig_good(&rig, RULE("one", "attempt",
                        "  confidence: likely\n"
                        "  when: certificate-error\n"
                        "  consumes: [ error ]\n"));
    arena_init(&arena, 100000);
    assert_int_equal(expr_compile(&filter, &source, SCOPE_ATTEMPT, &arena, &rig.messages), SPW_OK);
    diagnosis_free(rig.diagnosis);
    assert_int_equal(diagnosis_new(&rig.diagnosis, &rig.rules, &rig.knowledge, filter), SPW_OK);
    rig.sink = diagnosis_sink(rig.diagnosis);
    rig_failed_attempt(&rig, 1, 10);
    rig_failed_attempt(&rig, 2, 20);
    (void)rig_report(&rig);
    assert_int_equal(rig.report.n_findings, 1);
    assert_int_equal(rig.report.findings[0].attempt, 2);
    assert_int_equal(rig.report.n_unexplained, 0);
    rig_dispose(&rig);
    expr_dispose(filter);
    arena_dispose(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(when_must_be_true),
        SPW_TEST(given_decides_how_sure),
        SPW_TEST(what_was_only_concluded_is_not_certain),
        SPW_TEST(rules_are_asked_in_their_scope_alone),
        SPW_TEST(a_happening_of_an_earlier_attempt_does_not_open_the_gate),
        SPW_TEST(evidence_is_what_the_rule_names_else_what_its_condition_rests_on),
        SPW_TEST(remarks_are_lines_of_their_own),
        SPW_TEST(a_finding_rules_other_causes_out),
        SPW_TEST(a_filter_hides_findings_and_still_explains_their_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
