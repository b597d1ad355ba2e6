/* What several formats say in the same words: attempts, phases, the verdict in one paragraph. Nothing
 * here is escaped: the caller hands the texts to the escaper of its format.
 * May include: report/format.h, base/. */
#ifndef SPW_REPORT_COMMON_H
#define SPW_REPORT_COMMON_H

#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { COMMON_TEXT_MAX = 64 * 1024 }; /* bytes of a text that is put together */

/* NULL when there is none of this number. */
const struct spw_attempt *report_attempt(const struct spw_report *r, unsigned id);
/* "attempt 1: MQTTCONN example.com:8883 tls, line 81" */
void report_attempt_words(struct buf *out, const struct spw_attempt *a);
/* "failed at tls-server after 1.20 s" */
void report_outcome_words(struct buf *out, const struct spw_attempt *a);
/* The phase at which it failed; SPW_PHASE_COUNT when none is marked so. */
enum spw_phase_id report_failed_phase(const struct spw_attempt *a);
/* "ok, seen in line 5", "FAILED, concluded", "not reached", "cannot be told" */
void report_phase_words(struct buf *out, const struct spw_phase *phase);
/* What was found, and what to act on first: one paragraph. */
void report_verdict(struct buf *out, const struct spw_report *r);
/* "certain error", "possible warning" */
void report_kind_words(struct buf *out, const struct spw_finding *f);

/* Up to the first line end. */
struct slice report_first_line(struct slice s);
/* The first place of a finding; NULL when it has none. */
const struct mark *report_place(const struct spw_finding *f);
/* The line of the input a place stands in, as far as it was read again; NULL when it was not. */
const struct report_line *report_source_line(const struct report_trace *t, const struct span *at);
/* "new" or "same" against the earlier report; NULL when there is none. */
const char *report_baseline_word(const struct report_trace *t, const struct spw_finding *f);
/* "<stdin>" for "-". */
struct slice report_path(const struct report_trace *t);

#ifdef __cplusplus
}
#endif
#endif
