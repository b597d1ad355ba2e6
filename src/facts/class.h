/* Coarse marks of an exchange or attempt: whether it succeeded, was answered, what it was for. A
 * condition that only some marks can satisfy need not be asked at settle points that bear others.
 * May include: include/, base/, pattern/, knowledge/, at/, x509/, session/. */
#ifndef SPW_FACTS_CLASS_H
#define SPW_FACTS_CLASS_H

#include "facts/field.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A settle point bears one mark of each row that belongs to its kind. */
enum fact_class {
    CLASS_OK = 1 << 0,
    CLASS_ERROR = 1 << 1,
    CLASS_NO_RESULT = 1 << 2,
    CLASS_REPLIED = 1 << 3,
    CLASS_SILENT = 1 << 4,
    CLASS_KNOWN = 1 << 5,
    CLASS_STRANGE = 1 << 6,
    CLASS_EXACT = 1 << 7,
    CLASS_INEXACT = 1 << 8,
    CLASS_DESCRIBED = 1 << 9,
    CLASS_SHOWN = 1 << 10,
    CLASS_OUTCOME = 1 << 11,  /* << enum spw_outcome, four of them */
    CLASS_PROTOCOL = 1 << 15, /* << enum attempt_kind, seven */
    CLASS_SECURITY = 1 << 22  /* << enum security, three */
};

/* The marks of what settled; 0 when its kind has none. */
uint32_t fact_classes(const struct settle *s);

uint32_t fact_class_of_result(enum at_result result);

/* What the answer of a field tells of the marks: a yes comes only with one of `yes`, a no only with
 * one of `no`, anything known only with either. `all` are the marks that it is one of. */
struct class_rows {
    uint32_t all, yes, no;
};
/* A yes-or-no field, or "field == word" when `word` has bytes. False: it tells nothing. */
bool fact_class_rows(const struct field *f, struct slice word, struct class_rows *out);
/* Is this the field that names the meaning of a command? */
bool fact_is_command_meaning(const struct field *f);

#ifdef __cplusplus
}
#endif
#endif
