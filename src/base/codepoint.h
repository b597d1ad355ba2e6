/* What a Unicode code point does to a line of text. Small tables by our own hand, not the locale's:
 * output must not depend on where it is made. May include nothing of the project. */
#ifndef SPW_BASE_CODEPOINT_H
#define SPW_BASE_CODEPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Terminal columns: 0 for combining marks, 2 for East Asian wide characters and emoji, else 1. */
size_t codepoint_width(uint32_t cp);
/* True for what a reader cannot see but which changes what he sees: controls, bidirectional controls,
 * zero-width and other invisible characters. Printed as they are they could disguise a line. */
bool codepoint_is_hidden(uint32_t cp);

#ifdef __cplusplus
}
#endif
#endif
