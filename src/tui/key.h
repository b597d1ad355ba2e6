/* Keys as numbers: Unicode characters as themselves, controls as their ASCII codes, the others above.
 * May include: base/. */
#ifndef SPW_TUI_KEY_H
#define SPW_TUI_KEY_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum key {
    KEY_NONE_YET = 0,
    KEY_TAB = 9,
    KEY_RETURN = 13,
    KEY_ESCAPE = 27,
    KEY_BACK = 127,
    KEY_FIRST_SPECIAL = 0x110000, /* beyond Unicode */
    KEY_ARROW_UP,
    KEY_ARROW_DOWN,
    KEY_ARROW_LEFT,
    KEY_ARROW_RIGHT,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_TO_HOME,
    KEY_TO_END,
    KEY_DELETE,
    KEY_BACK_TAB,
    KEY_F1,
    KEY_RESIZED /* no key: the terminal has another size */
};

/* "j", "Down", "^F", "Space". False: no such name. */
bool key_parse(struct slice name, uint32_t *key);
void key_put(struct buf *out, uint32_t key);

#ifdef __cplusplus
}
#endif
#endif
