#include "facts/get.h"

static const struct store_cell *cell_of(const struct fact_context *c, int slot)
{
    return &session_of(c)->store[slot];
}

struct value get_store_present(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    struct value v = value_tri(cell->present, place(&cell->at));
    v.concluded = cell->learned == LEARNED_INFERRED;
    return v;
}

struct value get_store_learned(const struct fact_context *c, const struct field *f)
{
    static const char *const names[] = {[LEARNED_LOADED] = "loaded",
                                        [LEARNED_LISTED] = "listed",
                                        [LEARNED_CLEANED] = "cleaned",
                                        [LEARNED_INFERRED] = "inferred",
                                        [LEARNED_EXTRACTED] = "extracted"};
    const struct store_cell *cell = cell_of(c, f->a);
    if (cell->learned == LEARNED_NOT) {
        return value_unknown(f->type);
    }
    return text_cstr(names[cell->learned], place(&cell->at));
}

struct value get_store_place(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    if (cell->place == PLACE_UNKNOWN) {
        return value_unknown(f->type);
    }
    return text_cstr(cell->place == PLACE_FLASH ? "flash" : "file", place(&cell->at));
}

struct value get_store_load(const struct fact_context *c, const struct field *f)
{
    const struct mark *load = place(&cell_of(c, f->a)->load);
    return value_bool(load != NULL, load);
}

struct value get_store_keyword(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    return text_if_known(cell->keyword, place(&cell->load));
}

struct value get_store_declared(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    if (!cell->has_declared) {
        return value_unknown(f->type);
    }
    return value_count(cell->declared, place(&cell->load));
}

struct value get_store_seen(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    if (!cell->payload_seen) {
        return value_unknown(f->type);
    }
    return value_count(cell->seen, place(&cell->payload));
}

struct value get_store_payload(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    return value_definite(cell->payload_seen, &cell->payload);
}

struct value get_store_exact(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    if (!cell->payload_seen) {
        return value_unknown(f->type);
    }
    return value_bool(cell->payload_exact, place(&cell->payload));
}

struct value get_store_accepted(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    return value_tri(cell->accepted, place(&cell->load));
}

struct value get_store_known(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    return value_definite(cell->facts_known, &cell->payload);
}

struct value get_store_cleaned(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = place(&session_of(c)->store_cleaned_at);
    (void)f;
    return value_bool(at != NULL, at);
}

struct value get_store_listed(const struct fact_context *c, const struct field *f)
{
    (void)f;
    return value_bool(session_of(c)->store_listed, NULL);
}

/* ---- the identifier of the CA ------------------------------------------------------------------- */

static const struct mark *id_place(const struct store_cell *cell)
{
    return place(&cell->id_at) != NULL ? &cell->id_at : place(&cell->at);
}

struct value get_id_value(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    if (cell->id.n == 0) {
        return value_unknown(f->type);
    }
    return text_if_known(x509_id_text(&cell->id, c->scratch), id_place(cell));
}

struct value get_id_hex(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, f->a);
    if (cell->id.n == 0) {
        return value_unknown(f->type);
    }
    return text_if_known(x509_id_hex(&cell->id, c->scratch), id_place(cell));
}

struct value get_id_bytes(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, SLOT_ID);
    if (cell->payload_seen) {
        return value_count(cell->seen, place(&cell->payload));
    }
    if (cell->has_declared) {
        return value_count(cell->declared, place(&cell->load));
    }
    return value_unknown(f->type);
}

struct value get_id_is_text(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, SLOT_ID);
    if (!cell->payload_seen && cell->id.n == 0 && !cell->id_is_text) {
        return value_unknown(f->type);
    }
    return value_bool(cell->id_is_text, id_place(cell));
}

static struct value compare_ids(const struct store_cell *id, const struct x509_id *other,
                                const struct mark *at)
{
    if (id->id.n == 0 || other == NULL || other->n == 0) {
        return value_unknown(VALUE_BOOL);
    }
    struct value v = value_bool(x509_id_eq(&id->id, other), id_place(id));
    v.at[1] = at;
    return v;
}

struct value get_id_equals_ca(const struct fact_context *c, const struct field *f)
{
    const struct mark *at = NULL;
    const struct x509_id *ca = key_id_of(c, SLOT_CA, &at);
    (void)f;
    return compare_ids(cell_of(c, SLOT_ID), ca, at);
}

struct value get_id_equals_ca_issuer(const struct fact_context *c, const struct field *f)
{
    struct x509_view ca = x509_view_of(c, SLOT_CA);
    (void)f;
    return compare_ids(cell_of(c, SLOT_ID), ca.facts != NULL ? &ca.facts->authority_key_id : NULL,
                       ca.at);
}

/* ---- relations ---------------------------------------------------------------------------------- */

struct value get_domain_name(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, SLOT_DOMAIN);
    (void)f;
    return text_if_known(cell->domain, place(&cell->at));
}

struct value get_domain_matches_host(const struct fact_context *c, const struct field *f)
{
    const struct store_cell *cell = cell_of(c, SLOT_DOMAIN);
    const struct attempt *a = c->settle->attempt;
    if (a == NULL || cell->domain.n == 0 || a->host.n == 0 || is_masked(a->host) ||
        is_masked(cell->domain)) {
        return value_unknown(f->type);
    }
    return value_bool(slice_eq_nocase(cell->domain, a->host), place(&cell->at));
}

/* The relation of two bearers whose bytes are both in the trace. */
static struct value related(enum tri (*relation)(const struct x509_facts *,
                                                 const struct x509_facts *),
                            struct x509_view a, struct x509_view b)
{
    if (a.facts == NULL || b.facts == NULL) {
        return value_unknown(VALUE_BOOL);
    }
    struct value v = value_tri(relation(a.facts, b.facts), a.at);
    v.at[1] = b.at;
    return v;
}

struct value get_key_matches_cert(const struct fact_context *c, const struct field *f)
{
    (void)f;
    return related(x509_key_matches, x509_view_of(c, SLOT_KEY), x509_view_of(c, SLOT_CERT));
}

struct value get_cert_issued_by_ca(const struct fact_context *c, const struct field *f)
{
    (void)f;
    return related(x509_issued, x509_view_of(c, SLOT_CA), x509_view_of(c, SLOT_CERT));
}
