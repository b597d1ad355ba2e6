#include "cli/option.h"
#include "include/spwfdiag.h"
#include "support/spw_test.h"

enum { WORDS_MAX = 12 };

struct line {
    char words[WORDS_MAX][40]; /* argv may be reordered: it is a copy */
    char *argv[WORDS_MAX + 1];
    int argc;
};

static void line_split(struct line *l, const char *text)
{
    struct slice word, rest = slice_cstr(text);
    l->argc = 0;
    while (rest.n > 0) {
        assert_true(l->argc < WORDS_MAX);
        (void)slice_split(rest, ' ', &word, &rest);
        (void)snprintf(l->words[l->argc], sizeof l->words[0], "%.*s", SLICE_ARG(word));
        l->argv[l->argc] = l->words[l->argc];
        l->argc++;
    }
    l->argv[l->argc] = NULL;
}

static bool parse(const char *text, struct line *l, struct invocation *i, struct buf *why)
{
    line_split(l, text);
    buf_init(why, 1000);
    return option_parse(l->argc, l->argv, i, why);
}

static void good_lines_are_understood(void **state)
{
    (void)state;
    static const struct {
        const char *line, *command, *format, *output;
        size_t operands;
        bool quiet;
    } rows[] = {
        {"spwfdiag a.log", "diagnose", NULL, NULL, 1, false},
        {"spwfdiag diagnose a.log b.log", "diagnose", NULL, NULL, 2, false},
        {"spwfdiag -f json a.log", "diagnose", "json", NULL, 1, false},
        {"spwfdiag -fjson a.log", "diagnose", "json", NULL, 1, false},
        {"spwfdiag a.log --format=json b.log", "diagnose", "json", NULL, 2, false},
        {"spwfdiag --format json --format text a.log", "diagnose", "text", NULL, 1, false},
        {"spwfdiag -qo out a.log", "diagnose", NULL, "out", 1, true},
        {"spwfdiag -qoout -", "diagnose", NULL, "out", 1, true},
        {"spwfdiag -- -q", "diagnose", NULL, NULL, 1, false},
        {"spwfdiag -- rules", "diagnose", NULL, NULL, 1, false},
        {"spwfdiag -q rules check", "rules", NULL, NULL, 1, true},
        {"spwfdiag --output= rules check", "rules", NULL, "", 1, false},
        {"spwfdiag explain a b c", "explain", NULL, NULL, 3, false},
        {"spwfdiag fields", "fields", NULL, NULL, 0, false},
        {"spwfdiag --help", "diagnose", NULL, NULL, 0, false},
        {"spwfdiag rules -h", "rules", NULL, NULL, 0, false},
    };
    for (size_t k = 0; k < SPW_COUNT(rows); k++) {
        SPW_ROW(rows[k].line);
        struct line l;
        struct invocation i;
        struct buf why;
        assert_number_row(parse(rows[k].line, &l, &i, &why), true);
        assert_slice_row(slice_cstr(i.command->name), slice_cstr(rows[k].command));
        assert_slice_row(slice_cstr(i.settings.format), slice_cstr(rows[k].format));
        assert_slice_row(slice_cstr(i.settings.output), slice_cstr(rows[k].output));
        assert_number_row(i.n_operands, rows[k].operands);
        assert_number_row(i.settings.quiet, rows[k].quiet);
        buf_dispose(&why);
    }
}

static void wrong_lines_are_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *line, *why;
    } rows[] = {
        {"spwfdiag", "no trace is named; '-' is standard input"},
        {"spwfdiag --colour never x", "there is no option --colour; did you mean --color?"},
        {"spwfdiag --wxyz x", "there is no option --wxyz"},
        {"spwfdiag -z x", "there is no option -z"},
        {"spwfdiag -qz x", "there is no option -z"},
        {"spwfdiag x -f", "--format needs a value: FORMAT"},
        {"spwfdiag x --now", "--now needs a value: TIME"},
        {"spwfdiag --quiet=yes x", "--quiet takes no value"},
        {"spwfdiag --color blue x", "--color takes auto|always|never, not 'blue'"},
        {"spwfdiag --color= x", "--color takes auto|always|never, not ''"},
        {"spwfdiag rules", "'rules' needs list|check|test|mutate [RULE...]"},
        {"spwfdiag probe a b", "'probe' takes HOST[:PORT], not 'b'"},
        {"spwfdiag fields x", "'fields' takes nothing, not 'x'"},
        {"spwfdiag explain --chain c x", "--chain has no meaning for 'explain'"},
    };
    for (size_t k = 0; k < SPW_COUNT(rows); k++) {
        SPW_ROW(rows[k].line);
        struct line l;
        struct invocation i;
        struct buf why;
        assert_number_row(parse(rows[k].line, &l, &i, &why), false);
        assert_slice_row(buf_slice(&why), slice_cstr(rows[k].why));
        buf_dispose(&why);
    }
}

/* ---- the tables ------------------------------------------------------------------------------------------ */

static void no_option_stands_twice_in_the_table(void **state)
{
    (void)state;
    size_t n;
    const struct option *table = option_table(&n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            SPW_ROW(table[i].name);
            assert_number_row(slice_eq(slice_cstr(table[i].name), slice_cstr(table[k].name)),
                              false);
            assert_number_row(table[i].letter != '\0' && table[i].letter == table[k].letter, false);
            assert_number_row(table[i].field == table[k].field, false);
        }
    }
}

static void every_option_tells_what_it_does(void **state)
{
    (void)state;
    size_t n;
    const struct option *table = option_table(&n);
    for (size_t i = 0; i < n; i++) {
        SPW_ROW(table[i].name);
        struct slice about = slice_cstr(table[i].about);
        assert_number_row(slice_ends(about, SLICE(".")), true);
        assert_number_row(table[i].commands != 0, true);
        assert_number_row(table[i].choices != NULL && table[i].value == NULL, false);
    }
}

static void every_command_is_found_by_its_name(void **state)
{
    (void)state;
    size_t n;
    const struct command *table = command_table(&n);
    unsigned bits = 0;
    for (size_t i = 0; i < n; i++) {
        SPW_ROW(table[i].name);
        assert_ptr_equal(command_find(slice_cstr(table[i].name)), &table[i]);
        assert_number_row(bits & (unsigned)table[i].bit, 0);
        bits |= (unsigned)table[i].bit;
    }
    assert_int_equal(bits, CMD_ALL);
    assert_null(command_find(SLICE("trace.log")));
    assert_slice(command_nearest(SLICE("explian")), SLICE("explain"));
}

static bool has_choice(struct slice choices, struct slice name)
{
    struct slice choice, rest = choices;
    while (rest.n > 0) {
        (void)slice_split(rest, '|', &choice, &rest);
        if (slice_eq(choice, name)) {
            return true;
        }
    }
    return false;
}

/* The list in the table is for people; what the library reads is the truth. */
static void every_framing_can_be_forced(void **state)
{
    (void)state;
    size_t n = 0, names = 0;
    const struct option *table = option_table(&n);
    struct slice choices = {0}, name, rest;
    struct buf framings;

    for (size_t i = 0; i < n; i++) {
        choices = slice_eq(slice_cstr(table[i].name), SLICE("framing"))
                      ? slice_cstr(table[i].choices)
                      : choices;
    }
    buf_init(&framings, 4096);
    spw_framings(&framings);
    for (rest = buf_slice(&framings); rest.n > 0; names++) {
        (void)slice_split(rest, ' ', &name, &rest);
        if (!has_choice(choices, name)) {
            print_error("--framing does not take %.*s\n", SLICE_ARG(name));
            fail();
        }
    }
    assert_true(has_choice(choices, SLICE("auto")));
    for (size_t i = 0; i < choices.n; i++) {
        names -= choices.p[i] == '|' ? 1 : 0; /* one more choice than bars: auto */
    }
    assert_int_equal(names, 0);
    buf_dispose(&framings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(good_lines_are_understood),
        SPW_TEST(wrong_lines_are_refused_with_the_reason),
        SPW_TEST(no_option_stands_twice_in_the_table),
        SPW_TEST(every_option_tells_what_it_does),
        SPW_TEST(every_command_is_found_by_its_name),
        SPW_TEST(every_framing_can_be_forced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
