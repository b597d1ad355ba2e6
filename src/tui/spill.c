#include "tui/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

enum { RECORD_MAX = 256, PATH_ROOM = 4096 };

/* mkstemp and unlink: O_TMPFILE is not known to every file system. */
static int open_unnamed(void)
{
    const char *folder = getenv("TMPDIR");
    char path[PATH_ROOM];
    if (folder == NULL || folder[0] == '\0') {
        folder = "/tmp";
    }
    int n = snprintf(path, sizeof path, "%s/spwfdiag-XXXXXX", folder);
    if (n < 0 || (size_t)n >= sizeof path) {
        return -1;
    }
    int fd = mkstemp(path);
    if (fd >= 0) {
        (void)unlink(path);
        (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    return fd;
}

enum spw_status spill_init(struct spill *s)
{
    memset(s, 0, sizeof *s);
    s->fd = open_unnamed();
    s->block = memory_new(SPILL_PAGE);
    if (s->block == NULL) {
        return SPW_NO_MEMORY;
    }
    return s->fd < 0 ? SPW_IO : SPW_OK;
}

void spill_dispose(struct spill *s)
{
    if (s->block != NULL && s->fd >= 0) {
        (void)close(s->fd);
    }
    memory_free(s->block);
    for (size_t i = 0; i < SPILL_PAGES; i++) {
        memory_free(s->pages[i].bytes);
    }
    memset(s, 0, sizeof *s);
    s->fd = -1;
}

uint64_t spill_size(const struct spill *s) { return s->written + s->n_block; }

/* ---- writing ---------------------------------------------------------------------------------------- */

static bool flush_block(struct spill *s)
{
    for (size_t done = 0; done < s->n_block;) {
        ssize_t n = pwrite(s->fd, s->block + done, s->n_block - done, (off_t)(s->written + done));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            s->failed = true;
            return false;
        }
        done += (size_t)n;
    }
    s->written += s->n_block;
    s->n_block = 0;
    return true;
}

enum spw_status spill_append(struct spill *s, struct slice bytes)
{
    while (bytes.n > 0 && !s->failed) {
        size_t room = SPILL_PAGE - s->n_block;
        size_t n = bytes.n < room ? bytes.n : room;
        memcpy(s->block + s->n_block, bytes.p, n);
        s->n_block += n;
        bytes = slice_from(bytes, n);
        if (s->n_block == SPILL_PAGE && !flush_block(s)) {
            break;
        }
    }
    return s->failed ? SPW_IO : SPW_OK;
}

/* ---- reading ------------------------------------------------------------------------------------------ */

static bool load(struct spill *s, struct spill_page *page, uint64_t number)
{
    if (page->bytes == NULL) {
        page->bytes = memory_new(SPILL_PAGE);
    }
    page->number = 0;
    if (page->bytes == NULL) {
        return false;
    }
    ssize_t n = 0;
    do {
        n = pread(s->fd, page->bytes, SPILL_PAGE, (off_t)((number - 1) * SPILL_PAGE));
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        return false;
    }
    page->number = number;
    page->n = (size_t)n;
    return true;
}

/* The page of the file with these bytes, read when it is not among the ones kept. */
static struct spill_page *page_of(struct spill *s, uint64_t offset)
{
    uint64_t number = offset / SPILL_PAGE + 1;
    size_t oldest = 0;
    for (size_t i = 0; i < SPILL_PAGES; i++) {
        /* Whole pages only are ever written, so a page once read stays right. */
        if (s->pages[i].number == number) {
            s->pages[i].used = ++s->clock;
            return &s->pages[i];
        }
        oldest = s->pages[i].used < s->pages[oldest].used ? i : oldest;
    }
    struct spill_page *page = &s->pages[oldest];
    page->used = ++s->clock;
    return load(s, page, number) ? page : NULL;
}

bool spill_read(struct spill *s, uint64_t offset, void *out, size_t n)
{
    uint8_t *to = out;
    if (offset > spill_size(s) || n > spill_size(s) - offset) {
        return false;
    }
    while (n > 0) {
        const uint8_t *from = NULL;
        size_t have = 0;
        if (offset >= s->written) {
            from = s->block + (offset - s->written);
            have = s->n_block - (size_t)(offset - s->written);
        } else {
            const struct spill_page *page = page_of(s, offset);
            size_t at = (size_t)(offset % SPILL_PAGE);
            if (page == NULL || page->n <= at) {
                return false;
            }
            from = page->bytes + at;
            have = page->n - at;
        }
        have = have < n ? have : n;
        memcpy(to, from, have);
        to += have;
        offset += have;
        n -= have;
    }
    return true;
}

/* ---- records --------------------------------------------------------------------------------------------- */

enum spw_status spill_table_init(struct spill_table *t, size_t record_size)
{
    t->size = record_size;
    return record_size == 0 || record_size > RECORD_MAX ? SPW_LIMIT : spill_init(&t->spill);
}

void spill_table_dispose(struct spill_table *t) { spill_dispose(&t->spill); }

/* After a failure half a record may stand at the end; it does not count. */
uint64_t spill_table_count(const struct spill_table *t)
{
    return t->size == 0 ? 0 : spill_size(&t->spill) / t->size;
}

enum spw_status spill_table_push(struct spill_table *t, const void *record)
{
    return spill_append(&t->spill, slice_of(record, t->size));
}

bool spill_table_get(struct spill_table *t, uint64_t i, void *record)
{
    return i < spill_table_count(t) && spill_read(&t->spill, i * t->size, record, t->size);
}

uint64_t spill_table_partition(struct spill_table *t, bool (*before)(const void *, const void *),
                               const void *context)
{
    uint64_t low = 0;
    uint64_t high = spill_table_count(t);
    uint8_t record[RECORD_MAX];
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (spill_table_get(t, middle, record) && before(record, context)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
