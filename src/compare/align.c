#include "compare/align.h"

#include "base/memory.h"

/* For each number of edits d the furthest place reached on each diagonal k = x - y, from -d to d, in one
 * array: row d begins at d * d. */
struct edit_graph {
    const uint32_t *a, *b;
    int32_t n_a, n_b;
    int32_t *reached;
};

static size_t cell(int32_t d, int32_t k) { return (size_t)d * (size_t)d + (size_t)(k + d); }

/* -1: no path with d edits ends on this diagonal. */
static int32_t reached(const struct edit_graph *g, int32_t d, int32_t k)
{
    return d < 0 || k < -d || k > d ? -1 : g->reached[cell(d, k)];
}

/* x when (x, x - k) is a place of the graph, otherwise -1. */
static int32_t inside(const struct edit_graph *g, int32_t x, int32_t k)
{
    return x >= 0 && x <= g->n_a && x - k >= 0 && x - k <= g->n_b ? x : -1;
}

/* Where a path with d edits arrives on diagonal k before it follows equal elements; -1: nowhere. *down:
 * its last edit was an element of b alone. */
static int32_t step_to(const struct edit_graph *g, int32_t d, int32_t k, bool *down)
{
    int32_t before = reached(g, d - 1, k - 1);
    int32_t below = inside(g, reached(g, d - 1, k + 1), k);
    int32_t right = d == 0 ? 0 : before < 0 ? -1 : inside(g, before + 1, k);
    *down = below > right;
    return *down ? below : right;
}

static bool advance(const struct edit_graph *g, int32_t d)
{
    for (int32_t k = -d; k <= d; k += 2) {
        bool down = false;
        int32_t x = step_to(g, d, k, &down);
        while (x >= 0 && x < g->n_a && x - k < g->n_b && g->a[x] == g->b[x - k]) {
            x++;
        }
        g->reached[cell(d, k)] = x;
        if (x == g->n_a && x - k == g->n_b) {
            return true;
        }
    }
    return false;
}

static enum spw_status put_pair(struct array *out, int32_t a, int32_t b)
{
    struct align_pair *pair = array_push(out);
    if (pair == NULL) {
        return SPW_NO_MEMORY;
    }
    *pair = (struct align_pair){a, b};
    return SPW_OK;
}

/* Walks back from the end; the pairs come out in reverse. */
static enum spw_status walk_back(const struct edit_graph *g, int32_t d, int32_t base,
                                 struct array *out)
{
    enum spw_status status = SPW_OK;
    int32_t x = g->n_a;
    int32_t y = g->n_b;
    for (; d >= 0 && status == SPW_OK; d--) {
        bool down = false;
        int32_t start = step_to(g, d, x - y, &down);
        for (; x > start && status == SPW_OK; x--, y--) {
            status = put_pair(out, base + x - 1, base + y - 1);
        }
        if (d > 0 && status == SPW_OK) {
            status =
                put_pair(out, down ? ALIGN_NONE : base + x - 1, down ? base + y - 1 : ALIGN_NONE);
            x -= !down;
            y -= down;
        }
    }
    return status;
}

static void reverse(struct array *out, size_t from)
{
    struct align_pair *pairs = (struct align_pair *)out->items;
    for (size_t i = from, k = out->n; i + 1 < k; i++) {
        struct align_pair swapped = pairs[i];
        pairs[i] = pairs[--k];
        pairs[k] = swapped;
    }
}

static enum spw_status all_different(const struct edit_graph *g, int32_t base, struct array *out)
{
    enum spw_status status = SPW_OK;
    for (int32_t i = 0; i < g->n_a && status == SPW_OK; i++) {
        status = put_pair(out, base + i, ALIGN_NONE);
    }
    for (int32_t i = 0; i < g->n_b && status == SPW_OK; i++) {
        status = put_pair(out, ALIGN_NONE, base + i);
    }
    return status;
}

/* The middle, behind the common beginning of `base` elements. */
static enum spw_status align_middle(struct edit_graph *g, int32_t base, struct array *out,
                                    bool *whole)
{
    int32_t most = g->n_a + g->n_b < ALIGN_EDITS_MAX ? g->n_a + g->n_b : ALIGN_EDITS_MAX;
    size_t cells = ((size_t)most + 1) * ((size_t)most + 1);
    size_t first = out->n;
    int32_t d = 0;
    g->reached = memory_new(cells * sizeof *g->reached);
    if (g->reached == NULL) {
        return SPW_NO_MEMORY;
    }
    while (d <= most && !advance(g, d)) {
        d++;
    }
    *whole = d <= most;
    enum spw_status status = *whole ? walk_back(g, d, base, out) : all_different(g, base, out);
    if (*whole) {
        reverse(out, first);
    }
    memory_free(g->reached);
    return status;
}

enum spw_status align(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b,
                      struct array *out, bool *whole)
{
    enum spw_status status = SPW_OK;
    size_t head = 0;
    size_t tail = 0;
    while (head < n_a && head < n_b && a[head] == b[head]) {
        status = status == SPW_OK ? put_pair(out, (int32_t)head, (int32_t)head) : status;
        head++;
    }
    while (tail < n_a - head && tail < n_b - head && a[n_a - 1 - tail] == b[n_b - 1 - tail]) {
        tail++;
    }
    struct edit_graph g = {a + head, b + head, (int32_t)(n_a - head - tail),
                           (int32_t)(n_b - head - tail), NULL};
    *whole = true;
    if (status == SPW_OK && g.n_a + g.n_b > 0) {
        status = align_middle(&g, (int32_t)head, out, whole);
    }
    for (size_t i = tail; i > 0 && status == SPW_OK; i--) {
        status = put_pair(out, (int32_t)(n_a - i), (int32_t)(n_b - i));
    }
    return status;
}
