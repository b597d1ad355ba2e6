/* inotify is not in POSIX.1-2008 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif

#include "tui/intake.h"

#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "capture/file.h"

enum { REASON_MAX = 400, EVENTS_ROOM = 4096, PENDING_MAX = 64 * 1024, RETRY_MS = 1000 };

enum intake_kind {
    INTAKE_FILE,   /* a file of any format */
    INTAKE_STREAM, /* standard input or a pipe, of any format */
    INTAKE_LINE    /* live traffic, recorded */
};

struct intake {
    enum intake_kind kind;
    struct slice name;
    struct capture_file file; /* INTAKE_FILE */
    bool file_open;
    bool again;            /* any part of the file can be read again */
    int watch;             /* tells that the file has grown; -1: nobody asks */
    struct source *source; /* the others */
    struct record *record; /* INTAKE_LINE */
    struct buf pending;    /* made outside of intake_next, not handed out yet */
    struct buf handed;     /* pending that was handed out */
    struct spill kept;     /* what cannot be read again from elsewhere */
    bool keeps;
    unsigned gaps;
    bool gone; /* the adapter, at the moment */
    bool ended;
    struct buf failure, trouble;
};

/* ---- opening ------------------------------------------------------------------------------------------ */

static void watch_growth(struct intake *in, const char *path)
{
    in->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (in->watch >= 0 && inotify_add_watch(in->watch, path, IN_MODIFY) < 0) {
        (void)close(in->watch);
        in->watch = -1;
    }
}

static enum spw_status open_file(struct intake *in, const char *path, bool follow, struct buf *why)
{
    enum spw_status status = capture_file_open(&in->file, path, why);
    if (status != SPW_OK) {
        return status;
    }
    in->file_open = true;
    in->again = in->file.input.seekable && !in->file.packed;
    in->keeps = !in->again;
    if (follow && in->again) {
        watch_growth(in, path);
    }
    return SPW_OK;
}

static enum spw_status open_source(struct intake *in, const char *word,
                                   const struct intake_options *o, struct buf *why)
{
    enum spw_status status = source_open(&in->source, word, &o->source, why);
    in->keeps = true;
    if (status != SPW_OK || in->kind == INTAKE_STREAM) {
        return status;
    }
    in->name = source_describe(in->source);
    status = record_open(&in->record, &o->record, source_started_us(in->source),
                         source_describe(in->source), why);
    if (status != SPW_OK && o->record.path != NULL) {
        buf_printf(why, " (the recording, %s)", o->record.path);
    }
    return status;
}

static enum intake_kind kind_of(const char *word)
{
    struct stat status;
    bool named = stat(word, &status) == 0;
    return strcmp(word, "-") == 0 || (named && S_ISFIFO(status.st_mode)) ? INTAKE_STREAM
           : named && S_ISREG(status.st_mode)                            ? INTAKE_FILE
                                                                         : INTAKE_LINE;
}

enum spw_status intake_open(struct intake **out, const char *word, const struct intake_options *o,
                            struct buf *why)
{
    struct intake *in = MEMORY_NEW(struct intake);
    *out = NULL;
    if (in == NULL) {
        return SPW_NO_MEMORY;
    }
    in->watch = -1;
    in->name = slice_cstr(word);
    in->kind = kind_of(word);
    buf_init(&in->failure, REASON_MAX);
    buf_init(&in->trouble, REASON_MAX);
    buf_init(&in->pending, PENDING_MAX);
    buf_init(&in->handed, PENDING_MAX);
    enum spw_status status = in->kind == INTAKE_FILE ? open_file(in, word, o->follow, why)
                                                     : open_source(in, word, o, why);
    if (status == SPW_OK && in->keeps && spill_init(&in->kept) != SPW_OK) {
        buf_cstr(why, "no temporary file can be made in $TMPDIR");
        status = SPW_IO;
    }
    if (status != SPW_OK) {
        intake_close(in);
        return status;
    }
    *out = in;
    return SPW_OK;
}

void intake_close(struct intake *in)
{
    if (in == NULL) {
        return;
    }
    if (in->record != NULL) {
        (void)record_close(in->record, source_now_us(in->source), NULL);
    }
    source_close(in->source);
    if (in->file_open) {
        capture_file_close(&in->file);
    }
    if (in->watch >= 0) {
        (void)close(in->watch);
    }
    spill_dispose(&in->kept);
    buf_dispose(&in->failure);
    buf_dispose(&in->trouble);
    buf_dispose(&in->pending);
    buf_dispose(&in->handed);
    memory_free(in);
}

struct slice intake_framing(const struct intake *in)
{
    return in->kind == INTAKE_LINE ? SLICE("record") : slice_of(NULL, 0);
}

/* ---- waiting -------------------------------------------------------------------------------------------- */

size_t intake_poll(struct intake *in, struct pollfd *fds, int *timeout_ms)
{
    *timeout_ms = -1;
    if (in->ended || (in->kind == INTAKE_FILE && in->watch < 0)) {
        return 0;
    }
    if (in->kind == INTAKE_FILE) {
        fds[0] = (struct pollfd){.fd = in->watch, .events = POLLIN};
        return 1;
    }
    size_t n = source_poll(in->source, fds, timeout_ms);
    bool waits = in->record != NULL && record_state(in->record).failure.n > 0;
    if (waits && (*timeout_ms < 0 || *timeout_ms > RETRY_MS)) {
        *timeout_ms = RETRY_MS;
    }
    return n;
}

/* ---- files ------------------------------------------------------------------------------------------------ */

static void empty_watch(const struct intake *in)
{
    uint8_t events[EVENTS_ROOM];
    while (in->watch >= 0 && read(in->watch, events, sizeof events) > 0) {
    }
}

static enum intake_state next_of_file(struct intake *in, struct slice *bytes)
{
    empty_watch(in); /* before reading: what is written from here on wakes us again */
    if (capture_file_next(&in->file, bytes, &in->failure) != SPW_OK) {
        return INTAKE_END;
    }
    if (bytes->n == 0) {
        return in->watch < 0 ? INTAKE_END : INTAKE_IDLE;
    }
    return INTAKE_BYTES;
}

/* ---- sources -------------------------------------------------------------------------------------------------- */

static void note_event(struct intake *in, const struct recording_piece *piece)
{
    if (recording_is(piece, RECORDING_GAP)) {
        in->gaps++;
        in->gone = true;
        buf_clear(&in->trouble);
        buf_put(&in->trouble, slice_sub(piece->bytes, 0, REASON_MAX));
    } else if (recording_is(piece, RECORDING_REOPENED)) {
        in->gone = false;
        buf_clear(&in->trouble);
    }
}

static void note_recorder(struct intake *in)
{
    struct record_state state = record_state(in->record);
    if (state.failure.n > 0) {
        record_retry(in->record);
        state = record_state(in->record);
    }
    if (!in->gone) {
        buf_clear(&in->trouble);
        if (state.failure.n > 0) {
            buf_cstr(&in->trouble, "not recorded: ");
            buf_put(&in->trouble, slice_sub(state.failure, 0, REASON_MAX / 2));
        }
    }
}

static enum intake_state next_of_source(struct intake *in, struct slice *bytes)
{
    struct recording_piece piece;
    switch (source_next(in->source, &piece)) {
    case SOURCE_PIECE:
        break;
    case SOURCE_IDLE:
        if (in->record != NULL) {
            note_recorder(in);
        }
        return INTAKE_IDLE;
    case SOURCE_END:
        buf_put(&in->failure, source_failure(in->source));
        return INTAKE_END;
    }
    if (piece.mark == RECORDING_EVENT) {
        note_event(in, &piece);
    }
    if (in->kind == INTAKE_LINE) {
        enum spw_status kept = record_put(in->record, &piece, bytes);
        (void)kept; /* a full disk is told by note_recorder */
        note_recorder(in);
    } else {
        *bytes = piece.mark == RECORDING_EVENT ? slice_of(NULL, 0) : piece.bytes;
    }
    return INTAKE_BYTES;
}

static bool hand_pending(struct intake *in, struct slice *bytes)
{
    if (in->pending.n == 0) {
        return false;
    }
    buf_clear(&in->handed);
    buf_put(&in->handed, buf_slice(&in->pending));
    buf_clear(&in->pending);
    *bytes = buf_slice(&in->handed);
    return true;
}

enum intake_state intake_next(struct intake *in, struct slice *bytes)
{
    *bytes = slice_of(NULL, 0);
    if (in->ended) {
        return INTAKE_END;
    }
    enum intake_state state = hand_pending(in, bytes)   ? INTAKE_BYTES
                              : in->kind == INTAKE_FILE ? next_of_file(in, bytes)
                                                        : next_of_source(in, bytes);
    in->ended = state == INTAKE_END;
    if (in->keeps && spill_append(&in->kept, *bytes) != SPW_OK && in->trouble.n == 0) {
        buf_cstr(&in->trouble, "no room for temporary files: what comes now cannot be shown again");
    }
    return state;
}

/* ---- reading again -------------------------------------------------------------------------------------------- */

static void read_again(void *context, uint64_t offset, size_t n, struct buf *out)
{
    struct intake *in = context;
    uint8_t piece[512];
    if (in->again) {
        capture_file_excerpt(&in->file, offset, n, out);
        return;
    }
    for (size_t part = 0; n > 0; n -= part, offset += part) {
        part = n < sizeof piece ? n : sizeof piece;
        if (!spill_read(&in->kept, offset, piece, part)) {
            return;
        }
        buf_put(out, slice_of(piece, part));
    }
}

struct scroll_reader intake_reader(struct intake *in)
{
    return (struct scroll_reader){read_again, in};
}

/* ---- talking ------------------------------------------------------------------------------------------------------ */

bool intake_can_send(const struct intake *in)
{
    return in->kind == INTAKE_LINE && !in->ended && source_can_write(in->source);
}

enum spw_status intake_send(struct intake *in, struct slice bytes, struct buf *why)
{
    if (!intake_can_send(in)) {
        buf_cstr(why, "nothing can be sent to this source");
        return SPW_NOT_FOUND;
    }
    return source_write(in->source, bytes, why);
}

bool intake_note(struct intake *in, struct slice words)
{
    struct buf text;
    struct slice bytes = {NULL, 0};
    if (in->record == NULL || in->ended) {
        return false;
    }
    buf_init(&text, PENDING_MAX);
    buf_cstr(&text, RECORDING_NOTE " ");
    buf_put(&text, words);
    const struct recording_piece piece = {
        .us = source_now_us(in->source), .mark = RECORDING_EVENT, .bytes = buf_slice(&text)};
    enum spw_status kept = record_put(in->record, &piece, &bytes);
    (void)kept; /* as above */
    buf_put(&in->pending, bytes);
    buf_dispose(&text);
    return true;
}

/* ---- for the screen --------------------------------------------------------------------------------------------------- */

struct slice intake_source(const struct intake *in) { return in->name; }

struct slice intake_recording(const struct intake *in)
{
    return in->record == NULL ? slice_of(NULL, 0) : slice_cstr(record_state(in->record).path);
}

struct slice intake_trouble(const struct intake *in)
{
    return in->failure.n > 0 ? buf_slice(&in->failure) : buf_slice(&in->trouble);
}

struct slice intake_hint(const struct intake *in)
{
    return in->source == NULL ? slice_of(NULL, 0) : source_hint(in->source);
}

unsigned intake_gaps(const struct intake *in) { return in->gaps; }

uint64_t intake_total(const struct intake *in)
{
    struct stat status;
    return in->again && fstat(in->file.input.fd, &status) == 0 && status.st_size > 0
               ? (uint64_t)status.st_size
               : 0;
}

bool intake_is_live(const struct intake *in)
{
    return !in->ended && (in->kind != INTAKE_FILE || in->watch >= 0);
}

struct slice intake_failure(const struct intake *in) { return buf_slice(&in->failure); }
