/* Loading tables of somebody's own: faults cost a row, never the rest; a dialect is just a folder. */
#include "knowledge/world.h"

#include "base/message_ids.h"

#define FILE_OF(path, bytes)                                                                       \
    {                                                                                              \
        SLICE_INIT(path), SLICE_INIT(bytes)                                                        \
    }
#define COMMANDS "command\tmeaning\tparameters\tpayload\twhat\tconfidence\tsource\n"
#define COMMANDS_04 "dialects/spwf04/commands.tsv"

struct faulty {
    const char *name;
    struct data_file file;
    unsigned number;
    uint32_t line, column;
};

static const struct faulty faulty_files[] = {
    {"unknown meaning", FILE_OF(COMMANDS_04, COMMANDS "AT\tnothing\t\t\tx\tobserved\tMBED\n"),
     MSG_TABLE_REFERENCE, 2, 4},
    {"unknown source", FILE_OF(COMMANDS_04, COMMANDS "AT\thelp\t\t\tx\tobserved\tMBED NOBODY\n"),
     MSG_TABLE_REFERENCE, 2, 27},
    {"bad parameter", FILE_OF(COMMANDS_04, COMMANDS "AT\thelp\ta,b:nil\t\tx\tobserved\tMBED\n"),
     MSG_TABLE_VALUE, 2, 13},
    {"payload of another name",
     FILE_OF(COMMANDS_04, COMMANDS "AT\thelp\ta\tlength\tx\tobserved\tMBED\n"), MSG_TABLE_REFERENCE,
     2, 11},
    {"unknown confidence", FILE_OF(COMMANDS_04, COMMANDS "AT\thelp\t\t\tx\tsure\tMBED\n"),
     MSG_TABLE_WORD, 2, 13},
    {"same variant twice",
     FILE_OF(COMMANDS_04,
             COMMANDS "AT\thelp\t\t\tx\tobserved\tMBED\nAT\thelp\t\t\ty\tobserved\tMBED\n"),
     MSG_TABLE_DUPLICATE, 3, 1},
    {"number beyond the indications",
     FILE_OF("dialects/spwf04/indications.tsv",
             "number\tmeaning\tname\tform\tfields\tfailure\twhat\tconfidence\tsource\n"
             "256\treset\tx\t\t\tno\tx\tobserved\tMBED\n"),
     MSG_TABLE_NUMBER, 2, 1},
    {"a table that nobody knows", FILE_OF("dialects/spwf04/comands.tsv", COMMANDS),
     MSG_TABLE_UNKNOWN, 0, 0},
    {"a root that nobody knows",
     FILE_OF("services.tsv",
             "id\tname\tstatus\tretired_on\thost\tports\tmqtt_ports\twebsocket_ports\twebsocket_"
             "path\tplain_ports\t"
             "tls_required\tauth\troots_today\troots_former\troot_history\tusername\tusername_"
             "pattern\tclient_id\t"
             "client_id_pattern\tpassword\tsas_token\tasks_client_"
             "certificate\tsymptoms\ttls\tconfidence\tsource\n"
             "me\tMe\tactive\t\t^me$"
             "\t\t\t\t\t\tno\t\t0000000000000000000000000000000000000000\t\t\t\t\t\t\t\tno\tno"
             "\t\t\thigh\t\n"),
     MSG_TABLE_REFERENCE, 2, 29},
    {"a type that does not exist",
     FILE_OF("schema.tsv", "table\tcolumn\ttype\trequired\tkey\trefers\twhat\n"
                           "sources\tkey\tkeyword\tyes\tyes\t\tx\n"),
     MSG_TABLE_VALUE, 2, 13},
};

static const struct message *find_message(const struct messages *m, unsigned number)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->list[i].number == number) {
            return &m->list[i];
        }
    }
    return NULL;
}

static void each_fault_is_reported_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(faulty_files); i++) {
        const struct faulty *f = &faulty_files[i];
        struct world w;
        SPW_ROW(f->name);
        world_load(&w, &f->file, 1);
        const struct message *m = find_message(&w.messages, f->number);
        assert_number_row(w.status, SPW_INVALID);
        assert_number_row(m != NULL, true);
        if (m != NULL) {
            assert_slice_row(m->file, f->file.path);
            assert_number_row(m->line, f->line);
            assert_number_row(m->column, f->column);
        }
        world_dispose(&w);
    }
}

static void a_faulty_row_costs_only_itself(void **state)
{
    static const struct data_file file =
        FILE_OF(COMMANDS_04,
                COMMANDS "AT\thelp\t\t\tx\tobserved\tMBED\nAT+S.A\tnothing\t\t\tx\tobserved\tMBED\n"
                         "AT+S.B\treset\t\t\tx\tobserved\tMBED\n");
    struct world w;
    (void)state;
    world_load(&w, &file, 1);
    assert_int_equal(w.messages.n, 1);
    assert_int_equal(w.k.dialects[0].n_commands, 2);
    assert_null(dialect_command(&w.k.dialects[0], SLICE("AT+S.A")));
    assert_int_equal(dialect_command(&w.k.dialects[0], SLICE("AT+S.B"))->meaning, M_RESET);
    assert_int_equal(w.k.n_authorities, 1008);
    assert_int_equal(w.k.dialects[1].n_commands, spwf01()->n_commands);
    world_dispose(&w);
}

#define FOLDER "dialects/other/"
static const struct data_file other_dialect[] = {
    FILE_OF(FOLDER "dialect.tsv", "name\tmodule\trank\tline_end\nother\tOther module\t9\tcrlf\n"),
    FILE_OF(FOLDER "commands.tsv", COMMANDS "AT+X\treset\t\t\tx\tobserved\tMBED\n"),
    FILE_OF(FOLDER "replies.tsv",
            "meaning\thead\tform\tfields\tfailure\tfinal\twhat\tconfidence\tsource\n"
            "ok\tYES\t\t\tno\tyes\tx\tobserved\tMBED\n"),
    FILE_OF(FOLDER "indications.tsv",
            "number\tmeaning\tname\tform\tfields\tfailure\twhat\tconfidence\tsource\n"),
    FILE_OF(FOLDER "errors.tsv", "number\tgroup\ttext\twhat\tconfidence\tsource\n"),
    FILE_OF(FOLDER "variables.tsv", "name\tgroup\tsecret\twhat\tseen\tsource\n"),
    FILE_OF(FOLDER "enums.tsv", "field\tvalue\twhat\tconfidence\tsource\n"),
    FILE_OF(FOLDER "limits.tsv", "limit\tvalue\tfrom\tto\twhat\tconfidence\tsource\n"),
    FILE_OF(FOLDER "firmwares.tsv", "build\tversion\tdate\tnewest\twhat\tsource\n"),
    FILE_OF(FOLDER "store.tsv", "keyword\tslot\tforms\tfile\twhat\tsource\n"),
};

static void a_third_dialect_is_a_folder(void **state)
{
    struct world w;
    (void)state;
    world_load(&w, other_dialect, SPW_COUNT(other_dialect));
    assert_int_equal(w.status, SPW_OK);
    assert_int_equal(w.k.n_dialects, 3);
    const struct dialect *d = knowledge_dialect(&w.k, SLICE("other"));
    assert_ptr_equal(d, &w.k.dialects[2]);
    assert_int_equal(dialect_command(d, SLICE("at+x"))->meaning, M_RESET);
    assert_int_equal(dialect_reply(d, SLICE("YES"))->meaning, M_OK);
    assert_null(dialect_indication(d, 0));
    world_dispose(&w);
}

static void tables_that_a_dialect_lacks_are_named(void **state)
{
    struct world w;
    (void)state;
    world_load(&w, other_dialect, 2);
    assert_int_equal(w.status, SPW_INVALID);
    assert_int_equal(w.messages.n, 8); /* tls_errors is not asked for */
    assert_int_equal(w.messages.list[0].number, MSG_TABLE_MISSING);
    assert_slice(w.messages.list[0].file, SLICE(FOLDER "replies.tsv"));
    world_dispose(&w);
}

static void nothing_at_all_is_survived(void **state)
{
    struct world w;
    (void)state;
    data_source_init(&w.files);
    messages_init(&w.messages);
    w.status = knowledge_load(&w.k, &w.files, &w.messages);
    assert_int_equal(w.status, SPW_INVALID);
    assert_int_equal(w.k.n_dialects, 0);
    assert_null(knowledge_dialect(&w.k, SLICE("spwf04")));
    assert_null(knowledge_cause(&w.k, SLICE("x")));
    assert_null(knowledge_source(&w.k, SLICE("x")));
    assert_null(knowledge_service(&w.k, SLICE("x")));
    assert_null(knowledge_authority_by_key_id(&w.k, SLICE("00"), NULL));
    assert_null(knowledge_authority_by_name(&w.k, SLICE("x")));
    world_dispose(&w);
    world_dispose(&w); /* twice is harmless */
}

static void the_schema_describes_every_table_of_the_rules(void **state)
{
    const struct data_file *schema = data_source_find(&embedded_world.files, SLICE("schema.tsv"));
    (void)state;
    for (size_t i = 0; i < data_source_count(&embedded_world.files); i++) {
        struct slice path = data_source_at(&embedded_world.files, i)->path;
        struct slice name = path;
        struct slice head = {NULL, 0};
        char line[80];
        while (slice_split(name, '/', &head, &name)) {
        }
        name = head;
        if (!slice_ends(name, SLICE(".tsv")) || slice_eq(name, SLICE("schema.tsv"))) {
            continue;
        }
        (void)snprintf(line, sizeof line, "\n%.*s\t", (int)name.n - 4, (const char *)name.p);
        assert_true(slice_contains(schema->bytes, slice_cstr(line)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(each_fault_is_reported_with_its_place),
        SPW_TEST(a_faulty_row_costs_only_itself),
        SPW_TEST(a_third_dialect_is_a_folder),
        SPW_TEST(tables_that_a_dialect_lacks_are_named),
        SPW_TEST(nothing_at_all_is_survived),
        SPW_TEST(the_schema_describes_every_table_of_the_rules),
    };
    return cmocka_run_group_tests(tests, world_setup, world_teardown);
}
