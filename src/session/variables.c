/* Configuration and status variables as last set, read back or dumped. */
#include "session/private.h"

static struct variable *find(struct session *s, struct slice name)
{
    for (size_t i = 0; i < s->variables.n; i++) {
        struct variable *v = ARRAY_AT(&s->variables, struct variable, i);
        if (slice_eq_nocase(v->name, name)) {
            return v;
        }
    }
    return NULL;
}

static void learn_build(struct session *s, struct slice value, const struct mark *at)
{
    const struct firmware_row *row =
        s->dialect != NULL ? dialect_firmware(s->dialect, value) : NULL;
    session_put(s, &s->firmware_build, value, at);
    if (row != NULL) {
        s->firmware = row;
        session_put(s, &s->firmware_version, row->version, at);
    }
}

static void learn_version(struct session *s, struct slice value, const struct mark *at)
{
    session_put(s, &s->firmware_version, value, at);
}

static void learn_model(struct session *s, struct slice value, const struct mark *at)
{
    session_put(s, &s->model, value, at);
}

static void learn_address(struct session *s, struct slice value, const struct mark *at)
{
    if (value.n > 0 && !slice_eq(value, SLICE("0.0.0.0")) && s->address.text.n == 0) {
        session_put(s, &s->address, value, at);
    }
}

/* A counter that starts at zero with each boot until somebody sets it. */
static void learn_clock(struct session *s, struct slice value, const struct mark *at)
{
    uint64_t t = 0;
    if (slice_to_u64(value, INT64_MAX, &t) != NUMBER_OK) {
        return;
    }
    s->clock.set = t >= 1000000000 ? TRI_YES : TRI_NO;
    s->clock.module_time = (int64_t)t;
    s->clock.at = *at;
}

/* The SSID as hexadecimal bytes, zero padded: "53:4D:45:00:...". */
static void learn_ssid(struct session *s, struct slice value, const struct mark *at)
{
    uint8_t text[32];
    size_t n = 0;
    for (size_t i = 0; i + 1 < value.n && n < sizeof text; i += 3) {
        int hi = ascii_hex(value.p[i]), lo = ascii_hex(value.p[i + 1]);
        if (hi < 0 || lo < 0 || hi + lo == 0) {
            break;
        }
        text[n++] = (uint8_t)(hi * 16 + lo);
    }
    if (n > 0) {
        session_put(s, &s->ssid, slice_of(text, n), at);
    }
}

/* 10 (SPWF04) and 13 or 10 (SPWF01) both mean that the network is up. [GHI-ENUM] [PAP] */
static void learn_state(struct session *s, struct slice value, const struct mark *at)
{
    uint64_t state = 0;
    if (slice_to_u64(value, 99, &state) == NUMBER_OK && state >= 10 && s->wifi_up == TRI_UNKNOWN) {
        s->wifi_up = TRI_YES;
        s->wifi_at = *at;
    }
}

static const struct {
    struct slice name;
    void (*learn)(struct session *s, struct slice value, const struct mark *at);
} teachers[] = {
    {SLICE_INIT("build"), learn_build},        {SLICE_INIT("version"), learn_build},
    {SLICE_INIT("fw_version"), learn_version}, {SLICE_INIT("nv_model"), learn_model},
    {SLICE_INIT("ip_ipaddr"), learn_address},  {SLICE_INIT("system_time"), learn_clock},
    {SLICE_INIT("current_time"), learn_clock}, {SLICE_INIT("wifi_ssid"), learn_ssid},
    {SLICE_INIT("wifi_state"), learn_state},
};

void variable_set(struct session *s, struct slice name, struct slice value, const struct mark *at,
                  bool set_here)
{
    struct variable *v = find(s, name);

    if (name.n == 0 || name.n > 64) {
        return;
    }
    if (v == NULL) {
        v = array_push(&s->variables);
        if (v == NULL) {
            return;
        }
        v->name = session_keep(s, name);
    }
    if (!slice_eq(v->value, value)) {
        session_overwrite(s, &v->value, value);
    }
    v->at = *at;
    v->set_here = set_here;
    for (size_t i = 0; i < sizeof teachers / sizeof teachers[0]; i++) {
        if (!set_here && slice_eq_nocase(teachers[i].name, name)) {
            teachers[i].learn(s, value, at);
        }
    }
}

void variable_reply(struct session *s, const struct at_event *e)
{
    struct mark at = session_mark(e);
    if (e->n_values >= 2) {
        variable_set(s, e->values[0], e->values[1], &at, false);
    }
}

/* AT+S.SCFG=key,value; AT+S.SSIDTXT=name. A value may hold the delimiter. */
void variable_on_end(struct session *s)
{
    struct exchange *x = &s->exchange;

    if (x->result == AT_RESULT_ERROR) {
        return;
    }
    if (x->meaning == M_SET_VARIABLE && x->n_values >= 2) {
        variable_set(s, slice_trim(x->values[0]), slice_trim(x->values[1]), &x->at, true);
    } else if (x->meaning == M_SET_SSID && x->n_values >= 1 && x->values[0].n > 0) {
        session_put(s, &s->ssid, x->values[0], &x->at);
    } else if (x->meaning == M_FACTORY_VARIABLES) {
        array_clear(&s->variables);
    } else if (x->meaning == M_RADIO && x->n_values >= 1 && slice_eq(x->values[0], SLICE("0"))) {
        s->wifi_up = TRI_UNKNOWN;
        s->address.text.n = 0;
    }
}
