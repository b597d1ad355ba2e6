#include "transcript/tail.h"

static const struct slice spellings[] = {
    SLICE_INIT("\\r"),          SLICE_INIT("\\n"),          SLICE_INIT("\\x0d"),
    SLICE_INIT("\\x0a"),        SLICE_INIT("\\u000d"),      SLICE_INIT("\\u000a"),
    SLICE_INIT("\\015"),        SLICE_INIT("\\012"),        SLICE_INIT("<cr>"),
    SLICE_INIT("<br>"),         SLICE_INIT("<br/>"),        SLICE_INIT("<br />"),
    SLICE_INIT("[br]"),         SLICE_INIT("<lf>"),         SLICE_INIT("<0d>"),
    SLICE_INIT("<0a>"),         SLICE_INIT("<0x0d>"),       SLICE_INIT("<0x0a>"),
    SLICE_INIT("[cr]"),         SLICE_INIT("[lf]"),         SLICE_INIT("[0d]"),
    SLICE_INIT("[0a]"),         SLICE_INIT("{cr}"),         SLICE_INIT("{lf}"),
    SLICE_INIT("{0d}"),         SLICE_INIT("{0a}"),         SLICE_INIT("$0d"),
    SLICE_INIT("$0a"),          SLICE_INIT("^m"),           SLICE_INIT("^j"),
    SLICE_INIT("\xE2\x90\x8D"), SLICE_INIT("\xE2\x90\x8A"), SLICE_INIT("\xE2\x96\xA1"),
};

/* The spelling that ends at `end`. */
static size_t one_before(struct slice t, size_t end)
{
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        size_t n = spellings[i].n;
        if (n <= end && slice_eq_nocase(slice_sub(t, end - n, n), spellings[i])) {
            return n;
        }
    }
    return 0;
}

size_t tail_before(struct slice t, size_t at)
{
    size_t end = at;
    for (size_t n = one_before(t, end); n > 0; n = one_before(t, end)) {
        end -= n;
    }
    return at - end;
}

size_t tail_length(struct slice t)
{
    size_t end = t.n, n = 0;
    if (slice_ends(t, SLICE("^M$"))) { /* cat -A: the dollar is the line feed */
        return 3;
    }
    while (end > 0 && (t.p[end - 1] == ' ' || t.p[end - 1] == '\t')) {
        end--;
    }
    n = tail_before(t, end);
    return n > 0 ? n + t.n - end : 0;
}
