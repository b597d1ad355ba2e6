#include "tui/ledger.h"

#include <string.h>

enum { LEDGER_BYTES_MAX = 4 * 1024 * 1024 };

const char *ledger_change_name(enum ledger_change c)
{
    static const char *const names[] = {
        [LEDGER_APPEARED] = "appeared",   [LEDGER_STRONGER] = "stronger",
        [LEDGER_WEAKER] = "weaker",       [LEDGER_AGAIN] = "again",
        [LEDGER_WITHDRAWN] = "withdrawn", [LEDGER_RETURNED] = "returned"};
    return names[c];
}

void ledger_init(struct ledger *l)
{
    memset(l, 0, sizeof *l);
    arena_init(&l->arena, LEDGER_BYTES_MAX);
    array_init(&l->entries, sizeof(struct ledger_entry), LEDGER_MAX);
}

void ledger_dispose(struct ledger *l)
{
    array_dispose(&l->entries);
    arena_dispose(&l->arena);
}

static struct ledger_entry *find(struct ledger *l, const struct spw_finding *f)
{
    for (size_t i = l->entries.n; i > 0; i--) { /* the newest is asked for most */
        struct ledger_entry *e = ARRAY_AT(&l->entries, struct ledger_entry, i - 1);
        if (e->attempt == f->attempt && slice_eq(e->rule, f->rule)) {
            return e;
        }
    }
    return NULL;
}

static struct ledger_entry *add(struct ledger *l, const struct spw_finding *f)
{
    struct ledger_entry *e = array_push(&l->entries);
    if (e == NULL) {
        l->full = true;
        return NULL;
    }
    e->rule = arena_copy(&l->arena, f->rule);
    e->cause = arena_copy(&l->arena, f->cause);
    e->attempt = f->attempt;
    e->withdrawn = true; /* until `take` says otherwise */
    return e;
}

/* Severities and confidences are ordered, the strongest last. */
static bool is_change(const struct ledger_entry *e, const struct spw_finding *f, bool is_new,
                      enum ledger_change *change)
{
    int old = 4 * (int)e->severity + (int)e->confidence;
    int now = 4 * (int)f->severity + (int)f->confidence;
    if (is_new || e->withdrawn) {
        *change = is_new ? LEDGER_APPEARED : LEDGER_RETURNED;
    } else if (now != old) {
        *change = now > old ? LEDGER_STRONGER : LEDGER_WEAKER;
    } else if (f->count > e->count) {
        *change = LEDGER_AGAIN;
    } else {
        return false;
    }
    return true;
}

static void take(struct ledger *l, struct ledger_entry *e, const struct spw_finding *f)
{
    if (!slice_eq(e->title, f->title)) {
        struct slice title = arena_copy(&l->arena, f->title);
        e->title = title.p == NULL ? e->title : title;
    }
    e->severity = f->severity;
    e->confidence = f->confidence;
    e->count = f->count;
    e->withdrawn = false;
    e->present = true;
}

static void tell(const struct ledger_sink *sink, enum ledger_change change,
                 const struct ledger_entry *e, const struct spw_finding *f)
{
    if (sink->change != NULL) {
        sink->change(sink->context, change, e, f);
    }
}

void ledger_update(struct ledger *l, const struct spw_report *r, uint64_t lines,
                   const struct ledger_sink *sink)
{
    for (size_t i = 0; i < l->entries.n; i++) {
        ARRAY_AT(&l->entries, struct ledger_entry, i)->present = false;
    }
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        enum ledger_change change = LEDGER_APPEARED;
        struct ledger_entry *e = find(l, f);
        bool is_new = e == NULL;
        e = is_new ? add(l, f) : e;
        if (e == NULL) {
            continue;
        }
        bool changed = is_change(e, f, is_new, &change);
        take(l, e, f);
        if (changed) {
            e->line = lines;
            tell(sink, change, e, f);
        }
    }
    for (size_t i = 0; i < l->entries.n; i++) {
        struct ledger_entry *e = ARRAY_AT(&l->entries, struct ledger_entry, i);
        if (!e->present && !e->withdrawn) {
            e->withdrawn = true;
            e->line = lines;
            tell(sink, LEDGER_WITHDRAWN, e, NULL);
        }
    }
}
