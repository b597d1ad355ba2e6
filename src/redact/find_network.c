/* What a network and its hosts are called: hidden on request, as far as a diagnosis does not rest on it. */
#include "redact/redact.h"
#include "redact/view.h"

enum { ADDRESS_MAX = 15, HOST_MAX = 253, HEX_MAX = 64 };

/* What stands in the place of another one must not be replaced again. */
static bool is_token(const struct redactor *r, struct slice value)
{
    bool found = false;
    for (size_t i = 0; i < r->secrets.n && !found; i++) {
        found = slice_eq(ARRAY_AT(&r->secrets, struct redact_secret, i)->token, value);
    }
    return found;
}

/* ---- MAC addresses ------------------------------------------------------------------------------------- */

/* Is it the end of something longer, a key identifier? */
static bool continues_pairs(struct slice s, size_t at)
{
    return at >= 3 && s.p[at - 1] == ':' && ascii_hex(s.p[at - 2]) >= 0 &&
           ascii_hex(s.p[at - 3]) >= 0;
}

static bool is_mac(struct slice s, size_t at)
{
    if (at + 17 > s.n || (at > 0 && ascii_alnum(s.p[at - 1])) || continues_pairs(s, at) ||
        (at + 17 < s.n && (ascii_alnum(s.p[at + 17]) || s.p[at + 17] == ':'))) {
        return false;
    }
    for (size_t i = 0; i < 17; i++) {
        bool good = i % 3 == 2 ? s.p[at + i] == ':' : ascii_hex(s.p[at + i]) >= 0;
        if (!good) {
            return false;
        }
    }
    return true;
}

/* The maker's half stays, what tells one device from another does not. */
static void find_macs(struct redactor *r, struct view *v, bool change)
{
    struct slice s = view_slice(v);
    for (size_t at = slice_find_byte(s, ':', 0); at < s.n; at = slice_find_byte(s, ':', at + 1)) {
        if (at < 2 || !is_mac(s, at - 2)) {
            continue;
        }
        struct slice value = slice_sub(s, at - 2, 17);
        uint8_t token[17];
        size_t known = redact_known(r, value);
        if (known == SIZE_MAX && !change && !is_token(r, value)) {
            struct buf text;
            buf_init(&text, sizeof token + 1);
            buf_put(&text, slice_sub(value, 0, 8));
            unsigned number = ++r->numbers[REDACT_MAC];
            buf_printf(&text, ":00:%02x:%02x", number >> 8 & 0xFFU, number & 0xFFU);
            known = redact_remember_as(r, value, buf_slice(&text), REDACT_MAC);
            buf_dispose(&text);
        }
        if (change && known != SIZE_MAX) {
            redact_hide(r, v, at - 2, 17, REDACT_MAC, true);
        }
        at += 14;
    }
}

/* ---- IP addresses ---------------------------------------------------------------------------------------- */

struct address {
    unsigned octets[4];
    size_t at[4], length[4]; /* digits of each */
    size_t n;                /* bytes in all */
};

static bool read_address(struct slice s, size_t at, struct address *a)
{
    size_t from = at;
    for (size_t i = 0; i < 4; i++) {
        a->at[i] = at - from;
        a->octets[i] = 0;
        while (at < s.n && ascii_digit(s.p[at]) && at - from - a->at[i] < 3) {
            a->octets[i] = 10 * a->octets[i] + (unsigned)(s.p[at++] - '0');
        }
        a->length[i] = at - from - a->at[i];
        bool dot = at < s.n && s.p[at] == '.';
        if (a->length[i] == 0 || a->octets[i] > 255 || (i < 3 && !dot)) {
            return false;
        }
        at += i < 3;
    }
    a->n = at - from;
    bool more = at < s.n && (ascii_alnum(s.p[at]) ||
                             (s.p[at] == '.' && at + 1 < s.n && ascii_digit(s.p[at + 1])));
    return !more && (from == 0 || (!ascii_alnum(s.p[from - 1]) && s.p[from - 1] != '.'));
}

/* How many octets stay: those that tell a private address from a public one. 4: it names nobody (masks,
 * multicast, link-local and loopback addresses, nothing). */
static unsigned octets_kept(const struct address *a)
{
    unsigned first = a->octets[0];
    if (first == 0 || first == 127 || first >= 224 || (first == 169 && a->octets[1] == 254)) {
        return 4;
    }
    bool two = (first == 192 && a->octets[1] == 168) ||
               (first == 172 && a->octets[1] >= 16 && a->octets[1] < 32);
    return two ? 2 : 1;
}

/* `number` in the octets that do not stay, each of as many digits as before, from the last one. */
static void put_address(const struct address *a, unsigned kept, unsigned number, uint8_t *out)
{
    static const unsigned least[] = {0, 1, 10, 100};
    static const unsigned room[] = {1, 9, 90, 100}; /* at most 199: valid in any place */
    for (size_t i = 4; i > kept; i--) {
        size_t digits = a->length[i - 1];
        unsigned value = least[digits] + number % room[digits];
        number /= room[digits];
        for (size_t k = digits; k > 0; k--) {
            out[a->at[i - 1] + k - 1] = (uint8_t)('0' + value % 10);
            value /= 10;
        }
    }
}

static void remember_address(struct redactor *r, struct slice value, const struct address *a,
                             unsigned kept)
{
    uint8_t token[ADDRESS_MAX] = {0};
    if (redact_known(r, value) != SIZE_MAX || is_token(r, value)) {
        return;
    }
    for (size_t i = 0; i < value.n; i++) {
        token[i] = value.p[i];
    }
    for (unsigned tries = 0; tries < 256;
         tries++) { /* two addresses, two tokens, as far as it goes */
        put_address(a, kept, r->numbers[REDACT_IP]++, token);
        if (!is_token(r, slice_of(token, value.n)) && !slice_eq(slice_of(token, value.n), value)) {
            break;
        }
    }
    (void)redact_remember_as(r, value, slice_of(token, value.n), REDACT_IP);
}

static void find_addresses(struct redactor *r, struct view *v, bool change)
{
    struct slice s = view_slice(v);
    for (size_t at = 0; at < s.n; at++) {
        struct address a;
        if (!ascii_digit(s.p[at]) || !read_address(s, at, &a)) {
            continue;
        }
        unsigned kept = octets_kept(&a);
        if (kept < 4 && !change) {
            remember_address(r, slice_sub(s, at, a.n), &a, kept);
        } else if (kept < 4) {
            redact_hide(r, v, at, a.n, REDACT_IP, true);
        }
        at += a.n - 1;
    }
}

/* ---- hosts ----------------------------------------------------------------------------------------------- */

static bool is_host(struct slice s)
{
    bool letter = false;
    bool dot = false;
    for (size_t i = 0; i < s.n; i++) {
        letter = letter || ascii_alpha(s.p[i]);
        dot = dot || s.p[i] == '.';
        if (!ascii_alnum(s.p[i]) && s.p[i] != '.' && s.p[i] != '-' && s.p[i] != '_') {
            return false;
        }
    }
    return letter && dot && s.n <= HOST_MAX;
}

/* Would the service be the same with a token for the first `n` bytes of the name? */
static bool may_hide(struct redactor *r, struct slice host, size_t n)
{
    struct buf other;
    uint8_t token[HOST_MAX];
    buf_init(&other, HOST_MAX + 1);
    redact_token(slice_sub(host, 0, n), REDACT_HOST, 1, token);
    buf_put(&other, slice_of(token, n));
    buf_put(&other, slice_from(host, n));
    bool same = r->options.same_service(r->options.context, host, buf_slice(&other));
    buf_dispose(&other);
    return same;
}

/* As many labels from the left as the recognition of the service can do without, the last one never;
 * if that is none, a part of the first one. */
void redact_hide_host(struct redactor *r, struct view *v, size_t from, size_t end, bool change)
{
    struct slice host = slice_sub(view_slice(v), from, end - from);
    if (!is_host(host) || r->options.same_service == NULL) {
        return;
    }
    for (size_t n = host.n; n > 0; n--) {
        bool part = host.p[n - 1] == '.' || host.p[n - 1] == '-';
        if (part && n > 1 && may_hide(r, host, n - 1)) {
            redact_hide(r, v, from, n - 1, REDACT_HOST, change);
            return;
        }
    }
}

/* ---- names in hexadecimal --------------------------------------------------------------------------------- */

/* Learned as the text that it is; in the capture it is found by its value, as everything in hexadecimal. */
void redact_hide_hex(struct redactor *r, struct view *v, size_t from, size_t end,
                     enum redact_kind kind, bool change)
{
    struct slice s = slice_trim(slice_sub(view_slice(v), from, end - from));
    uint8_t name[HEX_MAX];
    size_t n = 0;
    for (size_t i = 0; i + 1 < s.n && n < HEX_MAX; i += 3) {
        int high = ascii_hex(s.p[i]);
        int low = ascii_hex(s.p[i + 1]);
        bool parted = i + 2 == s.n || s.p[i + 2] == ':';
        if (high < 0 || low < 0 || !parted) {
            return;
        }
        name[n++] = (uint8_t)((unsigned)high << 4 | (unsigned)low);
    }
    while (n > 0 && name[n - 1] == 0) {
        n--; /* filled up to the variable's length */
    }
    if (!change && n > 0) {
        (void)redact_remember(r, slice_of(name, n), kind);
    }
}

void redact_find_network(struct redactor *r, struct view *v, bool change)
{
    if (r->options.mac) {
        find_macs(r, v, change);
    }
    if (r->options.ip) {
        find_addresses(r, v, change);
    }
}
