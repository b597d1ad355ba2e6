/* The wiring behind the public header. Private to engine/. */
#ifndef SPW_ENGINE_PRIVATE_H
#define SPW_ENGINE_PRIVATE_H

#include "at/reader.h"
#include "data/source.h"
#include "diagnosis/diagnosis.h"
#include "facts/cache.h"
#include "include/live.h"
#include "knowledge/knowledge.h"
#include "manual/manual.h"
#include "session/session.h"
#include "transcript/transcript.h"

enum {
    ATTEMPTS_MAX = 1024,
    REMARKS_MAX = 64,
    WORDS_MAX = 2048,
    HEAD_MAX = 512,
    UNRECOGNIZED_MAX = 20
};

struct spw_knowledge {
    struct data_source files;
    struct knowledge tables;
    struct ruleset rules;
};

/* What the values of a parameter are called in the table of enumerations; name empty: they are in none. */
enum { ENUMERATIONS_KEPT = 128 };
struct enumeration {
    const struct param_spec *spec; /* NULL: the place is free */
    const struct dialect *dialect;
    struct slice name;
};

struct spw_engine {
    const struct spw_knowledge *knowledge;
    struct transcript *transcript;
    struct at_reader *reader;
    struct session *session;
    struct diagnosis *diagnosis;
    struct at_sink to_session;
    struct arena arena; /* the filter */
    struct expr *filter;
    struct arena chain_arena;
    struct x509_chain chain; /* of the server, as given with the options */
    struct spw_report report;
    struct spw_statistics statistics;
    uint64_t notes, objects; /* happenings that are no elements of the dialogue */
    uint64_t lines_in;
    size_t n_head;
    uint8_t head[HEAD_MAX]; /* the first bytes: what a file without AT traffic may be */
    struct mark unrecognized[UNRECOGNIZED_MAX];
    size_t n_unrecognized;
    struct buf framing_text, coach_text;
    struct spw_remark remarks[REMARKS_MAX]; /* the rules' and the coach's */
    bool finished;
    uint64_t generation;
    struct spw_observer observer;
    uint64_t lines_told, events_told;
    struct enumeration enumerations[ENUMERATIONS_KEPT];
    struct state_rows *state; /* NULL: nobody asked yet */
    struct array
        with_open; /* struct spw_attempt: the closed and the open one, for reports before the end */
};

/* live.c: tells the observer, when there is one. */
void live_line(struct spw_engine *e, const struct line *l);
void live_event(struct spw_engine *e, const struct at_event *ev);
/* state.c: tells the observer of the rows that changed. */
void state_tell(struct spw_engine *e);
void state_free(struct state_rows *s);

/* framing.c: how the capture was wrapped, in words of the contract, and why that was concluded. */
void framing_decide(struct spw_engine *e, struct slice *name, struct slice *why);
/* coach.c: what the capture lacks because of how it was made, and how to make a better one. */
void coach_remark(struct spw_engine *e, struct spw_report *r);
/* What input without AT traffic looks like: "a JPEG image". */
struct slice framing_looks_like(const struct spw_engine *e);

#endif
