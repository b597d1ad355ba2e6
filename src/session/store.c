/* The certificate store: what each slot holds, how that was learned, and what the bytes are. Questions
 * are asked and answered here; judging is left to rules. */
#include "session/private.h"

#include <string.h>

static const struct store_row *row_of(const struct session *s, struct slice keyword)
{
    const struct store_row *row = s->dialect != NULL ? dialect_store(s->dialect, keyword) : NULL;
    for (size_t i = 0; row == NULL && i < s->knowledge->n_dialects; i++) {
        row = dialect_store(&s->knowledge->dialects[i], keyword);
    }
    return row;
}

static void learn(struct store_cell *c, enum tri present, enum learned how, const struct mark *at)
{
    c->present = present;
    c->learned = how;
    c->at = *at;
}

static void forget_object(struct store_cell *c)
{
    c->facts_known = false;
    memset(&c->facts, 0, sizeof c->facts);
    c->odd = 0;
    c->blocks = 0;
    c->id.n = 0;
    c->id_is_text = false;
    c->payload_seen = c->payload_exact = false;
    c->has_declared = false;
    c->accepted = TRI_UNKNOWN;
    memset(&c->load, 0, sizeof c->load);
    memset(&c->payload, 0, sizeof c->payload);
}

static void clean(struct session *s, const struct mark *at)
{
    for (int slot = SLOT_CA; slot < SLOT_COUNT; slot++) {
        struct store_cell *c = &s->store[slot];
        if (slot != SLOT_DOMAIN) {
            forget_object(c);
            learn(c, TRI_NO, LEARNED_CLEANED, at);
        }
    }
    s->store_cleaned_at = *at;
    s->store_listed = false;
}

static enum store_slot slot_of(const struct session *s, const struct at_event *e,
                               const struct store_row **row)
{
    struct slice word = at_event_value(e, P_SLOT, NULL);
    *row = word.n > 0 ? row_of(s, slice_trim(word)) : NULL;
    return *row != NULL ? (*row)->slot : SLOT_NONE;
}

static void take_domain(struct session *s, const struct at_event *e)
{
    struct store_cell *c = &s->store[SLOT_DOMAIN];
    struct slice name = at_event_value(e, P_DOMAIN, NULL);
    struct mark at = session_mark(e);

    session_overwrite(s, &c->domain, slice_trim(name));
    learn(c, tri_of(name.n > 0), LEARNED_LOADED, &at);
    c->load = at;
}

/* The identifier that the module took from the CA goes with it; one that was loaded stays. */
static void forget_extracted_id(struct session *s, const struct mark *at)
{
    struct store_cell *id = &s->store[SLOT_ID];
    if (id->learned == LEARNED_EXTRACTED) {
        forget_object(id);
        learn(id, TRI_UNKNOWN, LEARNED_NOT, at);
    }
}

void store_on_command(struct session *s, const struct at_event *e)
{
    const struct store_row *row = NULL;
    enum store_slot slot = SLOT_NONE;
    struct store_cell *c = NULL;
    struct mark at;

    if (e->meaning == M_STORE_DOMAIN) {
        take_domain(s, e);
        return;
    }
    if (e->meaning != M_STORE_LOAD) {
        return;
    }
    slot = slot_of(s, e, &row);
    if (slot == SLOT_NONE) {
        return;
    }
    c = &s->store[slot];
    at = session_mark(e);
    if (slot == SLOT_CA) {
        forget_extracted_id(s, &at);
    }
    forget_object(c);
    learn(c, TRI_YES, LEARNED_LOADED, &at);
    c->load = at;
    c->keyword = row->keyword;
    c->place = PLACE_FLASH;
    c->has_declared =
        slice_to_u64(at_event_value(e, P_LENGTH, NULL), UINT32_MAX, &c->declared) == NUMBER_OK;
    s->store_listed = false;
}

/* ---- bytes --------------------------------------------------------------------------------------------- */

/* The same bytes are read once: a device loads the same root at every boot. */
static struct seen_object *find_object(const struct session *s, uint64_t hash)
{
    for (size_t i = 0; i < s->objects.n; i++) {
        struct seen_object *o = ARRAY_AT(&s->objects, struct seen_object, i);
        if (o->hash == hash) {
            return o;
        }
    }
    return NULL;
}

static struct mark payload_mark(const struct at_event *e)
{
    struct mark m;
    size_t end = slice_find_byte(e->text, '\n', 0);
    struct span first = e->span;
    mark_set(&m, first, slice_trim(slice_sub(e->text, 0, end)));
    m.cut = e->span.last_line != e->span.line ? 1 : m.cut;
    return m;
}

static void fill_object(struct seen_object *o, const struct at_event *e, const struct store_cell *c,
                        enum store_slot slot)
{
    const struct at_payload *p = e->payload;
    o->at = payload_mark(e);
    o->blocks = x509_count_blocks(p->bytes);
    o->seen = p->seen;
    o->exact = p->exact;
    o->loaded = c != NULL;
    o->slot = slot;
    o->has_declared = p->declared != UINT64_MAX;
    o->declared = o->has_declared ? p->declared : 0;
    if (c != NULL) {
        o->load = c->load;
    }
}

/* Reads bytes that were not seen before. Beyond the maximum the object is read and judged, not kept:
 * `spare` then holds it. NULL: the bytes are no object. */
static struct seen_object *read_new(struct session *s, const struct at_event *e,
                                    enum store_slot slot, struct seen_object *spare)
{
    bool room = s->objects.n < s->objects.max;
    struct arena *arena = room ? &s->store_arena : &s->priv->slot_arena[slot];
    struct seen_object *o = spare;

    if (!room) {
        arena_reset(arena);
    }
    *spare = (struct seen_object){.count = 1};
    if (x509_read(e->payload->bytes, arena, &spare->facts, &spare->odd) != SPW_OK ||
        spare->facts.what == X509_NOTHING) {
        return NULL;
    }
    if (room) {
        o = array_push(&s->objects);
        if (o == NULL) {
            return NULL;
        }
        *o = *spare;
    }
    return o;
}

/* What the payload is, told to the rules when it is new, or newly loaded. NULL: no object. */
static const struct seen_object *take_object(struct session *s, const struct at_event *e,
                                             const struct store_cell *c, enum store_slot slot,
                                             struct seen_object *spare)
{
    uint64_t hash = slice_hash(e->payload->bytes);
    struct seen_object *o = find_object(s, hash);
    bool known = o != NULL;

    if (!known) {
        o = read_new(s, e, slot, spare);
        if (o == NULL) {
            return NULL;
        }
        o->hash = hash;
    }
    o->count += known ? 1 : 0;
    bool other = o->declared != e->payload->declared && e->payload->declared != UINT64_MAX;
    if (!known || (c != NULL && (!o->loaded || o->slot != slot || other))) {
        fill_object(o, e, c, slot);
        session_settle(s, SETTLE_OBJECT, o);
    }
    return o;
}

/* The identifier: 20 raw bytes, or what a person wrote in their place. */
static void take_id(struct store_cell *c, const struct at_event *e)
{
    const struct at_payload *p = e->payload;
    struct x509_id parsed;
    size_t n = p->bytes.n < p->declared ? p->bytes.n : (size_t)p->declared;
    struct slice bytes = slice_sub(p->bytes, 0, n);

    c->id_at = payload_mark(e);
    if (!p->spelled_hex && x509_id_parse(slice_trim(p->bytes), &parsed)) {
        c->id = parsed;
        c->id_is_text = true;
        return;
    }
    if (bytes.n > 0 && bytes.n <= X509_ID_MAX) {
        memcpy(c->id.bytes, bytes.p, bytes.n);
        c->id.n = bytes.n;
    }
}

static void take_bytes(struct session *s, const struct at_event *e, struct store_cell *c,
                       enum store_slot slot)
{
    struct seen_object spare;
    const struct seen_object *o = NULL;
    const struct at_payload *p = e->payload;

    c->payload_seen = true;
    c->payload_exact = p->exact;
    c->seen = p->seen;
    c->payload = payload_mark(e);
    if (slot == SLOT_ID) {
        take_id(c, e);
        return;
    }
    o = take_object(s, e, c, slot, &spare);
    if (o != NULL) {
        c->facts_known = true;
        c->facts = o->facts;
        c->odd = o->odd;
        c->blocks = x509_count_blocks(p->bytes);
    }
}

void store_on_payload(struct session *s, const struct at_event *e)
{
    const struct at_payload *p = e->payload;
    const struct store_row *row = NULL;
    enum store_slot slot = SLOT_NONE;
    bool file = s->exchange.meaning == M_FILE_CREATE || s->exchange.meaning == M_FILE_APPEND;

    if (p->unseen || p->described || (s->exchange.meaning != M_STORE_LOAD && !p->is_pem && !file)) {
        return;
    }
    row = s->exchange.meaning == M_STORE_LOAD ? row_of(s, exchange_value(&s->exchange, P_SLOT))
                                              : NULL;
    slot = row != NULL ? row->slot : SLOT_NONE;
    if (slot != SLOT_NONE) {
        take_bytes(s, e, &s->store[slot], slot);
    } else {
        store_on_object(s, e); /* a certificate written to a file, or anything else */
    }
}

void store_on_object(struct session *s, const struct at_event *e)
{
    struct seen_object spare;
    if (e->payload->is_pem || e->payload->bytes.n > 64) {
        (void)take_object(s, e, NULL, SLOT_NONE, &spare);
    }
}

/* ---- answers -------------------------------------------------------------------------------------------- */

static bool is_clean_command(const struct session *s)
{
    const struct exchange *x = &s->exchange;
    if (x->meaning == M_STORE_CLEAN) {
        return true;
    }
    return x->meaning == M_STORE_CONTENT &&
           slice_eq(slice_trim(exchange_value(x, P_OPTION)), SLICE("2"));
}

void store_on_end(struct session *s, const struct at_event *e)
{
    const struct exchange *x = &s->exchange;
    const struct store_row *row = NULL;
    (void)e;

    if (is_clean_command(s) && x->result != AT_RESULT_ERROR) {
        clean(s, &x->at);
        return;
    }
    if (x->meaning != M_STORE_LOAD) {
        return;
    }
    row = row_of(s, exchange_value(x, P_SLOT));
    if (row == NULL) {
        return;
    }
    if (x->result != AT_RESULT_NONE) {
        s->store[row->slot].accepted = tri_of(x->result == AT_RESULT_OK);
    }
    if (x->result == AT_RESULT_ERROR) {
        learn(&s->store[row->slot], TRI_UNKNOWN, LEARNED_NOT, &x->reply);
    }
}

void store_on_end_unheard(struct session *s)
{
    const struct exchange *x = &s->exchange;
    const struct store_row *row = NULL;

    if (is_clean_command(s)) {
        for (int i = SLOT_CA; i < SLOT_COUNT; i++) {
            learn(&s->store[i], TRI_UNKNOWN, LEARNED_NOT, &x->at);
        }
    } else if (x->meaning == M_STORE_LOAD) {
        row = row_of(s, exchange_value(x, P_SLOT));
        if (row != NULL) {
            learn(&s->store[row->slot], TRI_UNKNOWN, LEARNED_NOT, &x->at);
        }
    }
}

void store_cleaned_reply(struct session *s, const struct at_event *e)
{
    struct mark at = session_mark(e);
    clean(s, &at);
}

/* CA:1, Cert:0, ... of a content listing: what flash holds. [SEED] */
void store_listed(struct session *s, const struct at_event *e)
{
    static const struct {
        enum meaning meaning;
        enum store_slot slot;
    } lines[] = {{M_CONTENT_CA, SLOT_CA},
                 {M_CONTENT_CERT, SLOT_CERT},
                 {M_CONTENT_KEY, SLOT_KEY},
                 {M_CONTENT_ID, SLOT_ID}};
    struct mark at = session_mark(e);
    uint64_t there = 0;

    if (e->n_values == 0 || slice_to_u64(slice_sub(e->values[0], 0, 1), 9, &there) != NUMBER_OK) {
        return;
    }
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct store_cell *c = &s->store[lines[i].slot];
        if (lines[i].meaning == e->meaning) {
            learn(c, tri_of(there != 0), LEARNED_LISTED, &at);
            c->place = there != 0 ? PLACE_FLASH : c->place;
            s->store_listed = true;
        }
    }
}

/* Printed while a DER CA is loaded: the module read the identifier itself. [SEED] [FORUM-23] */
void store_key_id(struct session *s, const struct at_event *e)
{
    struct store_cell *ca = &s->store[SLOT_CA], *id = &s->store[SLOT_ID];
    struct mark at = session_mark(e);

    if (e->n_values == 0 || !x509_id_parse(e->values[0], &ca->id)) {
        return;
    }
    ca->id_at = at;
    if (ca->present != TRI_YES) {
        learn(ca, TRI_YES, LEARNED_INFERRED, &at);
    }
    id->id = ca->id;
    id->id_at = at;
    id->id_is_text = false;
    learn(id, TRI_YES, LEARNED_EXTRACTED, &at);
}

/* Loading:1:2 proves that a CA which issued part of the server's chain is there. [tls flow, step 3] */
void store_loading(struct session *s, const struct at_event *e)
{
    struct store_cell *ca = &s->store[SLOT_CA];
    struct mark at = session_mark(e);
    if (e->n_values > 0 && slice_eq(e->values[0], SLICE("1")) && ca->present == TRI_UNKNOWN) {
        learn(ca, TRI_YES, LEARNED_INFERRED, &at);
    }
}
