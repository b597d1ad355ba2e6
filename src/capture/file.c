#include "capture/file.h"

#include <string.h>

/* For quoting from a pipe or a packed file. Most captures are smaller; for others the report quotes
 * what the engine kept. */
enum { KEPT_MAX = 4 * 1024 * 1024 };

enum spw_status capture_file_open(struct capture_file *f, const char *path, struct buf *why)
{
    struct slice head;
    memset(f, 0, sizeof *f);
    enum spw_status status = capture_input_open(&f->input, path, why);
    if (status != SPW_OK) {
        return status;
    }
    buf_init(&f->kept, KEPT_MAX);
    status = capture_input_sniff(&f->input, &head, why);
    if (status == SPW_OK && unpacker_knows(head)) {
        status = unpacker_open(&f->unpacker, &f->input, why);
        f->packed = status == SPW_OK;
    }
    if (status != SPW_OK) {
        capture_file_close(f);
    }
    return status;
}

void capture_file_close(struct capture_file *f)
{
    if (f->packed) {
        unpacker_close(&f->unpacker);
        f->packed = false;
    }
    capture_input_close(&f->input);
    buf_dispose(&f->kept);
}

static bool readable_again(const struct capture_file *f) { return f->input.seekable && !f->packed; }

enum spw_status capture_file_next(struct capture_file *f, struct slice *bytes, struct buf *why)
{
    enum spw_status status = f->packed ? unpacker_next(&f->unpacker, bytes, why)
                                       : capture_input_next(&f->input, bytes, why);
    if (status == SPW_OK && !readable_again(f)) {
        buf_put(&f->kept, slice_sub(*bytes, 0, KEPT_MAX - f->kept.n));
    }
    return status;
}

void capture_file_excerpt(const struct capture_file *f, uint64_t offset, size_t n, struct buf *out)
{
    if (readable_again(f)) {
        capture_input_again(&f->input, offset, n, out);
    } else if (offset < f->kept.n) {
        buf_put(out, slice_sub(buf_slice(&f->kept), (size_t)offset, n));
    }
}
