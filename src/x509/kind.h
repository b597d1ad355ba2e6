/* What a piece of DER or a PEM label is: certificate, key in one of its forms, bundle.
 * May include: base/, x509/certificate.h. */
#ifndef SPW_X509_KIND_H
#define SPW_X509_KIND_H

#include "x509/certificate.h"

struct kind {
    enum x509_what what;     /* X509_NOTHING: not told */
    enum x509_key_form form; /* of private keys in the clear, and of PKCS#1 public keys */
};

/* By structure, also for cut bytes as far as these show it. X509_OTHER_PEM for revocation lists and
 * DSA keys. Bytes behind the DER value are ignored. */
struct kind kind_of_der(struct slice der);
/* By label; X509_OTHER_PEM for labels that name nothing we read. */
struct kind kind_of_label(struct slice label);
/* The label such an object carries in PEM; empty for those that have none. */
struct slice kind_label(struct kind kind, enum x509_key_type type);

#endif
