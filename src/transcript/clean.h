/* What screens and forums add to a line: colours and other control sequences, HTML's names of
 * characters, typographic quotes. Taken out of the text, with the way back kept. May include: base/. */
#ifndef SPW_TRANSCRIPT_CLEAN_H
#define SPW_TRANSCRIPT_CLEAN_H

#include "transcript/gather.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Does `bytes` hold anything that might have to be cleaned? Fast: asked of all input. */
bool clean_is_needed(struct slice bytes);
/* What the lines so far tell about those to come; all false at the start. */
struct clean_memory {
    bool
        html; /* names of characters stood in the dialogue: a forum's work, everywhere from then on */
    bool
        payload; /* raw bytes go by; a short row of them between two line feeds may look like text */
};

/* Puts the cleaned text of `l` into `g`; false: the line is clean as it is, `g` is empty. */
bool clean_line(struct gather *g, const struct line *l, struct clean_memory *memory);

#ifdef __cplusplus
}
#endif
#endif
