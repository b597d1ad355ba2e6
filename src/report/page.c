#include "report/page.h"

#include "base/escape.h"

enum { FORMATTED_MAX = 4096 }; /* bytes of one page_printf */

/* The sixteen colours every terminal has, in the user's own palette; never a background, so that both
 * dark and light screens stay readable. */
static const char *const sequences[ROLE_COUNT] = {
    [ROLE_PLAIN] = "",           [ROLE_STRONG] = "\x1b[1m",
    [ROLE_ERROR] = "\x1b[1;31m", [ROLE_WARNING] = "\x1b[1;35m",
    [ROLE_NOTE] = "\x1b[1;36m",  [ROLE_GOOD] = "\x1b[32m",
    [ROLE_LABEL] = "\x1b[1;32m", [ROLE_COMMAND] = "\x1b[1m",
    [ROLE_FRAME] = "\x1b[1;34m", [ROLE_DIM] = "\x1b[2m",
};

size_t page_width(const struct page *p)
{
    size_t width = p->options->width == 0 ? REPORT_WIDTH_DEFAULT : p->options->width;
    return width < REPORT_WIDTH_MIN ? REPORT_WIDTH_MIN : width;
}

enum page_role page_severity_role(enum spw_severity s)
{
    static const enum page_role roles[] = {
        [SPW_NOTE] = ROLE_NOTE, [SPW_WARNING] = ROLE_WARNING, [SPW_ERROR] = ROLE_ERROR};
    return roles[s];
}

static bool role_open(const struct page *p, enum page_role role)
{
    if (!p->options->colour || role == ROLE_PLAIN) {
        return false;
    }
    buf_cstr(p->out, sequences[role]);
    return true;
}

static void role_close(const struct page *p, bool opened)
{
    if (opened) {
        buf_cstr(p->out, "\x1b[0m");
    }
}

size_t page_put(const struct page *p, enum page_role role, struct slice text)
{
    bool opened = text.n > 0 && role_open(p, role);
    size_t columns = esc_term(p->out, text, p->options->ascii);
    role_close(p, opened);
    return columns;
}

size_t page_cstr(const struct page *p, enum page_role role, const char *text)
{
    return page_put(p, role, slice_cstr(text));
}

size_t page_printf(const struct page *p, enum page_role role, const char *fmt, ...)
{
    struct buf text;
    buf_init(&text, FORMATTED_MAX);
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    size_t columns = page_put(p, role, buf_slice(&text));
    buf_dispose(&text);
    return columns;
}

void page_indent(const struct page *p, size_t columns) { buf_fill(p->out, ' ', columns); }

void page_newline(const struct page *p) { buf_byte(p->out, '\n'); }

/* ---- prose -------------------------------------------------------------------------------------- */

struct prose {
    const struct page *page;
    enum page_role role;
    size_t column, indent, width;
    bool fresh; /* nothing stands on the present line behind its indent */
};

static void prose_break(struct prose *w)
{
    page_newline(w->page);
    w->column = 0;
    w->fresh = true;
}

static void prose_word(struct prose *w, struct slice word)
{
    size_t columns = esc_term_width(word, w->page->options->ascii);
    if (!w->fresh && w->column + 1 + columns > w->width) {
        prose_break(w);
    }
    if (w->fresh && w->column == 0) {
        page_indent(w->page, w->indent);
        w->column = w->indent;
    } else if (!w->fresh) {
        page_cstr(w->page, w->role, " ");
        w->column++;
    }
    w->column += page_put(w->page, w->role, word);
    w->fresh = false;
}

static struct slice next_word(struct slice *rest)
{
    size_t from = 0;
    while (from < rest->n && ascii_space(rest->p[from])) {
        from++;
    }
    size_t end = from;
    while (end < rest->n && !ascii_space(rest->p[end])) {
        end++;
    }
    struct slice word = slice_sub(*rest, from, end - from);
    *rest = slice_from(*rest, end);
    return word;
}

static bool keeps_its_line(struct slice line)
{
    return slice_starts(line, SLICE("  ")) || slice_starts(line, SLICE("- "));
}

static void prose_line(struct prose *w, struct slice line)
{
    if (keeps_its_line(line) && !w->fresh) {
        prose_break(w);
    }
    if (slice_starts(line, SLICE("  "))) { /* an example: as it stands */
        page_indent(w->page, w->indent);
        page_put(w->page, w->role, line);
        prose_break(w);
        return;
    }
    size_t indent = w->indent;
    struct slice word = next_word(&line);
    if (slice_eq(word, SLICE("-"))) {
        prose_word(w, word);
        w->indent += 2; /* further lines of an item hang */
        word = next_word(&line);
    }
    for (; word.n > 0; word = next_word(&line)) {
        prose_word(w, word);
    }
    w->indent = indent;
}

void page_prose(const struct page *p, size_t column, size_t indent, enum page_role role,
                struct slice text)
{
    size_t width = page_width(p);
    struct prose w = {p,   role, column, indent, width < PAGE_PROSE_MAX ? width : PAGE_PROSE_MAX,
                      true};
    bool parted = false;
    struct slice line;
    while (text.n > 0) {
        (void)slice_split(text, '\n', &line, &text);
        if (slice_trim(line).n == 0) {
            parted = true;
            continue;
        }
        if (parted && !w.fresh) {
            prose_break(&w);
        }
        if (parted && w.column == 0) {
            page_newline(p);
        }
        parted = false;
        prose_line(&w, line);
    }
    if (w.column > 0) {
        page_newline(p);
    }
}

void page_labelled(const struct page *p, const char *label, enum page_role role, struct slice text)
{
    page_indent(p, PAGE_INDENT);
    size_t column = PAGE_INDENT + page_cstr(p, role, label);
    page_indent(p, 1);
    page_prose(p, column + 1, PAGE_INDENT + 5, ROLE_PLAIN, text);
}

void page_plural(struct buf *out, uint64_t n, const char *noun)
{
    buf_u64(out, n);
    buf_byte(out, ' ');
    buf_cstr(out, noun);
    if (n != 1) {
        buf_byte(out, 's');
    }
}
