/* Certificate extensions (RFC 5280 4.2) that tell why a connection fails.
 * May include: base/, x509/certificate.h, x509/walk.h. */
#ifndef SPW_X509_EXTENSION_H
#define SPW_X509_EXTENSION_H

#include "x509/certificate.h"
#include "x509/walk.h"

/* Fills ca, path_length, the key ids and the usages; with them absent, what absence means. True when
 * the list is well-formed. */
bool extension_read_all(const struct cert_parts *parts, struct x509_facts *facts);

/* One name of subjectAltName. */
struct alt_name {
    bool address; /* iPAddress: 4 or 16 bytes; else dNSName: text */
    struct slice value;
};
/* The dNSName and iPAddress entries one after the other: *rest starts as {NULL, 0} from
 * alt_names_start and is advanced; false at the end. */
struct slice alt_names_start(const struct cert_parts *parts);
bool alt_names_next(struct slice *rest, struct alt_name *name);
/* All of them, joined by ", ". */
void alt_names_put(struct buf *out, const struct cert_parts *parts);

#endif
