/* What the parts of material/ share. Private to material/.
 * Everything lives in the arena of the material. May include: include/, base/, knowledge/, x509/. */
#ifndef SPW_MATERIAL_PRIVATE_H
#define SPW_MATERIAL_PRIVATE_H

#include "base/array.h"
#include "include/spwfdiag.h"
#include "material/root.h"

enum { PIECES_MAX = 64, LIST_MAX = 256, MATERIAL_ARENA_MAX = 1 << 25 };

/* What is said of one thing. */
struct said {
    struct array facts;    /* struct spw_fact */
    struct array verdicts; /* struct spw_verdict */
};

enum payload_form { FORM_NONE, FORM_DER, FORM_PEM, FORM_RAW };

struct piece {
    struct slice name;
    struct x509_facts facts;
    unsigned odd;
    struct slice oddities[X509_ODD_BITS];
    size_t n_oddities;
    const struct store_row *row; /* NULL: the module has no slot for it */
    struct slice file;
    struct said said;
    enum payload_form form;
    struct slice payload;
    const struct authority_row *instead; /* the root that is wanted in its place */
    bool unfit;                          /* not what belongs into the slot */
    bool of_server;                      /* shown by a server, not to be loaded */
};

struct spw_material {
    const struct knowledge *knowledge;
    const struct dialect *dialect;
    struct spw_material_options options;
    enum store_slot wanted; /* options.slot */
    struct arena arena;
    struct array pieces; /* struct piece */
    size_t dropped;
    struct said said;
    struct array steps; /* struct spw_step */
    const struct spw_server *server;
    struct x509_chain chain;
    struct root roots[ROOTS_MAX]; /* the first is the one to hold */
    size_t n_roots;
    struct x509_facts trusted, ca; /* the root in the system's store; the one that was chosen */
    struct spw_verdict spare;      /* where verdicts go that have no room */
    bool judged;
    bool failed; /* memory: told once, at the end */
    struct spw_judgement judgement;
};

/* ---- said.c: lists and texts */

struct slice said_text(struct spw_material *m, const char *fmt, ...) SPW_PRINTF(2, 3);
/* Empty texts are left out. */
void said_fact(struct spw_material *m, struct said *s, const char *key, const char *label,
               struct slice text);
void said_number(struct spw_material *m, struct said *s, const char *key, const char *label,
                 int64_t number);
void said_time(struct spw_material *m, struct said *s, const char *key, const char *label,
               int64_t time);
void said_yes_no(struct spw_material *m, struct said *s, const char *key, const char *label,
                 enum tri t); /* unknown is left out */

/* One verdict in the making: the caller may set confidence, sources and firmware. Never NULL. */
struct spw_verdict *said_verdict(struct spw_material *m, struct said *s, enum spw_severity severity,
                                 const char *cause, struct slice text);

/* ---- limit.c: what the tables allow, by firmware */

struct breach {
    const struct limit_row *row; /* the first that is broken; NULL: none */
    struct slice versions;       /* "1.0.0, 1.1.0"; empty: all that the table knows */
};
/* Versions whose limit is below `value`. */
struct breach limit_breach(struct spw_material *m, const char *name, int64_t value);
/* Says it, when it is broken, with the confidence and the sources of the row. */
void limit_say(struct spw_material *m, struct said *s, enum spw_severity severity,
               const char *cause, const struct breach *b, struct slice text);
/* The strictest value whatever the firmware; INT64_MAX without a row. */
int64_t limit_least(const struct spw_material *m, const char *name);

/* ---- the parts */

struct piece *piece_add(struct spw_material *m, struct slice name); /* NULL: no room, counted */
void describe_piece(struct spw_material *m, struct piece *p);       /* facts and oddities */
void slot_choose(struct spw_material *m, struct piece *p);          /* row and file name */
void fit_judge(struct spw_material *m, struct piece *p);            /* can the module take it */
void load_prepare(struct spw_material *m, struct piece *p);         /* form and payload */
void set_judge(struct spw_material *m);                             /* several files together */
void load_steps(struct spw_material *m);                            /* the commands */
enum spw_status server_read(struct spw_material *m);                /* the chain's certificates */
void server_judge(struct spw_material *m);
void path_judge(
    struct spw_material *m); /* what links its certificates and the root to each other */

/* Name of a certificate for texts. */
struct slice piece_title(const struct piece *p);
bool piece_is_certificate(const struct piece *p);
bool facts_are_certificate(const struct x509_facts *f);
bool piece_is_readable(const struct piece *p);
/* The load command of a slot, "AT+S.TLSCERT=ca,891"; empty when the dialect has none. */
struct slice load_command(struct spw_material *m, const struct store_row *row, size_t bytes);
struct slice pem_of(struct spw_material *m, const struct x509_facts *f);

#endif
