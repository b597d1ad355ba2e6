/* The simulated module as a whole: birth, time, and the bytes of the host. */
#include "twin/twin.h"

#include "base/memory.h"
#include "twin/state.h"

enum { PACKET_MAX = PAYLOAD_BYTES_MAX + 8192, BUILD_MAX = 128, NAME_MAX_BYTES = 256 };

/* ---- birth and death ---------------------------------------------------------------------------------------------- */

static const struct dialect *choose_dialect(const struct knowledge *k, struct slice name)
{
    for (size_t i = 0; i < k->n_dialects; i++) {
        const struct dialect *d = &k->dialects[i];
        if (d->n_behaviour > 0 && (name.n == 0 || slice_eq(name, d->name))) {
            return d;
        }
    }
    return NULL;
}

/* The whole name of a build: one that was seen begins as the row does. */
static struct slice whole_build(const struct twin *t, const struct firmware_row *row)
{
    const struct variable_row *variable = dialect_variable(t->dialect, SLICE("build"));
    struct slice seen = variable != NULL ? variable->seen : row->build;
    while (seen.n > 0) {
        size_t end = slice_find(seen, SLICE(", "), 0);
        struct slice one = slice_sub(seen, 0, end);
        if (slice_starts(one, row->build)) {
            return one;
        }
        seen = slice_from(seen, end + 2);
    }
    return row->build;
}

static bool choose_firmware(struct twin *t, struct slice wanted)
{
    for (size_t i = 0; i < t->dialect->n_firmwares; i++) {
        const struct firmware_row *row = &t->dialect->firmwares[i];
        bool named = wanted.n > 0 && slice_eq(row->version, wanted);
        if (wanted.n == 0 ? row->newest : named) {
            t->build = whole_build(t, row);
            t->version = row->version;
            return true;
        }
    }
    const struct firmware_row *row = wanted.n > 0 ? dialect_firmware(t->dialect, wanted) : NULL;
    if (row == NULL) {
        return false;
    }
    buf_put(&t->own_build, wanted);
    t->build = buf_slice(&t->own_build);
    t->version = row->version;
    return true;
}

static void init_memory(struct twin *t)
{
    arena_init(&t->scratch, SCRATCH_MAX);
    array_init(&t->files, sizeof(struct file), FILES_MAX);
    struct {
        struct buf *buf;
        size_t max;
    } bufs[] = {{&t->own_build, BUILD_MAX},
                {&t->ssid, NAME_MAX_BYTES},
                {&t->key, NAME_MAX_BYTES},
                {&t->out, OUTPUT_BYTES_MAX},
                {&t->console.line, LINE_BYTES_MAX},
                {&t->console.payload, PAYLOAD_BYTES_MAX},
                {&t->console.waiting, WAITING_BYTES_MAX},
                {&t->http.text, FILE_BYTES_MAX + LINE_BYTES_MAX},
                {&t->http.out_file, LINE_BYTES_MAX},
                {&t->http.body, FILE_BYTES_MAX}};
    for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++) {
        buf_init(bufs[i].buf, bufs[i].max);
    }
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        buf_init(&t->slots[i].bytes, PAYLOAD_BYTES_MAX);
    }
    for (size_t i = 0; i < TWIN_LINKS; i++) {
        buf_init(&t->links[i].host, LINE_BYTES_MAX);
        buf_init(&t->links[i].told_name, LINE_BYTES_MAX);
        buf_init(&t->links[i].in, PACKET_MAX);
    }
    for (size_t i = 0; i < TWIN_SESSIONS; i++) {
        buf_init(&t->sessions[i].greeting, LINE_BYTES_MAX);
    }
    for (size_t i = 0; i < TIMERS; i++) {
        t->timers[i] = INT64_MAX;
    }
}

/* The module was told this network before, and saved it. */
static void join_beforehand(struct twin *t)
{
    struct call none = {.n = 0};
    setting_put_ssid(t, buf_slice(&t->ssid));
    setting_put(t, SLICE("wifi_wpa_psk_text"), buf_slice(&t->key));
    setting_put(t, SLICE("wifi_mode"), behaviour(t, WHEN_MODE_STATION));
    if (t->open_network) {
        setting_put(t, SLICE("wifi_priv_mode"), behaviour(t, WHEN_PROTECTION_NONE));
    }
    act_save(t, &none);
    buf_clear(&t->out);
}

enum spw_status twin_new(struct twin **out, const struct knowledge *k,
                         const struct twin_options *options, const struct twin_world *world)
{
    struct twin *t = MEMORY_NEW(struct twin);
    enum spw_status status = SPW_NOT_FOUND;
    *out = NULL;
    if (t == NULL) {
        return SPW_NO_MEMORY;
    }
    init_memory(t);
    t->knowledge = k;
    t->world = *world;
    t->world_time = options->world_time;
    t->speed = options->speed > 0 ? options->speed : 100;
    buf_put(&t->ssid, options->network.ssid);
    buf_put(&t->key, options->network.key);
    t->open_network = options->network.key.n == 0;
    t->dialect = choose_dialect(k, options->dialect);
    if (t->dialect != NULL) {
        status = choose_firmware(t, options->firmware) ? settings_init(t) : SPW_INVALID;
    }
    if (status != SPW_OK) {
        twin_free(t);
        return status;
    }
    if (options->joined) {
        join_beforehand(t);
    }
    *out = t;
    return SPW_OK;
}

void twin_free(struct twin *t)
{
    if (t == NULL) {
        return;
    }
    settings_dispose(t);
    for (size_t i = 0; i < t->files.n; i++) {
        file_dispose(ARRAY_AT(&t->files, struct file, i));
    }
    array_dispose(&t->files);
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        buf_dispose(&t->slots[i].bytes);
    }
    for (size_t i = 0; i < TWIN_LINKS; i++) {
        buf_dispose(&t->links[i].host);
        buf_dispose(&t->links[i].told_name);
        buf_dispose(&t->links[i].in);
    }
    for (size_t i = 0; i < TWIN_SESSIONS; i++) {
        buf_dispose(&t->sessions[i].greeting);
    }
    struct buf *const bufs[] = {&t->own_build,
                                &t->ssid,
                                &t->key,
                                &t->out,
                                &t->console.line,
                                &t->console.payload,
                                &t->console.waiting,
                                &t->http.text,
                                &t->http.out_file,
                                &t->http.body};
    for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++) {
        buf_dispose(bufs[i]);
    }
    arena_dispose(&t->scratch);
    memory_free(t);
}

/* ---- time ------------------------------------------------------------------------------------------------------------- */

void timer_set(struct twin *t, enum timer which, enum situation delay)
{
    t->timers[which] = t->now_ms + behaviour_number(t, delay) * 100 / (int64_t)t->speed;
}

void timer_wait(struct twin *t, enum timer which, int64_t ms) { t->timers[which] = t->now_ms + ms; }

void timer_stop(struct twin *t, enum timer which) { t->timers[which] = INT64_MAX; }

int64_t twin_due(const struct twin *t)
{
    int64_t due = INT64_MAX;
    for (size_t i = 0; i < TIMERS; i++) {
        due = t->timers[i] < due ? t->timers[i] : due;
    }
    return due;
}

static void fire(struct twin *t, enum timer which)
{
    static void (*const timers[])(struct twin *, enum timer) = {
        [TIMER_BOOT] = boot_timer, [TIMER_RADIO] = radio_timer, [TIMER_HTTP] = http_timer};
    if (which >= TIMER_KEEP_ALIVE) {
        keep_alive_timer(t, which);
    } else {
        timers[which](t, which);
    }
}

void twin_tick(struct twin *t, int64_t now_ms)
{
    arena_reset(&t->scratch);
    t->now_ms = now_ms;
    for (unsigned i = 0; i < TIMERS; i++) {
        if (t->timers[i] <= now_ms) {
            t->timers[i] = INT64_MAX;
            fire(t, (enum timer)i);
        }
    }
    console_pump(t);
}

/* ---- the host ------------------------------------------------------------------------------------------------------------ */

void twin_power_on(struct twin *t, int64_t now_ms)
{
    t->now_ms = now_ms;
    boot(t);
}

void twin_feed(struct twin *t, struct slice bytes, int64_t now_ms)
{
    arena_reset(&t->scratch);
    t->now_ms = now_ms;
    console_feed(t, bytes);
    console_pump(t);
}

struct buf *twin_output(struct twin *t) { return &t->out; }

/* ---- as a device ------------------------------------------------------------------------------------------------------------ */

static void device_power_on(void *self, int64_t now_ms) { twin_power_on(self, now_ms); }
static void device_feed(void *self, struct slice bytes, int64_t now_ms)
{
    twin_feed(self, bytes, now_ms);
}
static int64_t device_due(const void *self) { return twin_due(self); }
static void device_tick(void *self, int64_t now_ms) { twin_tick(self, now_ms); }
static struct buf *device_output(void *self) { return twin_output(self); }

struct device twin_device(struct twin *t)
{
    return (struct device){device_power_on, device_feed, device_due, device_tick, device_output, t};
}
