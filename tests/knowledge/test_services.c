/* The table of services: host patterns, roots, ports. The patterns are tried with the C library's
 * extended expressions, of which the table keeps to the common part. */
#include "knowledge/world.h"

#include <regex.h>

static bool pattern_fits(struct slice pattern, const char *text)
{
    char expression[600];
    regex_t compiled;
    (void)snprintf(expression, sizeof expression, "%.*s", SLICE_ARG(pattern));
    assert_true(pattern.n < sizeof expression);
    assert_int_equal(regcomp(&compiled, expression, REG_EXTENDED | REG_ICASE | REG_NOSUB), 0);
    bool fits = regexec(&compiled, text, 0, NULL, 0) == 0;
    regfree(&compiled);
    return fits;
}

static struct slice service_of(const char *host)
{
    for (size_t i = 0; i < known()->n_services; i++) {
        if (pattern_fits(known()->services[i].host, host)) {
            return known()->services[i].id;
        }
    }
    return SLICE("");
}

struct named {
    const char *host, *id;
};

static const struct named hosts[] = {
    {"myhub.azure-devices.net", "azure-iothub"},
    {"***.azure-devices.net", "azure-iothub"},
    {"MyHub.Azure-Devices.NET", "azure-iothub"},
    {"iotc-0f1e2d3c-aaaa-bbbb-cccc-0123456789ab.azure-devices.net", "azure-iotcentral"},
    {"myhub.azure-devices.cn", "azure-iothub-cn"},
    {"myhub.azure-devices.us", "azure-iothub-gov"},
    {"global.azure-devices-provisioning.net", "azure-dps"},
    {"ns1.westeurope-1.ts.eventgrid.azure.net", "azure-eventgrid"},
    {"a1b2c3-ats.iot.eu-west-1.amazonaws.com", "aws-ats"},
    {"a1b2c3-ats.iot.cn-north-1.amazonaws.com.cn", "aws-ats"},
    {"a1b2c3.iot.eu-west-1.amazonaws.com", "aws-legacy"},
    {"mqtt.googleapis.com", "google-iotcore"},
    {"mqtt.2030.ltsapis.goog", "google-iotcore"},
    {"abc123.messaging.internetofthings.ibmcloud.com", "ibm-watson"},
    {"0123456789abcdef0123456789abcdef.s1.eu.hivemq.cloud", "hivemq-cloud"},
    {"broker.hivemq.com", "hivemq-public"},
    {"test.mosquitto.org", "mosquitto-test"},
    {"mqtt.eclipseprojects.io", "eclipse-projects"},
    {"broker.emqx.io", "emqx-public"},
    {"x1234.ala.eu-central-1.emqxsl.com", "emqx-serverless"},
    {"x1234.eu-central-1.emqx.cloud", "emqx-dedicated"},
    {"io.adafruit.com", "adafruit-io"},
    {"broker.losant.com", "losant"},
    {"industrial.api.ubidots.com", "ubidots"},
    {"mqtt3.thingspeak.com", "thingspeak"},
    {"mqtt.eu-latest.cumulocity.com", "cumulocity"},
    {"a1.iot-as-mqtt.cn-shanghai.aliyuncs.com", "alibaba-iot"},
    {"ABCDEFGHIJ.iotcloud.tencentdevices.com", "tencent-iot"},
    {"x1.iotda-device.cn-north-4.myhuaweicloud.com", "huawei-iotda"},
    {"m24.cloudmqtt.com", "cloudmqtt"},
    {"public.cloud.shiftr.io", "shiftr"},
    {"mqtt.flespi.io", "flespi"},
    {"mqtt.thingsboard.cloud", "thingsboard-cloud"},
    {"mqtt.datacake.co", "datacake"},
    {"iot.arduino.cc", "arduino-cloud"},
    {"mqtts-sa.iot.arduino.cc", "arduino-cloud"},
    {"coap.golioth.io", "golioth"},
    {"mqtt.akenza.io", "akenza"},
    {"api.particle.io", "particle"},
    {"mqtt.bosch-iot-hub.com", "bosch-iot-hub"},
    {"x1.device.iot.eu-frankfurt-1.oci.oraclecloud.com", "oracle-iot"},
    {"broker.qubitro.com", "qubitro"},
    {"192.168.0.10", "own-broker"},
    {"172.16.0.1", "own-broker"},
    {"10.1.2.3", "own-broker"},
    {"broker.local", "own-broker"},
    {"raspberry", "own-broker"},
    /* not one of them, however similar */
    {"www.amazon.com", ""},
    {"api.amazonaws.com", ""},
    {"myhub.azure-devices.net.example.com", ""},
    {"azure-devices.net", ""},
    {"172.32.0.1", ""},
    {"8.8.8.8", ""},
    {"10.example.com", ""},
    {"broker.hivemq.com.example.org", ""},
    {"notest.mosquitto.org", ""},
    {"evilgolioth.io", ""},
};

static void hosts_lead_to_their_service(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(hosts); i++) {
        SPW_ROW(hosts[i].host);
        assert_slice_row(service_of(hosts[i].host), slice_cstr(hosts[i].id));
    }
}

static void every_service_has_a_host_that_leads_to_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_services; i++) {
        bool found = false;
        for (size_t j = 0; j < SPW_COUNT(hosts); j++) {
            found = found || slice_eq(known()->services[i].id, slice_cstr(hosts[j].id));
        }
        if (!found) {
            spw_print_slice("no host for", known()->services[i].id);
        }
        assert_true(found);
        assert_ptr_equal(knowledge_service(known(), known()->services[i].id),
                         &known()->services[i]);
    }
    assert_null(knowledge_service(known(), SLICE("nothing")));
}

/* A pattern that is not tied to both ends would take a part of a name for the whole. */
static void every_alternative_of_a_host_pattern_is_anchored(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_services; i++) {
        struct slice rest = known()->services[i].host;
        int depth = 0;
        assert_true(slice_starts(rest, SLICE("^")) && slice_ends(rest, SLICE("$")));
        for (size_t at = 0; at < rest.n; at++) {
            depth += rest.p[at] == '(' ? 1 : 0;
            depth -= rest.p[at] == ')' ? 1 : 0;
            if (rest.p[at] == '|' && depth == 0) {
                assert_int_equal(rest.p[at - 1], '$');
                assert_int_equal(rest.p[at + 1], '^');
            }
        }
        assert_int_equal(depth, 0);
    }
}

/* Calls `check` with each word of a cell, up to a '='. */
static void each_word(struct slice cell, void (*check)(struct slice word))
{
    struct slice word = {NULL, 0};
    for (bool more = cell.n != 0; more;) {
        more = slice_split(cell, ' ', &word, &cell);
        check(slice_sub(word, 0, slice_find_byte(word, '=', 0)));
    }
}

static void check_root(struct slice id)
{
    const struct authority_row *row = knowledge_authority_by_key_id(known(), id, NULL);
    assert_non_null(row);
    assert_true(row->root);
}

static void check_source(struct slice key) { assert_non_null(knowledge_source(known(), key)); }

static void roots_and_sources_of_services_resolve(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_services; i++) {
        const struct service_row *row = &known()->services[i];
        each_word(row->roots_today, check_root);
        each_word(row->roots_former, check_root);
        each_word(row->sources, check_source);
    }
}

static void roots_of_today_are_valid_and_former_ones_are_others(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_services; i++) {
        const struct service_row *row = &known()->services[i];
        struct slice rest = row->roots_former;
        struct slice word = {NULL, 0};
        for (bool more = rest.n != 0; more;) {
            more = slice_split(rest, ' ', &word, &rest);
            assert_false(slice_contains(row->roots_today, slice_sub(word, 0, 40)));
        }
        rest = row->roots_today;
        for (bool more = rest.n != 0; more;) {
            more = slice_split(rest, ' ', &word, &rest);
            struct slice end = knowledge_authority_by_key_id(known(), word, NULL)->not_after;
            assert_true(slice_cmp(end, SLICE("2026-12-31")) > 0);
        }
    }
}

static void ports_and_dates_fit_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_services; i++) {
        const struct service_row *row = &known()->services[i];
        assert_true(row->websocket_path.n == 0 || row->websocket_ports.n != 0);
        assert_true(!row->tls_required || row->plain_ports.n == 0);
        assert_int_equal(row->retired_on.n != 0, slice_eq(row->status, SLICE("retired")));
        assert_true(row->name.n != 0 && row->ports.n != 0 && row->auth.n != 0);
    }
}

struct tried {
    const char *service, *username, *client_id;
    bool username_fits, client_id_fits;
};

static void user_names_and_client_ids_are_judged_by_pattern(void **state)
{
    static const struct tried rows[] = {
        {"azure-iothub", "h.azure-devices.net/DeviceID/api-version=2016-11-14", "DeviceID", true,
         true},
        {"azure-iothub", "***.azure-devices.net/d/?api-version=2021-04-12", "d", true, true},
        {"azure-iothub", "h.azure-devices.net/d", "d", true, true},
        {"azure-iothub", "h.azure-devices.net/d/m/?api-version=2021-04-12", "d/m", true, true},
        {"azure-iothub", "h.azure-devices.net", "d", false, true},
        {"azure-iothub", "d", "d", false, true},
        {"azure-dps", "0ne/registrations/r1/api-version=2019-03-31", "r1", true, true},
        {"azure-dps", "h.azure-devices.net/d", "r1", false, true},
        {"losant", "key", "0123456789abcdef01234567", true, true},
        {"losant", "key", "device", true, false},
        {"google-iotcore", "unused", "projects/p/locations/l/registries/r/devices/d", true, true},
        {"google-iotcore", "unused", "d", true, false},
        {"ibm-watson", "use-token-auth", "d:org123:type:dev", true, true},
        {"alibaba-iot", "dev&prod", "d|securemode=2,signmethod=hmacsha256,timestamp=1|", true,
         true},
        {"alibaba-iot", "dev", "d", false, false},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        const struct service_row *s = knowledge_service(known(), slice_cstr(rows[i].service));
        SPW_ROW(rows[i].username);
        bool user =
            s->username_pattern.n == 0 || pattern_fits(s->username_pattern, rows[i].username);
        bool client =
            s->client_id_pattern.n == 0 || pattern_fits(s->client_id_pattern, rows[i].client_id);
        assert_number_row(user, rows[i].username_fits);
        assert_number_row(client, rows[i].client_id_fits);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(hosts_lead_to_their_service),
        SPW_TEST(every_service_has_a_host_that_leads_to_it),
        SPW_TEST(every_alternative_of_a_host_pattern_is_anchored),
        SPW_TEST(roots_and_sources_of_services_resolve),
        SPW_TEST(roots_of_today_are_valid_and_former_ones_are_others),
        SPW_TEST(ports_and_dates_fit_together),
        SPW_TEST(user_names_and_client_ids_are_judged_by_pattern),
    };
    return cmocka_run_group_tests(tests, world_setup, world_teardown);
}
