#include "tui/search.h"

#include <string.h>

enum {
    PATTERN_MAX = 1024,
    LINE_MAX_SEARCHED = 8192,
    LINES_A_SLICE = 2000,
    BYTES_A_SLICE = 128 * 1024,
    REASON_MAX = 256
};

const char *search_kind_name(enum search_kind k)
{
    static const char *const names[SEARCH_KINDS] = {"text", "regular expression", "condition"};
    return names[k];
}

void search_init(struct search *s, struct scrollback *index)
{
    memset(s, 0, sizeof *s);
    s->index = index;
    buf_init(&s->pattern, PATTERN_MAX);
    buf_init(&s->line, SCROLL_TEXT_MAX);
}

void search_end(struct search *s)
{
    if (s->has_regex) {
        regfree(&s->regex);
    }
    spw_condition_free(s->condition);
    spw_engine_free(s->engine);
    if (s->has_matches) {
        spill_table_dispose(&s->matches);
    }
    s->condition = NULL;
    s->engine = NULL;
    s->has_regex = s->has_matches = s->active = s->was_true = s->finished = false;
    s->examined = s->fed = 0;
}

void search_dispose(struct search *s)
{
    search_end(s);
    buf_dispose(&s->pattern);
    buf_dispose(&s->line);
}

/* ---- conditions ------------------------------------------------------------------------------------- */

static void add_match(struct search *s, uint64_t line)
{
    uint64_t n = spill_table_count(&s->matches);
    uint64_t last = 0;
    bool again = n > 0 && spill_table_get(&s->matches, n - 1, &last) && last == line;
    if (!again && spill_table_push(&s->matches, &line) != SPW_OK) {
        s->examined = UINT64_MAX; /* no room for more: what was found is kept */
    }
}

static void count_line(void *context, const struct spw_line *l)
{
    struct search *s = context;
    s->examined = l->number;
}

/* A line matches when the condition becomes true with it, not as long as it stays so. */
static void ask_condition(void *context, const struct spw_event *ev)
{
    struct search *s = context;
    bool now = spw_condition_holds(s->condition, s->engine) == TRI_YES;
    if (now && !s->was_true && ev->line > 0) {
        add_match(s, ev->line - 1);
    }
    s->was_true = now;
}

static enum spw_status begin_condition(struct search *s, const struct spw_knowledge *k,
                                       const struct spw_options *options, struct buf *why)
{
    struct messages messages;
    messages_init(&messages);
    enum spw_status status = spw_condition_new(&s->condition, k, buf_slice(&s->pattern), &messages);
    if (status != SPW_OK) {
        buf_put(why, messages.n > 0 ? messages.list[0].text : SLICE("no condition"));
    }
    messages_dispose(&messages);
    if (status == SPW_OK) {
        status = spw_engine_new(&s->engine, k, options);
    }
    if (status == SPW_OK) {
        spw_engine_observe(s->engine, &(struct spw_observer){count_line, ask_condition, NULL, s});
    }
    return status;
}

/* The end matters: before it a reader may hold lines back, to see how the capture is wrapped. */
static bool feed_more(struct search *s, uint64_t session_bytes, bool over)
{
    struct buf piece;
    uint64_t left = session_bytes > s->fed ? session_bytes - s->fed : 0;
    if (left == 0 || s->examined == UINT64_MAX) {
        if (over && !s->finished) {
            s->finished = spw_engine_finish(s->engine) == SPW_OK;
        }
        return false;
    }
    buf_init(&piece, BYTES_A_SLICE);
    s->index->reader.read(s->index->reader.context, s->fed,
                          left < BYTES_A_SLICE ? (size_t)left : BYTES_A_SLICE, &piece);
    s->fed += piece.n;
    bool more = piece.n > 0 && spw_engine_feed(s->engine, buf_slice(&piece), TIME_NONE) == SPW_OK;
    buf_dispose(&piece);
    return more;
}

/* ---- text -------------------------------------------------------------------------------------------------- */

static enum spw_status begin_regex(struct search *s, struct buf *why)
{
    char pattern[PATTERN_MAX + 1];
    char reason[REASON_MAX];
    memcpy(pattern, s->pattern.p, s->pattern.n);
    pattern[s->pattern.n] = '\0';
    int error = regcomp(&s->regex, pattern, REG_EXTENDED | REG_ICASE);
    if (error != 0) {
        (void)regerror(error, &s->regex, reason, sizeof reason);
        buf_cstr(why, reason);
        return SPW_INVALID;
    }
    s->has_regex = true;
    return SPW_OK;
}

enum spw_status search_begin(struct search *s, enum search_kind kind, struct slice pattern,
                             const struct spw_knowledge *k, const struct spw_options *options,
                             struct buf *why)
{
    search_end(s);
    buf_clear(&s->pattern);
    if (pattern.n == 0) {
        return SPW_OK;
    }
    if (pattern.n > PATTERN_MAX || slice_find_byte(pattern, 0, 0) < pattern.n) {
        buf_cstr(why, "too long");
        return SPW_INVALID;
    }
    s->kind = kind;
    buf_put(&s->pattern, pattern);
    enum spw_status status = kind == SEARCH_REGEX       ? begin_regex(s, why)
                             : kind == SEARCH_CONDITION ? begin_condition(s, k, options, why)
                                                        : SPW_OK;
    if (status == SPW_OK) {
        status = spill_table_init(&s->matches, sizeof(uint64_t));
        s->has_matches = true;
    }
    s->active = status == SPW_OK;
    if (!s->active) {
        search_end(s);
    }
    return status;
}

/* Text without capital letters is found in any case, as in less and vim with smartcase. */
static bool has_capital(struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (ascii_upper(text.p[i])) {
            return true;
        }
    }
    return false;
}

static bool find_text(const struct search *s, struct slice text, size_t *from, size_t *n)
{
    struct slice pattern = buf_slice(&s->pattern);
    bool exact = has_capital(pattern);
    for (size_t at = *from; at + pattern.n <= text.n; at++) {
        struct slice part = slice_sub(text, at, pattern.n);
        if (exact ? slice_eq(part, pattern) : slice_eq_nocase(part, pattern)) {
            *from = at;
            *n = pattern.n;
            return true;
        }
    }
    return false;
}

/* The C library wants an end, and stops at zero bytes: a copy has them replaced. */
static bool find_regex(const struct search *s, struct slice text, size_t *from, size_t *n)
{
    char copy[LINE_MAX_SEARCHED + 1];
    regmatch_t match[1];
    if (*from > text.n || text.n > LINE_MAX_SEARCHED) {
        return false;
    }
    for (size_t i = *from; i < text.n; i++) {
        copy[i - *from] = text.p[i] == 0 ? ' ' : (char)text.p[i];
    }
    copy[text.n - *from] = '\0';
    if (regexec(&s->regex, copy, 1, match, *from > 0 ? REG_NOTBOL : 0) != 0) {
        return false;
    }
    *n = (size_t)(match[0].rm_eo - match[0].rm_so);
    *from += (size_t)match[0].rm_so;
    return true;
}

bool search_in_line(struct search *s, struct slice text, size_t *from, size_t *n)
{
    if (!s->active || s->kind == SEARCH_CONDITION) {
        return false;
    }
    text = slice_sub(text, 0, LINE_MAX_SEARCHED);
    return s->kind == SEARCH_TEXT ? find_text(s, text, from, n) : find_regex(s, text, from, n);
}

bool search_work(struct search *s, uint64_t session_bytes, bool over)
{
    if (!s->active) {
        return false;
    }
    if (s->kind == SEARCH_CONDITION) {
        return feed_more(s, session_bytes, over);
    }
    uint64_t end = scroll_count(s->index);
    for (unsigned i = 0; i < LINES_A_SLICE && s->examined < end; i++, s->examined++) {
        struct scroll_line l;
        size_t from = 0;
        size_t n = 0;
        buf_clear(&s->line);
        if (!scroll_line(s->index, s->examined, &l)) {
            continue;
        }
        scroll_text(s->index, &l, &s->line);
        if (search_in_line(s, buf_slice(&s->line), &from, &n)) {
            add_match(s, s->examined);
        }
    }
    return s->examined < end;
}

/* ---- what was found ------------------------------------------------------------------------------------------- */

uint64_t search_count(const struct search *s)
{
    return s->active ? spill_table_count(&s->matches) : 0;
}

bool search_match(struct search *s, uint64_t i, uint64_t *line)
{
    return s->active && spill_table_get(&s->matches, i, line);
}

static bool is_before(const void *record, const void *context)
{
    return *(const uint64_t *)record < *(const uint64_t *)context;
}

uint64_t search_rank(struct search *s, uint64_t line)
{
    return s->active ? spill_table_partition(&s->matches, is_before, &line) : 0;
}
