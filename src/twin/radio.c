/* Boot, scan, join: sequences of indications that a timer goes through. The access point in reach decides
 * how a join ends. */
#include "base/stamp.h"
#include "twin/state.h"

static bool is_mode(const struct twin *t, enum situation mode)
{
    return slice_eq(setting_text(t, SLICE("wifi_mode")), behaviour(t, mode));
}

/* ---- what is asked of it ---------------------------------------------------------------------------------------- */

bool radio_has_address(const struct twin *t)
{
    return t->radio.state == RADIO_READY || t->radio.state == RADIO_OWN_NETWORK;
}

struct slice radio_address(const struct twin *t)
{
    switch (t->radio.state) {
    case RADIO_READY:
        return behaviour(t, WHEN_LEASED_ADDRESS);
    case RADIO_OWN_NETWORK:
        return behaviour(t, WHEN_OWN_ADDRESS);
    case RADIO_STARTING:
    case RADIO_OFF:
    case RADIO_IDLE:
    case RADIO_SCANNING:
    case RADIO_JOINING:
        break;
    }
    return slice_of(NULL, 0);
}

struct slice radio_state_text(const struct twin *t)
{
    static const enum situation texts[] = {
        [RADIO_STARTING] = WHEN_STATE_STARTING, [RADIO_OFF] = WHEN_STATE_OFF,
        [RADIO_IDLE] = WHEN_STATE_IDLE,         [RADIO_SCANNING] = WHEN_STATE_SCANNING,
        [RADIO_JOINING] = WHEN_STATE_JOINING,   [RADIO_OWN_NETWORK] = WHEN_STATE_OWN_NETWORK,
        [RADIO_READY] = WHEN_STATE_READY};
    return behaviour(t, texts[t->radio.state]);
}

/* ---- joining: one function a step, each ends by saying when the next comes ---------------------------------------- */

enum step { STEP_START, STEP_SCAN, STEP_FOUND, STEP_KEYS, STEP_ADDRESS };

static void next(struct twin *t, enum step step, enum situation delay)
{
    t->radio.step = step;
    timer_set(t, TIMER_RADIO, delay);
}

static void give_address(struct twin *t, enum situation address)
{
    say_indication(t, M_WIFI_UP, FIELDS(behaviour(t, WHEN_INTERFACE_IPV4), behaviour(t, address)));
}

static void start_own_network(struct twin *t)
{
    t->radio.state = RADIO_OWN_NETWORK;
    say_indication(t, M_AP_STARTED, FIELDS(setting_ssid(t)));
    give_address(t, WHEN_OWN_ADDRESS);
}

static void step_start(struct twin *t)
{
    say_indication(t, M_RADIO_STARTED, NO_FIELDS);
    if (is_mode(t, WHEN_MODE_OWN_NETWORK)) {
        start_own_network(t);
    } else if (is_mode(t, WHEN_MODE_STATION)) {
        t->radio.state = RADIO_SCANNING;
        say_indication(t, M_WIFI_SCANNING, NO_FIELDS);
        next(t, STEP_FOUND, WHEN_TIME_SCAN);
    } else {
        t->radio.state = RADIO_IDLE;
    }
}

static void step_scan(struct twin *t)
{
    t->radio.state = RADIO_SCANNING;
    say_indication(t, M_WIFI_SCANNING, NO_FIELDS);
    next(t, STEP_FOUND, WHEN_TIME_SCAN);
}

static bool wants_open(const struct twin *t)
{
    return slice_eq(setting_text(t, SLICE("wifi_priv_mode")), behaviour(t, WHEN_PROTECTION_NONE));
}

static void step_found(struct twin *t)
{
    struct slice name = setting_ssid(t);
    say_indication(t, M_SCAN_COMPLETE, FIELDS(behaviour(t, WHEN_SCAN_DONE)));
    if (name.n == 0 || !slice_eq(name, buf_slice(&t->ssid))) {
        next(t, STEP_SCAN, WHEN_TIME_RESCAN);
        return;
    }
    if (wants_open(t) != t->open_network) {
        say_indication(t, M_NETWORK_REJECTED, NO_FIELDS);
        next(t, STEP_SCAN, WHEN_TIME_RESCAN);
        return;
    }
    t->radio.state = RADIO_JOINING;
    say_indication(t, M_WIFI_JOIN, FIELDS(behaviour(t, WHEN_NEIGHBOUR_BSSID)));
    next(t, STEP_KEYS, WHEN_TIME_JOIN);
}

static void step_keys(struct twin *t)
{
    say_indication(t, M_WIFI_ASSOCIATED, FIELDS(setting_ssid(t)));
    next(t, STEP_ADDRESS, WHEN_TIME_HANDSHAKE);
}

static void refuse_key(struct twin *t)
{
    say_indication(t, M_DEAUTHENTICATED, FIELDS(behaviour(t, WHEN_KEY_REFUSED)));
    say_indication(t, M_NETWORK_LOST, NO_FIELDS);
    next(t, STEP_SCAN, WHEN_TIME_RESCAN);
}

static void step_address(struct twin *t)
{
    if (!t->open_network) {
        if (!slice_eq(setting_text(t, SLICE("wifi_wpa_psk_text")), buf_slice(&t->key))) {
            refuse_key(t);
            return;
        }
        say_indication(t, M_WPA_HANDSHAKE, NO_FIELDS);
    }
    t->radio.state = RADIO_READY;
    give_address(t, WHEN_LEASED_ADDRESS);
    if (setting_number(t, SLICE("ip_ntp_startup"), 0) != 0 && t->world_time != TIME_NONE) {
        clock_from_network(t);
    }
}

void radio_timer(struct twin *t, enum timer which)
{
    static void (*const steps[])(struct twin *) = {[STEP_START] = step_start,
                                                   [STEP_SCAN] = step_scan,
                                                   [STEP_FOUND] = step_found,
                                                   [STEP_KEYS] = step_keys,
                                                   [STEP_ADDRESS] = step_address};
    (void)which;
    steps[t->radio.step](t);
}

/* ---- boot ------------------------------------------------------------------------------------------------------------ */

void radio_restart(struct twin *t)
{
    t->radio.state = RADIO_STARTING;
    timer_stop(t, TIMER_RADIO);
}

/* From the reset on nothing listens until the console is up. */
void boot(struct twin *t)
{
    t->sleeping = true;
    t->busy = false;
    console_reset(t);
    settings_restore(t);
    links_drop(t);
    radio_restart(t);
    clock_restart(t);
    say_indication(t, M_POWER_ON, FIELDS(t->build));
    timer_set(t, TIMER_BOOT, WHEN_TIME_BOOT);
}

void boot_timer(struct twin *t, enum timer which)
{
    (void)which;
    t->sleeping = false;
    say_indication(t, M_COPYRIGHT, FIELDS(behaviour(t, WHEN_BANNER)));
    say_indication(t, M_CONSOLE_ACTIVE, NO_FIELDS);
    say_indication(t, M_WATCHDOG_RUNNING, FIELDS(behaviour(t, WHEN_WATCHDOG_SECONDS)));
    next(t, STEP_START, WHEN_TIME_RADIO);
}

/* ---- commands ---------------------------------------------------------------------------------------------------------- */

void act_reset(struct twin *t, const struct call *c)
{
    (void)c;
    say_indication(t, M_RESETTING, NO_FIELDS);
    boot(t);
}

void act_radio(struct twin *t, const struct call *c)
{
    bool on = slice_eq(call_text(c, P_MODE), SLICE("1"));
    say_ok(t);
    if (on) {
        if (t->radio.state == RADIO_OFF) {
            t->radio.state = RADIO_STARTING;
            next(t, STEP_START, WHEN_TIME_RADIO);
        }
        return;
    }
    links_drop(t);
    timer_stop(t, TIMER_RADIO);
    t->radio.state = RADIO_OFF;
    say_indication(t, M_RADIO_DOWN, NO_FIELDS);
}

/* The only network in reach is the one of the simulation. What a row tells beside name and address is
 * made up and always the same. */
void act_scan(struct twin *t, const struct call *c)
{
    size_t found = t->ssid.n > 0 ? 1 : 0;
    (void)c;
    say_reply(t, M_NETWORKS, FIELDS(number_text(t, (int64_t)found)));
    if (found > 0) {
        struct slice fields[] = {
            SLICE("1"),          behaviour(t, WHEN_NEIGHBOUR_BSSID),
            SLICE("6"),          SLICE("-50"),
            buf_slice(&t->ssid), t->open_network ? SLICE("0421") : SLICE("0431 WPA2")};
        say_bare(t, M_NETWORK_FOUND, fields, sizeof fields / sizeof fields[0]);
    }
    say_ok(t);
}
