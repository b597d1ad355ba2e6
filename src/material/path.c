/* What links a server's certificates to each other and to the root: a chain that is broken by itself, an
 * intermediate that is left out, a root that does not stand above it. */
#include "material/private.h"
#include "x509/fault.h"

/* ---- faults of the certificates ---------------------------------------------------------------------- */

static const char *cause_of(const struct x509_fault *f)
{
    switch (f->kind) {
    case X509_FAULT_WEAK_KEY:
        return "tls.key-size-unsupported";
    case X509_FAULT_OTHER_KEY:
    case X509_FAULT_OTHER_NAME:
        return f->of_anchor ? "tls.wrong-root" : "tls.server-certificate-rejected";
    case X509_FAULT_NOT_CA:
        return f->of_anchor ? "tls.wrong-slot" : "tls.server-certificate-rejected";
    case X509_FAULT_KEY_USAGE:
    case X509_FAULT_PATH_LENGTH:
    case X509_FAULT_SIGNATURE:
    case X509_FAULT_CRITICAL:
    case X509_FAULT_NOT_SERVER:
    case X509_FAULT_KINDS:
        break;
    }
    return "tls.server-certificate-rejected";
}

static bool breaks_path(enum x509_fault_kind kind)
{
    return kind == X509_FAULT_SIGNATURE || kind == X509_FAULT_OTHER_KEY ||
           kind == X509_FAULT_OTHER_NAME;
}

/* Two keys of one name are told apart by their identifiers. */
static struct slice fault_text(struct spw_material *m, const struct x509_fault *f)
{
    struct slice shown = x509_id_text(&m->ca.subject_key_id, &m->arena);
    struct slice wanted = x509_id_text(&f->cert->authority_key_id, &m->arena);
    if (f->kind == X509_FAULT_OTHER_KEY && f->of_anchor && shown.n > 0 && wanted.n > 0) {
        return said_text(
            m,
            "%.*s has the name of the root needed, but another key: its key identifier is "
            "%.*s, and %.*s was issued by %.*s.",
            SLICE_ARG(m->ca.subject_cn), SLICE_ARG(shown), SLICE_ARG(f->cert->subject_cn),
            SLICE_ARG(wanted));
    }
    return said_text(m, "%.*s %s.", SLICE_ARG(f->cert->subject_cn), x509_fault_text(f->kind));
}

/* Whether the module looks at these is not documented, so they are likely to hurt, not certain; a signature
 * that does not verify hurts everywhere. True when the path is broken. */
static bool judge_faults(struct spw_material *m)
{
    struct x509_fault faults[X509_FAULTS_MAX];
    const struct x509_facts *ca = facts_are_certificate(&m->ca) ? &m->ca : NULL;
    size_t n = x509_chain_faults(&m->chain, ca, faults, X509_FAULTS_MAX);
    bool broken = false;
    for (size_t i = 0; i < n; i++) {
        said_verdict(m, &m->said, SPW_ERROR, cause_of(&faults[i]), fault_text(m, &faults[i]))
            ->confidence = breaks_path(faults[i].kind) ? SPW_CERTAIN : SPW_LIKELY;
        broken |= breaks_path(faults[i].kind);
    }
    return broken;
}

/* ---- completeness, and the root ------------------------------------------------------------------------ */

/* The last issuer is neither known nor sent: with the server's certificate alone, something is missing. */
static bool lacks_intermediate(const struct spw_material *m)
{
    const struct x509_facts *leaf = x509_chain_leaf(&m->chain);
    bool alone = m->chain.n_path == 1 && leaf->ca != TRI_YES && !leaf->self_issued;
    bool fits = facts_are_certificate(&m->ca) && x509_issued(&m->ca, leaf) != TRI_NO;
    enum tri complete = chain_complete(m->knowledge, &m->chain);
    bool unknown = m->roots[0].origin == ROOT_BY_NAME;
    return complete == TRI_NO || (complete == TRI_UNKNOWN && alone && unknown && !fits);
}

static void judge_completeness(struct spw_material *m, bool broken)
{
    const struct x509_facts *leaf = x509_chain_leaf(&m->chain);
    const struct x509_facts *top = x509_chain_top(&m->chain);
    if (broken) {
        return; /* what is wrong is known better */
    }
    if (lacks_intermediate(m)) {
        bool sure = chain_complete(m->knowledge, &m->chain) == TRI_NO;
        said_verdict(
            m, &m->said, SPW_ERROR, "tls.server-certificate-rejected",
            said_text(m,
                      "The server leaves out an intermediate certificate: it sends nothing "
                      "of %.*s, which is no root that is known. The module cannot fetch it; "
                      "the server must send it.",
                      SLICE_ARG(top->issuer_cn)))
            ->confidence = sure ? SPW_CERTAIN : SPW_LIKELY;
    } else if (leaf->self_issued && !facts_are_certificate(&m->ca)) {
        (void)said_verdict(
            m, &m->said, SPW_WARNING, "tls.wrong-root",
            SLICE("The server's certificate signed itself: the module must hold that "
                  "very certificate as root."));
    } else if (m->roots[0].origin == ROOT_BY_NAME && !facts_are_certificate(&m->ca)) {
        said_verdict(m, &m->said, SPW_WARNING, "tls.wrong-root",
                     said_text(m,
                               "The root %.*s is neither in the table of authorities nor in the "
                               "system's store: ask who runs the server for its certificate.",
                               SLICE_ARG(m->roots[0].name)))
            ->confidence = SPW_LIKELY;
    }
}

/* The root that somebody means to load. */
static void judge_choice(struct spw_material *m, bool broken)
{
    enum tri fits = chain_issued_by(&m->chain, &m->ca);
    struct slice needed = m->roots[0].name;
    if (!facts_are_certificate(&m->ca)) {
        if (m->server->ca.n > 0) {
            (void)said_verdict(m, &m->said, SPW_ERROR, "tls.certificate-damaged",
                               SLICE("The file given as root holds no certificate."));
        }
        return;
    }
    if (!m->ca.self_issued && m->ca.ca == TRI_NO && fits != TRI_YES) {
        (void)said_verdict(
            m, &m->said, SPW_ERROR, "tls.wrong-slot",
            said_text(m,
                      "%.*s is an end certificate, no CA: nothing is issued by it. The "
                      "root needed is %.*s.",
                      SLICE_ARG(m->ca.subject_cn), SLICE_ARG(needed)));
    } else if (fits == TRI_NO && !broken && !lacks_intermediate(m)) {
        (void)said_verdict(m, &m->said, SPW_ERROR, "tls.wrong-root",
                           said_text(m,
                                     "%.*s issued none of the server's certificates; the root "
                                     "needed is %.*s.",
                                     SLICE_ARG(m->ca.subject_cn), SLICE_ARG(needed)));
    } else if (fits == TRI_YES && !m->ca.self_issued) {
        (void)said_verdict(m, &m->said, SPW_ERROR, "tls.intermediate-as-root",
                           said_text(m,
                                     "%.*s is an intermediate; the module needs the root above it, "
                                     "%.*s.",
                                     SLICE_ARG(m->ca.subject_cn), SLICE_ARG(needed)));
    } else if (fits == TRI_YES) {
        (void)said_verdict(m, &m->said, SPW_NOTE, "",
                           said_text(m, "%.*s is the right root.", SLICE_ARG(m->ca.subject_cn)));
    }
}

void path_judge(struct spw_material *m)
{
    bool broken = judge_faults(m);
    judge_completeness(m, broken);
    judge_choice(m, broken);
}
