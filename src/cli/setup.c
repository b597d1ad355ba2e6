#include "cli/setup.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/reading.h"
#include "cli/say.h"

enum {
    CHAIN_BYTES_MAX = 1024 * 1024,
    FAULTS_BYTES_MAX = 1024 * 1024,
    REASON_MAX = 400,
    PATH_BYTES_MAX = 4096
};

/* ---- rules ------------------------------------------------------------------------------------------------ */

static const char *set_value(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* By the XDG base directory specification; a relative path there is not valid. */
static void read_user_rules(struct folder *folder)
{
    const char *config = set_value("XDG_CONFIG_HOME");
    const char *home = set_value("HOME");
    struct buf path;
    buf_init(&path, PATH_BYTES_MAX);
    if (config != NULL && config[0] == '/') {
        buf_printf(&path, "%s/spwfdiag/rules", config);
    } else if (home != NULL) {
        buf_printf(&path, "%s/.config/spwfdiag/rules", home);
    }
    bool named = path.n > 0;
    buf_byte(&path, '\0');
    if (named && path.status == SPW_OK && set_value("SPWFDIAG_NO_USER_RULES") == NULL) {
        folder_read_optional(folder, (const char *)path.p);
    }
    buf_dispose(&path);
}

void rule_base_put_messages(const struct rule_base *r, struct buf *out)
{
    for (size_t i = 0; i < r->messages.n; i++) {
        struct message message = r->messages.list[i];
        struct buf path;
        buf_init(&path, PATH_BYTES_MAX);
        if (folder_locate(&r->folder, message.file, &path)) {
            message.file = buf_slice(&path);
        }
        message_put(out, &message);
        buf_dispose(&path);
    }
    if (r->messages.dropped > 0) {
        buf_printf(out, "and %zu more\n", r->messages.dropped);
    }
}

static void say_faults(const struct rule_base *r)
{
    struct buf page;
    buf_init(&page, FAULTS_BYTES_MAX);
    rule_base_put_messages(r, &page);
    say_page(buf_slice(&page));
    buf_dispose(&page);
}

enum spw_status rule_base_open(struct rule_base *r, const struct settings *s)
{
    memset(r, 0, sizeof *r);
    messages_init(&r->messages);
    folder_init(&r->folder);
    if (!s->no_user_rules) {
        read_user_rules(&r->folder);
    }
    if (s->rules != NULL) {
        enum spw_status status = folder_read(&r->folder, s->rules);
        if (status != SPW_OK) {
            return status;
        }
    }
    enum spw_status status =
        spw_knowledge_new(&r->knowledge, (const struct spw_file *)r->folder.files.items,
                          r->folder.files.n, &r->messages);
    if (r->knowledge == NULL) {
        say_faults(r);
        say("the rules cannot be loaded");
        return status == SPW_OK ? SPW_NO_MEMORY : status;
    }
    return status;
}

enum spw_status rule_base_open_strict(struct rule_base *r, const struct settings *s)
{
    enum spw_status status = rule_base_open(r, s);
    if (status == SPW_INVALID && r->knowledge != NULL) {
        say_faults(r);
        say("%zu faults in the rules", r->messages.n + r->messages.dropped);
        /* One broken rule never disables the others: what can be judged is judged. */
        status = SPW_OK;
    }
    return status;
}

void rule_base_dispose(struct rule_base *r)
{
    spw_knowledge_free(r->knowledge);
    messages_dispose(&r->messages);
    folder_dispose(&r->folder);
}

/* ---- the engine ---------------------------------------------------------------------------------------------- */

static bool read_time(const char *what, const char *text, int64_t *out)
{
    *out = time_parse(slice_cstr(text));
    if (*out == TIME_NONE) {
        say("%s is no time: '%s'; write 2018-03-26, 2018-03-26T18:19 or seconds since 1970", what,
            text);
        return false;
    }
    return true;
}

bool setup_time(int64_t *now, const struct settings *s)
{
    const char *pinned = getenv("SPWFDIAG_NOW");
    if (s->now != NULL) {
        return read_time("--now", s->now, now);
    }
    if (pinned != NULL && pinned[0] != '\0') {
        return read_time("SPWFDIAG_NOW", pinned, now);
    }
    *now = (int64_t)time(NULL);
    return true;
}

static bool set_time(struct spw_options *o, const struct settings *s)
{
    o->now_is_trace_time = s->now != NULL;
    return setup_time(&o->now, s);
}

static bool set_chain(struct engine_setup *e, const char *path)
{
    struct buf why;
    buf_init(&why, REASON_MAX);
    bool good = reading_file(path, &e->chain, &why) == SPW_OK;
    if (good && spw_count_certificates(buf_slice(&e->chain)) == 0) {
        buf_cstr(&why, "holds no certificate");
        good = false;
    }
    if (good) {
        e->options.chain = buf_slice(&e->chain);
    } else {
        say_about(path, buf_slice(&why));
    }
    buf_dispose(&why);
    return good;
}

bool engine_setup_open(struct engine_setup *e, const struct settings *s)
{
    memset(e, 0, sizeof *e);
    buf_init(&e->chain, CHAIN_BYTES_MAX);
    messages_init(&e->messages);
    e->options.filter_messages = &e->messages;
    e->options.filter = slice_cstr(s->filter);
    if (s->dialect != NULL && strcmp(s->dialect, "auto") != 0) {
        e->options.dialect = slice_cstr(s->dialect);
    }
    e->options.framing = slice_cstr(s->framing);
    e->options.direction = slice_cstr(s->direction);
    e->options.time = slice_cstr(s->time);
    return set_time(&e->options, s) && (s->chain == NULL || set_chain(e, s->chain));
}

void engine_setup_dispose(struct engine_setup *e)
{
    messages_dispose(&e->messages);
    buf_dispose(&e->chain);
}
