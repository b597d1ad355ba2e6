#include "knowledge/service.h"

#include <stddef.h>

enum {
    ID,
    NAME,
    STATUS,
    RETIRED_ON,
    HOST,
    PORTS,
    MQTT_PORTS,
    WEBSOCKET_PORTS,
    WEBSOCKET_PATH,
    PLAIN_PORTS,
    TLS_REQUIRED,
    AUTH,
    ROOTS_TODAY,
    ROOTS_FORMER,
    ROOT_HISTORY,
    USERNAME,
    USERNAME_PATTERN,
    CLIENT_ID,
    CLIENT_ID_PATTERN,
    PASSWORD,
    SAS_TOKEN,
    ASKS_CLIENT_CERTIFICATE,
    SYMPTOMS,
    TLS,
    CONFIDENCE,
    SOURCE
};
static const char *const columns[] = {"id",
                                      "name",
                                      "status",
                                      "retired_on",
                                      "host",
                                      "ports",
                                      "mqtt_ports",
                                      "websocket_ports",
                                      "websocket_path",
                                      "plain_ports",
                                      "tls_required",
                                      "auth",
                                      "roots_today",
                                      "roots_former",
                                      "root_history",
                                      "username",
                                      "username_pattern",
                                      "client_id",
                                      "client_id_pattern",
                                      "password",
                                      "sas_token",
                                      "asks_client_certificate",
                                      "symptoms",
                                      "tls",
                                      "confidence",
                                      "source"};

static void read_access(const struct table *t, struct service_row *row)
{
    row->auth = table_text(t, AUTH);
    row->username = table_text(t, USERNAME);
    row->username_pattern = table_text(t, USERNAME_PATTERN);
    row->client_id = table_text(t, CLIENT_ID);
    row->client_id_pattern = table_text(t, CLIENT_ID_PATTERN);
    row->password = table_text(t, PASSWORD);
    row->sas_token = table_bool(t, SAS_TOKEN);
    row->asks_client_certificate = table_bool(t, ASKS_CLIENT_CERTIFICATE);
}

static void read_ports(const struct table *t, struct service_row *row)
{
    row->ports = table_text(t, PORTS);
    row->mqtt_ports = table_text(t, MQTT_PORTS);
    row->websocket_ports = table_text(t, WEBSOCKET_PORTS);
    row->websocket_path = table_text(t, WEBSOCKET_PATH);
    row->plain_ports = table_text(t, PLAIN_PORTS);
}

static bool read_service(struct table *t, void *out)
{
    struct service_row *row = (struct service_row *)out;
    row->id = table_text(t, ID);
    row->name = table_text(t, NAME);
    row->status = table_text(t, STATUS);
    row->retired_on = table_text(t, RETIRED_ON);
    row->host = table_text(t, HOST);
    row->tls_required = table_bool(t, TLS_REQUIRED);
    row->roots_today = table_text(t, ROOTS_TODAY);
    row->roots_former = table_text(t, ROOTS_FORMER);
    row->root_history = table_text(t, ROOT_HISTORY);
    row->symptoms = table_text(t, SYMPTOMS);
    row->tls = table_text(t, TLS);
    row->confidence = table_text(t, CONFIDENCE);
    row->sources = table_text(t, SOURCE);
    read_ports(t, row);
    read_access(t, row);
    return true;
}

static const struct table_plan plan = {
    SLICE_INIT("services"),     columns, sizeof columns / sizeof columns[0],
    sizeof(struct service_row), false,   read_service};

void services_load(struct loader *l)
{
    void *rows = NULL;
    table_load(l, &plan, slice_of(NULL, 0), NULL, &rows, &l->k->n_services);
    l->k->services = (const struct service_row *)rows;
    loader_index(l, &l->k->priv->services, rows, l->k->n_services, sizeof(struct service_row),
                 offsetof(struct service_row, id));
}

const struct service_row *knowledge_service(const struct knowledge *k, struct slice id)
{
    uint32_t i = 0;
    return map_get(&k->priv->services, id, &i) ? &k->services[i] : NULL;
}
