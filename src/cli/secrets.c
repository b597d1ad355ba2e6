#include "cli/secrets.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/escape.h"
#include "cli/reading.h"
#include "cli/say.h"

enum { MAP_MAX = 64 * 1024 * 1024, REASON_MAX = 4096 };

/* ---- what is asked for ------------------------------------------------------------------------------------ */

static const struct {
    struct slice name;
    size_t field; /* a bool of struct spw_redaction */
} kinds[] = {{SLICE_INIT("ssid"), offsetof(struct spw_redaction, ssid)},
             {SLICE_INIT("mac"), offsetof(struct spw_redaction, mac)},
             {SLICE_INIT("ip"), offsetof(struct spw_redaction, ip)},
             {SLICE_INIT("host"), offsetof(struct spw_redaction, host)},
             {SLICE_INIT("device"), offsetof(struct spw_redaction, device)}};

static bool set_kind(struct slice name, struct spw_redaction *out)
{
    bool found = false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (slice_eq(name, kinds[i].name) || slice_eq(name, SLICE("all"))) {
            const bool yes = true;
            memcpy((char *)out + kinds[i].field, &yes, sizeof yes);
            found = true;
        }
    }
    return found;
}

bool secrets_also(const struct settings *s, struct spw_redaction *out)
{
    struct slice name;
    struct slice rest = slice_cstr(s->redact_also);
    for (bool more = rest.n > 0; more;) {
        more = slice_split(rest, ',', &name, &rest);
        if (!set_kind(name, out)) {
            say("--redact-also takes ssid, mac, ip, host, device or all, not '%.*s'",
                SLICE_ARG(name));
            return false;
        }
    }
    return true;
}

bool secrets_asked(const struct settings *s, bool usual)
{
    bool also = s->redact || s->redact_also != NULL || s->redact_map != NULL;
    return !s->no_redact && (usual || also);
}

/* ---- the map ------------------------------------------------------------------------------------------------ */

/* Bytes of keys are no text that an answer could repeat. */
static bool is_text(struct slice s)
{
    size_t n = 1;
    for (size_t at = 0; at < s.n && n > 0; at += n) {
        n = s.p[at] < 0x20 ? 0 : utf8_decode(s, at, NULL);
    }
    return s.n > 0 && n > 0;
}

static void put_map(const struct spw_redactor *r, struct buf *out)
{
    struct slice value, token;
    bool any = false;
    buf_cstr(out, "{ \"schema\": \"spwfdiag-map/1\",\n  \"replaced\": [");
    for (size_t i = 0; spw_redactor_secret(r, i, &value, &token); i++) {
        if (!is_text(value) || !is_text(token) || spw_redactor_is_key(r, i)) {
            continue;
        }
        buf_cstr(out, any ? ",\n    { \"token\": \"" : "\n    { \"token\": \"");
        esc_json(out, token);
        buf_cstr(out, "\", \"value\": \"");
        esc_json(out, value);
        buf_cstr(out, "\" }");
        any = true;
    }
    buf_cstr(out, any ? "\n  ] }\n" : "] }\n");
}

static bool write_all(int fd, struct slice bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        bytes = slice_from(bytes, n > 0 ? (size_t)n : 0);
    }
    return true;
}

bool secrets_write_map(const struct settings *s, const struct spw_redactor *r)
{
    struct buf map;
    if (s->redact_map == NULL) {
        return true;
    }
    int fd = open(s->redact_map, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        say_about(s->redact_map, slice_cstr(strerror(errno)));
        return false;
    }
    buf_init(&map, MAP_MAX);
    put_map(r, &map);
    bool good = map.status == SPW_OK && write_all(fd, buf_slice(&map));
    good = close(fd) == 0 && good;
    if (!good) {
        say_about(s->redact_map, SLICE("cannot be written"));
        (void)unlink(s->redact_map);
    }
    buf_dispose(&map);
    return good;
}

static bool take_pairs(const json_t *list, struct secrets_map *m)
{
    size_t n = json_array_size(list);
    m->pairs = ARENA_ARRAY(&m->arena, n + 1, struct restore_pair);
    for (size_t i = 0; i < n && m->pairs != NULL; i++) {
        const json_t *token = json_object_get(json_array_get(list, i), "token");
        const json_t *value = json_object_get(json_array_get(list, i), "value");
        if (!json_is_string(token) || !json_is_string(value) || json_string_length(token) == 0) {
            return false;
        }
        struct restore_pair *p = &m->pairs[m->n++];
        p->token =
            arena_copy(&m->arena, slice_of(json_string_value(token), json_string_length(token)));
        p->value =
            arena_copy(&m->arena, slice_of(json_string_value(value), json_string_length(value)));
        if (p->token.p == NULL || p->value.p == NULL) {
            return false;
        }
    }
    return m->pairs != NULL;
}

static bool parse_map(struct slice bytes, struct secrets_map *m, struct buf *why)
{
    json_error_t error;
    json_t *document = json_loadb(bytes.n > 0 ? (const char *)bytes.p : "", bytes.n, 0, &error);
    const char *schema = json_string_value(json_object_get(document, "schema"));
    bool good = false;
    if (document == NULL) {
        buf_printf(why, "is no JSON: line %d, column %d: %s", error.line, error.column, error.text);
    } else if (!slice_eq(slice_cstr(schema), SLICE("spwfdiag-map/1")) ||
               !json_is_array(json_object_get(document, "replaced"))) {
        buf_cstr(why, "is no map of --redact-map");
    } else {
        good = take_pairs(json_object_get(document, "replaced"), m);
        buf_cstr(why, good ? "" : "is a damaged map: a token or a value is missing");
    }
    json_decref(document);
    return good;
}

bool secrets_read_map(const char *path, struct secrets_map *m)
{
    struct buf bytes, why;
    memset(m, 0, sizeof *m);
    arena_init(&m->arena, MAP_MAX);
    buf_init(&bytes, MAP_MAX);
    buf_init(&why, REASON_MAX);
    bool good = reading_file(path, &bytes, &why) == SPW_OK && parse_map(buf_slice(&bytes), m, &why);
    if (!good) {
        say_about(path, why.n > 0 ? buf_slice(&why) : SLICE("is too large"));
    }
    buf_dispose(&bytes);
    buf_dispose(&why);
    return good;
}

void secrets_map_dispose(struct secrets_map *m) { arena_dispose(&m->arena); }
