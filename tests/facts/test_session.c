/* Trace-wide fields, exchanges and boots. */
#include "facts/class.h"
#include "facts/fixture.h"

static struct text_fact told(struct fixture *x, const char *text)
{
    struct text_fact t;
    t.text = slice_cstr(text);
    t.at = fixture_mark(x, t.text);
    return t;
}

static void the_module_and_its_firmware_are_told(void **state)
{
    static const struct field_row rows[] = {
        {"dialect", "spwf04"},         {"module", "SPWF04Sx"},
        {"module.model", "SPWF04SA"},  {"firmware.build", "171117-0328fe3-SPWF04S"},
        {"firmware.version", "1.1.0"}, {"firmware.known", "yes"},
        {"firmware.newest", "yes"},    {"firmware.date", "2017-11-17"},
    };
    struct fixture *x = (struct fixture *)*state;
    struct session *s = &x->session;
    fixture_dialect(x, "spwf04");
    s->model = told(x, "SPWF04SA");
    s->firmware_build = told(x, "171117-0328fe3-SPWF04S");
    s->firmware = dialect_firmware(s->dialect, s->firmware_build.text);
    assert_non_null(s->firmware);
    assert_fields(x, rows);
    s->firmware_version = told(x, "1.0.0");
    assert_field(x, "firmware.version", "1.0.0");
}

static void the_capture_is_described(void **state)
{
    static const struct field_row rows[] = {
        {"capture.lines", "12"},
        {"capture.has_boot", "yes"},
        {"capture.has_commands", "yes"},
        {"capture.has_replies", "yes"},
        {"capture.has_indications", "yes"},
        {"capture.has_payloads", "yes"},
        {"sockets.open", "1"},
        {"sockets.most", "8"},
        {"boot.number", "2"},
        {"boot.seen", "yes"},
        {"boot.complete", "yes"},
        {"boot.in_vain", "3"},
    };
    struct fixture *x = (struct fixture *)*state;
    struct session *s = &x->session;
    s->lines = 12;
    s->boots = 2;
    s->boots_in_vain = 3;
    s->boot_seen = true;
    s->boot_at = fixture_mark(x, SLICE("+WIND:1:Poweron"));
    s->n_commands = s->n_replies = s->n_indications = 1;
    s->n_sockets = 1;
    s->most_sockets = 8;
    fixture_happens(x, &s->trace, M_PAYLOAD_SEEN, "-----BEGIN", -1);
    fixture_happens(x, &s->boot, M_RADIO_STARTED, "+WIND:32:WiFi Hardware Started", 32);
    assert_fields(x, rows);
}

static void heard(struct fixture *x, const char *ssid)
{
    struct slice name = slice_cstr(ssid);
    struct scanned *found = (struct scanned *)array_push(&x->session.scan.names);
    assert_non_null(found);
    found->n = (uint8_t)name.n;
    memcpy(found->ssid, name.p, name.n);
    found->at = fixture_mark(x, name);
}

static void a_network_is_missing_only_in_a_whole_list_without_hidden_ones(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct session *s = &x->session;
    array_init(&s->scan.names, sizeof(struct scanned), SCAN_NAMES_MAX);
    heard(x, "Guest");
    s->scan.complete = true;
    assert_field(x, "wifi.ssid_in_scan", "?"); /* which network? */
    s->ssid = told(x, "home");
    assert_field(x, "wifi.ssid_in_scan", "no");
    s->scan.complete = false;
    assert_field(x, "wifi.ssid_in_scan", "?");
    s->scan.complete = true;
    heard(x, "");
    assert_field(x, "wifi.ssid_in_scan", "?");
    heard(x, "home");
    assert_field(x, "wifi.ssid_in_scan", "yes");
    s->ssid = told(x, "h***e");
    assert_field(x, "wifi.ssid_in_scan", "?");
    array_dispose(&s->scan.names);
}

static void network_and_clock_are_told(void **state)
{
    static const struct field_row rows[] = {
        {"wifi.up", "yes"},
        {"wifi.ssid", "home"},
        {"wifi.mode", "1"},
        {"wifi.state", "10"},
        {"radio.on", "no"},
        {"ip.address", "10.0.0.2"},
        {"clock.set", "no"},
        {"clock.module", "1970-01-02"},
        {"clock.trace", "2018-03-24"},
        {"clock.now", "2026-01-01"},
        {"clock.trace_how", "given"},
        {"clock.best", "2018-03-24"},
        {"eap.changed", "no"},
        {"eap.configured", "yes"},
    };
    struct fixture *x = (struct fixture *)*state;
    struct session *s = &x->session;
    s->wifi_up = TRI_YES;
    s->ssid = told(x, "home");
    s->address = told(x, "10.0.0.2");
    s->radio_on = TRI_NO;
    s->clock.set = TRI_NO;
    s->clock.module_time = 86400;
    s->clock.trace_time = time_parse(SLICE("2018-03-24"));
    s->clock.trace_time_how = SLICE("given");
    s->clock.now = time_parse(SLICE("2026-01-01"));
    fixture_variable(x, "wifi_mode", "1");
    fixture_variable(x, "wifi_state", "10");
    fixture_variable(x, "wifi_eap_identity", "user");
    assert_fields(x, rows);
    s->clock.trace_time = TIME_NONE;
    assert_field(x, "clock.best", "1970-01-02");
}

static void enterprise_settings_are_noticed(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    assert_field(x, "eap.configured", "?");
    fixture_variable(x, "wifi_eap_type", "13");
    assert_field(x, "eap.changed", "no");
    ARRAY_AT(&x->session.variables, struct variable, 0)->set_here = true;
    assert_field(x, "eap.changed", "yes");
    assert_field(x, "eap.configured", "?");
    fixture_variable(x, "wifi_priv_mode", "2");
    assert_field(x, "eap.configured", "no");
}

/* ---- exchanges ---------------------------------------------------------------------------------- */

static void set_exchange(struct fixture *x, const char *name, const char *const *values, size_t n)
{
    struct exchange *e = &x->exchange;
    e->command = dialect_command(x->session.dialect, slice_cstr(name));
    e->meaning = e->command != NULL ? e->command->meaning : M_NONE;
    e->name = slice_cstr(name);
    e->at = fixture_mark(x, slice_cstr(name));
    e->n_values = e->n_total = n;
    for (size_t i = 0; i < n; i++) {
        e->values[i] = slice_cstr(values[i]);
    }
    fixture_settle(x, SETTLE_EXCHANGE);
}

static void an_exchange_is_told(void **state)
{
    static const char *const values[] = {"wifi_mode", "1"};
    static const struct field_row rows[] = {
        {"exchange.command", "SCFG"},
        {"exchange.name", "at+s.scfg"},
        {"exchange.known", "yes"},
        {"exchange.other_dialect", ""},
        {"exchange.result", "error"},
        {"exchange.ok", "no"},
        {"exchange.failed", "yes"},
        {"exchange.replied", "yes"},
        {"exchange.error", "12"},
        {"exchange.error_text", "Bad"},
        {"exchange.line_length", "21"},
        {"exchange.values", "2"},
        {"exchange.required", "2"},
        {"exchange.most", "2"},
        {"exchange.declared", "10"},
        {"exchange.seen", "9"},
        {"exchange.payload_unseen", "no"},
        {"exchange.payload_exact", "yes"},
        {"exchange.payload_closed", "yes"},
        {"exchange.payload_described", "yes"},
        {"exchange.meaning", "set-variable"},
        {"exchange.param.1", "wifi_mode"},
        {"exchange.param.2", "1"},
        {"exchange.param.3", ""},
        {"exchange.bad_value", ""},
        {"exchange.key", "wifi_mode"},
        {"exchange.value", "1"},
    };
    struct fixture *x = (struct fixture *)*state;
    struct exchange *e = &x->exchange;
    fixture_dialect(x, "spwf04");
    set_exchange(x, "at+s.scfg", values, SPW_COUNT(values));
    e->result = AT_RESULT_ERROR;
    e->error_number = 12;
    e->error_text = SLICE("Bad");
    e->replied = true;
    e->line_length = 21;
    e->has_declared = true;
    e->declared = 10;
    e->seen = 9;
    e->payload_exact = e->payload_closed = e->payload_described = true;
    assert_fields(x, rows);
    e->payload_unseen = true;
    assert_field(x, "exchange.seen", "?");
    e->error = dialect_error(x->session.dialect, 111);
    assert_true(fixture_ask(x, "exchange.error_group").known);
}

static void a_password_that_is_set_stays_secret(void **state)
{
    static const char *const values[] = {"wifi_wpa_psk_text", "hush"};
    struct fixture *x = (struct fixture *)*state;
    fixture_dialect(x, "spwf04");
    set_exchange(x, "AT+S.SCFG", values, SPW_COUNT(values));
    assert_true(fixture_ask(x, "exchange.value").secret);
    assert_true(fixture_ask(x, "exchange.param.2").secret);
    assert_false(fixture_ask(x, "exchange.key").secret);
    fixture_variable(x, "wifi_wpa_psk_text", "hush");
    assert_true(fact_variable(&x->context, SLICE("WIFI_WPA_PSK_TEXT")).secret);
}

static void commands_of_the_other_dialect_are_named(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    const struct dialect *other = knowledge_dialect(&x->knowledge, SLICE("spwf01"));
    fixture_dialect(x, "spwf04");
    set_exchange(x, "AT+S.NONSENSE", NULL, 0);
    x->exchange.other_dialect = dialect_command(other, SLICE("AT+S.SOCKON"));
    assert_field(x, "exchange.known", "no");
    assert_field(x, "exchange.command", "");
    assert_field(x, "exchange.other_dialect", "spwf01");
    assert_field(x, "exchange.bad_value", "?");
    assert_field(x, "exchange.required", "?");
    assert_field(x, "exchange.key", "?");
}

static void the_first_bad_value_is_described(void **state)
{
    static const struct {
        const char *values[4];
        const char *want;
    } rows[] = {
        {{"a.net", "443", "", "s"}, ""},
        {{"a.net", "70000", "", "s"}, "port 70000 is not in 0..65535"},
        {{"a.net", "https", "", "s"}, "port https is no number"},
        {{"a.net", "99999999999999999999", "", "s"},
         "port 99999999999999999999 is not in 0..65535"},
        {{"a.net", "***", "x", "s"}, "local_port x is no number"},
        {{"a.net", "443", "", "any.name"}, ""},
    };
    struct fixture *x = (struct fixture *)*state;
    fixture_dialect(x, "spwf04");
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        set_exchange(x, "AT+S.SOCKON", rows[i].values, 4);
        assert_field(x, "exchange.bad_value", rows[i].want);
    }
    static const char *const mqtt[] = {"h", "1883", "", "5"};
    set_exchange(x, "AT+S.MQTTCONN", mqtt, 4);
    assert_field(x, "exchange.bad_value", "tls 5 is none of 0 | 1 | 2");
}

/* Whatever settles: a mark never speaks against what its field says. */
static void assert_marks_agree(struct fixture *x, const struct field *f, struct slice word)
{
    struct class_rows rows;
    uint32_t marks = fact_classes(&x->settle);
    struct value v = field_get(f, &x->context);
    if (!fact_class_rows(f, word, &rows) || !v.known) {
        return;
    }
    if (word.n == 0 && f->type != VALUE_BOOL) {
        assert_true((marks & (rows.yes | rows.no)) != 0);
    } else {
        bool yes = word.n > 0 ? slice_eq(v.text, word) : v.i != 0;
        assert_true((marks & (yes ? rows.yes : rows.no)) != 0);
    }
}

static void assert_all_marks_agree(struct fixture *x)
{
    for (size_t i = 0; i < field_count(); i++) {
        struct slice word, words = field_at(i)->words;
        bool more = words.n > 0;
        assert_marks_agree(x, field_at(i), slice_of(NULL, 0));
        while (more) {
            more = slice_split(words, '|', &word, &words);
            assert_marks_agree(x, field_at(i), word);
        }
    }
}

static void marks_of_a_settle_point_agree_with_its_fields(void **state)
{
    static const struct command_row row = {.meaning = M_PING};
    struct fixture *x = (struct fixture *)*state;
    x->settle.exchange = &x->exchange;
    x->settle.attempt = NULL;
    x->settle.kind = SETTLE_EXCHANGE;
    for (unsigned i = 0; i < 3 * 32; i++) {
        x->exchange.result = (enum at_result)(i % 3);
        x->exchange.replied = (i / 3 & 1) != 0;
        x->exchange.command = (i / 3 & 2) != 0 ? &row : NULL;
        x->exchange.other_dialect = (i / 3 & 4) != 0 ? x->exchange.command : NULL;
        x->exchange.payload_exact = (i / 3 & 8) != 0;
        x->exchange.payload_described = (i / 3 & 16) != 0;
        x->exchange.error_number = 5;
        assert_all_marks_agree(x);
    }
    x->settle.exchange = NULL;
    x->settle.attempt = &x->attempt;
    x->settle.kind = SETTLE_ATTEMPT;
    for (unsigned i = 0; i < 4 * 7 * 3; i++) {
        x->attempt.outcome = (enum spw_outcome)(i % 4);
        x->attempt.kind = (enum attempt_kind)(i / 4 % 7);
        x->attempt.security = (enum security)(i / 28);
        assert_all_marks_agree(x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(the_module_and_its_firmware_are_told),
        FIXTURE_TEST(the_capture_is_described),
        FIXTURE_TEST(a_network_is_missing_only_in_a_whole_list_without_hidden_ones),
        FIXTURE_TEST(network_and_clock_are_told),
        FIXTURE_TEST(enterprise_settings_are_noticed),
        FIXTURE_TEST(an_exchange_is_told),
        FIXTURE_TEST(a_password_that_is_set_stays_secret),
        FIXTURE_TEST(commands_of_the_other_dialect_are_named),
        FIXTURE_TEST(the_first_bad_value_is_described),
        FIXTURE_TEST(marks_of_a_settle_point_agree_with_its_fields),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
