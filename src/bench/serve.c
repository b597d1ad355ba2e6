#include "bench/serve.h"

#include "bench/bench.h"
#include "bench/network.h"
#include "data/source.h"
#include "twin/replay.h"
#include "twin/twin.h"

enum { STORE_MAX = 64 * 1024 * 1024 };

struct stand {
    const struct serve_options *options;
    const struct serve_told *told;
    struct buf *why;
    struct data_source files;
    struct knowledge knowledge;
    struct pty pty;
    struct network *network;
    struct twin *twin;
    struct replay *replay;
};

static void note(void *context, struct slice text)
{
    const struct stand *s = context;
    s->told->note(s->told->context, text);
}

/* ---- tables ------------------------------------------------------------------------------------------------------------ */

static enum spw_status load_tables(struct stand *s)
{
    const struct serve_options *o = s->options;
    enum spw_status status = data_source_add_embedded(&s->files);
    for (size_t i = 0; i < o->n_extra && status == SPW_OK; i++) {
        struct data_file file = {o->extra[i].path, o->extra[i].bytes};
        status = data_source_add(&s->files, &file, 1);
    }
    if (status == SPW_OK) {
        status = knowledge_load(&s->knowledge, &s->files, o->messages);
    }
    if (status == SPW_INVALID) {
        return SPW_OK; /* a faulty row is told in the messages and costs only itself */
    }
    if (status != SPW_OK) {
        buf_cstr(s->why, "the tables cannot be loaded");
    }
    return status;
}

/* ---- devices -------------------------------------------------------------------------------------------------------------- */

static enum spw_status open_replay(struct stand *s, struct bench *b)
{
    enum spw_status status =
        replay_new(&s->replay, &s->knowledge, s->options->recording, s->options->speed, note, s);
    if (s->replay == NULL) {
        buf_cstr(s->why, status == SPW_NOT_FOUND ? "the recording holds no AT traffic"
                                                 : "the recording cannot be read");
        return status;
    }
    if (status == SPW_LIMIT) {
        note(s, SLICE("the recording is long: its end is not replayed"));
    }
    b->device = replay_device(s->replay);
    return SPW_OK;
}

static enum spw_status load_store(struct stand *s)
{
    size_t line = 0;
    if (s->options->store.n == 0) {
        return SPW_OK;
    }
    enum spw_status status = twin_load(s->twin, s->options->store, &line);
    if (status != SPW_OK) {
        buf_printf(s->why, "line %zu of the store is none that this program wrote", line);
    }
    return status;
}

static enum spw_status open_twin(struct stand *s, struct bench *b)
{
    const struct serve_options *o = s->options;
    struct twin_options options = {.dialect = o->dialect,
                                   .firmware = o->firmware,
                                   .network = {o->ssid, o->key},
                                   .joined = o->joined,
                                   .speed = o->speed,
                                   .world_time = o->world_time};
    enum spw_status status = network_new(&s->network, o->hosts, note, s, s->why);
    if (status != SPW_OK) {
        return status;
    }
    struct twin_world world = network_world(s->network);
    status = twin_new(&s->twin, &s->knowledge, &options, &world);
    if (status != SPW_OK) {
        buf_cstr(s->why, status == SPW_INVALID ? "no table has this firmware"
                                               : "this dialect cannot be simulated");
        return status;
    }
    network_attach(s->network, s->twin);
    b->network = s->network;
    b->device = twin_device(s->twin);
    return load_store(s);
}

/* ---- the whole --------------------------------------------------------------------------------------------------------------- */

static enum spw_status run(struct stand *s, struct bench *b)
{
    struct buf store;
    if (!pty_open(&s->pty, s->options->link, s->why)) {
        return SPW_IO;
    }
    b->pty = &s->pty;
    s->told->ready(s->told->context, slice_cstr(s->pty.path));
    if (!bench_run(b, s->why)) {
        return SPW_IO;
    }
    if (s->twin != NULL && s->told->save != NULL) {
        buf_init(&store, STORE_MAX);
        twin_save(s->twin, &store);
        s->told->save(s->told->context, buf_slice(&store));
        buf_dispose(&store);
    }
    return SPW_OK;
}

enum spw_status serve(const struct serve_options *o, const struct serve_told *told, struct buf *why)
{
    struct stand s = {.options = o, .told = told, .why = why, .pty = {.master = -1, .slave = -1}};
    struct bench b = {.network = NULL};
    data_source_init(&s.files);
    enum spw_status status = load_tables(&s);
    if (status == SPW_OK) {
        status = o->replays ? open_replay(&s, &b) : open_twin(&s, &b);
    }
    if (status == SPW_OK) {
        status = run(&s, &b);
    }
    pty_close(&s.pty);
    network_free(s.network);
    twin_free(s.twin);
    replay_free(s.replay);
    knowledge_dispose(&s.knowledge);
    data_source_dispose(&s.files);
    return status;
}
