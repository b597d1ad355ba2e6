/* Rule files as trees: good ones keep every scalar as text with its place, others are refused there. */
#include "support/spw_test.h"

#include <string.h>

#include "base/message_ids.h"
#include "data/yaml.h"

struct reading {
    struct arena arena;
    struct messages messages;
    const struct yaml_node *root;
    enum spw_status status;
};

static void begin(struct reading *r, struct slice text)
{
    memset(r, 0, sizeof *r);
    arena_init(&r->arena, 16 * 1024 * 1024);
    messages_init(&r->messages);
    r->status = yaml_read(&r->root, &r->arena, SLICE("rule.yaml"), text, &r->messages);
}

static void end(struct reading *r)
{
    messages_dispose(&r->messages);
    arena_dispose(&r->arena);
}

static const char sample[] = "# a rule\n"
                             "id: tls-root\n"
                             "\xC3\xA4: \"quo\\ted\"\n"
                             "list:\n"
                             "  - no\n"
                             "  - 1.10\n"
                             "  - { at: 0x17, note: ~ }\n"
                             "text: |\n"
                             "  first\n"
                             "\n"
                             "    second\n"
                             "empty:\n";

static void every_scalar_stays_text(void **state)
{
    struct reading r;
    (void)state;
    begin(&r, SLICE("a: no\nb: 1.10\nc: 0x17\nd: ~\ne: null\nf:\ng: 'it''s'\nh: \"x\\ny\"\n"));
    assert_int_equal(r.status, SPW_OK);
    assert_slice(yaml_text(yaml_get(r.root, "a")), SLICE("no"));
    assert_slice(yaml_text(yaml_get(r.root, "b")), SLICE("1.10"));
    assert_slice(yaml_text(yaml_get(r.root, "c")), SLICE("0x17"));
    assert_slice(yaml_text(yaml_get(r.root, "d")), SLICE("~"));
    assert_slice(yaml_text(yaml_get(r.root, "e")), SLICE("null"));
    assert_slice(yaml_text(yaml_get(r.root, "f")), SLICE(""));
    assert_slice(yaml_text(yaml_get(r.root, "g")), SLICE("it's"));
    assert_slice(yaml_text(yaml_get(r.root, "h")), SLICE("x\ny"));
    assert_int_equal(yaml_get(r.root, "a")->style, YAML_PLAIN);
    assert_int_equal(yaml_get(r.root, "g")->style, YAML_QUOTED);
    end(&r);
}

static void the_tree_keeps_order_and_kinds(void **state)
{
    struct reading r;
    (void)state;
    begin(&r, SLICE("a: [1, 2]\nb: {x: y}\n"));
    assert_int_equal(r.root->kind, YAML_MAPPING);
    assert_int_equal(r.root->n, 2);
    assert_slice(r.root->pairs[0].key, SLICE("a"));
    assert_slice(r.root->pairs[1].key, SLICE("b"));
    assert_slice(yaml_text(yaml_at(yaml_get(r.root, "a"), 1)), SLICE("2"));
    assert_slice(yaml_text(yaml_get(yaml_get(r.root, "b"), "x")), SLICE("y"));
    assert_null(yaml_get(r.root, "c"));
    assert_null(yaml_get(yaml_get(r.root, "a"), "x"));
    assert_null(yaml_at(yaml_get(r.root, "a"), 2));
    assert_null(yaml_at(r.root, 0));
    assert_slice(yaml_text(NULL), SLICE(""));
    assert_string_equal(yaml_kind_name(YAML_SEQUENCE), "a list");
    end(&r);
}

static void block_scalars_keep_their_text(void **state)
{
    struct reading r;
    (void)state;
    begin(&r, slice_cstr(sample));
    const struct yaml_node *text = yaml_get(r.root, "text");
    assert_slice(yaml_text(text), SLICE("first\n\n  second\n"));
    assert_int_equal(text->style, YAML_BLOCK);
    end(&r);
}

static void places_count_lines_from_one_and_bytes(void **state)
{
    struct reading r;
    (void)state;
    begin(&r, slice_cstr(sample));
    assert_int_equal(r.root->line, 2);
    assert_int_equal(r.root->column, 1);
    const struct yaml_node *quoted = yaml_get(r.root, "\xC3\xA4");
    assert_int_equal(quoted->line, 3);
    assert_int_equal(quoted->column, 5); /* the key is two bytes long */
    const struct yaml_node *item = yaml_at(yaml_get(r.root, "list"), 2);
    assert_int_equal(item->line, 7);
    assert_int_equal(item->column, 5);
    assert_int_equal(item->pairs[1].line, 7);
    assert_int_equal(item->pairs[1].column, 17);
    assert_int_equal(item->pairs[1].value.column, 23);
    end(&r);
}

struct refused {
    const char *name;
    const char *text;
    unsigned number;
    uint32_t line, column;
};

static const struct refused refused_files[] = {
    {"empty file", "", MSG_YAML_DOCUMENTS, 1, 1},
    {"comment only", "# nothing\n", MSG_YAML_DOCUMENTS, 2, 1},
    {"second document", "a: b\n---\nc: d\n", MSG_YAML_DOCUMENTS, 2, 1},
    {"anchor", "a: &x b\n", MSG_YAML_ANCHOR, 1, 4},
    {"anchor on a list", "a: &x [b]\n", MSG_YAML_ANCHOR, 1, 4},
    {"anchor on a mapping", "a: &x {b: c}\n", MSG_YAML_ANCHOR, 1, 4},
    {"alias", "a: *x\n", MSG_YAML_ANCHOR, 1, 4},
    {"alias as key", "*x : a\n", MSG_YAML_ANCHOR, 1, 1},
    {"tag", "a: !!str b\n", MSG_YAML_TAG, 1, 4},
    {"own tag", "a: !b\n  c: d\n", MSG_YAML_TAG, 1, 4},
    {"directive", "%YAML 1.1\n---\na: b\n", MSG_YAML_TAG, 1, 1},
    {"merge key", "a:\n  <<: {b: c}\n", MSG_YAML_MERGE, 2, 3},
    {"key twice", "a: 1\nb: 2\na: 3\n", MSG_YAML_DUPLICATE_KEY, 3, 1},
    {"key twice inside", "a: {b: 1, b: 2}\n", MSG_YAML_DUPLICATE_KEY, 1, 11},
    {"a list as key", "? [a]\n: b\n", MSG_YAML_TYPE, 1, 3},
    {"empty key", "'': b\n", MSG_YAML_TYPE, 1, 1},
    {"tab as indentation", "a:\n\tb: c\n", MSG_YAML_SYNTAX, 2, 1},
    {"unclosed bracket", "a: [b\n", MSG_YAML_SYNTAX, 2, 1},
    {"unclosed quote", "a: \"b\n", MSG_YAML_SYNTAX, 2, 1},
    {"wrong indentation", "a:\n  b: c\n d: e\n", MSG_YAML_SYNTAX, 3, 2},
    {"carriage returns", "a: b\r\n", MSG_YAML_ENCODING, 1, 5},
    {"control character", "a: b\nc: \x1b\n", MSG_YAML_ENCODING, 2, 4},
    {"escaped control character", "a: \"x\\e[1m\"\n", MSG_YAML_ENCODING, 1, 4},
    {"byte order mark",
     "\xEF\xBB\xBF"
     "a: b\n",
     MSG_YAML_ENCODING, 1, 1},
    {"broken UTF-8", "a: \xFF\n", MSG_YAML_ENCODING, 1, 4},
    {"line separator",
     "a: b\xE2\x80\xA8"
     "c\n",
     MSG_YAML_ENCODING, 1, 5},
    {"too deep", "[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]\n", MSG_YAML_DEPTH, 1, 17},
};

static void what_is_not_strict_is_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(refused_files); i++) {
        const struct refused *f = &refused_files[i];
        struct reading r;
        SPW_ROW(f->name);
        begin(&r, slice_cstr(f->text));
        assert_number_row(r.status, SPW_INVALID);
        assert_number_row(r.root != NULL, false);
        assert_number_row(r.messages.n, 1);
        assert_number_row(r.messages.list[0].number, f->number);
        assert_number_row(r.messages.list[0].line, f->line);
        assert_number_row(r.messages.list[0].column, f->column);
        end(&r);
    }
}

static void sixteen_levels_are_not_too_deep(void **state)
{
    struct reading r;
    (void)state;
    begin(&r, SLICE("[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]\n"));
    assert_int_equal(r.status, SPW_OK);
    end(&r);
}

static void size_is_bounded(void **state)
{
    static char text[4 * YAML_NODES_MAX + 100];
    struct reading r;
    (void)state;
    size_t n = 0;
    for (size_t i = 0; i <= YAML_NODES_MAX; i++) {
        memcpy(text + n, "- a\n", 4);
        n += 4;
    }
    begin(&r, slice_of(text, n));
    assert_int_equal(r.status, SPW_INVALID);
    assert_int_equal(r.messages.list[0].number, MSG_YAML_LIMIT);
    end(&r);
}

static void a_mapping_has_a_bounded_number_of_keys(void **state)
{
    static char text[16 * (YAML_KEYS_MAX + 10)];
    struct reading r;
    (void)state;
    size_t n = 0;
    for (int i = 0; i <= YAML_KEYS_MAX; i++) {
        n += (size_t)snprintf(text + n, 16, "k%d: v\n", i);
    }
    begin(&r, slice_of(text, n));
    assert_int_equal(r.status, SPW_INVALID);
    assert_int_equal(r.messages.list[0].number, MSG_YAML_LIMIT);
    assert_int_equal(r.messages.list[0].line, YAML_KEYS_MAX + 1);
    end(&r);
}

static void a_full_arena_is_told_from_a_bad_file(void **state)
{
    struct arena small;
    struct messages messages;
    const struct yaml_node *root = NULL;
    (void)state;
    for (size_t cap = 0; cap < 1200; cap += 40) {
        arena_init(&small, cap);
        messages_init(&messages);
        enum spw_status status =
            yaml_read(&root, &small, SLICE("rule.yaml"), slice_cstr(sample), &messages);
        assert_true(status == SPW_NO_MEMORY || (status == SPW_OK && root != NULL));
        assert_int_equal(messages.n, 0);
        messages_dispose(&messages);
        arena_dispose(&small);
    }
}

/* However a file is cut, the reader answers, and never with a tree and a message at once. */
static void every_beginning_of_a_file_is_answered(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof sample; n++) {
        struct reading r;
        begin(&r, slice_of(sample, n));
        assert_true((r.status == SPW_OK) == (r.messages.n == 0));
        assert_true((r.status == SPW_OK) == (r.root != NULL));
        end(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(every_scalar_stays_text),
        SPW_TEST(the_tree_keeps_order_and_kinds),
        SPW_TEST(block_scalars_keep_their_text),
        SPW_TEST(places_count_lines_from_one_and_bytes),
        SPW_TEST(what_is_not_strict_is_refused_with_its_place),
        SPW_TEST(sixteen_levels_are_not_too_deep),
        SPW_TEST(size_is_bounded),
        SPW_TEST(a_mapping_has_a_bounded_number_of_keys),
        SPW_TEST(a_full_arena_is_told_from_a_bad_file),
        SPW_TEST(every_beginning_of_a_file_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
