/* What speaks for a finding and against it, the causes that look the same, and what tells them apart: one
 * row after the other, for formats to set in their own way. Texts are not escaped.
 * May include: report/, include/, base/. */
#ifndef SPW_REPORT_CASE_H
#define SPW_REPORT_CASE_H

#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

enum report_case_kind {
    CASE_FOR,
    CASE_AGAINST,
    CASE_RIVAL,  /* the rows behind it belong to it, to the next one */
    CASE_BEHIND, /* the same for a finding that is open: a cause that may be behind it */
    CASE_RIVAL_FOR,
    CASE_RIVAL_AGAINST,
    CASE_TELL /* the observation that separates the two, with its commands */
};

struct report_case_row {
    enum report_case_kind kind;
    struct slice text; /* valid during the call */
    const struct slice *commands;
    size_t n_commands;
};

void report_case(const struct spw_finding *f,
                 void (*put)(void *context, const struct report_case_row *row), void *context);
/* "For it", "Or else": for formats that set rows as paragraphs. */
const char *report_case_label(enum report_case_kind kind);

#ifdef __cplusplus
}
#endif
#endif
