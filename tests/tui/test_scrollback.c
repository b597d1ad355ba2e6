/* The scroll-back, against a plain copy of what an engine told. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "support/spw_test.h"
#include "tui/watch.h"

enum { BYTES_MAX = 256 * 1024, LINES_MAX = 2000 };

struct copy { /* of a line, and of the module's state after it */
    struct span span;
    size_t at, n; /* in `texts` */
    bool failure;
};

struct stage {
    struct watch watch;
    struct buf session, texts;
    struct copy lines[LINES_MAX];
    size_t n;
};

static struct spw_knowledge *knowledge;

static void read_again(void *context, uint64_t offset, size_t n, struct buf *out)
{
    const struct stage *s = context;
    buf_put(out, slice_sub(buf_slice(&s->session), (size_t)offset, n));
}

static void on_line(void *context, const struct spw_line *l)
{
    struct stage *s = context;
    assert_true(s->n < LINES_MAX);
    s->lines[s->n++] = (struct copy){.span = l->span, .at = s->texts.n, .n = l->text.n};
    buf_put(&s->texts, l->text);
}

static void on_event(void *context, const struct spw_event *ev)
{
    struct stage *s = context;
    if (ev->failure && !ev->mentioned) {
        s->lines[s->n - 1].failure = true;
    }
}

static void open_stage(struct stage *s, const char *path, bool finish)
{
    const struct spw_options options = {.now = TIME_NONE};
    const struct scroll_reader reader = {read_again, s};
    const struct watch_listener listener = {.line = on_line, .event = on_event, .context = s};
    uint8_t block[4096];
    size_t n = 0;
    memset(s, 0, sizeof *s);
    buf_init(&s->session, BYTES_MAX);
    buf_init(&s->texts, BYTES_MAX);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        buf_put(&s->session, slice_of(block, n));
    }
    (void)fclose(f);
    assert_int_equal(watch_init(&s->watch, knowledge, &options, reader, &listener), SPW_OK);
    for (size_t at = 0; at < s->session.n; at += 7) { /* cut anywhere */
        watch_feed(&s->watch, slice_sub(buf_slice(&s->session), at, 7));
    }
    if (finish) {
        watch_finish(&s->watch);
    }
}

static void close_stage(struct stage *s)
{
    watch_dispose(&s->watch);
    buf_dispose(&s->session);
    buf_dispose(&s->texts);
}

static const char *const traces[] = {
    "traces/001-azure-intermediate-loaded-as-root/trace.txt",
    "traces/043-azure-thread-of-four-attempts/trace.txt",
    "traces/044-healthy-mqtt-session/trace.txt",
    "traces/030-spwf01-sagrad-boot-after-update/trace.txt",
    "traces/024-spwf04-spi-sockdw-bytes/trace.txt",
};

static void lines_come_back_as_they_were_told(void **state)
{
    struct stage *s = *state;
    for (size_t t = 0; t < SPW_COUNT(traces); t++) {
        struct buf text;
        SPW_ROW(traces[t]);
        open_stage(s, traces[t], true);
        buf_init(&text, BYTES_MAX);
        assert_number_row(scroll_count(&s->watch.index), s->n);
        for (size_t i = 0; i < s->n; i++) {
            struct scroll_line l;
            buf_clear(&text);
            assert_true(scroll_line(&s->watch.index, i, &l));
            scroll_text(&s->watch.index, &l, &text);
            assert_slice_row(buf_slice(&text),
                             slice_sub(buf_slice(&s->texts), s->lines[i].at, s->lines[i].n));
            assert_number_row(l.number, s->lines[i].span.line);
            assert_number_row(l.offset, s->lines[i].span.offset);
            uint64_t found = scroll_at_offset(&s->watch.index, s->lines[i].span.offset);
            assert_number_row(s->lines[found].span.offset, s->lines[i].span.offset);
        }
        buf_dispose(&text);
        close_stage(s);
    }
}

static void failures_are_found_from_anywhere(void **state)
{
    struct stage *s = *state;
    for (size_t t = 0; t < SPW_COUNT(traces); t++) {
        SPW_ROW(traces[t]);
        open_stage(s, traces[t], true);
        for (size_t i = 0; i < s->n; i++) {
            uint64_t got = 0;
            size_t next = i + 1;
            size_t last = i;
            while (next < s->n && !s->lines[next].failure) {
                next++;
            }
            assert_number_row(scroll_failure_after(&s->watch.index, i, &got), next < s->n);
            assert_true(next == s->n || got == next);
            while (last > 0 && !s->lines[last - 1].failure) {
                last--;
            }
            assert_number_row(scroll_failure_before(&s->watch.index, i, &got), last > 0);
            assert_true(last == 0 || got == last - 1);
        }
        close_stage(s);
    }
}

/* While a session goes on the state at the last line is what the engine holds; at earlier lines no row is newer than the line. */
static void the_state_at_a_line_is_that_of_its_time(void **state)
{
    struct stage *s = *state;
    for (size_t t = 0; t < SPW_COUNT(traces); t++) {
        struct scroll_value values[SCROLL_ROWS_MAX];
        struct buf texts;
        size_t n = 0;
        SPW_ROW(traces[t]);
        open_stage(s, traces[t], false);
        buf_init(&texts, BYTES_MAX);
        scroll_state(&s->watch.index, UINT64_MAX - 1, values, &texts);
        const struct spw_state_row *rows = spw_engine_state(s->watch.engine, &n);
        assert_true(n <= SCROLL_ROWS_MAX);
        for (size_t row = 0; row < scroll_rows(&s->watch.index); row++) {
            if (values[row].present) {
                assert_number_row(values[row].known, rows[row].known);
                assert_slice_row(values[row].value, rows[row].value);
            } else {
                assert_number_row(rows[row].known, TRI_UNKNOWN);
            }
        }
        for (size_t i = 0; i < s->n; i++) {
            buf_clear(&texts);
            scroll_state(&s->watch.index, i, values, &texts);
            for (size_t row = 0; row < scroll_rows(&s->watch.index); row++) {
                assert_true(!values[row].present || values[row].changed <= i);
            }
        }
        buf_dispose(&texts);
        close_stage(s);
    }
}

static int load(void **state)
{
    static struct stage stage; /* too large for a stack */
    struct messages messages;
    *state = &stage;
    messages_init(&messages);
    enum spw_status status = spw_knowledge_new(&knowledge, NULL, 0, &messages);
    messages_dispose(&messages);
    return status == SPW_OK ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    spw_knowledge_free(knowledge);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(lines_come_back_as_they_were_told),
        SPW_TEST(failures_are_found_from_anywhere),
        SPW_TEST(the_state_at_a_line_is_that_of_its_time),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
