/* The server's chain, when it was given: fields chain.*. It stands beside the trace, so its facts have no
 * place in it; only what they are compared with has one. */
#include <stddef.h>
#include <string.h>

#include "base/stamp.h"
#include "facts/get.h"
#include "material/root.h"
#include "x509/fault.h"

static const struct x509_chain *chain_of(const struct fact_context *c)
{
    return session_of(c)->chain;
}

static const struct x509_facts *cert_at(const struct fact_context *c, int which)
{
    const struct x509_chain *chain = chain_of(c);
    if (chain == NULL) {
        return NULL;
    }
    switch ((enum chain_member)which) {
    case CHAIN_LEAF:
        return x509_chain_leaf(chain);
    case CHAIN_TOP:
        return x509_chain_top(chain);
    case CHAIN_LARGEST:
        return &chain->certs[chain->traits.largest];
    case CHAIN_FIRST_TO_END:
        return &chain->certs[chain->traits.first_to_end];
    }
    return NULL;
}

struct value get_chain_known(const struct fact_context *c, const struct field *f)
{
    (void)f;
    return value_bool(chain_of(c) != NULL, NULL);
}

struct value get_chain_length(const struct fact_context *c, const struct field *f)
{
    const struct x509_chain *chain = chain_of(c);
    return chain != NULL ? value_count(chain->n + chain->dropped, NULL) : value_unknown(f->type);
}

/* f->a: which certificate, f->b: which text of it. */
struct value get_chain_text(const struct fact_context *c, const struct field *f)
{
    const struct x509_facts *cert = cert_at(c, f->a);
    struct slice text;
    if (cert == NULL) {
        return value_unknown(f->type);
    }
    memcpy(&text, (const char *)cert + f->b, sizeof text);
    return value_text(text, NULL);
}

struct value get_chain_trait(const struct fact_context *c, const struct field *f)
{
    const struct x509_chain *chain = chain_of(c);
    bool yes = false;
    if (chain == NULL) {
        return value_unknown(f->type);
    }
    memcpy(&yes, (const char *)&chain->traits + f->a, sizeof yes);
    return value_bool(yes, NULL);
}

struct value get_chain_mixed(const struct fact_context *c, const struct field *f)
{
    const struct x509_chain *chain = chain_of(c);
    return chain != NULL ? value_bool(chain->traits.has_ec && chain->traits.has_rsa, NULL)
                         : value_unknown(f->type);
}

struct value get_chain_rsa_bits(const struct fact_context *c, const struct field *f)
{
    const struct x509_chain *chain = chain_of(c);
    return chain != NULL ? value_int(chain->traits.rsa_bits, NULL) : value_unknown(f->type);
}

struct value get_chain_bytes(const struct fact_context *c, const struct field *f)
{
    const struct x509_facts *largest = cert_at(c, CHAIN_LARGEST);
    if (largest == NULL) {
        return value_unknown(f->type);
    }
    return value_count(f->a == CHAIN_LARGEST ? largest->der_length : chain_of(c)->traits.bytes,
                       NULL);
}

struct value get_chain_self_signed_leaf(const struct fact_context *c, const struct field *f)
{
    const struct x509_facts *leaf = cert_at(c, CHAIN_LEAF);
    return leaf != NULL ? value_bool(leaf->self_issued, NULL) : value_unknown(f->type);
}

struct value get_chain_complete(const struct fact_context *c, const struct field *f)
{
    const struct x509_chain *chain = chain_of(c);
    const struct knowledge *k = session_of(c)->knowledge;
    return chain != NULL && k != NULL ? value_tri(chain_complete(k, chain), NULL)
                                      : value_unknown(f->type);
}

/* ---- the root ------------------------------------------------------------------------------------- */

static bool root_of(const struct fact_context *c, struct root *root)
{
    const struct session *s = session_of(c);
    struct root roots[ROOTS_MAX];
    int64_t then = s->clock.trace_time != TIME_NONE ? s->clock.trace_time : s->clock.now;
    if (s->chain == NULL || s->knowledge == NULL ||
        roots_of_chain(s->knowledge, s->chain, then, roots, ROOTS_MAX) == 0) {
        return false;
    }
    *root = roots[0];
    return true;
}

struct value get_chain_root_name(const struct fact_context *c, const struct field *f)
{
    struct root root;
    return root_of(c, &root) ? value_text(root.name, NULL) : value_unknown(f->type);
}

struct value get_chain_root_key_id(const struct fact_context *c, const struct field *f)
{
    struct root root;
    if (!root_of(c, &root) || root.key_id.n == 0) {
        return value_unknown(f->type);
    }
    struct slice text =
        f->a ? x509_id_hex(&root.key_id, c->scratch) : x509_id_text(&root.key_id, c->scratch);
    return text_if_known(text, NULL);
}

struct value get_chain_root_length(const struct fact_context *c, const struct field *f)
{
    struct root root;
    return root_of(c, &root) && root.der_length > 0 ? value_count(root.der_length, NULL)
                                                    : value_unknown(f->type);
}

/* ---- against the store ------------------------------------------------------------------------------- */

/* The bytes when they are known, else the identifier that was printed or loaded. */
struct value get_chain_ca_matches(const struct fact_context *c, const struct field *f)
{
    const struct x509_chain *chain = chain_of(c);
    struct x509_view ca = x509_view_of(c, SLOT_CA);
    const struct mark *at = NULL;
    if (chain == NULL) {
        return value_unknown(f->type);
    }
    if (ca.facts != NULL) {
        return value_tri(chain_issued_by(chain, ca.facts), ca.at);
    }
    const struct x509_id *id = key_id_of(c, SLOT_CA, &at);
    if (id == NULL) {
        id = key_id_of(c, SLOT_ID, &at);
    }
    return id != NULL ? value_tri(chain_issued_by_id(chain, id), at) : value_unknown(f->type);
}

/* One of the certificates between the server's own and the root has this identifier. */
static bool is_intermediate(const struct x509_chain *chain, const struct x509_id *id)
{
    for (size_t i = 1; i < chain->n_path; i++) {
        const struct x509_facts *f = &chain->certs[chain->path[i]];
        if (!f->self_issued && x509_id_eq(&f->subject_key_id, id)) {
            return true;
        }
    }
    return false;
}

struct value get_chain_ca_is_intermediate(const struct fact_context *c, const struct field *f)
{
    const struct x509_chain *chain = chain_of(c);
    struct x509_view ca = x509_view_of(c, SLOT_CA);
    const struct mark *at = NULL;
    const struct x509_id *id = key_id_of(c, SLOT_CA, &at);
    if (chain == NULL || id == NULL) {
        return value_unknown(f->type);
    }
    /* A root and its cross-signed form have one identifier: of the bytes it is known which it is. */
    bool root = ca.facts != NULL && ca.facts->self_issued;
    return value_bool(!root && is_intermediate(chain, id), at);
}

/* ---- by themselves ------------------------------------------------------------------------------------ */

/* The first fault of the path, with the CA in effect as its end when its bytes are known. */
static bool fault_of(const struct fact_context *c, struct x509_fault *fault)
{
    const struct x509_chain *chain = chain_of(c);
    struct x509_view ca = x509_view_of(c, SLOT_CA);
    return chain != NULL && x509_chain_faults(chain, ca.facts, fault, 1) > 0;
}

/* f->a: 0 its name, 1 whose it is, 2 in words. */
struct value get_chain_fault(const struct fact_context *c, const struct field *f)
{
    struct x509_fault fault;
    if (!fault_of(c, &fault)) {
        return value_unknown(f->type);
    }
    const char *word = f->a == 0 ? x509_fault_name(fault.kind) : x509_fault_text(fault.kind);
    return value_text(f->a == 1 ? fault.cert->subject_cn : slice_cstr(word), NULL);
}

struct value get_chain_fault_in_root(const struct fact_context *c, const struct field *f)
{
    struct x509_fault fault;
    return fault_of(c, &fault) ? value_bool(fault.of_anchor, x509_view_of(c, SLOT_CA).at)
                               : value_unknown(f->type);
}

/* ---- against the host ----------------------------------------------------------------------------------- */

static enum tri leaf_fits(const struct fact_context *c, struct slice name)
{
    const struct x509_facts *leaf = cert_at(c, CHAIN_LEAF);
    bool usable = leaf != NULL && name.n > 0 && !is_masked(name);
    return usable ? x509_matches_host(leaf, name) : TRI_UNKNOWN;
}

struct value get_chain_matches_host(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    (void)f;
    if (a == NULL) {
        return value_unknown(VALUE_BOOL);
    }
    return value_tri(leaf_fits(c, a->host), attempt_param_place(a, P_HOST));
}

/* The name that TLS is told to check: of the command, or stored before. */
struct value get_chain_matches_tls_name(const struct fact_context *c, const struct field *f)
{
    const struct attempt *a = c->settle->attempt;
    const struct store_cell *cell = &session_of(c)->store[SLOT_DOMAIN];
    if (a == NULL) {
        return value_unknown(f->type);
    }
    if (a->tls_name.n > 0) {
        return value_tri(leaf_fits(c, a->tls_name), place(&a->at));
    }
    return value_tri(leaf_fits(c, cell->domain), place(&cell->at));
}

/* ---- against the clocks ----------------------------------------------------------------------------------- */

static struct value is_before(int64_t early, int64_t late, const struct mark *at)
{
    return early != TIME_NONE && late != TIME_NONE ? value_bool(early < late, at)
                                                   : value_unknown(VALUE_BOOL);
}

/* f->a: the clock, f->b: of the server's own certificate alone. */
struct value get_chain_expired(const struct fact_context *c, const struct field *f)
{
    const struct x509_facts *leaf = cert_at(c, CHAIN_LEAF);
    const struct mark *at = NULL;
    int64_t now = clock_time(session_of(c), (enum clock_kind)f->a, &at);
    if (leaf == NULL) {
        return value_unknown(f->type);
    }
    return is_before(f->b ? leaf->not_after : chain_of(c)->traits.ends, now, at);
}

struct value get_chain_not_yet(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    int64_t now = clock_time(session_of(c), (enum clock_kind)f->a, &at);
    return chain_of(c) != NULL ? is_before(now, chain_of(c)->traits.begins, at)
                               : value_unknown(f->type);
}

struct value get_chain_time(const struct fact_context *c, const struct field *f)
{
    const struct x509_chain *chain = chain_of(c);
    if (chain == NULL) {
        return value_unknown(f->type);
    }
    return value_time(f->a ? chain->traits.ends : chain->traits.begins, NULL);
}
