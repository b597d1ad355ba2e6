#include "cli/words.h"

const char words_title[] = "diagnose captured AT sessions of SPWF04Sx and SPWF01Sx Wi-Fi modules";

const char words_purpose[] =
    "Reads what a Wi-Fi module of ST's SPWF04Sx or SPWF01Sx family and its host said to each "
    "other, "
    "works out what happened, and says what is wrong, how it knows, and what to type to mend it.";

const char *const words_description[WORDS_DESCRIPTION] = {
    "A trace is what a terminal program, a serial sniffer, a driver's log or a forum post kept of "
    "the "
    "session; how it was wrapped is found out. Files packed with gzip, bzip2, xz or zstd are read "
    "as "
    "they are, and so is a zip or tar archive that holds a single file.",
    "A finding names its cause and how sure it is: certain, likely or possible. Its evidence is "
    "quoted "
    "with the characters underlined on which it rests. Commands under 'fix:' mend it, commands "
    "under "
    "'ask:' settle what the capture leaves open. Failures that follow from it are listed with it; "
    "failures that nothing explains are listed as unexplained.",
    "In the line of phases of an attempt, a star marks what was concluded from later lines instead "
    "of "
    "seen, a question mark what this capture cannot tell, a hyphen what was not reached.",
    "A file that has the name of a command is named with its folder: ./live."};

const char words_recording[] =
    "A recording is plain text, made to be read and written by other programs too: lines of the "
    "form "
    "'SECONDS.MICROSECONDS MARK TEXT' behind comments that begin with '#', the first of which is "
    "'# spwfdiag-record 1'. The mark is > (host to module), < (module to host), ? (not known "
    "which) or ! "
    "(an event: gap, reopened, lost, rotated, note, end). In the text \\\\ \\r \\n \\t and \\xNN "
    "stand for "
    "one byte each. docs/capture-formats.md describes it in full. A recording holds passwords and "
    "keys as "
    "they were sent; 'spwfdiag ticket' takes them out.";

const struct words words_status[WORDS_STATUS] = {
    {"0", "No failure found in any trace."},
    {"1", "At least one finding of severity error; with --baseline at least one that is new."},
    {"2", "Usage or input error: something named could not be read or holds no AT traffic."},
    {"3", "Nothing was written: a secret was left in what should have been redacted."},
    {"4", "What live --until waited for did not come, and neither did a finding of severity "
          "error. When it came, the status is 0; for first-finding 1 when that is an error."}};

const struct words words_environment[WORDS_ENVIRONMENT] = {
    {"NO_COLOR", "When set and not empty: no colours, unless --color=always."},
    {"TERM", "No colours when it is empty or dumb."},
    {"LC_ALL, LC_CTYPE, LANG",
     "The first that is set: without UTF-8 in it, reports are plain ASCII."},
    {"COLUMNS", "The width of the terminal, when the terminal does not tell."},
    {"SSL_CERT_FILE", "The roots that probe looks a server's root up in; otherwise those in "
                      "/etc/ssl/certs."},
    {"XDG_CONFIG_HOME, HOME",
     "Where the user's own rules lie: spwfdiag/rules in the one, .config/spwfdiag/rules in the "
     "other."},
    {"XDG_STATE_HOME, HOME",
     "Where live remembers the commands that were typed: spwfdiag/history in the one, "
     ".local/state/spwfdiag/history in the other."},
    {"SPWFDIAG_NO_USER_RULES", "When set and not empty: as --no-user-rules."},
    {"SPWFDIAG_NOW", "Today, for tests that must not depend on the day they run; as --now, but not "
                     "taken for the time of the trace."}};

const struct words words_examples[WORDS_EXAMPLES] = {
    {"spwfdiag trace.log", "Diagnose a capture."},
    {"spwfdiag --now 2018-03-26 trace.log",
     "The same, judging certificates and tokens by the day it was captured."},
    {"spwfdiag -f json *.log.gz", "One JSON document about many captures."},
    {"ssh bench cat /var/log/module.log | spwfdiag -", "From standard input."},
    {"spwfdiag record /dev/ttyUSB0 -o session.rec", "Record what the module says."},
    {"spwfdiag record bridge:/dev/ttyUSB0 --link module -o session.rec",
     "The same between an application and its port: it opens ./module instead."},
    {"spwfdiag cert device.pem device.key --as script -o load.sh",
     "Judge own certificate and key, and write a script that loads them."},
    {"spwfdiag probe broker.example.org:8883 --chain-out chain.pem",
     "Which root does this server need, and can the module follow its chain?"},
    {"spwfdiag --chain chain.pem trace.log", "Diagnose a capture with that chain at hand."},
    {"spwfdiag --minimize trace.log -o small.log",
     "The lines that matter: what is left has the same findings, and no line of it can be spared."},
    {"spwfdiag diff yesterday.log today.log", "What was said and set otherwise when it worked: "
                                              "exit status 0 nothing, 1 something, 2 trouble."},
    {"spwfdiag explain tls.intermediate-as-root", "What a cause means and how it is recognised."}};
