/* Fields attempt.*, token.* and service.*. */
#include "facts/fixture.h"

static const char sas[] = "SharedAccessSignature sr=hub.azure-devices.net%2Fdevices%2Fdev1&"
                          "sig=igZeiL7d8T66eWHlf4TDtc55pMlbXBae8f%2FE8pEAJWI%3D&se=1529349013";

/* AT+S.MQTTCONN to an Azure hub that failed. */
static void connect_to_azure(struct fixture *x)
{
    const char *values[] = {"hub.azure-devices.net",
                            "8883",
                            "",
                            "2",
                            "hub.azure-devices.net/dev1/?api-version=2021-04-12",
                            sas,
                            "dev1"};
    struct attempt *a = &x->attempt;
    fixture_dialect(x, "spwf04");
    fixture_command(x, "AT+S.MQTTCONN", values, SPW_COUNT(values));
    a->id = 3;
    a->kind = ATTEMPT_MQTT;
    a->host = a->values[0];
    a->port = 8883;
    a->user = a->values[4];
    a->password = a->values[5];
    a->client_id = a->values[6];
    a->security = SECURITY_TLS;
    a->outcome = SPW_OUTCOME_FAILED;
    a->error_number = 111;
    a->error = dialect_error(x->session.dialect, 111);
    a->result = fixture_mark(x, SLICE("AT-S.ERROR:111:Request failed"));
    a->duration_us = 1234567;
    a->connection_id = 0;
    a->phases[SPW_PHASE_TCP].status = SPW_PHASE_OK;
    a->phases[SPW_PHASE_TLS_SERVER].status = SPW_PHASE_FAILED;
    a->phases[SPW_PHASE_TLS_SERVER].observed = true;
    a->phases[SPW_PHASE_MQTT].status = SPW_PHASE_NOT_REACHED;
}

static void the_command_and_its_outcome_are_told(void **state)
{
    static const struct field_row rows[] = {
        {"attempt.command", "MQTTCONN"},
        {"attempt.has_command", "yes"},
        {"attempt.protocol", "mqtt"},
        {"attempt.host", "hub.azure-devices.net"},
        {"attempt.host_known", "yes"},
        {"attempt.host_is_ip", "no"},
        {"attempt.port", "8883"},
        {"attempt.path", ""},
        {"attempt.user", "hub.azure-devices.net/dev1/?api-version=2021-04-12"},
        {"attempt.password", sas},
        {"attempt.client_id", "dev1"},
        {"attempt.tls_name", ""},
        {"attempt.security", "tls"},
        {"attempt.outcome", "failed"},
        {"attempt.failed", "yes"},
        {"attempt.ok", "no"},
        {"attempt.error", "111"},
        {"attempt.duration", "1234"},
        {"attempt.lasting", "no"},
        {"attempt.closed_by_peer", "no"},
        {"attempt.connection", "0"},
        {"attempt.id", "3"},
        {"attempt.phase.tcp", "ok"},
        {"attempt.phase.tls_server", "failed"},
        {"attempt.phase.mqtt", "not-reached"},
        {"attempt.phase.http", "unknown"},
        {"attempt.param.1", "hub.azure-devices.net"},
        {"attempt.param.7", "dev1"},
        {"attempt.param.8", ""},
        {"attempt.param.16", ""},
        {"attempt.params", "7"},
        {"attempt.indicate", "no"},
    };
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    assert_fields(x, rows);
    assert_true(fixture_ask(x, "attempt.error_text").known);
    assert_true(fixture_ask(x, "attempt.error_group").known);
    assert_true(fixture_ask(x, "attempt.phase.tcp").concluded);
    assert_false(fixture_ask(x, "attempt.phase.tls_server").concluded);
}

static void places_are_those_of_the_parameters(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    assert_ptr_equal(fixture_ask(x, "attempt.host").at[0], &x->attempt.value_at[0]);
    assert_ptr_equal(fixture_ask(x, "attempt.port").at[0], &x->attempt.value_at[1]);
    assert_ptr_equal(fixture_ask(x, "attempt.password").at[0], &x->attempt.value_at[5]);
    assert_ptr_equal(fixture_ask(x, "token.expires").at[0], &x->attempt.value_at[5]);
    assert_ptr_equal(fixture_ask(x, "attempt.failed").at[0], &x->attempt.result);
    assert_ptr_equal(fixture_ask(x, "attempt.has_command").at[0], &x->attempt.at);
}

static void passwords_are_secret_wherever_they_stand(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    assert_true(fixture_ask(x, "attempt.password").secret);
    assert_true(fixture_ask(x, "attempt.param.6").secret);
    assert_false(fixture_ask(x, "attempt.param.5").secret);
}

static void outcomes_are_three_valued(void **state)
{
    static const struct {
        enum spw_outcome outcome;
        const char *name, *ok, *failed;
    } rows[] = {
        {SPW_OUTCOME_UNKNOWN, "unknown", "?", "?"},
        {SPW_OUTCOME_OK, "ok", "yes", "no"},
        {SPW_OUTCOME_FAILED, "failed", "no", "yes"},
        {SPW_OUTCOME_UNFINISHED, "unfinished", "?", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        x->attempt.outcome = rows[i].outcome;
        assert_field(x, "attempt.outcome", rows[i].name);
        assert_field(x, "attempt.ok", rows[i].ok);
        assert_field(x, "attempt.failed", rows[i].failed);
    }
}

static void hosts_are_addresses_or_hidden(void **state)
{
    static const struct {
        const char *host, *known, *is_ip;
    } rows[] = {
        {"example.com", "yes", "no"},
        {"192.168.1.10", "yes", "yes"},
        {"1.2.3", "yes", "no"},
        {"1.2.3.256", "yes", "no"},
        {"fe80::1", "yes", "yes"},
        {"***.azure-devices.net", "no", "?"},
        {"<host-ip>", "no", "?"},
        {"xxx.xxx.xx.208", "no", "?"},
        {"\xE2\x99\xAF.net", "no", "?"},
        {"max.exxon.com", "yes", "no"},
        {"", "no", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        x->attempt.host = slice_cstr(rows[i].host);
        assert_field(x, "attempt.host_known", rows[i].known);
        assert_field(x, "attempt.host_is_ip", rows[i].is_ip);
    }
}

static void a_socket_may_ask_for_indications_and_a_name(void **state)
{
    const char *with[] = {"1.2.3.4", "80", "t", "ind"};
    const char *without[] = {"1.2.3.4", "80", "t"};
    const char *named[] = {"1.2.3.4", "443", "", "a.net"};
    struct fixture *x = (struct fixture *)*state;
    fixture_dialect(x, "spwf01");
    fixture_command(x, "AT+S.SOCKON", with, SPW_COUNT(with));
    assert_field(x, "attempt.indicate", "yes");
    fixture_command(x, "AT+S.SOCKON", without, SPW_COUNT(without));
    assert_field(x, "attempt.indicate", "no");
    fixture_dialect(x, "spwf04");
    fixture_command(x, "AT+S.SOCKON", named, SPW_COUNT(named));
    assert_field(x, "attempt.tls_name", "");
    x->attempt.tls_name = SLICE("a.net");
    assert_field(x, "attempt.tls_name", "a.net");
    assert_ptr_equal(fixture_ask(x, "attempt.tls_name").at[0], &x->attempt.value_at[3]);
    assert_field(x, "attempt.user", "?");
}

/* ---- token -------------------------------------------------------------------------------------- */

static void the_token_is_read(void **state)
{
    static const struct field_row rows[] = {
        {"token.kind", "sas"},
        {"token.expires", "2018-06-18"},
        {"token.expired_at_trace", "yes"},
        {"token.expired_today", "?"},
        {"token.expires_digits", "10"},
        {"token.resource", "hub.azure-devices.net/devices/dev1"},
        {"token.resource_host", "hub.azure-devices.net"},
        {"token.resource_device", "dev1"},
        {"token.has_sig", "yes"},
        {"token.has_se", "yes"},
        {"token.has_skn", "no"},
        {"token.sig_bytes", "32"},
        {"token.sig_encoded", "yes"},
        {"token.sig_double_encoded", "no"},
        {"token.prefix_ok", "yes"},
        {"token.host_matches", "yes"},
        {"token.device_matches", "yes"},
    };
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    x->session.clock.trace_time = time_parse(SLICE("2018-06-19"));
    assert_fields(x, rows);
}

static void tokens_differ_from_the_attempt(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    x->attempt.host = SLICE("other.azure-devices.net");
    x->attempt.client_id = SLICE("Dev1");
    assert_field(x, "token.host_matches", "no");
    assert_field(x, "token.device_matches", "no");
    x->attempt.host = SLICE("***.azure-devices.net");
    x->attempt.client_id = SLICE("");
    assert_field(x, "token.host_matches", "?");
    assert_field(x, "token.device_matches", "?");
}

static void other_passwords_are_no_tokens(void **state)
{
    static const struct {
        const char *password, *kind, *has_sig;
    } rows[] = {{"secret", "", "?"},
                {"***", "?", "?"},
                {"", "", "?"},
                {"SharedAccessSignature sr=***&sig=***&se=1", "sas", "yes"}};
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        x->attempt.password = slice_cstr(rows[i].password);
        assert_field(x, "token.kind", rows[i].kind);
        assert_field(x, "token.has_sig", rows[i].has_sig);
        assert_field(x, "token.sig_bytes", "?");
        assert_field(x, "token.host_matches", "?");
    }
}

static void signatures_encoded_wrongly_are_told(void **state)
{
    static const struct {
        const char *password, *bytes, *encoded, *twice;
    } rows[] = {
        {"SharedAccessSignature sr=h&sig=QUJDQ%3D%3D&se=1", "?", "yes", "no"},
        {"SharedAccessSignature sr=h&sig=QUJDQQ%3D%3D&se=1", "4", "yes", "no"},
        {"SharedAccessSignature sr=h&sig=QUJDQQ==&se=1", "4", "no", "no"},
        {"SharedAccessSignature sr=h&sig=QUJDQQ%253D%253D&se=1", "?", "yes", "yes"},
    };
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        x->attempt.password = slice_cstr(rows[i].password);
        assert_field(x, "token.sig_bytes", rows[i].bytes);
        assert_field(x, "token.sig_encoded", rows[i].encoded);
        assert_field(x, "token.sig_double_encoded", rows[i].twice);
    }
}

/* ---- service ------------------------------------------------------------------------------------ */

static void the_service_is_known_by_its_host(void **state)
{
    static const struct field_row rows[] = {
        {"service.id", "azure-iothub"},
        {"service.name", "Azure IoT Hub"},
        {"service.status", "active"},
        {"service.retired_on", ""},
        {"service.retired_at", "?"},
        {"service.port_kind", "mqtt"},
        {"service.path_ok", "yes"},
        {"service.tls_required", "yes"},
        {"service.asks_client_certificate", "yes"},
        {"service.sas", "yes"},
        {"service.username_ok", "yes"},
        {"service.root", "DigiCert Global Root G2"},
        {"attempt.root_needed", "DigiCert Global Root G2"},
        {"service.root_key_id", "4E:22:54:20:18:95:E6:E3:6E:E6:0F:FA:FA:B9:12:ED:06:17:8F:39"},
        {"service.root_der_length", "914"},
        {"service.ca_match", "?"},
        {"service.ca_until", "?"},
    };
    static const char *const told[] = {"service.ports", "service.websocket_path",
                                       "service.username", "service.client_id",
                                       "service.root_history"};
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    assert_fields(x, rows);
    for (size_t i = 0; i < SPW_COUNT(told); i++) {
        assert_true(fixture_ask(x, told[i]).text.n > 0);
    }
}

static void ports_and_paths_suit_each_other_or_not(void **state)
{
    static const struct {
        unsigned port;
        const char *path, *kind, *ok;
    } rows[] = {
        {8883, "", "mqtt", "yes"},
        {8883, "/$iothub/websocket", "mqtt", "no"},
        {443, "", "websocket", "no"},
        {443, "/$iothub/websocket", "websocket", "yes"},
        {443, "/$iothub/websocket?iothub-no-client-cert=true", "websocket", "yes"},
        {443, "/$iothub/websockets", "websocket", "no"},
        {443, "***", "websocket", "?"},
        {1883, "", "none", "?"},
        {0, "", "?", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        x->attempt.port = rows[i].port;
        x->attempt.path = slice_cstr(rows[i].path);
        assert_field(x, "service.port_kind", rows[i].kind);
        assert_field(x, "service.path_ok", rows[i].ok);
    }
}

static void hosts_of_nobody_and_hidden_hosts(void **state)
{
    static const struct {
        const char *host, *id;
    } rows[] = {
        {"hub.azure-devices.net", "azure-iothub"},
        {"***.azure-devices.net", "azure-iothub"},
        {"xxx-xxx.azure-devices.net", "azure-iothub"},
        {"<hub>.azure-devices.net", "azure-iothub"},
        {"broker.nobody-knows.example", ""},
        {"***.nobody-knows.example", "?"},
        {"", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    for (size_t round = 0; round < 2; round++) { /* the second time from memory */
        for (size_t i = 0; i < SPW_COUNT(rows); i++) {
            x->attempt.host = slice_cstr(rows[i].host);
            assert_field(x, "service.id", rows[i].id);
        }
    }
}

static void users_have_the_form_of_the_service_or_not(void **state)
{
    static const struct {
        const char *user, *ok;
    } rows[] = {
        {"hub.azure-devices.net/dev1/api-version=2016-11-14", "yes"},
        {"hub.azure-devices.net/dev1", "yes"},
        {"dev1", "no"},
        {"", "no"},
        {"***.azure-devices.net/dev1", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        x->attempt.user = slice_cstr(rows[i].user);
        assert_field(x, "service.username_ok", rows[i].ok);
    }
}

static void client_identifiers_have_the_form_of_the_service_or_not(void **state)
{
    static const struct {
        const char *host, *client_id, *ok;
    } rows[] = {
        {"broker.losant.com", "0123456789abcdef01234567", "yes"},
        {"broker.losant.com", "dev1", "no"},
        {"broker.losant.com", "***", "?"},
        {"hub.azure-devices.net", "anything", "?"},
        {"nobody.example", "anything", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        x->attempt.host = slice_cstr(rows[i].host);
        x->attempt.client_id = slice_cstr(rows[i].client_id);
        assert_field(x, "service.client_id_ok", rows[i].ok);
    }
}

static void the_root_in_effect_is_held_against_the_service(void **state)
{
    static const struct {
        const char *id, *match, *until;
    } rows[] = {
        {"4e2254201895e6e36ee60ffafab912ed06178f39", "today", "?"},
        {"e59d5930824758ccacfa085436867b3ab5044df0", "former", "2024-09-30"},
        {"58889fd6dc9c4822b7143eff8488e8e685fffa7d", "none", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    connect_to_azure(x);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_true(x509_id_parse(slice_cstr(rows[i].id), &x->session.store[SLOT_CA].id));
        assert_field(x, "service.ca_match", rows[i].match);
        assert_field(x, "service.ca_until", rows[i].until);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(the_command_and_its_outcome_are_told),
        FIXTURE_TEST(places_are_those_of_the_parameters),
        FIXTURE_TEST(passwords_are_secret_wherever_they_stand),
        FIXTURE_TEST(outcomes_are_three_valued),
        FIXTURE_TEST(hosts_are_addresses_or_hidden),
        FIXTURE_TEST(a_socket_may_ask_for_indications_and_a_name),
        FIXTURE_TEST(the_token_is_read),
        FIXTURE_TEST(tokens_differ_from_the_attempt),
        FIXTURE_TEST(other_passwords_are_no_tokens),
        FIXTURE_TEST(signatures_encoded_wrongly_are_told),
        FIXTURE_TEST(the_service_is_known_by_its_host),
        FIXTURE_TEST(ports_and_paths_suit_each_other_or_not),
        FIXTURE_TEST(hosts_of_nobody_and_hidden_hosts),
        FIXTURE_TEST(users_have_the_form_of_the_service_or_not),
        FIXTURE_TEST(client_identifiers_have_the_form_of_the_service_or_not),
        FIXTURE_TEST(the_root_in_effect_is_held_against_the_service),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
