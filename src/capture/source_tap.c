/* Two ports that listen to the two wires between host and module, on one clock. Which is which is told by
 * the marks, and put right by what is said when somebody reads the recording. */
#include "capture/port.h"
#include "capture/private.h"

enum { WIRES = 2 };

struct tap {
    struct port wires[WIRES]; /* the host's, the module's */
    unsigned first;           /* asked first: the one that did not speak last */
};

static const enum recording_mark marks[WIRES] = {RECORDING_HOST, RECORDING_MODULE};

static enum spw_status tap_open(struct source *s, const char *spec, struct buf *why)
{
    struct tap *t = MEMORY_NEW(struct tap);
    struct slice name[WIRES];
    s->own = t;
    if (t == NULL) {
        buf_cstr(why, "no memory left");
        return SPW_NO_MEMORY;
    }
    t->wires[0].fd = t->wires[1].fd = -1;
    if (!slice_split(slice_cstr(spec), ',', &name[0], &name[1])) {
        buf_cstr(why, "is not of the form tap:HOST-PORT,MODULE-PORT");
        return SPW_INVALID;
    }
    buf_cstr(&s->describe, "tap ");
    for (unsigned i = 0; i < WIRES; i++) {
        enum spw_status status = port_open(&t->wires[i], name[i], &s->options, why);
        if (status != SPW_OK) {
            buf_cstr(why, " (");
            buf_put(why, name[i]);
            buf_byte(why, ')');
            return status;
        }
        port_describe(&t->wires[i], &s->describe);
        buf_cstr(&s->describe, i == 0 ? ", " : "");
    }
    return SPW_OK;
}

static void tap_close(struct source *s)
{
    struct tap *t = s->own;
    for (unsigned i = 0; i < WIRES; i++) {
        port_close(&t->wires[i]);
    }
    memory_free(t);
}

static size_t tap_poll(struct source *s, struct pollfd *fds, int *timeout_ms)
{
    const struct tap *t = s->own;
    size_t n = 0;
    for (unsigned i = 0; i < WIRES; i++) {
        n += port_poll(&t->wires[i], false, source_clock_us(), &fds[n], timeout_ms);
    }
    return n;
}

static enum source_state tap_gone(struct source *s, const struct buf *why,
                                  struct recording_piece *piece)
{
    if (s->options.stop_when_gone) {
        buf_put(&s->failure, buf_slice(why));
    }
    return source_say_gap(s, why, piece);
}

static enum source_state ask(struct source *s, unsigned wire, struct buf *why,
                             struct recording_piece *piece)
{
    struct tap *t = s->own;
    struct port *p = &t->wires[wire];
    size_t n = 0;
    if (port_return(p, source_clock_us())) {
        return source_say_back(s, p->name, p->gone_us, piece);
    }
    switch (port_read(p, s->block, SOURCE_BLOCK, &n, why)) {
    case PORT_GONE:
        return tap_gone(s, why, piece);
    case PORT_BYTES:
        t->first = 1 - wire;
        return source_say_bytes(s, marks[wire], n, piece);
    case PORT_NOTHING:
        break;
    }
    return SOURCE_IDLE;
}

static enum source_state tap_next(struct source *s, struct recording_piece *piece)
{
    struct tap *t = s->own;
    struct buf why;
    enum source_state state = SOURCE_IDLE;
    if (s->failure.n > 0) {
        return SOURCE_END;
    }
    buf_init(&why, SOURCE_WORDS_MAX);
    for (unsigned i = 0; i < WIRES && state == SOURCE_IDLE; i++) {
        state = ask(s, t->first ^ i, &why, piece);
    }
    t->first = state == SOURCE_IDLE ? 0 : t->first; /* commands come before their answers */
    buf_dispose(&why);
    return state;
}

const struct source_ops source_tap = {
    .kind = {"tap:", "tap:HOST-PORT,MODULE-PORT",
             "Two ports that listen to what the host and what the module says."},
    .open = tap_open,
    .close = tap_close,
    .poll = tap_poll,
    .next = tap_next,
};
