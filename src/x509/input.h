/* From the bytes somebody sent to the DER in them: byte order marks, UTF-16, DER as it is, PEM and
 * base64. May include: base/, x509/certificate.h, x509/pem.h. */
#ifndef SPW_X509_INPUT_H
#define SPW_X509_INPUT_H

#include "x509/certificate.h"

struct x509_input {
    struct slice label; /* in the arena */
    struct slice der;   /* in the arena; the first value only, as far as it is there */
    size_t announced;   /* length the DER header tells, with the trust settings that may follow */
    bool binary;        /* came as DER, or as base64 that decodes to the head of a long SEQUENCE */
    bool encrypted;     /* by a PEM header; `der` is none then */
    unsigned odd;
};

enum spw_status input_open(struct slice bytes, struct arena *arena,
                           struct x509_input *input) SPW_MUST_USE;

#endif
