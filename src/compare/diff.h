/* Two sessions side by side: what the good one did and the bad one did not, by what it means. Not taken for
 * differences: times, signatures, addresses and numbers that the module gives out, and the order of
 * indications that nothing was said between.
 * May include: compare/story.h, include/, base/. */
#ifndef SPW_COMPARE_DIFF_H
#define SPW_COMPARE_DIFF_H

#include "compare/story.h"

#ifdef __cplusplus
extern "C" {
#endif

enum diff_kind {
    DIFF_SAME,
    DIFF_CHANGED, /* the same step with other values */
    DIFF_MOVED,   /* an indication that the other session has nearby */
    DIFF_GOOD,    /* in the good session only */
    DIFF_BAD
};

struct diff_value {
    struct slice name, good, bad; /* .p NULL: it has none */
    bool secret;                  /* differs, and is not to be shown */
};

struct diff_row {
    enum diff_kind kind;
    const struct step *good, *bad; /* NULL: it has none */
    const struct diff_value *values;
    size_t n_values; /* of DIFF_CHANGED: those that differ */
};

struct diff_setting {
    struct diff_value value;
    uint32_t good_line, bad_line; /* 0: unknown */
};

struct diff_slot { /* of the certificate store, at the end of the sessions */
    const char *key, *label;
    struct diff_value holds;
    uint32_t good_line, bad_line;
    const struct diff_value *facts; /* those that differ */
    size_t n_facts;
};

struct diff_attempt {                     /* connection attempts that stand for each other */
    const struct spw_attempt *good, *bad; /* NULL: the other has none like it */
    enum spw_phase_id phase; /* the first that ended otherwise; SPW_PHASE_COUNT: none */
};

struct diff {
    const struct story *good, *bad;
    struct arena arena;
    struct array rows;                        /* struct diff_row */
    struct array settings;                    /* struct diff_setting: known in both, and other */
    struct array slots;                       /* struct diff_slot */
    struct array attempts;                    /* struct diff_attempt */
    struct array findings_good, findings_bad; /* const struct spw_finding *: of one session only */
    size_t first; /* row of the first real divergence; rows.n: there is none */
    bool aligned; /* false: too little in common to tell step by step */
};

/* Both stories must outlive it. To be disposed of in any case. */
enum spw_status diff_make(struct diff *d, const struct story *good,
                          const struct story *bad) SPW_MUST_USE;
void diff_dispose(struct diff *d);
/* Nothing but what changes with every run is different. */
bool diff_is_same(const struct diff *d);
static inline bool diff_is_real(enum diff_kind k) { return k != DIFF_SAME && k != DIFF_MOVED; }

#ifdef __cplusplus
}
#endif
#endif
