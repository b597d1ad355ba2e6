/* Questions to the tables of a dialect. */
#include "knowledge/world.h"

/* ---- commands --------------------------------------------------------------------------------- */

static void commands_are_found_without_case(void **state)
{
    (void)state;
    assert_slice(dialect_command(spwf04(), SLICE("at+s.mqttconn"))->word, SLICE("MQTTCONN"));
    assert_slice(dialect_command(spwf04(), SLICE("AT&w"))->word, SLICE("&W"));
    assert_slice(dialect_command(spwf04(), SLICE("AT"))->word, SLICE("AT"));
    assert_slice(dialect_command(spwf01(), SLICE("AT+CFUN"))->word, SLICE("CFUN"));
    assert_slice(dialect_command(spwf01(), SLICE("AT+S."))->word, SLICE("S."));
    assert_null(dialect_command(spwf04(), SLICE("AT+S.MQTT")));
    assert_null(dialect_command(spwf04(), SLICE("")));
}

struct variant {
    bool elder; /* spwf01 */
    const char *command;
    const char *params[4];
    size_t n;
    enum meaning meaning; /* M_NONE: no variant fits */
    int payload;
};

static const struct variant variants[] = {
    {false, "AT+S.TLSCERT", {"ca", "891"}, 2, M_STORE_LOAD, 1},
    {false, "AT+S.TLSCERT", {"AUTH", "20"}, 2, M_STORE_LOAD, 1},
    {false, "AT+S.TLSCERT", {"content", "1"}, 2, M_STORE_CONTENT, -1},
    {false, "AT+S.TLSCERT", {"content", "2"}, 2, M_STORE_CLEAN, -1},
    {false, "AT+S.TLSCERT", {"content", "3"}, 2, M_NONE, 0},
    {false, "AT+S.TLSCERT", {"f_ca", "1300"}, 2, M_NONE, 0},
    {false, "AT+S.TLSCERT", {"ca"}, 1, M_STORE_LOAD, 1},
    {false, "AT+S.TLSCERT", {""}, 0, M_NONE, 0},
    {false, "AT+S.WPAECERT", {"content", "1"}, 2, M_EAP_STORE, -1},
    {false, "AT+S.WPAECERT", {"key", "1200"}, 2, M_EAP_STORE, 1},
    {false, "AT+S.PWM", {"1", "100", "50"}, 3, M_PIN, -1},
    {false, "AT+S.SOCKON", {"example.com", "443", "", "example.com"}, 4, M_SOCKET_OPEN, -1},
    {false, "AT+S.SOCKW", {"0", "41"}, 2, M_SOCKET_WRITE, 1},
    {true, "AT+S.TLSCERT", {"f_ca", "1300"}, 2, M_STORE_LOAD, 1},
    {true, "AT+S.TLSCERT", {"ca", "891"}, 2, M_NONE, 0},
    {true, "AT+S.SOCKD", {"0"}, 1, M_SERVER_CLOSE, -1},
    {true, "AT+S.SOCKD", {"27024"}, 1, M_SERVER_OPEN, -1},
    {true, "AT+S.SOCKD", {"32000", "t", "ind"}, 3, M_SERVER_OPEN, -1},
    {true, "AT+CFUN", {"1"}, 1, M_RESET, -1},
    {true, "AT+CFUN", {"4"}, 1, M_POWER_MODE, -1},
    {true, "AT+S.SOCKON", {"example.com", "443", "s", "ind"}, 4, M_SOCKET_OPEN, -1},
};

static void the_first_parameters_choose_the_variant(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(variants); i++) {
        const struct variant *v = &variants[i];
        const struct dialect *d = v->elder ? spwf01() : spwf04();
        struct slice params[4];
        SPW_ROW(v->command);
        for (size_t j = 0; j < v->n; j++) {
            params[j] = slice_cstr(v->params[j]);
        }
        const struct command_row *first = dialect_command(d, slice_cstr(v->command));
        const struct command_row *row = dialect_variant(first, params, v->n);
        assert_number_row(row == NULL ? M_NONE : row->meaning, v->meaning);
        if (row != NULL) {
            assert_number_row(row->payload, v->payload);
        }
    }
}

static void two_square_waves_are_told_apart_by_their_count(void **state)
{
    const struct slice params[] = {SLICE("100"), SLICE("50"), SLICE("1")};
    const struct command_row *first = dialect_command(spwf04(), SLICE("AT+S.PWM"));
    (void)state;
    assert_int_equal(dialect_variant(first, params, 2)->n_params, 2);
    assert_int_equal(dialect_variant(first, params, 3)->n_params, 3);
}

static void parameters_carry_name_kind_and_range(void **state)
{
    (void)state;
    const struct command_row *row = dialect_command(spwf04(), SLICE("AT+S.MQTTCONN"));
    assert_int_equal(row->n_params, 12);
    assert_int_equal(row->n_required, 1);
    assert_int_equal(row->params[0].id, P_HOST);
    assert_false(row->params[0].optional);
    assert_int_equal(row->params[1].id, P_PORT);
    assert_int_equal(row->params[1].kind, KIND_PORT);
    assert_int_equal(row->params[1].max, 65535);
    assert_int_equal(row->params[2].id, P_PATH);
    assert_int_equal(row->params[3].kind, KIND_CHOICE);
    assert_int_equal(row->params[3].n_choices, 3);
    assert_slice(row->params[3].choices[2], SLICE("2"));
    assert_false(row->params[3].open);
    assert_int_equal(row->params[5].kind, KIND_SECRET);
    assert_int_equal(row->params[6].id, P_CLIENT_ID);
    row = dialect_command(spwf04(), SLICE("AT+S.SOCKON"));
    assert_true(row->params[3].open);
    assert_int_equal(row->params[3].n_choices, 3);
    row = dialect_command(spwf04(), SLICE("AT+S.MQTTPUB"));
    assert_int_equal(row->n_required, 5);
    assert_int_equal(row->payload, 4);
}

/* ---- lines ------------------------------------------------------------------------------------ */

struct heard {
    bool elder;
    const char *text;
    enum meaning meaning; /* M_NONE: not known */
};

static void replies_are_found_by_the_longest_head(void **state)
{
    static const struct heard rows[] = {
        {false, "Skip CA", M_SKIP_CA},
        {false, "CA:1", M_CONTENT_CA},
        {false, "Certificate Error:23", M_CERTIFICATE_ERROR},
        {false, "Cert:0", M_CONTENT_CERT},
        {false, "Http Server Status Code:200", M_HTTP_STATUS},
        {false, "OKAY", M_NONE},
        {true, "ERROR: Pending data", M_ERROR},
        {true, "ERROR: Unable to load CA certificate", M_CA_UNLOADABLE},
        {true, "ID: 00", M_SOCKET_OPENED},
        {true, "#  nv_manuf = ST", M_VARIABLE},
        {true, "# Dumping All Configuration Keys:", M_DUMP_HEADER},
        {true, "F/W update model 'SPWF' not matching local 'SPWF01SA'", M_UPDATE_REFUSED},
        {true, "Invalid F/W image(60783F3C)", M_UPDATE_INVALID},
        {true, "Complete", M_NONE},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        const struct reply_row *row =
            dialect_reply_by_text(rows[i].elder ? spwf01() : spwf04(), slice_cstr(rows[i].text));
        assert_number_row(row == NULL ? M_NONE : row->meaning, rows[i].meaning);
    }
    assert_int_equal(dialect_reply(spwf04(), SLICE(" CA"))->meaning, M_CONTENT_CA);
    assert_null(dialect_reply(spwf04(), SLICE("CA:1")));
}

static void indications_are_found_by_text_when_the_number_is_missing(void **state)
{
    static const struct heard rows[] = {
        {true, "Power On (170111-665d284-SPWF01S)", M_POWER_ON},
        {true, "poweron (1)", M_POWER_ON},
        {true, "WiFi Association with 'x' successful", M_WIFI_ASSOCIATED},
        {true, "WiFi Join:F4:CA:E5:D3:65:34", M_WIFI_JOIN},
        {false, "WiFi Join Failed:1", M_WIFI_JOIN_FAILED},
        {true, "WiFi Unhandled Event:7", M_OTHER_INDICATION},
        {true, "Watchdog Terminating, reset pending", M_WATCHDOG_RESET},
        {false, "Console active", M_CONSOLE_ACTIVE},
        {false, "Resetting", M_NONE},
        {false, "Hello", M_NONE},
        {false, "", M_NONE},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        const struct indication_row *row = dialect_indication_by_text(
            rows[i].elder ? spwf01() : spwf04(), slice_cstr(rows[i].text));
        assert_number_row(row == NULL ? M_NONE : row->meaning, rows[i].meaning);
    }
    assert_null(dialect_indication(spwf04(), -1));
    assert_null(dialect_indication(spwf04(), 256));
    assert_null(dialect_indication(spwf04(), 99));
    assert_non_null(dialect_indication(spwf01(), 99));
}

/* ---- numbers ---------------------------------------------------------------------------------- */

static void errors_are_found_by_number_and_by_text(void **state)
{
    (void)state;
    assert_slice(dialect_error(spwf04(), 111)->group, SLICE("request"));
    assert_slice(dialect_error_by_text(spwf04(), SLICE("Request failed"))->group, SLICE("request"));
    assert_slice(dialect_error_by_text(spwf01(), SLICE(" pending data\r"))->group, SLICE("socket"));
    assert_slice(
        dialect_error_by_text(spwf01(), SLICE("F/W update model 'a' not matching local 'b'"))
            ->group,
        SLICE("update"));
    assert_null(dialect_error(spwf04(), 3));
    assert_null(dialect_error(spwf01(), -1));
    assert_null(dialect_error_by_text(spwf04(), SLICE("Requests failed")));
    assert_int_equal(dialect_tls_error(spwf04(), 23)->confidence, ROW_DOCUMENTED);
    assert_int_equal(dialect_tls_error(spwf04(), 5)->confidence, ROW_UNKNOWN);
    assert_null(dialect_tls_error(spwf04(), 24));
    assert_null(dialect_tls_error(spwf01(), 23));
}

static void variables_of_peers_and_of_both_groups_are_found(void **state)
{
    (void)state;
    assert_slice(dialect_variable(spwf04(), SLICE("0.rx_rssi"))->group, SLICE("peer"));
    assert_slice(dialect_variable(spwf04(), SLICE("ip_ipaddr"))->group, SLICE("configuration"));
    assert_slice(dialect_variable(spwf04(), SLICE("fw_version"))->group, SLICE("status"));
    assert_true(dialect_variable(spwf04(), SLICE("wifi_wpa_psk_text"))->secret);
    assert_null(dialect_variable(spwf04(), SLICE("rx_rss")));
    assert_null(dialect_variable(spwf04(), SLICE("0.")));
}

static void values_without_a_row_fall_to_the_star(void **state)
{
    (void)state;
    assert_slice(dialect_enum(spwf04(), SLICE("wifi_mode"), SLICE("1")), SLICE("station"));
    assert_true(slice_starts(dialect_enum(spwf04(), SLICE("socket.protocol"), SLICE("example.com")),
                             SLICE("TLS")));
    assert_slice(dialect_enum(spwf04(), SLICE("socket.protocol"), SLICE("t")), SLICE("TCP"));
    assert_slice(dialect_enum(spwf04(), SLICE("wifi_mode"), SLICE("9")), SLICE(""));
    assert_slice(dialect_enum(spwf04(), SLICE("nothing"), SLICE("1")), SLICE(""));
}

struct limited {
    const char *limit, *version;
    int64_t value; /* -1: none */
};

static void limits_follow_the_firmware(void **state)
{
    static const struct limited rows[] = {
        {"tls.clients", "1.0.0", 1},
        {"tls.clients", "1.0.9", 1},
        {"tls.clients", "1.1.0", 2},
        {"tls.clients", "1.2.3", 2},
        {"tls.clients", "10.0.0", 2},
        {"tls.clients", "", 1},
        {"tls.ecdhe", "1.0.0", 0},
        {"tls.ecdhe", "1.1.0", 1},
        {"tls.ecdhe", "", 0},
        {"tls.rsa.bits", "1.0.0", 2048},
        {"tls.mixed_chain", "1.1.0", 0},
        {"tls.mixed_chain", "1.2.0", -1},
        {"tls.certificate.bytes", "1.1.0", 2560},
        {"tls.own.bytes", "", 1475},
        {"at.line.bytes", "1.0.0", 512},
        {"tls.key_id.bytes", "", 20},
        {"nothing", "", -1},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].limit);
        const struct limit_row *row =
            dialect_limit(spwf04(), slice_cstr(rows[i].limit), slice_cstr(rows[i].version));
        assert_number_row(row == NULL ? -1 : row->value, rows[i].value);
    }
    assert_int_equal(dialect_limit(spwf01(), SLICE("at.line.bytes"), SLICE(""))->value, 127);
    assert_int_equal(dialect_limit(spwf01(), SLICE("tls.der"), SLICE("3.5"))->value, 0);
}

static void firmware_is_told_by_the_build(void **state)
{
    (void)state;
    assert_slice(dialect_firmware(spwf04(), SLICE("171117-0328fe3-SPWF04S"))->version,
                 SLICE("1.1.0"));
    assert_slice(dialect_firmware(spwf04(), SLICE("170216-fd39c59-SPWF04S"))->version,
                 SLICE("1.0.0"));
    assert_slice(dialect_firmware(spwf04(), SLICE("170726-b7ac1ba-SPWF04S"))->version, SLICE(""));
    assert_slice(dialect_firmware(spwf01(), SLICE("141106-0950875-SPWF01S"))->version,
                 SLICE("3.3"));
    assert_non_null(dialect_firmware(spwf01(), SLICE("1203-121218_01-30-gf756599-stm_demo")));
    assert_null(dialect_firmware(spwf04(), SLICE("1711170-x")));
    assert_null(dialect_firmware(spwf04(), SLICE("")));
}

static void the_store_has_words_of_each_dialect(void **state)
{
    (void)state;
    assert_int_equal(dialect_store(spwf04(), SLICE("auth"))->slot, SLOT_ID);
    assert_int_equal(dialect_store(spwf04(), SLICE("CA"))->slot, SLOT_CA);
    assert_slice(dialect_store(spwf04(), SLICE("cert"))->file, SLICE("tls.cert"));
    assert_int_equal(dialect_store(spwf01(), SLICE("f_domain"))->slot, SLOT_DOMAIN);
    assert_slice(dialect_store(spwf01(), SLICE("f_ca"))->forms, SLICE("pem"));
    assert_null(dialect_store(spwf04(), SLICE("f_ca")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(commands_are_found_without_case),
        SPW_TEST(the_first_parameters_choose_the_variant),
        SPW_TEST(two_square_waves_are_told_apart_by_their_count),
        SPW_TEST(parameters_carry_name_kind_and_range),
        SPW_TEST(replies_are_found_by_the_longest_head),
        SPW_TEST(indications_are_found_by_text_when_the_number_is_missing),
        SPW_TEST(errors_are_found_by_number_and_by_text),
        SPW_TEST(variables_of_peers_and_of_both_groups_are_found),
        SPW_TEST(values_without_a_row_fall_to_the_star),
        SPW_TEST(limits_follow_the_firmware),
        SPW_TEST(firmware_is_told_by_the_build),
        SPW_TEST(the_store_has_words_of_each_dialect),
    };
    return cmocka_run_group_tests(tests, world_setup, world_teardown);
}
