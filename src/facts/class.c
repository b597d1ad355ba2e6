#include "facts/class.h"

#include "facts/get.h"

enum {
    RESULTS = CLASS_OK | CLASS_ERROR | CLASS_NO_RESULT,
    REPLIES = CLASS_REPLIED | CLASS_SILENT,
    NAMES = CLASS_KNOWN | CLASS_STRANGE,
    COUNTS = CLASS_EXACT | CLASS_INEXACT,
    BYTES = CLASS_DESCRIBED | CLASS_SHOWN,
    OUTCOMES = CLASS_OUTCOME * 15,
    PROTOCOLS = CLASS_PROTOCOL * 127,
    SECURITIES = CLASS_SECURITY * 7
};
#define OUTCOME(x) (CLASS_OUTCOME << SPW_OUTCOME_##x)
#define PROTOCOL(x) (CLASS_PROTOCOL << ATTEMPT_##x)
#define SECURITY(x) (CLASS_SECURITY << SECURITY_##x)

/* Rows without a word are yes-or-no fields, or fields whose value is known only with these marks. */
static const struct {
    struct slice field, word;
    struct class_rows rows;
} table[] = {
#define ROW(field, word, all, yes, no) {SLICE_INIT(field), SLICE_INIT(word), {all, yes, no}},
#define WORD(field, word, all, yes) ROW(field, word, all, yes, (all) & ~(yes))
    /* clang-format off */
    ROW("exchange.ok", "", RESULTS, CLASS_OK, CLASS_ERROR | CLASS_NO_RESULT)
    ROW("exchange.failed", "", RESULTS, CLASS_ERROR, CLASS_OK | CLASS_NO_RESULT)
    ROW("exchange.error", "", RESULTS, CLASS_ERROR, CLASS_ERROR)
    WORD("exchange.result", "ok", RESULTS, CLASS_OK)
    WORD("exchange.result", "error", RESULTS, CLASS_ERROR)
    WORD("exchange.result", "none", RESULTS, CLASS_NO_RESULT)
    ROW("exchange.replied", "", REPLIES, CLASS_REPLIED, CLASS_SILENT)
    ROW("exchange.known", "", NAMES, CLASS_KNOWN, CLASS_STRANGE)
    ROW("exchange.payload_exact", "", COUNTS, CLASS_EXACT, CLASS_INEXACT)
    ROW("exchange.payload_described", "", BYTES, CLASS_DESCRIBED, CLASS_SHOWN)
    ROW("attempt.failed", "", OUTCOMES, OUTCOME(FAILED), OUTCOME(OK))
    ROW("attempt.ok", "", OUTCOMES, OUTCOME(OK), OUTCOME(FAILED))
    WORD("attempt.outcome", "ok", OUTCOMES, OUTCOME(OK))
    WORD("attempt.outcome", "failed", OUTCOMES, OUTCOME(FAILED))
    WORD("attempt.outcome", "unfinished", OUTCOMES, OUTCOME(UNFINISHED))
    WORD("attempt.outcome", "unknown", OUTCOMES, OUTCOME(UNKNOWN))
    WORD("attempt.protocol", "mqtt", PROTOCOLS, PROTOCOL(MQTT))
    WORD("attempt.protocol", "http", PROTOCOLS, PROTOCOL(HTTP))
    WORD("attempt.protocol", "socket", PROTOCOLS, PROTOCOL(SOCKET))
    WORD("attempt.protocol", "websocket", PROTOCOLS, PROTOCOL(WEBSOCKET))
    WORD("attempt.protocol", "smtp", PROTOCOLS, PROTOCOL(SMTP))
    WORD("attempt.protocol", "update", PROTOCOLS, PROTOCOL(UPDATE))
    ROW("attempt.security", "tls", SECURITIES, SECURITY(TLS), SECURITY(PLAIN))
    ROW("attempt.security", "plain", SECURITIES, SECURITY(PLAIN), SECURITY(TLS))
    /* clang-format on */
};

uint32_t fact_class_of_result(enum at_result result)
{
    static const uint32_t classes[] = {[AT_RESULT_OK] = CLASS_OK,
                                       [AT_RESULT_ERROR] = CLASS_ERROR,
                                       [AT_RESULT_NONE] = CLASS_NO_RESULT};
    return classes[result];
}

static uint32_t exchange_classes(const struct exchange *x)
{
    return fact_class_of_result(x->result) | (x->replied ? CLASS_REPLIED : CLASS_SILENT) |
           (exchange_is_known(x) ? CLASS_KNOWN : CLASS_STRANGE) |
           (x->payload_exact ? CLASS_EXACT : CLASS_INEXACT) |
           (x->payload_described ? CLASS_DESCRIBED : CLASS_SHOWN);
}

uint32_t fact_classes(const struct settle *s)
{
    if (s->kind == SETTLE_EXCHANGE) {
        return exchange_classes(s->exchange);
    }
    if (s->kind == SETTLE_ATTEMPT) {
        return (uint32_t)CLASS_OUTCOME << s->attempt->outcome |
               (uint32_t)CLASS_PROTOCOL << s->attempt->kind |
               (uint32_t)CLASS_SECURITY << s->attempt->security;
    }
    return 0;
}

bool fact_class_rows(const struct field *f, struct slice word, struct class_rows *out)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (slice_eq(table[i].field, f->name) && slice_eq(table[i].word, word)) {
            *out = table[i].rows;
            return true;
        }
    }
    return false;
}

bool fact_is_command_meaning(const struct field *f) { return f->get == get_exchange_meaning; }
