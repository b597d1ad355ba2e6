/* Whatever goes in: an answer comes out, of bounded size, the same each time, and what was read of an
 * object can be read again from its DER. */
#include <stdlib.h>

#include "fuzz.h"
#include "x509/certificate.h"

enum { ARENA_CAP = 8 << 20, CRYPTO_EVERY = 16 };

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void require_same(const struct x509_facts *a, const struct x509_facts *b)
{
    require(a->what == b->what);
    require(slice_eq(a->subject, b->subject) && slice_eq(a->issuer, b->issuer));
    require(slice_eq(a->subject_cn, b->subject_cn) && slice_eq(a->dns_names, b->dns_names));
    require(slice_eq(a->serial, b->serial) && slice_eq(a->signature, b->signature));
    require(a->not_before == b->not_before && a->not_after == b->not_after);
    require(a->key_type == b->key_type && a->key_bits == b->key_bits && a->ca == b->ca);
}

/* No text of a key, whatever state it is in. */
static void require_discreet(const struct x509_facts *f)
{
    if (f->what == X509_PRIVATE_KEY || f->what == X509_ENCRYPTED_KEY) {
        require(f->subject.n + f->issuer.n + f->subject_cn.n + f->issuer_cn.n == 0);
        require(f->dns_names.n + f->serial.n + f->signature.n == 0);
    }
}

static void require_consistent(const struct x509_facts *f, unsigned odd)
{
    const struct x509_lengths lengths = x509_lengths_of(f);
    require(f->der.n <= X509_DER_MAX && f->der.n <= f->der_length);
    require(f->der.n < f->der_length ? odd != 0 || f->what == X509_TRUSTED_CERTIFICATE : true);
    require(odd >> X509_ODD_BITS == 0);
    require(f->what != X509_NOTHING || (odd == 0 && f->der.n == 0));
    require(f->what != X509_DAMAGED || (odd & X509_ODD_UNREADABLE) != 0);
    require(lengths.pem_crlf_bare <= lengths.pem_crlf && lengths.pem_lf <= lengths.pem_crlf);
    require(!f->self_issued || slice_eq(f->subject, f->issuer));
    require_discreet(f);
}

static void ask_everything(struct x509_facts *f)
{
    x509_complete(f);
    require(f->self_signed != TRI_YES || f->self_issued);
    require(x509_issued(f, f) != TRI_YES || f->self_signed == TRI_YES);
    require(x509_key_matches(f, f) == TRI_UNKNOWN);
    (void)x509_matches_host(f, SLICE("a.example"));
    (void)x509_matches_host(f, SLICE("192.0.2.7"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct slice bytes = slice_of(data, size);
    struct arena arena;
    struct x509_facts first;
    struct x509_facts again;
    struct x509_id id;
    unsigned odd = 0;
    unsigned odd_again = 0;
    arena_init(&arena, ARENA_CAP);
    require(x509_identify(bytes, &arena, &first, &odd) == SPW_OK);
    require_consistent(&first, odd);
    if (first.what == X509_CERTIFICATE && (odd & X509_ODD_UNREADABLE) == 0) {
        require(x509_identify(first.der, &arena, &again, &odd_again) == SPW_OK);
        require(odd_again == 0);
        require_same(&first, &again);
    }
    (void)x509_matches_host(&first, slice_sub(bytes, 0, 64));
    (void)x509_id_parse(bytes, &id);
    require(x509_count_blocks(bytes) <= size / 6);
    if (slice_hash(bytes) % CRYPTO_EVERY == 0) { /* libcrypto takes a hundred times as long */
        ask_everything(&first);
    }
    arena_dispose(&arena);
    return 0;
}
