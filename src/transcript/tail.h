/* Line ends that were written down as text: "\r\n", "<CR><LF>", "[CR][LF]", "{0D}{0A}", "^M$", the pictures
 * of controls. Private to transcript/. May include: base/. */
#ifndef SPW_TRANSCRIPT_TAIL_H
#define SPW_TRANSCRIPT_TAIL_H

#include "base/slice.h"

/* Bytes at the end of `t` that spell line ends; 0: there are none. */
size_t tail_length(struct slice t);
/* Bytes in front of `at` that spell line ends: the module's answers begin with one. */
size_t tail_before(struct slice t, size_t at);

#endif
