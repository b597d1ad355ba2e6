/* Typing to the module, and a finding's fix sent step by step: keys go in, a source that is none keeps what
 * would be sent and answers as a module would. Every byte sent is accounted for. */
#include <stdlib.h>
#include <string.h>

#include "support/spw_test.h"
#include "tui/app.h"

enum { SESSION_MAX = 1 << 20, SENT_MAX = 1 << 17, FILE_MAX = 1 << 16 };

static struct spw_knowledge *knowledge;

/* The host's end of a line to a module that says OK to everything, or what it was told to say. */
struct bench {
    struct watch watch;
    struct app app;
    struct spw_options options;
    struct buf session, sent, remembered, file;
    const char *answer; /* to the next command; NULL: it stays silent */
    bool refuses;       /* the line takes nothing */
};

static void read_again(void *context, uint64_t offset, size_t n, struct buf *out)
{
    struct bench *b = context;
    buf_put(out, slice_sub(buf_slice(&b->session), (size_t)offset, n));
}

static void say(struct bench *b, struct slice text)
{
    buf_put(&b->session, text);
    watch_feed(&b->watch, text);
}

static void settle(struct bench *b)
{
    watch_refresh(&b->watch, SPW_PEEK_IF_ENDED);
    (void)app_work(&b->app);
    app_draw(&b->app);
}

static void answer(struct bench *b)
{
    say(b, slice_cstr(b->answer));
    settle(b);
}

static bool take(void *context, struct slice bytes, struct buf *why)
{
    struct bench *b = context;
    if (b->refuses) {
        buf_cstr(why, "too much is waiting already");
        return false;
    }
    buf_put(&b->sent, bytes);
    say(b, bytes);
    say(b, SLICE("\n"));
    return true;
}

static void remember(void *context, struct slice line)
{
    struct bench *b = context;
    buf_put(&b->remembered, line);
    buf_byte(&b->remembered, '\n');
}

static enum spw_status read_file(void *context, struct slice path, struct buf *bytes,
                                 struct buf *why)
{
    struct bench *b = context;
    if (!slice_eq(path, SLICE("the file"))) {
        buf_cstr(why, "no such file");
        return SPW_IO;
    }
    buf_put(bytes, buf_slice(&b->file));
    return SPW_OK;
}

static void open_bench(struct bench *b, const char *session)
{
    memset(b, 0, sizeof *b);
    buf_init(&b->session, SESSION_MAX);
    buf_init(&b->sent, SENT_MAX);
    buf_init(&b->remembered, SENT_MAX);
    buf_init(&b->file, FILE_MAX);
    b->options = (struct spw_options){
        .now = 1522088340, .framing = SLICE("raw"), .dialect = SLICE("spwf04")};
    b->answer = "AT-S.OK\r\n";
    const struct scroll_reader reader = {read_again, b};
    assert_int_equal(watch_init(&b->watch, knowledge, &b->options, reader, NULL), SPW_OK);
    assert_int_equal(app_init(&b->app, &b->watch, false), SPW_OK);
    b->app.options = &b->options;
    b->app.actions.loop = b->app.actions.context = b;
    b->app.actions.send = take;
    b->app.actions.remember = remember;
    b->app.actions.read_file = read_file;
    assert_int_equal(app_resize(&b->app, 43, 132), SPW_OK);
    say(b, slice_cstr(session));
    settle(b);
}

static void close_bench(struct bench *b)
{
    app_dispose(&b->app);
    watch_dispose(&b->watch);
    buf_dispose(&b->session);
    buf_dispose(&b->sent);
    buf_dispose(&b->remembered);
    buf_dispose(&b->file);
}

/* Keys by name, separated by blanks. */
static void press(struct bench *b, const char *keys)
{
    struct slice name, rest = slice_cstr(keys);
    while (rest.n > 0) {
        uint32_t key = 0;
        (void)slice_split(rest, ' ', &name, &rest);
        assert_true(key_parse(name, &key));
        app_key(&b->app, key);
        settle(b);
    }
}

static void type(struct bench *b, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        app_key(&b->app, (uint8_t)*c);
    }
    settle(b);
}

static bool shows(struct bench *b, const char *words)
{
    struct buf text;
    buf_init(&text, SESSION_MAX);
    canvas_text(&b->app.canvas, &text);
    bool found = slice_contains(buf_slice(&text), slice_cstr(words));
    if (!found) {
        print_error("not on the screen: %s\n%.*s\n", words, SLICE_ARG(buf_slice(&text)));
    }
    buf_dispose(&text);
    return found;
}

static void put_file(struct bench *b, const char *path)
{
    uint8_t block[FILE_MAX];
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    buf_put(&b->file, slice_of(block, fread(block, 1, sizeof block, f)));
    (void)fclose(f);
}

/* ---- typing ----------------------------------------------------------------------------------------- */

static void a_command_is_completed_checked_and_sent(void **state)
{
    struct bench b;
    (void)state;
    open_bench(&b, "AT\r\nAT-S.OK\r\n");
    press(&b, ":");
    type(&b, "at+s.mqttc");
    press(&b, "Tab");
    assert_buf(b.app.prompt.text, "AT+S.MQTTCONN=");
    assert_true(shows(&b, "AT+S.MQTTCONN=host,[port],[path]"));
    type(&b, "h,");
    assert_true(shows(&b, "port, may be left empty: 0 to 65535"));
    type(&b, "99999");
    press(&b, "Enter");
    assert_int_equal(b.sent.n, 0);
    assert_true(shows(&b, "port 99999 is not in 0..65535; Enter sends it all the same"));
    press(&b, "Backspace Enter");
    assert_buf(b.sent, "AT+S.MQTTCONN=h,9999\r");
    assert_buf(b.remembered, "AT+S.MQTTCONN=h,9999\n");
    close_bench(&b);
}

static void what_was_warned_of_is_sent_when_asked_twice(void **state)
{
    struct bench b;
    (void)state;
    open_bench(&b, "AT\r\nAT-S.OK\r\n");
    press(&b, ":");
    type(&b, "AT+S.NEW");
    press(&b, "Enter");
    assert_int_equal(b.sent.n, 0);
    press(&b, "Enter");
    assert_buf(b.sent, "AT+S.NEW\r");
    close_bench(&b);
}

static void words_are_completed(void **state)
{
    static const struct {
        const char *typed, *completed;
    } rows[] = {
        {"at+s.tlsc", "AT+S.TLSCERT="},
        {"AT+S.TLSCERT=co", "AT+S.TLSCERT=content,"},
        {"AT+S.TLSCERT=c", "AT+S.TLSCERT=c"}, /* ca, cert or content */
        {"AT+S.TLSCERT=content,", "AT+S.TLSCERT=content,"},
        {"AT+S.GPIOC=1,o", "AT+S.GPIOC=1,out,"},
        {"AT+S.NONE", "AT+S.NONE"},
        {"", "AT"},
    };
    struct bench b;
    (void)state;
    open_bench(&b, "AT\r\nAT-S.OK\r\n");
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].typed);
        press(&b, ":");
        type(&b, rows[i].typed);
        press(&b, "Tab");
        assert_slice_row(buf_slice(&b.app.prompt.text), slice_cstr(rows[i].completed));
        press(&b, "Esc");
    }
    assert_int_equal(b.sent.n, 0);
    close_bench(&b);
}

static void secrets_are_never_remembered(void **state)
{
    struct bench b;
    (void)state;
    open_bench(&b, "AT\r\nAT-S.OK\r\n");
    press(&b, ":");
    type(&b, "AT+S.SCFG=wifi_wpa_psk_text,not-for-a-file");
    press(&b, "Enter");
    assert_buf(b.sent, "AT+S.SCFG=wifi_wpa_psk_text,not-for-a-file\r");
    assert_int_equal(b.remembered.n, 0);
    press(&b, "Up"); /* but comes back in this run */
    assert_buf(b.app.prompt.text, "AT+S.SCFG=wifi_wpa_psk_text,not-for-a-file");
    close_bench(&b);
}

static void bytes_behind_a_command_are_counted(void **state)
{
    struct bench b;
    (void)state;
    open_bench(&b, "AT\r\nAT-S.OK\r\n");
    buf_cstr(&b.file, "<html>\r\n");
    press(&b, ":");
    type(&b, "AT+S.FSC=/index.html,");
    press(&b, "Enter");
    type(&b, "no file");
    press(&b, "Enter");
    assert_true(shows(&b, "no file: no such file"));
    press(&b, ":");
    type(&b, "AT+S.FSC=/index.html,");
    press(&b, "Enter");
    type(&b, "the file");
    press(&b, "Enter");
    assert_int_equal(b.sent.n, 0);
    assert_buf(b.app.prompt.text, "AT+S.FSC=/index.html,8");
    press(&b, "Backspace 9 Enter");
    assert_true(shows(&b, "the line announces 9 bytes, the file gives 8"));
    press(&b, "Backspace 8 Enter");
    assert_buf(b.sent, "AT+S.FSC=/index.html,8\r<html>\r\n");
    close_bench(&b);
}

static void questions_are_chosen_by_what_they_mean(void **state)
{
    struct bench b;
    (void)state;
    open_bench(&b, "AT\r\nAT-S.OK\r\n");
    press(&b, ". I V C L K");
    assert_buf(b.sent, "AT\rAT+S.STS\rAT+S.GCFG\rAT+S.TLSCERT=content,1\rAT+S.FSL\rAT+S.TIME\r");
    close_bench(&b);
}

static void a_question_of_a_finding_is_offered_first(void **state)
{
    struct bench b;
    (void)state;
    open_bench(&b, "AT\r\nAT-S.OK\r\n");
    const struct slice commands[] = {SLICE("AT+S.GCFG=ip_gw"), SLICE("AT+S.FCFG"),
                                     SLICE("AT+S.STS=<key>"), SLICE("openssl version"),
                                     SLICE("AT+S.TIME=1")};
    struct spw_step step = {.commands = commands, .n_commands = SPW_COUNT(commands)};
    struct spw_finding finding = {.confirm = &step, .n_confirm = 1};
    b.watch.shown.report.findings = &finding;
    b.watch.shown.report.n_findings = 1;
    app_key(&b.app, 'p');
    settle(&b);
    assert_true(shows(&b, "1 AT+S.GCFG=ip_gw"));
    assert_true(
        shows(&b, "2 AT\n")); /* what changes something, or is not for the module, is not there */
    assert_int_equal(b.app.questions.n, 7);
    press(&b, "1");
    assert_buf(b.sent, "AT+S.GCFG=ip_gw\r");
    press(&b, "p x");
    assert_buf(b.sent, "AT+S.GCFG=ip_gw\r");
    close_bench(&b);
}

static void nothing_is_sent_where_nothing_can_be(void **state)
{
    struct bench b;
    (void)state;
    open_bench(&b, "AT\r\nAT-S.OK\r\n");
    b.refuses = true;
    press(&b, ".");
    assert_true(shows(&b, "not sent: too much is waiting already"));
    b.app.actions.send = NULL;
    for (const char *key = ":crp.IVCLK"; *key != '\0'; key++) {
        app_key(&b.app, (uint8_t)*key);
        settle(&b);
        assert_true(shows(&b, "nothing can be sent to this source"));
    }
    assert_int_equal(b.sent.n, 0);
    close_bench(&b);
}

/* ---- a fix, step by step --------------------------------------------------------------------------------- */

/* The intermediate of the first sample, whose fix erases the store and loads the root above it. */
static void open_intermediate(struct bench *b)
{
    static uint8_t text[SESSION_MAX];
    FILE *f = fopen("traces/001-azure-intermediate-loaded-as-root/trace.txt", "rb");
    assert_non_null(f);
    size_t n = fread(text, 1, sizeof text - 1, f);
    (void)fclose(f);
    text[n] = '\0';
    open_bench(b, "");
    b->options.framing = SLICE("auto");
    watch_dispose(&b->watch);
    const struct scroll_reader reader = {read_again, b};
    assert_int_equal(watch_init(&b->watch, knowledge, &b->options, reader, NULL), SPW_OK);
    say(b, slice_of(text, n));
    settle(b);
    press(b, "f");
    assert_true(shows(b, "the certificate in the CA slot is an intermediate"));
}

static void a_fix_is_sent_step_by_step(void **state)
{
    struct bench b;
    (void)state;
    open_intermediate(&b);
    put_file(&b, "tests/tui/root.pem");
    press(&b, "r");
    assert_true(shows(&b, "Mending 1 of"));
    assert_true(shows(&b, "AT+S.TLSCERT=content,2"));
    assert_int_equal(b.sent.n, 0);
    press(&b, "y");
    assert_buf(b.sent, "AT+S.TLSCERT=content,2\r");
    press(&b, "y y"); /* nothing more before the module has answered */
    assert_buf(b.sent, "AT+S.TLSCERT=content,2\r");
    answer(&b);
    assert_true(shows(&b, "next step"));
    press(&b, "y");
    assert_true(shows(&b, "AT+S.TLSCERT=ca,"));
    buf_clear(&b.sent);
    press(&b, "y");
    type(&b, "the file");
    press(&b, "Enter");
    assert_int_equal(b.sent.n, 0);
    press(&b, "y");
    struct slice head, rest;
    uint64_t announced = 0;
    assert_true(slice_split(buf_slice(&b.sent), '\r', &head, &rest));
    assert_true(slice_starts(head, SLICE("AT+S.TLSCERT=ca,")));
    assert_int_equal(slice_to_u64(slice_from(head, 16), 100000, &announced), NUMBER_OK);
    assert_int_equal(announced, rest.n);
    assert_int_equal(rest.p[0], 0x30); /* DER: a sequence, not PEM */
    assert_int_equal(rest.p[1], 0x82);
    assert_int_equal((uint64_t)rest.p[2] * 256 + rest.p[3] + 4, rest.n);
    close_bench(&b);
}

static void a_refusal_stops_a_fix(void **state)
{
    struct bench b;
    (void)state;
    open_intermediate(&b);
    b.answer = "AT-S.ERROR:101:Unable to erase flash\r\n";
    press(&b, "r y");
    answer(&b);
    assert_true(shows(&b, "send it again"));
    size_t sent = b.sent.n;
    press(&b, "Esc y");
    assert_int_equal(b.sent.n, sent);
    assert_true(b.app.fixing.stage == FIXING_NOT);
    close_bench(&b);
}

static void blanks_of_a_step_are_asked_for(void **state)
{
    struct bench b;
    (void)state;
    open_bench(&b, "AT+S.MQTTCONN=h,8883,,2\r\nAT-S.ERROR:1:Command not found\r\n");
    const struct slice command = SLICE("AT+S.MQTTCONN=h,8883,,2,<user>,,<client id>");
    struct spw_step step = {.text = SLICE("Name it."), .commands = &command, .n_commands = 1};
    struct spw_finding finding = {.title = SLICE("x"), .fix = &step, .n_fix = 1};
    b.watch.shown.report.findings = &finding;
    b.watch.shown.report.n_findings = 1;
    b.app.finding = 0;
    app_key(&b.app, 'r');
    settle(&b);
    assert_true(shows(&b, "fill it in"));
    press(&b, "y");
    assert_true(shows(&b, "<user>:"));
    type(&b, "me");
    press(&b, "Enter");
    assert_true(shows(&b, "<client id>:"));
    type(&b, "it");
    press(&b, "Enter");
    assert_int_equal(b.sent.n, 0);
    press(&b, "e Backspace Backspace i d Enter");
    assert_int_equal(b.sent.n, 0);
    press(&b, "y");
    assert_buf(b.sent, "AT+S.MQTTCONN=h,8883,,2,me,,id\r");
    assert_int_equal(b.remembered.n, 0);
    close_bench(&b);
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
        SPW_TEST(a_command_is_completed_checked_and_sent),
        SPW_TEST(what_was_warned_of_is_sent_when_asked_twice),
        SPW_TEST(words_are_completed),
        SPW_TEST(secrets_are_never_remembered),
        SPW_TEST(bytes_behind_a_command_are_counted),
        SPW_TEST(questions_are_chosen_by_what_they_mean),
        SPW_TEST(a_question_of_a_finding_is_offered_first),
        SPW_TEST(nothing_is_sent_where_nothing_can_be),
        SPW_TEST(a_fix_is_sent_step_by_step),
        SPW_TEST(a_refusal_stops_a_fix),
        SPW_TEST(blanks_of_a_step_are_asked_for),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
