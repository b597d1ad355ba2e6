/* Lines, payloads, echo, errors: each row is typed at a module that has an address. */
#include "twin/desk.h"

static const struct {
    const char *name;
    const char *typed;
    const char *printed;
} rows[] = {
    {"the null command", "AT\r", "AT-S.OK\n"},
    {"case does not count", "at+s.gcfg=CONSOLE_ERRS\r", "AT-S.Var:console_errs=2\nAT-S.OK\n"},
    {"a line feed behind the carriage return is no line", "AT\r\nAT\r\n", "AT-S.OK\nAT-S.OK\n"},
    {"an unknown word", "AT+S.NONSENSE\r", "AT-S.ERROR:1:Command not found\n"},
    {"a parameter is missing", "AT+S.SOCKON=host\r", "AT-S.ERROR:2:Missing argument(s)\n"},
    {"too many parameters", "AT+S.SOCKQ=0,1\r", "AT-S.ERROR:6:Too many argument(s)\n"},
    {"a parameter is no number", "AT+S.SOCKQ=x\r", "AT-S.ERROR:7:Invalid argument(s)\n"},
    {"a parameter is out of range", "AT+S.SOCKQ=9\r", "AT-S.ERROR:7:Invalid argument(s)\n"},
    {"none of its words", "AT+S.TLSCERT=root,10\r", "AT-S.ERROR:7:Invalid argument(s)\n"},
    {"an unknown variable", "AT+S.SCFG=nonsense,1\r", "AT-S.ERROR:4:Variable not found\n"},
    {"no such socket", "AT+S.SOCKC=3\r", "AT-S.ERROR:76:Illegal Socket ID\n"},
    {"no text behind errors", "AT+S.SCFG=console_errs,1\rAT+S.SOCKC=3\r",
     "AT-S.OK\nAT-S.ERROR:76\n"},
    {"no number either", "AT+S.SCFG=console_errs,0\rAT+S.SOCKC=3\r", "AT-S.OK\nAT-S.ERROR\n"},
    {"another delimiter",
     "AT+S.SCFG=console_delimiter,;\rAT+S.SCFG=user_desc;a,b\rAT+S.GCFG=user_desc\r",
     "AT-S.OK\nAT-S.OK\nAT-S.Var:user_desc=a,b\nAT-S.OK\n"},
    {"the echo", "AT+S.SCFG=console_echo,1\rAT\r", "AT-S.OK\nAT\nAT-S.OK\n"},
    {"the clock", "AT+S.TIME=1504185600\rAT+S.TIME\r",
     "AT-S.OK\nAT-S.Date:17.08.31:00\nAT-S.Time:13.20.00\nAT-S.OK\n"},
    {"a file in two pieces", "AT+S.FSC=/a.txt,3\rabcAT+S.FSC=a.txt,2\rdeAT+S.FSP=0:/a.txt\r",
     "AT-S.OK\nAT-S.OK\nabcde\nAT-S.OK\n"},
    {"a part of a file", "AT+S.FSC=a.txt,5\rabcdeAT+S.FSP=a.txt,1,3\r", "AT-S.OK\nbcd\nAT-S.OK\n"},
    {"a file is renamed and deleted", "AT+S.FSC=a,1\rxAT+S.FSR=a,b\rAT+S.FSD=b\rAT+S.FSP=b\r",
     "AT-S.OK\nAT-S.OK\nAT-S.OK\nAT-S.ERROR:51:Unable to open file\n"},
    {"a payload holds whatever bytes", "AT+S.FSC=a,7\rAT\r\nAT\rAT+S.FSP=a\r",
     "AT-S.OK\nAT\nAT\nAT-S.OK\n"},
    {"a payload that is too short takes the next command", "AT+S.FSC=a,10\rshortAT\rATAT\r",
     "AT-S.OK\nAT-S.OK\n"},
    {"a certificate too large for the module's own", "AT+S.TLSCERT=cert,1476\r", ""},
    {"the store is empty", "AT+S.TLSCERT=content,1\r",
     "AT-S.List\nAT-S.CA:0\nAT-S.Cert:0\nAT-S.Key:0\nAT-S.Id:0\nAT-S.OK\n"},
    {"a key identifier fills its slot", "AT+S.TLSCERT=auth,2\rxyAT+S.TLSCERT=content,1\r",
     "AT-S.OK\nAT-S.List\nAT-S.CA:0\nAT-S.Cert:0\nAT-S.Key:0\nAT-S.Id:1\nAT-S.OK\n"},
    {"the store is erased",
     "AT+S.TLSCERT=auth,2\rxyAT+S.TLSCERT=content,2\rAT+S.TLSCERT=content,1\r",
     "AT-S.OK\nAT-S.Clean\nAT-S.OK\n"
     "AT-S.List\nAT-S.CA:0\nAT-S.Cert:0\nAT-S.Key:0\nAT-S.Id:0\nAT-S.OK\n"},
    {"the radio is off", "AT+S.WIFI=0\rAT+S.SOCKON=host,1,,t\r",
     "AT-S.OK\n\n+WIND:38:WiFi Powered Down\nAT-S.ERROR:18:Radio not running\n"},
    {"an indication is masked", "AT+S.SCFG=console_wind_off_medium,0x40\rAT+S.WIFI=0\r",
     "AT-S.OK\nAT-S.OK\n"},
};

static void each_line_has_its_answer(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct desk d;
        desk_load(&d);
        desk_joined(&d, NULL);
        desk_type(&d, slice_cstr(rows[i].typed));
        assert_slice_row(desk_printed(&d), slice_cstr(rows[i].printed));
        desk_dispose(&d);
    }
}

static void cut_anywhere_it_is_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct slice typed = slice_cstr(rows[i].typed);
        struct desk d;
        desk_load(&d);
        desk_joined(&d, NULL);
        for (size_t at = 0; at < typed.n; at++) {
            desk_type(&d, slice_sub(typed, at, 1));
        }
        assert_slice_row(desk_printed(&d), slice_cstr(rows[i].printed));
        desk_dispose(&d);
    }
}

static void a_line_beyond_the_limit_is_refused(void **state)
{
    struct desk d;
    (void)state;
    desk_load(&d);
    desk_joined(&d, NULL);
    for (size_t n = 512; n <= 20000; n *= 2) {
        for (size_t i = 0; i < n; i++) {
            desk_type(&d, SLICE("x"));
        }
        desk_type(&d, SLICE("\r"));
        assert_slice(desk_printed(&d), n > 512
                                           ? SLICE("AT-S.ERROR:32:Argument exceeds allowed size\n")
                                           : SLICE("AT-S.ERROR:1:Command not found\n"));
    }
    desk_dispose(&d);
}

static void what_is_not_acted_out_is_told(void **state)
{
    struct desk d;
    (void)state;
    desk_load(&d);
    desk_joined(&d, NULL);
    desk_type(&d, SLICE("AT+S.PYTHON\r"));
    assert_slice(desk_printed(&d), SLICE("AT-S.ERROR:1:Command not found\n"));
    assert_slice(buf_slice(&d.notes), SLICE("AT+S.PYTHON is not acted out\n"));
    desk_dispose(&d);
}

static void every_situation_has_a_value(void **state)
{
    struct desk d;
    (void)state;
    desk_load(&d);
    const struct dialect *dialect = knowledge_dialect(&d.k, SLICE("spwf04"));
    for (int i = 0; i < SITUATIONS_END; i++) {
        SPW_ROW(situation_name((enum situation)i));
        const struct behaviour_row *row = dialect_behaviour(dialect, (enum situation)i);
        assert_number_row(row != NULL && row->value.n > 0, true);
    }
    desk_dispose(&d);
}

static void an_unknown_firmware_is_refused(void **state)
{
    struct twin_options options = {.firmware = SLICE("9.9.9")};
    struct desk d;
    (void)state;
    desk_load(&d);
    struct twin_world world = {desk_open, desk_send, desk_close, desk_note, &d};
    assert_int_equal(twin_new(&d.twin, &d.k, &options, &world), SPW_INVALID);
    options.firmware = SLICE("170216-fd39c59-SPWF04S");
    options.dialect = SLICE("spwf01");
    assert_int_equal(twin_new(&d.twin, &d.k, &options, &world), SPW_NOT_FOUND);
    options.dialect = SLICE("spwf04");
    assert_int_equal(twin_new(&d.twin, &d.k, &options, &world), SPW_OK);
    desk_dispose(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(each_line_has_its_answer),           SPW_TEST(cut_anywhere_it_is_the_same),
        SPW_TEST(a_line_beyond_the_limit_is_refused), SPW_TEST(what_is_not_acted_out_is_told),
        SPW_TEST(every_situation_has_a_value),        SPW_TEST(an_unknown_firmware_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
