#include "diagnosis/ruletext.h"

#include "base/message_ids.h"
#include "diagnosis/condition.h"

enum { PIECES_MAX = 64, TEMPLATE_MAX = 64 * 1024 };

struct text_maker {
    struct rule_reader *reader;
    const struct yaml_node *node;
    enum text_kind kind;
    struct buf literal;
    size_t
        blank_lines; /* line ends in the white space that is waiting, 0 also when there is none */
    bool blank;      /* white space is waiting to be written */
    struct text_piece pieces[PIECES_MAX];
    size_t n;
};

static void fault(struct text_maker *m, size_t at, unsigned number, const char *what)
{
    struct file_place place = place_in_node(&m->reader->file, m->node, at);
    ruleread_fault(m->reader, number, place.line, place.column, slice_of(NULL, 0), "%s", what);
}

static struct text_piece *next_piece(struct text_maker *m, size_t at)
{
    if (m->n == PIECES_MAX) {
        fault(m, at, MSG_RULE_LIMIT, "the text has too many placeholders");
        return NULL;
    }
    return &m->pieces[m->n++];
}

/* White space in front of the next word, unless the text has not begun. */
static void put_waiting_blank(struct text_maker *m)
{
    bool first = m->n == 0 && m->literal.n == 0;
    if (m->blank && !first) {
        buf_cstr(&m->literal, m->blank_lines > 1 ? "\n\n" : " ");
    }
    m->blank = false;
    m->blank_lines = 0;
}

static void put_literal(struct text_maker *m, uint8_t c)
{
    if (m->kind == TEXT_RUNNING && ascii_space(c)) {
        m->blank = true;
        m->blank_lines += c == '\n';
        return;
    }
    put_waiting_blank(m);
    buf_byte(&m->literal, c);
}

static void end_literal(struct text_maker *m, size_t at)
{
    if (m->literal.n == 0) {
        return;
    }
    struct text_piece *piece = next_piece(m, at);
    if (piece != NULL) {
        piece->literal = ruleread_keep(m->reader, buf_slice(&m->literal));
    }
    buf_clear(&m->literal);
}

/* The index of the brace that ends the placeholder opened before `from`; text.n when there is none. */
static size_t placeholder_end(struct slice text, size_t from)
{
    uint8_t quote = 0;
    for (size_t i = from; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '}') {
            return i;
        }
    }
    return text.n;
}

/* The placeholder whose brace stands at `at`; returns the index behind it. */
static size_t take_placeholder(struct text_maker *m, size_t at)
{
    struct slice text = m->node->text;
    size_t end = placeholder_end(text, at + 1);
    if (end == text.n) {
        fault(m, at, MSG_RULE_PLACEHOLDER, "the placeholder is not closed; a brace is written {{");
        return text.n;
    }
    if (slice_trim(slice_sub(text, at + 1, end - at - 1)).n == 0) {
        fault(m, at, MSG_RULE_PLACEHOLDER, "the placeholder is empty");
        return end + 1;
    }
    put_waiting_blank(m);
    end_literal(m, at);
    struct text_piece *piece = next_piece(m, at);
    if (piece != NULL) {
        piece->value = condition_compile(m->reader, m->node, at + 1, end - at - 1, CONDITION_VALUE,
                                         &piece->name);
    }
    return end + 1;
}

static void take_text(struct text_maker *m, size_t from, size_t to)
{
    struct slice text = m->node->text;
    size_t i = from;
    while (i < to) {
        uint8_t c = text.p[i];
        bool twice = i + 1 < to && text.p[i + 1] == c;
        if (c == '{' && !twice) {
            i = take_placeholder(m, i);
        } else {
            put_literal(m, c);
            i += c == '{' ? 2 : 1;
        }
    }
    end_literal(m, to);
}

static struct rule_text keep_pieces(struct text_maker *m)
{
    struct rule_text result = {NULL, 0};
    struct text_piece *pieces =
        (struct text_piece *)ruleread_array(m->reader, m->n, sizeof(struct text_piece));
    if (pieces == NULL) {
        return result;
    }
    for (size_t i = 0; i < m->n; i++) {
        pieces[i] = m->pieces[i];
    }
    result.pieces = pieces;
    result.n = m->n;
    return result;
}

struct rule_text ruletext_compile(struct rule_reader *r, const struct yaml_node *node,
                                  enum text_kind kind)
{
    struct text_maker m = {.reader = r, .node = node, .kind = kind};
    struct slice inner = slice_trim(node->text);
    size_t from = (size_t)(inner.p - node->text.p);
    buf_init(&m.literal, TEMPLATE_MAX);
    if (kind == TEXT_COMMAND && slice_find_byte(inner, '\n', 0) != inner.n) {
        ruleread_fault_at(r, MSG_RULE_COMMAND, node, slice_of(NULL, 0), "%s",
                          "a command is one line; give each its own item of the list");
    }
    take_text(&m, from, from + inner.n);
    if (m.literal.status != SPW_OK) {
        fault(&m, 0, MSG_RULE_LIMIT, "the text is too long");
    }
    buf_dispose(&m.literal);
    return keep_pieces(&m);
}

/* ---- making the text --------------------------------------------------------------------------- */

/* At most `max` bytes, never ending inside a UTF-8 sequence. */
static struct slice cut(struct slice s, size_t max)
{
    if (s.n <= max) {
        return s;
    }
    size_t n = max;
    while (n > 0 && (s.p[n] & 0xC0) == 0x80) {
        n--;
    }
    return slice_sub(s, 0, n);
}

static void put_running(struct buf *out, struct value v)
{
    struct slice whole = v.text;
    bool text = v.type == VALUE_TEXT && v.known && !v.secret;
    v.text = text ? cut(whole, TEXT_VALUE_MAX) : whole;
    expr_put_value(out, &v);
    if (text && v.text.n < whole.n) {
        buf_cstr(out, "...");
    }
}

/* <wifi_ssid> for variable("wifi_ssid"), else <the placeholder>. */
static void put_blank_to_fill(struct buf *out, struct slice name)
{
    struct slice head = SLICE("variable(");
    if (slice_starts(name, head) && slice_ends(name, SLICE(")"))) {
        name = slice_trim(slice_sub(name, head.n, name.n - head.n - 1));
        name = name.n >= 2 ? slice_sub(name, 1, name.n - 2) : name;
    }
    buf_byte(out, '<');
    buf_put(out, name);
    buf_byte(out, '>');
}

static bool fits_command(const struct value *v)
{
    if (!v->known || v->secret) {
        return false; /* a secret of the trace is not repeated: the person knows it */
    }
    if (v->type != VALUE_TEXT) {
        return true;
    }
    bool one_line = slice_find_byte(v->text, '\n', 0) == v->text.n &&
                    slice_find_byte(v->text, '\r', 0) == v->text.n;
    return one_line && v->text.n > 0 && v->text.n <= TEXT_COMMAND_VALUE;
}

void ruletext_render(struct buf *out, const struct rule_text *text, enum text_kind kind,
                     const struct fact_context *context)
{
    for (size_t i = 0; i < text->n; i++) {
        const struct text_piece *piece = &text->pieces[i];
        if (piece->value == NULL) {
            buf_put(out, piece->literal);
            continue;
        }
        struct value v = expr_value(piece->value, context);
        if (kind == TEXT_RUNNING) {
            put_running(out, v);
        } else if (fits_command(&v)) {
            expr_put_value(out, &v);
        } else {
            put_blank_to_fill(out, piece->name);
        }
    }
}

void ruletext_template(struct buf *out, const struct rule_text *text)
{
    for (size_t i = 0; i < text->n; i++) {
        const struct text_piece *piece = &text->pieces[i];
        if (piece->value == NULL) {
            buf_put(out, piece->literal);
        } else {
            buf_byte(out, '{');
            buf_put(out, piece->name);
            buf_byte(out, '}');
        }
    }
}
