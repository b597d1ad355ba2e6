/* Bytes that are appended and read again, kept in an unnamed file in $TMPDIR instead of in memory: only
 * the newest block and a few pages that were read last are held. A million lines of scroll-back cost as
 * much memory as none. The file has no name and goes with the program, however it ends.
 * May include: base/. */
#ifndef SPW_TUI_SPILL_H
#define SPW_TUI_SPILL_H

#include "base/slice.h"
#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SPILL_PAGE = 16 * 1024, SPILL_PAGES = 16 };

struct spill_page {
    uint64_t number; /* of the page in the file, from 1; 0: holds nothing */
    uint64_t used;   /* when it was read last, for choosing the one to give up */
    size_t n;        /* bytes of it that were in the file */
    uint8_t *bytes;
};

struct spill {
    int fd;
    uint64_t written; /* bytes in the file */
    uint8_t *block;   /* the newest bytes, not yet in the file: SPILL_PAGE of room */
    size_t n_block;
    uint64_t clock;
    struct spill_page pages[SPILL_PAGES];
    bool failed; /* a write failed, for want of space as a rule: what came after it is not kept */
};

/* SPW_IO: no temporary file can be made. To be disposed of in any case. */
enum spw_status spill_init(struct spill *s) SPW_MUST_USE;
void spill_dispose(struct spill *s);
uint64_t spill_size(const struct spill *s);
/* SPW_IO: it is not kept, nor is anything after it. */
enum spw_status spill_append(struct spill *s, struct slice bytes) SPW_MUST_USE;
/* Exactly n bytes from `offset`; false when they are not there. */
bool spill_read(struct spill *s, uint64_t offset, void *out, size_t n) SPW_MUST_USE;

/* ---- the same as a row of records of one size ------------------------------------------------------ */

struct spill_table {
    struct spill spill;
    size_t size; /* bytes a record */
};
enum spw_status spill_table_init(struct spill_table *t, size_t record_size) SPW_MUST_USE;
void spill_table_dispose(struct spill_table *t);
uint64_t spill_table_count(const struct spill_table *t);
enum spw_status spill_table_push(struct spill_table *t, const void *record) SPW_MUST_USE;
bool spill_table_get(struct spill_table *t, uint64_t i, void *record) SPW_MUST_USE;

/* How many records come before the first for which before(record, context) is false. They are ordered:
 * true for the first ones, false for all after them. */
uint64_t spill_table_partition(struct spill_table *t, bool (*before)(const void *, const void *),
                               const void *context);

#ifdef __cplusplus
}
#endif
#endif
