/* The files of report/web/ as bytes, generated at build time by gen/embed.c: the style and the script of
 * the HTML report and the style of diagrams. Static data. May include: base/slice.h. */
#ifndef SPW_REPORT_ASSET_H
#define SPW_REPORT_ASSET_H

#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

struct report_asset {
    struct slice path, bytes;
};

extern const struct report_asset report_assets[]; /* sorted by path */
extern const size_t report_assets_count;

/* The bytes of a file that is known to be there. */
struct slice report_asset_find(const char *path);

#ifdef __cplusplus
}
#endif
#endif
