/* Which dialect is spoken: every recognised element votes; the best score wins. */
#include "at/state.h"

static size_t index_of(const struct at_reader *r, const struct dialect *d)
{
    return (size_t)(d - r->knowledge->dialects);
}

void detect_vote(struct at_reader *r, const struct dialect *d, int weight)
{
    size_t i = d == NULL ? DIALECTS_MAX : index_of(r, d);

    if (i >= DIALECTS_MAX || i >= r->knowledge->n_dialects || r->decided) {
        return;
    }
    r->scores[i] += weight;
    r->decided = r->scores[i] >= DECIDED_SCORE;
    if (r->best == NULL || r->scores[i] > r->scores[index_of(r, r->best)]) {
        r->best = d;
    }
}

/* A module that names itself settles the question. */
void detect_text(struct at_reader *r, struct slice text)
{
    for (size_t i = 0; i < r->knowledge->n_dialects; i++) {
        const struct dialect *d = &r->knowledge->dialects[i];
        struct slice model = slice_sub(d->module, 0, 6); /* "SPWF04" of "SPWF04Sx" */
        if (model.n == 6 && slice_contains(text, model)) {
            detect_vote(r, d, 20);
        }
    }
}

const struct dialect *detect_dialect(const struct at_reader *r)
{
    if (r->forced != NULL) {
        return r->forced;
    }
    return r->best != NULL ? r->best : &r->knowledge->dialects[0];
}
