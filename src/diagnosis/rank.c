#include "diagnosis/rank.h"

static bool comes_before(const struct finding *a, const struct finding *b)
{
    finding_weight weight_a = weigh(a->rule, a->confidence);
    finding_weight weight_b = weigh(b->rule, b->confidence);
    if (weight_a != weight_b) {
        return weight_a > weight_b;
    }
    return a->place != b->place ? a->place < b->place : a->serial < b->serial;
}

void rank_sort(struct finding **order, size_t n)
{
    /* At most FINDINGS_MAX, and mostly a handful. */
    for (size_t i = 1; i < n; i++) {
        struct finding *f = order[i];
        size_t k = i;
        while (k > 0 && comes_before(f, order[k - 1])) {
            order[k] = order[k - 1];
            k--;
        }
        order[k] = f;
    }
}

void rank_number(struct finding *const *order, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        order[i]->rank = 1;
        for (size_t k = 0; k < i; k++) {
            bool counts = order[k]->overridden_by == 0 && order[k]->attempt == order[i]->attempt;
            order[i]->rank += counts;
        }
    }
}
