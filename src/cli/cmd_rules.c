#include <string.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/rules.h"
#include "cli/say.h"

enum { PAGE_MAX_BYTES = 16 * 1024 * 1024 };

/* ---- list and check ---------------------------------------------------------------------------------------- */

static int list_rules(const struct rules_job *job, struct buf *page)
{
    spw_rules_list(job->rules->knowledge, page);
    return EXIT_HEALTHY;
}

/* The faults are what was asked for: they go to standard output. */
static int check_rules(const struct rules_job *job, struct buf *page)
{
    struct rule_base *r = job->rules;
    spw_rules_review(r->knowledge, &r->messages);
    size_t faults = r->messages.n + r->messages.dropped;
    rule_base_put_messages(r, page);
    buf_printf(page, "%zu fault%s\n", faults, faults == 1 ? "" : "s");
    return faults == 0 ? EXIT_HEALTHY : EXIT_FINDINGS;
}

/* ---- the command ------------------------------------------------------------------------------------------------ */

static const struct {
    const char *word;
    int (*run)(const struct rules_job *job, struct buf *page);
    bool takes_rules; /* names of rules may follow */
} words[] = {
    {"list", list_rules, false},
    {"check", check_rules, false},
    {"test", rules_test, false},
    {"mutate", rules_mutate, true},
};
enum { WORDS = sizeof words / sizeof words[0] };

static size_t find_word(const char *what)
{
    size_t i = 0;
    while (i < WORDS && strcmp(words[i].word, what) != 0) {
        i++;
    }
    return i;
}

static bool is_good(const struct invocation *i, size_t word)
{
    if (word == WORDS) {
        say("'rules' takes list, check, test or mutate, not '%s'", i->operands[0]);
        return false;
    }
    if (i->n_operands > 1 && !words[word].takes_rules) {
        say("'rules %s' takes nothing behind it", words[word].word);
        return false;
    }
    return true;
}

int cmd_rules(const struct invocation *i)
{
    struct rule_base rules;
    struct engine_setup setup;
    struct output output;
    struct buf page;
    int status = EXIT_NOT_JUDGED;
    size_t word = find_word(i->operands[0]);
    if (!is_good(i, word)) {
        return EXIT_NOT_JUDGED;
    }
    buf_init(&page, PAGE_MAX_BYTES);
    bool ready = engine_setup_open(&setup, &i->settings);
    enum spw_status loaded = rule_base_open(&rules, &i->settings);
    if (ready && rules.knowledge != NULL && (loaded == SPW_OK || loaded == SPW_INVALID) &&
        output_open(&output, i->settings.output)) {
        const struct rules_job job = {&rules, &setup.options, i};
        status = words[word].run(&job, &page);
        output_put(&output, buf_slice(&page));
        status = output_close(&output, true) ? status : EXIT_NOT_JUDGED;
    }
    rule_base_dispose(&rules);
    engine_setup_dispose(&setup);
    buf_dispose(&page);
    return status;
}
