#include "material/root.h"

#include "base/stamp.h"

/* ---- the table of authorities ---------------------------------------------------------------------- */

static struct slice digits_of(const struct x509_id *id, uint8_t *digits)
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < id->n; i++) {
        digits[2 * i] = (uint8_t)hex[id->bytes[i] >> 4];
        digits[2 * i + 1] = (uint8_t)hex[id->bytes[i] & 15];
    }
    return slice_of(digits, 2 * id->n);
}

const struct authority_row *authority_of_id(const struct knowledge *k, const struct x509_id *id)
{
    uint8_t digits[2 * X509_ID_MAX];
    size_t more = 0;
    return id->n > 0 ? knowledge_authority_by_key_id(k, digits_of(id, digits), &more) : NULL;
}

const struct authority_row *authority_of(const struct knowledge *k, const struct x509_facts *f)
{
    const struct authority_row *row = authority_of_id(k, &f->subject_key_id);
    if (row == NULL && f->subject_key_id.n == 0 && f->self_issued) {
        row = knowledge_authority_by_name(k, f->subject_cn);
    }
    return row;
}

/* ---- candidates -------------------------------------------------------------------------------------- */

struct candidates {
    struct root *out;
    size_t n, max;
};

static struct root *find(const struct candidates *c, const struct root *root)
{
    for (size_t i = 0; i < c->n; i++) {
        if (x509_id_eq(&c->out[i].key_id, &root->key_id) &&
            c->out[i].der_length == root->der_length) {
            return &c->out[i];
        }
    }
    return NULL;
}

/* A root that the table knows and the server sends too: its bytes are at hand. */
static void add(struct candidates *c, const struct root *root)
{
    struct root *known = find(c, root);
    if (known == NULL && c->n < c->max) {
        c->out[c->n++] = *root;
    } else if (known != NULL && root->facts != NULL) {
        known->facts = root->facts;
        known->origin = root->origin;
    }
}

static void add_row(struct candidates *c, const struct authority_row *row, size_t step)
{
    struct root root = {.origin = ROOT_BY_TABLE, .name = row->cn, .step = step, .row = row};
    root.der_length = row->der_length;
    root.not_after = time_parse(row->not_after);
    root.current = row->current;
    (void)x509_id_parse(row->key_id, &root.key_id);
    add(c, &root);
}

/* All roots of the table that can have issued `f`. */
static void add_issuers(struct candidates *c, const struct knowledge *k, const struct x509_facts *f,
                        size_t step)
{
    const struct authority_row *row = authority_of_id(k, &f->authority_key_id);
    if (f->authority_key_id.n == 0) {
        row = knowledge_authority_by_name(k, f->issuer_cn);
    }
    for (; row != NULL && row->root; row = knowledge_authority_next(k, row)) {
        add_row(c, row, step);
    }
}

static void add_own(struct candidates *c, const struct knowledge *k, const struct x509_facts *f,
                    size_t step)
{
    const struct authority_row *row = authority_of(k, f);
    struct root root = {.origin = ROOT_IN_CHAIN, .name = f->subject_cn, .step = step, .facts = f};
    root.key_id = f->subject_key_id;
    root.der_length = f->der_length;
    root.not_after = f->not_after;
    root.row = row != NULL && row->root ? row : NULL;
    root.current = root.row != NULL && root.row->current;
    add(c, &root);
}

static void add_named(struct candidates *c, const struct x509_facts *top, size_t step)
{
    struct root root = {.origin = ROOT_BY_NAME, .name = top->issuer_cn, .step = step};
    root.key_id = top->authority_key_id;
    root.not_after = TIME_NONE;
    add(c, &root);
}

static bool is_root(const struct x509_facts *f)
{
    return f->self_issued && f->self_signed != TRI_NO;
}

/* ---- the best one -------------------------------------------------------------------------------------- */

static int worth(const struct root *r, int64_t now)
{
    bool over = now != TIME_NONE && r->not_after != TIME_NONE && r->not_after < now;
    return (over ? 0 : 4) + (r->current ? 2 : 0) + (r->origin == ROOT_IN_CHAIN ? 1 : 0);
}

/* Stable, so that what stands nearer to the server's certificate stays in front. */
static void sort(struct root *list, size_t n, int64_t now)
{
    for (size_t i = 1; i < n; i++) {
        struct root one = list[i];
        size_t k = i;
        while (k > 0 && worth(&list[k - 1], now) < worth(&one, now)) {
            list[k] = list[k - 1];
            k--;
        }
        list[k] = one;
    }
}

size_t roots_of_chain(const struct knowledge *k, const struct x509_chain *chain, int64_t now,
                      struct root *out, size_t max)
{
    struct candidates c = {.out = out, .max = max};
    const struct x509_facts *top = x509_chain_top(chain);
    for (size_t i = 0; i < chain->n_path; i++) {
        const struct x509_facts *f = &chain->certs[chain->path[i]];
        if (is_root(f)) {
            add_own(&c, k, f, i > 0 ? i - 1 : 0);
        } else {
            add_issuers(&c, k, f, i);
        }
    }
    if (c.n == 0 && top != NULL) {
        add_named(&c, top, chain->n_path - 1);
    }
    sort(out, c.n, now);
    return c.n;
}

/* ---- completeness, and the CA in effect ------------------------------------------------------------------ */

enum tri chain_complete(const struct knowledge *k, const struct x509_chain *chain)
{
    const struct x509_facts *top = x509_chain_top(chain);
    if (top == NULL) {
        return TRI_UNKNOWN;
    }
    const struct authority_row *issuer = authority_of_id(k, &top->authority_key_id);
    if (top->authority_key_id.n == 0) {
        issuer = knowledge_authority_by_name(k, top->issuer_cn);
    }
    if (is_root(top)) {
        return TRI_YES;
    }
    return issuer == NULL ? TRI_UNKNOWN : tri_of(issuer->root);
}

/* A certificate of the path, or one with the key and name of one: the cross-signed form beside the self-signed
 * one serves as well. */
static bool can_stand_on_path(const struct x509_chain *chain, const struct x509_facts *f)
{
    for (size_t i = 0; i < chain->n_path; i++) {
        const struct x509_facts *on = &chain->certs[chain->path[i]];
        if (on == f ||
            (x509_id_eq(&on->spki_sha256, &f->spki_sha256) && slice_eq(on->subject, f->subject))) {
            return true;
        }
    }
    return false;
}

enum tri chain_issued_by(const struct x509_chain *chain, const struct x509_facts *ca)
{
    enum tri answer = chain->n_path > 0 ? TRI_NO : TRI_UNKNOWN;
    for (size_t i = 0; i < chain->n; i++) {
        if (can_stand_on_path(chain, &chain->certs[i])) {
            answer = tri_or(answer, x509_issued(ca, &chain->certs[i]));
        }
    }
    return answer;
}

enum tri chain_issued_by_id(const struct x509_chain *chain, const struct x509_id *id)
{
    enum tri answer = chain->n_path > 0 && id->n > 0 ? TRI_NO : TRI_UNKNOWN;
    for (size_t i = 0; i < chain->n_path && answer != TRI_YES; i++) {
        const struct x509_facts *f = &chain->certs[chain->path[i]];
        if (f->authority_key_id.n == 0 && (!is_root(f) || f->subject_key_id.n == 0)) {
            answer = TRI_UNKNOWN;
        } else if (f->authority_key_id.n == 0) { /* its own issuer */
            answer = x509_id_eq(id, &f->subject_key_id) ? TRI_YES : answer;
        } else if (x509_id_eq(id, &f->authority_key_id)) {
            answer = TRI_YES;
        }
    }
    return answer;
}
