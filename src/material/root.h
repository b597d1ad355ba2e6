/* Which root a server's chain ends at: in the chain itself, by the table of authorities, among given
 * certificates, or by its name alone. May include: base/, knowledge/, x509/. */
#ifndef SPW_MATERIAL_ROOT_H
#define SPW_MATERIAL_ROOT_H

#include "knowledge/knowledge.h"
#include "x509/chain.h"

#ifdef __cplusplus
extern "C" {
#endif

enum root_origin {
    ROOT_BY_NAME,  /* only the issuer's name is known */
    ROOT_BY_TABLE, /* a row of the table of authorities */
    ROOT_BY_STORE, /* a certificate of the system's store, which the caller looked up */
    ROOT_IN_CHAIN  /* the server sends it */
};

struct root {
    enum root_origin origin;
    struct slice name;     /* borrowed from the chain or the table */
    struct x509_id key_id; /* n 0: not known */
    size_t der_length;     /* 0: not known */
    int64_t not_after;     /* TIME_NONE: not known */
    bool current;          /* in a root programme today; certificates of the chain: false */
    size_t step;           /* it issued certs[path[step]] of the chain */
    const struct authority_row *row; /* ROOT_BY_TABLE, or the same one in the table; else NULL */
    const struct x509_facts *facts;  /* ROOT_IN_CHAIN, ROOT_BY_STORE */
};

enum { ROOTS_MAX = 6 };

/* All roots that end the chain, the one to hold first: not expired at `now` (TIME_NONE: not asked), in
 * use today, nearest to the server's certificate. Cross-signed chains have several. */
size_t roots_of_chain(const struct knowledge *k, const struct x509_chain *chain, int64_t now,
                      struct root *out, size_t max);

/* Does the server send everything between its certificate and the root? UNKNOWN: the last issuer is not
 * a known authority, so it may be a root or not. */
enum tri chain_complete(const struct knowledge *k, const struct x509_chain *chain);

/* Did `ca` issue a certificate of the chain? The module looks for this. */
enum tri chain_issued_by(const struct x509_chain *chain, const struct x509_facts *ca);
/* The same when only the identifier is known. */
enum tri chain_issued_by_id(const struct x509_chain *chain, const struct x509_id *id);

/* The row of a certificate: by its key identifier, roots first; else, of a root without one, by its
 * name. NULL when the table has none. */
const struct authority_row *authority_of(const struct knowledge *k, const struct x509_facts *f);
const struct authority_row *authority_of_id(const struct knowledge *k, const struct x509_id *id);

#ifdef __cplusplus
}
#endif
#endif
