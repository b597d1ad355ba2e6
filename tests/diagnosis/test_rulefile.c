/* Rules are read strictly; every fault has its number and its place, and costs its own rule alone. */
#include <stdlib.h>

#include "base/message_ids.h"
#include "diagnosis/badrules.h"
#include "diagnosis/rig.h"

static const char complete[] = "- id: complete-rule\n"
                               "  cause: tls.root-missing\n"
                               "  severity: error\n"
                               "  scope: attempt\n"
                               "  confidence: likely\n"
                               "  priority: 70\n"
                               "  when: certificate-error and attempt.failed\n"
                               "  given: not store.ca.present\n"
                               "  title: no root for {attempt.host}\n"
                               "  explanation: |\n"
                               "    First.\n"
                               "\n"
                               "    Second {attempt.port}.\n"
                               "  evidence:\n"
                               "    - at: certificate-error\n"
                               "      note: refused\n"
                               "    - at: attempt.host\n"
                               "  fix:\n"
                               "    - text: load it\n"
                               "      when: attempt.protocol == \"mqtt\"\n"
                               "      commands: [ AT+S.TLSCERT=content, AT+S.RESET ]\n"
                               "    - text: or else\n"
                               "  confirm:\n"
                               "    - text: look\n"
                               "  consumes: [ error, mqtt-closed ]\n"
                               "  overrides: [ tls.server-certificate-rejected, other-rule ]\n"
                               "  references: [ SEED ]\n"
                               "  fires:\n"
                               "    - trace: a.txt\n"
                               "    - text: |\n"
                               "        AT\n"
                               "        AT-S.OK\n"
                               "  silent: [ trace: b.txt ]\n"
                               "- id: other-rule\n"
                               "  kind: not-shown\n"
                               "  scope: trace\n"
                               "  when: not capture.has_commands\n"
                               "  title: commands\n";

static void every_part_of_a_rule_is_read(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, complete);
    assert_int_equal(rig.rules.n, 2);
    const struct rule *rule = ruleset_find(&rig.rules, SLICE("complete-rule"));
    assert_non_null(rule);
    assert_slice(rule->cause->id, SLICE("tls.root-missing"));
    assert_int_equal(rule->severity, SPW_ERROR);
    assert_int_equal(rule->confidence, SPW_LIKELY);
    assert_int_equal(rule->scope, SCOPE_ATTEMPT);
    assert_int_equal(rule->priority, 70);
    assert_slice(rule->when_text, SLICE("certificate-error and attempt.failed"));
    assert_slice(rule->given_text, SLICE("not store.ca.present"));
    assert_int_equal(rule->n_evidence, 2);
    assert_int_equal(rule->n_fix, 2);
    assert_int_equal(rule->fix[0].n_commands, 2);
    assert_null(rule->fix[1].when);
    assert_int_equal(rule->n_confirm, 1);
    assert_int_equal(rule->n_consumes, 2);
    assert_int_equal(rule->consumes[1], M_MQTT_CLOSED);
    assert_int_equal(rule->n_overrides, 2);
    assert_int_equal(rule->n_references, 1);
    assert_slice(rule->references[0].key, SLICE("SEED"));
    assert_int_equal(rule->n_samples, 3);
    assert_slice(rule->samples[1].text, SLICE("AT\nAT-S.OK\n"));
    assert_true(rule->samples[1].fires);
    assert_false(rule->samples[2].fires);
    assert_slice(rule->samples[2].trace, SLICE("b.txt"));
    assert_slice(rule->file, SLICE("diagnoses/test.yaml"));
    assert_int_equal(rule->line, 1);
    rig_dispose(&rig);
}

static void a_remark_needs_neither_cause_nor_samples(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, complete);
    const struct rule *rule = ruleset_find(&rig.rules, SLICE("other-rule"));
    assert_non_null(rule);
    assert_int_equal(rule->kind, RULE_NOT_SHOWN);
    assert_null(rule->cause);
    assert_int_equal(rule->priority, 50);
    rig_dispose(&rig);
}

static void a_broken_rule_leaves_the_others_alone(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig, "- id: broken\n"
                   "  kind: not-shown\n"
                   "  scope: trace\n"
                   "  when: no-such-happening\n"
                   "  title: a\n"
                   "- id: whole\n"
                   "  kind: not-shown\n"
                   "  scope: trace\n"
                   "  when: certificate-error\n"
                   "  title: b\n");
    assert_int_equal(rig.loaded, SPW_INVALID);
    assert_int_equal(rig.messages.n, 1);
    assert_int_equal(rig.rules.n, 1);
    assert_null(ruleset_find(&rig.rules, SLICE("broken")));
    assert_non_null(ruleset_find(&rig.rules, SLICE("whole")));
    rig_dispose(&rig);
}

static void conditions_say_what_must_have_happened(void **state)
{
    (void)state;
    struct rig rig;
    rig_good(&rig, complete);
    const struct rule *rule = ruleset_find(&rig.rules, SLICE("complete-rule"));
    assert_int_equal(rule->n_required, 1);
    assert_int_equal(rule->required[0], M_CERTIFICATE_ERROR);
    rig_dispose(&rig);
}

static void a_nearest_name_is_suggested(void **state)
{
    (void)state;
    static const struct {
        const char *yaml, *hint;
    } rows[] = {
        {"- id: a\n  knd: not-shown\n  kind: not-shown\n  scope: trace\n  when: error\n  title: "
         "t\n",
         "did you mean \"kind\"?"},
        {"- id: a\n  kind: not-shwn\n  scope: trace\n  when: error\n  title: t\n",
         "did you mean \"not-shown\"?"},
        {"- id: a\n  kind: not-shown\n  scope: tracee\n  when: error\n  title: t\n",
         "did you mean \"trace\"?"},
        {"- id: a\n  kind: not-shown\n  scope: trace\n  when: error\n  title: t\n"
         "  consumes: [ eror ]\n",
         "did you mean \"error\"?"},
        {"- id: a\n  kind: not-shown\n  scope: trace\n  when: error\n  title: t\n"
         "  references: [ SED ]\n",
         "did you mean \"SEED\"?"},
        {"- id: a\n  kind: not-shown\n  cause: tls.root-mising\n  scope: trace\n  when: error\n"
         "  title: t\n",
         "did you mean \"tls.root-missing\"?"},
        {"- id: rule-a\n  kind: not-shown\n  scope: trace\n  when: error\n  title: t\n"
         "  overrides: [ rule-b ]\n",
         "did you mean \"rule-a\"?"},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].yaml);
        struct rig rig;
        rig_init(&rig, rows[i].yaml);
        assert_number_row(rig.messages.n, 1);
        assert_slice_row(rig.messages.list[0].hint, slice_cstr(rows[i].hint));
        rig_dispose(&rig);
    }
}

/* ---- tests/badrules/ --------------------------------------------------------------------------- */

static void faults_of(const char *name, struct buf *found)
{
    struct rig rig;
    size_t n = 0;
    char *yaml = badrules_read(name, "yaml", &n);
    rig_init(&rig, yaml);
    assert_int_equal(rig.loaded, SPW_INVALID);
    for (size_t i = 0; i < rig.messages.n; i++) {
        const struct message *m = &rig.messages.list[i];
        message_put(found, m);
        assert_slice(m->file, SLICE("diagnoses/test.yaml"));
        assert_true(m->text.n > 0);
    }
    rig_dispose(&rig);
    free(yaml);
}

static void every_fault_of_a_file_is_told_in_one_go(void **state)
{
    (void)state;
    static const char *const names[] = {"rules-keys",       "rules-words",  "rules-types",
                                        "rules-conditions", "rules-syntax", "rules-mapping",
                                        "patterns",         "missing"};
    for (size_t i = 0; i < SPW_COUNT(names); i++) {
        struct buf found;
        buf_init(&found, BADRULES_MAX);
        faults_of(names[i], &found);
        badrules_compare(names[i], &found);
        buf_dispose(&found);
    }
}

static void rules_around_the_bad_ones_survive(void **state)
{
    (void)state;
    struct rig rig;
    size_t n = 0;
    char *yaml = badrules_read("rules-conditions", "yaml", &n);
    rig_init(&rig, yaml);
    assert_int_equal(rig.rules.n, 1);
    assert_slice(rig.rules.rules[0].id, SLICE("conditions-good"));
    rig_dispose(&rig);
    free(yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(every_part_of_a_rule_is_read),
        SPW_TEST(a_remark_needs_neither_cause_nor_samples),
        SPW_TEST(a_broken_rule_leaves_the_others_alone),
        SPW_TEST(conditions_say_what_must_have_happened),
        SPW_TEST(a_nearest_name_is_suggested),
        SPW_TEST(every_fault_of_a_file_is_told_in_one_go),
        SPW_TEST(rules_around_the_bad_ones_survive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
