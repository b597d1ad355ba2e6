#include "cli/say.h"

#include <stdio.h>

#include "base/escape.h"

enum { LINE_MAX_BYTES = 8192, PAGE_MAX_BYTES = 1024 * 1024 };

void say_page(struct slice page)
{
    if (page.n > 0) {
        (void)fwrite(page.p, 1, page.n, stderr); /* nobody is left to be told when this fails */
    }
}

static void say_line(struct slice text)
{
    struct buf line;
    buf_init(&line, LINE_MAX_BYTES);
    buf_cstr(&line, "spwfdiag: ");
    (void)esc_term(&line, text, false);
    buf_byte(&line, '\n');
    say_page(buf_slice(&line));
    buf_dispose(&line);
}

void say(const char *fmt, ...)
{
    struct buf text;
    va_list args;
    buf_init(&text, LINE_MAX_BYTES);
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    say_line(buf_slice(&text));
    buf_dispose(&text);
}

void say_about(const char *name, struct slice what)
{
    struct buf text;
    buf_init(&text, LINE_MAX_BYTES);
    buf_cstr(&text, name[0] == '-' && name[1] == '\0' ? "standard input" : name);
    buf_cstr(&text, ": ");
    buf_put(&text, what);
    say_line(buf_slice(&text));
    buf_dispose(&text);
}

void say_messages(const struct messages *m)
{
    struct buf page;
    buf_init(&page, PAGE_MAX_BYTES);
    for (size_t i = 0; i < m->n; i++) {
        message_put(&page, &m->list[i]);
    }
    if (m->dropped > 0) {
        buf_printf(&page, "and %zu more\n", m->dropped);
    }
    say_page(buf_slice(&page));
    buf_dispose(&page);
}
