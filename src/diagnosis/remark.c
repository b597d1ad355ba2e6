#include "diagnosis/remark.h"

#include "diagnosis/ruletext.h"

static bool is_known(const struct array *list, struct slice text)
{
    for (size_t i = 0; i < list->n; i++) {
        if (slice_eq(ARRAY_AT(list, struct spw_remark, i)->text, text)) {
            return true;
        }
    }
    return false;
}

void remark_record(struct diagnosis *d, struct array *list, struct slice text,
                   const struct hit *hit)
{
    if (list->n >= REMARKS_MAX || is_known(list, text)) {
        return;
    }
    struct slice copy = arena_copy(&d->perm, text);
    struct spw_remark *remark = copy.p != NULL ? (struct spw_remark *)array_push(list) : NULL;
    if (remark == NULL) {
        d->status = SPW_NO_MEMORY;
        return;
    }
    remark->text = copy;
    remark->rule = hit->rule->id;
    if (hit->n_places != 0) {
        remark->at = *hit->places[0].at;
    }
}

void remark_record_ruled_out(struct diagnosis *d, const struct hit *hit)
{
    for (size_t i = 0; i < hit->rule->n_rules_out; i++) {
        buf_clear(&d->work);
        ruletext_render(&d->work, &hit->rule->rules_out[i], TEXT_RUNNING, hit->context);
        remark_record(d, &d->ruled_out, buf_slice(&d->work), hit);
    }
}
