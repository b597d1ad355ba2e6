/* What speaks for a cause and against it, and the causes that look the same. */
#include "base/message_ids.h"
#include "diagnosis/rig.h"

#define RULE(id, cause, confidence, more)                                                          \
    "- id: " id "\n"                                                                               \
    "  cause: " cause "\n"                                                                         \
    "  severity: error\n"                                                                          \
    "  scope: attempt\n"                                                                           \
    "  confidence: " confidence "\n"                                                               \
    "  when: certificate-error\n"                                                                  \
    "  title: title of " id "\n"                                                                   \
    "  explanation: x\n"                                                                           \
    "  fix: [ text: y ]\n" more RIG_SAMPLES

#define RIVAL(cause, more)                                                                         \
    "    - cause: " cause "\n" more "      text: list the store\n"                                 \
    "      commands: [ 'AT+S.TLSCERT=content,1' ]\n"

static const struct spw_finding *one_attempt(struct rig *rig, const char *rules, const char *id)
{
    rig_good(rig, rules);
    rig_failed_attempt(rig, 1, 10);
    (void)rig_report(rig);
    return rig_finding(rig, id);
}

static void what_holds_speaks_for_and_against_with_its_place(void **state)
{
    (void)state;
    struct rig rig;
    const struct spw_finding *f =
        one_attempt(&rig,
                    RULE("one", "tls.root-missing", "likely",
                         "  for:\n"
                         "    - { when: error, text: 'port {attempt.port}' }\n"
                         "    - { when: loading, text: not this }\n"
                         "    - { when: exists clock.set and clock.set, text: nor this }\n"
                         "    - text: always\n"
                         "  against:\n"
                         "    - { when: loading, text: nor that }\n"),
                    "one");
    assert_non_null(f);
    assert_int_equal(f->confidence, SPW_LIKELY);
    assert_int_equal(f->n_for, 2);
    assert_slice(f->speaks_for[0].text, SLICE("port 8883"));
    assert_int_equal(f->speaks_for[0].at.span.line, 12);
    assert_slice(f->speaks_for[1].text, SLICE("always"));
    assert_int_equal(f->speaks_for[1].at.span.line, 0);
    assert_int_equal(f->n_against, 0);
    rig_dispose(&rig);
}

static void what_speaks_against_takes_one_step_from_the_confidence(void **state)
{
    static const struct {
        const char *confidence;
        enum spw_confidence left;
    } cases[] = {{"certain", SPW_LIKELY}, {"likely", SPW_POSSIBLE}, {"possible", SPW_POSSIBLE}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char rules[1000];
        (void)snprintf(rules, sizeof rules,
                       RULE("one", "tls.root-missing", "%s",
                            "  against: [ { when: error, text: a }, { when: error, text: b } ]\n"),
                       cases[i].confidence);
        struct rig rig;
        const struct spw_finding *f = one_attempt(&rig, rules, "one");
        assert_non_null(f);
        assert_int_equal(f->confidence, cases[i].left);
        assert_int_equal(f->n_against, 2);
        rig_dispose(&rig);
    }
}

static void a_rival_tells_what_separates_it_unless_it_is_out_of_the_question(void **state)
{
    (void)state;
    struct rig rig;
    const struct spw_finding *f = one_attempt(
        &rig,
        RULE("one", "tls.root-missing", "likely",
             "  rivals:\n" RIVAL("tls.wrong-root", "      when: loading\n")
                 RIVAL("tls.clock-not-set", "      when: clock.set\n"
                                            "      for: [ { when: error, text: this } ]\n"
                                            "      against: [ { when: error, text: that } ]\n")),
        "one");
    assert_non_null(f);
    assert_false(f->open);
    assert_int_equal(f->n_rivals, 1); /* nothing was loaded; of the clock nothing is known */
    const struct spw_rival *rival = &f->rivals[0];
    assert_slice(rival->cause, SLICE("tls.clock-not-set"));
    assert_slice(rival->title, knowledge_cause(&rig.knowledge, rival->cause)->meaning);
    assert_int_equal(rival->rule.n, 0);
    assert_int_equal(rival->n_for, 1);
    assert_slice(rival->speaks_for[0].text, SLICE("this"));
    assert_int_equal(rival->n_against, 1);
    assert_slice(rival->tell.text, SLICE("list the store"));
    assert_int_equal(rival->tell.n_commands, 1);
    rig_dispose(&rig);
}

#define LIGHTER "  priority: 20\n"

static void two_findings_that_name_each_other_are_told_apart_at_the_weightier(void **state)
{
    (void)state;
    struct rig rig;
    const struct spw_finding *f = one_attempt(
        &rig,
        RULE("one", "tls.root-missing", "likely", "  rivals:\n" RIVAL("tls.wrong-root", "")) RULE(
            "two", "tls.wrong-root", "likely",
            LIGHTER "  rivals:\n" RIVAL("tls.root-missing", "") RIVAL("tls.clock-not-set", "")),
        "one");
    assert_non_null(f);
    assert_int_equal(f->n_rivals, 1);
    assert_slice(f->rivals[0].rule, SLICE("two"));
    assert_slice(f->rivals[0].title, SLICE("title of two"));
    const struct spw_finding *two = rig_finding(&rig, "two");
    assert_non_null(two);
    assert_int_equal(two->n_rivals, 1);
    assert_slice(two->rivals[0].cause, SLICE("tls.clock-not-set"));
    rig_dispose(&rig);
}

static void a_rival_of_several_findings_is_told_once(void **state)
{
    (void)state;
    struct rig rig;
    const struct spw_finding *f = one_attempt(
        &rig,
        RULE("one", "tls.root-missing", "likely", "  rivals:\n" RIVAL("tls.clock-not-set", ""))
            RULE("two", "tls.wrong-root", "likely",
                 LIGHTER "  rivals:\n" RIVAL("tls.clock-not-set", "")),
        "two");
    assert_non_null(f);
    assert_int_equal(f->n_rivals, 0);
    f = rig_finding(&rig, "one");
    assert_non_null(f);
    assert_int_equal(f->n_rivals, 1);
    rig_dispose(&rig);
}

static void nothing_competes_with_what_is_certain(void **state)
{
    (void)state;
    struct rig rig;
    const struct spw_finding *f = one_attempt(
        &rig,
        RULE("one", "tls.root-missing", "certain",
             "  for: [ text: a ]\n  rivals:\n" RIVAL("tls.clock-not-set", ""))
            RULE("two", "tls.wrong-root", "likely", "  rivals:\n" RIVAL("tls.key-id-missing", "")),
        "one");
    assert_non_null(f);
    assert_int_equal(f->n_rivals, 0);
    assert_int_equal(f->n_for, 0);
    f = rig_finding(&rig, "two");
    assert_non_null(f);
    assert_int_equal(f->n_rivals, 0);
    rig_dispose(&rig);
}

static void a_cause_that_tells_only_what_failed_settles_nothing(void **state)
{
    (void)state;
    struct rig rig;
    const struct spw_finding *f =
        one_attempt(&rig,
                    RULE("one", "tls.server-certificate-rejected", "certain",
                         "  rivals:\n" RIVAL("tls.clock-not-set", "")),
                    "one");
    assert_non_null(f);
    assert_true(f->open);
    assert_int_equal(f->n_rivals, 1);
    rig_dispose(&rig);
}

static void faults_of_rivals_have_their_numbers(void **state)
{
    static const struct {
        const char *rule;
        unsigned number;
        uint32_t line;
    } cases[] = {
        {RULE("one", "tls.root-missing", "likely", "  rivals:\n" RIVAL("tls.root-missing", "")),
         MSG_RULE_REFERENCE, 11},
        {RULE("one", "tls.root-missing", "likely", "  rivals:\n" RIVAL("tls.clock-nit-set", "")),
         MSG_RULE_CAUSE, 11},
        {RULE("one", "tls.root-missing", "likely", "  rivals:\n    - cause: tls.wrong-root\n"),
         MSG_YAML_MISSING_KEY, 11},
        {RULE("one", "tls.root-missing", "likely", "  against:\n    - text: always\n"),
         MSG_YAML_MISSING_KEY, 11},
        {RULE("one", "tls.root-missing", "likely", "  for:\n    - tekst: a\n      text: b\n"),
         MSG_YAML_UNKNOWN_KEY, 11},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rig rig;
        rig_init(&rig, cases[i].rule);
        assert_int_equal(rig.loaded, SPW_INVALID);
        assert_int_equal(rig.messages.n, 1);
        assert_int_equal(rig.messages.list[0].number, cases[i].number);
        assert_int_equal(rig.messages.list[0].line, cases[i].line);
        rig_dispose(&rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_holds_speaks_for_and_against_with_its_place),
        cmocka_unit_test(what_speaks_against_takes_one_step_from_the_confidence),
        cmocka_unit_test(a_rival_tells_what_separates_it_unless_it_is_out_of_the_question),
        cmocka_unit_test(two_findings_that_name_each_other_are_told_apart_at_the_weightier),
        cmocka_unit_test(a_rival_of_several_findings_is_told_once),
        cmocka_unit_test(nothing_competes_with_what_is_certain),
        cmocka_unit_test(a_cause_that_tells_only_what_failed_settles_nothing),
        cmocka_unit_test(faults_of_rivals_have_their_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
