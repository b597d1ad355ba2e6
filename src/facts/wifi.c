#include "facts/get.h"

struct value get_wifi_up(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    (void)f;
    return value_tri(s->wifi_up, place(&s->wifi_at));
}

struct value get_radio_on(const struct fact_context *c, const struct field *f)
{
    (void)f;
    return value_tri(session_of(c)->radio_on, NULL);
}

struct value get_wifi_mode(const struct fact_context *c, const struct field *f)
{
    (void)f;
    return fact_variable(c, SLICE("wifi_mode"));
}

struct value get_wifi_state(const struct fact_context *c, const struct field *f)
{
    struct value v = fact_variable(c, SLICE("wifi_state"));
    int64_t state = 0;
    if (!v.known || slice_to_i64(v.text, &state) != NUMBER_OK) {
        return value_unknown(f->type);
    }
    return value_int(state, v.at[0]);
}

struct value get_ssid_in_scan(const struct fact_context *c, const struct field *f)
{
    const struct session *s = session_of(c);
    const struct slice ssid = s->ssid.text;
    bool hidden = false;
    if (ssid.n == 0 || is_masked(ssid)) {
        return value_unknown(f->type);
    }
    for (size_t i = 0; i < s->scan.names.n; i++) {
        const struct scanned *found = ARRAY_AT(&s->scan.names, struct scanned, i);
        hidden = hidden || found->n == 0;
        if (slice_eq(slice_of(found->ssid, found->n), ssid)) {
            return value_bool(true, place(&found->at));
        }
    }
    return s->scan.complete && !hidden ? value_bool(false, place(&s->scan.at))
                                       : value_unknown(f->type);
}

static const struct slice eap_prefix = SLICE_INIT("wifi_eap_");

struct value get_eap_changed(const struct fact_context *c, const struct field *f)
{
    const struct array *list = &session_of(c)->variables;
    (void)f;
    for (size_t i = 0; i < list->n; i++) {
        const struct variable *v = ARRAY_AT(list, struct variable, i);
        if (v->set_here && slice_starts_nocase(v->name, eap_prefix)) {
            return value_bool(true, place(&v->at));
        }
    }
    return value_bool(false, NULL);
}

/* Privacy mode 3 is WPA-Enterprise [AN4965]; dumps that stop before it still tell by the identity. */
struct value get_eap_configured(const struct fact_context *c, const struct field *f)
{
    struct value mode = fact_variable(c, SLICE("wifi_priv_mode"));
    if (mode.known) {
        return value_bool(slice_eq(slice_trim(mode.text), SLICE("3")), mode.at[0]);
    }
    struct value identity = fact_variable(c, SLICE("wifi_eap_identity"));
    if (identity.known && slice_trim(identity.text).n > 0) {
        return value_bool(true, identity.at[0]);
    }
    return value_unknown(f->type);
}
