/* BEGIN and END lines of textual encodings (RFC 7468), also with the dashes a word processor made of
 * them. May include: base/. Labels are borrowed from the text. */
#ifndef SPW_X509_PEM_MARK_H
#define SPW_X509_PEM_MARK_H

#include "base/slice.h"

struct pem_mark {
    size_t from, to;    /* dashes included */
    struct slice label; /* "RSA PRIVATE KEY"; empty when only dashes follow the word */
    bool five_hyphens;  /* on both sides, as it should be */
    bool cut;           /* the text ends inside the mark */
};

/* The first mark at or after `from`. */
bool pem_find_begin(struct slice text, size_t from, struct pem_mark *mark);
bool pem_find_end(struct slice text, size_t from, struct pem_mark *mark);

#endif
