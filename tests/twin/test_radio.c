/* Boot, join and the clock, on a clock of the test's own. */
#include "twin/desk.h"

#define BOOT                                                                                       \
    "\n+WIND:1:Poweron:171117-0328fe3-SPWF04S\n"                                                   \
    "\n+WIND:13:Copyright (c) 2012-2017 STMicroelectronics, Inc. All rights Reserved:SPWF04SA\n"   \
    "\n+WIND:0:Console active\n\n+WIND:3:Watchdog Running:20\n\n+WIND:32:WiFi Hardware Started\n"
#define SCAN "\n+WIND:21:WiFi Scanning\n\n+WIND:35:WiFi Scan Complete:00\n"
#define JOIN "\n+WIND:19:WiFi Join:98:DE:D0:EA:4C:62\n\n+WIND:25:WiFi Association Successful:home\n"

static void boots(const struct twin_options *options, const char *typed, int64_t ms,
                  const char *printed)
{
    struct desk d;
    desk_load(&d);
    desk_new(&d, options);
    twin_power_on(d.twin, 0);
    desk_pass(&d, 100);
    desk_type(&d, slice_cstr(typed));
    desk_pass(&d, ms);
    assert_slice(desk_printed(&d), slice_cstr(printed));
    desk_dispose(&d);
}

static const struct twin_options at_home = {
    .network = {SLICE_INIT("home"), SLICE_INIT("key")}, .joined = true, .world_time = 1780272000};

static void a_known_network_is_joined(void **state)
{
    (void)state;
    boots(&at_home, "", 1400,
          BOOT SCAN JOIN "\n+WIND:51:WPA Handshake Complete\n\n+WIND:24:WiFi Up:0:192.168.1.37\n");
}

static void speed_shortens_the_delays(void **state)
{
    struct twin_options fast = at_home;
    (void)state;
    fast.speed = 10000;
    boots(&fast, "", 20,
          BOOT SCAN JOIN "\n+WIND:51:WPA Handshake Complete\n\n+WIND:24:WiFi Up:0:192.168.1.37\n");
}

static void a_network_of_another_name_is_not_joined(void **state)
{
    struct twin_options elsewhere = at_home;
    (void)state;
    elsewhere.joined = false;
    boots(&elsewhere, "", 2500, BOOT SCAN SCAN);
}

static void a_wrong_key_is_refused_after_the_association(void **state)
{
    (void)state;
    boots(
        &at_home, "AT+S.SCFG=console_echo,0\rAT+S.SCFG=wifi_wpa_psk_text,other\r", 1400,
        "\n+WIND:1:Poweron:171117-0328fe3-SPWF04S\n"
        "\n+WIND:13:Copyright (c) 2012-2017 STMicroelectronics, Inc. All rights Reserved:SPWF04SA\n"
        "\n+WIND:0:Console active\n\n+WIND:3:Watchdog Running:20\n"
        "AT+S.SCFG=console_echo,0\nAT-S.OK\nAT-S.OK\n\n+WIND:32:WiFi Hardware Started\n" SCAN JOIN
        "\n+WIND:40:WiFi Deauthentication:15\n\n+WIND:33:WiFi Network Lost\n");
}

static void an_open_network_does_not_suit_a_protected_one(void **state)
{
    struct twin_options open = at_home;
    (void)state;
    open.network.key = SLICE("");
    boots(
        &open, "AT+S.SCFG=wifi_priv_mode,2\r", 900,
        "\n+WIND:1:Poweron:171117-0328fe3-SPWF04S\n"
        "\n+WIND:13:Copyright (c) 2012-2017 STMicroelectronics, Inc. All rights Reserved:SPWF04SA\n"
        "\n+WIND:0:Console active\n\n+WIND:3:Watchdog Running:20\n"
        "AT+S.SCFG=wifi_priv_mode,2\nAT-S.OK\n\n+WIND:32:WiFi Hardware Started\n" SCAN
        "\n+WIND:74:Rejected Found Network\n");
}

static void an_own_network_starts(void **state)
{
    (void)state;
    boots(
        &at_home, "AT+S.SCFG=wifi_mode,3\r", 900,
        "\n+WIND:1:Poweron:171117-0328fe3-SPWF04S\n"
        "\n+WIND:13:Copyright (c) 2012-2017 STMicroelectronics, Inc. All rights Reserved:SPWF04SA\n"
        "\n+WIND:0:Console active\n\n+WIND:3:Watchdog Running:20\n"
        "AT+S.SCFG=wifi_mode,3\nAT-S.OK\n\n+WIND:32:WiFi Hardware Started\n"
        "\n+WIND:26:Started AP:home\n\n+WIND:24:WiFi Up:0:192.168.0.50\n");
}

static void a_connection_before_the_address_is_refused(void **state)
{
    struct desk d;
    (void)state;
    desk_load(&d);
    desk_new(&d, &at_home);
    twin_power_on(d.twin, 0);
    desk_pass(&d, 100);
    desk_type(&d, SLICE("AT+S.SCFG=console_echo,0\r"));
    (void)desk_printed(&d);
    desk_type(&d, SLICE("AT+S.SOCKON=host,80,,t\r"));
    assert_slice(desk_printed(&d), SLICE("AT-S.ERROR:43:Wait for Hardware Starting\n"));
    desk_pass(&d, 300);
    (void)desk_printed(&d);
    desk_type(&d, SLICE("AT+S.SOCKON=host,80,,t\r"));
    assert_slice(desk_printed(&d), SLICE("AT-S.ERROR:60:IP not ready to send\n"));
    desk_dispose(&d);
}

static void a_reset_forgets_the_clock_and_what_was_not_saved(void **state)
{
    struct desk d;
    (void)state;
    desk_load(&d);
    desk_joined(&d, NULL);
    desk_type(&d, SLICE("AT+S.TIME=1780272000\rAT+S.SCFG=user_desc,lost\rAT+S.SSIDTXT=home\r"));
    desk_type(&d, SLICE("AT+S.RESET\rAT typed while it boots\r"));
    desk_pass(&d, 5000);
    (void)desk_printed(&d);
    desk_type(&d, SLICE("AT+S.SCFG=console_echo,0\r"));
    (void)desk_printed(&d);
    desk_type(&d, SLICE("AT+S.STS=system_time\rAT+S.GCFG=user_desc\r"));
    assert_slice(desk_printed(&d), SLICE("AT-S.Var:system_time=5\nAT-S.OK\n"
                                         "AT-S.Var:user_desc=anonymous\nAT-S.OK\n"));
    desk_dispose(&d);
}

static void what_was_saved_outlives_the_twin(void **state)
{
    struct desk d;
    struct buf store;
    size_t line = 0;
    (void)state;
    buf_init(&store, 1 << 20);
    desk_load(&d);
    desk_joined(&d, NULL);
    desk_type(&d, SLICE("AT+S.SCFG=user_desc,kept\rAT+S.WCFG\rAT+S.FSC=a b,3\rxyz"));
    desk_type(&d, SLICE("AT+S.TLSCERT=auth,3\r\x01\xff-"));
    twin_save(d.twin, &store);
    twin_free(d.twin);
    desk_joined(&d, NULL);
    assert_int_equal(twin_load(d.twin, buf_slice(&store), &line), SPW_OK);
    twin_power_on(d.twin, d.now);
    desk_pass(&d, 5000);
    (void)desk_printed(&d);
    desk_type(&d, SLICE("AT+S.GCFG=user_desc\rAT+S.FSP=a b\rAT+S.TLSCERT=content,1\r"));
    assert_slice(desk_printed(&d),
                 SLICE("AT-S.Var:user_desc=kept\nAT-S.OK\nxyz\nAT-S.OK\n"
                       "AT-S.List\nAT-S.CA:0\nAT-S.Cert:0\nAT-S.Key:0\nAT-S.Id:1\nAT-S.OK\n"));
    assert_int_equal(twin_load(d.twin, SLICE("spwfdiag-twin 1\nslot ca 0g\n"), &line), SPW_INVALID);
    assert_int_equal(line, 2);
    assert_int_equal(twin_load(d.twin, SLICE("something else\n"), &line), SPW_INVALID);
    assert_int_equal(line, 1);
    buf_dispose(&store);
    desk_dispose(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_known_network_is_joined),
        SPW_TEST(speed_shortens_the_delays),
        SPW_TEST(a_network_of_another_name_is_not_joined),
        SPW_TEST(a_wrong_key_is_refused_after_the_association),
        SPW_TEST(an_open_network_does_not_suit_a_protected_one),
        SPW_TEST(an_own_network_starts),
        SPW_TEST(a_connection_before_the_address_is_refused),
        SPW_TEST(a_reset_forgets_the_clock_and_what_was_not_saved),
        SPW_TEST(what_was_saved_outlives_the_twin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
