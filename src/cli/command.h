/* The commands of the program: name, what they take, what they do. The table is the one place where
 * they are listed; usage, help and the manual page come from it.
 * May include: cli/settings.h, base/. */
#ifndef SPW_CLI_COMMAND_H
#define SPW_CLI_COMMAND_H

#include "base/slice.h"
#include "cli/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

struct command {
    const char *name;
    enum command_bit bit;
    const char *operands;                   /* for the usage: "TRACE..." */
    size_t least, most;                     /* how many operands; most 0: any number */
    const char *about;                      /* one line */
    int (*run)(const struct invocation *i); /* returns an exit status; NULL: not there yet */
};

const struct command *command_table(size_t *n);        /* static; the first is the default */
const struct command *command_find(struct slice name); /* NULL: no command of this name */
/* Of the commands' names, the nearest to `word`; empty when none is near. */
struct slice command_nearest(struct slice word);

int cmd_diagnose(const struct invocation *i);
int cmd_live(const struct invocation *i);
int cmd_diff(const struct invocation *i);
int cmd_unredact(const struct invocation *i);
int cmd_ticket(const struct invocation *i);
int cmd_rules(const struct invocation *i);
int cmd_fields(const struct invocation *i);
int cmd_explain(const struct invocation *i);
int cmd_cert(const struct invocation *i);
int cmd_record(const struct invocation *i);
int cmd_ports(const struct invocation *i);
int cmd_probe(const struct invocation *i);
int cmd_twin(const struct invocation *i);

#ifdef __cplusplus
}
#endif
#endif
