#include "base/escape.h"

#include "base/codepoint.h"
#include "support/spw_test.h"

#define RLO "\xE2\x80\xAE"  /* U+202E, turns the reading direction */
#define LRI "\xE2\x81\xA6"  /* U+2066 */
#define ZWSP "\xE2\x80\x8B" /* U+200B, a blank without width */
#define EURO "\xE2\x82\xAC"
#define HAN "\xE4\xB8\xAD"
#define ACUTE "\xCC\x81" /* U+0301, stands on the letter before it */
#define GRIN "\xF0\x9F\x98\x80"

static void only_shortest_forms_inside_unicode_are_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice s;
        size_t n;
        uint32_t cp;
    } rows[] = {
        {"nothing", SLICE_INIT(""), 0, 0},
        {"NUL", SLICE_INIT("\0"), 1, 0},
        {"two bytes, smallest", SLICE_INIT("\xC2\x80"), 2, 0x80},
        {"three bytes, smallest", SLICE_INIT("\xE0\xA0\x80"), 3, 0x800},
        {"four bytes, smallest", SLICE_INIT("\xF0\x90\x80\x80"), 4, 0x10000},
        {"last code point", SLICE_INIT("\xF4\x8F\xBF\xBF"), 4, 0x10FFFF},
        {"beyond the last", SLICE_INIT("\xF4\x90\x80\x80"), 0, 0},
        {"before the surrogates", SLICE_INIT("\xED\x9F\xBF"), 3, 0xD7FF},
        {"first surrogate", SLICE_INIT("\xED\xA0\x80"), 0, 0},
        {"last surrogate", SLICE_INIT("\xED\xBF\xBF"), 0, 0},
        {"overlong slash", SLICE_INIT("\xC0\xAF"), 0, 0},
        {"overlong in three", SLICE_INIT("\xE0\x9F\xBF"), 0, 0},
        {"overlong in four", SLICE_INIT("\xF0\x8F\xBF\xBF"), 0, 0},
        {"continuation alone", SLICE_INIT("\x80"), 0, 0},
        {"cut off", SLICE_INIT("\xE2\x82"), 0, 0},
        {"continued by ASCII",
         SLICE_INIT("\xE2\x82"
                    "A"),
         0, 0},
        {"no lead byte", SLICE_INIT("\xFF"), 0, 0},
        {"five bytes", SLICE_INIT("\xF8\x88\x80\x80\x80"), 0, 0},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        uint32_t cp = 0;
        assert_number_row(utf8_decode(rows[i].s, 0, &cp), rows[i].n);
        assert_number_row(cp, rows[i].cp);
    }
    assert_int_equal(utf8_decode(SLICE("a"), 7, NULL), 0);
    assert_int_equal(utf8_decode(SLICE("a" EURO), 1, NULL), 3);
}

static void a_terminal_gets_nothing_that_moves_or_hides(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice s, shown, ascii;
        size_t columns;
    } rows[] = {
        {"plain", SLICE_INIT("AT+S.STS"), SLICE_INIT("AT+S.STS"), SLICE_INIT("AT+S.STS"), 8},
        {"nothing", SLICE_INIT(""), SLICE_INIT(""), SLICE_INIT(""), 0},
        {"escape sequence", SLICE_INIT("\x1B[2J"), SLICE_INIT("<1B>[2J"), SLICE_INIT("<1B>[2J"), 7},
        {"line ends", SLICE_INIT("a\r\n"), SLICE_INIT("a<0D><0A>"), SLICE_INIT("a<0D><0A>"), 9},
        {"NUL and DEL", SLICE_INIT("\0\x7F"), SLICE_INIT("<00><7F>"), SLICE_INIT("<00><7F>"), 8},
        {"tab is one blank", SLICE_INIT("a\tb"), SLICE_INIT("a b"), SLICE_INIT("a b"), 3},
        {"C1 as a character", SLICE_INIT("\xC2\x9B"), SLICE_INIT("<U+009B>"),
         SLICE_INIT("<U+009B>"), 8},
        {"C1 as a byte", SLICE_INIT("\x9B"), SLICE_INIT("<9B>"), SLICE_INIT("<9B>"), 4},
        {"turned around", SLICE_INIT("a" RLO), SLICE_INIT("a<U+202E>"), SLICE_INIT("a<U+202E>"), 9},
        {"isolated", SLICE_INIT(LRI), SLICE_INIT("<U+2066>"), SLICE_INIT("<U+2066>"), 8},
        {"Arabic letter mark", SLICE_INIT("\xD8\x9C"), SLICE_INIT("<U+061C>"),
         SLICE_INIT("<U+061C>"), 8},
        {"no width", SLICE_INIT(ZWSP), SLICE_INIT("<U+200B>"), SLICE_INIT("<U+200B>"), 8},
        {"byte order mark", SLICE_INIT("\xEF\xBB\xBF"), SLICE_INIT("<U+FEFF>"),
         SLICE_INIT("<U+FEFF>"), 8},
        {"tag character", SLICE_INIT("\xF3\xA0\x81\x81"), SLICE_INIT("<U+E0041>"),
         SLICE_INIT("<U+E0041>"), 9},
        {"half a character", SLICE_INIT("\xE2\x82"), SLICE_INIT("<E2><82>"), SLICE_INIT("<E2><82>"),
         8},
        {"a sign", SLICE_INIT(EURO), SLICE_INIT(EURO), SLICE_INIT("<U+20AC>"), 1},
        {"wide", SLICE_INIT(HAN "a"), SLICE_INIT(HAN "a"), SLICE_INIT("<U+4E2D>a"), 3},
        {"emoji", SLICE_INIT(GRIN), SLICE_INIT(GRIN), SLICE_INIT("<U+1F600>"), 2},
        {"combining", SLICE_INIT("e" ACUTE), SLICE_INIT("e" ACUTE), SLICE_INIT("e<U+0301>"), 1},
    };
    struct buf b;
    buf_init(&b, 1000);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        buf_clear(&b);
        assert_number_row(esc_term(&b, rows[i].s, false), rows[i].columns);
        assert_slice_row(buf_slice(&b), rows[i].shown);
        assert_number_row(esc_term_width(rows[i].s, false), rows[i].columns);
        buf_clear(&b);
        assert_number_row(esc_term(&b, rows[i].s, true), rows[i].ascii.n);
        assert_slice_row(buf_slice(&b), rows[i].ascii);
        assert_number_row(esc_term_width(rows[i].s, true), rows[i].ascii.n);
    }
    buf_dispose(&b);
}

struct escape_row {
    const char *name;
    struct slice s, want;
};

static void check_rows(void (*escape)(struct buf *, struct slice), const struct escape_row *rows,
                       size_t n)
{
    struct buf b;
    buf_init(&b, 1000);
    for (size_t i = 0; i < n; i++) {
        SPW_ROW(rows[i].name);
        buf_clear(&b);
        escape(&b, rows[i].s);
        assert_slice_row(buf_slice(&b), rows[i].want);
    }
    buf_dispose(&b);
}

static void json_strings_keep_the_text_and_stay_valid(void **state)
{
    (void)state;
    static const struct escape_row rows[] = {
        {"quotes", SLICE_INIT("\"\\/"), SLICE_INIT("\\\"\\\\/")},
        {"controls", SLICE_INIT("\0\t\r\n\x1B\x7F"), SLICE_INIT("\\u0000\\t\\r\\n\\u001B\\u007F")},
        {"invalid bytes", SLICE_INIT("a\xFF"), SLICE_INIT("a\xEF\xBF\xBD")},
        {"half a character", SLICE_INIT("\xE2\x82"), SLICE_INIT("\xEF\xBF\xBD\xEF\xBF\xBD")},
        {"a sign", SLICE_INIT(EURO), SLICE_INIT(EURO)},
        {"turned around", SLICE_INIT(RLO), SLICE_INIT("\\u202E")},
        {"line separator", SLICE_INIT("\xE2\x80\xA8"), SLICE_INIT("\\u2028")},
        {"hidden beyond 16 bits", SLICE_INIT("\xF3\xA0\x80\x81"), SLICE_INIT("\\uDB40\\uDC01")},
    };
    check_rows(esc_json, rows, SPW_COUNT(rows));
}

static void html_gets_no_markup_and_no_forbidden_character(void **state)
{
    (void)state;
    static const struct escape_row rows[] = {
        {"element", SLICE_INIT("<script>"), SLICE_INIT("&lt;script&gt;")},
        {"attribute", SLICE_INIT("a\"b'c&d"), SLICE_INIT("a&quot;b&#39;c&amp;d")},
        {"escape", SLICE_INIT("\x1B["), SLICE_INIT("&lt;1B&gt;[")},
        {"NUL and invalid", SLICE_INIT("\0\xFF"), SLICE_INIT("&lt;00&gt;&lt;FF&gt;")},
        {"line end", SLICE_INIT("a\r\nb\t"), SLICE_INIT("a&lt;0D&gt;\nb\t")},
        {"turned around", SLICE_INIT(RLO "x"), SLICE_INIT("&lt;U+202E&gt;x")},
        {"a sign", SLICE_INIT(EURO), SLICE_INIT(EURO)},
    };
    check_rows(esc_html, rows, SPW_COUNT(rows));
}

static void markdown_shows_the_text_as_it_is(void **state)
{
    (void)state;
    static const struct escape_row rows[] = {
        {"emphasis", SLICE_INIT("a*b_c`d"), SLICE_INIT("a\\*b\\_c\\`d")},
        {"link", SLICE_INIT("[x](y)!"), SLICE_INIT("\\[x\\](y)\\!")},
        {"bare address", SLICE_INIT("see http://x"), SLICE_INIT("see http\\://x")},
        {"element", SLICE_INIT("<b>&amp;"), SLICE_INIT("\\<b\\>\\&amp;")},
        {"table", SLICE_INIT("a|b"), SLICE_INIT("a\\|b")},
        {"list item", SLICE_INIT("- a-b"), SLICE_INIT("\\- a-b")},
        {"list item behind blanks", SLICE_INIT("  + a"), SLICE_INIT("  \\+ a")},
        {"numbered item", SLICE_INIT("12. a. 3.5"), SLICE_INIT("12\\. a. 3.5")},
        {"underline of a heading", SLICE_INIT("==="), SLICE_INIT("\\===")},
        {"heading", SLICE_INIT("# a"), SLICE_INIT("\\# a")},
        {"host name", SLICE_INIT("a.b-c.net"), SLICE_INIT("a.b-c.net")},
        {"indication", SLICE_INIT("+WIND:1:x"), SLICE_INIT("\\+WIND:1:x")},
        {"line end", SLICE_INIT("a\n# b"), SLICE_INIT("a\\<0A\\>\\# b")},
        {"invalid", SLICE_INIT("\xFF\t"), SLICE_INIT("\\<FF\\> ")},
        {"turned around", SLICE_INIT(RLO), SLICE_INIT("\\<U+202E\\>")},
    };
    check_rows(esc_markdown, rows, SPW_COUNT(rows));
}

/* Every pair of bytes through every escaper: no control byte may come out, whatever goes in. */
static void xml_gets_no_character_it_cannot_hold(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct slice s, shown;
    } rows[] = {
        {"marks", SLICE_INIT("<a b=\"c\">&'"), SLICE_INIT("&lt;a b=&quot;c&quot;&gt;&amp;&#39;")},
        {"end of CDATA", SLICE_INIT("]]>"), SLICE_INIT("]]&gt;")},
        {"lines of an attribute", SLICE_INIT("a\n\tb"), SLICE_INIT("a&#10;&#9;b")},
        {"a control", SLICE_INIT("\x1b"), SLICE_INIT("&lt;1B&gt;")},
        {"no character", SLICE_INIT("\xEF\xBF\xBE\xEF\xBF\xBF"),
         SLICE_INIT("&lt;U+FFFE&gt;&lt;U+FFFF&gt;")},
        {"the last one", SLICE_INIT("\xEF\xBF\xBD"), SLICE_INIT("\xEF\xBF\xBD")},
    };
    struct buf b;
    buf_init(&b, 1000);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        buf_clear(&b);
        esc_xml(&b, rows[i].s);
        assert_slice_row(buf_slice(&b), rows[i].shown);
    }
    buf_dispose(&b);
}

static void code_cannot_leave_its_fence(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 1000);
    assert_int_equal(esc_markdown_fence(SLICE("")), 3);
    assert_int_equal(esc_markdown_fence(SLICE("a ``` b")), 4);
    assert_int_equal(esc_markdown_fence(SLICE("`````")), 6);
    esc_markdown_code(&b, SLICE("a\r\n```\t" RLO));
    assert_buf(b, "a<0D><0A>``` <U+202E>");
    buf_clear(&b);
    esc_markdown_span(&b, SLICE("a `b` ``c``"));
    assert_buf(b, "``` a `b` ``c`` ```");
    buf_clear(&b);
    esc_markdown_span(&b, SLICE(""));
    assert_buf(b, "`  `");
    buf_dispose(&b);
}

static void mermaid_gets_letters_and_entities_only(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 1000);
    esc_mermaid(&b, SLICE("a;b#c\nend " EURO "<script>"));
    assert_buf(b, "a#59;b#35;c#60;0A#62;end #8364;#60;script#62;");
    buf_dispose(&b);
}

static void no_escaper_lets_a_control_byte_through(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 1000);
    for (unsigned i = 0; i < 0x10000; i++) {
        const uint8_t two[2] = {(uint8_t)(i >> 8), (uint8_t)i};
        struct slice s = slice_of(two, 2);
        buf_clear(&b);
        (void)esc_term(&b, s, (i & 1) != 0);
        esc_json(&b, s);
        esc_markdown(&b, s);
        esc_xml(&b, s);
        esc_markdown_code(&b, s);
        esc_mermaid(&b, s);
        for (size_t at = 0; at < b.n; at++) {
            uint32_t cp = 0;
            size_t n = utf8_decode(buf_slice(&b), at, &cp);
            assert_true(n > 0);
            assert_false(codepoint_is_hidden(cp));
            at += n - 1;
        }
    }
    buf_dispose(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(only_shortest_forms_inside_unicode_are_utf8),
        SPW_TEST(a_terminal_gets_nothing_that_moves_or_hides),
        SPW_TEST(json_strings_keep_the_text_and_stay_valid),
        SPW_TEST(html_gets_no_markup_and_no_forbidden_character),
        SPW_TEST(markdown_shows_the_text_as_it_is),
        SPW_TEST(xml_gets_no_character_it_cannot_hold),
        SPW_TEST(code_cannot_leave_its_fence),
        SPW_TEST(mermaid_gets_letters_and_entities_only),
        SPW_TEST(no_escaper_lets_a_control_byte_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
