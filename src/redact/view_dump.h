/* The readings of hexadecimal dumps; a part of view.c. May include: redact/view.h. */
#ifndef SPW_REDACT_VIEW_DUMP_H
#define SPW_REDACT_VIEW_DUMP_H

#include "redact/view.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The pairs of each line, or with `column` the text behind them. */
void view_make_dump(struct view *v, struct slice s, bool column);
/* Writes byte i of a VIEW_DUMP into the text column of its line, if there is one. */
void view_put_column(struct view *v, size_t i, uint8_t byte);

/* ---- of view.c ---- */

void view_add(struct view *v, uint8_t byte, size_t at);
enum { PLACE_BITS = 0x3FFFFFFF /* of a base64 byte; above them its phase */ };
uint32_t view_at(const struct view *v, size_t i); /* where in the parent byte i begins */
bool view_is_pair(struct slice s, size_t at);     /* of hexadecimal digits */

#ifdef __cplusplus
}
#endif
#endif
