/* Pages of what is numbered or measured: errors, enumerations, limits, firmware, messages. */
#include "manual/topic.h"

enum { NAME_MAX_BYTES = 400 };

static struct topic_rows error_rows(const struct dialect *d)
{
    return (struct topic_rows){d->errors, d->n_errors, sizeof *d->errors};
}

static struct topic_rows tls_error_rows(const struct dialect *d)
{
    return (struct topic_rows){d->tls_errors, d->n_tls_errors, sizeof *d->tls_errors};
}

static struct topic_rows enum_rows(const struct dialect *d)
{
    return (struct topic_rows){d->enums, d->n_enums, sizeof *d->enums};
}

static struct topic_rows limit_rows(const struct dialect *d)
{
    return (struct topic_rows){d->limits, d->n_limits, sizeof *d->limits};
}

static struct topic_rows store_rows(const struct dialect *d)
{
    return (struct topic_rows){d->store, d->n_store, sizeof *d->store};
}

static struct topic_rows firmware_rows(const struct dialect *d)
{
    return (struct topic_rows){d->firmwares, d->n_firmwares, sizeof *d->firmwares};
}

/* ---- error numbers ----------------------------------------------------------------------------- */

static const struct error_row *error_at(const struct manual *m, size_t i, const struct dialect **d)
{
    return (const struct error_row *)topic_row(m->k, i, error_rows, d);
}

static size_t error_count(const struct manual *m) { return topic_rows_count(m->k, error_rows); }

static size_t error_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    const struct dialect *d = NULL;
    names[0] = error_at(m, i, &d)->text;
    return 1;
}

static int error_number(const struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    return error_at(m, i, &d)->number;
}

static void error_put(struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    const struct error_row *row = error_at(m, i, &d);
    struct buf name;
    buf_init(&name, NAME_MAX_BYTES);
    if (row->number >= 0) {
        buf_printf(&name, "%d, ", row->number);
    }
    buf_put(&name, row->text);
    sheet_head(&m->sheet, "error", buf_slice(&name), d->name);
    buf_dispose(&name);
    sheet_row(&m->sheet, "What", row->what);
    sheet_row(&m->sheet, "Group", row->group);
    sheet_row_c(&m->sheet, "Known from", topic_confidence_name(row->confidence));
    topic_put_sources(m, row->source);
    topic_put_rules_on_error(m, row->number, row->group);
}

/* ---- certificate errors ------------------------------------------------------------------------ */

static const struct tls_error_row *tls_error_at(const struct manual *m, size_t i,
                                                const struct dialect **d)
{
    return (const struct tls_error_row *)topic_row(m->k, i, tls_error_rows, d);
}

static size_t tls_error_count(const struct manual *m)
{
    return topic_rows_count(m->k, tls_error_rows);
}

static size_t no_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    (void)m;
    (void)i;
    (void)names;
    return 0;
}

static int tls_error_number(const struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    return tls_error_at(m, i, &d)->number;
}

static void tls_error_put(struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    const struct tls_error_row *row = tls_error_at(m, i, &d);
    struct buf name;
    buf_init(&name, NAME_MAX_BYTES);
    buf_i64(&name, row->number);
    sheet_head(&m->sheet, "certificate error", buf_slice(&name), d->name);
    buf_dispose(&name);
    sheet_row(&m->sheet, "What", row->what);
    sheet_row_c(&m->sheet, "Known from", topic_confidence_name(row->confidence));
    topic_put_sources(m, row->source);
    topic_put_rules_with(m, SLICE("certificate-error"));
}

/* ---- enumerations: one page a field, found by the first of its rows ---------------------------- */

static const struct enum_row *enum_at(const struct manual *m, size_t i, const struct dialect **d)
{
    return (const struct enum_row *)topic_row(m->k, i, enum_rows, d);
}

static size_t enum_count(const struct manual *m) { return topic_rows_count(m->k, enum_rows); }

static bool is_first_of_field(const struct dialect *d, const struct enum_row *row)
{
    for (const struct enum_row *e = d->enums; e < row; e++) {
        if (slice_eq(e->field, row->field)) {
            return false;
        }
    }
    return true;
}

static size_t enum_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    const struct dialect *d = NULL;
    const struct enum_row *row = enum_at(m, i, &d);
    names[0] = row->field;
    return is_first_of_field(d, row) ? 1 : 0;
}

static void enum_put(struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    const struct enum_row *first = enum_at(m, i, &d);
    sheet_head(&m->sheet, "enumeration", first->field, d->name);
    sheet_begin(&m->sheet, "Values");
    for (size_t k = 0; k < d->n_enums; k++) {
        if (slice_eq(d->enums[k].field, first->field)) {
            sheet_item(&m->sheet, d->enums[k].value, 8, d->enums[k].what);
        }
    }
    sheet_end(&m->sheet);
    topic_put_sources(m, first->source);
}

/* ---- limits ------------------------------------------------------------------------------------ */

static const struct limit_row *limit_at(const struct manual *m, size_t i, const struct dialect **d)
{
    return (const struct limit_row *)topic_row(m->k, i, limit_rows, d);
}

static size_t limit_count(const struct manual *m) { return topic_rows_count(m->k, limit_rows); }

static size_t limit_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    const struct dialect *d = NULL;
    names[0] = limit_at(m, i, &d)->name;
    return 1;
}

static void limit_put(struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    const struct limit_row *row = limit_at(m, i, &d);
    sheet_head(&m->sheet, "limit", row->name, d->name);
    sheet_row(&m->sheet, "What", row->what);
    sheet_row_f(&m->sheet, "Value", "%lld", (long long)row->value);
    sheet_row(&m->sheet, "From version", row->firmware_from);
    sheet_row(&m->sheet, "To version", row->firmware_to);
    sheet_row_c(&m->sheet, "Known from", topic_confidence_name(row->confidence));
    topic_put_sources(m, row->source);
}

/* ---- words of the certificate store ------------------------------------------------------------ */

static const struct store_row *store_at(const struct manual *m, size_t i, const struct dialect **d)
{
    return (const struct store_row *)topic_row(m->k, i, store_rows, d);
}

static size_t store_count(const struct manual *m) { return topic_rows_count(m->k, store_rows); }

static size_t store_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    const struct dialect *d = NULL;
    names[0] = store_at(m, i, &d)->keyword;
    return 1;
}

static void store_put(struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    const struct store_row *row = store_at(m, i, &d);
    sheet_head(&m->sheet, "store keyword", row->keyword, d->name);
    sheet_row(&m->sheet, "What", row->what);
    sheet_row(&m->sheet, "Forms", row->forms);
    sheet_row(&m->sheet, "File", row->file);
    topic_put_sources(m, row->source);
}

/* ---- firmware ---------------------------------------------------------------------------------- */

static const struct firmware_row *firmware_at(const struct manual *m, size_t i,
                                              const struct dialect **d)
{
    return (const struct firmware_row *)topic_row(m->k, i, firmware_rows, d);
}

static size_t firmware_count(const struct manual *m)
{
    return topic_rows_count(m->k, firmware_rows);
}

static size_t firmware_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    const struct dialect *d = NULL;
    const struct firmware_row *row = firmware_at(m, i, &d);
    names[0] = row->build;
    names[1] = row->version;
    return 2;
}

static void firmware_put(struct manual *m, size_t i)
{
    const struct dialect *d = NULL;
    const struct firmware_row *row = firmware_at(m, i, &d);
    sheet_head(&m->sheet, "firmware", row->build, d->name);
    sheet_row(&m->sheet, "Version", row->version);
    sheet_row(&m->sheet, "Date", row->date);
    if (row->newest) {
        sheet_row_c(&m->sheet, "Newest", "yes, of those that are known here");
    }
    sheet_row(&m->sheet, "What", row->what);
    topic_put_sources(m, row->source);
}

/* ---- messages about rule files ----------------------------------------------------------------- */

static size_t message_count(const struct manual *m)
{
    size_t n = 0;
    (void)m;
    (void)message_kinds(&n);
    return n;
}

static const struct message_kind *message_at(size_t i)
{
    size_t n = 0;
    return &message_kinds(&n)[i];
}

static size_t message_names(const struct manual *m, size_t i, struct slice names[TOPIC_NAMES])
{
    (void)m;
    names[0] = message_at(i)->name;
    return 1;
}

static int message_number(const struct manual *m, size_t i)
{
    (void)m;
    return (int)message_at(i)->number;
}

static void message_put_page(struct manual *m, size_t i)
{
    const struct message_kind *kind = message_at(i);
    struct buf name;
    buf_init(&name, NAME_MAX_BYTES);
    buf_printf(&name, "SPW-%04u", kind->number);
    sheet_head(&m->sheet, "message", buf_slice(&name), slice_of(NULL, 0));
    buf_dispose(&name);
    sheet_row(&m->sheet, "Name", kind->name);
    sheet_row(&m->sheet, "What", kind->text);
}

const struct manual_topic topics_numbers[] = {
    {.kind = "error",
     .numbers = "error|at-s.error|err",
     .bare = true,
     .count = error_count,
     .names = error_names,
     .number = error_number,
     .put = error_put},
    {.kind = "certificate error",
     .numbers = "certificate error|at-s.certificate error|tls error|certificate",
     .bare = true,
     .count = tls_error_count,
     .names = no_names,
     .number = tls_error_number,
     .put = tls_error_put},
    {.kind = "enumeration", .count = enum_count, .names = enum_names, .put = enum_put},
    {.kind = "limit", .count = limit_count, .names = limit_names, .put = limit_put},
    {.kind = "store keyword", .count = store_count, .names = store_names, .put = store_put},
    {.kind = "firmware", .count = firmware_count, .names = firmware_names, .put = firmware_put},
    {.kind = "message",
     .numbers = "spw|message",
     .count = message_count,
     .names = message_names,
     .number = message_number,
     .put = message_put_page},
};
const size_t topics_numbers_n = sizeof topics_numbers / sizeof topics_numbers[0];
