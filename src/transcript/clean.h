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
/* Puts the cleaned text of `l` into `g`; false: the line is clean as it is, `g` is empty. *html: names of
 * characters were seen in the dialogue, so from then on they are taken for a forum's work everywhere. */
bool clean_line(struct gather *g, const struct line *l, bool *html);

#ifdef __cplusplus
}
#endif
#endif
