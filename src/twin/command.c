/* From a line to a command: its row, its parameters checked against the row, and what it does. */
#include "twin/state.h"

enum { NEEDS_NOTHING = 0, NEEDS_RADIO = 1, NEEDS_ADDRESS = 3 };

/* What is acted out. A command of the dialect that has no row here is answered as unknown, and the person
 * at the desk is told. */
static const struct {
    enum meaning meaning;
    act_fn *act;
    unsigned needs;
} acts[] = {
    {M_NULL_COMMAND, act_null, NEEDS_NOTHING},
    {M_HELP, act_help, NEEDS_NOTHING},
    {M_RESET, act_reset, NEEDS_NOTHING},
    {M_GET_STATUS, act_get_status, NEEDS_NOTHING},
    {M_GET_VARIABLE, act_get_variable, NEEDS_NOTHING},
    {M_SET_VARIABLE, act_set_variable, NEEDS_NOTHING},
    {M_SAVE_VARIABLES, act_save, NEEDS_NOTHING},
    {M_FACTORY_VARIABLES, act_factory, NEEDS_NOTHING},
    {M_DUMP_VARIABLES, act_dump, NEEDS_NOTHING},
    {M_CLOCK, act_clock, NEEDS_NOTHING},
    {M_NTP, act_ntp, NEEDS_ADDRESS},
    {M_SET_SSID, act_ssid, NEEDS_NOTHING},
    {M_RADIO, act_radio, NEEDS_NOTHING},
    {M_SCAN, act_scan, NEEDS_RADIO},
    {M_STORE_LOAD, act_store_load, NEEDS_NOTHING},
    {M_STORE_CONTENT, act_store_content, NEEDS_NOTHING},
    {M_STORE_CLEAN, act_store_clean, NEEDS_NOTHING},
    {M_FILE_CREATE, act_file_create, NEEDS_NOTHING},
    {M_FILE_DELETE, act_file_delete, NEEDS_NOTHING},
    {M_FILE_RENAME, act_file_rename, NEEDS_NOTHING},
    {M_FILE_LIST, act_file_list, NEEDS_NOTHING},
    {M_FILE_PRINT, act_file_print, NEEDS_NOTHING},
    {M_SOCKET_OPEN, act_socket_open, NEEDS_ADDRESS},
    {M_SOCKET_QUERY, act_socket_query, NEEDS_NOTHING},
    {M_SOCKET_CLOSE, act_socket_close, NEEDS_NOTHING},
    {M_SOCKET_WRITE, act_socket_write, NEEDS_NOTHING},
    {M_SOCKET_READ, act_socket_read, NEEDS_NOTHING},
    {M_SOCKET_LIST, act_socket_list, NEEDS_NOTHING},
    {M_MQTT_CONNECT, act_mqtt_connect, NEEDS_ADDRESS},
    {M_MQTT_SUBSCRIBE, act_mqtt_subscribe, NEEDS_NOTHING},
    {M_MQTT_UNSUBSCRIBE, act_mqtt_unsubscribe, NEEDS_NOTHING},
    {M_MQTT_PUBLISH, act_mqtt_publish, NEEDS_NOTHING},
    {M_MQTT_DISCONNECT, act_mqtt_disconnect, NEEDS_NOTHING},
    {M_HTTP_GET, act_http, NEEDS_ADDRESS},
    {M_HTTP_POST, act_http, NEEDS_ADDRESS},
};

/* ---- parameters ------------------------------------------------------------------------------------------- */

struct slice call_text(const struct call *c, enum param p)
{
    for (size_t i = 0; i < c->n && i < c->row->n_params; i++) {
        if (c->row->params[i].id == p) {
            return c->values[i];
        }
    }
    return slice_of(NULL, 0);
}

int64_t call_number(const struct call *c, enum param p, int64_t otherwise)
{
    int64_t number = otherwise;
    return slice_to_i64(call_text(c, p), &number) == NUMBER_OK ? number : otherwise;
}

static bool is_choice(const struct param_spec *spec, struct slice value)
{
    for (size_t i = 0; i < spec->n_choices; i++) {
        if (slice_eq_nocase(spec->choices[i], value)) {
            return true;
        }
    }
    return spec->open;
}

static bool value_fits(const struct param_spec *spec, struct slice value)
{
    int64_t number = 0;
    switch (spec->kind) {
    case KIND_TEXT:
    case KIND_SECRET:
        return true;
    case KIND_INTEGER:
    case KIND_PORT:
        return slice_to_i64(value, &number) == NUMBER_OK && number >= spec->min &&
               number <= spec->max;
    case KIND_CHOICE:
    case KIND_LITERAL:
        return is_choice(spec, value);
    }
    return false;
}

/* True when the values suit the row; else *wrong tells what the module says about them. */
static bool check_values(const struct call *c, enum situation *wrong)
{
    if (c->n > c->row->n_params) {
        *wrong = WHEN_SURPLUS_ARGUMENT;
        return false;
    }
    for (size_t i = 0; i < c->row->n_params; i++) {
        const struct param_spec *spec = &c->row->params[i];
        bool given = i < c->n && c->values[i].n > 0;
        if (!given && !spec->optional) {
            *wrong = WHEN_MISSING_ARGUMENT;
            return false;
        }
        if (given && !value_fits(spec, c->values[i])) {
            *wrong = WHEN_INVALID_ARGUMENT;
            return false;
        }
    }
    return true;
}

static void split_values(const struct twin *t, struct slice text, struct call *c)
{
    struct slice delimiter = setting_text(t, SLICE("console_delimiter"));
    uint8_t between = delimiter.n == 1 ? delimiter.p[0] : ',';
    bool more = true;
    while (more && c->n < CALL_VALUES_MAX) {
        struct slice value;
        more = slice_split(text, between, &value, &text);
        c->values[c->n++] = value;
    }
}

/* ---- reading a line ----------------------------------------------------------------------------------------- */

/* False, with what the module says, when it cannot be run. The row is set as soon as it is known. */
static bool parse(const struct twin *t, struct slice line, struct call *c, enum situation *wrong)
{
    struct slice name, values;
    bool has_values = slice_split(line, '=', &name, &values);
    const struct command_row *first = dialect_command(t->dialect, slice_trim(name));
    *wrong = WHEN_UNKNOWN_COMMAND;
    if (first == NULL) {
        return false;
    }
    if (has_values) {
        split_values(t, values, c);
    }
    c->row = dialect_variant(first, c->values, c->n);
    if (c->row == NULL) {
        c->row = first;
        *wrong = c->n < first->n_required ? WHEN_MISSING_ARGUMENT : WHEN_INVALID_ARGUMENT;
        return false;
    }
    return check_values(c, wrong);
}

static void run(struct twin *t, const struct call *c)
{
    struct buf note;
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        if (acts[i].meaning != c->row->meaning) {
            continue;
        }
        if (acts[i].needs != NEEDS_NOTHING && t->radio.state == RADIO_OFF) {
            say_error(t, WHEN_RADIO_OFF);
        } else if (acts[i].needs != NEEDS_NOTHING && t->radio.state == RADIO_STARTING) {
            say_error(t, WHEN_RADIO_STARTING);
        } else if (acts[i].needs == NEEDS_ADDRESS && !radio_has_address(t)) {
            say_error(t, WHEN_NO_ADDRESS);
        } else {
            acts[i].act(t, c);
        }
        return;
    }
    buf_init(&note, LINE_BYTES_MAX);
    buf_put(&note, c->row->name);
    buf_cstr(&note, " is not acted out");
    t->world.note(t->world.context, buf_slice(&note));
    buf_dispose(&note);
    say_error(t, WHEN_UNKNOWN_COMMAND);
}

/* No capture shows how a list of commands looks: their names, a line each. */
void act_help(struct twin *t, const struct call *c)
{
    (void)c;
    for (size_t i = 0; i < t->dialect->n_commands; i++) {
        const struct command_row *row = &t->dialect->commands[i];
        if (dialect_command(t->dialect, row->name) == row) {
            buf_put(&t->out, row->name);
            buf_cstr(&t->out, "\r\n");
        }
    }
    say_ok(t);
}

void command_line(struct twin *t, struct slice line)
{
    struct call c = {.n = 0};
    enum situation wrong = WHEN_UNKNOWN_COMMAND;
    uint64_t length = 0;
    if (!parse(t, line, &c, &wrong)) {
        say_error(t, wrong);
        return;
    }
    if (c.row->payload < 0) {
        run(t, &c);
        return;
    }
    if (slice_to_u64(c.values[c.row->payload], PAYLOAD_BYTES_MAX, &length) != NUMBER_OK) {
        say_error(t, WHEN_ARGUMENT_TOO_BIG);
        return;
    }
    t->console.wants_payload = true;
    t->console.wanted = length;
    buf_clear(&t->console.payload);
}

void command_payload(struct twin *t, struct slice line, struct slice payload)
{
    struct call c = {.n = 0};
    enum situation wrong = WHEN_UNKNOWN_COMMAND;
    if (!parse(t, line, &c, &wrong)) { /* a delimiter set meanwhile cannot be: nothing ran */
        say_error(t, wrong);
        return;
    }
    c.payload = payload;
    run(t, &c);
}
