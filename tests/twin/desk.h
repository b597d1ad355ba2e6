/* What the tests of this folder share: the embedded tables, a twin, and a world that only remembers. */
#ifndef SPW_TESTS_TWIN_DESK_H
#define SPW_TESTS_TWIN_DESK_H

#include "support/spw_test.h"

#include "twin/twin.h"

struct desk {
    struct data_source files;
    struct messages messages;
    struct knowledge k;
    struct twin *twin;
    int64_t now;
    /* what the twin asked for */
    size_t opened, closed;
    unsigned link; /* of the last call */
    struct twin_wish wish;
    char host[64], server_name[64];
    struct buf sent, notes;
};

static inline void desk_open(void *context, unsigned link, const struct twin_wish *wish)
{
    struct desk *d = context;
    d->opened++;
    d->link = link;
    d->wish = *wish;
    (void)snprintf(d->host, sizeof d->host, "%.*s", SLICE_ARG(wish->host));
    (void)snprintf(d->server_name, sizeof d->server_name, "%.*s", SLICE_ARG(wish->server_name));
}

static inline void desk_send(void *context, unsigned link, struct slice bytes)
{
    struct desk *d = context;
    d->link = link;
    buf_put(&d->sent, bytes);
}

static inline void desk_close(void *context, unsigned link)
{
    struct desk *d = context;
    d->closed++;
    d->link = link;
}

static inline void desk_note(void *context, struct slice text)
{
    struct desk *d = context;
    buf_put(&d->notes, text);
    buf_byte(&d->notes, '\n');
}

static inline void desk_load(struct desk *d)
{
    memset(d, 0, sizeof *d);
    data_source_init(&d->files);
    messages_init(&d->messages);
    assert_int_equal(data_source_add_embedded(&d->files), SPW_OK);
    assert_int_equal(knowledge_load(&d->k, &d->files, &d->messages), SPW_OK);
    buf_init(&d->sent, 1 << 20);
    buf_init(&d->notes, 1 << 16);
}

static inline void desk_new(struct desk *d, const struct twin_options *options)
{
    struct twin_world world = {desk_open, desk_send, desk_close, desk_note, d};
    assert_int_equal(twin_new(&d->twin, &d->k, options, &world), SPW_OK);
}

static inline void desk_dispose(struct desk *d)
{
    twin_free(d->twin);
    buf_dispose(&d->sent);
    buf_dispose(&d->notes);
    knowledge_dispose(&d->k);
    messages_dispose(&d->messages);
    data_source_dispose(&d->files);
}

/* Lets the time pass until nothing is planned, or until `ms` have passed. */
static inline void desk_pass(struct desk *d, int64_t ms)
{
    int64_t end = d->now + ms;
    while (twin_due(d->twin) <= end) {
        d->now = twin_due(d->twin);
        twin_tick(d->twin, d->now);
    }
    d->now = end;
}

/* A module with an address, its output forgotten, its echo off. */
static inline void desk_joined(struct desk *d, const char *firmware)
{
    struct twin_options options = {.firmware = slice_cstr(firmware),
                                   .network = {SLICE("home"), SLICE("correct-horse")},
                                   .joined = true,
                                   .world_time = 1780272000};
    desk_new(d, &options);
    twin_power_on(d->twin, 0);
    desk_pass(d, 10000);
    twin_feed(d->twin, SLICE("AT+S.SCFG=console_echo,0\r"), d->now);
    buf_clear(twin_output(d->twin));
}

static inline void desk_type(struct desk *d, struct slice bytes)
{
    twin_feed(d->twin, bytes, d->now);
}

/* What was printed since the last call, without carriage returns. */
static inline struct slice desk_printed(struct desk *d)
{
    static uint8_t shown[1 << 20];
    struct buf *out = twin_output(d->twin);
    size_t n = 0;
    assert_true(out->n <= sizeof shown);
    for (size_t i = 0; i < out->n; i++) {
        if (out->p[i] != '\r') {
            shown[n++] = out->p[i];
        }
    }
    buf_clear(out);
    return slice_of(shown, n);
}

#endif
