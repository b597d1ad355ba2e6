/* The sessions of the matrix of mistakes, compared with their corrections; and with themselves, recorded in
 * other ways. */
#include "compare/diff.h"
#include "engine/matrix/material.h"
#include "engine/matrix/trial.h"
#include "engine/sample.h"
#include "support/spw_test.h"

enum { CASES_MAX = 512, TODAY = 1780272000, FILES = 10 };

static const char *const files[FILES] = {
    "boot.matrix",  "console.matrix", "wifi.matrix",   "ip.matrix",   "net.matrix",
    "slots.matrix", "tls.matrix",     "client.matrix", "mqtt.matrix", "http.matrix"};
static struct buf texts[FILES];
static struct array cases;
static unsigned wrong;

static const struct spw_options options = {.now = TODAY};

struct pair {
    struct story good, bad;
    struct diff diff;
};

static void compare(struct pair *p, struct slice good, struct slice bad)
{
    assert_int_equal(story_read(&p->good, good, sample_knowledge(), &options), SPW_OK);
    assert_int_equal(story_read(&p->bad, bad, sample_knowledge(), &options), SPW_OK);
    assert_int_equal(diff_make(&p->diff, &p->good, &p->bad), SPW_OK);
}

static void dispose(struct pair *p)
{
    diff_dispose(&p->diff);
    story_dispose(&p->good);
    story_dispose(&p->bad);
}

static void write_session(const struct matrix_case *c, bool elder, bool mistaken, enum style style,
                          struct buf *out)
{
    struct script s;
    case_script(c, elder, mistaken, &s);
    script_write(&s, style, trial_all(&s), out);
    script_dispose(&s);
}

/* A mistake shows as a step that parts from the good session: with a line in one of the two. */
static void check_mistake(const struct matrix_case *c, bool elder)
{
    struct buf good, bad;
    struct pair p;
    buf_init(&good, SESSION_MAX);
    buf_init(&bad, SESSION_MAX);
    write_session(c, elder, false, STYLE_CONSOLE, &good);
    write_session(c, elder, true, STYLE_CONSOLE, &bad);
    compare(&p, buf_slice(&good), buf_slice(&bad));
    if (diff_is_same(&p.diff)) {
        print_error("%.*s [%s]: no difference\n", SLICE_ARG(c->name), elder ? "01" : "04");
        fail();
    }
    for (size_t i = 0; i < p.diff.findings_bad.n; i++) {
        assert_non_null(*ARRAY_AT(&p.diff.findings_bad, const struct spw_finding *, i));
    }
    assert_true(p.diff.findings_bad.n > 0);
    dispose(&p);
    buf_dispose(&good);
    buf_dispose(&bad);
}

/* The corrected session: of a broken-off payload the number of bytes depends on the line ends. */
static void check_styles(const struct matrix_case *c, bool elder)
{
    static const enum style styles[] = {STYLE_CONSOLE, STYLE_LF,     STYLE_CRLF,    STYLE_STAMPED,
                                        STYLE_DATED,   STYLE_MARKED, STYLE_TRANSMIT};
    struct buf first, second;
    buf_init(&first, SESSION_MAX);
    write_session(c, elder, false, STYLE_CONSOLE, &first);
    for (size_t i = 0; i < SPW_COUNT(styles); i++) {
        struct pair p;
        if (case_skips(c, style_names[styles[i]])) {
            continue;
        }
        buf_init(&second, SESSION_MAX);
        write_session(c, elder, false, styles[i], &second);
        compare(&p, buf_slice(&first), buf_slice(&second));
        if (p.diff.first < p.diff.rows.n) {
            const struct diff_row *row = ARRAY_AT(&p.diff.rows, struct diff_row, p.diff.first);
            print_error("%.*s [%s] %s: row %zu\n", SLICE_ARG(c->name), elder ? "01" : "04",
                        style_names[styles[i]], p.diff.first);
            spw_print_slice("step", row->good != NULL ? row->good->text : row->bad->text);
            for (size_t k = 0; k < row->n_values; k++) {
                spw_print_slice("good", row->values[k].good);
                spw_print_slice("bad", row->values[k].bad);
            }
            wrong++;
        }
        dispose(&p);
        buf_dispose(&second);
    }
    buf_dispose(&first);
}

static void visit(void (*check)(const struct matrix_case *c, bool elder))
{
    for (size_t i = 0; i < cases.n; i++) {
        const struct matrix_case *c = ARRAY_AT(&cases, struct matrix_case, i);
        if (c->newer) {
            check(c, false);
        }
        if (c->elder) {
            check(c, true);
        }
    }
}

static void every_mistake_differs_from_its_correction(void **state)
{
    (void)state;
    visit(check_mistake);
}

static void the_way_of_recording_makes_no_difference(void **state)
{
    (void)state;
    visit(check_styles);
    assert_int_equal(wrong, 0);
}

/* ---- what is set aside, and what is not ------------------------------------------------------------------ */

static void runs_that_differ_as_runs_do_are_the_same(void **state)
{
    static const struct {
        const char *name, *good, *bad;
        bool same;
    } rows[] = {
        {"stamps", "[10:00:01.000] AT\n[10:00:01.100] AT-S.OK\n",
         "[11:30:02.000] AT\n[11:30:02.100] AT-S.OK\n", true},
        {"an address given by the network", "+WIND:24:WiFi Up:0:192.168.1.7\nAT\nAT-S.OK\n",
         "+WIND:24:WiFi Up:0:192.168.1.8\nAT\nAT-S.OK\n", true},
        {"a token",
         "AT+S.MQTTCONN=h.azure-devices.net,8883,,2,h.azure-devices.net/d,SharedAccessSignature "
         "sr=h.azure-devices.net%2Fdevices%2Fd&sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D&se="
         "1800000000,"
         "d\nAT-S.OK\n",
         "AT+S.MQTTCONN=h.azure-devices.net,8883,,2,h.azure-devices.net/d,SharedAccessSignature "
         "sr=h.azure-devices.net%2Fdevices%2Fd&sig=BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB%3D&se="
         "1800009999,"
         "d\nAT-S.OK\n",
         true},
        {"an indication that comes later",
         "AT+S.SCFG=wifi_ssid,x\n+WIND:2:Reset\nAT-S.OK\nAT\nAT-S.OK\n",
         "AT+S.SCFG=wifi_ssid,x\nAT-S.OK\n+WIND:2:Reset\nAT\nAT-S.OK\n", true},
        {"a variable", "AT+S.SCFG=ip_use_dhcp,1\nAT-S.OK\n", "AT+S.SCFG=ip_use_dhcp,0\nAT-S.OK\n",
         false},
        {"another variable", "AT+S.SCFG=ip_use_dhcp,1\nAT-S.OK\n",
         "AT+S.SCFG=wifi_priv_mode,1\nAT-S.OK\n", false},
        {"a port", "AT+S.SOCKON=h,8883,,t\nAT-S.OK\n", "AT+S.SOCKON=h,1883,,t\nAT-S.OK\n", false},
        {"an indication that is missing", "AT\n+WIND:24:WiFi Up:0:192.168.1.7\nAT-S.OK\n",
         "AT\nAT-S.OK\n", false},
        {"a reply", "AT\nAT-S.OK\n", "AT\nAT-S.ERROR:1:Command not found\n", false}};
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct pair p;
        compare(&p, slice_cstr(rows[i].good), slice_cstr(rows[i].bad));
        assert_number_row(diff_is_same(&p.diff), rows[i].same);
        dispose(&p);
    }
}

static void settings_and_certificates_are_told_by_name(void **state)
{
    struct pair p;
    struct buf bad;
    (void)state;
    buf_init(&bad, SESSION_MAX);
    assert_true(sample_read("traces/001-azure-intermediate-loaded-as-root/trace.txt", &bad));
    buf_put(&bad, SLICE("\nAT+S.SCFG=console_echo,0\nAT-S.OK\n"));
    compare(&p,
            SLICE("AT+S.TLSCERT=content,2\nAT-S.Clean\nAT-S.OK\nAT+S.SCFG=console_echo,1\n"
                  "AT-S.OK\n"),
            buf_slice(&bad));
    assert_int_equal(p.diff.settings.n, 1);
    const struct diff_setting *s = ARRAY_AT(&p.diff.settings, struct diff_setting, 0);
    assert_slice(s->value.name, SLICE("console_echo"));
    assert_slice(s->value.good, SLICE("1"));
    assert_slice(s->value.bad, SLICE("0"));
    const struct diff_slot *slot = ARRAY_AT(&p.diff.slots, struct diff_slot, 0);
    assert_non_null(slot);
    assert_string_equal(slot->key, "store.ca");
    assert_slice(slot->holds.good, SLICE("nothing"));
    assert_slice(slot->holds.bad, SLICE("Microsoft IT TLS CA 1"));
    dispose(&p);
    buf_dispose(&bad);
}

static int set_up(void **state)
{
    (void)state;
    material_make();
    array_init(&cases, sizeof(struct matrix_case), CASES_MAX);
    for (size_t i = 0; i < FILES; i++) {
        buf_init(&texts[i], SESSION_MAX);
        cases_read(files[i], &texts[i], &cases);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    material_free();
    array_dispose(&cases);
    for (size_t i = 0; i < FILES; i++) {
        buf_dispose(&texts[i]);
    }
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(every_mistake_differs_from_its_correction),
                                       SPW_TEST(the_way_of_recording_makes_no_difference),
                                       SPW_TEST(runs_that_differ_as_runs_do_are_the_same),
                                       SPW_TEST(settings_and_certificates_are_told_by_name)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
