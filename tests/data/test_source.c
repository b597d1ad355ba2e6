/* Layers of files: what comes later replaces what has the same path. */
#include "support/spw_test.h"

#include "data/embedded.h"
#include "data/source.h"
#include "data/text.h"

#define FILE_OF(path, bytes)                                                                       \
    {                                                                                              \
        SLICE_INIT(path), SLICE_INIT(bytes)                                                        \
    }

static void a_later_layer_replaces_and_inserts(void **state)
{
    static const struct data_file first[] = {FILE_OF("b", "1"), FILE_OF("d", "1")};
    static const struct data_file second[] = {FILE_OF("d", "2"), FILE_OF("a", "2"),
                                              FILE_OF("c", "2"), FILE_OF("a", "3")};
    static const char *const paths[] = {"a", "b", "c", "d"};
    static const char *const bytes[] = {"3", "1", "2", "2"};
    struct data_source s;
    (void)state;
    data_source_init(&s);
    assert_int_equal(data_source_add(&s, first, SPW_COUNT(first)), SPW_OK);
    assert_int_equal(data_source_add(&s, second, SPW_COUNT(second)), SPW_OK);
    assert_int_equal(data_source_count(&s), SPW_COUNT(paths));
    for (size_t i = 0; i < SPW_COUNT(paths); i++) {
        const struct data_file *found = data_source_find(&s, slice_cstr(paths[i]));
        assert_ptr_equal(found, data_source_at(&s, i));
        assert_slice(found->path, slice_cstr(paths[i]));
        assert_slice(found->bytes, slice_cstr(bytes[i]));
    }
    assert_null(data_source_find(&s, SLICE("e")));
    assert_null(data_source_find(&s, SLICE("")));
    assert_null(data_source_at(&s, SPW_COUNT(paths)));
    data_source_dispose(&s);
}

static void the_embedded_files_are_sorted_and_all_found(void **state)
{
    struct data_source s;
    (void)state;
    data_source_init(&s);
    assert_int_equal(data_source_add_embedded(&s), SPW_OK);
    assert_int_equal(data_source_count(&s), embedded_files_count);
    for (size_t i = 0; i < embedded_files_count; i++) {
        assert_true(i == 0 || slice_cmp(embedded_files[i - 1].path, embedded_files[i].path) < 0);
        assert_slice(data_source_find(&s, embedded_files[i].path)->bytes, embedded_files[i].bytes);
    }
    assert_non_null(data_source_find(&s, SLICE("schema.tsv")));
    data_source_dispose(&s);
}

static void the_embedded_files_are_clean_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < embedded_files_count; i++) {
        assert_int_equal(text_bad_byte(embedded_files[i].bytes), embedded_files[i].bytes.n);
    }
}

struct judged {
    const char *text;
    size_t bad; /* offset, or the length when all is well */
    bool ascii;
};

static void text_is_judged_byte_by_byte_and_word_by_word_alike(void **state)
{
    static const struct judged rows[] = {
        {"", 0, true},
        {"plain ~text", 11, true},
        {"with\ttab\n", 9, false},
        {"\xC3\xA4\xE2\x99\xAF", 5, false},
        {"0123456\x7f", 7, false},
        {"0123456789\x01", 10, false},
        {"01234567\x80", 8, false},
        {"a\xC3", 1, false},
        {"a\xC0\x80", 1, false},
        {"\xED\xA0\x80", 0, false},
        {"a\xE2\x80\x8B", 1, false},
        {"line\r\n", 4, false},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].text);
        assert_number_row(text_bad_byte(slice_cstr(rows[i].text)), rows[i].bad);
        assert_number_row(text_is_ascii(slice_cstr(rows[i].text)), rows[i].ascii);
    }
    for (unsigned c = 0; c < 256; c++) { /* at each place of a word */
        for (size_t place = 0; place < 17; place++) {
            uint8_t bytes[17] = "aaaaaaaaaaaaaaaa";
            bytes[16] = 'a';
            bytes[place] = (uint8_t)c;
            assert_int_equal(text_is_ascii(slice_of(bytes, 17)), ascii_print((uint8_t)c));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_later_layer_replaces_and_inserts),
        SPW_TEST(the_embedded_files_are_sorted_and_all_found),
        SPW_TEST(the_embedded_files_are_clean_text),
        SPW_TEST(text_is_judged_byte_by_byte_and_word_by_word_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
