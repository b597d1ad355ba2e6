/* Finds an object in text and undoes its armour, whatever a paste did to it; says what was odd.
 * May include: base/, x509/certificate.h (for the oddities). */
#ifndef SPW_X509_PEM_H
#define SPW_X509_PEM_H

#include "base/arena.h"

struct pem_object {
    struct slice label; /* as written, borrowed from the text; empty without BEGIN and END */
    struct slice der;   /* in the arena; empty when no base64 was found */
    bool marked;        /* a BEGIN or END line is there */
    bool encrypted;     /* Proc-Type: 4,ENCRYPTED: `der` is not DER */
    unsigned odd;
};

/* The first object of `text`, but a key rather than the EC PARAMETERS in front of it. *object is all
 * zero when there is none. */
enum spw_status pem_read(struct slice text, struct arena *arena,
                         struct pem_object *object) SPW_MUST_USE;
size_t pem_count(struct slice text);

#endif
