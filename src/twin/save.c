/* What outlives a power cycle, as text: one thing a line, a word for its kind, its name, its bytes in
 * hexadecimal ("-" for none). */
#include "twin/state.h"

enum { BYTES_PER_STEP = 2 };

static const struct slice head = SLICE_INIT("spwfdiag-twin 1");

/* ---- writing ------------------------------------------------------------------------------------------------------- */

static void put_hex(struct buf *out, struct slice bytes)
{
    static const char digits[] = "0123456789abcdef";
    if (bytes.n == 0) {
        buf_byte(out, '-');
    }
    for (size_t i = 0; i < bytes.n; i++) {
        buf_byte(out, (uint8_t)digits[bytes.p[i] >> 4]);
        buf_byte(out, (uint8_t)digits[bytes.p[i] & 15]);
    }
}

static void put(struct buf *out, const char *kind, struct slice name, struct slice bytes)
{
    buf_cstr(out, kind);
    buf_byte(out, ' ');
    buf_put(out, name);
    buf_byte(out, ' ');
    put_hex(out, bytes);
    buf_byte(out, '\n');
}

void twin_save(const struct twin *t, struct buf *out)
{
    buf_put(out, head);
    buf_byte(out, '\n');
    for (size_t i = 0; i < t->settings.n; i++) {
        const struct setting *s = ARRAY_AT(&t->settings, struct setting, i);
        put(out, "variable", s->row->name, buf_slice(&s->saved));
    }
    for (size_t i = 0; i < t->dialect->n_store; i++) {
        const struct store_row *row = &t->dialect->store[i];
        put(out, "slot", row->keyword, buf_slice(&t->slots[row->slot].bytes));
    }
    for (size_t i = 0; i < t->files.n; i++) {
        const struct file *f = ARRAY_AT(&t->files, struct file, i);
        if (f->name.n > 0) {
            struct buf name; /* may hold blanks: in hexadecimal too */
            buf_init(&name, FILE_NAME_MAX * 2);
            put_hex(&name, buf_slice(&f->name));
            put(out, "file", buf_slice(&name), buf_slice(&f->bytes));
            buf_dispose(&name);
        }
    }
}

/* ---- reading ----------------------------------------------------------------------------------------------------------- */

static bool read_hex(struct twin *t, struct slice text, struct slice *bytes)
{
    if (slice_eq(text, SLICE("-"))) {
        *bytes = SLICE("");
        return true;
    }
    size_t n = text.n / BYTES_PER_STEP;
    uint8_t *to = arena_alloc(&t->scratch, n);
    if (to == NULL || text.n == 0 || text.n % BYTES_PER_STEP != 0) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        int high = ascii_hex(text.p[2 * i]);
        int low = ascii_hex(text.p[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        to[i] = (uint8_t)(high * 16 + low);
    }
    *bytes = slice_of(to, n);
    return true;
}

static bool read_variable(struct twin *t, struct slice name, struct slice value)
{
    struct setting *s = settings_find(t, name);
    if (s == NULL || value.n > VALUE_BYTES_MAX) {
        return false;
    }
    buf_clear(&s->saved);
    buf_put(&s->saved, value);
    return true;
}

static bool read_slot(struct twin *t, struct slice keyword, struct slice bytes)
{
    const struct store_row *row = dialect_store(t->dialect, keyword);
    if (row == NULL || bytes.n > PAYLOAD_BYTES_MAX) {
        return false;
    }
    buf_clear(&t->slots[row->slot].bytes);
    buf_put(&t->slots[row->slot].bytes, bytes);
    return true;
}

static bool read_file(struct twin *t, struct slice name, struct slice bytes)
{
    struct slice plain;
    return read_hex(t, name, &plain) && file_write(t, plain, bytes, false);
}

static bool read_line(struct twin *t, struct slice line)
{
    static const struct {
        struct slice kind;
        bool (*read)(struct twin *t, struct slice name, struct slice bytes);
    } kinds[] = {{SLICE_INIT("variable"), read_variable},
                 {SLICE_INIT("slot"), read_slot},
                 {SLICE_INIT("file"), read_file}};
    struct slice kind, name, text, bytes;
    (void)slice_split(line, ' ', &kind, &line);
    (void)slice_split(line, ' ', &name, &text);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (slice_eq(kinds[i].kind, kind)) {
            return read_hex(t, text, &bytes) && kinds[i].read(t, name, bytes);
        }
    }
    return false;
}

enum spw_status twin_load(struct twin *t, struct slice text, size_t *line_number)
{
    struct slice line;
    *line_number = 1;
    (void)slice_split(text, '\n', &line, &text);
    if (!slice_eq(line, head)) {
        return SPW_INVALID;
    }
    while (text.n > 0) {
        arena_reset(&t->scratch);
        ++*line_number;
        (void)slice_split(text, '\n', &line, &text);
        if (!read_line(t, line)) {
            return SPW_INVALID;
        }
    }
    return SPW_OK;
}
