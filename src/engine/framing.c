/* What the input was, judged from what the stages counted. */
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

/* What the lines of the dialogue look like when no wrapping was taken off. */
static void decide_by_text(const struct spw_engine *e, struct slice *name, struct slice *why)
{
    const struct transcript_facts *t = transcript_facts(e->transcript);
    const struct at_facts *a = at_reader_facts(e->reader);
    uint64_t text_lines = t->lines - t->blank_lines;

    if (a->frames > 0 && a->frames * 2 >= a->elements) {
        *name = SLICE("spi-frames");
        *why = SLICE("SPI frames written as hexadecimal bytes");
    } else if (t->stamped * 2 > text_lines) {
        *name = SLICE("terminal-timestamps");
        *why = slice_cstr(t->stamp_name);
    } else if (a->driver * 4 >= a->elements && a->driver > 0) {
        *name = SLICE("driver");
        *why = SLICE("a host driver's notation around the dialogue");
    } else if (a->spaced * 2 > a->elements && t->crlf == 0 && a->elements > 1) {
        *name = SLICE("paste");
        *why = SLICE("a blank line in front of nearly every line");
    } else if (a->glued * 3 > a->elements) {
        *name = SLICE("paste");
        *why = SLICE("line ends were lost: several elements stand in one line");
    } else if ((a->noise + a->mentioned) * 2 > text_lines && a->elements > 0) {
        *name = SLICE("paste");
        *why = SLICE("prose around the dialogue");
    } else if (a->prefixed * 2 > a->elements) {
        *name = SLICE("labelled");
        *why = SLICE("a label in front of each line");
    } else {
        *name = SLICE("raw");
        *why =
            t->crlf + t->cr > t->lf ? SLICE("plain lines ending in CR LF") : SLICE("plain lines");
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
        buf_printf(out, "times: %s, as %s stamps lines; %llu of %llu lines have one\n",
                   kinds[t->distances ? STAMP_DELTA : t->last.kind], t->stamp_name,
                   (unsigned long long)t->stamped, (unsigned long long)t->lines);
    }
}

void spw_explain_input(struct spw_engine *e, struct buf *out)
{
    const struct transcript_facts *t = transcript_facts(e->transcript);
    struct slice name, why;

    framing_decide(e, &name, &why);
    buf_printf(out, "framing: %.*s (", SLICE_ARG(name));
    buf_put(out, why);
    buf_cstr(out, ")\n");
    transcript_explain(e->transcript, out);
    put_times(t, out);
    if (t->two_bytes) {
        buf_cstr(out, "characters: two bytes each; those beyond ASCII are read as '?'\n");
    }
    if (t->cleaned > 0) {
        buf_printf(out, "cleaned: %llu lines of control sequences or names of characters\n",
                   (unsigned long long)t->cleaned);
    }
    buf_cstr(out, "to force another: --framing NAME, of ");
    spw_framings(out);
    buf_byte(out, '\n');
}
