/* What every file of rules/ must be: UTF-8 without characters that nobody sees. May include: base/. */
#ifndef SPW_DATA_TEXT_H
#define SPW_DATA_TEXT_H

#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Offset of the first byte that is not the beginning of a visible character, a blank, a tab or a line
 * feed; s.n when there is none. A carriage return is such a byte. */
size_t text_bad_byte(struct slice s);
/* True when `s` holds printable ASCII only. Quick, for text that nearly always does. */
bool text_is_ascii(struct slice s);

#ifdef __cplusplus
}
#endif
#endif
