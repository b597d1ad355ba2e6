#include "cli/command.h"

#include "base/message.h"

static const struct command commands[] = {
    {"diagnose", CMD_DIAGNOSE, "TRACE...", 1, 0,
     "diagnose captures (the default; '-' is standard input)", cmd_diagnose},
    {"live", CMD_LIVE, "SOURCE", 1, 1, "watch a live line in the terminal, diagnosing as it goes",
     cmd_live},
    {"record", CMD_RECORD, "SOURCE -o FILE", 1, 1,
     "capture a line to a timestamped file, both directions marked", cmd_record},
    {"ports", CMD_PORTS, "", 0, 0, "the serial ports of this machine, with their adapters",
     cmd_ports},
    {"ticket", CMD_TICKET, "TRACE... -o FILE", 1, 0,
     "an attachment for a support ticket, secrets removed", cmd_ticket},
    {"diff", CMD_DIFF, "GOOD BAD", 2, 2,
     "where a session that fails parts from one that works, by what was said and set", cmd_diff},
    {"unredact", CMD_UNREDACT, "ANSWER --map FILE", 1, 1,
     "put the values back into an answer to a redacted ticket ('-' is standard input)",
     cmd_unredact},
    {"explain", CMD_EXPLAIN, "WHAT...", 1, 0,
     "the manual: a rule, cause, command, error number, indication, variable, field", cmd_explain},
    {"cert", CMD_CERT, "FILE...", 1, 0,
     "what a certificate or key file is, and how to load it into the module", cmd_cert},
    {"probe", CMD_PROBE, "HOST[:PORT]", 0, 1,
     "ask a server (port 8883 unless told) for its chain and say which root the module needs",
     cmd_probe},
    {"twin", CMD_TWIN, "", 0, 0,
     "a module at a pseudo-terminal: simulated, with real connections, or from a recording",
     cmd_twin},
    {"rules", CMD_RULES, "list|check|test|mutate [RULE...]", 1, 0,
     "the rule base: list it, check its files, run its samples as they are or with changes",
     cmd_rules},
    {"fields", CMD_FIELDS, "", 0, 0, "the fields that conditions and filters can use", cmd_fields},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

const struct command *command_table(size_t *n)
{
    *n = COMMANDS;
    return commands;
}

const struct command *command_find(struct slice name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (slice_eq(slice_cstr(commands[i].name), name)) {
            return &commands[i];
        }
    }
    return NULL;
}

struct slice command_nearest(struct slice word)
{
    struct slice names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++) {
        names[i] = slice_cstr(commands[i].name);
    }
    return nearest_name(word, names, COMMANDS);
}
