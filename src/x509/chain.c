#include "x509/chain.h"

#include <string.h>

#include "base/stamp.h"

/* ---- pieces ---------------------------------------------------------------------------------------- */

static const struct slice begin_mark = SLICE_INIT("-----BEGIN ");

static bool is_parameters(struct slice s, size_t at)
{
    return slice_starts(slice_from(s, at + begin_mark.n), SLICE("EC PARAMETERS"));
}

bool x509_next_piece(struct slice *rest, struct slice *piece)
{
    if (rest->n == 0) {
        return false;
    }
    size_t begin = slice_find(*rest, begin_mark, 0);
    size_t next = begin < rest->n ? slice_find(*rest, begin_mark, begin + 1) : rest->n;
    if (next < rest->n && is_parameters(*rest, begin)) {
        next = slice_find(*rest, begin_mark, next + 1);
    }
    *piece = slice_sub(*rest, 0, next);
    *rest = slice_from(*rest, next);
    return true;
}

/* ---- the path ---------------------------------------------------------------------------------------- */

static bool issued_another(const struct x509_chain *c, size_t i)
{
    for (size_t k = 0; k < c->n; k++) {
        if (k != i && x509_issued(&c->certs[i], &c->certs[k]) == TRI_YES) {
            return true;
        }
    }
    return false;
}

/* A server sends its own first; a file may have any order. */
static size_t find_leaf(const struct x509_chain *c)
{
    for (size_t i = 0; i < c->n; i++) {
        if (!issued_another(c, i)) {
            return i;
        }
    }
    return 0;
}

static bool on_path(const struct x509_chain *c, size_t i)
{
    for (size_t k = 0; k < c->n_path; k++) {
        if (c->path[k] == i) {
            return true;
        }
    }
    return false;
}

/* c->n when none of the certificates issued it. */
static size_t find_issuer(const struct x509_chain *c, const struct x509_facts *of)
{
    size_t perhaps = c->n;
    for (size_t i = 0; i < c->n; i++) {
        enum tri issued = on_path(c, i) ? TRI_NO : x509_issued(&c->certs[i], of);
        if (issued == TRI_YES) {
            return i;
        }
        if (issued == TRI_UNKNOWN && perhaps == c->n) {
            perhaps = i; /* an algorithm that is not available here */
        }
    }
    return perhaps;
}

static void find_path(struct x509_chain *c)
{
    size_t next = find_leaf(c);
    while (next < c->n && c->n_path < X509_CHAIN_MAX) {
        const struct x509_facts *f = &c->certs[next];
        c->path[c->n_path++] = next;
        next = f->self_issued && f->self_signed != TRI_NO ? c->n : find_issuer(c, f);
    }
}

/* ---- traits -------------------------------------------------------------------------------------------- */

static void add_validity(struct x509_chain_traits *t, const struct x509_facts *f, size_t index)
{
    if (f->not_before != TIME_NONE && (t->begins == TIME_NONE || f->not_before > t->begins)) {
        t->begins = f->not_before;
    }
    if (f->not_after != TIME_NONE && (t->ends == TIME_NONE || f->not_after < t->ends)) {
        t->ends = f->not_after;
        t->first_to_end = index;
    }
}

static void add_traits(struct x509_chain *c, size_t index)
{
    struct x509_chain_traits *t = &c->traits;
    const struct x509_facts *f = &c->certs[index];
    bool rsa_key = f->key_type == X509_KEY_RSA;
    bool ec_key = f->key_type == X509_KEY_EC;
    bool checked = !f->self_issued; /* a root's own signature protects nothing */
    t->has_rsa |= rsa_key || f->signature_pss || slice_contains(f->signature, SLICE("RSA"));
    t->has_ec |= ec_key || f->signature_ecdsa;
    t->has_other_key |= !rsa_key && !ec_key && f->key_type != X509_KEY_UNKNOWN;
    t->has_sha384 |= checked && f->signature_sha384_or_more;
    t->has_weak_digest |= checked && (f->signature_sha1 || f->signature_md5);
    t->has_pss |= checked && f->signature_pss;
    t->rsa_bits = rsa_key && f->key_bits > t->rsa_bits ? f->key_bits : t->rsa_bits;
    t->largest = f->der_length > c->certs[t->largest].der_length ? index : t->largest;
    t->bytes += f->der_length;
    add_validity(t, f, index);
}

static void find_traits(struct x509_chain *c)
{
    c->traits = (struct x509_chain_traits){.begins = TIME_NONE, .ends = TIME_NONE};
    c->traits.largest = c->n_path > 0 ? c->path[0] : 0;
    for (size_t i = 0; i < c->n_path; i++) {
        add_traits(c, c->path[i]);
    }
}

/* ---- reading ---------------------------------------------------------------------------------------------- */

static bool is_certificate(const struct x509_facts *f)
{
    return f->what == X509_CERTIFICATE || f->what == X509_TRUSTED_CERTIFICATE;
}

static void keep(struct x509_chain *c, const struct x509_facts *f)
{
    if (c->n == X509_CHAIN_MAX) {
        c->dropped++;
    } else {
        c->certs[c->n++] = *f;
    }
}

enum spw_status x509_chain_read(struct slice bytes, struct arena *arena, struct x509_chain *chain)
{
    struct slice piece;
    memset(chain, 0, sizeof *chain);
    while (x509_next_piece(&bytes, &piece)) {
        struct x509_facts facts;
        unsigned odd = 0;
        enum spw_status status = x509_read(piece, arena, &facts, &odd);
        if (status != SPW_OK) {
            return status;
        }
        if (is_certificate(&facts) && (odd & X509_ODD_UNREADABLE) == 0) {
            keep(chain, &facts);
        }
    }
    find_path(chain);
    find_traits(chain);
    return SPW_OK;
}

const struct x509_facts *x509_chain_leaf(const struct x509_chain *chain)
{
    return chain->n_path > 0 ? &chain->certs[chain->path[0]] : NULL;
}

const struct x509_facts *x509_chain_top(const struct x509_chain *chain)
{
    return chain->n_path > 0 ? &chain->certs[chain->path[chain->n_path - 1]] : NULL;
}
