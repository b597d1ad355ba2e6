/* Reports made by hand, for tests of the renderers: what an engine would say about the small traces
 * that they carry. Static data; a fixture borrows from itself and must not be moved. */
#ifndef SPW_TESTS_REPORT_FIXTURE_H
#define SPW_TESTS_REPORT_FIXTURE_H

#include "report/format.h"

enum { FIXTURE_LINES = 64 };

struct fixture {
    const char *name;
    struct slice trace; /* the input that the places refer to */
    struct spw_report report;
    struct report_line lines[FIXTURE_LINES]; /* each line of the trace, whole */
    struct report_trace page;                /* the above, as a renderer gets it */
};

void fixture_azure(struct fixture *f);   /* one failed attempt, every part of a finding */
void fixture_healthy(struct fixture *f); /* one attempt that went well */
void fixture_loop(struct fixture *f);    /* many attempts, findings of several */
void fixture_hostile(struct fixture *f); /* bytes that must not reach a terminal, long lines */
void fixture_wrapped(
    struct fixture *f); /* a hexadecimal dump: quoted bytes are not what was said */
void fixture_no_traffic(struct fixture *f); /* a picture */
void fixture_empty(struct fixture *f);      /* AT traffic and nothing else known: all fields zero */

void fixture_markup(struct fixture *f); /* a trace made of HTML, Markdown, XML and quotes */

/* All of them, by number; false when there is none of this number. */
bool fixture_make(size_t i, struct fixture *f);

#endif
