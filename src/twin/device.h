/* What answers at the other end of the line: a simulated module or a recording. Times are milliseconds of a
 * clock that only goes forward. May include: base/. */
#ifndef SPW_TWIN_DEVICE_H
#define SPW_TWIN_DEVICE_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

struct device {
    void (*power_on)(void *self, int64_t now_ms);
    void (*feed)(void *self, struct slice bytes, int64_t now_ms); /* what the host sent */
    int64_t (*due)(const void *self); /* INT64_MAX: nothing is planned */
    void (*tick)(void *self, int64_t now_ms);
    struct buf *(*output)(void *self); /* what it printed; the caller takes it out */
    void *self;
};

#ifdef __cplusplus
}
#endif
#endif
