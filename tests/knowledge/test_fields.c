/* Fields cut out of lines as the two families print them. */
#include "knowledge/world.h"

enum { FIELDS_MAX = 12 };

struct cut {
    bool elder;
    int number; /* of an indication; -1: the reply that the text begins with */
    const char *text;
    size_t n;
    const char *fields[8]; /* NULL: not there */
};

static const struct cut cuts[] = {
    {false, -1, "OK", 0, {NULL, NULL}},
    {false, -1, "OK:20304", 1, {"20304", NULL}},
    {false, -1, "OK:20304:10", 2, {"20304", "10"}},
    {false, -1, "ERROR:111:Request failed", 2, {"111", "Request failed"}},
    {false, -1, "CA:1", 1, {"1"}},
    {false, -1, "SubjectKeyId:E5:9D:59", 1, {"E5:9D:59"}},
    {false, -1, "Loading:1:2", 2, {"1", "2"}},
    {false, -1, "On:192.168.1.2:0", 2, {"192.168.1.2", "0"}},
    {false, -1, "On:1", 1, {NULL, "1"}},
    {false, -1, "On:fe80:0:0::1:3", 2, {"fe80:0:0::1", "3"}},
    {false, -1, "List", 0, {NULL}},
    {false, -1, "List::0:1:t:12:10.0.0.1:80", 7, {"", "0", "1", "t", "12", "10.0.0.1", "80"}},
    {false, -1, "Var:wifi_ssid=a=b:c", 2, {"wifi_ssid", "a=b:c"}},
    {false, -1, "Var:0.rx_rssi=-60", 2, {"0.rx_rssi", "-60"}},
    {false, -1, "Http Client Error:1", 1, {"1"}},
    {false, 1, "Poweron:171117-0328fe3-SPWF04S", 1, {"171117-0328fe3-SPWF04S"}},
    {false, 3, "Watchdog Running:20", 1, {"20"}},
    {false, 24, "WiFi Up:0:192.168.0.50", 2, {"0", "192.168.0.50"}},
    {false, 24, "WiFi Up::fe80:0:0:0:280:e1ff:fec4:2d", 2, {"", "fe80:0:0:0:280:e1ff:fec4:2d"}},
    {false, 29, "DHCP Reply:192.168.0.2", 1, {"192.168.0.2", NULL}},
    {false, 55, "Pending Data::0:4:4", 4, {"", "0", "4", "4"}},
    {false,
     86,
     "MQTT Published:0:devices/a:b/c:0:1:0:5:5",
     7,
     {"0", "devices/a:b/c", "0", "1", "0", "5", "5"}},
    {false, 87, "MQTT Closed:0:0", 2, {"0", "0"}},
    {false, 0, "Console active", 0, {NULL}},
    {true, 1, "Poweron (141106-0950875-SPWF01S)", 1, {"141106-0950875-SPWF01S"}},
    {true, 1, "Power On (141106-0950875-SPWF01S)", 1, {"141106-0950875-SPWF01S"}},
    {true, 19, "WiFi Join:F4:CA:E5:D3:65:34", 1, {"F4:CA:E5:D3:65:34"}},
    {true, 24, "WiFi Up:192.168.1.43", 1, {"192.168.1.43"}},
    {true, 25, "WiFi Association with 'freebox_EVB' successful", 1, {"freebox_EVB"}},
    {true, 25, "WiFi Association with 'it's mine' successful", 1, {"it's mine"}},
    {true, 35, "WiFi Scan Complete (0x0)", 1, {"0x0"}},
    {true, 13, "ST SPWF01SA1 IWM: Copyright (c) 2014", 1, {"ST SPWF01SA1 IWM: Copyright (c) 2014"}},
    {true, -1, "ERROR: Pending data", 1, {"Pending data"}},
    {true, -1, "ID: 00", 1, {"00"}},
    {true, -1, "DATALEN: 4", 1, {"4"}},
    {true, -1, "#  nv_manuf = ST", 2, {"nv_manuf", "ST"}},
    {true, -1, "# wifi_ssid = 53:4D", 2, {"wifi_ssid", "53:4D"}},
    {true, -1, "GPIO 6 = 1,in", 3, {"6", "1", "in"}},
    {true, -1, "I  4096 /index.html", 2, {"4096", "/index.html"}},
    {true, -1, "F/W update model 'SPWF' not matching local 'SPWF01SA'", 2, {"SPWF", "SPWF01SA"}},
    {true, -1, "Invalid F/W image(60783F3C)", 1, {"60783F3C"}},
};

static size_t cut_reply(const struct cut *c, const struct dialect *d, struct slice *out, size_t *n)
{
    const struct reply_row *row = dialect_reply_by_text(d, slice_cstr(c->text));
    assert_non_null(row);
    *n = row->n_fields;
    assert_true(*n <= FIELDS_MAX);
    return dialect_fields(row->fields, *n, row->head, row->form, slice_cstr(c->text), out);
}

static size_t cut_indication(const struct cut *c, const struct dialect *d, struct slice *out,
                             size_t *n)
{
    const struct indication_row *row = dialect_indication(d, c->number);
    assert_non_null(row);
    *n = row->n_fields;
    assert_true(*n <= FIELDS_MAX);
    return dialect_fields(row->fields, *n, row->name, row->form, slice_cstr(c->text), out);
}

static void fields_are_cut_as_each_family_prints_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(cuts); i++) {
        const struct cut *c = &cuts[i];
        const struct dialect *d = c->elder ? spwf01() : spwf04();
        struct slice out[FIELDS_MAX];
        size_t n = 0;
        SPW_ROW(c->text);
        size_t found = c->number < 0 ? cut_reply(c, d, out, &n) : cut_indication(c, d, out, &n);
        assert_number_row(found, c->n);
        for (size_t j = 0; j < n && j < 8; j++) {
            assert_number_row(out[j].p != NULL, c->fields[j] != NULL);
            assert_slice_row(out[j], slice_cstr(c->fields[j]));
        }
    }
}

static void a_network_of_a_scan_is_cut_by_its_form(void **state)
{
    const struct reply_row *row = dialect_reply(spwf04(), SLICE("BSS"));
    struct slice out[FIELDS_MAX];
    (void)state;
    size_t n = dialect_fields(
        row->fields, row->n_fields, row->head, row->form,
        SLICE("2:\tBSS 98:DE:D0:EA:4C:62 CHAN: 06 RSSI: -61 SSID: 'TP: x' CAPS: 0431 WPA2"), out);
    assert_int_equal(n, 6);
    assert_slice(out[0], SLICE("2"));
    assert_slice(out[1], SLICE("98:DE:D0:EA:4C:62"));
    assert_slice(out[2], SLICE("06"));
    assert_slice(out[3], SLICE("-61"));
    assert_slice(out[4], SLICE("TP: x"));
    assert_slice(out[5], SLICE("0431 WPA2"));
}

/* Whatever stands behind a head, no field lies outside the line and none is invented. */
static void cut_lines_give_no_fields_from_elsewhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(cuts); i++) {
        const struct dialect *d = cuts[i].elder ? spwf01() : spwf04();
        struct slice whole = slice_cstr(cuts[i].text);
        for (size_t n = 0; n <= whole.n; n++) {
            struct slice text = slice_sub(whole, 0, n);
            for (size_t j = 0; j < d->n_replies; j++) {
                const struct reply_row *row = &d->replies[j];
                struct slice out[FIELDS_MAX];
                (void)dialect_fields(row->fields, row->n_fields, row->head, row->form, text, out);
                for (size_t f = 0; f < row->n_fields; f++) {
                    assert_true(out[f].p == NULL ||
                                (out[f].p >= text.p && out[f].p + out[f].n <= text.p + text.n));
                }
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(fields_are_cut_as_each_family_prints_them),
        SPW_TEST(a_network_of_a_scan_is_cut_by_its_form),
        SPW_TEST(cut_lines_give_no_fields_from_elsewhere),
    };
    return cmocka_run_group_tests(tests, world_setup, world_teardown);
}
