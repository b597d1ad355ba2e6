/* A session as what was said in it: commands, answers, indications and what they changed, each with what
 * it means and its values by name. What changes with every run (times, signatures, identifiers that the
 * module gives out) is told apart from what people set.
 * May include: include/, base/. */
#ifndef SPW_COMPARE_STORY_H
#define SPW_COMPARE_STORY_H

#include "base/arena.h"
#include "base/array.h"
#include "include/live.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

struct story_value {
    struct slice name, text;
    struct slice steady; /* text without the parts that change with every run: this is compared */
    bool secret;
    bool aside; /* changes with every run as a whole: not compared */
};

enum step_kind { STEP_COMMAND, STEP_ANSWER, STEP_INDICATION, STEP_PAYLOAD, STEP_STORE, STEP_OTHER };

struct step {
    enum step_kind kind;
    struct slice key;  /* what it means; steps of the same key can be the same step */
    struct slice text; /* as it was said, shortened; of STEP_STORE what the slot holds now */
    uint32_t line;
    unsigned attempt; /* 0: none */
    bool failure;
    const struct story_value *values;
    size_t n_values;
};

struct story_setting { /* the last value of a variable, by command or by dump */
    struct slice name, value;
    uint32_t line;
    bool secret;
};

enum { STORY_STEPS_MAX = 400000, STORY_SETTINGS_MAX = 1024 };

struct story {
    struct spw_engine *engine; /* its report and its state are part of the story */
    struct arena arena;
    struct array steps;    /* struct step */
    struct array settings; /* struct story_setting */
    size_t dropped;        /* steps beyond STORY_STEPS_MAX */
    enum spw_status status;
};

/* SPW_OK: read to the end. To be disposed of in any case. `trace` need not outlive the call. */
enum spw_status story_read(struct story *s, struct slice trace, const struct spw_knowledge *k,
                           const struct spw_options *options) SPW_MUST_USE;
void story_dispose(struct story *s);
/* Does a row of the state tell what a slot holds, rather than that something of some length is there? */
bool story_slot_is_told(enum tri known, struct slice value);

#ifdef __cplusplus
}
#endif
#endif
