/* Conditions in three values, with their evidence. */
#include "expr/compiled.h"

/* wifi.up is yes, radio.on is no, clock.set is unknown. */
static void set_truths(struct fixture *x)
{
    x->session.wifi_up = TRI_YES;
    x->session.wifi_at = fixture_mark(x, SLICE("+WIND:24:WiFi Up"));
    x->session.radio_on = TRI_NO;
    x->session.clock.set = TRI_UNKNOWN;
}

static void connectives_follow_the_tables_of_three_values(void **state)
{
    static const struct truth_row rows[] = {
        {"wifi.up and store.listed", "no"},
        {"wifi.up", "yes"},
        {"radio.on", "no"},
        {"clock.set", "?"},
        {"not wifi.up", "no"},
        {"not radio.on", "yes"},
        {"not clock.set", "?"},
        {"wifi.up and wifi.up", "yes"},
        {"wifi.up and radio.on", "no"},
        {"radio.on and wifi.up", "no"},
        {"wifi.up and clock.set", "?"},
        {"clock.set and wifi.up", "?"},
        {"radio.on and clock.set", "no"},
        {"clock.set and radio.on", "no"},
        {"clock.set and clock.set", "?"},
        {"radio.on or radio.on", "no"},
        {"wifi.up or radio.on", "yes"},
        {"clock.set or wifi.up", "yes"},
        {"wifi.up or clock.set", "yes"},
        {"radio.on or clock.set", "?"},
        {"clock.set or radio.on", "?"},
        {"clock.set or clock.set", "?"},
        {"not (wifi.up and radio.on)", "yes"},
        {"not not wifi.up", "yes"},
        {"radio.on and wifi.up or wifi.up", "yes"}, /* and binds closer */
        {"radio.on and (wifi.up or wifi.up)", "no"},
        {"not radio.on and wifi.up", "yes"},
        {"! radio.on && wifi.up || clock.set", "yes"},
        {"wifi.up and wifi.up and clock.set and radio.on", "no"},
    };
    struct fixture *x = (struct fixture *)*state;
    set_truths(x);
    assert_truths(x, rows);
}

static void comparisons_take_numbers_texts_and_times(void **state)
{
    static const struct truth_row rows[] = {
        {"attempt.port == 443", "yes"},
        {"attempt.port != 443", "no"},
        {"attempt.port < 443", "no"},
        {"attempt.port <= 443", "yes"},
        {"attempt.port > 442", "yes"},
        {"attempt.port >= 444", "no"},
        {"0x1BB == attempt.port", "yes"},
        {"attempt.port == \"443\"", "yes"},
        {"attempt.connection == 1", "?"},
        {"attempt.connection != 1", "?"},
        {"attempt.host == \"a.net\"", "yes"},
        {"attempt.host == \"A.NET\"", "no"},
        {"attempt.host < \"b\"", "yes"},
        {"attempt.path == 5", "no"},
        {"attempt.path != 5", "yes"},
        {"attempt.path < 5", "?"},
        {"attempt.client_id == 7", "yes"},
        {"attempt.client_id > 6", "yes"},
        {"6 < attempt.client_id", "yes"},
        {"attempt.client_id == 7 and attempt.client_id == \"07\"", "yes"},
        {"clock.now == 2026-01-01", "yes"},
        {"clock.now > 2025-12-31T23:59:59Z", "yes"},
        {"clock.now == \"2026-01-01\"", "yes"},
        {"clock.now < attempt.user", "yes"},
        {"clock.now > attempt.host", "?"},
        {"clock.trace < 2026-01-01", "?"},
        {"wifi.up == true", "yes"},
        {"wifi.up != radio.on", "yes"},
        {"wifi.up == clock.set", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    set_truths(x);
    x->attempt.port = 443;
    x->attempt.host = SLICE("a.net");
    x->attempt.path = SLICE("/p");
    x->attempt.client_id = SLICE("07");
    x->attempt.user = SLICE("2027-01-01");
    x->session.clock.now = time_parse(SLICE("2026-01-01"));
    assert_truths(x, rows);
}

static void members_patterns_and_existence(void **state)
{
    static const struct truth_row rows[] = {
        {"attempt.port in (80, 443)", "yes"},
        {"attempt.port in (80, 81)", "no"},
        {"attempt.port in (1..1023)", "yes"},
        {"attempt.port in (444..500, 443..443)", "yes"},
        {"attempt.port in (-5..-1)", "no"},
        {"attempt.port not in (80)", "yes"},
        {"attempt.port in (80, attempt.connection)", "?"},
        {"attempt.port in (443, attempt.connection)", "yes"},
        {"attempt.port in (1..attempt.connection)", "?"},
        {"attempt.connection in (1, 2)", "?"},
        {"attempt.host in (\"b\", 'a.net')", "yes"},
        {"attempt.host matches \"^a\\.net$\"", "yes"},
        {"attempt.host matches \"^A\"", "no"},
        {"attempt.host matches \"(?i)^A\"", "yes"},
        {"attempt.host not matches \"x\"", "yes"},
        {"attempt.user matches \".\"", "?"},
        {"attempt.host contains \".n\"", "yes"},
        {"attempt.host contains \"x\"", "no"},
        {"attempt.host not contains \"x\"", "yes"},
        {"attempt.host contains attempt.user", "?"},
        {"exists attempt.host", "yes"},
        {"exists attempt.user", "no"},
        {"exists attempt.tls_name", "no"},
        {"exists attempt.connection", "no"},
        {"exists attempt.port", "yes"},
        {"exists clock.set", "no"},
        {"exists radio.on", "yes"},
        {"not exists clock.set and exists wifi.up", "yes"},
        {"exists attempt.port + 1", "yes"},
    };
    struct fixture *x = (struct fixture *)*state;
    set_truths(x);
    x->attempt.port = 443;
    x->attempt.host = SLICE("a.net");
    assert_truths(x, rows);
}

static void functions_give_their_values(void **state)
{
    static const struct truth_row rows[] = {
        {"length(attempt.host) == 5", "yes"},
        {"length(attempt.user) == 5", "?"},
        {"lower(attempt.host) == \"a.net\"", "yes"},
        {"lower(attempt.user) == \"a\"", "?"},
        {"number(attempt.client_id) + 1 == 8", "yes"},
        {"number(attempt.host) == 1", "?"},
        {"number(attempt.port) == 443", "yes"},
        {"base64_length(attempt.path) == 3", "yes"},
        {"base64_length(attempt.host) == 3", "?"},
        {"percent_decode(attempt.tls_name) == \"a/b\"", "yes"},
        {"percent_decode(attempt.user) == \"a/b\"", "?"},
        {"variable(\"wifi_mode\") == 1", "yes"},
        {"variable(wifi_mode) == \"1\"", "yes"},
        {"variable(\"wifi_ssid\") == \"\"", "?"},
        {"describe(\"wifi_mode\", variable(\"wifi_mode\")) == \"station\"", "yes"},
        {"describe(\"wifi_mode\", number(variable(\"wifi_mode\")) + 1) matches \"IBSS\"", "yes"},
        {"describe(\"wifi_mode\", attempt.user) == \"\"", "?"},
        {"limit(\"at.line.bytes\") == 512", "yes"},
        {"limit(\"nothing\") == 512", "?"},
        {"attempt.port - 3 == 440", "yes"},
        {"attempt.port + attempt.connection == 440", "?"},
        {"clock.now + 86400 == 2026-01-02", "yes"},
        {"86400 + clock.now == 2026-01-02", "yes"},
        {"clock.now - 2025-12-31 == 86400", "yes"},
        {"clock.now - 86400 < clock.now", "yes"},
        {"attempt.port + 9223372036854775807 == 1", "?"},
        {"attempt.port == -5 or attempt.port == 443", "yes"},
    };
    struct fixture *x = (struct fixture *)*state;
    fixture_dialect(x, "spwf04");
    fixture_variable(x, "wifi_mode", "1");
    x->attempt.port = 443;
    x->attempt.host = SLICE("A.Net");
    x->attempt.path = SLICE("QUJD");
    x->attempt.client_id = SLICE("7");
    x->attempt.tls_name = SLICE("a%2Fb");
    x->session.clock.now = time_parse(SLICE("2026-01-01"));
    assert_truths(x, rows);
}

static void happen(struct fixture *x)
{
    static const struct param_spec specs[] = {{.name = SLICE_INIT("object")},
                                              {.name = SLICE_INIT("source")}};
    struct tally *t = &x->attempt.tally;
    struct tally_entry *e = fixture_happens(x, t, M_LOADING, "AT-S.Loading:1:2", -1);
    fixture_value(&e->first, specs, "1");
    fixture_value(&e->first, specs, "2");
    e = fixture_happens(x, t, M_LOADING, "AT-S.Loading:3:1", -1);
    fixture_value(e->last, specs, "3");
    fixture_value(e->last, specs, "1");
    fixture_happens(x, t, M_ERROR, "AT-S.ERROR:111:Request failed", 111);
    fixture_happens(x, &x->session.trace, M_WIFI_UP, "+WIND:24:WiFi Up", 24);
    fixture_happens(x, &x->session.boot, M_RADIO_STARTED, "+WIND:32:Started", 32);
}

static void happenings_are_asked_in_their_scope(void **state)
{
    static const struct truth_row rows[] = {
        {"loading", "yes"},
        {"seen(loading)", "yes"},
        {"last(loading)", "yes"},
        {"first(ok)", "no"},
        {"wifi-up", "no"},
        {"trace.seen(wifi-up)", "yes"},
        {"boot.seen(radio-started)", "yes"},
        {"attempt.seen(loading)", "yes"},
        {"trace.seen(loading)", "no"},
        {"count(loading) == 2", "yes"},
        {"count(ok) == 0", "yes"},
        {"trace.count(wifi-up) > 0", "yes"},
        {"last(loading, object) == 3", "yes"},
        {"first(loading, object) == 1", "yes"},
        {"last(loading, \"source\") == 1", "yes"},
        {"last(loading, nothing) == 1", "?"},
        {"last(ok, object) == 1", "?"},
        {"last(error, number) == 111", "yes"},
        {"last(error, number) + 1 == 112", "yes"},
        {"last(error, text) contains \"Request\"", "yes"},
        {"last(error) == \"AT-S.ERROR:111:Request failed\"", "yes"},
        {"last(error, line) > first(loading, line)", "yes"},
        {"last(error, line) - first(loading, line) == 2", "yes"},
        {"after(error, loading)", "yes"},
        {"after(loading, error)", "no"},
        {"after(ok, loading)", "no"},
        {"trace.after(wifi-up, ok)", "no"},
        {"exists last(loading)", "yes"},
        {"exists last(ok)", "no"},
        {"exists last(loading, object)", "yes"},
        {"error and loading and not skip-ca", "yes"},
        {"error and skip-ca", "no"},
    };
    struct fixture *x = (struct fixture *)*state;
    fixture_dialect(x, "spwf04");
    happen(x);
    assert_truths(x, rows);
}

static void muted_happenings_are_unknown(void **state)
{
    static const struct truth_row rows[] = {
        {"wifi-up", "?"},         {"not wifi-up", "?"},         {"wifi-up and error", "?"},
        {"wifi-up and ok", "no"}, {"count(wifi-up) == 0", "?"}, {"after(error, wifi-up)", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    fixture_dialect(x, "spwf04");
    fixture_variable(x, "console_wind_off_low", "0xFFFFFFFF");
    happen(x);
    assert_truths(x, rows);
}

static void a_runaway_pattern_is_unknown(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct buf b;
    buf_init(&b, 1000);
    buf_fill(&b, 'a', 500);
    buf_byte(&b, 'x');
    x->attempt.host = buf_slice(&b);
    assert_string_equal(fixture_test(x, "attempt.host matches \"^(a|aa)+$\"", NULL), "?");
    assert_string_equal(fixture_test(x, "not attempt.host matches \"^(a|aa)+$\"", NULL), "?");
    buf_dispose(&b);
}

/* ---- evidence ----------------------------------------------------------------------------------- */

/* Lines of the places, as "1 4". */
static void assert_evidence(struct fixture *x, const char *condition, const char *want)
{
    struct expr_evidence e;
    struct buf b;
    buf_init(&b, 200);
    (void)fixture_test(x, condition, &e);
    for (size_t i = 0; i < e.n; i++) {
        buf_printf(&b, "%s%u", i > 0 ? " " : "", (unsigned)e.at[i]->span.line);
    }
    spw_assert_slice(buf_slice(&b), slice_cstr(want), condition, __FILE__, __LINE__);
    buf_dispose(&b);
}

/* Line 1: WiFi Up; 2, 3: Loading; 4: error; 5: command, 6: host, 7: port */
static void evidence_is_what_made_it_so(void **state)
{
    static const char *const values[] = {"a.net", "8883"};
    static const struct {
        const char *condition, *lines;
    } rows[] = {
        {"wifi.up", "1"},
        {"not wifi.up", ""},
        {"not (not wifi.up)", "1"},
        {"wifi.up and error", "1 4"},
        {"error and wifi.up", "4 1"},
        {"wifi.up or error", "1 4"},
        {"wifi.up or ok", "1"},
        {"ok or error", "4"},
        {"error and error", "4"},
        {"error and attempt.port == 8883", "4 7"},
        {"attempt.host matches \"a\" and attempt.port in (1..9999)", "6 7"},
        {"count(loading) == 2", "2 3"},
        {"after(error, loading)", "4 3"},
        {"exists attempt.host", "6"},
        {"clock.set and error", "4"}, /* unknown: the part that is true */
        {"clock.set or ok", ""},
        {"error and ok", ""},
        {"not (ok and error)", ""}, /* ok did not happen: there is no place */
        {"not (attempt.port == 1 and error)", "7"},
        {"not (attempt.port == 1 or attempt.host == \"b\")", "7 6"},
        {"length(attempt.host) + attempt.port == 8888", "6 7"},
        {"last(error, number) == attempt.error", ""},
    };
    struct fixture *x = (struct fixture *)*state;
    set_truths(x);
    fixture_dialect(x, "spwf04");
    fixture_happens(x, &x->attempt.tally, M_LOADING, "AT-S.Loading:1:2", -1);
    fixture_happens(x, &x->attempt.tally, M_LOADING, "AT-S.Loading:3:1", -1);
    fixture_happens(x, &x->attempt.tally, M_ERROR, "AT-S.ERROR:111:Request failed", 111);
    fixture_command(x, "AT+S.MQTTCONN", values, SPW_COUNT(values));
    x->attempt.host = SLICE("a.net");
    x->attempt.port = 8883;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_evidence(x, rows[i].condition, rows[i].lines);
    }
}

static void evidence_is_bounded(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct expr_evidence e;
    static const enum meaning many[] = {M_OK,   M_ERROR, M_LOADING,  M_SKIP_CA, M_DATE,
                                        M_PING, M_NTP,   M_HTTP_GET, M_RESET,   M_SCAN};
    for (size_t i = 0; i < SPW_COUNT(many); i++) {
        fixture_happens(x, &x->attempt.tally, many[i], "line", -1);
    }
    (void)fixture_test(x,
                       "ok and error and loading and skip-ca and date and ping and ntp and "
                       "http-get and reset and scan",
                       &e);
    assert_int_equal(e.n, EVIDENCE_MAX);
}

static void inference_is_told(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct expr_evidence e;
    struct store_cell *ca = &x->session.store[SLOT_CA];
    ca->present = TRI_YES;
    ca->learned = LEARNED_LOADED;
    (void)fixture_test(x, "store.ca.present", &e);
    assert_false(e.concluded);
    ca->learned = LEARNED_INFERRED;
    (void)fixture_test(x, "store.ca.present", &e);
    assert_true(e.concluded);
    (void)fixture_test(x, "wifi.up or store.ca.present", &e);
    assert_true(e.concluded);
    (void)fixture_test(x, "ok or not store.ca.present", &e);
    assert_false(e.concluded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(connectives_follow_the_tables_of_three_values),
        FIXTURE_TEST(comparisons_take_numbers_texts_and_times),
        FIXTURE_TEST(members_patterns_and_existence),
        FIXTURE_TEST(functions_give_their_values),
        FIXTURE_TEST(happenings_are_asked_in_their_scope),
        FIXTURE_TEST(muted_happenings_are_unknown),
        FIXTURE_TEST(a_runaway_pattern_is_unknown),
        FIXTURE_TEST(evidence_is_what_made_it_so),
        FIXTURE_TEST(evidence_is_bounded),
        FIXTURE_TEST(inference_is_told),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
