/* Base64 (RFC 4648 4) in pieces, as rows come. Knows no line ends and skips nothing: its caller says
 * what to skip. May include: base/. Writes into its caller's memory. */
#ifndef SPW_X509_BASE64_H
#define SPW_X509_BASE64_H

#include "base/slice.h"

struct base64 {
    uint8_t *out;
    size_t n, cap;    /* bytes written; most that may be */
    size_t chars;     /* characters taken */
    uint32_t bits;    /* of the characters that do not yet make a group of four */
    unsigned pending; /* how many these are */
    bool full;        /* more came than fits; it was counted and dropped */
};

void base64_start(struct base64 *b, uint8_t *out, size_t cap);
/* Takes characters of the alphabet from the start of `s`; returns how many there were. */
size_t base64_take(struct base64 *b, struct slice s);
/* Writes what an incomplete last group holds. Call once. */
void base64_finish(struct base64 *b);
bool base64_is_char(uint8_t c);

#endif
