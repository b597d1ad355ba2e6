/* One certificate in every armour a paste can make of it: the same bytes must come out, and what was
 * odd must be said, no less and no more. */
#include <string.h>

#include "make.h"
#include "support/spw_test.h"
#include "x509/certificate.h"

static struct made clean_der;
static struct made clean_pem;

/* RSA, whose signatures are always of one length; the name is filled up until the base64 ends in "==",
 * so that every row of the table below is meaningful. */
static int set_up(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_RSA_1024);
    char subject[] = "O=Works/CN=device 17xxx";
    for (size_t n = strlen(subject); clean_der.n % 3 != 1; n--) {
        subject[n] = '\0';
        X509 *certificate = make_simple(subject, key, false);
        clean_der = make_der(certificate);
        clean_pem = make_pem(certificate);
        X509_free(certificate);
    }
    EVP_PKEY_free(key);
    return 0;
}

static void append(struct made *m, struct slice s)
{
    assert_true(s.n <= MADE_MAX - m->n);
    if (s.n != 0) {
        memcpy(m->bytes + m->n, s.p, s.n);
    }
    m->n += s.n;
}

static void append_row(struct made *m, const char *indent, struct slice row, const char *end)
{
    append(m, slice_cstr(indent));
    append(m, row);
    append(m, slice_cstr(end));
}

/* The clean PEM with other rows: `indent` in front of each, `end` behind, `width` characters. */
static struct made reshape(const char *indent, const char *end, size_t width)
{
    struct made base64 = {.n = 0};
    struct made out = {.n = 0};
    struct slice rest = made_slice(&clean_pem);
    struct slice row;
    assert_true(slice_split(rest, '\n', &row, &rest));
    append_row(&out, indent, row, end);
    while (slice_split(rest, '\n', &row, &rest) && row.p[0] != '-') {
        append(&base64, row);
    }
    for (size_t at = 0; at < base64.n; at += width) {
        append_row(&out, indent, slice_sub(made_slice(&base64), at, width), end);
    }
    append_row(&out, indent, row, end);
    return out;
}

static struct made replace(const struct made *m, const char *find, const char *put, bool all)
{
    struct made out = {.n = 0};
    const struct slice what = slice_cstr(find);
    const struct slice s = made_slice(m);
    size_t from = 0;
    for (size_t at = slice_find(s, what, 0); at < s.n; at = slice_find(s, what, from)) {
        append(&out, slice_sub(s, from, at - from));
        append(&out, slice_cstr(put));
        from = at + what.n;
        if (!all) {
            break;
        }
    }
    assert_true(from != 0);
    append(&out, slice_from(s, from));
    return out;
}

struct shape {
    const char *name;
    const char *indent, *end; /* NULL: as it should be */
    size_t width;             /* 0: 64 */
    const char *before, *after;
    const char *find, *put;
    bool all;        /* replace each, not only the first */
    size_t short_by; /* bytes left out at the end */
    unsigned odd;
};

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"

static const struct shape shapes[] = {
    {.name = "as it should be"},
    {.name = "CR LF", .end = "\r\n", .odd = X509_ODD_CRLF},
    {.name = "CR only", .end = "\r", .odd = X509_ODD_BARE_CR},
    {.name = "a blank line after every line", .end = "\n\n", .odd = X509_ODD_BLANK_LINES},
    {.name = "a blank line after every line, CR LF",
     .end = "\r\n\r\n",
     .odd = X509_ODD_BLANK_LINES | X509_ODD_CRLF},
    {.name = "a line of blanks after every line", .end = "\n  \n", .odd = X509_ODD_BLANK_LINES},
    {.name = "one CR LF among LF",
     .find = BEGIN "\n",
     .put = BEGIN "\r\n",
     .odd = X509_ODD_CRLF | X509_ODD_MIXED_EOL},
    {.name = "rows of 76", .width = 76, .odd = X509_ODD_REWRAPPED},
    {.name = "rows of 60", .width = 60, .odd = X509_ODD_REWRAPPED},
    {.name = "rows of one", .width = 1, .odd = X509_ODD_REWRAPPED},
    {.name = "all base64 in one row", .width = MADE_MAX, .odd = X509_ODD_ONE_LINE},
    {.name = "blanks instead of line ends",
     .end = " ",
     .odd = X509_ODD_ONE_LINE | X509_ODD_NO_FINAL_NEWLINE},
    {.name = "blanks instead of line ends, BEGIN and END apart",
     .end = " ",
     .find = BEGIN " ",
     .put = BEGIN "\n",
     .after = "\n",
     .odd = X509_ODD_ONE_LINE},
    {.name = "base64 on the line of BEGIN",
     .find = BEGIN "\n",
     .put = BEGIN,
     .odd = X509_ODD_ONE_LINE},
    {.name = "indented", .indent = "    ", .odd = X509_ODD_INDENTED},
    {.name = "indented with a tab", .indent = "\t", .odd = X509_ODD_INDENTED},
    {.name = "quoted mail", .indent = "> ", .odd = X509_ODD_INDENTED},
    {.name = "blanks at row ends", .end = " \n", .odd = X509_ODD_TRAILING_BLANKS},
    {.name = "three quote marks", .before = "'''", .after = "'''\n", .odd = X509_ODD_QUOTED},
    {.name = "three quote marks, nothing behind",
     .before = "\"\"\"",
     .short_by = 1,
     .after = "\"\"\"",
     .odd = X509_ODD_QUOTED | X509_ODD_NO_FINAL_NEWLINE},
    {.name = "a C string a row",
     .indent = "\"",
     .end = "\\n\"\n",
     .odd = X509_ODD_QUOTED | X509_ODD_ESCAPED_EOL},
    {.name = "a C string a row with CR LF in it",
     .indent = "  \"",
     .end = "\\r\\n\"\n",
     .odd = X509_ODD_QUOTED | X509_ODD_ESCAPED_EOL | X509_ODD_INDENTED},
    {.name = "strings added up",
     .indent = "'",
     .end = "\\n' +\n",
     .odd = X509_ODD_QUOTED | X509_ODD_ESCAPED_EOL},
    {.name = "a string that goes on behind a backslash",
     .end = "\\n\\\n",
     .odd = X509_ODD_ESCAPED_EOL},
    {.name = "a C definition",
     .before = "const char ca[] = ",
     .indent = "\"",
     .end = "\\n\"\n",
     .after = ";\n",
     .odd = X509_ODD_QUOTED | X509_ODD_ESCAPED_EOL | X509_ODD_TEXT_BEFORE},
    {.name = "JSON",
     .before = "{\"cert\":\"",
     .end = "\\n",
     .after = "\"}\n",
     .odd = X509_ODD_QUOTED | X509_ODD_ESCAPED_EOL | X509_ODD_TEXT_BEFORE | X509_ODD_TEXT_AFTER},
    {.name = "a byte order mark", .before = "\xef\xbb\xbf", .odd = X509_ODD_BOM},
    {.name = "bag attributes",
     .before = "Bag Attributes\n    friendlyName: x\nsubject=O = Works\n",
     .odd = X509_ODD_TEXT_BEFORE},
    {.name = "a command on the line of BEGIN",
     .before = "AT+S.TLSCERT=ca,1261 ",
     .odd = X509_ODD_TEXT_BEFORE},
    {.name = "empty lines in front", .before = "\r\n\n", .odd = X509_ODD_LEADING_NEWLINE},
    {.name = "the next command behind",
     .after = "AT+S.TLSCERT=content,1\n",
     .odd = X509_ODD_TEXT_AFTER},
    {.name = "no line end at the end", .short_by = 1, .odd = X509_ODD_NO_FINAL_NEWLINE},
    {.name = "en dashes",
     .find = "-----",
     .put = "\xe2\x80\x93\xe2\x80\x93\xe2\x80\x93\xe2\x80\x93\xe2\x80\x93",
     .all = true,
     .odd = X509_ODD_BAD_DASHES},
    {.name = "an em dash and a hyphen",
     .find = "-----",
     .put = "\xe2\x80\x94-",
     .all = true,
     .odd = X509_ODD_BAD_DASHES},
    {.name = "dashes of Windows-1252",
     .find = "-----",
     .put = "\x97\x97-",
     .all = true,
     .odd = X509_ODD_BAD_DASHES},
    {.name = "four hyphens", .find = "-----", .put = "----", .odd = X509_ODD_BAD_DASHES},
    {.name = "six hyphens behind END", .find = END, .put = END "-", .odd = X509_ODD_BAD_DASHES},
    {.name = "no hyphens in front of BEGIN",
     .find = "-----BEGIN",
     .put = "BEGIN",
     .odd = X509_ODD_BAD_DASHES},
    {.name = "END of something else",
     .find = "END CERTIFICATE",
     .put = "END X509 CERTIFICATE",
     .odd = X509_ODD_LABEL_MISMATCH},
    {.name = "END of nothing",
     .find = "END CERTIFICATE",
     .put = "END",
     .odd = X509_ODD_LABEL_MISMATCH},
    {.name = "no END", .find = END "\n", .put = "", .odd = X509_ODD_NO_TRAILER},
    {.name = "no END, but what the module said",
     .find = END "\n",
     .put = "OK\nAT-S.OK\n",
     .odd = X509_ODD_NO_TRAILER},
    {.name = "END cut inside the label",
     .find = END "\n",
     .put = "-----END CERTIFIC",
     .odd = X509_ODD_NO_TRAILER},
    {.name = "END cut inside the hyphens",
     .find = END "\n",
     .put = "---",
     .odd = X509_ODD_NO_TRAILER},
    {.name = "no BEGIN", .find = BEGIN "\n", .put = "", .odd = X509_ODD_NO_HEADER},
    {.name = "no BEGIN, a command instead",
     .find = BEGIN "\n",
     .put = "AT+S.TLSCERT=ca,1261\n",
     .odd = X509_ODD_NO_HEADER | X509_ODD_TEXT_BEFORE},
    {.name = "a character that is no base64",
     .find = "\nMII",
     .put = "\nM?II",
     .odd = X509_ODD_BAD_BASE64 | X509_ODD_REWRAPPED},
    {.name = "padding missing", .find = "==\n", .put = "\n", .odd = X509_ODD_BAD_BASE64},
    {.name = "half the padding missing", .find = "==\n", .put = "=\n", .odd = X509_ODD_BAD_BASE64},
    {.name = "too much padding", .find = "==\n", .put = "======\n", .odd = X509_ODD_BAD_BASE64},
    {.name = "base64 behind the padding",
     .find = "==\n",
     .put = "==\nAAAA\n",
     .odd = X509_ODD_BAD_BASE64 | X509_ODD_REWRAPPED},
};

static struct made make_shape(const struct shape *s)
{
    struct made m = reshape(s->indent != NULL ? s->indent : "", s->end != NULL ? s->end : "\n",
                            s->width != 0 ? s->width : 64);
    if (s->find != NULL) {
        m = replace(&m, s->find, s->put, s->all);
    }
    struct made out = {.n = 0};
    append(&out, slice_cstr(s->before));
    append(&out, slice_sub(made_slice(&m), 0, m.n - s->short_by));
    append(&out, slice_cstr(s->after));
    return out;
}

static void check_read(struct slice bytes, unsigned want, const char *spw_row)
{
    struct arena arena;
    struct x509_facts facts;
    unsigned odd = 0;
    arena_init(&arena, 1 << 20);
    assert_int_equal(x509_read(bytes, &arena, &facts, &odd), SPW_OK);
    for (unsigned i = 0; i < X509_ODD_BITS; i++) {
        if (((odd ^ want) >> i & 1u) != 0) {
            print_error("%s: %s: %s\n", spw_row, (want >> i & 1u) != 0 ? "missing" : "not expected",
                        x509_oddity_text((enum x509_oddity)(1u << i)));
        }
    }
    assert_number_row(odd, want);
    assert_number_row(facts.what, X509_CERTIFICATE);
    assert_slice_row(facts.der, made_slice(&clean_der));
    assert_number_row(facts.der_length, clean_der.n);
    assert_number_row(facts.sha256.n, 32);
    arena_dispose(&arena);
}

static void every_shape_gives_the_same_bytes_and_its_oddities(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(shapes); i++) {
        const struct made m = make_shape(&shapes[i]);
        check_read(made_slice(&m), shapes[i].odd, shapes[i].name);
    }
}

static void base64_without_begin_and_end_is_found(void **state)
{
    (void)state;
    static const struct shape shape = {.name = "bare", .find = END "\n", .put = ""};
    const struct made m = make_shape(&shape);
    const struct slice bare = slice_from(made_slice(&m), sizeof BEGIN);
    check_read(bare, X509_ODD_NO_HEADER | X509_ODD_NO_TRAILER, "bare");
    struct made behind = {.n = 0};
    append(&behind, SLICE("AT+S.TLSCERT=ca,1261\r\nMODULE\r\n  "));
    append(&behind, bare);
    check_read(made_slice(&behind),
               X509_ODD_NO_HEADER | X509_ODD_NO_TRAILER | X509_ODD_TEXT_BEFORE | X509_ODD_INDENTED,
               "bare, behind a command");
}

static struct made to_utf16(bool mark, bool big_endian)
{
    struct made m = {.n = 0};
    if (mark) {
        append(&m, big_endian ? SLICE("\xfe\xff") : SLICE("\xff\xfe"));
    }
    for (size_t i = 0; i < clean_pem.n; i++) {
        const uint8_t pair[2] = {big_endian ? 0 : clean_pem.bytes[i],
                                 big_endian ? clean_pem.bytes[i] : 0};
        append(&m, slice_of(pair, 2));
    }
    return m;
}

static void two_bytes_a_character_are_folded(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        const struct made m = to_utf16((i & 1) != 0, (i & 2) != 0);
        check_read(made_slice(&m), X509_ODD_UTF16, "UTF-16");
    }
}

static void der_is_taken_as_it_is(void **state)
{
    (void)state;
    struct made m = clean_der;
    check_read(made_slice(&m), 0, "DER");
    append(&m, SLICE("\r\n"));
    check_read(made_slice(&m), X509_ODD_TRAILING_BYTES, "DER and a line end");
    m.n = 0;
    append(&m, SLICE("\r\n"));
    append(&m, made_slice(&clean_der));
    check_read(made_slice(&m), X509_ODD_LEADING_NEWLINE, "a line end and DER");
}

static void of_several_objects_the_first_is_read_and_all_are_counted(void **state)
{
    (void)state;
    struct made m = clean_pem;
    append(&m, made_slice(&clean_pem));
    check_read(made_slice(&m), X509_ODD_SEVERAL_BLOCKS, "two");
    assert_int_equal(x509_count_blocks(made_slice(&m)), 2);
    append(&m, SLICE("text"));
    append(&m, made_slice(&clean_pem));
    check_read(made_slice(&m), X509_ODD_SEVERAL_BLOCKS, "three");
    assert_int_equal(x509_count_blocks(made_slice(&m)), 3);
    m.n = clean_pem.n - sizeof END; /* the first has no END */
    append(&m, made_slice(&clean_pem));
    check_read(made_slice(&m), X509_ODD_SEVERAL_BLOCKS | X509_ODD_NO_TRAILER, "first without END");
    assert_int_equal(x509_count_blocks(SLICE("BEGIN the BEGINNING of BEGIN - nothing")), 0);
    assert_int_equal(x509_count_blocks(made_slice(&clean_der)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(every_shape_gives_the_same_bytes_and_its_oddities),
        SPW_TEST(base64_without_begin_and_end_is_found),
        SPW_TEST(two_bytes_a_character_are_folded),
        SPW_TEST(der_is_taken_as_it_is),
        SPW_TEST(of_several_objects_the_first_is_read_and_all_are_counted),
    };
    return cmocka_run_group_tests_name("x509/pem", tests, set_up, NULL);
}
