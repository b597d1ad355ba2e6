/* What is new and what is gone since an earlier report in JSON. A finding is the same as one of the earlier
 * report when trace, rule, cause, and the command, host and port of its attempt are the same, and it is the
 * how-manieth of these; lines, counts, confidence and texts may be others.
 * May include: include/, base/. */
#ifndef SPW_COMPARE_BASELINE_H
#define SPW_COMPARE_BASELINE_H

#include "base/arena.h"
#include "base/array.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { BASELINE_FINDINGS_MAX = 100000 };

struct baseline_finding { /* of the earlier report */
    struct slice path, key;
    struct slice rule, cause, title;
    enum spw_severity severity;
    bool met; /* the present report has it, too */
};

struct baseline {
    struct arena arena;
    struct array findings; /* struct baseline_finding */
    size_t traces;         /* of the earlier report */
    struct slice path;     /* of its only trace */
};

/* `bytes` need not outlive the call. SPW_INVALID: it is no report of ours; `why` says where. To be disposed
 * of in any case. */
enum spw_status baseline_read(struct baseline *b, struct slice bytes, struct buf *why) SPW_MUST_USE;
void baseline_dispose(struct baseline *b);

/* How the findings of one trace stand to the earlier report. */
struct baseline_trace {
    struct array is_new; /* bool, for each finding of the report */
    struct array gone; /* const struct baseline_finding *: of this trace, and not found any more */
};

/* Takes the findings of a trace for those of the earlier report with the same path; when `only` is set and
 * that report is about a single trace too, its path does not matter. To be disposed of in any case. */
enum spw_status baseline_match(struct baseline *b, struct slice path, bool only,
                               const struct spw_report *r, struct baseline_trace *out) SPW_MUST_USE;
void baseline_trace_dispose(struct baseline_trace *t);
bool baseline_is_new(const struct baseline_trace *t, size_t finding);

#ifdef __cplusplus
}
#endif
#endif
