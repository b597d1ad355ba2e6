/* Does a capture hold a private key, in whatever spelling? A look at the bytes as they pass, cheap enough for
 * every byte of every report; what it finds is handed to the redactor, which knows exactly. Looked for: the
 * armour of PEM, and the first bytes of a key's DER (RFC 8017, 5915, 5958) as bytes, as escaped bytes, in
 * hexadecimal (a dump, a C array, colons between) and in base64, also broken over lines, also in UTF-16.
 * May include: base/. */
#ifndef SPW_REDACT_WATCH_H
#define SPW_REDACT_WATCH_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum key_spelling {
    KEY_ARMOURED = 1 << 0, /* "PRIVATE KEY-----": found where it stands */
    KEY_SPELLED = 1 << 1   /* in any other way: to be decoded first */
};

struct key_watch {
    struct buf tail; /* of what was fed: a key may begin in it */
    unsigned seen;   /* bits of enum key_spelling */
    bool begun, wide;
};

void key_watch_init(struct key_watch *w);
void key_watch_dispose(struct key_watch *w);
/* The next bytes, in pieces of any size. */
void key_watch_feed(struct key_watch *w, struct slice bytes);
/* Of bytes that are there as a whole: bits of enum key_spelling. */
unsigned key_spellings(struct slice bytes);

#ifdef __cplusplus
}
#endif
#endif
