/* What a command line asks for. Everything is borrowed from argv. May include nothing. */
#ifndef SPW_CLI_SETTINGS_H
#define SPW_CLI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bits, for the options that a command takes. */
enum command_bit {
    CMD_DIAGNOSE = 1 << 0,
    CMD_LIVE = 1 << 1,
    CMD_RECORD = 1 << 2,
    CMD_TICKET = 1 << 3,
    CMD_EXPLAIN = 1 << 4,
    CMD_CERT = 1 << 5,
    CMD_PROBE = 1 << 6,
    CMD_RULES = 1 << 7,
    CMD_FIELDS = 1 << 8,
    CMD_PORTS = 1 << 9,
    CMD_DIFF = 1 << 10,
    CMD_UNREDACT = 1 << 11,
    CMD_TWIN = 1 << 12,
    CMD_ALL = (1 << 13) - 1
};

/* Values are NULL, flags false when not given. */
struct settings {
    const char *title, *note;
    const char *format, *output, *colour, *rules, *filter, *dialect, *now, *chain, *jobs, *traces;
    const char *framing, *direction, *time;
    const char *baseline;
    const char *redact_also, *redact_map, *map;
    const char *baud, *flow, *link, *speed, *rotate, *seconds, *until_silent; /* live sources */
    const char *seed, *count;
    const char *theme, *until, *timeout, *silence; /* live */
    bool plain, once, no_record;
    const char *module, *slot, *as, *servername, *cert, *key, *ca, *chain_out;
    bool redact, no_redact, quiet, verbose, help, version, manual;
    bool merge;
    bool explain_input;
    bool no_user_rules;
    bool minimize;
    const char *replay, *firmware, *store, *hosts, *network; /* twin */
    bool joined;
};

/* The exit status of the report contract. */
enum exit_status {
    EXIT_HEALTHY = 0,    /* no failure found in any trace */
    EXIT_FINDINGS = 1,   /* at least one finding of severity error */
    EXIT_NOT_JUDGED = 2, /* usage or input error */
    EXIT_LEAK = 3,       /* nothing written: a secret was left in it */
    EXIT_NOT_REACHED = 4 /* live --until: it did not come, and no error either */
};

struct invocation {
    const struct command *command;
    struct settings settings;
    const char *const *operands;
    size_t n_operands;
};

#ifdef __cplusplus
}
#endif
#endif
