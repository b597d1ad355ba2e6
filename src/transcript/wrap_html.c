/* Saved web pages: the session stands between tags, with names for characters. Only tags that HTML knows are
 * tags: "<e5 9d>" is somebody's bytes. */
#include "transcript/decode.h"
#include "transcript/entity.h"
#include "transcript/wrap.h"

enum { NAME_MAX_BYTES = 12, TAG_REACH = NAME_MAX_BYTES + 3 };
enum effect { INLINE, BLOCK, CELL, HIDDEN };

struct html {
    bool begun;
    bool in_tag, in_comment;
    uint8_t quote;       /* of an attribute's value, 0: none */
    uint8_t hidden_name; /* index of the tag whose content is not shown, plus one */
};

struct tag {
    struct slice name;
    enum effect effect;
};

static const struct tag tags[] = {
    {SLICE_INIT("script"), HIDDEN},    {SLICE_INIT("style"), HIDDEN},
    {SLICE_INIT("svg"), HIDDEN},       {SLICE_INIT("br"), BLOCK},
    {SLICE_INIT("p"), BLOCK},          {SLICE_INIT("div"), BLOCK},
    {SLICE_INIT("pre"), BLOCK},        {SLICE_INIT("li"), BLOCK},
    {SLICE_INIT("ul"), BLOCK},         {SLICE_INIT("ol"), BLOCK},
    {SLICE_INIT("tr"), BLOCK},         {SLICE_INIT("table"), BLOCK},
    {SLICE_INIT("tbody"), BLOCK},      {SLICE_INIT("thead"), BLOCK},
    {SLICE_INIT("td"), CELL},          {SLICE_INIT("th"), CELL},
    {SLICE_INIT("blockquote"), BLOCK}, {SLICE_INIT("h1"), BLOCK},
    {SLICE_INIT("h2"), BLOCK},         {SLICE_INIT("h3"), BLOCK},
    {SLICE_INIT("h4"), BLOCK},         {SLICE_INIT("h5"), BLOCK},
    {SLICE_INIT("h6"), BLOCK},         {SLICE_INIT("hr"), BLOCK},
    {SLICE_INIT("dl"), BLOCK},         {SLICE_INIT("dt"), BLOCK},
    {SLICE_INIT("dd"), BLOCK},         {SLICE_INIT("section"), BLOCK},
    {SLICE_INIT("article"), BLOCK},    {SLICE_INIT("header"), BLOCK},
    {SLICE_INIT("footer"), BLOCK},     {SLICE_INIT("nav"), BLOCK},
    {SLICE_INIT("main"), BLOCK},       {SLICE_INIT("aside"), BLOCK},
    {SLICE_INIT("form"), BLOCK},       {SLICE_INIT("title"), BLOCK},
    {SLICE_INIT("body"), BLOCK},       {SLICE_INIT("head"), BLOCK},
    {SLICE_INIT("html"), BLOCK},       {SLICE_INIT("center"), BLOCK},
    {SLICE_INIT("figure"), BLOCK},     {SLICE_INIT("details"), BLOCK},
    {SLICE_INIT("summary"), BLOCK},    {SLICE_INIT("textarea"), BLOCK},
    {SLICE_INIT("option"), BLOCK},     {SLICE_INIT("select"), INLINE},
    {SLICE_INIT("meta"), INLINE},      {SLICE_INIT("link"), INLINE},
    {SLICE_INIT("noscript"), INLINE},  {SLICE_INIT("code"), INLINE},
    {SLICE_INIT("span"), INLINE},      {SLICE_INIT("font"), INLINE},
    {SLICE_INIT("b"), INLINE},         {SLICE_INIT("i"), INLINE},
    {SLICE_INIT("u"), INLINE},         {SLICE_INIT("s"), INLINE},
    {SLICE_INIT("em"), INLINE},        {SLICE_INIT("strong"), INLINE},
    {SLICE_INIT("a"), INLINE},         {SLICE_INIT("img"), INLINE},
    {SLICE_INIT("tt"), INLINE},        {SLICE_INIT("kbd"), INLINE},
    {SLICE_INIT("samp"), INLINE},      {SLICE_INIT("var"), INLINE},
    {SLICE_INIT("small"), INLINE},     {SLICE_INIT("big"), INLINE},
    {SLICE_INIT("sub"), INLINE},       {SLICE_INIT("sup"), INLINE},
    {SLICE_INIT("strike"), INLINE},    {SLICE_INIT("del"), INLINE},
    {SLICE_INIT("ins"), INLINE},       {SLICE_INIT("mark"), INLINE},
    {SLICE_INIT("time"), INLINE},      {SLICE_INIT("button"), INLINE},
    {SLICE_INIT("input"), INLINE},     {SLICE_INIT("label"), INLINE},
    {SLICE_INIT("iframe"), INLINE},    {SLICE_INIT("col"), INLINE},
    {SLICE_INIT("colgroup"), INLINE},  {SLICE_INIT("wbr"), INLINE},
    {SLICE_INIT("o:p"), INLINE},
};
enum { TAGS = sizeof tags / sizeof tags[0] };
_Static_assert(TAGS < UINT8_MAX, "an index and one more fit into a byte");

static bool name_byte(uint8_t c) { return ascii_alnum(c) || c == ':'; }

/* The tag that begins at `at` ("<br", "</pre"); NULL: it is text. */
static const struct tag *tag_at(struct slice t, size_t at, bool *closing)
{
    size_t from = at + 1, n = 0;

    *closing = from < t.n && t.p[from] == '/';
    from += *closing ? 1 : 0;
    while (from + n < t.n && n <= NAME_MAX_BYTES && name_byte(t.p[from + n])) {
        n++;
    }
    for (size_t i = 0; n > 0 && i < TAGS; i++) {
        if (slice_eq_nocase(slice_sub(t, from, n), tags[i].name)) {
            return &tags[i];
        }
    }
    return NULL;
}

bool sign_html(struct slice t)
{
    struct slice s = slice_trim(t);
    bool closing = false;
    return slice_starts_nocase(s, SLICE("<!doctype html")) ||
           slice_starts(s, SLICE("<!-- saved from url=")) ||
           (s.n > 0 && s.p[0] == '<' && tag_at(s, 0, &closing) != NULL);
}

static void end_line(struct unwrap *u, size_t at)
{
    if (u->channels.list[0].begun) {
        unwrap_byte(u, 0, '\n', at, 0);
    }
}

/* Moves behind what ends at `stop`, or to the end of the line. True when it was found. */
static bool skip_behind(struct scan *x, struct slice stop)
{
    size_t at = slice_find(x->s, stop, x->at);
    x->at = at < x->s.n ? at + stop.n : x->s.n;
    return at < x->s.n;
}

/* The rest of a tag: its ">" may stand on a later line, and within a value it means nothing. */
static void take_tag(struct html *s, struct scan *x)
{
    for (; !scan_at_end(x); x->at++) {
        uint8_t c = scan_peek(x);
        if (s->quote != 0) {
            s->quote = c == s->quote ? 0 : s->quote;
        } else if (c == '>') {
            x->at++;
            s->in_tag = false;
            return;
        } else if ((c == '"' || c == '\'') && x->at > 0 && x->s.p[x->at - 1] == '=') {
            s->quote = c;
        }
    }
}

static void take_hidden(struct html *s, struct scan *x)
{
    for (; !scan_at_end(x); x->at++) {
        bool closing = false;
        const struct tag *tag = scan_peek(x) == '<' ? tag_at(x->s, x->at, &closing) : NULL;
        if (tag == &tags[s->hidden_name - 1] && closing) {
            s->hidden_name = 0;
            return;
        }
    }
}

static bool begin_tag(struct unwrap *u, struct html *s, struct scan *x)
{
    bool closing = false;
    const struct tag *tag = NULL;

    if (scan_literal(x, SLICE("<!--"))) {
        s->in_comment = true;
        return true;
    }
    tag = tag_at(x->s, x->at, &closing);
    if (tag == NULL && !slice_starts_nocase(scan_rest(x), SLICE("<!doctype"))) {
        return false;
    }
    if (tag != NULL && tag->effect == BLOCK) {
        end_line(u, x->at);
    } else if (tag != NULL && tag->effect == CELL && closing) {
        unwrap_byte(u, 0, '\t', x->at, 1);
    } else if (tag != NULL && tag->effect == HIDDEN && !closing) {
        s->hidden_name = (uint8_t)(tag - tags + 1);
    }
    s->in_tag = true;
    return true;
}

static void take_character(struct unwrap *u, struct scan *x)
{
    struct decode d = {u, 0};
    uint32_t character = 0;
    size_t n = entity_read(scan_rest(x), &character);

    if (n > 0) {
        decode_codepoint(&d, character == ENTITY_NBSP ? ' ' : character, x->at, n);
        x->at += n;
    } else {
        unwrap_byte(u, 0, scan_peek(x), x->at, 1);
        x->at++;
    }
}

bool take_html(struct unwrap *u, const struct line *l)
{
    struct html *s = (struct html *)(void *)u->state;
    struct scan x = {.s = l->text};

    s->begun = true;
    channel_mixed(&u->channels, 0, SLICE("page"));
    while (!scan_at_end(&x)) {
        if (s->in_comment) {
            s->in_comment = !skip_behind(&x, SLICE("-->"));
        } else if (s->in_tag) {
            take_tag(s, &x);
        } else if (s->hidden_name > 0) {
            take_hidden(s, &x);
        } else if (scan_peek(&x) != '<' || !begin_tag(u, s, &x)) {
            take_character(u, &x);
        }
    }
    if (!l->cut) {
        end_line(u, l->text.n);
    }
    return true;
}
