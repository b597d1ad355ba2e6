#include "knowledge/dialect_rows.h"

#include "base/message_ids.h"

#define COUNT(names) (sizeof(names) / sizeof((names)[0]))

/* ---- commands --------------------------------------------------------------------------------- */

enum { CMD_NAME, CMD_MEANING, CMD_PARAMS, CMD_PAYLOAD, CMD_WHAT, CMD_CONFIDENCE, CMD_SOURCE };
static const char *const command_columns[] = {"command", "meaning",    "parameters", "payload",
                                              "what",    "confidence", "source"};

/* AT+S.MQTTCONN is called MQTTCONN, AT+CFUN CFUN, AT&V &V, and AT just that. */
static struct slice command_word(struct slice name)
{
    static const struct slice heads[] = {SLICE_INIT("AT+S."), SLICE_INIT("AT+"), SLICE_INIT("AT")};
    for (size_t i = 0; i < COUNT(heads); i++) {
        if (name.n > heads[i].n && slice_starts(name, heads[i])) {
            return slice_from(name, heads[i].n);
        }
    }
    return name;
}

static size_t count_required(const struct param_spec *params, size_t n)
{
    while (n > 0 && params[n - 1].optional) {
        n--;
    }
    return n;
}

static bool find_payload(struct table *t, struct command_row *row)
{
    struct slice name = table_text(t, CMD_PAYLOAD);
    row->payload = -1;
    for (size_t i = 0; i < row->n_params; i++) {
        if (slice_eq(row->params[i].name, name)) {
            row->payload = (int)i;
        }
    }
    if (name.n != 0 && row->payload < 0) {
        tsv_fault_at(&t->tsv, name, MSG_TABLE_REFERENCE, slice_of(NULL, 0),
                     "no parameter of this command has this name");
        return false;
    }
    return true;
}

static bool read_command(struct table *t, void *out)
{
    struct command_row *row = (struct command_row *)out;
    row->dialect = t->dialect;
    row->name = table_text(t, CMD_NAME);
    row->word = command_word(row->name);
    row->meaning = table_meaning(t, CMD_MEANING);
    row->what = table_text(t, CMD_WHAT);
    row->confidence = table_confidence(t, CMD_CONFIDENCE);
    row->source = table_text(t, CMD_SOURCE);
    if (!table_params(t, CMD_PARAMS, &row->params, &row->n_params)) {
        return false;
    }
    row->n_required = count_required(row->params, row->n_params);
    return find_payload(t, row);
}

/* ---- replies ---------------------------------------------------------------------------------- */

enum {
    RPL_MEANING,
    RPL_HEAD,
    RPL_FORM,
    RPL_FIELDS,
    RPL_FAILURE,
    RPL_FINAL,
    RPL_WHAT,
    RPL_CONFIDENCE,
    RPL_SOURCE
};
static const char *const reply_columns[] = {"meaning", "head", "form",       "fields", "failure",
                                            "final",   "what", "confidence", "source"};

static bool read_reply(struct table *t, void *out)
{
    struct reply_row *row = (struct reply_row *)out;
    row->dialect = t->dialect;
    row->head = table_text(t, RPL_HEAD);
    row->form = table_text(t, RPL_FORM);
    row->meaning = table_meaning(t, RPL_MEANING);
    row->failure = table_bool(t, RPL_FAILURE);
    row->final = table_bool(t, RPL_FINAL);
    row->what = table_text(t, RPL_WHAT);
    row->confidence = table_confidence(t, RPL_CONFIDENCE);
    row->source = table_text(t, RPL_SOURCE);
    return table_params(t, RPL_FIELDS, &row->fields, &row->n_fields);
}

/* ---- indications ------------------------------------------------------------------------------ */

enum {
    IND_NUMBER,
    IND_MEANING,
    IND_NAME,
    IND_FORM,
    IND_FIELDS,
    IND_FAILURE,
    IND_WHAT,
    IND_CONFIDENCE,
    IND_SOURCE
};
static const char *const indication_columns[] = {
    "number", "meaning", "name", "form", "fields", "failure", "what", "confidence", "source"};

static bool read_indication(struct table *t, void *out)
{
    struct indication_row *row = (struct indication_row *)out;
    row->dialect = t->dialect;
    row->number = (int)table_int(t, IND_NUMBER, -1);
    row->name = table_text(t, IND_NAME);
    row->form = table_text(t, IND_FORM);
    row->meaning = table_meaning(t, IND_MEANING);
    row->failure = table_bool(t, IND_FAILURE);
    row->what = table_text(t, IND_WHAT);
    row->confidence = table_confidence(t, IND_CONFIDENCE);
    row->source = table_text(t, IND_SOURCE);
    return table_params(t, IND_FIELDS, &row->fields, &row->n_fields);
}

/* ---- errors ----------------------------------------------------------------------------------- */

enum { ERR_NUMBER, ERR_GROUP, ERR_TEXT, ERR_WHAT, ERR_CONFIDENCE, ERR_SOURCE };
static const char *const error_columns[] = {"number", "group",      "text",
                                            "what",   "confidence", "source"};

static bool read_error(struct table *t, void *out)
{
    struct error_row *row = (struct error_row *)out;
    row->dialect = t->dialect;
    row->number = (int)table_int(t, ERR_NUMBER, -1);
    row->text = table_text(t, ERR_TEXT);
    row->group = table_text(t, ERR_GROUP);
    row->what = table_text(t, ERR_WHAT);
    row->confidence = table_confidence(t, ERR_CONFIDENCE);
    row->source = table_text(t, ERR_SOURCE);
    return true;
}

enum { TLS_NUMBER, TLS_WHAT, TLS_CONFIDENCE, TLS_SOURCE };
static const char *const tls_error_columns[] = {"number", "what", "confidence", "source"};

static bool read_tls_error(struct table *t, void *out)
{
    struct tls_error_row *row = (struct tls_error_row *)out;
    row->number = (int)table_int(t, TLS_NUMBER, -1);
    row->what = table_text(t, TLS_WHAT);
    row->confidence = table_confidence(t, TLS_CONFIDENCE);
    row->source = table_text(t, TLS_SOURCE);
    return true;
}

/* ---- what a simulated module does ---------------------------------------------------------------- */

enum { BEH_SITUATION, BEH_VALUE, BEH_WHAT, BEH_CONFIDENCE, BEH_SOURCE };
static const char *const behaviour_columns[] = {"situation", "value", "what", "confidence",
                                                "source"};

static bool read_behaviour(struct table *t, void *out)
{
    struct behaviour_row *row = (struct behaviour_row *)out;
    struct slice name = table_text(t, BEH_SITUATION);
    if (!situation_of(name, &row->situation)) {
        tsv_fault_at(&t->tsv, name, MSG_TABLE_REFERENCE, slice_of(NULL, 0),
                     "no situation has this name");
        return false;
    }
    row->value = table_text(t, BEH_VALUE);
    row->what = table_text(t, BEH_WHAT);
    row->confidence = table_confidence(t, BEH_CONFIDENCE);
    row->source = table_text(t, BEH_SOURCE);
    return true;
}

/* ---- variables, values, limits ------------------------------------------------------------------ */

enum { VAR_NAME, VAR_GROUP, VAR_SECRET, VAR_WHAT, VAR_SEEN, VAR_SOURCE };
static const char *const variable_columns[] = {"name", "group", "secret", "what", "seen", "source"};

static bool read_variable(struct table *t, void *out)
{
    struct variable_row *row = (struct variable_row *)out;
    row->name = table_text(t, VAR_NAME);
    row->group = table_text(t, VAR_GROUP);
    row->secret = table_bool(t, VAR_SECRET);
    row->what = table_text(t, VAR_WHAT);
    row->seen = table_text(t, VAR_SEEN);
    row->source = table_text(t, VAR_SOURCE);
    return true;
}

enum { ENU_FIELD, ENU_VALUE, ENU_WHAT, ENU_CONFIDENCE, ENU_SOURCE };
static const char *const enum_columns[] = {"field", "value", "what", "confidence", "source"};

static bool read_enum(struct table *t, void *out)
{
    struct enum_row *row = (struct enum_row *)out;
    row->field = table_text(t, ENU_FIELD);
    row->value = table_text(t, ENU_VALUE);
    row->what = table_text(t, ENU_WHAT);
    row->confidence = table_confidence(t, ENU_CONFIDENCE);
    row->source = table_text(t, ENU_SOURCE);
    return true;
}

enum { LIM_NAME, LIM_VALUE, LIM_FROM, LIM_TO, LIM_WHAT, LIM_CONFIDENCE, LIM_SOURCE };
static const char *const limit_columns[] = {"limit", "value",      "from",  "to",
                                            "what",  "confidence", "source"};

static bool read_limit(struct table *t, void *out)
{
    struct limit_row *row = (struct limit_row *)out;
    row->name = table_text(t, LIM_NAME);
    row->value = table_int(t, LIM_VALUE, 0);
    row->firmware_from = table_text(t, LIM_FROM);
    row->firmware_to = table_text(t, LIM_TO);
    row->what = table_text(t, LIM_WHAT);
    row->confidence = table_confidence(t, LIM_CONFIDENCE);
    row->source = table_text(t, LIM_SOURCE);
    return true;
}

enum { FIR_BUILD, FIR_VERSION, FIR_DATE, FIR_NEWEST, FIR_WHAT, FIR_SOURCE };
static const char *const firmware_columns[] = {"build",  "version", "date",
                                               "newest", "what",    "source"};

static bool read_firmware(struct table *t, void *out)
{
    struct firmware_row *row = (struct firmware_row *)out;
    row->build = table_text(t, FIR_BUILD);
    row->version = table_text(t, FIR_VERSION);
    row->date = table_text(t, FIR_DATE);
    row->newest = table_bool(t, FIR_NEWEST);
    row->what = table_text(t, FIR_WHAT);
    row->source = table_text(t, FIR_SOURCE);
    return true;
}

enum { STO_KEYWORD, STO_SLOT, STO_FORMS, STO_FILE, STO_WHAT, STO_SOURCE };
static const char *const store_columns[] = {"keyword", "slot", "forms", "file", "what", "source"};

static enum store_slot slot_of(struct slice name)
{
    static const struct slice names[SLOT_COUNT] = {[SLOT_CA] = SLICE_INIT("ca"),
                                                   [SLOT_CERT] = SLICE_INIT("cert"),
                                                   [SLOT_KEY] = SLICE_INIT("key"),
                                                   [SLOT_ID] = SLICE_INIT("id"),
                                                   [SLOT_DOMAIN] = SLICE_INIT("domain")};
    for (size_t i = 1; i < SLOT_COUNT; i++) {
        if (slice_eq(names[i], name)) {
            return (enum store_slot)i;
        }
    }
    return SLOT_NONE;
}

static bool read_store(struct table *t, void *out)
{
    struct store_row *row = (struct store_row *)out;
    row->keyword = table_text(t, STO_KEYWORD);
    row->slot = slot_of(table_text(t, STO_SLOT));
    row->forms = table_text(t, STO_FORMS);
    row->file = table_text(t, STO_FILE);
    row->what = table_text(t, STO_WHAT);
    row->source = table_text(t, STO_SOURCE);
    return true;
}

/* ---- the tables ------------------------------------------------------------------------------- */

#define PLAN(table_name, columns, row, optional, read)                                             \
    {                                                                                              \
        SLICE_INIT(table_name), (columns), COUNT(columns), sizeof(row), (optional), (read)         \
    }

const struct table_plan plan_commands =
    PLAN("commands", command_columns, struct command_row, false, read_command);
const struct table_plan plan_replies =
    PLAN("replies", reply_columns, struct reply_row, false, read_reply);
const struct table_plan plan_indications =
    PLAN("indications", indication_columns, struct indication_row, false, read_indication);
const struct table_plan plan_errors =
    PLAN("errors", error_columns, struct error_row, false, read_error);
const struct table_plan plan_tls_errors =
    PLAN("tls_errors", tls_error_columns, struct tls_error_row, true, read_tls_error);
const struct table_plan plan_behaviour =
    PLAN("behaviour", behaviour_columns, struct behaviour_row, true, read_behaviour);
const struct table_plan plan_variables =
    PLAN("variables", variable_columns, struct variable_row, false, read_variable);
const struct table_plan plan_enums = PLAN("enums", enum_columns, struct enum_row, false, read_enum);
const struct table_plan plan_limits =
    PLAN("limits", limit_columns, struct limit_row, false, read_limit);
const struct table_plan plan_firmwares =
    PLAN("firmwares", firmware_columns, struct firmware_row, false, read_firmware);
const struct table_plan plan_store =
    PLAN("store", store_columns, struct store_row, false, read_store);
