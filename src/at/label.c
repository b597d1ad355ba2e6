/* Labels that a terminal, a logger or a person puts in front of every line to tell who speaks. */
#include "at/state.h"

/* In front of a blank or, behind a colon, of nothing. "Host:" is no label: HTTP says it. */
static const struct slice labels[] = {
    SLICE_INIT(">>"),     SLICE_INIT("<<"),           SLICE_INIT("->"),
    SLICE_INIT("<-"),     SLICE_INIT("-->"),          SLICE_INIT("<--"),
    SLICE_INIT("=>"),     SLICE_INIT("<="),           SLICE_INIT(">"),
    SLICE_INIT("<"),      SLICE_INIT("TX:"),          SLICE_INIT("RX:"),
    SLICE_INIT("TX>"),    SLICE_INIT("RX<"),          SLICE_INIT("TX>>"),
    SLICE_INIT("RX<<"),   SLICE_INIT("TX ->"),        SLICE_INIT("RX <-"),
    SLICE_INIT("TX"),     SLICE_INIT("RX"),           SLICE_INIT("[TX]"),
    SLICE_INIT("[RX]"),   SLICE_INIT("[TX]:"),        SLICE_INIT("[RX]:"),
    SLICE_INIT("SEND:"),  SLICE_INIT("RECV:"),        SLICE_INIT("OUT:"),
    SLICE_INIT("IN:"),    SLICE_INIT("SENT:"),        SLICE_INIT("RECEIVED:"),
    SLICE_INIT("MCU:"),   SLICE_INIT("MODULE:"),      SLICE_INIT("[SEND]"),
    SLICE_INIT("[RECV]"), SLICE_INIT("\xE2\x86\x92"), SLICE_INIT("\xE2\x86\x90")};

static bool may_begin(uint8_t c)
{
    return c == '<' || c == '>' || c == '-' || c == '=' || c == '[' || c == 0xE2 ||
           (ascii_alpha(c) && ascii_fold(c) != 'a');
}

/* Length of the label at the start of `t` with the blanks behind it, 0 when there is none. */
static size_t length_of(struct slice t)
{
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        size_t n = labels[i].n;
        bool colon = labels[i].p[n - 1] == ':';
        if (!slice_starts_nocase(t, labels[i]) ||
            (n < t.n && t.p[n] != ' ' && t.p[n] != '\t' && !colon)) {
            continue;
        }
        while (n < t.n && (t.p[n] == ' ' || t.p[n] == '\t')) {
            n++;
        }
        return n;
    }
    return 0;
}

size_t label_length(struct at_reader *r, struct slice t)
{
    size_t n = t.n > 2 && may_begin(t.p[0]) ? length_of(t) : 0;
    if (n == 0) {
        return 0;
    }
    if (lex_is_head(r, slice_from(t, n))) {
        r->labelled += r->labelled < LABELS_SURE ? 1 : 0;
        return n;
    }
    /* Other lines carry labels only where elements were seen to, and frames keep theirs. */
    return r->labelled == LABELS_SURE && r->facts.frames == 0 ? n : 0;
}
