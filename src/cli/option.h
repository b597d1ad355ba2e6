/* The options of the program, declared once: the parser, the help and the manual page read the same
 * table. May include: cli/command.h, cli/settings.h, base/. */
#ifndef SPW_CLI_OPTION_H
#define SPW_CLI_OPTION_H

#include "base/buf.h"
#include "cli/command.h"

#ifdef __cplusplus
extern "C" {
#endif

struct option {
    char letter;         /* '\0': none */
    const char *name;    /* without the dashes */
    const char *value;   /* name of its value for the help; NULL: a flag */
    const char *choices; /* "auto|always|never": the only values; NULL: any */
    size_t field;        /* offset in struct settings: of a const char *, or of a bool for flags */
    unsigned commands;   /* CMD_ bits: those that take it */
    bool hidden;         /* not in the help */
    const char *about;   /* one or two sentences */
};

const struct option *option_table(size_t *n); /* static */

/* Fills *i from the command line; operands are moved to the front of argv. False with the reason in
 * `why` when the command line is wrong. --help and --version are only noted. */
bool option_parse(int argc, char **argv, struct invocation *i, struct buf *why) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
