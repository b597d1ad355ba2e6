/* Lists of facts and verdicts. A failure of memory is remembered in the material and told once. */
#include <stdarg.h>

#include "base/stamp.h"
#include "material/private.h"

enum { TEXT_MAX = 4096 };

static struct slice keep(struct spw_material *m, struct buf *b)
{
    struct slice kept = arena_copy(&m->arena, buf_slice(b));
    m->failed |= b->status != SPW_OK || kept.p == NULL;
    buf_dispose(b);
    return kept;
}

struct slice said_text(struct spw_material *m, const char *fmt, ...)
{
    struct buf b;
    va_list args;
    buf_init(&b, TEXT_MAX);
    va_start(args, fmt);
    buf_vprintf(&b, fmt, args);
    va_end(args);
    return keep(m, &b);
}

static struct spw_fact *push_fact(struct spw_material *m, struct said *s, const char *key,
                                  const char *label)
{
    struct spw_fact *f = array_push(&s->facts);
    m->failed |= f == NULL;
    if (f != NULL) {
        f->key = key;
        f->label = label;
    }
    return f;
}

void said_fact(struct spw_material *m, struct said *s, const char *key, const char *label,
               struct slice text)
{
    struct spw_fact *f = text.n > 0 ? push_fact(m, s, key, label) : NULL;
    if (f != NULL) {
        f->text = text;
    }
}

void said_number(struct spw_material *m, struct said *s, const char *key, const char *label,
                 int64_t number)
{
    struct spw_fact *f = push_fact(m, s, key, label);
    if (f != NULL) {
        f->text = said_text(m, "%lld", (long long)number);
        f->number = number;
        f->is_number = true;
    }
}

void said_time(struct spw_material *m, struct said *s, const char *key, const char *label,
               int64_t time)
{
    struct buf b;
    if (time == TIME_NONE) {
        return;
    }
    buf_init(&b, TEXT_MAX);
    time_put_iso(&b, time);
    said_fact(m, s, key, label, keep(m, &b));
}

void said_yes_no(struct spw_material *m, struct said *s, const char *key, const char *label,
                 enum tri t)
{
    if (t != TRI_UNKNOWN) {
        said_fact(m, s, key, label, t == TRI_YES ? SLICE("yes") : SLICE("no"));
    }
}

/* The writer of a verdict never has to ask for memory: a place of no consequence stands in. */
struct spw_verdict *said_verdict(struct spw_material *m, struct said *s, enum spw_severity severity,
                                 const char *cause, struct slice text)
{
    struct spw_verdict *v = array_push(&s->verdicts);
    if (v == NULL) {
        m->failed = true;
        v = &m->spare;
    }
    *v = (struct spw_verdict){
        .severity = severity, .confidence = SPW_CERTAIN, .cause = slice_cstr(cause), .text = text};
    return v;
}
