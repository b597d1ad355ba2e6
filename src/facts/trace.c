#include <stddef.h>
#include <string.h>

#include "base/stamp.h"
#include "facts/get.h"

/* A member of the session at the offset that the field's row names. */
static const void *session_member(const struct fact_context *c, const struct field *f)
{
    return (const char *)session_of(c) + f->a;
}

struct value get_dialect(const struct fact_context *c, const struct field *f)
{
    const struct dialect *d = session_of(c)->dialect;
    return d != NULL ? value_text(d->name, NULL) : value_unknown(f->type);
}

struct value get_module(const struct fact_context *c, const struct field *f)
{
    const struct dialect *d = session_of(c)->dialect;
    return d != NULL ? value_text(d->module, NULL) : value_unknown(f->type);
}

struct value get_text_fact(const struct fact_context *c, const struct field *f)
{
    const struct text_fact *t = (const struct text_fact *)session_member(c, f);
    return text_if_known(t->text, place(&t->at));
}

struct value get_firmware_version(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    if (s->firmware_version.text.n > 0) {
        return value_text(s->firmware_version.text, place(&s->firmware_version.at));
    }
    if (s->firmware == NULL) {
        return value_unknown(f->type);
    }
    return text_if_known(s->firmware->version, place(&s->firmware_build.at));
}

struct value get_firmware_known(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    (void)f;
    return value_bool(s->firmware != NULL, place(&s->firmware_build.at));
}

struct value get_firmware_newest(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    if (s->firmware == NULL) {
        return value_unknown(f->type);
    }
    return value_bool(s->firmware->newest, place(&s->firmware_build.at));
}

struct value get_firmware_date(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    if (s->firmware == NULL) {
        return value_unknown(f->type);
    }
    return value_time(time_parse(s->firmware->date), place(&s->firmware_build.at));
}

struct value get_capture_lines(const struct fact_context *c, const struct field *f)
{
    (void)f;
    return value_count(session_of(c)->lines, NULL);
}

struct value get_capture_has_boot(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    (void)f;
    return value_definite(s->boots > 0, &s->boot_at);
}

struct value get_capture_has(const struct fact_context *c, const struct field *f)
{
    uint64_t n = 0;
    memcpy(&n, session_member(c, f), sizeof n);
    return value_bool(n > 0, NULL);
}

struct value get_capture_has_payloads(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    (void)f;
    for (int slot = SLOT_CA; slot < SLOT_COUNT; slot++) {
        if (s->store[slot].payload_seen) {
            return value_bool(true, place(&s->store[slot].payload));
        }
    }
    bool seen = s->objects.n > 0 || tally_find(&s->trace, M_PAYLOAD_SEEN) != NULL;
    return value_bool(seen, NULL);
}

struct value get_sockets(const struct fact_context *c, const struct field *f)
{
    size_t n = 0;
    memcpy(&n, session_member(c, f), sizeof n);
    return value_count(n, NULL);
}

struct value get_boot_number(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    (void)f;
    return value_count(s->boots, place(&s->boot_at));
}

struct value get_boot_seen(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    (void)f;
    return value_definite(s->boot_seen, &s->boot_at);
}

struct value get_boot_complete(const struct fact_context *c, const struct field *f)
{
    (void)f;
    return fact_seen(c, TALLY_BOOT, M_RADIO_STARTED);
}

struct value get_boots_in_vain(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    (void)f;
    return value_int(s->boots_in_vain, place(&s->boot_at));
}
