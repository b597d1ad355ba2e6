/* In every wrapping, what stands at the reported place of a byte is that byte, in the wrapping's spelling. A
 * wrapping without a row here fails the test. */
#include "support/spw_test.h"
#include "transcript/transcript.h"

/* Does `spelled`, as it stands in the input, say `byte`? */
typedef bool spelling(struct slice spelled, uint8_t byte);

static bool plain(struct slice s, uint8_t byte) { return s.n == 1 && s.p[0] == byte; }

static bool digits(struct slice s, uint8_t byte)
{
    struct slice t = slice_starts(s, SLICE("0x")) ? slice_from(s, 2) : s;
    return t.n == 2 && ascii_hex(t.p[0]) * 16 + ascii_hex(t.p[1]) == byte;
}

static bool escaped(struct slice s, uint8_t byte)
{
    if (s.n == 2 && s.p[0] == '\\') {
        return s.p[1] == byte || (s.p[1] == 't' && byte == '\t');
    }
    return plain(s, byte) || (slice_starts(s, SLICE("\\x")) && digits(slice_from(s, 2), byte));
}

static bool table_cell(struct slice s, uint8_t byte)
{
    return plain(s, byte) || digits(s, byte) || (byte == ',' && slice_eq(s, SLICE("COMMA")));
}

static bool annotated(struct slice s, uint8_t byte)
{
    return plain(s, byte) || (s.n == 4 && digits(slice_sub(s, 1, 2), byte));
}

static bool numbered(struct slice s, uint8_t byte) /* "A (065)" */
{
    return s.n >= 7 && s.p[0] == byte && s.p[2] == '(';
}

static bool with_brackets(struct slice s, uint8_t byte) { return s.n == 4 && digits(s, byte); }

static bool named(struct slice s, uint8_t byte)
{
    return plain(s, byte) || (byte == '&' && slice_eq(s, SLICE("&amp;"))) ||
           (byte == '<' && slice_eq(s, SLICE("&lt;")));
}

static bool printable(struct slice s, uint8_t byte)
{
    return plain(s, byte) || (s.n == 3 && s.p[0] == '=' && digits(slice_from(s, 1), byte));
}

static bool bits(struct slice s, uint8_t byte)
{
    unsigned v = 0;
    for (size_t i = 0; i < s.n; i++) {
        v = v * 2 + (s.p[i] == '1' ? 1u : 0u);
    }
    return s.n == 8 && v == byte;
}

static unsigned sextet(uint8_t c)
{
    if (ascii_alpha(c)) {
        return c >= 'a' ? c - 'a' + 26u : c - 'A' + 0u;
    }
    return ascii_digit(c) ? c - '0' + 52u : (c == '+' ? 62 : 63);
}

static bool sextets(struct slice s,
                    uint8_t byte) /* two letters hold its eight bits and four others */
{
    unsigned v = s.n == 2 ? sextet(s.p[0]) << 6 | sextet(s.p[1]) : 0;
    return s.n == 2 && ((v & 255) == byte || (v >> 2 & 255) == byte || v >> 4 == byte);
}

static bool cell(struct slice s, uint8_t byte) { return s.n == 4 && s.p[3] == byte; }

struct sample {
    const char *framing;
    spelling *says;
    const char *input;
};

static const struct sample samples[] = {
    {"raw", plain, "AT+S.X=1\r\nAT-S.OK\r\n"},
    {"record", escaped, "# spwfdiag recording 1\n0.000001 > AT+S.X=1\\r\n0.2 < AT-S.OK\\r\\n\n"},
    {"asciinema", escaped,
     "{\"version\": 2, \"width\": 80, \"height\": 24}\n[0.5, \"o\", \"AT-S.\\\"OK\\r\\n\"]\n"},
    {"sigrok", annotated, "uart-1: A\nuart-1: T\nuart-1: [0D]\n"},
    {"saleae", table_cell,
     "name,type,start_time,duration,\"data\",\"error\"\n\"TX\",\"data\",0.1,0.1,A,\n"
     "\"TX\",\"data\",0.2,0.1,COMMA,\n\"TX\",\"data\",0.3,0.1,T,\n"},
    {"socat", digits, "> 2018/03/26 13:59:00.000000001  length=3 from=0 to=2\n 41 54 0d\n"},
    {"jpnevulator", digits, "2018-03-26 13:59:00.162371: host\n41 54 0D           \tAT.\n"},
    {"slsnif", numbered, "Host   --> A (065) T (084) <CR> (013)\n"},
    {"interceptty", with_brackets, "< 0x41 (A)\n< 0x54 (T)\n< 0x0d (.)\n"},
    {"pyserial-spy", digits, "000000.948 TX   0000  41 54 0D                 AT.\n"},
    {"strace", escaped, "write(3, \"AT+\\x53.X\\r\", 7) = 7\n"},
    {"tshark", digits, "1522072740.5\t0\t41540d\n"},
    {"docklight", plain, "26.03.2018 13:59:00.123 [TX] - AT+S.X<CR>\n"},
    {"modem-manager", plain, "<debug> [1522072740.5] [ttyUSB2/at] --> 'AT+S.X<CR>'\n"},
    {"bits", bits, "00000000: 01000001 01010100 00101101  AT-\n"},
    {"characters", cell, "0000000   A   T  \\n\n"},
    {"serial-monitor", digits, "[26/03/2018 13:59:00] Written data (COM5)\n    41 54 0d   AT.\n"},
    {"hexdump", digits, "00000000  41 54 2d 53 2e 4f 4b 0a                           |AT-S.OK.|\n"},
    {"hex-digits", digits, "41 54 2d 53 2e 4f 4b 0d 0a\n"},
    {"html", named, "<html><body>AT+S.X=a&amp;b<br>&lt;e5></body>\n"},
    {"mail", printable, "Content-Transfer-Encoding: quoted-printable\n\nAT+S.X=3D1,=\n2\n"},
    {"json", escaped, "[\n\"AT+S.X=\\\"1\\\"\\r\\n\",\n\"AT-S.OK\\r\\n\"]\n"},
    {"base64", sextets, "QVQrUy5YPTENCkFULVMuT0sNCkFULVMuT0sNCkFU\n"},
    {"driver", plain, "AT> AT+S.X\nAT< OK\n"},
    {"quoted", plain, "> AT+S.X=1\n> > AT-S.OK\n"},
    {"labelled", escaped, "{\"dir\": \"tx\", \"data\": \"AT+S.X=\\\"1\\\"\\r\\n\"}\n"},
    {"spelled-ends", plain, "AT+S.X=1\\r\\n\nAT-S.OK\\r\\n\n"},
};

struct heard {
    struct slice input;
    spelling *says;
    size_t bytes;
};

static void on_line(void *context, const struct line *l)
{
    struct heard *h = context;
    for (size_t i = 0; i < l->text.n; i++) {
        struct span s = line_span(l, i, 1);
        struct slice there = slice_sub(h->input, (size_t)s.offset, s.length);
        if (s.last_line == s.line && !h->says(there, l->text.p[i])) {
            print_error("byte %zu, '%c', stands at \"%.*s\"\n", i, l->text.p[i], SLICE_ARG(there));
            fail();
        }
        h->bytes++;
    }
}

static void check(const struct sample *s)
{
    struct heard h = {.input = slice_cstr(s->input), .says = s->says};
    struct transcript *t = NULL;

    print_message("%s\n", s->framing);
    assert_int_equal(transcript_new(&t, (struct line_sink){on_line, &h}), SPW_OK);
    assert_int_equal(transcript_feed(t, h.input), SPW_OK);
    transcript_finish(t);
    assert_true(h.bytes >= 2);
    transcript_free(t);
}

static void what_stands_at_a_place_is_what_was_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        check(&samples[i]);
    }
}

static void every_wrapping_has_a_sample(void **state)
{
    struct buf names;
    struct slice name, rest;

    (void)state;
    buf_init(&names, 4096);
    transcript_framings(&names);
    for (rest = buf_slice(&names); rest.n > 0;) {
        bool found = false;
        (void)slice_split(rest, ' ', &name, &rest);
        for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
            found = found || slice_eq(name, slice_cstr(samples[i].framing));
        }
        if (!found) {
            print_error("no sample of %.*s\n", SLICE_ARG(name));
            fail();
        }
    }
    buf_dispose(&names);
}

static void a_sample_is_recognised_as_what_it_is(void **state)
{
    (void)state;
    for (size_t i = 1; i < sizeof samples / sizeof samples[0]; i++) {
        struct heard h = {.input = slice_cstr(samples[i].input), .says = samples[i].says};
        struct transcript *t = NULL;
        struct buf told;

        buf_init(&told, 4096);
        assert_int_equal(transcript_new(&t, (struct line_sink){on_line, &h}), SPW_OK);
        assert_int_equal(transcript_feed(t, h.input), SPW_OK);
        transcript_finish(t);
        transcript_explain(t, &told);
        buf_cstr(&told, "");
        if (slice_find(buf_slice(&told), slice_cstr(samples[i].framing), 0) >
            slice_find(buf_slice(&told), SLICE("    0 %"), 0)) {
            print_error("%s is not recognised\n", samples[i].framing);
            fail();
        }
        buf_dispose(&told);
        transcript_free(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(what_stands_at_a_place_is_what_was_said),
                                       SPW_TEST(every_wrapping_has_a_sample),
                                       SPW_TEST(a_sample_is_recognised_as_what_it_is)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
