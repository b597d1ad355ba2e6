/* What an output can show: asked from the system and the environment, here and nowhere else.
 * May include nothing of the project. */
#ifndef SPW_CLI_TERMINAL_H
#define SPW_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct terminal {
    bool present; /* a person is looking */
    bool colour;
    bool ascii;   /* the locale has no UTF-8 */
    size_t width; /* columns; 0 unknown */
};

/* `colour`: "auto", "always", "never" or NULL. auto respects NO_COLOR and TERM=dumb. */
struct terminal terminal_of(int fd, const char *colour);

#ifdef __cplusplus
}
#endif
#endif
