/* Bounded reading of DER (X.690): one element at a time, never past the bytes given. An element whose
 * header announces more than there is comes out as far as it goes, marked `cut`: a truncated
 * certificate still tells what stands in front of the cut.
 * May include: base/. Everything handed out is borrowed from the bytes read. */
#ifndef SPW_X509_DER_H
#define SPW_X509_DER_H

#include "base/buf.h"
#include "base/slice.h"

enum der_tag {
    DER_BOOLEAN = 0x01,
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_OID = 0x06,
    DER_UTF8_STRING = 0x0c,
    DER_NUMERIC_STRING = 0x12,
    DER_PRINTABLE_STRING = 0x13,
    DER_T61_STRING = 0x14,
    DER_IA5_STRING = 0x16,
    DER_UTC_TIME = 0x17,
    DER_GENERALIZED_TIME = 0x18,
    DER_UNIVERSAL_STRING = 0x1c,
    DER_BMP_STRING = 0x1e,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_IMPLICIT = 0x80,   /* + number: [n] IMPLICIT of a primitive */
    DER_CONSTRUCTED = 0xa0 /* + number: [n] EXPLICIT, or IMPLICIT of a constructed type */
};

struct der_item {
    uint8_t tag;
    bool cut;           /* the bytes end before the element does */
    struct slice body;  /* the content, as far as it is there */
    struct slice whole; /* header and content, as far as they are there */
    size_t announced;   /* content length that the header tells */
};

/* Takes the next element off *rest. False, with *rest as it was, when nothing is left or the header
 * is no DER header: indefinite length, more than four length bytes, tag numbers above 30. */
bool der_read(struct slice *rest, struct der_item *item);
/* The same, and it must have this tag. */
bool der_expect(struct slice *rest, uint8_t tag, struct der_item *item);
bool der_peek(struct slice rest, uint8_t tag);

/* Bits of a positive INTEGER, from its announced length, so that a cut modulus still tells the key
 * size; 0 when the first significant byte is not there. */
unsigned der_integer_bits(const struct der_item *integer);
/* Value of a small non-negative INTEGER; false when negative, cut, empty or above `max`. */
bool der_small(const struct der_item *integer, unsigned max, unsigned *out);
/* Content of a BIT STRING without the byte that counts unused bits. */
struct slice der_bits(const struct der_item *bit_string);
/* Is the BIT STRING whole, not empty and its count of unused bits one? */
bool der_bits_are_whole(const struct der_item *bit_string);
/* Is it the content of an OBJECT IDENTIFIER: not empty, the last number ended? */
bool der_is_oid(struct slice content);
/* UTCTime or GeneralizedTime in seconds since 1970; TIME_NONE when it is neither or is wrong. */
int64_t der_time(const struct der_item *time);
/* "1.2.840.113549" */
void der_oid_put(struct buf *out, struct slice oid);

#endif
