/* One port that is read, and written when somebody types: a serial port, or one served over the network. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "capture/port.h"
#include "capture/private.h"

static enum spw_status own_open(struct source *s, const char *spec, struct buf *why)
{
    struct port *p = MEMORY_NEW(struct port);
    s->own = p;
    if (p == NULL) {
        buf_cstr(why, "no memory left");
        return SPW_NO_MEMORY;
    }
    enum spw_status status = port_open(p, slice_cstr(spec), &s->options, why);
    if (status == SPW_OK) {
        buf_cstr(&s->describe, p->kind == &port_serial ? "serial " : "");
        port_describe(p, &s->describe);
    }
    return status;
}

static void own_close(struct source *s)
{
    port_close((struct port *)s->own);
    memory_free(s->own);
}

static size_t own_poll(struct source *s, struct pollfd *fds, int *timeout_ms)
{
    return port_poll((struct port *)s->own, s->outgoing.n > 0, source_clock_us(), fds, timeout_ms);
}

static enum source_state gone(struct source *s, struct buf *why, struct recording_piece *piece)
{
    source_drop_outgoing(s, why);
    if (s->options.stop_when_gone) {
        buf_put(&s->failure, buf_slice(why));
    }
    return source_say_gap(s, why, piece);
}

/* What was sent stands in the recording before the answer to it. */
static enum port_state exchange(struct source *s, struct buf *why, struct recording_piece *piece)
{
    struct port *p = s->own;
    size_t n = 0;
    enum port_state state =
        port_write(p, slice_sub(buf_slice(&s->outgoing), 0, SOURCE_BLOCK), &n, why);
    if (state == PORT_BYTES) {
        source_sent(s, n);
        (void)source_say_bytes(s, RECORDING_HOST, n, piece);
    } else if (state == PORT_NOTHING) {
        state = port_read(p, s->block, SOURCE_BLOCK, &n, why);
        (void)source_say_bytes(s, RECORDING_MODULE, n, piece);
    }
    return state;
}

static enum source_state own_next(struct source *s, struct recording_piece *piece)
{
    struct port *p = s->own;
    struct buf why;
    enum source_state state = SOURCE_IDLE;
    if (s->failure.n > 0) {
        return SOURCE_END;
    }
    if (port_return(p, source_clock_us())) {
        return source_say_back(s, p->name, p->gone_us, piece);
    }
    buf_init(&why, SOURCE_WORDS_MAX);
    enum port_state got = exchange(s, &why, piece);
    if (got == PORT_GONE) {
        state = gone(s, &why, piece);
    } else if (got == PORT_BYTES) {
        state = SOURCE_PIECE;
    }
    buf_dispose(&why);
    return state;
}

static bool is_serial(const char *word)
{
    (void)word; /* the last of the table: what nothing else is */
    return true;
}

const struct source_ops source_serial = {
    .kind = {NULL, "PORT", "A serial port, such as /dev/ttyUSB0, or a pseudo terminal."},
    .fits = is_serial,
    .open = own_open,
    .close = own_close,
    .poll = own_poll,
    .next = own_next,
    .writes = true,
};

static bool is_tcp(const char *word) { return slice_starts(slice_cstr(word), SLICE("tcp:")); }

const struct source_ops source_tcp = {
    .kind = {NULL, "tcp:HOST:PORT", "A port served over the network as raw bytes, as by ser2net."},
    .fits = is_tcp,
    .open = own_open,
    .close = own_close,
    .poll = own_poll,
    .next = own_next,
    .writes = true,
};
