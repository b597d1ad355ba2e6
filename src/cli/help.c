#include "cli/help.h"

#include "capture/source.h"
#include "cli/words.h"
#include "include/spwfdiag.h"
#include "tui/request.h"

enum { STATUS_COLUMN = 5, TEXT_COLUMN = 12, OPTION_COLUMN = 25 };

/* ---- two columns ------------------------------------------------------------------------------------------ */

/* `text` wrapped between `column` and `width`; the present line stands at `at`. */
static void put_wrapped(struct buf *out, size_t at, size_t column, size_t width, const char *text)
{
    struct slice word, rest = slice_cstr(text);
    bool first = true;
    if (at > 0 && at + 2 > column) {
        buf_byte(out, '\n');
        at = 0;
    }
    buf_fill(out, ' ', column - at);
    at = column;
    while (rest.n > 0) {
        (void)slice_split(rest, ' ', &word, &rest);
        if (!first && at + 1 + word.n > width) {
            buf_byte(out, '\n');
            buf_fill(out, ' ', column);
            at = column;
        } else if (!first) {
            buf_byte(out, ' ');
            at++;
        }
        buf_put(out, word);
        at += word.n;
        first = false;
    }
    buf_byte(out, '\n');
}

static void put_option(struct buf *out, const struct option *o, size_t width)
{
    size_t start = out->n;
    if (o->letter != '\0') {
        buf_printf(out, "  -%c, --%s", o->letter, o->name);
    } else {
        buf_printf(out, "      --%s", o->name);
    }
    if (o->value != NULL) {
        buf_printf(out, " %s", o->value);
    }
    put_wrapped(out, out->n - start, OPTION_COLUMN, width, o->about);
}

static void put_options(struct buf *out, unsigned commands, size_t width)
{
    size_t n;
    const struct option *table = option_table(&n);
    buf_cstr(out, "\nOptions:\n");
    for (size_t i = 0; i < n; i++) {
        if (!table[i].hidden && (table[i].commands & commands) != 0) {
            put_option(out, &table[i], width);
        }
    }
}

/* ---- help ---------------------------------------------------------------------------------------------------- */

static void put_commands(struct buf *out, size_t width)
{
    size_t n;
    const struct command *table = command_table(&n);
    buf_cstr(out, "\nCommands:\n");
    for (size_t i = 0; i < n; i++) {
        size_t start = out->n;
        buf_printf(out, "  %s", table[i].name);
        put_wrapped(out, out->n - start, TEXT_COLUMN, width, table[i].about);
    }
}

/* Of commands that take one. */
static void put_sources(struct buf *out, size_t width)
{
    const struct source_kind *kind = NULL;
    buf_cstr(out, "\nSources:\n");
    for (size_t i = 0; (kind = source_kind_at(i)) != NULL; i++) {
        size_t start = out->n;
        buf_printf(out, "  %s", kind->form);
        put_wrapped(out, out->n - start, TEXT_COLUMN, width, kind->about);
    }
}

static void put_status(struct buf *out, size_t width)
{
    buf_cstr(out, "\nExit status:\n");
    for (size_t i = 0; i < WORDS_STATUS; i++) {
        size_t start = out->n;
        buf_printf(out, "  %s", words_status[i].name);
        put_wrapped(out, out->n - start, STATUS_COLUMN, width, words_status[i].text);
    }
}

void help_put(const struct command *c, size_t width, struct buf *out)
{
    if (c == NULL) {
        buf_cstr(out, "usage: spwfdiag [OPTIONS] TRACE...\n"
                      "       spwfdiag COMMAND [OPTIONS] ...\n\n");
        put_wrapped(out, 0, 0, width, words_purpose);
        put_commands(out, width);
        put_options(out, CMD_ALL, width);
        put_status(out, width);
        return;
    }
    buf_printf(out, "usage: spwfdiag %s%s[OPTIONS]%s%s\n\n", c->bit == CMD_DIAGNOSE ? "" : c->name,
               c->bit == CMD_DIAGNOSE ? "" : " ", c->operands[0] == '\0' ? "" : " ", c->operands);
    put_wrapped(out, 0, 0, width, c->about);
    put_options(out, (unsigned)c->bit, width);
    if ((c->bit & (CMD_LIVE | CMD_RECORD)) != 0) {
        put_sources(out, width);
    }
}

/* ---- the manual page ------------------------------------------------------------------------------------------- */

/* A hyphen that may be typed must not become a typographic one; a dot or quote must not start a line. */
static void put_roff(struct buf *out, const char *text)
{
    struct slice s = slice_cstr(text);
    for (size_t i = 0; i < s.n; i++) {
        bool line_start = i == 0 || s.p[i - 1] == '\n';
        if (line_start && (s.p[i] == '.' || s.p[i] == '\'')) {
            buf_cstr(out, "\\&");
        }
        if (s.p[i] == '-') {
            buf_cstr(out, "\\-");
        } else if (s.p[i] == '\\') {
            buf_cstr(out, "\\e");
        } else {
            buf_byte(out, s.p[i]);
        }
    }
}

static void put_roff_line(struct buf *out, const char *macro, const char *text)
{
    buf_cstr(out, macro);
    put_roff(out, text);
    buf_byte(out, '\n');
}

static void put_manual_commands(struct buf *out)
{
    size_t n;
    const struct command *table = command_table(&n);
    buf_cstr(out, ".SH COMMANDS\n");
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, ".TP\n.B %s", table[i].name);
        if (table[i].operands[0] != '\0') {
            put_roff_line(out, " ", table[i].operands);
        } else {
            buf_byte(out, '\n');
        }
        put_roff_line(out, "", table[i].about);
    }
}

static void put_manual_option(struct buf *out, const struct option *o)
{
    buf_cstr(out, ".TP\n");
    if (o->letter != '\0') {
        buf_printf(out, "\\fB\\-%c\\fP, ", o->letter);
    }
    buf_cstr(out, "\\fB\\-\\-");
    put_roff(out, o->name);
    buf_cstr(out, "\\fP");
    if (o->value != NULL) {
        buf_printf(out, " \\fI%s\\fP", o->value);
    }
    buf_byte(out, '\n');
    put_roff_line(out, "", o->about);
}

static void put_manual_options(struct buf *out)
{
    size_t n;
    const struct option *table = option_table(&n);
    buf_cstr(out, ".SH OPTIONS\n");
    for (size_t i = 0; i < n; i++) {
        if (!table[i].hidden) {
            put_manual_option(out, &table[i]);
        }
    }
}

static void put_manual_sources(struct buf *out)
{
    const struct source_kind *kind = NULL;
    buf_cstr(out, ".SH SOURCES\nWhat live and record listen to.\n");
    for (size_t i = 0; (kind = source_kind_at(i)) != NULL; i++) {
        buf_cstr(out, ".TP\n");
        put_roff_line(out, ".B ", kind->form);
        put_roff_line(out, "", kind->about);
    }
    put_roff_line(out, ".PP\n", words_recording);
}

/* From the list that the keys themselves come from. */
static void put_manual_keys(struct buf *out)
{
    size_t n = 0;
    const struct request_row *rows = request_rows(&n);
    buf_cstr(out, ".SH KEYS OF LIVE\n");
    for (size_t i = 0; i < n; i++) {
        if (rows[i].title != NULL) {
            put_roff_line(out, ".SS ", rows[i].title);
        } else {
            buf_cstr(out, ".TP\n");
            put_roff_line(out, ".B ", rows[i].keys);
            put_roff_line(out, "", rows[i].words);
        }
    }
}

static void put_manual_words(struct buf *out, const char *section, const struct words *w, size_t n)
{
    buf_printf(out, ".SH %s\n", section);
    for (size_t i = 0; i < n; i++) {
        buf_cstr(out, ".TP\n");
        put_roff_line(out, ".B ", w[i].name);
        put_roff_line(out, "", w[i].text);
    }
}

void help_put_manual(struct buf *out)
{
    buf_cstr(out, ".\\\" Made by `spwfdiag --manual-page' from the tables of the program.\n");
    buf_cstr(out, ".TH SPWFDIAG 1 \"\" \"spwfdiag " SPW_VERSION "\" \"User Commands\"\n");
    buf_cstr(out, ".SH NAME\nspwfdiag \\- ");
    put_roff_line(out, "", words_title);
    buf_cstr(out, ".SH SYNOPSIS\n"
                  ".B spwfdiag\n[\\fIOPTIONS\\fP] \\fITRACE\\fP...\n.br\n"
                  ".B spwfdiag\n\\fICOMMAND\\fP [\\fIOPTIONS\\fP] ...\n"
                  ".SH DESCRIPTION\n");
    put_roff_line(out, "", words_purpose);
    for (size_t i = 0; i < WORDS_DESCRIPTION; i++) {
        put_roff_line(out, ".PP\n", words_description[i]);
    }
    put_manual_commands(out);
    put_manual_options(out);
    put_manual_sources(out);
    put_manual_keys(out);
    put_manual_words(out, "EXIT STATUS", words_status, WORDS_STATUS);
    put_manual_words(out, "ENVIRONMENT", words_environment, WORDS_ENVIRONMENT);
    put_manual_words(out, "EXAMPLES", words_examples, WORDS_EXAMPLES);
}
