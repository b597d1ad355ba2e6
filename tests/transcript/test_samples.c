/* Recorded output of real programs: whatever they made of it, the same session must come out. The
 * samples were recorded with the Debian 12 versions of the programs, on a pair of pseudo terminals. */
#include "support/spw_test.h"
#include "transcript/transcript.h"

enum { FILE_MAX = 1 << 20, SAID_MAX = 1 << 14 };

/* What both sides said; and, in a capture of one side, the lines of the module alone. */
static const char two_way[] =
    "H AT\nM AT-S.OK\nH AT+S.TLSCERT=content,2\nM AT-S.Clean\nM AT-S.OK\n"
    "H AT+S.MQTTCONN=h,8883,,2,u,p,c,,,,,\nM AT-S.Skip CA\nM AT-S.Certificate Error:23\n"
    "M AT-S.ERROR:111:Request failed\nM +WIND:58:Socket Closed:0\n";
static const char both[] =
    "? AT\n? AT-S.OK\n? AT+S.TLSCERT=content,2\n? AT-S.Clean\n? AT-S.OK\n"
    "? AT+S.MQTTCONN=h,8883,,2,u,p,c,,,,,\n? AT-S.Skip CA\n? AT-S.Certificate Error:23\n"
    "? AT-S.ERROR:111:Request failed\n? +WIND:58:Socket Closed:0\n";
static const char module_only[] =
    "? AT-S.OK\n? AT-S.Clean\n? AT-S.OK\n? AT-S.Skip CA\n? AT-S.Certificate Error:23\n"
    "? AT-S.ERROR:111:Request failed\n? +WIND:58:Socket Closed:0\n";

struct sample {
    const char *file;
    const char *framing; /* NULL: none */
    const char *said;
};

static const struct sample samples[] = {
    {"asciinema", "asciinema", NULL},
    {"hexdump-C", "hexdump", both},
    {"hexdump", "hexdump", NULL},
    {"jpnevulator", "jpnevulator", two_way},
    {"minicom", NULL, module_only},
    {"od", "hexdump", both},
    {"od-d", "hexdump", both},
    {"od-x", "hexdump", NULL},
    {"picocom", NULL, module_only},
    {"picocom-echo", NULL, both},
    {"picocom-screen", NULL, both},
    {"pyserial-spy", "pyserial-spy", two_way},
    {"screen", NULL, module_only},
    {"script", NULL, both},
    {"sigrok-all", "sigrok", both},
    {"sigrok-data", "sigrok", both},
    {"sigrok-json", "sigrok", two_way},
    {"sigrok-samplenum", "sigrok", both},
    {"socat-messages", "socat", two_way},
    {"socat-v", "socat", two_way},
    {"socat-x", "socat", two_way},
    {"socat-x-v", "socat", two_way},
    {"strace-dump", "strace", two_way},
    {"strace-plain", "strace", two_way},
    {"strace-tt", "strace", NULL},
    {"strace-ttt-xx", "strace", two_way},
    {"tio-24hour", NULL, module_only},
    {"tio-24hour-delta", NULL, module_only},
    {"tio-24hour-start", NULL, module_only},
    {"tio-echo", NULL, both},
    {"tio-iso8601", NULL, module_only},
    {"tio-screen", NULL, both},
    {"xxd", "hexdump", both},
    {"xxd-g1", "hexdump", both},
    {"xxd-p", "hex-digits", both},
};

struct heard {
    struct buf said;
    struct slice file;
    bool directed;
    int64_t last_us;
    bool back_in_time;
};

/* In spellings that keep text as text, what stands at the reported place must be the line itself. */
static void check_place(const struct heard *h, const struct line *l)
{
    struct span s = line_span(l, 0, l->text.n);
    assert_true(s.offset + s.length <= h->file.n);
    assert_true(s.line >= 1 && s.column >= 1);
    if (l->n_segments == 1 && l->segments[0].step == 1 && l->segments[0].width == 1) {
        assert_slice(slice_sub(h->file, (size_t)s.offset, s.length), l->text);
    }
}

static void on_line(void *context, const struct line *l)
{
    struct heard *h = context;
    const char *who = !h->directed || l->direction == DIR_UNKNOWN ? "? "
                      : l->direction == DIR_HOST                  ? "H "
                                                                  : "M ";
    if (slice_trim(l->text).n == 0) {
        return;
    }
    check_place(h, l);
    buf_cstr(&h->said, who);
    buf_put(&h->said, l->text);
    buf_byte(&h->said, '\n');
    if (l->stamp.kind != STAMP_NONE && l->direction != DIR_HOST) {
        h->back_in_time = h->back_in_time || l->stamp.us < h->last_us;
        h->last_us = l->stamp.us;
    }
}

static void read_file(const char *name, struct buf *out)
{
    char path[200], block[4096];
    size_t n = 0;
    FILE *f = NULL;

    (void)snprintf(path, sizeof path, "tests/transcript/samples/%s.log", name);
    f = fopen(path, "rb");
    assert_non_null(f);
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        buf_put(out, slice_of(block, n));
    }
    (void)fclose(f);
}

static void run(const struct sample *s, struct slice file, bool single)
{
    struct heard h = {.file = file, .directed = s->said == two_way};
    struct transcript *t = NULL;
    const struct transcript_facts *f = NULL;

    buf_init(&h.said, SAID_MAX);
    assert_int_equal(transcript_new(&t, (struct line_sink){on_line, &h}), SPW_OK);
    for (size_t i = 0; i < file.n; i += single ? 1 : file.n) {
        assert_int_equal(transcript_feed(t, slice_sub(file, i, single ? 1 : file.n)), SPW_OK);
    }
    transcript_finish(t);
    f = transcript_facts(t);
    if (s->framing == NULL) {
        assert_null(f->framing);
    } else {
        assert_string_equal(f->framing, s->framing);
    }
    if (s->said != NULL) {
        assert_slice(buf_slice(&h.said), slice_cstr(s->said));
    } else {
        assert_true(slice_contains(buf_slice(&h.said), SLICE("AT-S.Certificate Error:23")));
    }
    assert_false(h.back_in_time);
    buf_dispose(&h.said);
    transcript_free(t);
}

static void every_program_s_record_says_what_was_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct buf file;
        buf_init(&file, FILE_MAX);
        read_file(samples[i].file, &file);
        print_message("%s\n", samples[i].file);
        run(&samples[i], buf_slice(&file), false);
        run(&samples[i], buf_slice(&file), true);
        buf_dispose(&file);
    }
}

static void a_cut_string_is_noticed(void **state)
{
    struct transcript *t = NULL;
    struct heard h = {.file = SLICE("read(3, \"\\r\\nAT-S.Certi\"..., 256) = 62\n"
                                    "read(3, \"\\r\\nAT-S.OK\\r\\n\", 256) = 11\n")};
    (void)state;
    buf_init(&h.said, SAID_MAX);
    assert_int_equal(transcript_new(&t, (struct line_sink){on_line, &h}), SPW_OK);
    assert_int_equal(transcript_feed(t, h.file), SPW_OK);
    transcript_finish(t);
    assert_true(transcript_facts(t)->truncated);
    assert_slice(buf_slice(&h.said), SLICE("? AT-S.Certi\n? AT-S.OK\n"));
    buf_dispose(&h.said);
    transcript_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(every_program_s_record_says_what_was_said),
                                       SPW_TEST(a_cut_string_is_noticed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
