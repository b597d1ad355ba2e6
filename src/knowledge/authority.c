#include "knowledge/authority.h"

#include <stddef.h>

enum {
    SHA256,
    ROOT,
    CURRENT,
    CN,
    ORGANISATION,
    KEY_ID,
    ISSUER_CN,
    ISSUER_KEY_ID,
    KEY_TYPE,
    KEY_BITS,
    SIGNATURE,
    NOT_BEFORE,
    NOT_AFTER,
    DER,
    PEM_LF,
    PEM_CRLF
};
static const char *const columns[] = {"sha256",       "root",     "current",   "cn",
                                      "organisation", "key_id",   "issuer_cn", "issuer_key_id",
                                      "key_type",     "key_bits", "signature", "not_before",
                                      "not_after",    "der",      "pem_lf",    "pem_crlf"};

static bool read_authority(struct table *t, void *out)
{
    struct authority_row *row = (struct authority_row *)out;
    row->sha256 = table_text(t, SHA256);
    row->root = table_bool(t, ROOT);
    row->current = table_bool(t, CURRENT);
    row->cn = table_text(t, CN);
    row->organisation = table_text(t, ORGANISATION);
    row->key_id = table_text(t, KEY_ID);
    row->issuer_cn = table_text(t, ISSUER_CN);
    row->issuer_key_id = table_text(t, ISSUER_KEY_ID);
    row->key_type = table_text(t, KEY_TYPE);
    row->key_bits = (unsigned)table_int(t, KEY_BITS, 0);
    row->signature = table_text(t, SIGNATURE);
    row->not_before = table_text(t, NOT_BEFORE);
    row->not_after = table_text(t, NOT_AFTER);
    row->der_length = (uint32_t)table_int(t, DER, 0);
    row->pem_lf = (uint32_t)table_int(t, PEM_LF, 0);
    row->pem_crlf = (uint32_t)table_int(t, PEM_CRLF, 0);
    return true;
}

static const struct table_plan plan = {
    SLICE_INIT("authorities"),    columns, sizeof columns / sizeof columns[0],
    sizeof(struct authority_row), false,   read_authority};

/* How good a row is to answer with: roots first, among them those in use. */
static int rank(const struct authority_row *row)
{
    return (row->root ? 2 : 0) + (row->current ? 1 : 0);
}

/* Behind the last row of the same identifier. */
static void chain_row(uint32_t *next, uint32_t first, uint32_t i)
{
    while (next[first] != 0) {
        first = next[first] - 1;
    }
    next[first] = i + 1;
}

/* Rows are indexed in the order of their rank, so that the best one is found first. */
static void index_rank(struct knowledge *k, int wanted)
{
    struct knowledge_private *priv = k->priv;
    for (uint32_t i = 0; i < k->n_authorities; i++) {
        const struct authority_row *row = &k->authorities[i];
        if (rank(row) != wanted) {
            continue;
        }
        (void)index_add(&priv->authority_names, i);
        if (row->key_id.n != 0) {
            uint32_t first = index_add(&priv->authority_ids, i);
            if (first != i) {
                chain_row(priv->next_same_id, first, i);
            }
        }
    }
}

void authorities_load(struct loader *l)
{
    struct knowledge_private *priv = l->k->priv;
    void *rows = NULL;
    size_t n = 0;
    table_load(l, &plan, slice_of(NULL, 0), NULL, &rows, &n);
    l->k->authorities = (const struct authority_row *)rows;
    l->k->n_authorities = n;
    priv->next_same_id = ARENA_ARRAY(l->perm, n, uint32_t);
    if (priv->next_same_id == NULL ||
        index_init(&priv->authority_ids, l->perm, rows, n, sizeof(struct authority_row),
                   offsetof(struct authority_row, key_id)) != SPW_OK ||
        index_init(&priv->authority_names, l->perm, rows, n, sizeof(struct authority_row),
                   offsetof(struct authority_row, cn)) != SPW_OK) {
        loader_note(l, SPW_NO_MEMORY);
        return;
    }
    for (int r = 3; r >= 0; r--) {
        index_rank(l->k, r);
    }
}

/* ---- questions -------------------------------------------------------------------------------- */

const struct authority_row *knowledge_authority_next(const struct knowledge *k,
                                                     const struct authority_row *row)
{
    uint32_t next = k->priv->next_same_id[row - k->authorities];
    return next == 0 ? NULL : &k->authorities[next - 1];
}

const struct authority_row *knowledge_authority_by_key_id(const struct knowledge *k,
                                                          struct slice hex, size_t *more)
{
    uint32_t i = 0;
    size_t n = 0;
    const struct authority_row *row = NULL;
    if (index_find(&k->priv->authority_ids, hex, &i)) {
        row = &k->authorities[i];
        for (const struct authority_row *r = knowledge_authority_next(k, row); r != NULL;
             r = knowledge_authority_next(k, r)) {
            n++;
        }
    }
    if (more != NULL) {
        *more = n;
    }
    return row;
}

const struct authority_row *knowledge_authority_by_name(const struct knowledge *k, struct slice cn)
{
    uint32_t i = 0;
    return index_find(&k->priv->authority_names, cn, &i) ? &k->authorities[i] : NULL;
}

/* The final line end of a PEM file may be left out. */
static bool has_length(const struct authority_row *row, uint32_t length)
{
    return row->der_length == length || row->pem_lf == length || row->pem_crlf == length ||
           (row->pem_lf > 0 && row->pem_lf - 1 == length) ||
           (row->pem_crlf > 1 && row->pem_crlf - 2 == length);
}

size_t knowledge_authorities_by_length(const struct knowledge *k, bool root, uint32_t length,
                                       const struct authority_row **out, size_t max)
{
    size_t n = 0;
    for (int current = 1; length != 0 && current >= 0; current--) {
        for (size_t i = 0; i < k->n_authorities; i++) {
            const struct authority_row *row = &k->authorities[i];
            if (row->root == root && row->current == (current == 1) && has_length(row, length)) {
                if (n < max) {
                    out[n] = row;
                }
                n++;
            }
        }
    }
    return n;
}
