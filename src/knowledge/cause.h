/* The closed list of causes (rules/causes.tsv, the report contract). May include: base/. */
#ifndef SPW_KNOWLEDGE_CAUSE_H
#define SPW_KNOWLEDGE_CAUSE_H

#include "base/slice.h"

struct cause {
    struct slice id;      /* "tls.root-missing" */
    struct slice phase;   /* boot console wifi ip dns tcp tls mqtt http cloud update */
    struct slice meaning; /* what is wrong, told to the person who has to mend it */
    bool open;            /* tells what failed and not why: other causes may be behind it */
};

#endif
