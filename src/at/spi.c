/* SPI frames written as hexadecimal bytes: "02 10 00 02 00 0d", "0x02, 0x12, 0x31, 0x01, 0x00".
 * Host to module: 02, length (16 bit, big endian), command, number of parameters, each as length and
 * bytes, then a payload. Module to host: 02, kind and radio state (a nibble each), identifier, length
 * (16 bit, little endian), payload. [XC-SPI] [XC-MODH] [GHI-IF] */
#include "at/state.h"

#include "transcript/line.h"

enum {
    FRAME_SYNC = 0x02,
    FRAME_HEAD = 5,
    FRAME_MAX = 4096,
    KIND_WIND = 1,
    KIND_ERROR = 2,
    KIND_DATA = 3
};

static bool all_frame_bytes(struct slice t)
{
    size_t tokens = 0;
    for (size_t i = 0; i < t.n; i++) {
        if (ascii_hex(t.p[i]) >= 0 && (i + 1 == t.n || ascii_hex(t.p[i + 1]) < 0)) {
            tokens++;
        }
    }
    return tokens >= 4;
}

static void send_indication(struct at_reader *r, const struct element *e, struct slice frame)
{
    struct at_event ev;
    reader_begin(&ev, AT_INDICATION, e);
    const struct dialect *d = detect_dialect(r);

    ev.number = frame.p[2];
    ev.indication = dialect_indication(d, ev.number);
    ev.meaning = ev.indication != NULL ? ev.indication->meaning : M_OTHER_INDICATION;
    ev.name = ev.indication != NULL ? ev.indication->name : slice_of(NULL, 0);
    if (ev.indication != NULL && ev.indication->n_fields > 0 && frame.n > FRAME_HEAD) {
        ev.specs = ev.indication->fields;
        ev.n_specs = ev.indication->n_fields;
        ev.n_values = lex_split(slice_trim(slice_from(frame, FRAME_HEAD)), ':', ev.n_specs,
                                ev.values, &ev.n_total);
    }
    r->facts.elements++;
    reader_emit(r, &ev);
}

static void send_answer(struct at_reader *r, const struct element *e, struct slice frame)
{
    struct at_event ev;
    reader_begin(&ev, AT_REPLY, e);
    const struct dialect *d = detect_dialect(r);
    int code = frame.p[2];
    bool text = code >= 0xfe;

    if (text && frame.n > FRAME_HEAD) {
        (void)recognise_reply(r, e, slice_from(frame, FRAME_HEAD));
        return;
    }
    ev.reply = dialect_reply(d, code == 0 || code == 3 ? SLICE("OK") : SLICE("ERROR"));
    if (ev.reply == NULL) {
        return;
    }
    ev.meaning = ev.reply->meaning;
    ev.name = ev.reply->head;
    ev.number = code;
    ev.orphan = !r->exchange.open;
    r->facts.elements++;
    reader_emit(r, &ev);
    exchange_reply(r, &ev);
}

static void take_answer(struct at_reader *r, const struct element *e, struct slice frame)
{
    size_t length = (size_t)frame.p[3] | (size_t)frame.p[4] << 8;
    int kind = frame.p[1] >> 4;

    if (kind == KIND_WIND) {
        send_indication(r, e, frame);
    } else {
        send_answer(r, e, frame);
    }
    if (frame.n - FRAME_HEAD < length) {
        reader_note(r, M_FRAME_SHORT, e->line, e->at, e->n);
    }
}

/* A parameter of one byte below the digits is a number sent as binary: the module wants ASCII. */
static void take_request(struct at_reader *r, const struct element *e, struct slice frame)
{
    struct at_event ev;
    reader_begin(&ev, AT_COMMAND, e);
    size_t length = (size_t)frame.p[1] << 8 | frame.p[2];
    size_t n = frame.n > 4 ? frame.p[4] : 0, at = FRAME_HEAD;
    bool binary = false;

    for (size_t i = 0; i < n && at < frame.n; i++) {
        size_t size = frame.p[at];
        struct slice value = slice_sub(frame, at + 1, size);
        binary = binary || (value.n > 0 && value.p[0] < 0x20);
        if (ev.n_values < AT_VALUES_MAX) {
            ev.values[ev.n_values++] = value;
        }
        at += 1 + size;
    }
    ev.n_total = ev.n_values;
    ev.number = frame.p[3];
    r->facts.elements++;
    exchange_interrupt(r);
    exchange_begin(r, &ev);
    reader_emit(r, &ev);
    if (binary) {
        reader_note(r, M_FRAME_BINARY_NUMBER, e->line, e->at, e->n);
    }
    if (frame.n < length + 3) {
        reader_note(r, M_FRAME_SHORT, e->line, e->at, e->n);
    }
}

bool spi_line(struct at_reader *r, const struct line *l)
{
    struct slice t = lex_trim_decoration(l->text);
    struct element e = {.line = l, .at = (size_t)(t.p - l->text.p), .n = t.n, .driver = true};
    struct buf bytes;
    struct slice frame = {0};
    bool ok = false;

    if (t.n < 11 || ascii_hex(t.p[0]) < 0 || !all_frame_bytes(t)) {
        return false;
    }
    buf_init(&bytes, FRAME_MAX);
    ok = lex_hex_bytes(t, &bytes) && bytes.n >= FRAME_HEAD && bytes.p[0] == FRAME_SYNC &&
         slice_find_byte(t, ':', 0) == t.n;
    frame = buf_slice(&bytes);
    if (ok && frame.p[1] == 0) {
        take_request(r, &e, frame);
    } else if (ok && frame.p[1] >> 4 >= KIND_WIND && frame.p[1] >> 4 <= KIND_DATA) {
        take_answer(r, &e, frame);
    } else {
        ok = false;
    }
    if (ok) {
        r->facts.frames++;
        detect_vote(r, &r->knowledge->dialects[0], 4); /* only the SPWF04 speaks SPI */
    }
    buf_dispose(&bytes);
    return ok;
}
