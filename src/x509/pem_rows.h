/* The rows between BEGIN and END: base64 in whatever shape a paste left it, and what was odd about it.
 * May include: base/, x509/base64.h, x509/certificate.h (for the oddities). */
#ifndef SPW_X509_PEM_ROWS_H
#define SPW_X509_PEM_ROWS_H

#include "x509/base64.h"

struct pem_rows {
    /* set by the caller */
    bool opened; /* a BEGIN stands in front, on the line of the first row */
    bool closed; /* an END follows: everything in front of it belongs to the object; without, the
                  * first row that is no clean base64 ends it */
    /* what was found */
    struct base64 base64;
    unsigned odd;
    bool encrypted; /* a header says Proc-Type: 4,ENCRYPTED (RFC 1421 4.6.1.1) */
    /* where reading stands */
    size_t pieces; /* rows of any kind so far */
    size_t data_rows;
    size_t last_width;   /* characters in the last row of base64 */
    size_t padding;      /* '=' so far; nothing may follow them */
    size_t line_ends[3]; /* LF, CR LF, CR */
    bool in_header;      /* the next blank row ends the headers and is no oddity */
    bool stopped;
};

/* Reads `body` into out[0..cap). *rows is all zero but for what the caller sets. */
void pem_rows_read(struct pem_rows *rows, struct slice body, uint8_t *out, size_t cap);

#endif
