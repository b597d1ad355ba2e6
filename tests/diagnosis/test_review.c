/* Good rules that do not go together are told of, each with its place; the program's own rules do. */
#include <stdlib.h>

#include "diagnosis/badrules.h"
#include "diagnosis/review.h"
#include "diagnosis/rig.h"

static void put_all(const struct messages *m, struct buf *out)
{
    for (size_t i = 0; i < m->n; i++) {
        message_put(out, &m->list[i]);
    }
}

static void rules_that_do_not_go_together_are_told_of(void **state)
{
    (void)state;
    struct rig rig;
    struct buf found;
    size_t n = 0;
    char *yaml = badrules_read("review", "yaml", &n);
    rig_good(&rig, yaml);
    buf_init(&found, 10000);
    size_t faults = review_rules(&rig.rules, &rig.files, &rig.messages);
    assert_int_equal(faults, rig.messages.n);
    put_all(&rig.messages, &found);
    badrules_compare("review", &found);
    buf_dispose(&found);
    rig_dispose(&rig);
    free(yaml);
}

static void the_built_in_rules_go_together(void **state)
{
    (void)state;
    struct rig rig;
    struct buf found;
    struct ruleset all;
    rig_tables(&rig);
    buf_init(&found, 100000);
    assert_int_equal(data_source_add_embedded(&rig.files), SPW_OK);
    assert_int_equal(ruleset_load(&all, &rig.files, &rig.knowledge, &rig.messages), SPW_OK);
    assert_true(all.n > 300);
    (void)review_rules(&all, &rig.files, &rig.messages);
    put_all(&rig.messages, &found);
    assert_slice(buf_slice(&found), SLICE(""));
    buf_dispose(&found);
    ruleset_dispose(&all);
    knowledge_dispose(&rig.knowledge);
    data_source_dispose(&rig.files);
    messages_dispose(&rig.messages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(rules_that_do_not_go_together_are_told_of),
        SPW_TEST(the_built_in_rules_go_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
