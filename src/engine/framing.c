/* What the input was, judged from what the stages counted. */
#include <string.h>

#include "engine/private.h"

struct magic {
    struct slice bytes;
    struct slice what;
};

static const struct magic magics[] = {
    {SLICE_INIT("\xFF\xD8\xFF"), SLICE_INIT("a JPEG image")},
    {SLICE_INIT("\x89PNG"), SLICE_INIT("a PNG image")},
    {SLICE_INIT("GIF8"), SLICE_INIT("a GIF image")},
    {SLICE_INIT("%PDF"), SLICE_INIT("a PDF document")},
    {SLICE_INIT("PK\x03\x04"), SLICE_INIT("a ZIP archive (or an office document)")},
    {SLICE_INIT("\x1F\x8B"), SLICE_INIT("a gzip file")},
    {SLICE_INIT("\xFD"
                "7zXZ"),
     SLICE_INIT("an xz file")},
    {SLICE_INIT("\x28\xB5\x2F\xFD"), SLICE_INIT("a zstd file")},
    {SLICE_INIT("\x7F"
                "ELF"),
     SLICE_INIT("a program")},
    {SLICE_INIT("\x0A\x0D\x0D\x0A"),
     SLICE_INIT("a packet capture (pcapng): export it with tshark first")},
    {SLICE_INIT("\xD4\xC3\xB2\xA1"),
     SLICE_INIT("a packet capture (pcap): export it with tshark first")},
    {SLICE_INIT("\xFF\xFE"), SLICE_INIT("UTF-16 text")},
    {SLICE_INIT("\xFE\xFF"), SLICE_INIT("UTF-16 text")},
    {SLICE_INIT("-----BEGIN"),
     SLICE_INIT("a PEM file: a certificate or key without the session around it")},
    {SLICE_INIT("\x30\x82"),
     SLICE_INIT("a DER file: a certificate or key without the session around it")},
    {SLICE_INIT("<!DOCTYPE"), SLICE_INIT("a web page without AT text in it")},
    {SLICE_INIT("<html"), SLICE_INIT("a web page without AT text in it")},
    {SLICE_INIT("{"), SLICE_INIT("JSON")},
};

static bool is_binary(struct slice head)
{
    size_t strange = 0;
    for (size_t i = 0; i < head.n; i++) {
        uint8_t c = head.p[i];
        strange += c == 0 || (c < 0x20 && !ascii_space(c) && c != 0x1b) ? 1u : 0u;
    }
    return strange * 10 > head.n;
}

struct slice framing_looks_like(const struct spw_engine *e)
{
    struct slice head = slice_of(e->head, e->n_head);

    if (transcript_facts(e->transcript)->bytes == 0) {
        return SLICE("an empty file");
    }
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        if (slice_starts_nocase(head, magics[i].bytes)) {
            return magics[i].what;
        }
    }
    if (is_binary(head)) {
        return SLICE("binary data");
    }
    return transcript_facts(e->transcript)->lines == 0 ? SLICE("one long line of text")
                                                       : SLICE("plain text");
}

/* ---- what text looks like that no wrapping took ------------------------------------------------------- */

struct reading {
    const char *name, *why;
    uint64_t part, whole; /* lines, or elements of the dialogue, that look so */
    unsigned least;       /* percent that are needed */
};
enum { READINGS = 7 };

/* The first that reaches its least share names the input. */
static void weigh(const struct spw_engine *e, struct reading out[READINGS])
{
    const struct transcript_facts *t = transcript_facts(e->transcript);
    const struct at_facts *a = at_reader_facts(e->reader);
    const uint64_t text = t->lines - t->blank_lines, elements = a->elements;
    const bool may_be_spaced = t->crlf == 0 && elements > 1;
    const struct reading all[READINGS] = {
        {"spi-frames", "SPI frames written as hexadecimal bytes", a->frames, elements, 50},
        {"terminal-timestamps", t->stamp_name, t->stamped, text, 51},
        {"driver", "a host driver's notation around the dialogue", a->driver, elements, 25},
        {"paste", "a blank line in front of nearly every line", may_be_spaced ? a->spaced : 0,
         elements, 51},
        {"paste", "line ends were lost: several elements stand in one line", a->glued, elements,
         34},
        {"paste", "prose around the dialogue", elements > 0 ? a->noise + a->mentioned : 0, text,
         51},
        {"labelled", "a label in front of each line", a->prefixed, elements, 51},
    };
    memcpy(out, all, sizeof all);
}

static bool reaches(const struct reading *r)
{
    return r->part > 0 && r->part * 100 >= r->whole * r->least;
}

static void decide_by_text(const struct spw_engine *e, struct slice *name, struct slice *why)
{
    const struct transcript_facts *t = transcript_facts(e->transcript);
    struct reading all[READINGS];

    weigh(e, all);
    for (size_t i = 0; i < READINGS; i++) {
        if (reaches(&all[i])) {
            *name = slice_cstr(all[i].name);
            *why = slice_cstr(all[i].why);
            return;
        }
    }
    *name = SLICE("raw");
    *why = t->crlf + t->cr > t->lf ? SLICE("plain lines ending in CR LF") : SLICE("plain lines");
}

static void explain_text(const struct spw_engine *e, struct buf *out)
{
    struct reading all[READINGS];

    weigh(e, all);
    buf_cstr(out, "as text, by what lines and elements look like:\n");
    for (size_t i = 0; i < READINGS; i++) {
        uint64_t share = all[i].whole == 0 ? 0 : all[i].part * 100 / all[i].whole;
        buf_printf(out, "  %3llu %%  %s (from %u %%): %s\n",
                   (unsigned long long)(share < 100 ? share : 100), all[i].name, all[i].least,
                   all[i].why != NULL ? all[i].why : "a stamp in front of most lines");
    }
}

/* A wrapping names the capture when it took a good part of it: a snippet in a long thread does not. Labels
 * name it when most lines have one. */
void framing_decide(struct spw_engine *e, struct slice *name, struct slice *why)
{
    const struct transcript_facts *t = transcript_facts(e->transcript);
    uint64_t text_lines = t->lines - t->blank_lines;
    struct buf *b = &e->framing_text;

    uint64_t least = t->labels ? 2 : 3;

    if (t->framing == NULL || t->wrapped * least < text_lines) {
        decide_by_text(e, name, why);
        return;
    }
    *name = slice_cstr(t->framing);
    buf_clear(b);
    buf_cstr(b, t->framing_what);
    buf_cstr(b, "; ");
    size_t before = b->n;
    transcript_put_directions(e->transcript, b);
    if (b->n == before) {
        buf_cstr(b, "directions are told by what the lines say");
    }
    *why = buf_slice(b);
}

void spw_framings(struct buf *out) { transcript_framings(out); }

static void put_times(const struct transcript_facts *t, struct buf *out)
{
    static const char *const kinds[] = {"none", "wall clock", "time of day", "since the start",
                                        "since the line before"};
    if (t->stamped > 0) {
        buf_printf(out, "times: %s, as %s stamps lines; %llu of %llu lines have one",
                   kinds[t->distances ? STAMP_DELTA : t->last.kind], t->stamp_name,
                   (unsigned long long)t->stamped, (unsigned long long)t->lines);
        if (t->unstamped > 0) {
            buf_printf(out, ", line %u is the first without", t->unstamped);
        }
        buf_byte(out, '\n');
    } else {
        buf_printf(out, "times: %s\n", t->timed > 0 ? "the wrapping's own" : "none");
    }
}

static void put_forcing(const struct spw_engine *e, struct buf *out)
{
    buf_cstr(out, "to force another reading:\n  --framing NAME, of ");
    spw_framings(out);
    buf_cstr(out, "\n  --direction swap, or WHO=host,WHO=module");
    size_t before = out->n;
    buf_cstr(out, " with the names ");
    if (!transcript_put_channels(e->transcript, out)) {
        out->n = before;
        buf_cstr(out, "; this input has no channels");
    }
    buf_cstr(out, "\n  --time wall|clock|start|delta|none\n");
}

void spw_explain_input(struct spw_engine *e, struct buf *out)
{
    const struct transcript_facts *t = transcript_facts(e->transcript);
    struct slice name, why;

    framing_decide(e, &name, &why);
    buf_printf(out, "framing: %.*s (", SLICE_ARG(name));
    buf_put(out, why);
    buf_cstr(out, ")\nwrappings, by their share of the lines with text:\n");
    transcript_explain(e->transcript, out);
    explain_text(e, out);
    put_times(t, out);
    if (t->two_bytes) {
        buf_cstr(out, "characters: two bytes each; those beyond ASCII are read as '?'\n");
    }
    if (t->cleaned > 0) {
        buf_printf(out, "cleaned: %llu lines of control sequences or names of characters\n",
                   (unsigned long long)t->cleaned);
    }
    put_forcing(e, out);
}
