#include "knowledge/knowledge.h"

#include <stddef.h>
#include <string.h>

#include "base/memory.h"
#include "knowledge/authority.h"
#include "knowledge/dialect_load.h"
#include "knowledge/loader.h"
#include "knowledge/service.h"

enum { KNOWLEDGE_MAX = 64 * 1024 * 1024 /* bytes of rows */ };

#define COUNT(names) (sizeof(names) / sizeof((names)[0]))

/* ---- sources, causes and hosts ----------------------------------------------------------------------- */

enum { KEY, TEXT };
static const char *const source_columns[] = {"key", "text"};

static bool read_source(struct table *t, void *out)
{
    struct source_row *row = (struct source_row *)out;
    row->key = table_text(t, KEY);
    row->text = table_text(t, TEXT);
    return true;
}

static const struct table_plan plan_sources = {
    SLICE_INIT("sources"),     source_columns, COUNT(source_columns),
    sizeof(struct source_row), false,          read_source};

enum { CAUSE, PHASE, MEANING, OPEN };
static const char *const cause_columns[] = {"cause", "phase", "meaning", "open"};

static bool read_cause(struct table *t, void *out)
{
    struct cause *row = (struct cause *)out;
    row->id = table_text(t, CAUSE);
    row->phase = table_text(t, PHASE);
    row->meaning = table_text(t, MEANING);
    row->open = table_bool(t, OPEN);
    return true;
}

static const struct table_plan plan_causes = {
    SLICE_INIT("causes"), cause_columns, COUNT(cause_columns),
    sizeof(struct cause), false,         read_cause};

enum { HOST_TEXT, HOST_MEANING, HOST_WHAT, HOST_CONFIDENCE, HOST_SOURCE };
static const char *const host_columns[] = {"text", "meaning", "what", "confidence", "source"};

static bool read_host(struct table *t, void *out)
{
    struct host_row *row = (struct host_row *)out;
    row->text = table_text(t, HOST_TEXT);
    row->meaning = table_meaning(t, HOST_MEANING);
    row->what = table_text(t, HOST_WHAT);
    row->confidence = table_confidence(t, HOST_CONFIDENCE);
    row->source = table_text(t, HOST_SOURCE);
    return true;
}

static const struct table_plan plan_hosts = {
    SLICE_INIT("hosts"),     host_columns, COUNT(host_columns),
    sizeof(struct host_row), false,        read_host};

static void load_lists(struct loader *l)
{
    const struct slice top = {NULL, 0};
    struct knowledge_private *priv = l->k->priv;
    void *rows = NULL;
    table_load(l, &plan_sources, top, NULL, &rows, &l->k->n_sources);
    l->k->sources = (const struct source_row *)rows;
    loader_index(l, &priv->sources, rows, l->k->n_sources, sizeof(struct source_row),
                 offsetof(struct source_row, key));
    table_load(l, &plan_causes, top, NULL, &rows, &l->k->n_causes);
    l->k->causes = (const struct cause *)rows;
    loader_index(l, &priv->causes, rows, l->k->n_causes, sizeof(struct cause),
                 offsetof(struct cause, id));
    table_load(l, &plan_hosts, top, NULL, &rows, &l->k->n_hosts);
    l->k->hosts = (const struct host_row *)rows;
}

/* ---- all -------------------------------------------------------------------------------------- */

static void init_maps(struct knowledge_private *priv)
{
    map_init(&priv->causes, TSV_ROWS_MAX, false);
    map_init(&priv->sources, TSV_ROWS_MAX, false);
    map_init(&priv->services, TSV_ROWS_MAX, false);
}

enum spw_status knowledge_load(struct knowledge *k, const struct data_source *files,
                               struct messages *messages)
{
    struct loader l;
    memset(k, 0, sizeof *k);
    k->priv = MEMORY_NEW(struct knowledge_private);
    if (k->priv == NULL) {
        return SPW_NO_MEMORY;
    }
    arena_init(&k->priv->arena, KNOWLEDGE_MAX);
    init_maps(k->priv);
    loader_note(&l, loader_init(&l, k, files, messages));
    if (l.status != SPW_NO_MEMORY) {
        load_lists(&l); /* first: the others refer to the sources */
        dialects_load(&l);
        authorities_load(&l);
        services_load(&l);
    }
    enum spw_status status = loader_finish(&l);
    if (status == SPW_NO_MEMORY) {
        knowledge_dispose(k);
    }
    return status;
}

void knowledge_dispose(struct knowledge *k)
{
    if (k->priv == NULL) {
        return;
    }
    dialects_dispose(k);
    map_dispose(&k->priv->causes);
    map_dispose(&k->priv->sources);
    map_dispose(&k->priv->services);
    arena_dispose(&k->priv->arena);
    memory_free(k->priv);
    memset(k, 0, sizeof *k);
}

const struct dialect *knowledge_dialect(const struct knowledge *k, struct slice name)
{
    for (size_t i = 0; i < k->n_dialects; i++) {
        if (slice_eq(k->dialects[i].name, name)) {
            return &k->dialects[i];
        }
    }
    return NULL;
}

const struct cause *knowledge_cause(const struct knowledge *k, struct slice id)
{
    uint32_t i = 0;
    return map_get(&k->priv->causes, id, &i) ? &k->causes[i] : NULL;
}

const struct source_row *knowledge_source(const struct knowledge *k, struct slice key)
{
    uint32_t i = 0;
    return map_get(&k->priv->sources, key, &i) ? &k->sources[i] : NULL;
}
