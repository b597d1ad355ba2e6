/* One session of a case, recorded in one way, diagnosed and compared with what must be found. */
#ifndef SPW_TESTS_ENGINE_MATRIX_TRIAL_H
#define SPW_TESTS_ENGINE_MATRIX_TRIAL_H

#include "engine/matrix/cases.h"
#include "include/spwfdiag.h"

enum { SESSION_MAX = 1 << 22 };

struct score {
    unsigned rows, sessions, missed, not_first, false_alarms;
    unsigned early; /* mistakes that were told before the recording ended */
};

struct trial {
    const struct matrix_case *c;
    bool elder;
    const char *variant; /* "console": recorded with everything, nothing added */
    const struct spw_report *report;
    struct score *score;
    struct slice session; /* as it was written: certificates are new in every run */
};

struct range trial_all(const struct script *s);
/* Diagnoses the items `which` as written in `style`. Expects the mistake of the case, or silence. */
void trial_run(struct trial *t, const struct script *s, enum style style, struct range which,
               bool mistaken);
/* The same while the session goes on: a peek after every line, and one after a silence behind the last. */
void trial_watch(struct trial *t, const struct script *s, bool mistaken);

/* Each takes a case in one dialect, runs some sessions and adds to the score. */
typedef void case_visitor(const struct matrix_case *c, bool elder, struct score *score);
case_visitor try_both;      /* the mistake, and its correction */
case_visitor try_styles;    /* all ways of recording */
case_visitor try_histories; /* repeated, mended later, fallen back, other lines in between */
case_visitor try_cuts;      /* the corrected session, begun late or broken off */
case_visitor try_watched;   /* live: looked at after every line */

#endif
