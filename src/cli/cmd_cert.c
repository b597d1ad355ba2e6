#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/judged.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/say.h"

enum { FILE_BYTES_MAX = 1024 * 1024, LOAD_BYTES_MAX = 16 * 1024 * 1024, REASON_MAX = 400 };

static bool add_file(struct spw_material *m, const char *path)
{
    struct buf bytes, why;
    buf_init(&bytes, FILE_BYTES_MAX);
    buf_init(&why, REASON_MAX);
    bool good = reading_file(path, &bytes, &why) == SPW_OK;
    if (!good) {
        say_about(path, buf_slice(&why));
    } else if (spw_material_add(m, slice_cstr(path), buf_slice(&bytes)) != SPW_OK) {
        say_about(path, SLICE("cannot be judged: no memory left"));
        good = false;
    }
    buf_dispose(&bytes);
    buf_dispose(&why);
    return good;
}

static enum spw_load_form form_of(const struct settings *s)
{
    if (s->as != NULL && strcmp(s->as, "script") == 0) {
        return SPW_LOAD_SCRIPT;
    }
    return s->as != NULL && strcmp(s->as, "c") == 0 ? SPW_LOAD_C : SPW_LOAD_BYTES;
}

static size_t count_loadable(const struct spw_judgement *j)
{
    size_t n = 0;
    for (size_t i = 0; i < j->n_objects; i++) {
        n += j->objects[i].slot.n > 0;
    }
    return n;
}

/* Raw bytes of several objects in a row are of no use: each goes behind its own command. */
static bool can_write(struct spw_material *m, enum spw_load_form form)
{
    const struct spw_judgement *j = spw_material_judge(m);
    size_t n = j != NULL ? count_loadable(j) : 0;
    if (n == 0) {
        say("there is nothing that the module could be sent");
    } else if (n > 1 && form == SPW_LOAD_BYTES) {
        say("these are %zu objects, each with a command of its own: name one file, or use --as "
            "script or --as c",
            n);
    }
    return n == 1 || (n > 1 && form != SPW_LOAD_BYTES);
}

/* A private key is for its owner's eyes only. */
static void protect_keys(struct spw_material *m)
{
    const struct spw_judgement *j = spw_material_judge(m);
    for (size_t i = 0; j != NULL && i < j->n_objects; i++) {
        if (slice_eq(j->objects[i].what, SLICE("private key"))) {
            (void)umask(S_IRWXG | S_IRWXO);
        }
    }
}

static bool write_load(struct spw_material *m, const struct settings *s, const char *path)
{
    struct output output;
    struct buf load;
    enum spw_load_form form = form_of(s);
    if (!can_write(m, form)) {
        return false;
    }
    protect_keys(m);
    if (!output_open(&output, path)) {
        return false;
    }
    buf_init(&load, LOAD_BYTES_MAX);
    bool made = spw_material_write(m, form, &load) == SPW_OK;
    if (!made) {
        say("no memory left");
    }
    output_put(&output, buf_slice(&load));
    bool written = output_close(&output, made);
    buf_dispose(&load);
    return made && written;
}

/* With -o the report still goes to standard output; --as alone writes the load there instead. */
static int judge(struct spw_material *m, const struct invocation *i)
{
    const struct settings *s = &i->settings;
    for (size_t k = 0; k < i->n_operands; k++) {
        if (!add_file(m, i->operands[k])) {
            return EXIT_NOT_JUDGED;
        }
    }
    bool to_standard_output = s->as != NULL && (s->output == NULL || strcmp(s->output, "-") == 0);
    if (to_standard_output) {
        const struct spw_judgement *j = spw_material_judge(m);
        if (!write_load(m, s, NULL)) {
            return EXIT_NOT_JUDGED;
        }
        return j != NULL && j->errors > 0 ? EXIT_FINDINGS : EXIT_HEALTHY;
    }
    int status = judged_report(m, s, "cert", NULL);
    if (status != EXIT_NOT_JUDGED && s->output != NULL && !write_load(m, s, s->output)) {
        status = EXIT_NOT_JUDGED;
    }
    return status;
}

int cmd_cert(const struct invocation *i)
{
    struct rule_base rules;
    struct spw_material *m = NULL;
    int status = EXIT_NOT_JUDGED;
    if (rule_base_open_strict(&rules, &i->settings) == SPW_OK) {
        m = judged_new(&rules, &i->settings);
    }
    if (m != NULL) {
        status = judge(m, i);
    }
    spw_material_free(m);
    rule_base_dispose(&rules);
    return status;
}
