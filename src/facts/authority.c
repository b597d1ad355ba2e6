/* Whose a key identifier is, and which known root issued a CA. */
#include "base/buf.h"
#include "base/stamp.h"
#include "facts/get.h"

enum { NAMES_SHOWN = 3, NAMES_TEXT_MAX = 1000 };

/* Of a certificate without the extension, most issuers' identifier would be the SHA-1 of the key. */
static const struct x509_id *facts_key_id(const struct x509_facts *f)
{
    if (f->subject_key_id.n > 0) {
        return &f->subject_key_id;
    }
    return f->key_sha1.n > 0 ? &f->key_sha1 : NULL;
}

const struct x509_id *key_id_of(const struct fact_context *c, int bearer, const struct mark **at)
{
    struct x509_view v = x509_view_of(c, bearer);
    const struct x509_id *id = v.facts != NULL ? facts_key_id(v.facts) : NULL;
    *at = v.at;
    if (id != NULL || bearer == BEARER_OBJECT) {
        return id;
    }
    const struct store_cell *cell = &session_of(c)->store[bearer];
    *at = place(&cell->id_at) != NULL ? &cell->id_at : v.at;
    return cell->id.n > 0 ? &cell->id : NULL;
}

static const struct authority_row *row_of_id(const struct fact_context *c, const struct x509_id *id)
{
    char digits[2 * X509_ID_MAX];
    size_t more = 0;
    const struct knowledge *k = session_of(c)->knowledge;
    if (k == NULL || id == NULL || id->n == 0) {
        return NULL;
    }
    return knowledge_authority_by_key_id(k, id_digits(id, digits), &more);
}

struct value get_authority(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct x509_id *id = key_id_of(c, f->a, &at);
    if (id == NULL) {
        return value_unknown(f->type);
    }
    const struct authority_row *row = row_of_id(c, id);
    return value_text(row != NULL ? row->cn : slice_of(NULL, 0), at);
}

struct value get_authority_is_root(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct authority_row *row = row_of_id(c, key_id_of(c, f->a, &at));
    return row != NULL ? value_bool(row->root, at) : value_unknown(f->type);
}

/* ---- the issuer --------------------------------------------------------------------------------- */

struct issuer {
    bool known;     /* the question could be asked */
    bool concluded; /* by name or by the table, not by the certificate's own words */
    const struct authority_row *root; /* NULL: none of the known roots */
    const struct mark *at;
};

static const struct authority_row *only_root(const struct authority_row *row)
{
    return row != NULL && row->root ? row : NULL;
}

/* By the authority key identifier, else by the issuer's name. */
static struct issuer issuer_of_facts(const struct fact_context *c, const struct x509_view *v)
{
    const struct x509_facts *facts = v->facts;
    const struct knowledge *k = session_of(c)->knowledge;
    struct issuer issuer = {.at = v->at};
    if (facts->self_issued || k == NULL) {
        return issuer;
    }
    if (facts->authority_key_id.n > 0) {
        issuer.known = true;
        issuer.root = only_root(row_of_id(c, &facts->authority_key_id));
    } else if (facts->issuer_cn.n > 0) {
        issuer.known = true;
        issuer.concluded = true;
        issuer.root = only_root(knowledge_authority_by_name(k, facts->issuer_cn));
    }
    return issuer;
}

/* The bytes are not in the trace, but the table knows the identifier. */
static struct issuer issuer_of_id(const struct fact_context *c, int bearer)
{
    struct issuer issuer = {.concluded = true};
    const struct authority_row *row = row_of_id(c, key_id_of(c, bearer, &issuer.at));
    if (row == NULL || row->root) {
        return issuer;
    }
    size_t more = 0;
    const struct knowledge *k = session_of(c)->knowledge;
    issuer.known = true;
    if (row->issuer_key_id.n > 0) {
        issuer.root = only_root(knowledge_authority_by_key_id(k, row->issuer_key_id, &more));
    } else {
        issuer.root = only_root(knowledge_authority_by_name(k, row->issuer_cn));
    }
    return issuer;
}

static struct issuer issuer_of(const struct fact_context *c, int bearer)
{
    struct x509_view v = x509_view_of(c, bearer);
    return v.facts != NULL ? issuer_of_facts(c, &v) : issuer_of_id(c, bearer);
}

static struct value of_issuer(struct value v, const struct issuer *issuer)
{
    v.concluded = issuer->concluded;
    return v;
}

struct value get_issuer(const struct fact_context *c, const struct field *f)
{
    struct issuer issuer = issuer_of(c, f->a);
    if (!issuer.known) {
        return value_unknown(f->type);
    }
    struct slice name = issuer.root != NULL ? issuer.root->cn : slice_of(NULL, 0);
    return of_issuer(value_text(name, issuer.at), &issuer);
}

struct value get_issuer_length(const struct fact_context *c, const struct field *f)
{
    struct issuer issuer = issuer_of(c, f->a);
    if (issuer.root == NULL || issuer.root->der_length == 0) {
        return value_unknown(f->type);
    }
    return of_issuer(value_int(issuer.root->der_length, issuer.at), &issuer);
}

struct value get_issuer_pem_lf(const struct fact_context *c, const struct field *f)
{
    struct issuer issuer = issuer_of(c, f->a);
    if (issuer.root == NULL || issuer.root->pem_lf == 0) {
        return value_unknown(f->type);
    }
    return of_issuer(value_int(issuer.root->pem_lf, issuer.at), &issuer);
}

struct value get_issuer_not_after(const struct fact_context *c, const struct field *f)
{
    struct issuer issuer = issuer_of(c, f->a);
    if (issuer.root == NULL) {
        return value_unknown(f->type);
    }
    return of_issuer(value_time(time_parse(issuer.root->not_after), issuer.at), &issuer);
}

struct value get_issuer_current(const struct fact_context *c, const struct field *f)
{
    struct issuer issuer = issuer_of(c, f->a);
    if (issuer.root == NULL) {
        return value_unknown(f->type);
    }
    return of_issuer(value_bool(issuer.root->current, issuer.at), &issuer);
}

/* ---- authorities by their length ---------------------------------------------------------------------- */

/* How many roots (f->b: intermediates) have the declared length, and the first of them; false when none was
 * declared. */
static bool rows_of_length(const struct fact_context *c, const struct field *f,
                           const struct authority_row **rows, size_t *n)
{
    const struct store_cell *cell = &session_of(c)->store[f->a];
    const struct knowledge *k = session_of(c)->knowledge;
    *n = 0;
    if (!cell->has_declared || k == NULL) {
        return false;
    }
    if (cell->declared <= UINT32_MAX) {
        *n = knowledge_authorities_by_length(k, f->b == 0, (uint32_t)cell->declared, rows,
                                             NAMES_SHOWN);
    }
    return true;
}

/* The encoding in which the root has the declared length. */
static const char *form_of_length(const struct authority_row *row, uint64_t declared)
{
    if (row->der_length == declared) {
        return " as DER";
    }
    return row->pem_lf == declared || row->pem_lf - 1 == declared ? " as PEM"
                                                                  : " as PEM with CR LF";
}

struct value get_length_names(const struct fact_context *c, const struct field *f)
{
    const struct authority_row *rows[NAMES_SHOWN];
    size_t n = 0;
    if (!rows_of_length(c, f, rows, &n)) {
        return value_unknown(f->type);
    }
    struct buf list;
    buf_init(&list, NAMES_TEXT_MAX);
    for (size_t i = 0; i < n && i < NAMES_SHOWN; i++) {
        buf_cstr(&list, i > 0 ? ", " : "");
        /* Old names are whole sentences; the first part of them will do. */
        buf_put(&list, slice_sub(rows[i]->cn, 0, slice_find(rows[i]->cn, SLICE(" / "), 0)));
        buf_cstr(&list, form_of_length(rows[i], session_of(c)->store[f->a].declared));
    }
    struct slice text = arena_copy(c->scratch, buf_slice(&list));
    buf_dispose(&list);
    const struct mark *at = place(&session_of(c)->store[f->a].load);
    return text.p != NULL ? value_text(text, at) : value_unknown(f->type);
}

struct value get_length_candidates(const struct fact_context *c, const struct field *f)
{
    const struct authority_row *rows[NAMES_SHOWN];
    size_t n = 0;
    if (!rows_of_length(c, f, rows, &n)) {
        return value_unknown(f->type);
    }
    return value_count(n, place(&session_of(c)->store[f->a].load));
}
