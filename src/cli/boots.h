/* Tells when the module boots, by what it says: for recordings that begin anew then. Which line that is
 * stands in the tables. May include: include/, base/. */
#ifndef SPW_CLI_BOOTS_H
#define SPW_CLI_BOOTS_H

#include "base/recording.h"
#include "include/live.h"

#ifdef __cplusplus
extern "C" {
#endif

struct boots {
    struct spw_engine *engine;
    struct buf line;
    bool seen;
};

/* `k` must outlive it. To be disposed of in any case. */
enum spw_status boots_open(struct boots *b, const struct spw_knowledge *k) SPW_MUST_USE;
/* Does the module say in this piece that it boots? */
bool boots_in(struct boots *b, const struct recording_piece *p);
void boots_dispose(struct boots *b);

#ifdef __cplusplus
}
#endif
#endif
