/* Whatever file comes, as a file or as the chain of a server: it is judged, the same each time. */
#include <stdlib.h>

#include "base/stamp.h"
#include "data/source.h"
#include "fuzz.h"
#include "material/material.h"

enum { LOAD_MAX = 1 << 24 };

static const struct knowledge *tables(void)
{
    static struct knowledge knowledge;
    static struct data_source rules;
    static bool open;
    struct messages messages;
    if (!open) {
        messages_init(&messages);
        data_source_init(&rules);
        if (data_source_add_embedded(&rules) != SPW_OK ||
            knowledge_load(&knowledge, &rules, &messages) != SPW_OK) {
            abort();
        }
        messages_dispose(&messages);
        open = true;
    }
    return &knowledge;
}

static size_t judge(const struct spw_material_options *o, struct slice bytes, bool as_server)
{
    struct spw_material *m = NULL;
    struct spw_server server = {.host = SLICE("broker.example.org"), .chain = bytes};
    size_t said = 0;
    if (material_new(&m, tables(), o) != SPW_OK) {
        abort();
    }
    enum spw_status status =
        as_server ? spw_material_add_server(m, &server) : spw_material_add(m, SLICE("file"), bytes);
    const struct spw_judgement *j = status == SPW_OK ? spw_material_judge(m) : NULL;
    if (j != NULL) {
        struct buf load;
        buf_init(&load, LOAD_MAX);
        enum spw_status written = spw_material_write(m, SPW_LOAD_SCRIPT, &load);
        said = (written == SPW_OK ? load.n : 0) + j->n_objects + j->n_verdicts + j->n_steps;
        buf_dispose(&load);
    }
    spw_material_free(m);
    return said;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct spw_material_options options[] = {
        {.now = 1522072740}, {.dialect = SLICE_INIT("spwf01"), .now = TIME_NONE}};
    struct slice bytes = slice_of(data, size);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (judge(&options[i], bytes, false) != judge(&options[i], bytes, false)) {
            abort();
        }
    }
    (void)judge(&options[0], bytes, true);
    return 0;
}
