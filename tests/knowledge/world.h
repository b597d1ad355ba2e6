/* What the tests of this folder share: the embedded tables, loaded once, and tables of a test's own. */
#ifndef SPW_TESTS_KNOWLEDGE_WORLD_H
#define SPW_TESTS_KNOWLEDGE_WORLD_H

#include "support/spw_test.h"

#include "knowledge/knowledge.h"

struct world {
    struct data_source files;
    struct messages messages;
    struct knowledge k;
    enum spw_status status;
};

/* The embedded files, with `n` others on top. */
static inline void world_load(struct world *w, const struct data_file *extra, size_t n)
{
    data_source_init(&w->files);
    messages_init(&w->messages);
    assert_int_equal(data_source_add_embedded(&w->files), SPW_OK);
    assert_int_equal(data_source_add(&w->files, extra, n), SPW_OK);
    w->status = knowledge_load(&w->k, &w->files, &w->messages);
}

static inline void world_dispose(struct world *w)
{
    knowledge_dispose(&w->k);
    messages_dispose(&w->messages);
    data_source_dispose(&w->files);
}

/* The embedded tables for a whole group of tests. */
static struct world embedded_world;

static inline int world_setup(void **state)
{
    (void)state;
    world_load(&embedded_world, NULL, 0);
    return 0;
}

static inline int world_teardown(void **state)
{
    (void)state;
    world_dispose(&embedded_world);
    return 0;
}

static inline const struct knowledge *known(void) { return &embedded_world.k; }
static inline const struct dialect *spwf04(void) { return &known()->dialects[0]; }
static inline const struct dialect *spwf01(void) { return &known()->dialects[1]; }

#endif
