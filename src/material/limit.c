/* What limits.tsv allows, for every firmware version that the dialect's table names. */
#include "material/private.h"

enum { VERSIONS_TEXT_MAX = 400 };

static enum spw_confidence confidence_of(enum row_confidence c)
{
    switch (c) {
    case ROW_DOCUMENTED:
        return SPW_CERTAIN;
    case ROW_OBSERVED:
    case ROW_INFERRED:
        return SPW_LIKELY;
    case ROW_UNKNOWN:
        return SPW_POSSIBLE;
    }
    return SPW_POSSIBLE;
}

/* Several builds may be of one version. */
static bool is_repeated(const struct dialect *d, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (slice_eq(d->firmwares[k].version, d->firmwares[i].version)) {
            return true;
        }
    }
    return false;
}

/* Versions with that limit broken, listed in `list`; *others: there are versions that hold it. */
static const struct limit_row *list_broken(struct spw_material *m, struct slice name, int64_t value,
                                           struct buf *list, bool *others)
{
    const struct dialect *d = m->dialect;
    const struct limit_row *broken = NULL;
    for (size_t i = 0; i < d->n_firmwares; i++) {
        struct slice version = d->firmwares[i].version;
        if (version.n == 0 || is_repeated(d, i)) {
            continue;
        }
        const struct limit_row *row = dialect_limit(d, name, version);
        if (row == NULL || row->value >= value) {
            *others = true;
            continue;
        }
        buf_cstr(list, list->n > 0 ? ", " : "");
        buf_put(list, version);
        broken = broken == NULL ? row : broken;
    }
    return broken;
}

struct breach limit_breach(struct spw_material *m, const char *name, int64_t value)
{
    struct breach b = {.row = NULL};
    struct buf list;
    bool others = false;
    buf_init(&list, VERSIONS_TEXT_MAX);
    b.row = list_broken(m, slice_cstr(name), value, &list, &others);
    if (b.row != NULL && others) {
        b.versions = arena_copy(&m->arena, buf_slice(&list));
    }
    buf_dispose(&list);
    return b;
}

void limit_say(struct spw_material *m, struct said *s, enum spw_severity severity,
               const char *cause, const struct breach *b, struct slice text)
{
    if (b->row == NULL) {
        return;
    }
    struct spw_verdict *v = said_verdict(m, s, severity, cause, text);
    v->confidence = confidence_of(b->row->confidence);
    v->firmware = b->versions;
    v->sources = b->row->source;
}

int64_t limit_least(const struct spw_material *m, const char *name)
{
    const struct limit_row *row = dialect_limit(m->dialect, slice_cstr(name), slice_of(NULL, 0));
    return row != NULL ? row->value : INT64_MAX;
}
