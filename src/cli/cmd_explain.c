#include "cli/command.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/setup.h"

enum { PAGE_MAX_BYTES = 4 * 1024 * 1024 };

/* What is not known is said on standard error, with the nearest names. */
static bool explain_one(const struct spw_knowledge *k, const char *what, struct buf *pages)
{
    struct buf page;
    buf_init(&page, PAGE_MAX_BYTES);
    enum spw_status status = spw_explain(k, slice_cstr(what), &page);
    if (status == SPW_OK) {
        buf_cstr(pages, pages->n > 0 ? "\n" : "");
        buf_put(pages, buf_slice(&page));
    } else if (page.n > 0) {
        say_page(buf_slice(&page));
    } else {
        say("nothing is known by the name '%s'", what);
    }
    buf_dispose(&page);
    return status == SPW_OK;
}

int cmd_explain(const struct invocation *i)
{
    struct rule_base rules;
    struct output output;
    struct buf pages;
    int status = EXIT_NOT_JUDGED;
    buf_init(&pages, PAGE_MAX_BYTES);
    if (rule_base_open_strict(&rules, &i->settings) == SPW_OK &&
        output_open(&output, i->settings.output)) {
        bool all = true;
        for (size_t k = 0; k < i->n_operands; k++) {
            all = explain_one(rules.knowledge, i->operands[k], &pages) && all;
        }
        output_put(&output, buf_slice(&pages));
        status = output_close(&output, true) && all ? EXIT_HEALTHY : EXIT_NOT_JUDGED;
    }
    rule_base_dispose(&rules);
    buf_dispose(&pages);
    return status;
}
