#include "compare/steady.h"

#include "base/buf.h"

enum { STEADY_MAX = 64 * 1024 };

bool steady_is_aside(struct slice name, bool host)
{
    static const struct {
        struct slice name;
        bool host; /* in commands, too; otherwise only in what the module prints */
    } aside[] = {{SLICE_INIT("seconds"), true},     {SLICE_INIT("id"), true},
                 {SLICE_INIT("client"), true},      {SLICE_INIT("text"), false},
                 {SLICE_INIT("ip"), false},         {SLICE_INIT("mac"), false},
                 {SLICE_INIT("bssid"), false},      {SLICE_INIT("rssi"), false},
                 {SLICE_INIT("heap"), false},       {SLICE_INIT("state"), false},
                 {SLICE_INIT("count"), false},      {SLICE_INIT("total"), false},
                 {SLICE_INIT("length"), false},     {SLICE_INIT("server"), false},
                 {SLICE_INIT("last_frame"), false}, {SLICE_INIT("last_fragment"), false}};
    bool found = name.n == 0 && !host;
    for (size_t i = 0; i < sizeof aside / sizeof aside[0] && !found; i++) {
        found = slice_eq(name, aside[i].name) && (aside[i].host || !host);
    }
    return found;
}

/* A field of a token: from its name to the next sign that parts fields. */
static size_t field_end(struct slice s, size_t at)
{
    while (at < s.n && slice_find_byte(SLICE("&,;\" \t\r\n"), s.p[at], 0) == 8) {
        at++;
    }
    return at;
}

/* The changing part that begins at `at`: how much of it is its name; 0: there is none. */
static size_t changing_at(struct slice s, size_t at)
{
    static const struct slice fields[] = {SLICE_INIT("sig="), SLICE_INIT("se=")};
    bool word = at > 0 && ascii_alnum(s.p[at - 1]);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && !word; i++) {
        if (slice_starts_nocase(slice_from(s, at), fields[i])) {
            return fields[i].n;
        }
    }
    bool web_token = !word && slice_starts(slice_from(s, at), SLICE("eyJ")) &&
                     slice_find_byte(slice_sub(s, 0, field_end(s, at)), '.', at) < s.n;
    return web_token ? 3 : 0;
}

struct slice steady_text(struct arena *a, struct slice text)
{
    struct buf out;
    bool changed = false;
    buf_init(&out, STEADY_MAX);
    for (size_t at = 0; at < text.n;) {
        size_t name = changing_at(text, at);
        if (name == 0) {
            buf_byte(&out, text.p[at++]);
            continue;
        }
        buf_put(&out, slice_sub(text, at, name));
        buf_cstr(&out, "...");
        at = field_end(text, at + name);
        changed = true;
    }
    struct slice result = changed && out.status == SPW_OK ? arena_copy(a, buf_slice(&out)) : text;
    buf_dispose(&out);
    return result;
}
