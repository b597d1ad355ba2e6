/* The families of causes that look the same: which rivals a report names on a trace, what it says for and
 * against them, and that each comes with the observation that separates it. */
#include "engine/sample.h"
#include "support/spw_test.h"

#define AZURE "example-hub.azure-devices.net"
#define LOGIN                                                                                      \
    "AT+S.MQTTCONN=" AZURE ",8883,,2," AZURE "/dev1/?api-version=2021-04-12,secret,dev1,,,,,\r\n"

struct family {
    const char *name, *trace;
    const char *cause;  /* of the finding in the first place */
    const char *rivals; /* causes, in their order */
    const char
        *speaks; /* part of something that speaks for or against one of them; NULL: nothing */
    const char *observation; /* a command that separates */
};

static const struct family families[] = {
    {"root missing, identifier missing, another root, an intermediate",
     LOGIN "AT-S.Skip CA\r\nAT-S.Certificate Error:23\r\nAT-S.ERROR:111:Request failed\r\n",
     "tls.root-missing", "tls.key-id-missing tls.wrong-root tls.intermediate-as-root",
     "has changed its roots", "AT+S.TLSCERT=content,1"},
    {"clock, name, date, chain",
     "AT+S.SOCKON=192.168.1.9,8883,,s\r\nAT-S.Skip CA\r\nAT-S.Certificate Error:5\r\n"
     "AT-S.ERROR:74:Failed to open socket\r\n",
     "tls.server-certificate-rejected",
     "tls.clock-not-set tls.domain-mismatch tls.certificate-expired tls.algorithm-unsupported",
     "given as an address", "AT+S.TIME"},
    {"client certificate missing, or the way",
     "AT+S.TLSCERT=content,1\r\nAT-S.List\r\nAT-S.CA:1\r\nAT-S.Cert:0\r\nAT-S.Key:0\r\nAT-S.Id:"
     "1\r\n"
     "AT-S.OK\r\n" LOGIN
     "AT-S.Skip CA\r\nAT-S.Loading:1:2\r\nAT-S.Loading:2:1\r\nAT-S.Loading:3:1\r\n"
     "AT-S.ERROR:111:Request failed\r\n",
     "tls.client-certificate-missing", "mqtt.path", "those need no certificate",
     "AT+S.MQTTCONN=" AZURE ",443,/$iothub/websocket,2,"},
    {"client certificate untrusted, or its key, or its dates",
     "AT+S.TLSCERT=content,1\r\nAT-S.List\r\nAT-S.CA:1\r\nAT-S.Cert:1\r\nAT-S.Key:1\r\nAT-S.Id:"
     "1\r\n"
     "AT-S.OK\r\nAT+S.MQTTCONN=broker.example.org,8883,,2,,,dev1,,,,,\r\nAT-S.Skip CA\r\n"
     "AT-S.Loading:1:2\r\nAT-S.Loading:2:2\r\nAT-S.Loading:3:2\r\nAT-S.ERROR:111:Request "
     "failed\r\n",
     "tls.client-certificate-untrusted",
     "tls.client-key-mismatch tls.certificate-expired mqtt.path", NULL,
     "openssl pkey -in device.key -pubout"},
    {"password, user name, client id, path, a broker that is down",
     "AT+S.MQTTCONN=broker.example.org,1883,,0,user,secret,dev1,,,,,\r\n"
     "AT-S.ERROR:111:Request failed\r\n",
     "mqtt.credentials", "mqtt.username-format mqtt.client-id mqtt.path tcp.refused",
     "of one's own",
     "mosquitto_sub -h broker.example.org -p 1883 -u user -P <password> -i dev1 -t test -d"},
    {"Wi-Fi key, or mode, or signal",
     "+WIND:1:Poweron:171117-0328fe3-SPWF04S\r\n+WIND:0:Console active\r\n"
     "+WIND:32:WiFi Hardware Started\r\n+WIND:21:WiFi Scanning\r\n+WIND:35:WiFi Scan Complete:0\r\n"
     "+WIND:19:WiFi Join:00:11:22:33:44:55\r\n+WIND:25:WiFi Association successful:home\r\n"
     "+WIND:15:WiFi Signal Low:-90\r\n+WIND:40:Deauthentication:15\r\n",
     "wifi.key-rejected", "wifi.auth-type wifi.signal-lost", "fell below its threshold",
     "AT+S.SCAN"},
    {"no lease, or the key, or the signal",
     "+WIND:1:Poweron:171117-0328fe3-SPWF04S\r\n+WIND:0:Console active\r\n"
     "+WIND:32:WiFi Hardware Started\r\n+WIND:25:WiFi Association successful:home\r\n"
     "+WIND:85:DHCP Failed to Get Lease\r\n",
     "ip.no-lease", "wifi.key-rejected wifi.signal-lost", NULL, "AT+S.SCFG=ip_use_dhcpc,0"},
    {"name, or route",
     "AT+S.SOCKON=broker.example.org,1883,,t\r\nAT-S.ERROR:65:DNS address failure\r\n",
     "dns.not-resolved", "ip.not-ready tcp.unreachable", NULL, "AT+S.PING=,,9.9.9.9"},
    {"port, or path, or password",
     "AT+S.MQTTCONN=" AZURE ",8884,,2,user,secret,dev1,,,,,\r\nAT-S.ERROR:111:Request failed\r\n",
     "mqtt.port", "tcp.unreachable", NULL, "nc -vz " AZURE " 8884"},
};

static void put_rivals(const struct spw_finding *f, struct buf *out)
{
    for (size_t i = 0; i < f->n_rivals; i++) {
        buf_cstr(out, i == 0 ? "" : " ");
        buf_put(out, f->rivals[i].cause);
    }
}

static bool any_ground(const struct spw_ground *grounds, size_t n, const char *part)
{
    for (size_t i = 0; i < n; i++) {
        if (slice_contains(grounds[i].text, slice_cstr(part))) {
            return true;
        }
    }
    return false;
}

static bool speaks(const struct spw_finding *f, const char *part)
{
    bool found = false;
    for (size_t i = 0; i < f->n_rivals && !found; i++) {
        const struct spw_rival *r = &f->rivals[i];
        found = any_ground(r->speaks_for, r->n_for, part) ||
                any_ground(r->speaks_against, r->n_against, part);
    }
    return found;
}

static bool is_told(const struct spw_finding *f, const char *command)
{
    for (size_t i = 0; i < f->n_rivals; i++) {
        const struct spw_step *tell = &f->rivals[i].tell;
        for (size_t k = 0; k < tell->n_commands; k++) {
            if (slice_starts(tell->commands[k], slice_cstr(command))) {
                return true;
            }
        }
    }
    return false;
}

static void check(const struct family *family)
{
    SPW_ROW(family->name);
    struct buf rivals;
    struct spw_engine *e = sample_diagnose(slice_cstr(family->trace), 0, false);
    const struct spw_report *r = spw_engine_report(e);
    buf_init(&rivals, 1000);
    assert_number_row(r->n_findings > 0, true);
    const struct spw_finding *f = &r->findings[0];
    assert_slice_row(f->cause, slice_cstr(family->cause));
    put_rivals(f, &rivals);
    assert_slice_row(buf_slice(&rivals), slice_cstr(family->rivals));
    assert_number_row(family->speaks == NULL || speaks(f, family->speaks), true);
    assert_number_row(is_told(f, family->observation), true);
    buf_dispose(&rivals);
    spw_engine_free(e);
}

static void causes_that_look_the_same_are_told_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(families); i++) {
        check(&families[i]);
    }
}

static void a_certain_cause_has_no_rivals(void **state)
{
    static const char trace[] = "AT+S.TLSCERT=content,1\r\nAT-S.List\r\nAT-S.CA:0\r\nAT-S.Cert:"
                                "0\r\nAT-S.Key:0\r\nAT-S.Id:0\r\n"
                                "AT-S.OK\r\n" LOGIN "AT-S.Skip CA\r\nAT-S.Certificate Error:23\r\n"
                                "AT-S.ERROR:111:Request failed\r\n";
    (void)state;
    struct spw_engine *e = sample_diagnose(slice_cstr(trace), 0, false);
    const struct spw_report *r = spw_engine_report(e);
    assert_true(r->n_findings > 0);
    assert_int_equal(r->findings[0].confidence, SPW_CERTAIN);
    for (size_t i = 0; i < r->n_findings; i++) {
        assert_int_equal(r->findings[i].n_rivals, 0);
    }
    spw_engine_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(causes_that_look_the_same_are_told_apart),
        SPW_TEST(a_certain_cause_has_no_rivals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
