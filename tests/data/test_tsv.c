/* Tables: good ones give their cells, broken ones a message with number and place. */
#include "support/spw_test.h"

#include <string.h>

#include "base/message_ids.h"
#include "data/tsv.h"

#define NONE                                                                                       \
    {                                                                                              \
        NULL, 0                                                                                    \
    }
static const struct tsv_column columns[] = {
    {SLICE_INIT("name"), TSV_WORD, 0, 0, NONE, true, true, NONE},
    {SLICE_INIT("age"), TSV_INT, 0, 150, NONE, false, false, NONE},
    {SLICE_INIT("kind"), TSV_CHOICE, 0, 0, SLICE_INIT("cat|dog|parrot"), false, false, NONE},
    {SLICE_INIT("note"), TSV_TEXT, 0, 0, NONE, false, false, NONE},
};
static const struct tsv_table pets = {SLICE_INIT("pets"), columns, SPW_COUNT(columns)};
#define HEADER "name\tage\tkind\tnote\n"

struct reading {
    struct messages messages;
    struct tsv tsv;
    enum spw_status opened, closed;
    size_t rows;
};

static void read_all(struct reading *r, const struct tsv_table *table, struct slice text)
{
    memset(r, 0, sizeof *r);
    messages_init(&r->messages);
    r->opened = tsv_open(&r->tsv, table, SLICE("pets.tsv"), text, &r->messages);
    while (tsv_next(&r->tsv)) {
        r->rows++;
    }
    r->closed = tsv_close(&r->tsv);
}

static void cells_come_in_the_order_of_the_table_not_of_the_file(void **state)
{
    (void)state;
    struct messages messages;
    struct tsv t;
    messages_init(&messages);
    struct slice text =
        SLICE("# pets\n\nnote\tkind\tname\tage\nso \xC3\xA4\tcat\tTom\t7\n#\n\t\tJerry\t");
    assert_int_equal(tsv_open(&t, &pets, SLICE("pets.tsv"), text, &messages), SPW_OK);
    assert_true(tsv_next(&t));
    assert_slice(tsv_cell(&t, 0), SLICE("Tom"));
    assert_int_equal(tsv_int(&t, 1, -1), 7);
    assert_slice(tsv_cell(&t, 2), SLICE("cat"));
    assert_slice(tsv_cell(&t, 3), SLICE("so \xC3\xA4"));
    assert_int_equal(t.line, 4);
    assert_true(tsv_next(&t)); /* the last line feed may be missing */
    assert_slice(tsv_cell(&t, 0), SLICE("Jerry"));
    assert_int_equal(tsv_int(&t, 1, -1), -1);
    assert_false(tsv_next(&t));
    assert_int_equal(tsv_close(&t), SPW_OK);
    assert_int_equal(messages.n, 0);
    messages_dispose(&messages);
}

struct broken {
    const char *name;
    const char *text;
    unsigned number;
    uint32_t line, column;
    size_t rows; /* good ones that are read all the same */
};

static const struct broken broken_tables[] = {
    {"nothing at all", "", MSG_TABLE_HEADER, 0, 1, 0},
    {"comments only", "# a\n#b\n", MSG_TABLE_HEADER, 0, 1, 0},
    {"unknown column", "name\tage\tkind\tnotes\nTom\t\t\t\n", MSG_TABLE_HEADER, 1, 15, 0},
    {"column twice", "name\tname\tage\tkind\tnote\n", MSG_TABLE_HEADER, 1, 6, 0},
    {"column missing", "name\tage\tkind\nTom\t7\tcat\n", MSG_TABLE_HEADER, 1, 14, 0},
    {"cell too few", HEADER "Tom\t7\tcat\nJerry\t\t\t\n", MSG_TABLE_COLUMNS, 2, 10, 1},
    {"cell too many", HEADER "Tom\t7\tcat\t\textra\n", MSG_TABLE_COLUMNS, 2, 12, 0},
    {"empty required cell", HEADER "\t7\tcat\t\n", MSG_TABLE_EMPTY, 2, 1, 0},
    {"two words", HEADER "Tom Cat\t7\tcat\t\n", MSG_TABLE_VALUE, 2, 4, 0},
    {"no number", HEADER "Tom\tx\tcat\t\n", MSG_TABLE_NUMBER, 2, 5, 0},
    {"number out of range", HEADER "Tom\t151\tcat\t\n", MSG_TABLE_NUMBER, 2, 5, 0},
    {"number too large", HEADER "Tom\t99999999999999999999\tcat\t\n", MSG_TABLE_NUMBER, 2, 5, 0},
    {"unknown word", HEADER "Tom\t7\tcta\t\n", MSG_TABLE_WORD, 2, 7, 0},
    {"same key twice", HEADER "Tom\t7\tcat\t\nTom\t8\tdog\t\n", MSG_TABLE_DUPLICATE, 3, 1, 1},
    {"carriage return", HEADER "Tom\t7\tcat\tx\r\nJerry\t\t\t\n", MSG_TABLE_LINE_END, 2, 12, 1},
    {"carriage return in the header", "name\tage\tkind\tnote\r\n", MSG_TABLE_LINE_END, 1, 19, 0},
    {"control character", HEADER "Tom\t7\tcat\ta\x1b[1m\n", MSG_TABLE_ENCODING, 2, 12, 0},
    {"broken UTF-8", HEADER "Tom\t7\tcat\ta\xC3\n", MSG_TABLE_ENCODING, 2, 12, 0},
    {"direction override",
     HEADER "Tom\t7\tcat\t\xE2\x80\xAE"
            "a\n",
     MSG_TABLE_ENCODING, 2, 11, 0},
    {"blank at the end", HEADER "Tom\t7\tcat\tnice \n", MSG_TABLE_BLANKS, 2, 11, 0},
    {"blank at the beginning", HEADER "Tom\t7\tcat\t nice\n", MSG_TABLE_BLANKS, 2, 11, 0},
};

static void every_broken_table_is_reported_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(broken_tables); i++) {
        const struct broken *b = &broken_tables[i];
        struct reading r;
        SPW_ROW(b->name);
        read_all(&r, &pets, slice_cstr(b->text));
        assert_number_row(r.messages.n, 1);
        assert_number_row(r.messages.list[0].number, b->number);
        assert_number_row(r.messages.list[0].line, b->line);
        assert_number_row(r.messages.list[0].column, b->column);
        assert_number_row(r.rows, b->rows);
        assert_number_row(r.closed, SPW_INVALID);
        assert_slice_row(r.messages.list[0].file, SLICE("pets.tsv"));
        messages_dispose(&r.messages);
    }
}

static void a_misspelt_word_gets_the_nearest_one_as_a_hint(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, &pets, SLICE(HEADER "Tom\t7\tparot\t\n"));
    assert_slice(r.messages.list[0].hint, SLICE("parrot"));
    messages_dispose(&r.messages);
    read_all(&r, &pets, SLICE("nam\tage\tkind\tnote\n"));
    assert_slice(r.messages.list[0].hint, SLICE("name"));
    messages_dispose(&r.messages);
}

static void all_faults_of_a_row_are_reported(void **state)
{
    (void)state;
    struct reading r;
    read_all(&r, &pets, SLICE(HEADER "\tx\ty\t z\n"));
    assert_int_equal(r.messages.n, 4);
    messages_dispose(&r.messages);
}

static void several_key_columns_tell_rows_apart_together(void **state)
{
    static const struct tsv_column pair[] = {
        {SLICE_INIT("a"), TSV_TEXT, 0, 0, NONE, false, true, NONE},
        {SLICE_INIT("b"), TSV_TEXT, 0, 0, NONE, false, true, NONE},
    };
    static const struct tsv_table table = {SLICE_INIT("pairs"), pair, SPW_COUNT(pair)};
    struct reading r;
    (void)state;
    read_all(&r, &table, SLICE("a\tb\nx\tyz\nxy\tz\n\txyz\nx\tyz\n"));
    assert_int_equal(r.rows, 3);
    assert_int_equal(r.messages.n, 1);
    assert_int_equal(r.messages.list[0].number, MSG_TABLE_DUPLICATE);
    assert_int_equal(r.messages.list[0].line, 5);
    messages_dispose(&r.messages);
}

/* ---- types ------------------------------------------------------------------------------------ */

struct typed {
    const char *type, *cell;
    bool good;
};

static const struct typed typed_cells[] = {
    {"text", "any thing", true},
    {"word", "one", true},
    {"word", "one two", false},
    {"words", "one two three", true},
    {"words", "one  two", false},
    {"int", "-5", true},
    {"int", "5x", false},
    {"int(1..9)", "9", true},
    {"int(1..9)", "10", false},
    {"int(..9)", "-100", true},
    {"int(1..)", "0", false},
    {"ints(1..65535)", "80 443 8883", true},
    {"ints(1..65535)", "80 65536", false},
    {"bool", "yes", true},
    {"bool", "no", true},
    {"bool", "true", false},
    {"choice(a|b)", "b", true},
    {"choice(a|b)", "a|b", false},
    {"date", "2018-03-24", true},
    {"date", "2018-02-29", false},
    {"date", "24.03.2018", false},
    {"date", "2018-3-24", false},
    {"time", "2018-03-24T14:18:21Z", true},
    {"time", "2018-03-24T25:00:00Z", false},
    {"time", "2018-03-24 14:18:21", false},
    {"version", "1.1.0", true},
    {"version", "1.1.0.0", false},
    {"version", "1.x", false},
    {"hex", "0a1b", true},
    {"hex", "0a1", false},
    {"hex", "0A1B", false},
    {"hex40", "e59d5930824758ccacfa085436867b3ab5044df0", true},
    {"hex40", "e59d5930824758ccacfa085436867b3ab5044df", false},
    {"hex40", "e59d5930824758ccacfa085436867b3ab5044dg0", false},
    {"hex40s", "e59d5930824758ccacfa085436867b3ab5044df0 e59d5930824758ccacfa085436867b3ab5044df1",
     true},
    {"dated-hex40s", "e59d5930824758ccacfa085436867b3ab5044df0=2024-09-30", true},
    {"dated-hex40s", "e59d5930824758ccacfa085436867b3ab5044df0", false},
    {"dated-hex40s", "e59d5930824758ccacfa085436867b3ab5044df0=2024-09-31", false},
    {"pattern", "^a|b$", true},
    {"parameters", "host,[port]", true},
};

static void each_type_takes_and_refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(typed_cells); i++) {
        struct tsv_column column = {SLICE_INIT("c"), TSV_TEXT, 0, 0, NONE, true, false, NONE};
        struct tsv_table table = {SLICE_INIT("t"), &column, 1};
        char text[200];
        struct reading r;
        SPW_ROW(typed_cells[i].cell);
        assert_true(tsv_type_parse(slice_cstr(typed_cells[i].type), &column));
        (void)snprintf(text, sizeof text, "c\n%s\n", typed_cells[i].cell);
        read_all(&r, &table, slice_cstr(text));
        assert_number_row(r.rows, typed_cells[i].good ? 1 : 0);
        assert_number_row(r.messages.n, typed_cells[i].good ? 0 : 1);
        messages_dispose(&r.messages);
    }
}

static void spellings_that_are_no_type_are_refused(void **state)
{
    static const char *const spellings[] = {"",         "integer",   "int(",      "int()",
                                            "int(5)",   "int(9..1)", "int(1..9",  "choice",
                                            "choice()", "word(1)",   "int(1..9)x"};
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(spellings); i++) {
        struct tsv_column column = {SLICE_INIT("c"), TSV_DATE, 1, 2, NONE, true, false, NONE};
        SPW_ROW(spellings[i]);
        assert_number_row(tsv_type_parse(slice_cstr(spellings[i]), &column), false);
        assert_number_row(column.type, TSV_DATE); /* untouched */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(cells_come_in_the_order_of_the_table_not_of_the_file),
        SPW_TEST(every_broken_table_is_reported_with_its_place),
        SPW_TEST(a_misspelt_word_gets_the_nearest_one_as_a_hint),
        SPW_TEST(all_faults_of_a_row_are_reported),
        SPW_TEST(several_key_columns_tell_rows_apart_together),
        SPW_TEST(each_type_takes_and_refuses),
        SPW_TEST(spellings_that_are_no_type_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
