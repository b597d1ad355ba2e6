/* The samples of the rules: their bytes, and what the engine makes of bytes that stand in their place.
 * May include: include/, base/, capture/, cli/settings.h. */
#ifndef SPW_CLI_SAMPLE_H
#define SPW_CLI_SAMPLE_H

#include "cli/settings.h"
#include "include/spwfdiag.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sample_bench {
    const struct spw_knowledge *knowledge;
    struct spw_options options;
    struct buf path;    /* private: the folder of traces */
    const char *traces; /* NULL: there is none */
};

/* Traces are looked for in the folder named, else in ./traces, else in that of the sources that the
 * program was built from. */
void sample_bench_open(struct sample_bench *b, const struct spw_knowledge *k,
                       const struct spw_options *options, const struct settings *s);
void sample_bench_close(struct sample_bench *b);

/* The sample's trace; false with the reason when it cannot be read. */
bool sample_read(const struct sample_bench *b, const struct spw_rule_sample *sample,
                 struct buf *bytes, struct buf *why);
/* The finished engine, owned by the caller; NULL: it cannot be run. Always on the same day. */
struct spw_engine *sample_run(const struct sample_bench *b, const struct spw_rule_sample *sample,
                              struct slice bytes);
/* Does the rule say anything in this report? */
bool sample_fired(const struct spw_report *r, struct slice rule);
/* "001-azure/trace.txt", or how the text in the rule begins. */
void sample_name(struct buf *out, const struct spw_rule_sample *sample);

#ifdef __cplusplus
}
#endif
#endif
