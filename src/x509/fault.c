#include "x509/fault.h"

static const struct {
    const char *name, *text;
} words[X509_FAULT_KINDS] = {
    [X509_FAULT_NOT_CA] = {"not-ca",
                           "is no CA (basicConstraints) and yet issued another certificate"},
    [X509_FAULT_KEY_USAGE] = {"key-usage",
                              "issued another certificate, which its key usage does not allow"},
    [X509_FAULT_PATH_LENGTH] = {"path-length",
                                "allows fewer CAs below itself than stand there (pathlen)"},
    [X509_FAULT_SIGNATURE] =
        {"signature", "bears a signature that its issuer's key does not verify: it was changed "
                      "or re-made, or the issuer's certificate was"},
    [X509_FAULT_OTHER_KEY] =
        {"other-key", "was issued by another key than that of the certificate shown under its "
                      "issuer's name"},
    [X509_FAULT_OTHER_NAME] = {"other-name",
                               "names another issuer than the certificate shown with that key"},
    [X509_FAULT_CRITICAL] = {"critical-extension",
                             "holds a critical extension that clients do not know and must refuse"},
    [X509_FAULT_NOT_SERVER] = {"not-for-servers",
                               "is not for servers (its extended key usage leaves them out)"},
    [X509_FAULT_WEAK_KEY] = {"weak-key",
                             "has an RSA key of less than 1024 bits, which clients refuse"},
};

const char *x509_fault_name(enum x509_fault_kind kind) { return words[kind].name; }

const char *x509_fault_text(enum x509_fault_kind kind) { return words[kind].text; }

struct faults {
    struct x509_fault *out;
    size_t n, max;
    bool of_anchor; /* of those that are added now */
};

static void add(struct faults *f, enum x509_fault_kind kind, const struct x509_facts *cert)
{
    if (f->n < f->max) {
        f->out[f->n++] = (struct x509_fault){.kind = kind, .cert = cert, .of_anchor = f->of_anchor};
    }
}

/* ---- one certificate -------------------------------------------------------------------------------- */

static void look_at(struct faults *f, const struct x509_facts *cert)
{
    if (cert->unknown_critical) {
        add(f, X509_FAULT_CRITICAL, cert);
    }
    if (cert->key_type == X509_KEY_RSA && cert->key_bits > 0 &&
        cert->key_bits < X509_WEAK_RSA_BITS) {
        add(f, X509_FAULT_WEAK_KEY, cert);
    }
}

/* `below`: CAs between it and the server's certificate; those that issued themselves do not count. */
static void look_at_issuer(struct faults *f, const struct x509_facts *cert, int below)
{
    /* Version 1 knows no CAs; old roots are trusted as they are. */
    bool no_ca = cert->ca == TRI_NO || (cert->version < 3 && !cert->self_issued);
    if (no_ca) {
        add(f, X509_FAULT_NOT_CA, cert);
    } else if (cert->has_key_usage && !cert->key_cert_sign) {
        add(f, X509_FAULT_KEY_USAGE, cert);
    }
    if (cert->path_length >= 0 && below > cert->path_length) {
        add(f, X509_FAULT_PATH_LENGTH, cert);
    }
}

/* ---- where the path breaks off ------------------------------------------------------------------------ */

static bool is_break(enum x509_link link, enum x509_fault_kind *kind)
{
    switch (link) {
    case X509_LINK_BAD_SIGNATURE:
        *kind = X509_FAULT_SIGNATURE;
        return true;
    case X509_LINK_OTHER_KEY:
        *kind = X509_FAULT_OTHER_KEY;
        return true;
    case X509_LINK_OTHER_NAME:
        *kind = X509_FAULT_OTHER_NAME;
        return true;
    case X509_LINK_NONE:
    case X509_LINK_ISSUED:
    case X509_LINK_UNCHECKED:
        break;
    }
    return false;
}

/* The last of the path ought to have been issued by one that is there: a broken signature says more than a
 * name that fits. */
static void look_for_break(struct faults *f, const struct x509_chain *chain,
                           const struct x509_facts *anchor)
{
    const struct x509_facts *top = x509_chain_top(chain);
    enum x509_fault_kind best = X509_FAULT_KINDS, kind = X509_FAULT_KINDS;
    for (size_t i = 0; i <= chain->n; i++) {
        const struct x509_facts *other = i < chain->n ? &chain->certs[i] : anchor;
        if (other != NULL && other != top && is_break(x509_link_of(other, top), &kind) &&
            kind < best) {
            best = kind;
            f->of_anchor = other == anchor;
        }
    }
    if (best != X509_FAULT_KINDS) {
        add(f, best, top);
    }
}

static bool same_certificate(const struct x509_facts *a, const struct x509_facts *b)
{
    return slice_eq(a->der, b->der);
}

size_t x509_chain_faults(const struct x509_chain *chain, const struct x509_facts *anchor,
                         struct x509_fault *out, size_t max)
{
    struct faults f = {.out = out, .max = max};
    const struct x509_facts *leaf = x509_chain_leaf(chain);
    const struct x509_facts *top = x509_chain_top(chain);
    int below = 0;
    if (leaf == NULL) {
        return 0;
    }
    if (!leaf->server_auth) {
        add(&f, X509_FAULT_NOT_SERVER, leaf);
    }
    for (size_t i = 0; i < chain->n_path; i++) {
        const struct x509_facts *cert = &chain->certs[chain->path[i]];
        look_at(&f, cert);
        if (i > 0) {
            look_at_issuer(&f, cert, below);
            below += cert->self_issued ? 0 : 1;
        }
    }
    bool above = anchor != NULL && !same_certificate(anchor, top);
    if (above && x509_issued(anchor, top) == TRI_YES) {
        f.of_anchor = true;
        look_at(&f, anchor);
        look_at_issuer(&f, anchor, below);
    } else if (anchor == NULL || above) {
        look_for_break(&f, chain, anchor);
    }
    return f.n;
}
