#include "engine/matrix/session.h"

#include <stdio.h>
#include <string.h>

#include "support/spw_test.h"

enum { TEXT_MAX = 1 << 16, ITEMS_MAX = 4000 };

void script_init(struct script *s, bool elder)
{
    memset(s, 0, sizeof *s);
    s->elder = elder;
    array_init(&s->items, sizeof(struct item), ITEMS_MAX);
    arena_init(&s->arena, (size_t)1 << 22);
}

void script_dispose(struct script *s)
{
    array_dispose(&s->items);
    arena_dispose(&s->arena);
}

static void push(struct script *s, enum item_kind kind, struct slice text, bool binary)
{
    struct item *it = array_push(&s->items);
    assert_non_null(it);
    it->kind = kind;
    it->text = arena_copy(&s->arena, text);
    it->binary = binary;
}

void script_add(struct script *s, enum item_kind kind, const char *format, ...)
{
    struct buf b;
    va_list args;
    buf_init(&b, TEXT_MAX);
    va_start(args, format);
    buf_vprintf(&b, format, args);
    va_end(args);
    for (size_t i = 0; i < b.n; i++) { /* macros are cut at blanks */
        b.p[i] = b.p[i] == '^' ? ' ' : b.p[i];
    }
    push(s, kind, buf_slice(&b), false);
    buf_dispose(&b);
}

void script_payload(struct script *s, struct slice bytes, bool binary)
{
    push(s, ITEM_PAYLOAD, bytes, binary);
}

static void unescape(struct slice t, struct buf *out)
{
    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] != '\\' || i + 1 >= t.n) {
            buf_byte(out, t.p[i]);
            continue;
        }
        i++;
        if (t.p[i] == 'x' && i + 2 < t.n) {
            buf_byte(out, (uint8_t)(ascii_hex(t.p[i + 1]) * 16 + ascii_hex(t.p[i + 2])));
            i += 2;
        } else {
            buf_byte(out, t.p[i] == 'n' ? '\n' : t.p[i] == 'r' ? '\r' : t.p[i]);
        }
    }
}

static bool is_text(struct slice t)
{
    for (size_t i = 0; i < t.n; i++) {
        if (!ascii_print(t.p[i]) && !ascii_space(t.p[i]) && t.p[i] < 0x80) {
            return false;
        }
    }
    return true;
}

void script_line(struct script *s, struct slice line)
{
    struct slice rest = slice_from(line, 2);
    struct buf b;

    buf_init(&b, TEXT_MAX);
    if (line.n == 0) {
        fail_msg("empty line in a case");
    }
    switch (line.p[0]) {
    case '>':
        unescape(rest, &b);
        push(s, ITEM_COMMAND, buf_slice(&b), false);
        break;
    case '<':
        unescape(rest, &b);
        push(s, ITEM_REPLY, buf_slice(&b), false);
        break;
    case '~':
        unescape(rest, &b);
        push(s, ITEM_PAYLOAD, buf_slice(&b), !is_text(buf_slice(&b)));
        break;
    case '#':
        push(s, ITEM_PROSE, rest, false);
        break;
    case '$':
        script_macro(s, rest);
        break;
    default:
        fail_msg("not understood: %.*s", SLICE_ARG(line));
    }
    buf_dispose(&b);
}

size_t script_attempt(const struct script *s)
{
    static const char *const openers[] = {"AT+S.MQTTCONN", "AT+S.HTTPGET",  "AT+S.HTTPPOST",
                                          "AT+S.SOCKON",   "AT+S.WSOCKON",  "AT+S.SMTP",
                                          "AT+S.FWUPDATE", "AT+S.FSUPDATE", "AT+S.HTTPDFSUPDATE"};
    for (size_t i = s->items.n; i-- > 0;) {
        const struct item *it = ARRAY_AT(&s->items, struct item, i);
        for (size_t k = 0; it->kind == ITEM_COMMAND && k < SPW_COUNT(openers); k++) {
            if (slice_starts_nocase(it->text, slice_cstr(openers[k]))) {
                return i;
            }
        }
    }
    return s->items.n;
}
