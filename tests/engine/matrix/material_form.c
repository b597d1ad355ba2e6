/* What becomes of an object on its way from a file into a terminal. */
#include <string.h>

#include <openssl/evp.h>

#include "engine/matrix/material.h"

enum { ROW = 64, BASE64_MAX = 1 << 15 };

struct shape {
    const char *form;
    const char *end;           /* line end */
    size_t row;                /* characters a row; 0: all in one */
    const char *head, *dashes; /* in front of everything; around the label */
    bool begin, finish;        /* BEGIN and END lines */
    bool last_end;             /* line end behind the END line */
    unsigned blocks;
};

static const struct shape shapes[] = {
    {"pem", "\n", ROW, "", "-----", true, true, true, 1},
    {"pem-bare", "\n", ROW, "", "-----", true, true, false, 1},
    {"pem-crlf", "\r\n", ROW, "", "-----", true, true, true, 1},
    {"pem-cr", "\r", ROW, "", "-----", true, true, true, 1},
    {"pem-blank", "\n\n", ROW, "", "-----", true, true, true, 1},
    {"pem-newline", "\n", ROW, "\n", "-----", true, true, true, 1},
    {"pem-bom", "\n", ROW, "\xEF\xBB\xBF", "-----", true, true, true, 1},
    {"pem-76", "\n", 76, "", "-----", true, true, true, 1},
    {"pem-one-row", "\n", 0, "", "-----", true, true, true, 1},
    {"pem-joined", "", ROW, "", "-----", true, true, false, 1},
    {"pem-spaces", " ", ROW, "", "-----", true, true, false, 1},
    {"pem-text", "\n", ROW, "Certificate:\n    Data:\n        Version: 3 (0x2)\n", "-----", true,
     true, true, 1},
    {"pem-bag", "\n", ROW, "Bag Attributes\n    friendlyName: device\n", "-----", true, true, true,
     1},
    {"pem-two", "\n", ROW, "", "-----", true, true, true, 2},
    {"pem-no-end", "\n", ROW, "", "-----", true, false, true, 1},
    {"pem-no-begin", "\n", ROW, "", "-----", false, true, true, 1},
    {"base64", "\n", ROW, "", "-----", false, false, true, 1},
    {"pem-dashes", "\n", ROW, "", "\xE2\x80\x93\xE2\x80\x93", true, true, true, 1},
};

static void put_rows(const struct shape *s, struct slice base64, struct buf *out)
{
    size_t row = s->row > 0 ? s->row : base64.n;
    for (size_t at = 0; at < base64.n; at += row) {
        buf_put(out, slice_sub(base64, at, row));
        buf_cstr(out, at + row < base64.n || s->finish || s->last_end ? s->end : "");
    }
}

static void put_block(const struct shape *s, const char *label, struct slice base64,
                      struct buf *out)
{
    if (s->begin) {
        buf_printf(out, "%sBEGIN %s%s%s", s->dashes, label, s->dashes, s->end);
    }
    put_rows(s, base64, out);
    if (s->finish) {
        buf_printf(out, "%sEND %s%s%s", s->dashes, label, s->dashes, s->last_end ? s->end : "");
    }
}

static bool put_shape(const struct shape *s, struct slice der, const char *label, struct buf *out)
{
    static unsigned char base64[BASE64_MAX];
    size_t n = 0;

    if (der.n > BASE64_MAX / 2) {
        return false;
    }
    n = (size_t)EVP_EncodeBlock(base64, der.p, (int)der.n);
    buf_cstr(out, s->head);
    for (unsigned i = 0; i < s->blocks; i++) {
        put_block(s, label, slice_of(base64, n), out);
    }
    return out->status == SPW_OK;
}

/* The whole PEM with one thing done to it. */
static bool put_hurt(struct slice der, const char *label, struct slice form, struct buf *out)
{
    struct buf whole;
    bool ok = true;
    size_t half = 0;

    buf_init(&whole, BASE64_MAX);
    (void)put_shape(&shapes[0], der, label, &whole);
    half = whole.n / 2;
    if (slice_eq(form, SLICE("pem-cut"))) {
        buf_put(out, slice_sub(buf_slice(&whole), 0, half));
    } else if (slice_eq(form, SLICE("pem-hole"))) { /* two rows are lost in the middle */
        size_t at = slice_find_byte(buf_slice(&whole), '\n', half) + 1;
        buf_put(out, slice_sub(buf_slice(&whole), 0, at));
        buf_put(out, slice_from(buf_slice(&whole), at + 2 * (ROW + 1)));
    } else if (slice_eq(form, SLICE("pem-flip"))) { /* one letter is another */
        whole.p[half] = whole.p[half] == 'A' ? 'B' : 'A';
        buf_put(out, buf_slice(&whole));
    } else if (slice_eq(form, SLICE("pem-foreign"))) { /* a character that is no base64 */
        whole.p[half] = '?';
        buf_put(out, buf_slice(&whole));
    } else if (slice_eq(form, SLICE("der-cut"))) {
        buf_put(out, slice_sub(der, 0, der.n - 40));
    } else if (slice_eq(form, SLICE("der-flip"))) { /* a length inside is wrong */
        buf_put(out, der);
        out->p[out->n - der.n + 5] ^= 0x55;
    } else {
        ok = false;
    }
    buf_dispose(&whole);
    return ok;
}

bool form_put(struct slice der, const char *label, struct slice form, struct buf *out)
{
    if (slice_eq(form, SLICE("der"))) {
        buf_put(out, der);
        return true;
    }
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        if (slice_eq(form, slice_cstr(shapes[i].form))) {
            return put_shape(&shapes[i], der, label, out);
        }
    }
    return put_hurt(der, label, form, out);
}
