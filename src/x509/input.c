#include "x509/input.h"

#include <string.h>

#include "x509/der.h"
#include "x509/kind.h"
#include "x509/pem.h"

/* Two bytes a character, told by a byte order mark or by the zeros of plain ASCII. */
static bool is_utf16(struct slice s, bool *big_endian)
{
    if (s.n < 4) {
        return false;
    }
    const bool zeros = (s.p[0] == 0) != (s.p[1] == 0) && (s.p[0] == 0) == (s.p[2] == 0) &&
                       (s.p[1] == 0) == (s.p[3] == 0);
    *big_endian = s.p[0] == 0xfe || s.p[0] == 0;
    return zeros || (s.p[0] == 0xff && s.p[1] == 0xfe) || (s.p[0] == 0xfe && s.p[1] == 0xff);
}

/* One byte for each character: ASCII as it is, dashes as the Windows-1252 dash that the armour reader
 * knows, all else as a character no base64 has. */
static uint8_t fold_unit(unsigned unit)
{
    if (unit < 0x80) {
        return (uint8_t)unit;
    }
    return unit >= 0x2010 && unit <= 0x2015 ? 0x96 : '?';
}

static enum spw_status fold_utf16(struct slice *s, bool big_endian, struct arena *arena)
{
    const bool mark = s->p[0] >= 0xfe;
    const size_t n = s->n / 2;
    uint8_t *out = (uint8_t *)arena_alloc(arena, n);
    if (out == NULL) {
        return SPW_NO_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        const unsigned a = s->p[2 * i];
        const unsigned b = s->p[2 * i + 1];
        out[i] = fold_unit(big_endian ? a << 8 | b : b << 8 | a);
    }
    *s = slice_from(slice_of(out, n), mark ? 1 : 0);
    return SPW_OK;
}

/* '0' is 0x30 as well: a short form length must be followed by a structure we know. */
static bool is_der(struct slice s)
{
    struct slice rest = s;
    struct der_item item;
    return der_expect(&rest, DER_SEQUENCE, &item) &&
           (s.p[1] > 0x80 || kind_of_der(s).what != X509_NOTHING);
}

/* Where in `s` the DER starts, if it is DER: terminals put line ends in front of it. */
static bool find_der(struct slice s, size_t *at)
{
    size_t i = 0;
    while (i < s.n && ascii_space(s.p[i])) {
        i++;
    }
    *at = i;
    return is_der(slice_from(s, i));
}

/* The bytes a trusted certificate carries behind the certificate (trust settings) belong to it. */
static bool is_trust(const struct x509_input *input, struct slice rest)
{
    return kind_of_label(input->label).what == X509_TRUSTED_CERTIFICATE &&
           der_peek(rest, DER_SEQUENCE);
}

/* Compares what the DER header announces with what is there. */
static void measure(struct x509_input *input)
{
    struct slice rest = input->der;
    struct der_item item;
    if (rest.n > X509_DER_MAX) {
        input->odd |= X509_ODD_TOO_BIG;
        rest.n = X509_DER_MAX;
        input->der = rest;
    }
    input->announced = input->der.n;
    if (!der_expect(&rest, DER_SEQUENCE, &item)) {
        /* Less than the longest header, and so far it may be one. */
        const bool start = rest.n < 6 && (rest.n == 0 || der_peek(rest, DER_SEQUENCE));
        input->odd |= start ? X509_ODD_TRUNCATED : X509_ODD_BAD_DER;
        return;
    }
    input->binary = item.whole.p[1] > 0x80;
    input->announced = item.whole.n + (item.announced - item.body.n);
    if (item.announced > X509_DER_MAX) {
        input->odd |= X509_ODD_TOO_BIG;
    }
    if (item.cut) {
        input->odd |= (input->odd & X509_ODD_TOO_BIG) != 0 ? 0u : X509_ODD_TRUNCATED;
        return;
    }
    if (is_trust(input, rest)) {
        input->announced += rest.n;
    } else if (rest.n != 0) {
        input->odd |= X509_ODD_TRAILING_BYTES;
    }
    input->der = item.whole;
}

static enum spw_status open_der(struct slice s, size_t at, struct arena *arena,
                                struct x509_input *input)
{
    /* One byte more than the limit tells that it was passed. */
    input->der = arena_copy(arena, slice_sub(s, at, (size_t)X509_DER_MAX + 1));
    if (input->der.p == NULL) {
        return SPW_NO_MEMORY;
    }
    input->odd |= at != 0 ? X509_ODD_LEADING_NEWLINE : 0u;
    measure(input);
    input->binary = true;
    return SPW_OK;
}

static enum spw_status open_pem(struct slice s, struct arena *arena, struct x509_input *input)
{
    struct pem_object object;
    const enum spw_status status = pem_read(s, arena, &object);
    if (status != SPW_OK) {
        return status;
    }
    if (object.odd == 0 && !object.marked && object.der.n == 0) {
        input->odd = 0; /* nothing there that could be odd */
        return SPW_OK;
    }
    input->label = arena_copy(arena, object.label);
    if (input->label.p == NULL) {
        return SPW_NO_MEMORY;
    }
    input->der = object.der;
    input->announced = object.der.n;
    input->encrypted = object.encrypted;
    input->odd |= object.odd;
    if (!object.encrypted) {
        measure(input);
    }
    return SPW_OK;
}

enum spw_status input_open(struct slice bytes, struct arena *arena, struct x509_input *input)
{
    size_t at = 0;
    bool big_endian = false;
    memset(input, 0, sizeof *input);
    if (bytes.n > X509_TEXT_MAX) {
        bytes.n = X509_TEXT_MAX;
        input->odd |= X509_ODD_TOO_BIG;
    }
    if (is_utf16(bytes, &big_endian)) {
        input->odd |= X509_ODD_UTF16;
        const enum spw_status status = fold_utf16(&bytes, big_endian, arena);
        if (status != SPW_OK) {
            return status;
        }
    } else if (slice_starts(bytes, SLICE("\xef\xbb\xbf"))) {
        input->odd |= X509_ODD_BOM;
        bytes = slice_from(bytes, 3);
    }
    return find_der(bytes, &at) ? open_der(bytes, at, arena, input) : open_pem(bytes, arena, input);
}
