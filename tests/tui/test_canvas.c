#include "support/spw_test.h"
#include "tui/canvas.h"

static void draw(struct canvas *c, size_t rows, size_t cols, bool ascii)
{
    canvas_init(c, ascii);
    assert_int_equal(canvas_resize(c, rows, cols), SPW_OK);
}

static void assert_canvas(struct canvas *c, struct slice want)
{
    struct buf text;
    buf_init(&text, 4096);
    canvas_text(c, &text);
    assert_slice(buf_slice(&text), want);
    buf_dispose(&text);
    canvas_dispose(c);
}

static void text_is_cut_at_the_edge_of_its_region(void **state)
{
    struct canvas c;
    (void)state;
    draw(&c, 2, 10, false);
    struct region r = region_part(canvas_all(&c), 0, 2, 1, 5);
    assert_int_equal(region_put(r, 0, 1, ROLE_TEXT, SLICE("abcdefgh")), 5);
    assert_int_equal(region_put(r, 1, 0, ROLE_TEXT, SLICE("outside")), 0);
    assert_canvas(&c, SLICE("   abcd\n\n"));
}

static void what_is_cut_says_so_and_what_fits_does_not(void **state)
{
    struct canvas c;
    (void)state;
    draw(&c, 2, 4, false);
    (void)region_put_cut(canvas_all(&c), 0, 0, ROLE_TEXT, SLICE("abcde"));
    (void)region_put_cut(canvas_all(&c), 1, 0, ROLE_TEXT, SLICE("abcd"));
    assert_canvas(&c, SLICE("abc…\nabcd\n"));
}

static void bytes_that_would_move_a_terminal_come_out_visible(void **state)
{
    struct canvas c;
    (void)state;
    draw(&c, 1, 20, false);
    (void)region_put(canvas_all(&c), 0, 0, ROLE_TEXT, SLICE("a\033[2Jb\xff"));
    assert_canvas(&c, SLICE("a<1B>[2Jb<FF>\n"));
}

static void a_wide_character_takes_two_cells_and_is_never_halved(void **state)
{
    struct canvas c;
    (void)state;
    draw(&c, 3, 5, false);
    struct region all = canvas_all(&c);
    assert_int_equal(region_put(all, 0, 0, ROLE_TEXT, SLICE("日本")), 4);
    assert_int_equal(canvas_at(&c, 0, 1)->width, 0);
    (void)region_put(all, 1, 0, ROLE_TEXT, SLICE("ab日本"));
    (void)region_put(all, 2, 0, ROLE_TEXT, SLICE("日本"));
    (void)region_put(all, 2, 1, ROLE_TEXT, SLICE("xy"));
    assert_canvas(&c, SLICE("日本\nab日\n xy\n"));
}

static void marks_stand_on_the_character_before_them(void **state)
{
    struct canvas c;
    (void)state;
    draw(&c, 1, 5, false);
    assert_int_equal(region_put(canvas_all(&c), 0, 0, ROLE_TEXT, SLICE("e\xCC\x81t")), 2);
    assert_int_equal(canvas_at(&c, 0, 0)->n, 3);
    assert_canvas(&c, SLICE("e\xCC\x81t\n"));
}

static void an_ascii_canvas_holds_nothing_else(void **state)
{
    struct canvas c;
    (void)state;
    draw(&c, 2, 12, true);
    region_horizontal(canvas_all(&c), 0);
    (void)region_put(canvas_all(&c), 1, 0, ROLE_TEXT, glyph_of(GLYPH_ERROR, true));
    (void)region_put(canvas_all(&c), 1, 1, ROLE_TEXT, SLICE("\xC3\xA9"));
    for (size_t i = 0; i < c.rows * c.cols; i++) {
        assert_true(c.cells[i].n == 1 && c.cells[i].text[0] < 0x80);
    }
    canvas_dispose(&c);
}

static void sizes_are_clamped(void **state)
{
    struct canvas c;
    (void)state;
    draw(&c, 0, 1000000, false);
    assert_int_equal(c.rows, 1);
    assert_int_equal(c.cols, CANVAS_COLS_MAX);
    canvas_dispose(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(text_is_cut_at_the_edge_of_its_region),
        SPW_TEST(what_is_cut_says_so_and_what_fits_does_not),
        SPW_TEST(bytes_that_would_move_a_terminal_come_out_visible),
        SPW_TEST(a_wide_character_takes_two_cells_and_is_never_halved),
        SPW_TEST(marks_stand_on_the_character_before_them),
        SPW_TEST(an_ascii_canvas_holds_nothing_else),
        SPW_TEST(sizes_are_clamped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
