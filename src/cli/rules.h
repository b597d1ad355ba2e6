/* What `spwfdiag rules` can do, one function each. They write to a page and return an exit status.
 * May include: include/, base/, cli/. */
#ifndef SPW_CLI_RULES_H
#define SPW_CLI_RULES_H

#include "cli/sample.h"
#include "cli/setup.h"

#ifdef __cplusplus
extern "C" {
#endif

struct rules_job {
    struct rule_base *rules;
    const struct spw_options *options;
    const struct invocation *invocation; /* its first operand is the word, the others are rules */
};

int rules_test(const struct rules_job *job, struct buf *page);   /* rules_test.c */
int rules_mutate(const struct rules_job *job, struct buf *page); /* rules_mutate.c */

#ifdef __cplusplus
}
#endif
#endif
