#include "cli/reading.h"

#include "capture/input.h"

enum spw_status reading_file(const char *path, struct buf *out, struct buf *why)
{
    struct capture_input in;
    struct slice bytes = {NULL, 0};
    enum spw_status status = capture_input_open(&in, path, why);
    if (status != SPW_OK) {
        return status;
    }
    do {
        status = capture_input_next(&in, &bytes, why);
        if (status == SPW_OK) {
            buf_put(out, bytes);
        }
    } while (status == SPW_OK && out->status == SPW_OK && bytes.n > 0);
    capture_input_close(&in);
    if (status == SPW_OK && out->status != SPW_OK) {
        buf_cstr(why, "is too large");
        return SPW_LIMIT;
    }
    return status;
}
