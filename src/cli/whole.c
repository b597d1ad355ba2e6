#include "cli/whole.h"

#include "cli/say.h"

enum { REASON_MAX = 4096 };

bool whole_read(struct capture_file *f, const char *path, struct buf *out, bool *damaged)
{
    struct slice bytes = {NULL, 0};
    struct buf why;
    enum spw_status status = SPW_OK;
    buf_init(&why, REASON_MAX);
    do {
        status = capture_file_next(f, &bytes, &why);
        if (status == SPW_OK) {
            buf_put(out, bytes);
        }
    } while (status == SPW_OK && out->status == SPW_OK && bytes.n > 0);
    *damaged = status != SPW_OK;
    if (status != SPW_OK) {
        say_about(path, buf_slice(&why));
    } else if (out->status != SPW_OK) {
        say_about(path, SLICE("is too large to be read whole"));
    }
    buf_dispose(&why);
    return out->status == SPW_OK && (status == SPW_OK || (status == SPW_IO && out->n > 0));
}

enum spw_status whole_diagnose(struct slice bytes, const struct spw_knowledge *k,
                               const struct spw_options *options, struct spw_engine **out)
{
    enum spw_status status = spw_engine_new(out, k, options);
    if (status == SPW_OK) {
        status = spw_engine_feed(*out, bytes, TIME_NONE);
    }
    return status == SPW_OK ? spw_engine_finish(*out) : status;
}

bool whole_check(const struct spw_redactor *r, struct slice page)
{
    struct buf why;
    buf_init(&why, REASON_MAX);
    enum spw_status status = spw_redactor_check(r, page, &why);
    if (status == SPW_INVALID) {
        say("not written: %.*s", SLICE_ARG(buf_slice(&why)));
        say("this is a mistake of the program; please report it");
    } else if (status != SPW_OK) {
        say("not written: no memory left to look for secrets in it");
    }
    buf_dispose(&why);
    return status == SPW_OK;
}
