/* Variables of the configuration: what is in force, what was saved, what the factory put there. The factory
 * values are the first that the table has seen. */
#include "twin/state.h"

enum { SETTINGS_MAX = 512, SSID_BYTES = 32 };

static const struct slice ssid_name = SLICE_INIT("wifi_ssid");
static const struct slice ssid_length = SLICE_INIT("wifi_ssid_len");

static bool is_configuration(const struct variable_row *row)
{
    return slice_eq(row->group, SLICE("configuration"));
}

/* "1, 3" begins with 1; a lone comma is a value itself. */
static struct slice factory_value(const struct variable_row *row)
{
    size_t end = slice_find(row->seen, SLICE(", "), 0);
    return slice_sub(row->seen, 0, end);
}

static void set(struct buf *to, struct slice value)
{
    buf_clear(to);
    buf_put(to, value);
}

enum spw_status settings_init(struct twin *t)
{
    array_init(&t->settings, sizeof(struct setting), SETTINGS_MAX);
    for (size_t i = 0; i < t->dialect->n_variables; i++) {
        const struct variable_row *row = &t->dialect->variables[i];
        if (!is_configuration(row)) {
            continue;
        }
        struct setting *s = array_push(&t->settings);
        if (s == NULL) {
            return SPW_NO_MEMORY;
        }
        s->row = row;
        buf_init(&s->now, VALUE_BYTES_MAX);
        buf_init(&s->saved, VALUE_BYTES_MAX);
        set(&s->now, factory_value(row));
        set(&s->saved, factory_value(row));
    }
    return SPW_OK;
}

void settings_dispose(struct twin *t)
{
    for (size_t i = 0; i < t->settings.n; i++) {
        struct setting *s = ARRAY_AT(&t->settings, struct setting, i);
        buf_dispose(&s->now);
        buf_dispose(&s->saved);
    }
    array_dispose(&t->settings);
}

struct setting *settings_find(const struct twin *t, struct slice name)
{
    for (size_t i = 0; i < t->settings.n; i++) {
        struct setting *s = ARRAY_AT(&t->settings, struct setting, i);
        if (slice_eq_nocase(s->row->name, name)) {
            return s;
        }
    }
    return NULL;
}

struct slice setting_text(const struct twin *t, struct slice name)
{
    const struct setting *s = settings_find(t, name);
    return s != NULL ? buf_slice(&s->now) : slice_of(NULL, 0);
}

int64_t setting_number(const struct twin *t, struct slice name, int64_t otherwise)
{
    int64_t number = otherwise;
    return slice_to_i64(setting_text(t, name), &number) == NUMBER_OK ? number : otherwise;
}

void setting_put(struct twin *t, struct slice name, struct slice value)
{
    struct setting *s = settings_find(t, name);
    if (s != NULL) {
        set(&s->now, value);
    }
}

void settings_restore(struct twin *t)
{
    for (size_t i = 0; i < t->settings.n; i++) {
        struct setting *s = ARRAY_AT(&t->settings, struct setting, i);
        set(&s->now, buf_slice(&s->saved));
    }
}

/* ---- the name of the network: 32 bytes in hexadecimal, and how many of them count ---------------------------- */

struct slice setting_ssid(struct twin *t)
{
    struct slice hex = setting_text(t, ssid_name);
    size_t n = (size_t)setting_number(t, ssid_length, 0);
    uint8_t *text = arena_alloc(&t->scratch, SSID_BYTES);
    size_t at = 0;
    if (text == NULL) {
        return slice_of(NULL, 0);
    }
    for (size_t i = 0; i + 1 < hex.n && at < SSID_BYTES; i += 3) {
        int high = ascii_hex(hex.p[i]);
        int low = ascii_hex(hex.p[i + 1]);
        text[at++] = (uint8_t)((high < 0 ? 0 : high) * 16 + (low < 0 ? 0 : low));
    }
    return slice_of(text, n < at ? n : at);
}

void setting_put_ssid(struct twin *t, struct slice name)
{
    struct buf hex;
    buf_init(&hex, VALUE_BYTES_MAX);
    for (size_t i = 0; i < SSID_BYTES; i++) {
        buf_printf(&hex, "%s%02X", i > 0 ? ":" : "", i < name.n ? name.p[i] : 0U);
    }
    setting_put(t, ssid_name, buf_slice(&hex));
    setting_put(t, ssid_length,
                number_text(t, (int64_t)(name.n < SSID_BYTES ? name.n : SSID_BYTES)));
    buf_dispose(&hex);
}

/* ---- commands --------------------------------------------------------------------------------------------------- */

void act_null(struct twin *t, const struct call *c)
{
    (void)c;
    say_ok(t);
}

void act_dump(struct twin *t, const struct call *c)
{
    (void)c;
    for (size_t i = 0; i < t->settings.n; i++) {
        const struct setting *s = ARRAY_AT(&t->settings, struct setting, i);
        say_reply(t, M_VARIABLE, FIELDS(s->row->name, buf_slice(&s->now)));
    }
    say_ok(t);
}

void act_get_variable(struct twin *t, const struct call *c)
{
    struct slice name = call_text(c, P_KEY);
    const struct setting *s = settings_find(t, name);
    if (name.n == 0) {
        act_dump(t, c);
    } else if (s == NULL) {
        say_error(t, WHEN_UNKNOWN_VARIABLE);
    } else {
        say_reply(t, M_VARIABLE, FIELDS(s->row->name, buf_slice(&s->now)));
        say_ok(t);
    }
}

void act_set_variable(struct twin *t, const struct call *c)
{
    struct setting *s = settings_find(t, call_text(c, P_KEY));
    struct slice value = call_text(c, P_VALUE);
    if (s == NULL) {
        say_error(t, WHEN_UNKNOWN_VARIABLE);
    } else if (value.n > VALUE_BYTES_MAX) {
        say_error(t, WHEN_ARGUMENT_TOO_BIG);
    } else {
        set(&s->now, value);
        say_ok(t);
    }
}

void act_save(struct twin *t, const struct call *c)
{
    (void)c;
    for (size_t i = 0; i < t->settings.n; i++) {
        struct setting *s = ARRAY_AT(&t->settings, struct setting, i);
        set(&s->saved, buf_slice(&s->now));
    }
    say_ok(t);
}

void act_factory(struct twin *t, const struct call *c)
{
    (void)c;
    for (size_t i = 0; i < t->settings.n; i++) {
        struct setting *s = ARRAY_AT(&t->settings, struct setting, i);
        set(&s->now, factory_value(s->row));
        set(&s->saved, factory_value(s->row));
    }
    say_ok(t);
}

void act_ssid(struct twin *t, const struct call *c)
{
    struct slice name = call_text(c, P_SSID);
    if (name.n > SSID_BYTES) {
        say_error(t, WHEN_ARGUMENT_TOO_BIG);
        return;
    }
    if (name.n == 0) {
        say_reply(t, M_VARIABLE, FIELDS(ssid_name, setting_ssid(t)));
    } else {
        setting_put_ssid(t, name);
    }
    say_ok(t);
}
