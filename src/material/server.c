/* What a server shows: its chain, the root it ends at, and what of it this module cannot do. */
#include "base/stamp.h"
#include "material/private.h"

/* ---- reading ---------------------------------------------------------------------------------------- */

/* Names first: the store holds some hundred certificates, and checking signatures takes time. */
static bool may_be_issuer(const struct x509_facts *f, const struct x509_facts *top)
{
    bool id = f->subject_key_id.n == 0 || top->authority_key_id.n == 0 ||
              x509_id_eq(&f->subject_key_id, &top->authority_key_id);
    return facts_are_certificate(f) && id && slice_eq_nocase(f->subject, top->issuer);
}

/* The certificate of `store` that issued `top`. */
static enum spw_status find_trusted(struct spw_material *m, struct slice store,
                                    const struct x509_facts *top, bool *found)
{
    struct slice piece;
    *found = false;
    while (!*found && x509_next_piece(&store, &piece)) {
        struct arena scratch;
        struct x509_facts f;
        unsigned odd = 0;
        arena_init(&scratch, MATERIAL_ARENA_MAX);
        enum spw_status status = x509_identify(piece, &scratch, &f, &odd);
        bool perhaps = status == SPW_OK && may_be_issuer(&f, top);
        arena_dispose(&scratch);
        if (perhaps) {
            status = x509_read(piece, &m->arena, &m->trusted, &odd);
            *found = status == SPW_OK && x509_issued(&m->trusted, top) == TRI_YES;
        }
        if (status != SPW_OK) {
            return status;
        }
    }
    return SPW_OK;
}

/* A root of the system's store: known with its bytes, whether or not the table has it. */
static void take_trusted(struct spw_material *m)
{
    struct root *best = &m->roots[0];
    for (size_t i = 0; i < m->n_roots; i++) {
        if (x509_id_eq(&m->roots[i].key_id, &m->trusted.subject_key_id) &&
            m->roots[i].origin == ROOT_BY_TABLE) {
            m->roots[i].facts = &m->trusted;
            return;
        }
    }
    if (best->origin == ROOT_BY_NAME) {
        best->origin = ROOT_BY_STORE;
        best->facts = &m->trusted;
        best->name = m->trusted.subject_cn;
        best->key_id = m->trusted.subject_key_id;
        best->der_length = m->trusted.der_length;
        best->not_after = m->trusted.not_after;
    }
}

static enum spw_status find_roots(struct spw_material *m)
{
    const struct x509_facts *top = x509_chain_top(&m->chain);
    bool found = false;
    enum spw_status status = SPW_OK;
    m->n_roots = roots_of_chain(m->knowledge, &m->chain, m->options.now, m->roots, ROOTS_MAX);
    if (top != NULL && !(top->self_issued && m->n_roots > 0)) {
        status = find_trusted(m, m->server->trusted, top, &found);
    }
    if (found) {
        take_trusted(m);
    }
    return status;
}

static void add_certificate(struct spw_material *m, struct slice name, const struct x509_facts *f,
                            bool of_server)
{
    struct piece *p = piece_add(m, name);
    if (p != NULL) {
        p->facts = *f;
        p->of_server = of_server;
    }
}

/* The root itself is to be loaded; the other certificates come from the server every time. */
static void add_pieces(struct spw_material *m)
{
    const struct x509_facts *root = m->n_roots > 0 ? m->roots[0].facts : NULL;
    bool sent = false;
    for (size_t i = 0; i < m->chain.n; i++) {
        const struct x509_facts *f = &m->chain.certs[i];
        sent |= f == root;
        add_certificate(m, said_text(m, "certificate %zu", i + 1), f, f != root);
    }
    if (root != NULL && !sent) {
        add_certificate(m, SLICE("root"), root, false);
    }
}

/* The root that somebody means to load is looked at as well; it is not loaded from here. */
static void add_choice(struct spw_material *m)
{
    for (size_t i = 0; i < m->pieces.n; i++) {
        const struct piece *p = array_at(&m->pieces, i);
        if (slice_eq(p->facts.der, m->ca.der)) {
            return;
        }
    }
    if (facts_are_certificate(&m->ca)) {
        add_certificate(m, SLICE("the root given"), &m->ca, true);
    }
}

enum spw_status server_read(struct spw_material *m)
{
    unsigned odd = 0;
    enum spw_status status = x509_chain_read(m->server->chain, &m->arena, &m->chain);
    if (status == SPW_OK) {
        status = find_roots(m);
    }
    if (status == SPW_OK && m->server->ca.n > 0) {
        status = x509_read(m->server->ca, &m->arena, &m->ca, &odd);
    }
    add_pieces(m);
    add_choice(m);
    return status;
}

/* ---- the handshake ------------------------------------------------------------------------------------ */

static void describe_handshake(struct spw_material *m)
{
    const struct spw_server *s = m->server;
    said_fact(m, &m->said, "host", "server", s->host);
    if (s->port > 0) {
        said_number(m, &m->said, "port", "port", s->port);
    }
    said_yes_no(m, &m->said, "tls", "speaks TLS", s->speaks_tls);
    said_fact(m, &m->said, "tls_version", "TLS version", s->tls_version);
    said_fact(m, &m->said, "suite", "cipher suite", s->suite);
    said_yes_no(m, &m->said, "rsa_key_exchange", "key exchange by RSA alone",
                s->takes_rsa_exchange);
    said_yes_no(m, &m->said, "asks_client_certificate", "asks for a client certificate",
                s->asks_client_certificate);
    said_yes_no(m, &m->said, "takes_client_certificate", "takes the one that was shown",
                s->takes_client_certificate);
    said_yes_no(m, &m->said, "same_without_name", "the same without a server name",
                s->same_without_name);
    said_fact(m, &m->said, "failure", "the handshake failed", s->failure);
}

static void judge_version(struct spw_material *m)
{
    struct breach version = limit_breach(m, "tls.version", m->server->version);
    struct breach curves = limit_breach(m, "tls.ecdhe", 1);
    limit_say(m, &m->said, SPW_ERROR, "tls.algorithm-unsupported", &version,
              SLICE("The server insists on a newer version of TLS than the module speaks."));
    if (m->server->takes_rsa_exchange == TRI_NO) {
        limit_say(m, &m->said, SPW_ERROR, "tls.algorithm-unsupported", &curves,
                  SLICE("The server wants a key exchange with elliptic curves (ECDHE), which this "
                        "firmware does not know."));
    }
}

static void judge_client(struct spw_material *m)
{
    const struct spw_server *s = m->server;
    if (s->takes_client_certificate == TRI_NO) {
        (void)said_verdict(m, &m->said, SPW_ERROR, "tls.client-certificate-untrusted",
                           SLICE("The server refuses the client certificate that was shown."));
    } else if (s->asks_client_certificate == TRI_YES && s->takes_client_certificate != TRI_YES) {
        (void)said_verdict(
            m, &m->said, s->failure.n > 0 ? SPW_ERROR : SPW_WARNING,
            "tls.client-certificate-missing",
            s->failure.n > 0
                ? SLICE("The server demands a client certificate: own certificate and key must be "
                        "loaded.")
                : SLICE("The server asks for a client certificate and goes on without; the module "
                        "may give up when none is loaded."));
    }
}

static void judge_handshake(struct spw_material *m)
{
    const struct spw_server *s = m->server;
    if (s->speaks_tls == TRI_NO) {
        (void)said_verdict(m, &m->said, SPW_ERROR, "tls.not-enabled",
                           SLICE("This port does not speak TLS."));
        return;
    }
    judge_version(m);
    judge_client(m);
    if (s->same_without_name == TRI_NO) {
        (void)said_verdict(
            m, &m->said, SPW_WARNING, "tls.domain-mismatch",
            SLICE("Without a server name it shows another certificate, or none: name "
                  "the host, never its address."));
    }
    if (s->failure.n > 0 && m->chain.n == 0) {
        (void)said_verdict(
            m, &m->said, SPW_ERROR, "",
            said_text(m, "The server could not be asked: %.*s.", SLICE_ARG(s->failure)));
    }
}

/* ---- the chain -------------------------------------------------------------------------------------------- */

static void judge_names(struct spw_material *m)
{
    const struct x509_facts *leaf = x509_chain_leaf(&m->chain);
    struct slice host = m->server->host;
    if (host.n == 0 || x509_matches_host(leaf, host) != TRI_NO) {
        return;
    }
    struct slice names = leaf->dns_names.n > 0 ? leaf->dns_names : leaf->subject_cn;
    (void)said_verdict(m, &m->said, SPW_ERROR, "tls.domain-mismatch",
                       said_text(m, "The certificate is for %.*s, not for %.*s.", SLICE_ARG(names),
                                 SLICE_ARG(host)));
}

static void judge_mixture(struct spw_material *m)
{
    struct breach b = limit_breach(m, "tls.mixed_chain", 1);
    if (m->chain.traits.has_ec && m->chain.traits.has_rsa) {
        limit_say(m, &m->said, SPW_ERROR, "tls.algorithm-unsupported", &b,
                  SLICE("The chain mixes RSA and elliptic curves, on which the module gives up."));
    }
}

/* ---- the root ------------------------------------------------------------------------------------------------ */

static const char *origin_text(enum root_origin o)
{
    switch (o) {
    case ROOT_BY_NAME:
        return "by its name only";
    case ROOT_BY_TABLE:
        return "in the table of authorities";
    case ROOT_BY_STORE:
        return "in the system's store";
    case ROOT_IN_CHAIN:
        return "sent by the server";
    }
    return "";
}

static void describe_root(struct spw_material *m)
{
    const struct root *r = &m->roots[0];
    struct said *s = &m->said;
    struct slice hex = x509_id_hex(&r->key_id, &m->arena);
    said_fact(m, s, "root", "root needed", r->name);
    said_fact(m, s, "root_key_id", "its key identifier", x509_id_text(&r->key_id, &m->arena));
    said_fact(m, s, "root_key_id_hex", "in hexadecimal", hex);
    said_fact(m, s, "root_found", "it was found", slice_cstr(origin_text(r->origin)));
    if (r->der_length > 0) {
        said_number(m, s, "root_der_bytes", "its bytes as DER", (int64_t)r->der_length);
    }
    said_time(m, s, "root_not_after", "it is valid to", r->not_after);
    for (size_t i = 1; i < m->n_roots; i++) {
        said_fact(m, s, "other_root", "would do as well", m->roots[i].name);
    }
}

/* A root that only the table knows is judged by its row. */
static void judge_root_row(struct spw_material *m)
{
    const struct root *r = &m->roots[0];
    if (r->row == NULL || r->facts != NULL) {
        return;
    }
    if (slice_eq(r->row->key_type, SLICE("RSA"))) {
        struct breach b = limit_breach(m, "tls.rsa.bits", r->row->key_bits);
        limit_say(m, &m->said, SPW_ERROR, "tls.key-size-unsupported", &b,
                  said_text(m,
                            "The root %.*s has an RSA key of %u bits, more than is known to work.",
                            SLICE_ARG(r->name), r->row->key_bits));
    }
    if (m->options.now != TIME_NONE && r->not_after != TIME_NONE && r->not_after < m->options.now) {
        (void)said_verdict(m, &m->said, SPW_ERROR, "tls.certificate-expired",
                           said_text(m, "The root %.*s is expired.", SLICE_ARG(r->name)));
    }
}

void server_judge(struct spw_material *m)
{
    describe_handshake(m);
    judge_handshake(m);
    if (m->chain.n == 0) {
        return;
    }
    said_number(m, &m->said, "chain_length", "certificates sent",
                (int64_t)(m->chain.n + m->chain.dropped));
    said_number(m, &m->said, "chain_der_bytes", "bytes of the chain, as DER",
                (int64_t)m->chain.traits.bytes);
    describe_root(m);
    judge_names(m);
    judge_mixture(m);
    path_judge(m);
    judge_root_row(m);
}
