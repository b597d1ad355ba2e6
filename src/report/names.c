/* The words of the report contract for the enums of include/phase.h. */
#include "include/spwfdiag.h"

#include <assert.h>

static const char *word(const char *const *words, size_t n, size_t i)
{
    assert(i < n);
    return words[i];
}

#define WORD(words, i) word((words), sizeof(words) / sizeof((words)[0]), (size_t)(i))

const char *spw_severity_name(enum spw_severity s)
{
    static const char *const words[] = {
        [SPW_NOTE] = "note", [SPW_WARNING] = "warning", [SPW_ERROR] = "error"};
    return WORD(words, s);
}

const char *spw_confidence_name(enum spw_confidence c)
{
    static const char *const words[] = {
        [SPW_POSSIBLE] = "possible", [SPW_LIKELY] = "likely", [SPW_CERTAIN] = "certain"};
    return WORD(words, c);
}

const char *spw_outcome_name(enum spw_outcome o)
{
    static const char *const words[] = {[SPW_OUTCOME_UNKNOWN] = "unknown",
                                        [SPW_OUTCOME_OK] = "ok",
                                        [SPW_OUTCOME_FAILED] = "failed",
                                        [SPW_OUTCOME_UNFINISHED] = "unfinished"};
    return WORD(words, o);
}

const char *spw_phase_name(enum spw_phase_id p)
{
    static const char *const words[SPW_PHASE_COUNT] = {[SPW_PHASE_WIFI] = "wifi",
                                                       [SPW_PHASE_IP] = "ip",
                                                       [SPW_PHASE_DNS] = "dns",
                                                       [SPW_PHASE_TCP] = "tcp",
                                                       [SPW_PHASE_TLS_SERVER] = "tls-server",
                                                       [SPW_PHASE_TLS_CLIENT] = "tls-client",
                                                       [SPW_PHASE_MQTT] = "mqtt",
                                                       [SPW_PHASE_HTTP] = "http"};
    return WORD(words, p);
}

const char *spw_phase_status_name(enum spw_phase_status s)
{
    static const char *const words[] = {[SPW_PHASE_UNKNOWN] = "unknown",
                                        [SPW_PHASE_OK] = "ok",
                                        [SPW_PHASE_FAILED] = "failed",
                                        [SPW_PHASE_NOT_REACHED] = "not-reached"};
    return WORD(words, s);
}
