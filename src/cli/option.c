#include "cli/option.h"

#include <string.h>

#include "base/message.h"

enum {
    TAKES_TRACES = CMD_DIAGNOSE | CMD_LIVE | CMD_TICKET | CMD_DIFF,
    TAKES_SOURCE = CMD_LIVE | CMD_RECORD,
    NAMES_MAX = 64
};

#define FIELD(name) offsetof(struct settings, name)

static const struct option options[] = {
    {'f', "format", "FORMAT",
     "text|json|ndjson|markdown|html|sarif|junit|diagram|mermaid|svg|zip|tar.gz", FIELD(format),
     CMD_DIAGNOSE | CMD_TICKET | CMD_CERT | CMD_PROBE | CMD_DIFF | CMD_RULES | CMD_LIVE, false,
     "How the report is written: text (the default), json, markdown, html, sarif, junit, diagram; "
     "for cert, probe and 'rules mutate' text or json, for diff text, json or markdown; for live "
     "without a screen text or ndjson (docs/live.md)."},
    {'o', "output", "FILE", NULL, FIELD(output), CMD_ALL & ~(unsigned)CMD_TWIN, false,
     "Write to FILE instead of standard output. The file takes its name when it is complete; a "
     "recording has it at once, and never overwrites another one (name-2, name-3, ...). With "
     "cert: what is to be sent to the module; the report stays on standard output. With live: the "
     "recording; otherwise session-DATE-TIME.rec in the current folder."},
    {'\0', "color", "WHEN", "auto|always|never", FIELD(colour), CMD_ALL, false,
     "Use colours: auto (the default) does when a terminal shows the report and NO_COLOR is not "
     "set."},
    {'\0', "rules", "DIR", NULL, FIELD(rules), CMD_ALL, false,
     "Read rules and tables from the folder DIR too: a file of the same path as a built-in one "
     "replaces it, others are added."},
    {'\0', "no-user-rules", NULL, NULL, FIELD(no_user_rules), CMD_ALL, false,
     "Leave out the rules in $XDG_CONFIG_HOME/spwfdiag/rules, or ~/.config/spwfdiag/rules, that "
     "are "
     "otherwise read as those of --rules are."},
    {'\0', "filter", "EXPR", NULL, FIELD(filter), TAKES_TRACES, false,
     "Report only findings for which the condition EXPR holds; 'spwfdiag fields' lists what it can "
     "ask."},
    {'\0', "dialect", "NAME", NULL, FIELD(dialect), TAKES_TRACES, false,
     "The module's dialect: auto (the default), spwf04 or spwf01."},
    {'\0', "framing", "NAME",
     "auto|raw|record|asciinema|sigrok|saleae|socat|jpnevulator|slsnif|interceptty|pyserial-spy|"
     "strace|tshark|docklight|modem-manager|hexdump|hex-digits|quoted|bits|characters|"
     "serial-monitor|html|mail|json|base64|driver|labelled|spelled-ends",
     FIELD(framing), TAKES_TRACES, false,
     "How the capture is wrapped, when it is not recognised rightly (auto, the default): raw for "
     "text "
     "as it stands, or one of docs/capture-formats.md."},
    {'\0', "direction", "WHO", NULL, FIELD(direction), TAKES_TRACES, false,
     "Who speaks in a two-way capture, when it is not told rightly: swap, or names of channels as "
     "--explain-input tells them, such as '>=host,<=module'."},
    {'\0', "time", "KIND", "auto|wall|clock|start|delta|none", FIELD(time), TAKES_TRACES, false,
     "What stamps without a date are: wall or clock, the time of day; start, since the start; "
     "delta, since "
     "the line before; none, to be left out; auto (the default) finds it out."},
    {'\0', "explain-input", NULL, NULL, FIELD(explain_input), CMD_DIAGNOSE, false,
     "Tell how each capture was understood, instead of the report: what was recognised from which "
     "line "
     "on, what spoke against it, and how to force another reading."},
    {'\0', "minimize", NULL, NULL, FIELD(minimize), CMD_DIAGNOSE | CMD_TICKET, false,
     "Cut the capture down to the fewest lines that give the same findings. Writes these lines, to "
     "-o FILE or standard output, instead of the report; with ticket: they stand in it instead of "
     "the "
     "whole capture."},
    {'\0', "merge", NULL, NULL, FIELD(merge), CMD_DIAGNOSE, false,
     "The captures named are parts of one session, such as one of each direction: put them "
     "together by "
     "their time stamps, and diagnose the whole. Notes of the evidence name the original file and "
     "line."},
    {'\0', "baseline", "REPORT", NULL, FIELD(baseline), CMD_DIAGNOSE, false,
     "An earlier report (-f json): tells which findings are new and which are gone since. The exit "
     "status is then 1 only when an error is new."},
    {'\0', "now", "TIME", NULL, FIELD(now), TAKES_TRACES | CMD_CERT | CMD_PROBE | CMD_TWIN, false,
     "The time to judge validity by, when the trace has none: 2018-03-26, 2018-03-26T18:19 or "
     "seconds since 1970. With twin: what its time server tells."},
    {'\0', "chain", "FILE", NULL, FIELD(chain), TAKES_TRACES | CMD_PROBE, false,
     "The server's certificate chain as PEM, when it is known. With probe: judge it without "
     "connecting."},
    {'\0', "for", "NAME", "spwf04|spwf01", FIELD(module), CMD_CERT | CMD_PROBE, false,
     "The module that is to take it: spwf04 (the default) or spwf01."},
    {'\0', "slot", "NAME", "ca|cert|key|auth", FIELD(slot), CMD_CERT, false,
     "Load it as ca (the root), cert or key (the module's own) or auth (the root's key "
     "identifier); "
     "otherwise where it belongs."},
    {'\0', "as", "FORM", "bytes|script|c", FIELD(as), CMD_CERT, false,
     "What is written for the module: the bytes to send (the default with -o), a shell script that "
     "sends commands and bytes, or C arrays. Without -o it goes to standard output instead of the "
     "report."},
    {'\0', "servername", "NAME", NULL, FIELD(servername), CMD_PROBE, false,
     "Ask for this name in the TLS greeting, and look for it in the certificate, instead of HOST."},
    {'\0', "cert", "FILE", NULL, FIELD(cert), CMD_PROBE, false,
     "A client certificate to show, as PEM; with --key."},
    {'\0', "key", "FILE", NULL, FIELD(key), CMD_PROBE, false, "Its private key, as PEM."},
    {'\0', "ca", "FILE", NULL, FIELD(ca), CMD_PROBE, false,
     "The root that is to be loaded: says whether it is the right one."},
    {'\0', "chain-out", "FILE", NULL, FIELD(chain_out), CMD_PROBE, false,
     "Write the server's chain to FILE, as PEM, for --chain."},
    {'\0', "traces", "DIR", NULL, FIELD(traces), CMD_RULES, false,
     "The folder with the traces that 'rules test' runs; otherwise ./traces."},
    {'\0', "seed", "N", NULL, FIELD(seed), CMD_RULES, false,
     "Where the chance of 'rules mutate' begins (1): the same number, the same changes."},
    {'\0', "count", "N", NULL, FIELD(count), CMD_RULES, false,
     "How many changes 'rules mutate' makes to each sample, one at a time (12, one of each kind)."},
    {'\0', "replay", "FILE", NULL, FIELD(replay), CMD_TWIN, false,
     "Answer as the module in this capture did, with its delays; otherwise a module is simulated."},
    {'\0', "firmware", "ID", NULL, FIELD(firmware), CMD_TWIN, false,
     "The simulated firmware: a version (1.0.0) or a build (170216-fd39c59-SPWF04S); otherwise the "
     "newest."},
    {'\0', "network", "SSID[:KEY]", NULL, FIELD(network), CMD_TWIN, false,
     "The access point in reach, without a key an open one; otherwise twin:twin-passphrase."},
    {'\0', "joined", NULL, NULL, FIELD(joined), CMD_TWIN, false,
     "The module is set up for that network and joins it at power on."},
    {'\0', "hosts", "LIST", NULL, FIELD(hosts), CMD_TWIN, false,
     "Names that stand for other places: NAME[:PORT]=ADDRESS[:PORT],..."},
    {'\0', "store", "FILE", NULL, FIELD(store), CMD_TWIN, false,
     "Keep saved settings, certificates and files there from one run to the next."},
    {'\0', "redact", NULL, NULL, FIELD(redact), CMD_DIAGNOSE | CMD_TICKET | CMD_DIFF, false,
     "Replace secrets (passwords, keys, tokens) in what is written; the default for tickets."},
    {'\0', "no-redact", NULL, NULL, FIELD(no_redact), CMD_DIAGNOSE | CMD_TICKET | CMD_DIFF, false,
     "Leave secrets as they are; the default for reports. Private keys are shown in no case."},
    {'\0', "redact-also", "LIST", NULL, FIELD(redact_also), CMD_DIAGNOSE | CMD_TICKET | CMD_DIFF,
     false,
     "Replace these, too, separated by commas: ssid, mac, ip, host, device, or all. What a "
     "diagnosis "
     "rests on stays: the maker's half of a MAC address, private or public of an IP address, what "
     "a "
     "service is recognised by. Implies --redact."},
    {'\0', "redact-map", "FILE", NULL, FIELD(redact_map), CMD_DIAGNOSE | CMD_TICKET | CMD_DIFF,
     false,
     "Write what was replaced by what to FILE, which must not exist and which only you can read; "
     "for "
     "'unredact'. Keep it to yourself. Private keys are not in it."},
    {'\0', "map", "FILE", NULL, FIELD(map), CMD_UNREDACT, false,
     "The file that --redact-map has written."},
    {'\0', "title", "TEXT", NULL, FIELD(title), CMD_TICKET, false,
     "The title of the ticket; otherwise that of the first finding."},
    {'\0', "note", "TEXT", NULL, FIELD(note), CMD_TICKET, false,
     "Something to say at the beginning of the ticket."},
    {'\0', "baud", "N", NULL, FIELD(baud), TAKES_SOURCE, false,
     "The speed of a serial port; 115200 unless told."},
    {'\0', "flow", "KIND", "none|rtscts|xonxoff", FIELD(flow), TAKES_SOURCE, false,
     "The flow control of a serial port: none (the default), rtscts or xonxoff. When lines come "
     "out "
     "torn, the module and the host may not agree on it."},
    {'\0', "link", "PATH", NULL, FIELD(link), TAKES_SOURCE | CMD_TWIN, false,
     "With bridge and twin: the name under which the application finds its port."},
    {'\0', "speed", "N", NULL, FIELD(speed), TAKES_SOURCE | CMD_TWIN, false,
     "With replay: so many times as fast as it was recorded, or max: without delays. With twin: "
     "the same, "
     "or how much shorter the module's own delays (boot, scan, join) are."},
    {'\0', "rotate", "WHEN", NULL, FIELD(rotate), TAKES_SOURCE, false,
     "Begin a new file (name-2, name-3, ...): size=10M, time=1h, boot (each time the module "
     "boots), or "
     "several of them with commas between."},
    {'\0', "seconds", "N", NULL, FIELD(seconds), TAKES_SOURCE, false,
     "End after N seconds; 90s, 15m and 1h are understood, too."},
    {'\0', "until-silent", "N", NULL, FIELD(until_silent), TAKES_SOURCE, false,
     "End when nothing was said for N seconds."},
    {'j', "jobs", "N", NULL, FIELD(jobs), CMD_DIAGNOSE | CMD_RULES, false,
     "Diagnose up to N traces at the same time."},
    {'\0', "plain", NULL, NULL, FIELD(plain), CMD_LIVE, false,
     "Write lines instead of filling the screen: what is said, what it means, and findings as they "
     "appear. The default when standard output is no terminal."},
    {'\0', "until", "WHAT", NULL, FIELD(until), CMD_LIVE, false,
     "End, without a screen, when WHAT has come: first-finding, connected (an attempt succeeded), "
     "or a condition of the language that 'spwfdiag fields' describes."},
    {'\0', "timeout", "N", NULL, FIELD(timeout), CMD_LIVE, false,
     "Give up after N seconds; with --until that is exit status 4."},
    {'\0', "silence", "N", NULL, FIELD(silence), CMD_LIVE, false,
     "After a silence of N seconds (5 unless told) judge the session as if nothing came any more."},
    {'\0', "once", NULL, NULL, FIELD(once), CMD_LIVE, false,
     "Read a file to its end and do not wait for more; end when a port is unplugged."},
    {'\0', "no-record", NULL, NULL, FIELD(no_record), CMD_LIVE, false,
     "Do not keep live traffic in a file."},
    {'\0', "theme", "NAME", "auto|dark|light", FIELD(theme), CMD_LIVE, false,
     "The ground of the terminal: dark, light, or auto (the default), which believes COLORFGBG."},
    {'q', "quiet", NULL, NULL, FIELD(quiet), CMD_ALL, false,
     "One line a finding, and nothing when there is none."},
    {'v', "verbose", NULL, NULL, FIELD(verbose), CMD_ALL, false,
     "Tell more: what is otherwise cut short, lines that no table knows, counts."},
    {'\0', "version", NULL, NULL, FIELD(version), CMD_ALL, false, "Print the version and leave."},
    {'h', "help", NULL, NULL, FIELD(help), CMD_ALL, false,
     "Print the help, of the command when one is named, and leave."},
    {'\0', "manual-page", NULL, NULL, FIELD(manual), CMD_ALL, true,
     "Print docs/spwfdiag.1, which is made from the tables of options and commands."},
};
enum { OPTIONS = sizeof options / sizeof options[0] };

const struct option *option_table(size_t *n)
{
    *n = OPTIONS;
    return options;
}

/* ---- finding -------------------------------------------------------------------------------------------- */

static const struct option *by_letter(char letter)
{
    for (size_t i = 0; i < OPTIONS; i++) {
        if (options[i].letter == letter && letter != '\0') {
            return &options[i];
        }
    }
    return NULL;
}

static const struct option *by_name(struct slice name)
{
    for (size_t i = 0; i < OPTIONS; i++) {
        if (slice_eq(slice_cstr(options[i].name), name)) {
            return &options[i];
        }
    }
    return NULL;
}

static void put_unknown(struct buf *why, struct slice name)
{
    struct slice names[OPTIONS];
    for (size_t i = 0; i < OPTIONS; i++) {
        names[i] = slice_cstr(options[i].name);
    }
    struct slice nearest = nearest_name(name, names, OPTIONS);
    buf_cstr(why, "there is no option --");
    buf_put(why, name);
    if (nearest.n > 0) {
        buf_cstr(why, "; did you mean --");
        buf_put(why, nearest);
        buf_byte(why, '?');
    }
}

/* ---- values --------------------------------------------------------------------------------------------- */

static bool is_choice(const char *choices, struct slice value)
{
    struct slice one, rest = slice_cstr(choices);
    while (rest.n > 0) {
        (void)slice_split(rest, '|', &one, &rest);
        if (slice_eq(one, value)) {
            return true;
        }
    }
    return false;
}

static bool set_value(const struct option *o, const char *value, struct settings *s,
                      struct buf *why)
{
    if (o->choices != NULL && !is_choice(o->choices, slice_cstr(value))) {
        buf_printf(why, "--%s takes %s, not '%s'", o->name, o->choices, value);
        return false;
    }
    memcpy((char *)s + o->field, &value, sizeof value);
    return true;
}

static void set_flag(const struct option *o, struct settings *s)
{
    const bool yes = true;
    memcpy((char *)s + o->field, &yes, sizeof yes);
}

/* ---- parsing -------------------------------------------------------------------------------------------- */

struct parser {
    int argc, at;
    char **argv;
    struct settings *settings;
    bool given[OPTIONS]; /* for the check against the command */
    struct buf *why;
};

static bool take(struct parser *p, const struct option *o, const char *value)
{
    p->given[o - options] = true;
    if (o->value == NULL) {
        set_flag(o, p->settings);
        return true;
    }
    if (value == NULL && p->at + 1 < p->argc) {
        value = p->argv[++p->at];
    }
    if (value == NULL) {
        buf_printf(p->why, "--%s needs a value: %s", o->name, o->value);
        return false;
    }
    return set_value(o, value, p->settings, p->why);
}

/* --name, --name=value, --name value */
static bool parse_long(struct parser *p, const char *word)
{
    struct slice name, rest;
    bool has_value = slice_split(slice_cstr(word), '=', &name, &rest);
    const struct option *o = by_name(name);
    if (o == NULL) {
        put_unknown(p->why, name);
        return false;
    }
    if (has_value && o->value == NULL) {
        buf_printf(p->why, "--%s takes no value", o->name);
        return false;
    }
    return take(p, o, has_value ? word + name.n + 1 : NULL);
}

/* -q, -qv, -ojson, -o json */
static bool parse_letters(struct parser *p, const char *letters)
{
    for (; *letters != '\0'; letters++) {
        const struct option *o = by_letter(*letters);
        if (o == NULL) {
            buf_printf(p->why, "there is no option -%c", *letters);
            return false;
        }
        const char *rest = letters[1] == '\0' ? NULL : letters + 1;
        if (!take(p, o, o->value == NULL ? NULL : rest)) {
            return false;
        }
        if (o->value != NULL) {
            return true;
        }
    }
    return true;
}

/* Options may stand anywhere; behind "--" everything is an operand. Operands move to the front. */
static bool parse_words(struct parser *p, size_t *n_operands, size_t *n_before_dashes)
{
    bool only_operands = false;
    *n_operands = 0;
    *n_before_dashes = 0;
    for (p->at = 1; p->at < p->argc; p->at++) {
        char *word = p->argv[p->at];
        bool is_option = !only_operands && word[0] == '-' && word[1] != '\0';
        if (!is_option) {
            p->argv[(*n_operands)++] = word;
            *n_before_dashes += !only_operands;
        } else if (strcmp(word, "--") == 0) {
            only_operands = true;
        } else if (word[1] == '-' ? !parse_long(p, word + 2) : !parse_letters(p, word + 1)) {
            return false;
        }
    }
    return true;
}

/* ---- the command ------------------------------------------------------------------------------------------ */

static bool check_options(const struct parser *p, const struct command *c)
{
    for (size_t k = 0; k < OPTIONS; k++) {
        if (p->given[k] && (options[k].commands & (unsigned)c->bit) == 0) {
            buf_printf(p->why, "--%s has no meaning for '%s'", options[k].name, c->name);
            return false;
        }
    }
    return true;
}

static bool check_operands(const struct invocation *i, struct buf *why)
{
    const struct command *c = i->command;
    bool leaves = i->settings.help || i->settings.version || i->settings.manual;
    if (leaves || (i->n_operands >= c->least && (i->n_operands <= c->most || c->least > c->most))) {
        return true;
    }
    if (c->bit == CMD_DIAGNOSE) {
        buf_cstr(why, "no trace is named; '-' is standard input");
    } else if (i->n_operands < c->least) {
        buf_printf(why, "'%s' needs %s", c->name, c->operands);
    } else {
        buf_printf(why, "'%s' takes %s, not '%s'", c->name, c->most == 0 ? "nothing" : c->operands,
                   i->operands[c->most]);
    }
    return false;
}

bool option_parse(int argc, char **argv, struct invocation *i, struct buf *why)
{
    size_t n_before_dashes = 0;
    memset(i, 0, sizeof *i);
    struct parser p = {.argc = argc, .argv = argv, .settings = &i->settings, .why = why};
    if (!parse_words(&p, &i->n_operands, &n_before_dashes)) {
        return false;
    }
    i->operands = (const char *const *)argv;
    const struct command *named =
        n_before_dashes > 0 ? command_find(slice_cstr(i->operands[0])) : NULL;
    if (named != NULL) {
        i->operands++;
        i->n_operands--;
    }
    size_t n = 0;
    i->command = named != NULL ? named : command_table(&n);
    return check_options(&p, i->command) && check_operands(i, why);
}
