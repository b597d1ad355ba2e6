/* The dictionary between the model and the rules: named, typed, documented fields. The only bridge:
 * the model may be rebuilt without touching a rule. Rows stand in facts/fields.def.
 * Texts of values live as long as the session's current state or the scratch arena of the context.
 * May include: include/, base/, pattern/, knowledge/, at/, x509/, session/. */
#ifndef SPW_FACTS_FIELD_H
#define SPW_FACTS_FIELD_H

#include "base/arena.h"
#include "base/buf.h"
#include "facts/value.h"
#include "session/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where a field may be asked: bits. A rule of scope attempt may use fields of SCOPE_ATTEMPT and
 * SCOPE_TRACE, and so on: SCOPE_TRACE fields are known everywhere. */
enum field_scope {
    SCOPE_TRACE = 1,
    SCOPE_BOOT = 2,
    SCOPE_ATTEMPT = 4,
    SCOPE_EXCHANGE = 8,
    SCOPE_OBJECT = 16,
    SCOPE_MOMENT =
        SCOPE_BOOT | SCOPE_ATTEMPT | SCOPE_EXCHANGE /* not of rules: any time of a session */
};
const char *scope_name(enum field_scope s); /* "attempt" */

struct fact_cache; /* facts/cache.h */
struct fact_context {
    const struct settle *settle; /* what settled; gives session, attempt, exchange, object */
    struct arena *scratch;       /* for texts that are made; reset by the owner between settles */
    struct fact_cache *cache;    /* compiled patterns of services; NULL: service.* is unknown */
};

struct field {
    struct slice name; /* "store.ca.self_signed" */
    enum value_type type;
    unsigned scopes;    /* SCOPE_TRACE: everywhere */
    struct slice words; /* texts of a closed set, "ok|failed"; empty: any text */
    struct slice doc;   /* one sentence */
    struct value (*get)(const struct fact_context *c, const struct field *f);
    int a, b; /* what `get` needs to know, e.g. slot and fact */
};

size_t field_count(void);
const struct field *field_at(size_t i);
const struct field *field_find(struct slice name); /* NULL unknown */
struct value field_get(const struct field *f, const struct fact_context *c);
/* True when `word` is one of the field's closed set, or the field takes any text. */
bool field_takes(const struct field *f, struct slice word);

/* Questions about happenings: seen(M), count(M), first(M, name), last(M, name), after(A, B). */
enum tally_scope { TALLY_DEFAULT, TALLY_TRACE, TALLY_BOOT, TALLY_ATTEMPT };
/* The tally that a rule of this settle kind asks by default: attempt, boot or trace. NULL: none. */
const struct tally *fact_tally(const struct fact_context *c, enum tally_scope which);
/* "Not seen" is a definite NO unless the module was told not to print that indication (WIND masks), or
 * what is asked about goes on and it may still come: then UNKNOWN. */
enum tri fact_is_seen(const struct fact_context *c, enum tally_scope which, enum meaning m);
struct value fact_seen(const struct fact_context *c, enum tally_scope which, enum meaning m);
struct value fact_count(const struct fact_context *c, enum tally_scope which, enum meaning m);
/* The value `name` of the first or last occurrence: a name that the dialect's row gives, else "number"
 * (WIND number or error code), "line" (where it stands) or "text" (the whole line, as does the empty
 * name). "number" and "line" are numbers, all else is text; texts that are decimal numbers compare as
 * numbers: see expr. Unknown when it never occurred. */
struct value fact_occurrence(const struct fact_context *c, enum tally_scope which, enum meaning m,
                             bool last, struct slice name);
/* TRUE when the last `a` came after the last `b`, both having occurred. */
struct value fact_after(const struct fact_context *c, enum tally_scope which, enum meaning a,
                        enum meaning b);
/* A configuration or status variable of the module as last set, read back or dumped. */
struct value fact_variable(const struct fact_context *c, struct slice name);
/* The meaning of a value by the dialect's enumerations: enum_text("wifi_mode", "1"). */
struct value fact_enum(const struct fact_context *c, struct slice field, struct slice value);
/* A limit of limits.tsv for the running firmware (the strictest row when the firmware is unknown). */
struct value fact_limit(const struct fact_context *c, struct slice name);

/* What is wrong with the first value that the command cannot take, into `out`: "port 70000 is not in
 * 0..65535". False, and `out` undefined, when nothing is. */
bool fact_bad_value(const struct command_row *command, const struct slice *values, size_t n,
                    struct buf *out);
/* Do the tables of any dialect know this name? For checking conditions when they are compiled. On NO,
 * *nearest is the most alike name, or empty. */
bool fact_knows_value(const struct knowledge *k, enum meaning m, struct slice name,
                      struct slice *nearest);
bool fact_knows_variable(const struct knowledge *k, struct slice name, struct slice *nearest);
bool fact_knows_limit(const struct knowledge *k, struct slice name, struct slice *nearest);
bool fact_knows_enum(const struct knowledge *k, struct slice field, struct slice *nearest);

#ifdef __cplusplus
}
#endif
#endif
