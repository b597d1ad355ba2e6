/* twin: a module at a pseudo-terminal, simulated or from a recording. */
#include <errno.h>
#include <unistd.h>

#include "bench/serve.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "cli/setup.h"
#include "cli/whole.h"

enum {
    STORE_BYTES_MAX = 64 * 1024 * 1024,
    REASON_MAX = 1024,
    SPEED_UNIT = 100,
    SPEED_MAX = 1000 * SPEED_UNIT
};
static const char default_network[] = "twin:twin-passphrase";

struct run {
    const struct settings *settings;
    struct serve_options options;
    struct buf recording, store;
};

/* ---- what it tells ----------------------------------------------------------------------------------------------------- */

static void tell_ready(void *context, struct slice path)
{
    struct output out;
    (void)context;
    if (output_open(&out, NULL)) {
        output_put(&out, path);
        output_put(&out, SLICE("\n"));
        (void)output_close(&out, true);
    }
}

static void tell_note(void *context, struct slice text)
{
    (void)context;
    say_about("twin", text);
}

static void save_store(void *context, struct slice store)
{
    const struct run *r = context;
    struct output out;
    if (output_open(&out, r->settings->store)) {
        output_put(&out, store);
        (void)output_close(&out, true);
    }
}

/* ---- what was asked for -------------------------------------------------------------------------------------------------- */

/* The store of an earlier run; before the first there is none. */
static bool read_store(const char *path, struct buf *out)
{
    struct buf why;
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        return true;
    }
    buf_init(&why, REASON_MAX);
    bool good = reading_file(path, out, &why) == SPW_OK;
    if (!good) {
        say_about(path, buf_slice(&why));
    }
    buf_dispose(&why);
    return good;
}

static bool read_recording(const char *path, struct buf *out)
{
    struct capture_file file;
    struct buf why;
    bool damaged = false;
    buf_init(&why, REASON_MAX);
    bool good = capture_file_open(&file, path, &why) == SPW_OK;
    if (!good) {
        say_about(path, buf_slice(&why));
    } else {
        good = whole_read(&file, path, out, &damaged);
        capture_file_close(&file);
    }
    buf_dispose(&why);
    return good;
}

/* "10", "0.5", "max": how many times as fast as the clock. */
static bool set_speed(unsigned *speed, const char *text)
{
    struct slice whole, part;
    uint64_t a = 0;
    uint64_t b = 0;
    *speed = SPEED_UNIT;
    if (text == NULL) {
        return true;
    }
    if (slice_eq(slice_cstr(text), SLICE("max"))) {
        *speed = SPEED_MAX;
        return true;
    }
    bool has_part = slice_split(slice_cstr(text), '.', &whole, &part);
    bool good = slice_to_u64(whole, SPEED_MAX / SPEED_UNIT, &a) == NUMBER_OK &&
                (!has_part || (part.n <= 2 && slice_to_u64(part, SPEED_UNIT - 1, &b) == NUMBER_OK));
    b = part.n == 1 ? b * 10 : b;
    *speed = (unsigned)(a * SPEED_UNIT + b);
    if (!good || *speed == 0) {
        say("--speed takes max or a number from 0.01 to %d, not '%s'", SPEED_MAX / SPEED_UNIT,
            text);
        return false;
    }
    return true;
}

static void set_network(struct serve_options *o, const char *text)
{
    (void)slice_split(slice_cstr(text != NULL ? text : default_network), ':', &o->ssid, &o->key);
}

static bool check_settings(const struct settings *s)
{
    const char *const simulated[] = {s->firmware, s->store, s->hosts, s->network};
    bool any = s->joined;
    for (size_t i = 0; i < sizeof simulated / sizeof simulated[0]; i++) {
        any |= simulated[i] != NULL;
    }
    if (s->replay != NULL && any) {
        say("--replay answers from the recording alone: --firmware, --store, --hosts, --network "
            "and "
            "--joined are for the simulated module");
        return false;
    }
    return true;
}

static bool gather(struct run *r)
{
    const struct settings *s = r->settings;
    struct serve_options *o = &r->options;
    if (!check_settings(s) || !set_speed(&o->speed, s->speed) || !setup_time(&o->world_time, s) ||
        (s->replay != NULL && !read_recording(s->replay, &r->recording)) ||
        (s->store != NULL && !read_store(s->store, &r->store))) {
        return false;
    }
    o->link = s->link;
    o->replays = s->replay != NULL;
    o->recording = buf_slice(&r->recording);
    o->firmware = slice_cstr(s->firmware);
    o->joined = s->joined;
    o->hosts = s->hosts;
    o->store = buf_slice(&r->store);
    set_network(o, s->network);
    return true;
}

static int stand(struct run *r, struct messages *messages)
{
    struct serve_told told = {tell_ready, tell_note, r->settings->store != NULL ? save_store : NULL,
                              r};
    struct buf why;
    buf_init(&why, REASON_MAX);
    enum spw_status status = serve(&r->options, &told, &why);
    say_messages(messages);
    if (status != SPW_OK) {
        say_about("twin", why.n > 0 ? buf_slice(&why) : SLICE("no memory left"));
    }
    buf_dispose(&why);
    return status == SPW_OK ? EXIT_HEALTHY : EXIT_NOT_JUDGED;
}

int cmd_twin(const struct invocation *i)
{
    struct run r = {.settings = &i->settings};
    struct folder folder = {.files = {NULL, 0, 0, 0, 0}};
    struct messages messages;
    int status = EXIT_NOT_JUDGED;
    messages_init(&messages);
    buf_init(&r.recording, WHOLE_MAX);
    buf_init(&r.store, STORE_BYTES_MAX);
    bool ready = i->settings.rules == NULL || folder_read(&folder, i->settings.rules) == SPW_OK;
    if (ready && gather(&r)) {
        r.options.extra = folder.files.items;
        r.options.n_extra = folder.files.n;
        r.options.messages = &messages;
        status = stand(&r, &messages);
    }
    folder_dispose(&folder);
    messages_dispose(&messages);
    buf_dispose(&r.recording);
    buf_dispose(&r.store);
    return status;
}
