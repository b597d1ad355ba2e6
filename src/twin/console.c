/* Bytes of the host: command lines, the payloads behind them, and what is typed while a command runs.
 * A payload begins directly behind the carriage return and has exactly the announced number of bytes,
 * whatever they are [UM2114-p7]: a line feed sent behind the carriage return is its first byte. */
#include "twin/state.h"

void console_reset(struct twin *t)
{
    struct console *c = &t->console;
    buf_clear(&c->line);
    buf_clear(&c->payload);
    buf_clear(&c->waiting);
    c->overlong = false;
    c->wants_payload = false;
    c->wanted = 0;
}

static bool echoes(const struct twin *t)
{
    return setting_number(t, SLICE("console_echo"), 1) != 0;
}

static void end_line(struct twin *t)
{
    struct console *c = &t->console;
    int64_t limit = 0;
    const struct limit_row *row = dialect_limit(t->dialect, SLICE("at.line.bytes"), t->version);
    if (c->line.n == 0) {
        return; /* the line feed behind a carriage return, or just Enter */
    }
    if (echoes(t)) {
        buf_cstr(&t->out, "\r\n");
    }
    limit = row != NULL ? row->value : LINE_BYTES_MAX;
    if (c->overlong || c->line.n > (uint64_t)limit) {
        say_error(t, WHEN_ARGUMENT_TOO_BIG);
    } else {
        command_line(t, buf_slice(&c->line));
    }
    c->overlong = false;
    if (!c->wants_payload) {
        buf_clear(&c->line);
    }
}

static void end_payload(struct twin *t)
{
    struct console *c = &t->console;
    c->wants_payload = false;
    command_payload(t, buf_slice(&c->line), buf_slice(&c->payload));
    buf_clear(&c->line);
    buf_clear(&c->payload);
}

static void take_byte(struct twin *t, uint8_t byte)
{
    struct console *c = &t->console;
    if (byte == '\r' || byte == '\n') {
        end_line(t);
        return;
    }
    if (echoes(t)) {
        buf_byte(&t->out, byte);
    }
    if (c->line.n < LINE_BYTES_MAX) {
        buf_byte(&c->line, byte);
    } else {
        c->overlong = true;
    }
}

/* How many bytes were taken. */
static size_t take(struct twin *t, struct slice bytes)
{
    struct console *c = &t->console;
    if (!c->wants_payload) {
        take_byte(t, bytes.p[0]);
        if (c->wants_payload && c->wanted == 0) {
            end_payload(t);
        }
        return 1;
    }
    uint64_t missing = c->wanted - c->payload.n;
    size_t n = bytes.n < missing ? bytes.n : (size_t)missing;
    buf_put(&c->payload, slice_sub(bytes, 0, n));
    if (c->payload.n >= c->wanted) {
        end_payload(t);
    }
    return n;
}

void console_feed(struct twin *t, struct slice bytes)
{
    while (bytes.n > 0 && !t->busy && !t->sleeping) {
        bytes = slice_from(bytes, take(t, bytes));
    }
    /* Nobody listens between a reset and the console; while a command runs, bytes wait. */
    if (bytes.n > 0 && !t->sleeping) {
        buf_put(&t->console.waiting, bytes);
    }
}

void console_pump(struct twin *t)
{
    struct buf *waiting = &t->console.waiting;
    while (waiting->n > 0 && !t->busy && !t->sleeping) {
        struct buf taken = *waiting;
        buf_init(waiting, WAITING_BYTES_MAX);
        console_feed(t, buf_slice(&taken));
        buf_dispose(&taken);
    }
    if (t->sleeping) {
        buf_clear(waiting);
    }
}
