#include "report/fixture.h"
#include "report/golden.h"
#include "support/spw_test.h"

#include <jansson.h>

static void render_one(const struct fixture *f, struct buf *out)
{
    const struct report_format *json = report_format_find(SLICE("json"));
    const struct report_options o = {0};
    struct report_totals totals = {0};
    buf_init(out, 1024 * 1024);
    json->begin(&o, out);
    json->trace(&o, &f->page, 0, out);
    report_totals_add(&totals, &f->report);
    json->end(&o, &totals, out);
    assert_int_equal(out->status, SPW_OK);
}

static json_t *parse(const struct buf *out)
{
    json_error_t error;
    json_t *root =
        json_loadb((const char *)out->p, out->n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (root == NULL) {
        print_error("%d:%d: %s\n", error.line, error.column, error.text);
        fail();
    }
    return root;
}

static json_t *first_trace(json_t *root)
{
    return json_array_get(json_object_get(root, "traces"), 0);
}

static json_t *at(json_t *object, const char *list, size_t i)
{
    json_t *value = json_array_get(json_object_get(object, list), i);
    assert_non_null(value);
    return value;
}

static void assert_text(json_t *object, const char *key, const char *want)
{
    json_t *value = json_object_get(object, key);
    assert_true(json_is_string(value));
    assert_slice(slice_of(json_string_value(value), json_string_length(value)), slice_cstr(want));
}

static void assert_count(json_t *object, const char *key, json_int_t want)
{
    json_t *value = json_object_get(object, key);
    assert_true(json_is_integer(value));
    assert_int_equal(json_integer_value(value), want);
}

static void documents_are_as_in_the_goldens(void **state)
{
    (void)state;
    static struct fixture f;
    for (size_t i = 0; fixture_make(i, &f); i++) {
        char name[100];
        struct buf out;
        (void)snprintf(name, sizeof name, "%s.json", f.name);
        render_one(&f, &out);
        json_decref(parse(&out));
        assert_golden(name, buf_slice(&out));
        buf_dispose(&out);
    }
}

static void names_of_the_contract_carry_the_report(void **state)
{
    (void)state;
    static struct fixture f;
    struct buf out;
    fixture_azure(&f);
    render_one(&f, &out);
    json_t *root = parse(&out);
    json_t *trace = first_trace(root);
    assert_text(root, "schema", "spwfdiag-report/1");
    assert_text(json_object_get(root, "tool"), "version", SPW_VERSION);
    assert_text(trace, "path", "trace.log");
    assert_true(json_is_null(json_object_get(trace, "firmware")));

    json_t *attempt = at(trace, "attempts", 0);
    assert_text(attempt, "host", "example.azure-devices.net");
    assert_count(attempt, "port", 8883);
    assert_text(attempt, "outcome", "failed");
    json_t *dns = at(attempt, "phases", 2);
    assert_text(dns, "status", "ok");
    assert_true(json_is_false(json_object_get(dns, "observed")));
    assert_count(at(attempt, "phases", 4), "line", 22);

    json_t *finding = at(trace, "findings", 0);
    assert_text(finding, "cause", "tls.intermediate-as-root");
    assert_count(finding, "attempt", 1);
    assert_text(at(finding, "evidence", 0), "text", "AT+S.TLSCERT=ca,2037");
    assert_count(at(finding, "evidence", 1), "last_line", 9);
    assert_text(at(finding, "consequences", 0), "text", "AT-S.ERROR:111:Request failed");
    assert_true(json_is_null(json_object_get(at(trace, "findings", 2), "attempt")));
    assert_text(at(trace, "unexplained", 0), "text", "AT-S.ERROR:17:Something odd");
    json_decref(root);
    buf_dispose(&out);
}

static void bytes_of_any_kind_make_a_valid_ascii_document(void **state)
{
    (void)state;
    static struct fixture f;
    static uint8_t all[256];
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (uint8_t)i;
    }
    struct buf out;
    fixture_empty(&f);
    f.page.path = slice_of(all, sizeof all);
    render_one(&f, &out);
    for (size_t i = 0; i < out.n; i++) {
        assert_true(ascii_print(out.p[i]) || out.p[i] == '\n');
    }
    json_t *root = parse(&out);
    json_t *path = json_object_get(first_trace(root), "path");
    /* 128 ASCII characters, and U+FFFD of three bytes for each of the others */
    assert_int_equal(json_string_length(path), 128 + 3 * 128);
    json_decref(root);
    buf_dispose(&out);
}

static void one_document_holds_all_traces(void **state)
{
    (void)state;
    static struct fixture f;
    const struct report_format *json = report_format_find(SLICE("json"));
    const struct report_options o = {0};
    struct report_totals totals = {0};
    struct buf out;
    buf_init(&out, 1024 * 1024);
    json->begin(&o, &out);
    for (size_t i = 0; fixture_make(i, &f); i++) {
        json->trace(&o, &f.page, i, &out);
        report_totals_add(&totals, &f.report);
    }
    json->end(&o, &totals, &out);
    json_t *root = parse(&out);
    assert_int_equal(json_array_size(json_object_get(root, "traces")), totals.traces);
    assert_count(json_object_get(root, "summary"), "failed", 4);
    json_decref(root);
    buf_dispose(&out);
}

static void no_trace_at_all_is_a_document_too(void **state)
{
    (void)state;
    const struct report_format *json = report_format_find(SLICE("json"));
    const struct report_options o = {0};
    const struct report_totals totals = {0};
    struct buf out;
    buf_init(&out, 4096);
    json->begin(&o, &out);
    json->end(&o, &totals, &out);
    json_t *root = parse(&out);
    assert_int_equal(json_array_size(json_object_get(root, "traces")), 0);
    json_decref(root);
    buf_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(documents_are_as_in_the_goldens),
        SPW_TEST(names_of_the_contract_carry_the_report),
        SPW_TEST(bytes_of_any_kind_make_a_valid_ascii_document),
        SPW_TEST(one_document_holds_all_traces),
        SPW_TEST(no_trace_at_all_is_a_document_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
