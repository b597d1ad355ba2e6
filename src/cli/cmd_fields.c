#include "cli/command.h"
#include "cli/output.h"
#include "cli/setup.h"

enum { PAGE_MAX_BYTES = 4 * 1024 * 1024 };

int cmd_fields(const struct invocation *i)
{
    struct rule_base rules;
    struct output output;
    struct buf page;
    int status = EXIT_NOT_JUDGED;
    buf_init(&page, PAGE_MAX_BYTES);
    if (rule_base_open_strict(&rules, &i->settings) == SPW_OK &&
        output_open(&output, i->settings.output)) {
        spw_fields(rules.knowledge, &page);
        output_put(&output, buf_slice(&page));
        status = output_close(&output, true) ? EXIT_HEALTHY : EXIT_NOT_JUDGED;
    }
    rule_base_dispose(&rules);
    buf_dispose(&page);
    return status;
}
