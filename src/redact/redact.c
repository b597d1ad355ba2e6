#include "redact/redact.h"

#include <string.h>

#include "redact/view.h"
#include "redact/watch.h"

enum { SECRETS_MAX = 4096, SECRET_BYTES_MAX = 8 * 1024 * 1024, DEPTH = 3, BOUNDED_BELOW = 8 };

void redactor_init(struct redactor *r, const struct redact_options *o)
{
    memset(r, 0, sizeof *r);
    r->options = *o;
    arena_init(&r->arena, SECRET_BYTES_MAX);
    array_init(&r->secrets, sizeof(struct redact_secret), SECRETS_MAX);
}

void redactor_dispose(struct redactor *r)
{
    array_dispose(&r->secrets);
    arena_dispose(&r->arena);
}

/* ---- what is known ------------------------------------------------------------------------------------- */

size_t redact_known(const struct redactor *r, struct slice value)
{
    for (size_t i = 0; i < r->secrets.n; i++) {
        if (slice_eq(ARRAY_AT(&r->secrets, struct redact_secret, i)->value, value)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static size_t remember(struct redactor *r, struct slice value, struct slice token,
                       enum redact_kind kind)
{
    struct redact_secret *s = array_push(&r->secrets);
    struct slice copy = arena_copy(&r->arena, value);
    if (s == NULL || copy.p == NULL || token.p == NULL) {
        r->status =
            SPW_LIMIT; /* a secret that is not known is one that stays: the caller must fail */
        return SIZE_MAX;
    }
    s->value = copy;
    s->token = token;
    s->kind = kind;
    s->hunted = redact_is_hunted(copy);
    return r->secrets.n - 1;
}

size_t redact_remember_as(struct redactor *r, struct slice value, struct slice token,
                          enum redact_kind kind)
{
    size_t known = redact_known(r, value);
    return known != SIZE_MAX ? known : remember(r, value, arena_copy(&r->arena, token), kind);
}

/* Percent codes decoded: how a signature is written does not make it another one. */
static struct slice plain_form(struct redactor *r, struct slice value)
{
    uint8_t *p = arena_alloc(&r->arena, value.n);
    size_t n = 0;
    for (size_t i = 0; p != NULL && i < value.n; n++) {
        int high = i + 2 < value.n ? ascii_hex(value.p[i + 1]) : -1;
        int low = i + 2 < value.n ? ascii_hex(value.p[i + 2]) : -1;
        bool code = value.p[i] == '%' && high >= 0 && low >= 0;
        p[n] = value.p[i];
        if (code) {
            p[n] = (uint8_t)((unsigned)high << 4 | (unsigned)low);
        }
        i += code ? 3 : 1;
    }
    while (p != NULL && n > 0 && p[n - 1] == '=') {
        n--; /* nor does its padding */
    }
    return slice_of(p, p != NULL ? n : 0);
}

static unsigned number_of(struct redactor *r, struct slice value, enum redact_kind kind)
{
    struct slice plain = plain_form(r, value);
    for (size_t i = 0; kind == REDACT_SIGNATURE && i < r->secrets.n; i++) {
        const struct redact_secret *s = ARRAY_AT(&r->secrets, struct redact_secret, i);
        if (s->kind == kind && slice_eq(plain_form(r, s->value), plain)) {
            return s->number;
        }
    }
    return ++r->numbers[kind];
}

size_t redact_remember(struct redactor *r, struct slice value, enum redact_kind kind)
{
    size_t known = redact_known(r, value);
    if (known != SIZE_MAX || redact_is_harmless(value)) {
        return known;
    }
    unsigned number = number_of(r, value, kind);
    uint8_t *token = arena_alloc(&r->arena, value.n);
    if (token != NULL) {
        redact_token(value, kind, number, token);
    }
    known = remember(r, value, slice_of(token, value.n), kind);
    if (known != SIZE_MAX) {
        ARRAY_AT(&r->secrets, struct redact_secret, known)->number = number;
    }
    return known;
}

/* A token is written once only: what stands there already is left as it is. */
static void write_token(struct view *v, size_t from, const struct redact_secret *s)
{
    for (size_t i = 0; i < s->token.n; i++) {
        if (v->raw[from + i] != s->token.p[i]) {
            view_put(v, from + i, s->token.p[i]);
        }
    }
}

void redact_hide(struct redactor *r, struct view *v, size_t from, size_t n, enum redact_kind kind,
                 bool change)
{
    struct slice value = slice_sub(view_slice(v), from, n);
    size_t i = change ? redact_known(r, value) : redact_remember(r, value, kind);
    if (change && i != SIZE_MAX) {
        write_token(v, from, ARRAY_AT(&r->secrets, struct redact_secret, i));
    }
}

/* ---- hunting --------------------------------------------------------------------------------------------- */

/* A short value is hidden where it stands alone, not inside of words. */
static bool stands_alone(struct slice s, size_t at, size_t n)
{
    return n >= BOUNDED_BELOW ||
           ((at == 0 || !ascii_alnum(s.p[at - 1])) && (at + n == s.n || !ascii_alnum(s.p[at + n])));
}

static void hunt_one(struct view *v, const struct redact_secret *secret)
{
    struct slice s = view_slice(v);
    size_t at = slice_find(s, secret->value, 0);
    while (at < s.n) {
        if (stands_alone(s, at, secret->value.n)) {
            write_token(v, at, secret);
        }
        at = slice_find(s, secret->value, at + 1);
    }
}

/* Longer ones first: one may be part of another. */
static size_t next_longest(const struct redactor *r, size_t below, size_t n, size_t last)
{
    size_t best = SIZE_MAX;
    size_t best_n = 0;
    for (size_t i = 0; i < r->secrets.n; i++) {
        const struct redact_secret *s = ARRAY_AT(&r->secrets, struct redact_secret, i);
        bool later = s->value.n < n || (s->value.n == n && (last == SIZE_MAX || i > last));
        if (s->hunted && s->value.n <= below && later && s->value.n > best_n) {
            best = i;
            best_n = s->value.n;
        }
    }
    return best;
}

static void hunt(struct redactor *r, struct view *v)
{
    size_t i = next_longest(r, SIZE_MAX, SIZE_MAX, SIZE_MAX);
    while (i != SIZE_MAX) {
        const struct redact_secret *s = ARRAY_AT(&r->secrets, struct redact_secret, i);
        if (s->value.n <= v->n) {
            hunt_one(v, s);
        }
        i = next_longest(r, s->value.n, s->value.n, i);
    }
}

/* ---- the readings ------------------------------------------------------------------------------------------ */

/* Which readings make sense of which others; a reading of depth 0 is made of the bytes themselves. */
static unsigned readings(unsigned depth, enum view_kind of)
{
    const unsigned base64 =
        1U << VIEW_BASE64 | 1U << VIEW_BASE64_1 | 1U << VIEW_BASE64_2 | 1U << VIEW_BASE64_3;
    if (depth == 0) {
        return 1U << VIEW_SAID | 1U << VIEW_SAID_2 | 1U << VIEW_JOINED | 1U << VIEW_STRIPPED |
               1U << VIEW_UNMARKED | 1U << VIEW_UNESCAPED | 1U << VIEW_HEX | 1U << VIEW_DUMP |
               1U << VIEW_COLUMN | 1U << VIEW_EVEN | 1U << VIEW_PERCENT | base64;
    }
    bool said = of == VIEW_SAID || of == VIEW_SAID_2; /* its own line ends are to be joined yet */
    if (depth == 1 && of < VIEW_PERCENT) {
        bool joined = of >= VIEW_JOINED && of <= VIEW_UNESCAPED;
        return 1U << VIEW_HEX | 1U << VIEW_EVEN | 1U << VIEW_PERCENT | base64 |
               (joined ? 1U << VIEW_HEX_1 : 0) | (said ? 1U << VIEW_JOINED | 1U << VIEW_DUMP : 0);
    }
    if (depth == 2 && of == VIEW_JOINED) {
        return 1U << VIEW_HEX | 1U << VIEW_HEX_1 | base64;
    }
    return depth == 2 && of == VIEW_PERCENT ? base64 | 1U << VIEW_PERCENT
           : depth <= 2                     ? 1U << VIEW_PERCENT
                                            : 0;
}

enum task { TASK_LEARN, TASK_CHANGE, TASK_HUNT };

static bool has_nothing(const struct view *v) { return v->n < 4; }

static void work_on(struct redactor *r, struct view *v, enum task task)
{
    if (task == TASK_HUNT) {
        hunt(r, v);
    } else if (r->options.keys_only) {
        redact_find_keys(r, v, task == TASK_CHANGE);
    } else if (view_has_lines(v)) {
        redact_find(r, v, task == TASK_CHANGE);
        redact_find_web(r, v, task == TASK_CHANGE);
        redact_find_keys(r, v, task == TASK_CHANGE);
    } else if (v->kind == VIEW_UNESCAPED) {
        redact_find_keys(r, v, task == TASK_CHANGE); /* others end at a written line end */
    } else if (v->kind != VIEW_COLUMN) {
        /* What was broken over several lines is found whole; rows of keys may stand behind stamps. */
        redact_find_web(r, v, task == TASK_CHANGE);
        redact_find(r, v, task == TASK_CHANGE);
        redact_find_keys(r, v, task == TASK_CHANGE);
    }
}

/* Recursion is bounded by DEPTH. Hunting begins with the most decoded reading: there a value stands
 * whole of which the bytes themselves show pieces. */
static void walk(struct redactor *r, struct view *v, unsigned depth, enum task task)
{
    unsigned most = r->options.keys_only && !r->deep ? 1 : DEPTH; /* a plain report is quick */
    unsigned which = depth < most ? readings(depth, v->kind) : 0;
    if (task != TASK_HUNT) {
        work_on(r, v, task);
    }
    for (unsigned k = 0; k < VIEW_KINDS && r->status == SPW_OK; k++) {
        struct view next;
        if ((which & ~r->options.blind & 1U << k) == 0) {
            continue;
        }
        enum spw_status status = view_make(&next, (enum view_kind)k, v);
        r->status = r->status == SPW_OK ? status : r->status;
        if (status == SPW_OK && !has_nothing(&next)) {
            walk(r, &next, depth + 1, task);
        }
        view_dispose(&next);
    }
    if (task == TASK_HUNT) {
        work_on(r, v, task);
    }
}

enum spw_status redactor_learn(struct redactor *r, struct slice bytes)
{
    struct view v;
    struct buf copy; /* views can be written to */
    buf_init(&copy, VIEW_INPUT_MAX);
    buf_put(&copy, bytes);
    r->deep = r->deep || (r->options.keys_only && (key_spellings(bytes) & KEY_SPELLED) != 0);
    r->status = r->status == SPW_OK ? copy.status : r->status;
    if (r->status == SPW_OK) {
        view_of_bytes(&v, copy.p, copy.n);
        walk(r, &v, 0, TASK_LEARN);
    }
    buf_dispose(&copy);
    return r->status;
}

enum spw_status redactor_apply(struct redactor *r, uint8_t *bytes, size_t n)
{
    struct view v;
    view_of_bytes(&v, bytes, n);
    walk(r, &v, 0, TASK_HUNT);
    walk(r, &v, 0, TASK_CHANGE); /* what is too short to be hunted, and keys */
    return r->status;
}
