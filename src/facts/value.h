/* A typed value that may be unknown, with the places it was read from.
 * May include: base/. */
#ifndef SPW_FACTS_VALUE_H
#define SPW_FACTS_VALUE_H

#include "base/slice.h"
#include "base/span.h"
#include "base/tri.h"

#ifdef __cplusplus
extern "C" {
#endif

enum value_type { VALUE_NONE, VALUE_BOOL, VALUE_INT, VALUE_TEXT, VALUE_TIME };

enum { VALUE_PLACES = 2 };
struct value {
    enum value_type type;
    bool known;        /* false: unknown; the rest is then meaningless except `type` and `at` */
    bool concluded;    /* known by inference, not seen in the trace */
    bool secret;       /* must not be shown in a text: placeholders print its length */
    int64_t i;         /* BOOL 0/1, INT, TIME (seconds since 1970) */
    struct slice text; /* TEXT; lives as long as the session's current state or the scratch arena */
    const struct mark *at[VALUE_PLACES]; /* where it was learned; may be NULL */
};

struct value value_unknown(enum value_type t);
struct value value_bool(bool b, const struct mark *at);
struct value value_tri(enum tri t, const struct mark *at);
struct value value_int(int64_t i, const struct mark *at);
struct value value_text(struct slice s,
                        const struct mark *at);            /* the empty text is a known value */
struct value value_time(int64_t t, const struct mark *at); /* TIME_NONE: unknown */
const char *value_type_name(enum value_type t);            /* "text" */

#ifdef __cplusplus
}
#endif
#endif
