/* Host names against certificates (RFC 6125): whole labels, the wildcard only as the first one. */
#include <arpa/inet.h>
#include <string.h>

#include "x509/certificate.h"
#include "x509/extension.h"
#include "x509/name.h"

enum { HOST_MAX = 255 };

struct host {
    struct slice name; /* without a dot at the end */
    uint8_t address[16];
    size_t address_length; /* 0: a name */
};

static struct slice without_dot(struct slice s)
{
    return slice_ends(s, SLICE(".")) ? slice_sub(s, 0, s.n - 1) : s;
}

static struct host read_host(struct slice name)
{
    struct host host = {without_dot(name), {0}, 0};
    char text[INET6_ADDRSTRLEN];
    if (name.n == 0 || name.n >= sizeof text || slice_find_byte(name, 0, 0) < name.n) {
        return host;
    }
    memcpy(text, name.p, name.n);
    text[name.n] = '\0';
    if (inet_pton(AF_INET, text, host.address) == 1) {
        host.address_length = 4;
    } else if (inet_pton(AF_INET6, text, host.address) == 1) {
        host.address_length = 16;
    }
    return host;
}

/* "*.example.com" stands for one label, and not for a whole top-level domain. */
static bool matches_wildcard(struct slice pattern, struct slice name)
{
    const struct slice tail = slice_from(pattern, 1);
    const size_t dot = slice_find_byte(name, '.', 0);
    return dot > 0 && slice_eq_nocase(slice_from(name, dot), tail) &&
           slice_find_byte(tail, '.', 1) < tail.n;
}

static bool matches_text(struct slice pattern, const struct host *host)
{
    pattern = without_dot(pattern);
    if (slice_eq_nocase(pattern, host->name)) {
        return true;
    }
    return host->address_length == 0 && slice_starts(pattern, SLICE("*.")) &&
           matches_wildcard(pattern, host->name);
}

static bool matches_alt_name(const struct alt_name *name, const struct host *host)
{
    if (name->address) {
        return slice_eq(name->value, slice_of(host->address, host->address_length));
    }
    return host->address_length == 0 && matches_text(name->value, host);
}

static enum tri match_common_name(const struct cert_parts *parts, const struct host *host)
{
    struct name subject;
    struct buf text;
    name_read(&subject, &parts->subject);
    const struct der_item *value = name_common_name(&subject);
    if (value == NULL || value->body.n > HOST_MAX) {
        return TRI_NO;
    }
    buf_init(&text, (size_t)HOST_MAX * 4);
    name_string_put(&text, value);
    const enum tri answer =
        text.status == SPW_OK ? tri_of(matches_text(buf_slice(&text), host)) : TRI_UNKNOWN;
    buf_dispose(&text);
    return answer;
}

enum tri x509_matches_host(const struct x509_facts *f, struct slice name)
{
    struct cert_parts parts;
    struct alt_name alternative;
    const struct host host = read_host(name);
    const bool certificate = f->what == X509_CERTIFICATE || f->what == X509_TRUSTED_CERTIFICATE;
    if (!certificate || host.name.n == 0 || !walk_certificate(f->der, &parts)) {
        return TRI_UNKNOWN;
    }
    bool any = false;
    struct slice rest = alt_names_start(&parts);
    while (alt_names_next(&rest, &alternative)) {
        any = true;
        if (matches_alt_name(&alternative, &host)) {
            return TRI_YES;
        }
    }
    if (!parts.whole) {
        return TRI_UNKNOWN; /* the right name may stand behind the cut */
    }
    return any ? TRI_NO : match_common_name(&parts, &host);
}
