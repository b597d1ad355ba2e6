/* What is said to the module: nothing unasked, nothing unchecked, certificates converted and counted. */
#include <stdio.h>
#include <string.h>

#include "support/spw_test.h"
#include "tui/app.h"

enum { BYTES_MAX = 256 * 1024 };

struct stage {
    struct watch watch;
    struct app app;
    struct spw_options options;
    struct buf session; /* the engine's input, to be read again */
    struct buf sent;
    struct buf shown;
};

static struct spw_knowledge *knowledge;

static void read_again(void *context, uint64_t offset, size_t n, struct buf *out)
{
    const struct stage *s = context;
    buf_put(out, slice_sub(buf_slice(&s->session), (size_t)offset, n));
}

static bool keep_sent(void *context, struct slice bytes, struct buf *answer)
{
    struct stage *s = context;
    (void)answer;
    buf_put(&s->sent, bytes);
    return true;
}

static enum spw_status read_named(void *context, struct slice path, struct buf *bytes,
                                  struct buf *answer)
{
    char name[256];
    uint8_t block[4096];
    size_t n = 0;
    (void)context;
    (void)snprintf(name, sizeof name, "%.*s", SLICE_ARG(path));
    FILE *f = fopen(name, "rb");
    if (f == NULL) {
        buf_cstr(answer, "no such file");
        return SPW_NOT_FOUND;
    }
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        buf_put(bytes, slice_of(block, n));
    }
    (void)fclose(f);
    return SPW_OK;
}

static void open_stage(struct stage *s, const char *trace)
{
    struct buf why;
    memset(s, 0, sizeof *s);
    buf_init(&why, 100);
    buf_init(&s->session, BYTES_MAX);
    buf_init(&s->sent, BYTES_MAX);
    buf_init(&s->shown, BYTES_MAX);
    assert_int_equal(read_named(NULL, slice_cstr(trace), &s->session, &why), SPW_OK);
    s->options.now = 1522088340; /* 2018-03-26 */
    s->options.dialect = SLICE("spwf04");
    const struct scroll_reader reader = {read_again, s};
    assert_int_equal(watch_init(&s->watch, knowledge, &s->options, reader, NULL), SPW_OK);
    assert_int_equal(app_init(&s->app, &s->watch, false), SPW_OK);
    s->app.options = &s->options;
    s->app.actions.loop = s->app.actions.context = s;
    s->app.actions.send = keep_sent;
    s->app.actions.read_file = read_named;
    watch_feed(&s->watch, buf_slice(&s->session));
    watch_finish(&s->watch);
    app_draw(&s->app);
    buf_dispose(&why);
}

static void close_stage(struct stage *s)
{
    app_dispose(&s->app);
    watch_dispose(&s->watch);
    buf_dispose(&s->session);
    buf_dispose(&s->sent);
    buf_dispose(&s->shown);
}

static void press(struct stage *s, const char *names)
{
    struct slice name, rest = slice_cstr(names);
    while (rest.n > 0) {
        uint32_t key = 0;
        (void)slice_split(rest, ' ', &name, &rest);
        assert_true(key_parse(name, &key));
        app_key(&s->app, key);
        app_draw(&s->app);
    }
}

static void type(struct stage *s, const char *text)
{
    for (size_t i = 0; i < slice_cstr(text).n; i++) {
        app_key(&s->app, (uint8_t)text[i]);
    }
    app_draw(&s->app);
}

static bool shows(struct stage *s, const char *text)
{
    buf_clear(&s->shown);
    canvas_text(&s->app.canvas, &s->shown);
    return slice_contains(buf_slice(&s->shown), slice_cstr(text));
}

static const char healthy[] = "traces/044-healthy-mqtt-session/trace.txt";
static const char intermediate[] = "traces/001-azure-intermediate-loaded-as-root/trace.txt";

/* ---- typing ------------------------------------------------------------------------------------------------ */

static void a_command_is_sent_with_a_single_end(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, healthy);
    press(&s, "c");
    type(&s, "AT+S.STS");
    assert_int_equal(s.sent.n, 0);
    press(&s, "Enter");
    assert_buf(s.sent, "AT+S.STS\r");
    close_stage(&s);
}

static void parameters_are_named_while_they_are_typed(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, healthy);
    press(&s, "c");
    type(&s, "AT+S.TLSCERT=ca,");
    assert_true(shows(&s, "AT+S.TLSCERT=slot,length"));
    close_stage(&s);
}

static void what_tab_does_follows_from_the_tables(void **state)
{
    static const struct {
        const char *typed, *becomes;
    } rows[] = {
        {"AT+S.MQTTCO", "AT+S.MQTTCONN"},
        {"at+s.mqttco", "AT+S.MQTTCONN"},
        {"AT+S.TLSCERT=con", "AT+S.TLSCERT=content"},
        {"AT+S.NOSUCH", "AT+S.NOSUCH"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct stage s;
        SPW_ROW(rows[i].typed);
        open_stage(&s, healthy);
        press(&s, "c");
        type(&s, rows[i].typed);
        press(&s, "Tab");
        assert_slice_row(buf_slice(&s.app.prompt.text), slice_cstr(rows[i].becomes));
        close_stage(&s);
    }
}

static void a_doubtful_command_is_sent_only_when_it_is_meant(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, healthy);
    press(&s, "c");
    type(&s, "AT+S.NOSUCH=1");
    press(&s, "Enter");
    assert_int_equal(s.sent.n, 0);
    assert_true(shows(&s, "Enter sends it all the same"));
    press(&s, "Enter");
    assert_buf(s.sent, "AT+S.NOSUCH=1\r");
    close_stage(&s);
}

static void secrets_are_not_remembered(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, healthy);
    press(&s, "c");
    type(&s, "AT+S.MQTTCONN=broker.example.org,0,,8883,1,user,pass-word,id");
    press(&s, "Enter Enter");
    press(&s, "Esc c");
    type(&s, "AT+S.STS");
    press(&s, "Enter");
    for (size_t i = 0; i < s.app.commands.lines.n; i++) {
        struct slice line = *ARRAY_AT(&s.app.commands.lines, struct slice, i);
        assert_false(slice_contains(line, SLICE("pass-word")));
    }
    assert_true(s.app.commands.lines.n > 0);
    close_stage(&s);
}

/* ---- questions ---------------------------------------------------------------------------------------------- */

static void questions_are_offered_and_one_is_sent(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, intermediate);
    press(&s, "p");
    assert_true(shows(&s, "ask: 1 AT"));
    assert_int_equal(s.sent.n, 0);
    press(&s, "Esc");
    assert_int_equal(s.sent.n, 0);
    press(&s, "p 1");
    assert_buf(s.sent, "AT\r");
    close_stage(&s);
}

/* ---- fixes --------------------------------------------------------------------------------------------------- */

static void each_step_of_a_fix_waits_for_a_yes(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, intermediate);
    press(&s, "f r");
    assert_true(shows(&s, "send AT+S.TLSCERT=content,2"));
    assert_int_equal(s.sent.n, 0);
    press(&s, "x");
    assert_int_equal(s.sent.n, 0);
    press(&s, "y");
    assert_buf(s.sent, "AT+S.TLSCERT=content,2\r");
    assert_true(shows(&s, "file whose bytes follow"));
    press(&s, "Esc");
    assert_buf(s.sent, "AT+S.TLSCERT=content,2\r");
    close_stage(&s);
}

static void a_certificate_is_converted_and_counted(void **state)
{
    static const char pem[] = "build-root.pem";
    struct stage s;
    char command[64];
    (void)state;
    open_stage(&s, intermediate);
    /* The certificate that stands in the trace, as a file with CR LF and blank lines. */
    size_t from = slice_find(buf_slice(&s.session), SLICE("-----BEGIN"), 0);
    size_t to = slice_find(buf_slice(&s.session), SLICE("-----END CERTIFICATE-----"), 0) + 25;
    FILE *f = fopen(pem, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(s.session.p + from, 1, to - from, f), to - from);
    assert_int_equal(fclose(f), 0);
    press(&s, "f r n");
    type(&s, "no-such-file");
    press(&s, "Enter");
    assert_true(shows(&s, "no such file"));
    press(&s, "^U");
    type(&s, pem);
    press(&s, "Enter");
    (void)remove(pem);
    assert_true(shows(&s, " bytes: "));
    assert_int_equal(s.sent.n, 0);
    size_t payload = s.app.fixing.payload.n;
    assert_true(payload > 500);
    press(&s, "y");
    int n = snprintf(command, sizeof command, "AT+S.TLSCERT=ca,%zu\r", payload);
    assert_int_equal(s.sent.n, (size_t)n + payload);
    assert_slice(slice_sub(buf_slice(&s.sent), 0, (size_t)n), slice_of(command, (size_t)n));
    close_stage(&s);
}

static int load(void **state)
{
    struct messages messages;
    (void)state;
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
        SPW_TEST(a_command_is_sent_with_a_single_end),
        SPW_TEST(parameters_are_named_while_they_are_typed),
        SPW_TEST(what_tab_does_follows_from_the_tables),
        SPW_TEST(a_doubtful_command_is_sent_only_when_it_is_meant),
        SPW_TEST(secrets_are_not_remembered),
        SPW_TEST(questions_are_offered_and_one_is_sent),
        SPW_TEST(each_step_of_a_fix_waits_for_a_yes),
        SPW_TEST(a_certificate_is_converted_and_counted),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
