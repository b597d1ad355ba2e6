/* Texts of findings: placeholders, braces, folding, what is unknown or secret. */
#include "diagnosis/rig.h"

#define HEAD                                                                                       \
    "- id: text-rule\n"                                                                            \
    "  cause: tls.root-missing\n"                                                                  \
    "  severity: error\n"                                                                          \
    "  scope: attempt\n"                                                                           \
    "  confidence: certain\n"                                                                      \
    "  when: certificate-error\n"

static void start(struct rig *rig, const char *yaml)
{
    rig_good(rig, yaml);
    rig_attempt(rig, 1, 10);
}

static const struct spw_finding *finish(struct rig *rig)
{
    rig_line(rig, M_CERTIFICATE_ERROR, 11, "AT-S.Certificate Error:23", true);
    rig_settle(rig, SETTLE_ATTEMPT);
    (void)rig_report(rig);
    assert_int_equal(rig->report.n_findings, 1);
    return &rig->report.findings[0];
}

static void placeholders_become_values(void **state)
{
    (void)state;
    struct rig rig;
    start(&rig, HEAD "  title: 'at {attempt.host}:{ attempt.port }, {{not} this}'\n"
                     "  explanation: x\n"
                     "  fix: [ text: y ]\n" RIG_SAMPLES);
    const struct spw_finding *f = finish(&rig);
    assert_slice(f->title, SLICE("at example.org:8883, {not} this}"));
    rig_dispose(&rig);
}

static void folded_text_becomes_paragraphs(void **state)
{
    (void)state;
    struct rig rig;
    start(&rig, HEAD "  title: t\n"
                     "  explanation: |\n"
                     "    One line,\n"
                     "    the same paragraph {attempt.host}\n"
                     "    {attempt.port}.\n"
                     "\n"
                     "\n"
                     "    Another   paragraph.\n"
                     "\n"
                     "  fix: [ text: y ]\n" RIG_SAMPLES);
    const struct spw_finding *f = finish(&rig);
    assert_slice(f->explanation, SLICE("One line, the same paragraph example.org 8883.\n\n"
                                       "Another paragraph."));
    rig_dispose(&rig);
}

static void unknown_values_say_so_in_texts_and_leave_a_blank_in_commands(void **state)
{
    (void)state;
    struct rig rig;
    start(&rig, HEAD "  title: 'needs {service.root_der_length} bytes'\n"
                     "  explanation: x\n"
                     "  fix:\n"
                     "    - text: y\n"
                     "      commands:\n"
                     "        - AT+S.TLSCERT=ca,{store.ca.der_length}\n"
                     "        - AT+S.SSIDTXT={variable(\"wifi_ssid\")}\n"
                     "        - 'echo {{{attempt.port}'\n" RIG_SAMPLES);
    const struct spw_finding *f = finish(&rig);
    assert_slice(f->title, SLICE("needs (unknown) bytes"));
    assert_int_equal(f->fix[0].n_commands, 3);
    assert_slice(f->fix[0].commands[0], SLICE("AT+S.TLSCERT=ca,<store.ca.der_length>"));
    assert_slice(f->fix[0].commands[1], SLICE("AT+S.SSIDTXT=<wifi_ssid>"));
    assert_slice(f->fix[0].commands[2], SLICE("echo {8883"));
    rig_dispose(&rig);
}

static void secrets_are_shown_by_length_alone(void **state)
{
    (void)state;
    struct rig rig;
    start(&rig,
          HEAD "  title: 'password {attempt.password}'\n"
               "  explanation: x\n"
               "  fix:\n"
               "    - text: y\n"
               "      commands: [ 'AT+S.MQTTCONN=h,1,0,0,u,{attempt.password}' ]\n" RIG_SAMPLES);
    rig.attempt.password = SLICE("SharedAccessSignature s");
    const struct spw_finding *f = finish(&rig);
    assert_slice(f->title, SLICE("password (23 characters)"));
    assert_slice(f->fix[0].commands[0], SLICE("AT+S.MQTTCONN=h,1,0,0,u,<attempt.password>"));
    rig_dispose(&rig);
}

static void long_values_are_cut_visibly_and_between_characters(void **state)
{
    (void)state;
    struct rig rig;
    uint8_t host[1200];
    for (size_t i = 0; i + 1 < sizeof host; i += 2) {
        host[i] = 0xC3;
        host[i + 1] = 0xA4;
    }
    start(&rig, HEAD "  title: 'x{attempt.host}'\n"
                     "  explanation: x\n"
                     "  fix:\n"
                     "    - text: y\n"
                     "      commands: [ 'ping {attempt.host}' ]\n" RIG_SAMPLES);
    rig.attempt.host = slice_of(host, sizeof host);
    const struct spw_finding *f = finish(&rig);
    assert_int_equal(f->title.n, 1 + 240 + 3);
    assert_true(slice_ends(f->title, SLICE("...")));
    assert_int_equal(f->title.p[240], 0xA4);
    assert_slice(f->fix[0].commands[0], SLICE("ping <attempt.host>"));
    rig_dispose(&rig);
}

static void steps_are_chosen_by_their_conditions(void **state)
{
    (void)state;
    struct rig rig;
    start(&rig, HEAD "  title: t\n"
                     "  explanation: x\n"
                     "  fix:\n"
                     "    - text: for http\n"
                     "      when: attempt.protocol == \"http\"\n"
                     "    - text: for mqtt\n"
                     "      when: attempt.protocol == \"mqtt\"\n"
                     "    - text: for clocks\n"
                     "      when: clock.set\n"
                     "  confirm:\n"
                     "    - text: clock set\n"
                     "      when: clock.set\n"
                     "    - text: clock not set\n"
                     "      when: not clock.set\n"
                     "    - text: for http\n"
                     "      when: attempt.protocol == \"http\"\n" RIG_SAMPLES);
    const struct spw_finding *f = finish(&rig);
    assert_int_equal(f->n_fix, 1);
    assert_slice(f->fix[0].text, SLICE("for mqtt"));
    /* nothing is known of the clock: both ways are shown rather than none */
    assert_int_equal(f->n_confirm, 2);
    assert_slice(f->confirm[0].text, SLICE("clock set"));
    rig_dispose(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(placeholders_become_values),
        SPW_TEST(folded_text_becomes_paragraphs),
        SPW_TEST(unknown_values_say_so_in_texts_and_leave_a_blank_in_commands),
        SPW_TEST(secrets_are_shown_by_length_alone),
        SPW_TEST(long_values_are_cut_visibly_and_between_characters),
        SPW_TEST(steps_are_chosen_by_their_conditions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
