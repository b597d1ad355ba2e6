#include "base/message.h"

#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "base/message_ids.h"

enum {
    MESSAGES_MAX = 200,          /* nobody reads more before mending the first */
    MESSAGES_BYTES = 512 * 1024, /* for all their texts */
    MESSAGE_TEXT_MAX = 4000,     /* bytes of one formatted text */
    SOURCE_MAX = 160,            /* bytes of a source line that are shown */
    NAME_MAX_BYTES = 63          /* longer names are not compared */
};

static const struct message_kind kinds[] = {
#define KIND(number, name, text) {number, SLICE_INIT(#name), SLICE_INIT(text)},
    SPW_MESSAGES(KIND)
#undef KIND
};

const struct message_kind *message_kinds(size_t *n)
{
    *n = sizeof kinds / sizeof kinds[0];
    return kinds;
}

void messages_init(struct messages *m)
{
    memset(m, 0, sizeof *m);
    arena_init(&m->arena, MESSAGES_BYTES);
    m->max = MESSAGES_MAX;
}

void messages_dispose(struct messages *m)
{
    arena_dispose(&m->arena);
    free(m->list);
    m->list = NULL;
    m->n = 0;
    m->cap = 0;
}

static struct slice kind_text(unsigned number)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].number == number) {
            return kinds[i].text;
        }
    }
    return slice_of(NULL, 0);
}

/* Line `line` (from 1) of the file, without its end. */
static struct slice line_of(struct slice bytes, uint32_t line)
{
    struct slice head = {NULL, 0};
    for (uint32_t i = 0; i < line; i++) {
        if (bytes.n == 0) {
            return bytes;
        }
        (void)slice_split(bytes, '\n', &head, &bytes);
    }
    return slice_ends(head, SLICE("\r")) ? slice_sub(head, 0, head.n - 1) : head;
}

static struct message *next_message(struct messages *m)
{
    if (m->n >= m->max) {
        return NULL;
    }
    if (m->n == m->cap) {
        size_t cap = m->cap == 0 ? 8 : m->cap * 2; /* at most 2 * max: cannot overflow */
        struct message *list = (struct message *)realloc(m->list, cap * sizeof *list);
        if (list == NULL) {
            return NULL;
        }
        m->list = list;
        m->cap = cap;
    }
    struct message *message = &m->list[m->n];
    memset(message, 0, sizeof *message);
    return message;
}

void messages_add(struct messages *m, unsigned number, struct slice file, struct slice bytes,
                  uint32_t line, uint32_t column, struct slice hint, const char *fmt, ...)
{
    struct message *message = next_message(m);
    if (message == NULL) {
        m->dropped++;
        return;
    }
    struct buf text;
    buf_init(&text, MESSAGE_TEXT_MAX);
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);

    message->number = number;
    message->line = line;
    message->column = column;
    message->file = arena_copy(&m->arena, file);
    /* A text that could not be made (too long, no memory) gives way to what the number means. */
    message->text = arena_copy(&m->arena, text.n != 0 ? buf_slice(&text) : kind_text(number));
    message->source = arena_copy(&m->arena, line_of(bytes, line));
    message->hint = arena_copy(&m->arena, hint);
    buf_dispose(&text);
    if (message->text.p == NULL) {
        m->dropped++;
    } else {
        m->n++;
    }
}

static void put_place(struct buf *out, const struct message *m)
{
    (void)esc_term(out, m->file, false);
    if (m->line != 0) {
        buf_printf(out, ":%u", (unsigned)m->line);
        if (m->column != 0) {
            buf_printf(out, ":%u", (unsigned)m->column);
        }
    }
}

/* The part of a long line around the column, so that the caret stays on the screen. */
static size_t window_start(const struct message *m)
{
    if (m->source.n <= SOURCE_MAX || m->column <= SOURCE_MAX / 2) {
        return 0;
    }
    size_t from = m->column - SOURCE_MAX / 2;
    size_t last = m->source.n - SOURCE_MAX;
    from = from < last ? from : last;
    while (from < m->source.n && (m->source.p[from] & 0xC0) == 0x80) {
        from++; /* not into the middle of a character */
    }
    return from;
}

static void put_source(struct buf *out, const struct message *m)
{
    size_t from = window_start(m);
    struct slice shown = slice_sub(m->source, from, SOURCE_MAX);
    buf_cstr(out, "    ");
    (void)esc_term(out, shown, false);
    buf_byte(out, '\n');
    if (m->column != 0 && m->column - 1 >= from && m->column - 1 <= from + shown.n) {
        size_t width = esc_term_width(slice_sub(shown, 0, m->column - 1 - from), false);
        buf_fill(out, ' ', 4 + width);
        buf_cstr(out, "^\n");
    }
}

void message_put(struct buf *out, const struct message *m)
{
    put_place(out, m);
    buf_cstr(out, m->file.n == 0 ? "error: " : ": error: ");
    (void)esc_term(out, m->text, false);
    buf_printf(out, " [SPW-%04u]\n", m->number);
    if (m->source.n != 0) {
        put_source(out, m);
    }
    if (m->hint.n != 0) {
        buf_cstr(out, "    ");
        (void)esc_term(out, m->hint, false);
        buf_byte(out, '\n');
    }
}

static size_t min_size(size_t a, size_t b) { return a < b ? a : b; }

/* Levenshtein's distance without regard to ASCII case; both words are short. */
static size_t edit_distance(struct slice a, struct slice b)
{
    size_t row[NAME_MAX_BYTES + 1]; /* distances of a's head so far to each head of b */
    for (size_t j = 0; j <= b.n; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t replace = diagonal + (ascii_fold(a.p[i - 1]) != ascii_fold(b.p[j - 1]));
            diagonal = row[j];
            row[j] = min_size(replace, min_size(row[j], row[j - 1]) + 1);
        }
    }
    return row[b.n];
}

struct slice nearest_name(struct slice word, const struct slice *names, size_t n)
{
    struct slice best = {NULL, 0};
    if (word.n == 0 || word.n > NAME_MAX_BYTES) {
        return best;
    }
    size_t limit = word.n / 3 + 1; /* a third of the word may be wrong */
    for (size_t i = 0; i < n; i++) {
        if (names[i].n > NAME_MAX_BYTES) {
            continue;
        }
        size_t distance = edit_distance(word, names[i]);
        if (distance < limit || (distance == limit && best.p == NULL && distance < word.n)) {
            limit = distance;
            best = names[i];
        }
    }
    return best;
}
