#include "material/material.h"

#include "base/memory.h"
#include "base/stamp.h"
#include "material/private.h"

/* ---- life ------------------------------------------------------------------------------------------- */

/* By the words that are the same for all modules, else by the dialect's own keyword, "f_ca". */
static enum store_slot slot_named(const struct dialect *d, struct slice word)
{
    static const struct {
        struct slice word;
        enum store_slot slot;
    } words[] = {{SLICE_INIT("ca"), SLOT_CA},
                 {SLICE_INIT("cert"), SLOT_CERT},
                 {SLICE_INIT("key"), SLOT_KEY},
                 {SLICE_INIT("auth"), SLOT_ID}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (slice_eq(words[i].word, word)) {
            return words[i].slot;
        }
    }
    for (size_t i = 0; d != NULL && i < d->n_store; i++) {
        if (slice_eq(d->store[i].keyword, word)) {
            return d->store[i].slot;
        }
    }
    return SLOT_NONE;
}

static void said_init(struct said *s)
{
    array_init(&s->facts, sizeof(struct spw_fact), LIST_MAX);
    array_init(&s->verdicts, sizeof(struct spw_verdict), LIST_MAX);
}

static void said_dispose(struct said *s)
{
    array_dispose(&s->facts);
    array_dispose(&s->verdicts);
}

enum spw_status material_new(struct spw_material **out, const struct knowledge *k,
                             const struct spw_material_options *options)
{
    struct spw_material *m = MEMORY_NEW(struct spw_material);
    *out = NULL;
    if (m == NULL) {
        return SPW_NO_MEMORY;
    }
    m->knowledge = k;
    m->options = *options;
    m->dialect = options->dialect.n > 0 ? knowledge_dialect(k, options->dialect)
                 : k->n_dialects > 0    ? &k->dialects[0]
                                        : NULL;
    m->wanted = slot_named(m->dialect, options->slot);
    arena_init(&m->arena, MATERIAL_ARENA_MAX);
    array_init(&m->pieces, sizeof(struct piece), PIECES_MAX);
    array_init(&m->steps, sizeof(struct spw_step), LIST_MAX);
    said_init(&m->said);
    if (m->dialect == NULL || (options->slot.n > 0 && m->wanted == SLOT_NONE)) {
        spw_material_free(m);
        return SPW_NOT_FOUND;
    }
    *out = m;
    return SPW_OK;
}

void spw_material_free(struct spw_material *m)
{
    if (m == NULL) {
        return;
    }
    for (size_t i = 0; i < m->pieces.n; i++) {
        said_dispose(&ARRAY_AT(&m->pieces, struct piece, i)->said);
    }
    array_dispose(&m->pieces);
    array_dispose(&m->steps);
    said_dispose(&m->said);
    arena_dispose(&m->arena);
    memory_free(m);
}

/* ---- adding ---------------------------------------------------------------------------------------------- */

struct piece *piece_add(struct spw_material *m, struct slice name)
{
    struct piece *p = array_push(&m->pieces);
    if (p == NULL) {
        m->dropped++;
        return NULL;
    }
    said_init(&p->said);
    p->name = name;
    return p;
}

static enum spw_status add_bytes(struct spw_material *m, struct slice name, struct slice bytes)
{
    struct piece *p = piece_add(m, name);
    return p != NULL ? x509_read(bytes, &m->arena, &p->facts, &p->odd) : SPW_OK;
}

enum spw_status spw_material_add(struct spw_material *m, struct slice name, struct slice bytes)
{
    struct slice piece;
    struct slice kept = arena_copy(&m->arena, bytes);
    enum spw_status status = kept.p == NULL ? SPW_NO_MEMORY : SPW_OK;
    bool several = x509_count_blocks(bytes) > 1;
    size_t number = 0;
    if (status == SPW_OK && kept.n == 0) {
        return add_bytes(m, said_text(m, "%.*s", SLICE_ARG(name)), kept);
    }
    while (status == SPW_OK && x509_next_piece(&kept, &piece)) {
        number++;
        struct slice title = several ? said_text(m, "%.*s#%zu", SLICE_ARG(name), number)
                                     : said_text(m, "%.*s", SLICE_ARG(name));
        status = add_bytes(m, title, piece);
    }
    return status;
}

enum spw_status spw_material_add_server(struct spw_material *m, const struct spw_server *server)
{
    m->server = server;
    return server_read(m);
}

size_t spw_count_certificates(struct slice bytes)
{
    struct slice piece;
    size_t n = 0;
    while (x509_next_piece(&bytes, &piece)) {
        struct arena scratch;
        struct x509_facts f;
        unsigned odd = 0;
        arena_init(&scratch, MATERIAL_ARENA_MAX);
        bool read = x509_identify(piece, &scratch, &f, &odd) == SPW_OK;
        n += read && facts_are_certificate(&f) && (odd & X509_ODD_UNREADABLE) == 0;
        arena_dispose(&scratch);
    }
    return n;
}

/* ---- judging ------------------------------------------------------------------------------------------------ */

static size_t count_errors(const struct array *verdicts)
{
    size_t n = 0;
    for (size_t i = 0; i < verdicts->n; i++) {
        n += ARRAY_AT(verdicts, struct spw_verdict, i)->severity == SPW_ERROR;
    }
    return n;
}

static void show_piece(const struct piece *p, struct spw_object *o)
{
    o->name = p->name;
    o->what = slice_cstr(x509_what_text(p->facts.what));
    o->facts = p->said.facts.items;
    o->n_facts = p->said.facts.n;
    o->oddities = p->oddities;
    o->n_oddities = p->n_oddities;
    o->slot = p->row != NULL && p->form != FORM_NONE ? p->row->keyword : slice_of(NULL, 0);
    o->file = p->form != FORM_NONE ? p->file : slice_of(NULL, 0);
    o->verdicts = p->said.verdicts.items;
    o->n_verdicts = p->said.verdicts.n;
}

static void show(struct spw_material *m)
{
    struct spw_judgement *j = &m->judgement;
    struct spw_object *objects = ARENA_ARRAY(&m->arena, m->pieces.n, struct spw_object);
    m->failed |= objects == NULL;
    j->errors = count_errors(&m->said.verdicts);
    for (size_t i = 0; objects != NULL && i < m->pieces.n; i++) {
        const struct piece *p = ARRAY_AT(&m->pieces, struct piece, i);
        show_piece(p, &objects[i]);
        j->errors += count_errors(&p->said.verdicts);
    }
    j->dialect = m->dialect->name;
    j->module = m->dialect->module;
    j->objects = objects;
    j->n_objects = m->pieces.n;
    j->objects_dropped = m->dropped;
    j->facts = m->said.facts.items;
    j->n_facts = m->said.facts.n;
    j->verdicts = m->said.verdicts.items;
    j->n_verdicts = m->said.verdicts.n;
    j->steps = m->steps.items;
    j->n_steps = m->steps.n;
}

const struct spw_judgement *spw_material_judge(struct spw_material *m)
{
    for (size_t i = 0; i < m->pieces.n && !m->judged; i++) {
        struct piece *p = ARRAY_AT(&m->pieces, struct piece, i);
        describe_piece(m, p);
        slot_choose(m, p);
        load_prepare(m, p);
        fit_judge(m, p);
    }
    if (!m->judged) {
        if (m->server != NULL) {
            server_judge(m);
        } else {
            set_judge(m);
        }
        load_steps(m);
        show(m);
    }
    m->judged = true;
    return m->failed ? NULL : &m->judgement;
}
