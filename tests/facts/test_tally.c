/* Questions about happenings, variables, limits and enumerations. */
#include "facts/fixture.h"

static enum tri seen(struct fixture *x, enum tally_scope which, enum meaning m)
{
    struct value v = fact_seen(&x->context, which, m);
    enum tri quick = fact_is_seen(&x->context, which, m);
    enum tri slow = v.known ? tri_of(v.i != 0) : TRI_UNKNOWN;
    assert_int_equal(quick, slow);
    return quick;
}

static void each_scope_has_its_tally(void **state)
{
    static const struct {
        enum settle_kind kind;
        enum tri trace, boot, attempt;
    } rows[] = {
        {SETTLE_ATTEMPT, TRI_NO, TRI_NO, TRI_YES},  {SETTLE_BOOT, TRI_NO, TRI_YES, TRI_NO},
        {SETTLE_EXCHANGE, TRI_YES, TRI_NO, TRI_NO}, {SETTLE_OBJECT, TRI_YES, TRI_NO, TRI_NO},
        {SETTLE_TRACE, TRI_YES, TRI_NO, TRI_NO},
    };
    struct fixture *x = (struct fixture *)*state;
    fixture_happens(x, &x->session.trace, M_PING, "AT+S.PING", -1);
    fixture_happens(x, &x->session.boot, M_NTP, "AT+S.NTP", -1);
    fixture_happens(x, &x->attempt.tally, M_OK, "AT-S.OK", -1);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        fixture_settle(x, rows[i].kind);
        assert_int_equal(seen(x, TALLY_DEFAULT, M_PING), rows[i].trace);
        assert_int_equal(seen(x, TALLY_DEFAULT, M_NTP), rows[i].boot);
        assert_int_equal(seen(x, TALLY_DEFAULT, M_OK), rows[i].attempt);
        assert_int_equal(seen(x, TALLY_TRACE, M_PING), TRI_YES);
        assert_int_equal(seen(x, TALLY_BOOT, M_NTP), TRI_YES);
        enum tri attempt = rows[i].kind == SETTLE_ATTEMPT ? TRI_YES : TRI_UNKNOWN;
        assert_int_equal(seen(x, TALLY_ATTEMPT, M_OK), attempt);
    }
}

static void muted_indications_are_unknown_when_not_seen(void **state)
{
    static const struct {
        const char *dialect, *variable, *mask;
        enum meaning meaning;
        enum tri want;
    } rows[] = {
        {"spwf04", "console_wind_off_low", "0x01000000", M_WIFI_UP, TRI_UNKNOWN}, /* WIND 24 */
        {"spwf04", "console_wind_off_low", "0x00000000", M_WIFI_UP, TRI_NO},
        {"spwf04", "console_wind_off_low", "16777216", M_WIFI_UP, TRI_UNKNOWN},
        {"spwf04", "console_wind_off_medium", "0x00000001", M_RADIO_STARTED, TRI_UNKNOWN},
        {"spwf04", "console_wind_off_medium", "0x00000001", M_WIFI_UP, TRI_NO},
        {"spwf04", "console_wind_off_high", "0x00800000", M_MQTT_CLOSED, TRI_UNKNOWN}, /* 87 */
        {"spwf04", "console_wind_off_high", "0xFFFFFFFF", M_OK, TRI_NO},
        {"spwf04", "console_wind_off_low", "nonsense", M_WIFI_UP, TRI_NO},
        {"spwf01", "wind_off_low", "0xFFFFFFFF", M_WIFI_UP, TRI_UNKNOWN},
        {"spwf01", "wind_off_low", "0xFFFFFFFF", M_NO_REPLY, TRI_NO},
    };
    struct fixture *x = (struct fixture *)*state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].mask);
        array_clear(&x->session.variables);
        x->session.sequence++;
        fixture_dialect(x, rows[i].dialect);
        fixture_variable(x, rows[i].variable, rows[i].mask);
        assert_number_row(seen(x, TALLY_TRACE, rows[i].meaning), rows[i].want);
        x->context.cache = NULL;
        assert_number_row(seen(x, TALLY_TRACE, rows[i].meaning), rows[i].want);
        struct value n = fact_count(&x->context, TALLY_TRACE, rows[i].meaning);
        assert_number_row(n.known, rows[i].want == TRI_NO);
        x->context.cache = &x->cache;
    }
}

static void a_muted_indication_that_was_seen_is_seen(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    fixture_dialect(x, "spwf04");
    fixture_variable(x, "console_wind_off_low", "0xFFFFFFFF");
    fixture_happens(x, &x->session.trace, M_WIFI_UP, "+WIND:24:WiFi Up", 24);
    assert_int_equal(seen(x, TALLY_TRACE, M_WIFI_UP), TRI_YES);
}

static void counts_have_the_first_and_the_last_place(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct tally *t = &x->attempt.tally;
    struct tally_entry *e = fixture_happens(x, t, M_LOADING, "AT-S.Loading:1:2", -1);
    assert_null(fact_count(&x->context, TALLY_DEFAULT, M_LOADING).at[1]);
    e = fixture_happens(x, t, M_LOADING, "AT-S.Loading:2:1", -1);
    struct value v = fact_count(&x->context, TALLY_DEFAULT, M_LOADING);
    assert_int_equal(v.i, 2);
    assert_ptr_equal(v.at[0], &e->first.mark);
    assert_ptr_equal(v.at[1], &e->last->mark);
    assert_int_equal(fact_count(&x->context, TALLY_DEFAULT, M_OK).i, 0);
    assert_ptr_equal(fact_seen(&x->context, TALLY_DEFAULT, M_LOADING).at[0], &e->first.mark);
}

static void occurrences_tell_their_values(void **state)
{
    static const struct param_spec specs[] = {{.name = SLICE_INIT("object")},
                                              {.name = SLICE_INIT("source"), .kind = KIND_SECRET}};
    static const struct {
        const char *name, *first, *last;
    } rows[] = {{"object", "1", "3"},
                {"source", "2", "9"},
                {"line", "1", "2"},
                {"number", "?", "7"},
                {"other", "?", "?"},
                {"text", "AT-S.Loading:1:2", "AT-S.Loading:3:9"},
                {"", "AT-S.Loading:1:2", "AT-S.Loading:3:9"},
                {"OBJECT", "1", "3"}};
    struct fixture *x = (struct fixture *)*state;
    struct tally *t = &x->attempt.tally;
    struct tally_entry *e = fixture_happens(x, t, M_LOADING, "AT-S.Loading:1:2", -1);
    fixture_value(&e->first, specs, "1");
    fixture_value(&e->first, specs, "2");
    e = fixture_happens(x, t, M_LOADING, "AT-S.Loading:3:9", 7);
    fixture_value(e->last, specs, "3");
    fixture_value(e->last, specs, "9");
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct slice name = slice_cstr(rows[i].name);
        struct value a = fact_occurrence(&x->context, TALLY_DEFAULT, M_LOADING, false, name);
        struct value b = fact_occurrence(&x->context, TALLY_DEFAULT, M_LOADING, true, name);
        struct value none = fact_occurrence(&x->context, TALLY_DEFAULT, M_OK, true, name);
        assert_slice_row(slice_cstr(fixture_show(x, a)), slice_cstr(rows[i].first));
        assert_slice_row(slice_cstr(fixture_show(x, b)), slice_cstr(rows[i].last));
        assert_number_row(a.type, b.type);
        assert_number_row(a.type, none.type);
        assert_number_row(none.known, false);
        assert_number_row(a.secret, slice_eq(name, SLICE("source")));
    }
}

static void a_value_called_number_comes_before_the_lines_own(void **state)
{
    static const struct param_spec specs[] = {{.name = SLICE_INIT("number")}};
    struct fixture *x = (struct fixture *)*state;
    struct tally_entry *e =
        fixture_happens(x, &x->attempt.tally, M_CERTIFICATE_ERROR, "AT-S.Certificate Error:23", 5);
    fixture_value(e->last, specs, "23");
    struct value v =
        fact_occurrence(&x->context, TALLY_DEFAULT, M_CERTIFICATE_ERROR, true, SLICE("number"));
    assert_int_equal(v.type, VALUE_INT);
    assert_int_equal(v.i, 23);
}

static void values_beside_the_line_and_values_not_kept(void **state)
{
    static const struct param_spec specs[] = {{.name = SLICE_INIT("key")}};
    struct fixture *x = (struct fixture *)*state;
    struct tally_entry *e = fixture_happens(x, &x->attempt.tally, M_VARIABLE, "AT-S.Var", -1);
    struct occurrence *o = e->last;
    o->specs = specs;
    o->n_specs = o->n_values = 1;
    memcpy(o->extra, "abc", 3);
    o->n_extra = 3;
    o->values[0].at = MARK_TEXT_MAX + 1;
    o->values[0].n = 2;
    assert_slice(fact_occurrence(&x->context, TALLY_DEFAULT, M_VARIABLE, true, SLICE("key")).text,
                 SLICE("bc"));
    o->values[0].at = 200; /* lies: the line is shorter */
    assert_false(fact_occurrence(&x->context, TALLY_DEFAULT, M_VARIABLE, true, SLICE("key")).known);
    o->values[0].n = 255;
    assert_false(fact_occurrence(&x->context, TALLY_DEFAULT, M_VARIABLE, true, SLICE("key")).known);
}

static enum tri after(struct fixture *x, enum meaning a, enum meaning b)
{
    struct value v = fact_after(&x->context, TALLY_DEFAULT, a, b);
    return v.known ? tri_of(v.i != 0) : TRI_UNKNOWN;
}

static void order_is_that_of_the_last_occurrences(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct tally *t = &x->attempt.tally;
    fixture_happens(x, t, M_OK, "AT-S.OK", -1);
    assert_int_equal(after(x, M_OK, M_MQTT_CLOSED), TRI_NO);
    fixture_happens(x, t, M_MQTT_CLOSED, "+WIND:87:MQTT Closed", 87);
    assert_int_equal(after(x, M_MQTT_CLOSED, M_OK), TRI_YES);
    assert_int_equal(after(x, M_OK, M_MQTT_CLOSED), TRI_NO);
    fixture_happens(x, t, M_OK, "AT-S.OK", -1);
    assert_int_equal(after(x, M_OK, M_MQTT_CLOSED), TRI_YES);
    fixture_settle(x, SETTLE_TRACE);
    struct value none = fact_after(&x->context, TALLY_ATTEMPT, M_OK, M_MQTT_CLOSED);
    assert_false(none.known);
}

static void limits_are_those_of_the_firmware(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    const struct fact_context *c = &x->context;
    assert_false(fact_limit(c, SLICE("tls.clients")).known);
    fixture_dialect(x, "spwf04");
    assert_int_equal(fact_limit(c, SLICE("tls.clients")).i, 1); /* the strictest */
    x->session.firmware_version.text = SLICE("1.1.0");
    assert_int_equal(fact_limit(c, SLICE("tls.clients")).i, 2);
    assert_int_equal(fact_limit(c, SLICE("at.line.bytes")).i, 512);
    assert_false(fact_limit(c, SLICE("no.such.limit")).known);
}

static void variables_and_enumerations_are_asked_by_name(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    const struct fact_context *c = &x->context;
    assert_false(fact_enum(c, SLICE("wifi_mode"), SLICE("1")).known);
    fixture_dialect(x, "spwf04");
    assert_slice(fact_enum(c, SLICE("wifi_mode"), SLICE(" 1")).text, SLICE("station"));
    assert_false(fact_enum(c, SLICE("wifi_mode"), SLICE("9")).known);
    assert_false(fact_variable(c, SLICE("wifi_mode")).known);
    fixture_variable(x, "wifi_mode", "");
    assert_true(fact_variable(c, SLICE("wifi_mode")).known);
}

static void names_of_the_tables_are_known_or_suggested(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    const struct knowledge *k = &x->knowledge;
    struct slice near;
    assert_true(fact_knows_variable(k, SLICE("wifi_mode"), &near));
    assert_false(fact_knows_variable(k, SLICE("wifi_mod"), &near));
    assert_slice(near, SLICE("wifi_mode"));
    assert_true(fact_knows_limit(k, SLICE("tls.clients"), &near));
    assert_false(fact_knows_limit(k, SLICE("tls.client"), &near));
    assert_slice(near, SLICE("tls.clients"));
    assert_true(fact_knows_enum(k, SLICE("wifi_mode"), &near));
    assert_false(fact_knows_enum(k, SLICE("zzzzzzzz"), &near));
    assert_int_equal(near.n, 0);
    assert_true(fact_knows_value(k, M_CERTIFICATE_ERROR, SLICE("number"), &near));
    assert_true(fact_knows_value(k, M_MQTT_CONNECT, SLICE("host"), &near));
    assert_false(fact_knows_value(k, M_MQTT_CONNECT, SLICE("hosts"), &near));
    assert_slice(near, SLICE("host"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(each_scope_has_its_tally),
        FIXTURE_TEST(muted_indications_are_unknown_when_not_seen),
        FIXTURE_TEST(a_muted_indication_that_was_seen_is_seen),
        FIXTURE_TEST(counts_have_the_first_and_the_last_place),
        FIXTURE_TEST(occurrences_tell_their_values),
        FIXTURE_TEST(a_value_called_number_comes_before_the_lines_own),
        FIXTURE_TEST(values_beside_the_line_and_values_not_kept),
        FIXTURE_TEST(order_is_that_of_the_last_occurrences),
        FIXTURE_TEST(limits_are_those_of_the_firmware),
        FIXTURE_TEST(variables_and_enumerations_are_asked_by_name),
        FIXTURE_TEST(names_of_the_tables_are_known_or_suggested),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
