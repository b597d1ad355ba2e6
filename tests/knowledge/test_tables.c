/* Completeness of the embedded tables: every row is found again by its key, and says what it should. */
#include "knowledge/world.h"

#include "base/map.h"

static void the_embedded_tables_have_no_fault(void **state)
{
    struct buf text;
    (void)state;
    buf_init(&text, 100000);
    for (size_t i = 0; i < embedded_world.messages.n; i++) {
        message_put(&text, &embedded_world.messages.list[i]);
    }
    assert_slice(buf_slice(&text), SLICE(""));
    assert_int_equal(embedded_world.status, SPW_OK);
    buf_dispose(&text);
}

struct counts {
    size_t names; /* of commands, variants not counted */
    size_t commands, replies, indications, errors, tls_errors, behaviour, variables, enums, limits,
        firmwares, store;
};

static size_t count_names(const struct dialect *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n_commands; i++) {
        n += dialect_command(d, d->commands[i].name) == &d->commands[i] ? 1 : 0;
    }
    return n;
}

static void assert_counts(const struct dialect *d, const struct counts *c)
{
    assert_int_equal(count_names(d), c->names);
    assert_int_equal(d->n_commands, c->commands);
    assert_int_equal(d->n_replies, c->replies);
    assert_int_equal(d->n_indications, c->indications);
    assert_int_equal(d->n_errors, c->errors);
    assert_int_equal(d->n_tls_errors, c->tls_errors);
    assert_int_equal(d->n_behaviour, c->behaviour);
    assert_int_equal(d->n_variables, c->variables);
    assert_int_equal(d->n_enums, c->enums);
    assert_int_equal(d->n_limits, c->limits);
    assert_int_equal(d->n_firmwares, c->firmwares);
    assert_int_equal(d->n_store, c->store);
}

static void no_row_is_lost(void **state)
{
    static const struct counts counts_04 = {75,  82,  25, 83, 60, 6, SITUATIONS_END,
                                            165, 125, 23, 3,  4};
    static const struct counts counts_01 = {43, 47, 16, 70, 25, 0, 0, 92, 70, 6, 7, 7};
    (void)state;
    assert_int_equal(known()->n_dialects, 2);
    assert_slice(spwf04()->name, SLICE("spwf04"));
    assert_slice(spwf04()->module, SLICE("SPWF04Sx"));
    assert_slice(spwf01()->name, SLICE("spwf01"));
    assert_counts(spwf04(), &counts_04);
    assert_counts(spwf01(), &counts_01);
    assert_int_equal(known()->n_causes, 76);
    assert_int_equal(known()->n_services, 38);
    assert_int_equal(known()->n_authorities, 335 + 673);
}

static void dialects_are_found_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(knowledge_dialect(known(), SLICE("spwf04")), spwf04());
    assert_ptr_equal(knowledge_dialect(known(), SLICE("spwf01")), spwf01());
    assert_null(knowledge_dialect(known(), SLICE("spwf05")));
}

/* ---- each row by its key ---------------------------------------------------------------------- */

static bool chain_holds(const struct command_row *first, const struct command_row *row)
{
    while (first != NULL && first != row) {
        first = first->next;
    }
    return first == row;
}

static void check_commands(const struct dialect *d)
{
    for (size_t i = 0; i < d->n_commands; i++) {
        const struct command_row *row = &d->commands[i];
        assert_true(row->dialect == d);
        assert_true(chain_holds(dialect_command(d, row->name), row));
        assert_true(slice_starts(row->name, SLICE("AT")));
        assert_true(row->word.n != 0 && slice_ends(row->name, row->word));
        assert_true(row->n_required <= row->n_params);
        assert_true(row->payload < (int)row->n_params);
        if (row->payload >= 0) {
            assert_slice(row->params[row->payload].name, SLICE("length"));
            assert_int_equal(row->params[row->payload].kind, KIND_INTEGER);
        }
    }
}

static void check_lines(const struct dialect *d)
{
    for (size_t i = 0; i < d->n_replies; i++) {
        assert_ptr_equal(dialect_reply(d, d->replies[i].head), &d->replies[i]);
        assert_ptr_equal(dialect_reply_by_text(d, d->replies[i].head), &d->replies[i]);
    }
    for (size_t i = 0; i < d->n_indications; i++) {
        const struct indication_row *row = &d->indications[i];
        assert_ptr_equal(dialect_indication(d, row->number), row);
        assert_ptr_equal(dialect_indication_by_text(d, row->name), row);
    }
}

static void check_numbers(const struct dialect *d)
{
    for (size_t i = 0; i < d->n_errors; i++) {
        const struct error_row *row = &d->errors[i];
        assert_true(row->number < 0 || dialect_error(d, row->number) == row);
        assert_ptr_equal(dialect_error_by_text(d, row->text), row);
        assert_true(row->dialect == d);
    }
    for (size_t i = 0; i < d->n_tls_errors; i++) {
        assert_ptr_equal(dialect_tls_error(d, d->tls_errors[i].number), &d->tls_errors[i]);
    }
}

static void check_values(const struct dialect *d)
{
    for (size_t i = 0; i < d->n_variables; i++) {
        const struct variable_row *found = dialect_variable(d, d->variables[i].name);
        assert_non_null(found);
        assert_slice(found->name, d->variables[i].name);
    }
    for (size_t i = 0; i < d->n_enums; i++) {
        const struct enum_row *row = &d->enums[i];
        assert_slice(dialect_enum(d, row->field, row->value), row->what);
    }
    for (size_t i = 0; i < d->n_limits; i++) {
        const struct limit_row *row = &d->limits[i];
        struct slice inside = row->firmware_from.n != 0 ? row->firmware_from : row->firmware_to;
        assert_int_equal(dialect_limit(d, row->name, inside)->value,
                         inside.n != 0 ? row->value
                                       : dialect_limit(d, row->name, SLICE(""))->value);
    }
    for (size_t i = 0; i < d->n_firmwares; i++) {
        assert_ptr_equal(dialect_firmware(d, d->firmwares[i].build), &d->firmwares[i]);
    }
    for (size_t i = 0; i < d->n_store; i++) {
        assert_ptr_equal(dialect_store(d, d->store[i].keyword), &d->store[i]);
        assert_int_not_equal(d->store[i].slot, SLOT_NONE);
    }
}

static void every_row_is_found_again_by_its_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_dialects; i++) {
        const struct dialect *d = &known()->dialects[i];
        check_commands(d);
        check_lines(d);
        check_numbers(d);
        check_values(d);
    }
}

static void every_cause_and_source_is_found_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_causes; i++) {
        const struct cause *c = &known()->causes[i];
        assert_ptr_equal(knowledge_cause(known(), c->id), c);
        assert_true(c->meaning.n != 0 && c->phase.n != 0);
    }
    for (size_t i = 0; i < known()->n_sources; i++) {
        assert_ptr_equal(knowledge_source(known(), known()->sources[i].key), &known()->sources[i]);
    }
    assert_null(knowledge_cause(known(), SLICE("tls.nothing")));
    assert_null(knowledge_source(known(), SLICE("NOTHING")));
}

static void each_dialect_has_one_newest_firmware(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_dialects; i++) {
        const struct dialect *d = &known()->dialects[i];
        size_t newest = 0;
        for (size_t j = 0; j < d->n_firmwares; j++) {
            newest += d->firmwares[j].newest ? 1 : 0;
        }
        assert_int_equal(newest, 1);
    }
}

/* ---- the closed lists of the program ------------------------------------------------------------ */

static bool used_by(const struct dialect *d, enum meaning m)
{
    for (size_t i = 0; i < d->n_commands; i++) {
        if (d->commands[i].meaning == m) {
            return true;
        }
    }
    for (size_t i = 0; i < d->n_replies; i++) {
        if (d->replies[i].meaning == m) {
            return true;
        }
    }
    for (size_t i = 0; i < d->n_indications; i++) {
        if (d->indications[i].meaning == m) {
            return true;
        }
    }
    return false;
}

static void every_meaning_of_a_line_has_a_row(void **state)
{
    (void)state;
    for (enum meaning m = (enum meaning)1; m < M_NO_REPLY; m = (enum meaning)(m + 1)) {
        SPW_ROW(meaning_name(m));
        assert_number_row(used_by(spwf04(), m) || used_by(spwf01(), m), true);
    }
    for (enum meaning m = M_NO_REPLY; m < M_COUNT; m = (enum meaning)(m + 1)) {
        SPW_ROW(meaning_name(m)); /* these the reader concludes */
        assert_number_row(used_by(spwf04(), m) || used_by(spwf01(), m), false);
    }
}

static void meanings_are_told_by_their_own_kind_of_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < known()->n_dialects; i++) {
        const struct dialect *d = &known()->dialects[i];
        for (size_t j = 0; j < d->n_commands; j++) {
            assert_in_range(d->commands[j].meaning, M_NONE + 1, M_OTHER_COMMAND);
        }
        for (size_t j = 0; j < d->n_replies; j++) {
            assert_in_range(d->replies[j].meaning, M_OTHER_COMMAND + 1, M_OTHER_REPLY);
        }
        for (size_t j = 0; j < d->n_indications; j++) {
            assert_in_range(d->indications[j].meaning, M_OTHER_REPLY + 1, M_OTHER_INDICATION);
        }
    }
}

static void names_of_meanings_and_parameters_lead_back(void **state)
{
    (void)state;
    for (int m = 1; m < M_COUNT; m++) {
        assert_int_equal(meaning_of(slice_cstr(meaning_name((enum meaning)m))), m);
    }
    for (int p = 1; p < PARAMS_END; p++) {
        assert_int_equal(param_of(slice_cstr(param_name((enum param)p))), p);
    }
    assert_int_equal(meaning_of(SLICE("nothing")), M_NONE);
    assert_int_equal(meaning_of(SLICE("")), M_NONE);
    assert_int_equal(param_of(SLICE("nothing")), P_NONE);
    assert_string_equal(meaning_name(M_NONE), "");
}

static void count_param(size_t *uses, const struct param_spec *specs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uses[specs[i].id]++;
        assert_int_equal(specs[i].id, param_of(specs[i].name));
    }
}

static void every_parameter_that_the_program_asks_for_is_in_a_row(void **state)
{
    size_t uses[PARAMS_END] = {0};
    (void)state;
    for (size_t i = 0; i < known()->n_dialects; i++) {
        const struct dialect *d = &known()->dialects[i];
        for (size_t j = 0; j < d->n_commands; j++) {
            count_param(uses, d->commands[j].params, d->commands[j].n_params);
        }
        for (size_t j = 0; j < d->n_replies; j++) {
            count_param(uses, d->replies[j].fields, d->replies[j].n_fields);
        }
        for (size_t j = 0; j < d->n_indications; j++) {
            count_param(uses, d->indications[j].fields, d->indications[j].n_fields);
        }
    }
    for (size_t p = 1; p < PARAMS_END; p++) {
        SPW_ROW(param_name((enum param)p));
        assert_number_row(uses[p] != 0, true);
    }
}

/* ---- secrets and failures ------------------------------------------------------------------------ */

static void every_variable_that_holds_a_key_is_secret(void **state)
{
    static const char *const parts[] = {"psk",      "passwd",     "password",
                                        "wep_keys", "aes128_key", "wps_pin"};
    size_t secrets = 0;
    (void)state;
    for (size_t i = 0; i < known()->n_dialects; i++) {
        const struct dialect *d = &known()->dialects[i];
        for (size_t j = 0; j < d->n_variables; j++) {
            const struct variable_row *row = &d->variables[j];
            for (size_t p = 0; p < SPW_COUNT(parts); p++) {
                assert_true(row->secret || !slice_contains(row->name, slice_cstr(parts[p])));
            }
            secrets += row->secret ? 1 : 0;
        }
    }
    assert_int_equal(secrets, 10 + 6);
}

struct judged {
    enum meaning meaning;
    bool failure;
};

static void failures_are_what_by_itself_tells_of_a_fault(void **state)
{
    static const struct judged rows[] = {
        {M_SKIP_CA, false},
        {M_SOCKET_CLOSED, false},
        {M_LOADING, false},
        {M_ERROR, true},
        {M_CERTIFICATE_ERROR, true},
        {M_HTTP_CLIENT_ERROR, true},
        {M_FACTORY_RESET, true},
        {M_CONFIGURATION_FAILURE, true},
        {M_HARD_FAULT, true},
        {M_DEAUTHENTICATED, true},
        {M_WIFI_JOIN_FAILED, true},
        {M_CONFIGURATION_UPDATED, false},
        {M_OK, false},
        {M_WPA_TERMINATED, false},
        {M_DHCP_FAILED, true},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(meaning_name(rows[i].meaning));
        for (size_t j = 0; j < spwf04()->n_indications; j++) {
            if (spwf04()->indications[j].meaning == rows[i].meaning) {
                assert_number_row(spwf04()->indications[j].failure, rows[i].failure);
            }
        }
        for (size_t j = 0; j < spwf04()->n_replies; j++) {
            if (spwf04()->replies[j].meaning == rows[i].meaning) {
                assert_number_row(spwf04()->replies[j].failure, rows[i].failure);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(the_embedded_tables_have_no_fault),
        SPW_TEST(no_row_is_lost),
        SPW_TEST(dialects_are_found_by_name),
        SPW_TEST(every_row_is_found_again_by_its_key),
        SPW_TEST(every_cause_and_source_is_found_again),
        SPW_TEST(each_dialect_has_one_newest_firmware),
        SPW_TEST(every_meaning_of_a_line_has_a_row),
        SPW_TEST(meanings_are_told_by_their_own_kind_of_row),
        SPW_TEST(names_of_meanings_and_parameters_lead_back),
        SPW_TEST(every_parameter_that_the_program_asks_for_is_in_a_row),
        SPW_TEST(every_variable_that_holds_a_key_is_secret),
        SPW_TEST(failures_are_what_by_itself_tells_of_a_fault),
    };
    return cmocka_run_group_tests(tests, world_setup, world_teardown);
}
