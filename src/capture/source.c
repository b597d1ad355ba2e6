#include "capture/source.h"

#include <string.h>
#include <time.h>

#include "capture/private.h"

/* In the order in which a word is offered to those without a prefix. */
static const struct source_ops *const all[] = {&source_tap,    &source_bridge, &source_tcp,
                                               &source_replay, &source_follow, &source_serial};
enum { KINDS = sizeof all / sizeof all[0] };

static const int64_t second_us = 1000000;

/* ---- shared ------------------------------------------------------------------------------------------------ */

static int64_t clock_us(clockid_t id)
{
    struct timespec t = {0, 0};
    (void)clock_gettime(id, &t);
    return (int64_t)t.tv_sec * second_us + t.tv_nsec / 1000;
}

int64_t source_clock_us(void) { return clock_us(CLOCK_MONOTONIC); }

void source_put_error(struct buf *out, int error)
{
    char text[200];
    if (strerror_r(error, text, sizeof text) == 0) {
        buf_cstr(out, text);
    } else {
        buf_printf(out, "error %d", error);
    }
}

void source_wait_until(int64_t at_us, int64_t now_us, int *timeout_ms)
{
    int64_t ms = at_us > now_us ? (at_us - now_us + 999) / 1000 : 0;
    ms = ms < INT32_MAX ? ms : INT32_MAX;
    if (*timeout_ms < 0 || ms < *timeout_ms) {
        *timeout_ms = (int)ms;
    }
}

enum source_state source_say_event(struct source *s, struct recording_piece *piece)
{
    piece->us = source_now_us(s);
    piece->mark = RECORDING_EVENT;
    piece->bytes = buf_slice(&s->event);
    return SOURCE_PIECE;
}

enum source_state source_say_bytes(struct source *s, enum recording_mark mark, size_t n,
                                   struct recording_piece *piece)
{
    piece->us = source_now_us(s);
    piece->mark = mark;
    piece->bytes = slice_of(s->block, n);
    return SOURCE_PIECE;
}

enum source_state source_say_gap(struct source *s, const struct buf *why,
                                 struct recording_piece *piece)
{
    buf_clear(&s->event);
    buf_cstr(&s->event, RECORDING_GAP " ");
    buf_put(&s->event, buf_slice(why));
    return source_say_event(s, piece);
}

enum source_state source_say_back(struct source *s, const char *name, int64_t gone_us,
                                  struct recording_piece *piece)
{
    int64_t ms = (source_clock_us() - gone_us) / 1000;
    buf_clear(&s->event);
    buf_printf(&s->event, RECORDING_REOPENED " %s after %lld.%03d s", name, (long long)(ms / 1000),
               (int)(ms % 1000));
    return source_say_event(s, piece);
}

void source_drop_outgoing(struct source *s, struct buf *why)
{
    if (s->outgoing.n > 0) {
        buf_printf(why, "; %zu bytes were not sent", s->outgoing.n);
        buf_clear(&s->outgoing);
    }
}

void source_sent(struct source *s, size_t n)
{
    memcpy(s->block, s->outgoing.p, n);
    memmove(s->outgoing.p, s->outgoing.p + n, s->outgoing.n - n);
    s->outgoing.n -= n;
}

/* ---- the object --------------------------------------------------------------------------------------------- */

static const struct source_ops *find(const char *word, const char **spec)
{
    for (size_t i = 0; i < KINDS; i++) {
        const struct slice prefix = slice_cstr(all[i]->kind.prefix);
        if (prefix.n > 0 && slice_starts(slice_cstr(word), prefix)) {
            *spec = word + prefix.n;
            return all[i];
        }
        if (prefix.n == 0 && all[i]->fits(word)) {
            *spec = word;
            return all[i];
        }
    }
    return NULL;
}

enum spw_status source_open(struct source **out, const char *word, const struct source_options *o,
                            struct buf *why)
{
    struct source *s = MEMORY_NEW(struct source);
    const char *spec = NULL;
    *out = NULL;
    if (s == NULL) {
        buf_cstr(why, "no memory left");
        return SPW_NO_MEMORY;
    }
    s->ops = find(word, &spec);
    s->options = *o;
    buf_init(&s->describe, SOURCE_WORDS_MAX);
    buf_init(&s->hint, SOURCE_WORDS_MAX);
    buf_init(&s->failure, SOURCE_WORDS_MAX);
    buf_init(&s->event, SOURCE_WORDS_MAX);
    buf_init(&s->outgoing, SOURCE_WRITE_MAX);
    s->opened_us = source_clock_us();
    s->started_us = clock_us(CLOCK_REALTIME);
    enum spw_status status = s->ops->open(s, spec, why);
    if (status != SPW_OK) {
        source_close(s);
        return status;
    }
    *out = s;
    return SPW_OK;
}

void source_close(struct source *s)
{
    if (s == NULL) {
        return;
    }
    if (s->own != NULL) {
        s->ops->close(s);
    }
    buf_dispose(&s->describe);
    buf_dispose(&s->hint);
    buf_dispose(&s->failure);
    buf_dispose(&s->event);
    buf_dispose(&s->outgoing);
    memory_free(s);
}

struct slice source_describe(const struct source *s) { return buf_slice(&s->describe); }
int64_t source_started_us(const struct source *s) { return s->started_us; }
struct slice source_hint(const struct source *s) { return buf_slice(&s->hint); }
struct slice source_failure(const struct source *s) { return buf_slice(&s->failure); }
bool source_can_write(const struct source *s) { return s->ops->writes; }

int64_t source_now_us(const struct source *s)
{
    return s->ops->now_us != NULL ? s->ops->now_us(s) : source_clock_us() - s->opened_us;
}

size_t source_poll(struct source *s, struct pollfd *fds, int *timeout_ms)
{
    *timeout_ms = -1;
    return s->ops->poll(s, fds, timeout_ms);
}

enum source_state source_next(struct source *s, struct recording_piece *piece)
{
    return s->ops->next(s, piece);
}

enum spw_status source_write(struct source *s, struct slice bytes, struct buf *why)
{
    if (!s->ops->writes) {
        buf_cstr(why, "takes nothing: it is only listened to");
        return SPW_NOT_FOUND;
    }
    if (bytes.n > SOURCE_WRITE_MAX - s->outgoing.n) {
        buf_cstr(why, "does not take what is sent: too much is waiting");
        return SPW_LIMIT;
    }
    buf_put(&s->outgoing, bytes);
    return s->outgoing.status;
}

const struct source_kind *source_kind_at(size_t i) { return i < KINDS ? &all[i]->kind : NULL; }
