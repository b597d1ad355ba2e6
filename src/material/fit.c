/* Can this module take the object, and will it be of use there? */
#include "base/stamp.h"
#include "material/private.h"

static bool has_slot(const struct dialect *d, enum store_slot slot)
{
    for (size_t i = 0; i < d->n_store; i++) {
        if (d->store[i].slot == slot) {
            return true;
        }
    }
    return false;
}

static enum store_slot slot_of(const struct piece *p)
{
    return p->row != NULL ? p->row->slot : SLOT_NONE;
}

/* ---- is it a certificate or key at all ------------------------------------------------------------- */

static struct slice useless_text(enum x509_what what)
{
    switch (what) {
    case X509_ENCRYPTED_KEY:
        return SLICE("The key is protected by a password, which nobody can give to the module. "
                     "openssl pkey -in key.pem -out plain.pem takes it off.");
    case X509_PKCS12:
        return SLICE("A PKCS#12 bundle cannot be loaded. openssl pkcs12 -in file.p12 -nodes takes "
                     "certificates and key out of it.");
    case X509_PKCS7:
        return SLICE("A PKCS#7 bundle cannot be loaded. openssl pkcs7 -in file.p7b -print_certs "
                     "takes the certificates out of it.");
    case X509_REQUEST:
        return SLICE("This is a request for a certificate. The authority answers it with the "
                     "certificate, which is loaded.");
    case X509_PUBLIC_KEY:
        return SLICE("This is a public key. The module wants the private key, or the certificate.");
    case X509_NOTHING:
        return SLICE("There is no certificate and no key in it.");
    case X509_OTHER_PEM:
    case X509_DAMAGED:
    case X509_CERTIFICATE:
    case X509_PRIVATE_KEY:
    case X509_TRUSTED_CERTIFICATE:
        break;
    }
    return SLICE("It is neither a certificate nor a private key.");
}

/* False when nothing more can be said of it. */
static bool judge_kind(struct spw_material *m, struct piece *p)
{
    bool damaged = (p->odd & X509_ODD_UNREADABLE) != 0 || p->facts.what == X509_DAMAGED;
    if (damaged) {
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.certificate-damaged",
                           SLICE("It is damaged and cannot be read by anybody; fetch it again."));
    } else if (!piece_is_readable(p)) {
        (void)said_verdict(m, &p->said, SPW_ERROR,
                           p->facts.what == X509_ENCRYPTED_KEY ? "tls.certificate-format"
                                                               : "tls.wrong-slot",
                           useless_text(p->facts.what));
    }
    return !damaged && piece_is_readable(p);
}

static void judge_armour(struct spw_material *m, struct piece *p)
{
    const unsigned harmless = X509_ODD_NO_FINAL_NEWLINE | X509_ODD_SEVERAL_BLOCKS;
    if ((p->odd & ~harmless) != 0) {
        (void)said_verdict(m, &p->said, SPW_WARNING, "tls.certificate-format",
                           SLICE("The file must not be sent as it is. What -o writes is clean."));
    }
    if (p->row == NULL || slice_starts(p->row->forms, SLICE("der")) || p->facts.label.n > 0) {
        return;
    }
    (void)said_verdict(
        m, &p->said, SPW_WARNING, "tls.certificate-format",
        SLICE("The file is DER, and this module takes PEM only. What -o writes is PEM."));
}

/* ---- keys and signatures ------------------------------------------------------------------------------ */

static void judge_rsa(struct spw_material *m, struct piece *p)
{
    struct breach b = limit_breach(m, "tls.rsa.bits", p->facts.key_bits);
    if (p->facts.key_type == X509_KEY_RSA && b.row != NULL) {
        limit_say(m, &p->said, SPW_ERROR, "tls.key-size-unsupported", &b,
                  said_text(m, "The RSA key has %u bits; more than %lld are not known to work.",
                            p->facts.key_bits, (long long)b.row->value));
    }
}

static void judge_elliptic(struct spw_material *m, struct piece *p)
{
    struct breach b = limit_breach(m, "tls.ecdsa", 1);
    bool ec = p->facts.key_type == X509_KEY_EC || p->facts.signature_ecdsa;
    if (ec && b.row != NULL) {
        limit_say(m, &p->said, SPW_ERROR, "tls.algorithm-unsupported", &b,
                  SLICE("It uses elliptic curves, and this firmware knows RSA only."));
    }
}

static void judge_algorithm(struct spw_material *m, struct piece *p)
{
    const struct x509_facts *f = &p->facts;
    bool checked = !f->self_issued && facts_are_certificate(f);
    judge_rsa(m, p);
    judge_elliptic(m, p);
    if (f->key_type != X509_KEY_RSA && f->key_type != X509_KEY_EC) {
        said_verdict(m, &p->said, SPW_ERROR, "tls.algorithm-unsupported",
                     SLICE("A key of this kind is not known to work with the module."))
            ->confidence = SPW_LIKELY;
    }
    if (f->signature_pss) {
        said_verdict(
            m, &p->said, SPW_ERROR, "tls.algorithm-unsupported",
            SLICE("It is signed with RSASSA-PSS, which is not known to work with the module."))
            ->confidence = SPW_LIKELY;
    }
    if (checked && f->signature_sha384_or_more) {
        said_verdict(m, &p->said, SPW_WARNING, "tls.algorithm-unsupported",
                     SLICE("It is signed over SHA-384 or longer; whether the module can check that "
                           "is not known."))
            ->confidence = SPW_POSSIBLE;
    }
    if (checked && (f->signature_sha1 || f->signature_md5)) {
        said_verdict(
            m, &p->said, SPW_WARNING, "tls.algorithm-unsupported",
            SLICE("It is signed over SHA-1, MD5 or older, which servers and clients refuse today."))
            ->confidence = SPW_LIKELY;
    }
}

/* ---- time --------------------------------------------------------------------------------------------------- */

/* A root that the server sends along does no harm when it is over: the module holds its own copy. */
static bool has_own_copy(const struct spw_material *m, const struct x509_facts *f)
{
    return m->server != NULL && f->self_issued && m->ca.der.n > 0 && !slice_eq(m->ca.der, f->der) &&
           x509_id_eq(&m->ca.spki_sha256, &f->spki_sha256);
}

static void judge_validity(struct spw_material *m, struct piece *p)
{
    const struct x509_facts *f = &p->facts;
    int64_t now = has_own_copy(m, f) ? TIME_NONE : m->options.now;
    if (now == TIME_NONE || !piece_is_certificate(p)) {
        return;
    }
    if (f->not_after != TIME_NONE && f->not_after < now) {
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.certificate-expired",
                           SLICE("It is expired."));
    }
    if (f->not_before != TIME_NONE && f->not_before > now) {
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.certificate-expired",
                           SLICE("It is not yet valid."));
    }
}

/* ---- as CA ----------------------------------------------------------------------------------------------------- */

static struct slice root_words(struct spw_material *m, const struct authority_row *row)
{
    return said_text(m, "%.*s, key identifier %.*s, %u bytes as DER, valid to %.*s",
                     SLICE_ARG(row->cn), SLICE_ARG(row->key_id), row->der_length,
                     SLICE_ARG(row->not_after));
}

/* An intermediate: which root is wanted instead. */
static void judge_issuer(struct spw_material *m, struct piece *p)
{
    const struct x509_facts *f = &p->facts;
    const struct authority_row *own = authority_of_id(m->knowledge, &f->subject_key_id);
    const struct authority_row *issuer = authority_of_id(m->knowledge, &f->authority_key_id);
    struct slice text;
    p->unfit = true;
    if (own != NULL && own->root) {
        struct slice words = root_words(m, own);
        p->instead = own;
        text = said_text(m,
                         "This is the cross-signed form of a root. Load the self-signed one: "
                         "%.*s.",
                         SLICE_ARG(words));
    } else if (issuer != NULL && issuer->root) {
        struct slice words = root_words(m, issuer);
        p->instead = issuer;
        text = said_text(m, "This is an intermediate. The module needs the root above it: %.*s.",
                         SLICE_ARG(words));
    } else {
        struct slice id = x509_id_text(&f->authority_key_id, &m->arena);
        text = said_text(m,
                         "This is an intermediate. The module needs the root above it; its issuer "
                         "is %.*s%s%.*s.",
                         SLICE_ARG(f->issuer_cn), id.n > 0 ? ", key identifier " : "", (int)id.n,
                         id.n > 0 ? (const char *)id.p : "");
    }
    said_verdict(m, &p->said, SPW_ERROR, "tls.intermediate-as-root", text)->sources =
        SLICE("SEED FORUM-23");
}

/* The module finds a CA by its identifier. */
static void judge_identifier(struct spw_material *m, struct piece *p)
{
    const struct x509_facts *f = &p->facts;
    int64_t wanted = limit_least(m, "tls.key_id.bytes");
    if (!has_slot(m->dialect, SLOT_ID)) {
        return;
    }
    if (f->subject_key_id.n == 0) {
        (void)said_verdict(
            m, &p->said, SPW_ERROR, "tls.key-id-missing",
            SLICE("It has no key identifier, by which the module looks for a CA. Use "
                  "another root, or load an identifier yourself."));
    } else if (wanted != INT64_MAX && f->subject_key_id.n != (size_t)wanted) {
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.key-id-mismatch",
                           said_text(m, "Its key identifier has %zu bytes; the module takes %lld.",
                                     f->subject_key_id.n, (long long)wanted));
    } else if (f->key_sha1.n > 0 && !x509_id_eq(&f->key_sha1, &f->subject_key_id)) {
        (void)said_verdict(m, &p->said, SPW_NOTE, "",
                           SLICE("Its key identifier is not the SHA-1 of the key: take it from the "
                                 "certificate, never compute it."));
    }
}

static void judge_known_root(struct spw_material *m, struct piece *p)
{
    const struct x509_facts *f = &p->facts;
    const struct authority_row *row = authority_of(m->knowledge, f);
    const struct authority_row *next =
        row != NULL ? knowledge_authority_next(m->knowledge, row) : NULL;
    if (row == NULL || !row->root) {
        (void)said_verdict(m, &p->said, SPW_NOTE, "",
                           SLICE("It is none of the public roots: good for a server of your own."));
    } else if (!row->current) {
        (void)said_verdict(
            m, &p->said, SPW_WARNING, "tls.wrong-root",
            SLICE("It is no longer in the root programmes: few servers use it today."));
    }
    if (next != NULL && next->root && row->key_id.n > 0) {
        (void)said_verdict(m, &p->said, SPW_NOTE, "",
                           SLICE("Another root has the same key identifier: the same key, issued "
                                 "again. The module keeps one of them."));
    }
}

static void judge_ca(struct spw_material *m, struct piece *p)
{
    const struct x509_facts *f = &p->facts;
    if (!piece_is_certificate(p)) {
        p->unfit = true;
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.wrong-slot",
                           SLICE("A key does not belong into the slot of the root."));
        return;
    }
    if (!f->self_issued && f->ca == TRI_NO) {
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.wrong-slot",
                           said_text(m,
                                     "It is no CA: nothing is issued by it. Load the root above "
                                     "it; its issuer is %.*s.",
                                     SLICE_ARG(f->issuer_cn)));
    } else if (!f->self_issued) {
        judge_issuer(m, p);
    } else if (f->ca == TRI_NO && m->server == NULL) {
        said_verdict(
            m, &p->said, SPW_WARNING, "tls.wrong-slot",
            SLICE("It signed itself and is no CA: of use as root only against the one server "
                  "that shows it."))
            ->confidence = SPW_LIKELY;
    } else {
        judge_known_root(m, p);
    }
    if (f->ca == TRI_YES && f->has_key_usage && !f->key_cert_sign) {
        (void)said_verdict(m, &p->said, SPW_WARNING, "tls.server-certificate-rejected",
                           SLICE("Its key usage does not allow to sign certificates."));
    }
    judge_identifier(m, p);
}

/* ---- as own certificate and key ------------------------------------------------------------------------------------ */

static void judge_own_size(struct spw_material *m, struct piece *p)
{
    struct breach b = limit_breach(m, "tls.own.bytes", (int64_t)p->payload.n);
    struct breach as_pem =
        limit_breach(m, "tls.own.bytes", (int64_t)x509_lengths_of(&p->facts).pem_lf);
    if (b.row != NULL) {
        limit_say(m, &p->said, SPW_ERROR, "tls.certificate-too-large", &b,
                  said_text(m,
                            "It has %zu bytes as it is loaded; an own certificate may have %lld.",
                            p->payload.n, (long long)b.row->value));
    } else if (as_pem.row != NULL) {
        limit_say(m, &p->said, SPW_NOTE, "tls.certificate-too-large", &as_pem,
                  said_text(m,
                            "As PEM it has more than the %lld bytes that an own certificate may "
                            "have; as DER it fits.",
                            (long long)as_pem.row->value));
    }
}

static void judge_own(struct spw_material *m, struct piece *p)
{
    if (!piece_is_certificate(p)) {
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.wrong-slot",
                           SLICE("A key does not belong into the slot of the own certificate."));
        return;
    }
    if (p->facts.ca == TRI_YES) {
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.wrong-slot",
                           SLICE("A CA is no certificate to show to a server."));
    } else if (!p->facts.client_auth) {
        (void)said_verdict(
            m, &p->said, SPW_WARNING, "tls.client-certificate-untrusted",
            SLICE("Its extended key usage does not allow clients: servers refuse it."));
    }
    judge_own_size(m, p);
}

static void judge_key(struct spw_material *m, struct piece *p)
{
    if (p->facts.what != X509_PRIVATE_KEY) {
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.wrong-slot",
                           SLICE("A certificate does not belong into the slot of the key."));
    } else if (p->facts.key_form == X509_FORM_PKCS8) {
        said_verdict(m, &p->said, SPW_NOTE, "tls.certificate-format",
                     SLICE("It is in PKCS#8 form, and whether the module takes that is not known. "
                           "What -o writes is "
                           "the older form, PKCS#1 or SEC1."))
            ->confidence = SPW_POSSIBLE;
    }
}

static void judge_id(struct spw_material *m, struct piece *p)
{
    if (p->form == FORM_NONE) {
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.key-id-missing",
                           SLICE("There is no key identifier in it to load."));
        return;
    }
    judge_identifier(m, p);
}

static void judge_slot(struct spw_material *m, struct piece *p)
{
    switch (slot_of(p)) {
    case SLOT_CA:
        judge_ca(m, p);
        break;
    case SLOT_CERT:
        judge_own(m, p);
        break;
    case SLOT_KEY:
        judge_key(m, p);
        break;
    case SLOT_ID:
        judge_id(m, p);
        break;
    case SLOT_NONE:
    case SLOT_DOMAIN:
    case SLOT_COUNT:
        (void)said_verdict(m, &p->said, SPW_ERROR, "tls.wrong-slot",
                           SLICE("This module has no slot of that name."));
        break;
    }
}

static void judge_peer_size(struct spw_material *m, struct piece *p)
{
    struct breach b = limit_breach(m, "tls.certificate.bytes", (int64_t)p->facts.der_length);
    if (piece_is_certificate(p) && b.row != NULL) {
        limit_say(m, &p->said, SPW_ERROR, "tls.certificate-too-large", &b,
                  said_text(m, "It has %zu bytes; the module takes certificates of %lld at most.",
                            p->facts.der_length, (long long)b.row->value));
    }
}

/* What does not belong there is sent only when somebody says so with --slot. */
static void withhold(struct spw_material *m, struct piece *p)
{
    if (p->unfit && m->wanted == SLOT_NONE) {
        p->form = FORM_NONE;
    }
}

void fit_judge(struct spw_material *m, struct piece *p)
{
    if (!judge_kind(m, p)) {
        return;
    }
    if (!p->of_server) {
        judge_armour(m, p);
        judge_slot(m, p);
        withhold(m, p);
    }
    judge_peer_size(m, p);
    judge_algorithm(m, p);
    judge_validity(m, p);
}
