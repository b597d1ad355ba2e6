#include "x509/pem.h"

#include <string.h>

#include "x509/certificate.h"
#include "x509/der.h"
#include "x509/pem_mark.h"
#include "x509/pem_rows.h"

enum { BARE_MIN = 24 }; /* fewer characters than this, without BEGIN, are a word and no object */

/* Where an object stands in the text. */
struct place {
    struct slice before, body, after;
    struct slice label;
    bool opened, closed; /* BEGIN and END are there */
    unsigned odd;
};

static bool is_quote(uint8_t c) { return c == '"' || c == '\'' || c == '`'; }

/* Blanks, and what a string literal leaves around the text it quotes. */
static bool is_noise(struct slice s, size_t at)
{
    const uint8_t c = s.p[at];
    const bool letter = at > 0 && s.p[at - 1] == '\\' && (c == 'n' || c == 'r');
    return ascii_space(c) || is_quote(c) || c == ';' || c == ',' || c == ')' || c == '+' ||
           c == '\\' || letter;
}

/* Indentation, also that of quoted mail. */
static bool is_indent(uint8_t c) { return c == ' ' || c == '\t' || c == '>'; }

static unsigned look_before(struct slice s)
{
    unsigned odd = 0;
    size_t end = s.n;
    while (end > 0 && (is_quote(s.p[end - 1]) || is_indent(s.p[end - 1]))) {
        end--;
        odd |= is_quote(s.p[end]) ? X509_ODD_QUOTED : X509_ODD_INDENTED;
    }
    if (slice_trim(slice_sub(s, 0, end)).n != 0) {
        /* Blanks between other text and BEGIN are no indentation. */
        const bool alone = s.p[end - 1] == '\n' || s.p[end - 1] == '\r';
        return (alone ? odd : odd & X509_ODD_QUOTED) | X509_ODD_TEXT_BEFORE;
    }
    return odd | (end != 0 ? X509_ODD_LEADING_NEWLINE : 0u);
}

static unsigned look_after(struct slice s)
{
    unsigned odd = 0;
    bool ended = false;
    size_t i = 0;
    while (i < s.n && is_noise(s, i)) {
        const bool escaped = s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == 'n';
        odd |= is_quote(s.p[i]) ? X509_ODD_QUOTED : 0u;
        odd |= escaped ? X509_ODD_ESCAPED_EOL : 0u;
        ended = ended || escaped || s.p[i] == '\n' || s.p[i] == '\r';
        i++;
    }
    odd |= ended ? 0u : X509_ODD_NO_FINAL_NEWLINE;
    struct pem_mark next;
    if (pem_find_begin(s, 0, &next)) {
        return odd | X509_ODD_SEVERAL_BLOCKS | (i < next.from ? X509_ODD_TEXT_AFTER : 0u);
    }
    return odd | (i < s.n ? X509_ODD_TEXT_AFTER : 0u);
}

/* The object goes to its END, to the next BEGIN or to the end of the text. */
static void place_after_begin(struct slice text, const struct pem_mark *begin, struct place *p)
{
    struct pem_mark end;
    struct pem_mark next;
    const bool more = pem_find_begin(text, begin->to, &next);
    const size_t limit = more ? next.from : text.n;
    const struct slice block = slice_sub(text, 0, limit);
    p->opened = true;
    p->label = begin->label;
    p->odd |= begin->five_hyphens ? 0u : X509_ODD_BAD_DASHES;
    if (!pem_find_end(block, begin->to, &end)) {
        p->body = slice_from(block, begin->to);
        p->odd |= X509_ODD_NO_TRAILER | (more ? X509_ODD_SEVERAL_BLOCKS : 0u);
        return;
    }
    p->body = slice_sub(block, begin->to, end.from - begin->to);
    p->after = slice_from(text, end.to);
    p->closed = !end.cut;
    if (end.cut) {
        p->odd |= X509_ODD_NO_TRAILER;
        return;
    }
    p->odd |= end.five_hyphens ? 0u : X509_ODD_BAD_DASHES;
    p->odd |= slice_eq(begin->label, end.label) ? 0u : X509_ODD_LABEL_MISMATCH;
}

/* Does base64 that decodes to the start of a DER SEQUENCE begin at s.p[at]? */
static bool starts_bare(struct slice s, size_t at)
{
    uint8_t head[BARE_MIN / 4 * 3];
    struct base64 b;
    base64_start(&b, head, sizeof head);
    return s.p[at] == 'M' && base64_take(&b, slice_sub(s, at, BARE_MIN)) == BARE_MIN &&
           head[0] == DER_SEQUENCE && (head[1] < 0x80 || (head[1] > 0x80 && head[1] <= 0x83));
}

/* The first row that looks like it; text.n when there is none. */
static size_t find_bare(struct slice text)
{
    for (size_t at = 0; at < text.n; at = slice_find_byte(text, '\n', at) + 1) {
        size_t i = at;
        while (i < text.n && (is_indent(text.p[i]) || is_quote(text.p[i]) || text.p[i] == '\r')) {
            i++;
        }
        if (i < text.n && starts_bare(text, i)) {
            return at;
        }
    }
    return text.n;
}

/* No BEGIN: base64 in front of an END, or bare. */
static bool place_without_begin(struct slice text, struct place *p)
{
    struct pem_mark end;
    struct slice block = text;
    p->odd |= X509_ODD_NO_HEADER;
    const bool marked = pem_find_end(text, 0, &end) && end.label.n != 0;
    p->closed = marked && !end.cut;
    if (marked) {
        block = slice_sub(text, 0, end.from);
        p->label = end.label;
        p->after = slice_from(text, end.to);
        p->odd |= end.five_hyphens ? 0u : X509_ODD_BAD_DASHES;
    }
    p->odd |= p->closed ? 0u : X509_ODD_NO_TRAILER;
    size_t from = find_bare(block);
    if (from == block.n && marked) {
        from = 0; /* the start is missing, too: take what there is */
    }
    p->before = slice_sub(block, 0, from);
    p->body = slice_from(block, from);
    return p->body.n != 0;
}

static bool find_place(struct slice text, struct place *p)
{
    struct pem_mark begin;
    struct pem_mark next;
    memset(p, 0, sizeof *p);
    if (!pem_find_begin(text, 0, &begin)) {
        return place_without_begin(text, p);
    }
    size_t from = 0;
    if (slice_eq(begin.label, SLICE("EC PARAMETERS")) && pem_find_begin(text, begin.to, &next)) {
        struct pem_mark end;
        p->odd |= X509_ODD_PARAMETERS_BEFORE;
        from = pem_find_end(text, begin.to, &end) && end.to <= next.from ? end.to : next.from;
        begin = next;
    }
    p->before = slice_sub(text, from, begin.from - from);
    if (from != 0) {
        p->before = slice_trim(p->before); /* the line end of the block in front */
    }
    place_after_begin(text, &begin, p);
    return true;
}

/* Without an END only the length in the DER header tells where the object ends: a word of the line
 * behind may be clean base64, too. */
static struct slice cut_to_announced(struct slice der)
{
    struct slice rest = der;
    struct der_item item;
    return der_expect(&rest, DER_SEQUENCE, &item) && !item.cut ? item.whole : der;
}

enum spw_status pem_read(struct slice text, struct arena *arena, struct pem_object *object)
{
    struct place place;
    memset(object, 0, sizeof *object);
    if (!find_place(text, &place)) {
        return SPW_OK;
    }
    /* One byte beyond the limit tells that it was passed. */
    size_t cap = place.body.n / 4 * 3 + 3;
    cap = cap <= X509_DER_MAX ? cap : (size_t)X509_DER_MAX + 1;
    uint8_t *out = (uint8_t *)arena_alloc(arena, cap);
    if (out == NULL) {
        return SPW_NO_MEMORY;
    }
    struct pem_rows rows = {.opened = place.opened, .closed = place.closed};
    pem_rows_read(&rows, place.body, out, cap);
    if (rows.base64.n == 0 && !place.opened && !place.closed) {
        return SPW_OK;
    }
    object->label = place.label;
    object->der = slice_of(out, rows.base64.n);
    object->marked = place.opened || place.closed;
    object->encrypted = rows.encrypted;
    object->odd = place.odd | rows.odd | look_before(place.before);
    if (place.closed) {
        object->odd |= look_after(place.after);
    } else {
        object->der = cut_to_announced(object->der);
    }
    return SPW_OK;
}

size_t pem_count(struct slice text)
{
    struct pem_mark mark = {0};
    size_t n = 0;
    while (pem_find_begin(text, mark.to, &mark)) {
        n++;
    }
    return n;
}
