/* The requests of the full-screen view, from the one list in request.def.
 * May include: base/, tui/key.h. */
#ifndef SPW_TUI_REQUEST_H
#define SPW_TUI_REQUEST_H

#include "base/buf.h"
#include "tui/key.h"

#ifdef __cplusplus
extern "C" {
#endif

enum request {
    REQUEST_NONE,
#define GROUP(title)
#define REQUEST(id, keys, words) REQUEST_##id,
#include "tui/request.def"
#undef REQUEST
#undef GROUP
    REQUEST_COUNT
};

/* A row of the list; a group's title has no request. */
struct request_row {
    enum request request;
    const char *title; /* of a group; else NULL */
    const char *keys, *words;
};
const struct request_row *request_rows(size_t *n); /* static */
/* REQUEST_NONE: the key has no meaning. */
enum request request_of_key(uint32_t key);
/* The first key of a request. */
struct slice request_key(enum request request);

#ifdef __cplusplus
}
#endif
#endif
