/* Byte order marks, and text of two bytes a character as some terminals of Windows write it.
 * May include: base/. */
#ifndef SPW_TRANSCRIPT_ENCODING_H
#define SPW_TRANSCRIPT_ENCODING_H

#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

enum encoding_kind { ENCODING_UNKNOWN, ENCODING_BYTES, ENCODING_UTF16LE, ENCODING_UTF16BE };
enum { ENCODING_HEAD = 4 }; /* bytes that tell */

struct encoding {
    enum encoding_kind kind;
    uint8_t mark; /* bytes of the byte order mark */
    uint8_t n_head;
    uint8_t
        head[ENCODING_HEAD]; /* until the kind is known; then the odd byte of a pair in head[0] */
};

/* Takes the first bytes from *bytes until it is known what the input is; `last`: no more will come. The
 * kept head, without the mark, is then to be read first. False: still unknown. */
bool encoding_learn(struct encoding *e, struct slice *bytes, bool last);
struct slice encoding_head(const struct encoding *e);
/* Decodes characters from *bytes into out[0..room); returns how many. A character that is not ASCII
 * becomes one byte, so that every byte keeps its place: a typographic sign of a known kind its ASCII
 * twin, any other a question mark. */
size_t encoding_decode(struct encoding *e, struct slice *bytes, uint8_t *out, size_t room);

#ifdef __cplusplus
}
#endif
#endif
