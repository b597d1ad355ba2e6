/* The small closed vocabularies of a report: shared by the public header and the stages that fill it.
 * Includes nothing. Source of the names: the report contract. */
#ifndef SPW_PHASE_H
#define SPW_PHASE_H

enum spw_severity { SPW_NOTE, SPW_WARNING, SPW_ERROR };
enum spw_confidence { SPW_POSSIBLE, SPW_LIKELY, SPW_CERTAIN };
enum spw_outcome {
    SPW_OUTCOME_UNKNOWN,
    SPW_OUTCOME_OK,
    SPW_OUTCOME_FAILED,
    SPW_OUTCOME_UNFINISHED
};
enum spw_phase_id {
    SPW_PHASE_WIFI,
    SPW_PHASE_IP,
    SPW_PHASE_DNS,
    SPW_PHASE_TCP,
    SPW_PHASE_TLS_SERVER,
    SPW_PHASE_TLS_CLIENT,
    SPW_PHASE_MQTT,
    SPW_PHASE_HTTP,
    SPW_PHASE_COUNT
};
enum spw_phase_status { SPW_PHASE_UNKNOWN, SPW_PHASE_OK, SPW_PHASE_FAILED, SPW_PHASE_NOT_REACHED };

#endif
