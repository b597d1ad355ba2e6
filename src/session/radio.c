/* Radio, network and address. */
#include "session/private.h"

static void down(struct session *s, const struct at_event *e)
{
    s->wifi_up = TRI_NO;
    s->wifi_at = session_mark(e);
    s->address.text.n = 0;
}

/* An IPv6 address alone proves no lease; an IPv4 one does. */
void radio_up(struct session *s, const struct at_event *e)
{
    struct slice ip = at_event_value(e, P_IP, NULL);
    bool v4 = slice_find_byte(ip, '.', 0) < ip.n;

    s->wifi_up = TRI_YES;
    s->radio_on = TRI_YES;
    s->wifi_at = session_mark(e);
    if (ip.n > 0 && (v4 || s->address.text.n == 0)) {
        session_text_fact(s, &s->address, ip, e);
    }
}

void radio_down(struct session *s, const struct at_event *e)
{
    s->radio_on = TRI_NO;
    down(s, e);
}

void radio_lost(struct session *s, const struct at_event *e) { down(s, e); }

void radio_joined(struct session *s, const struct at_event *e)
{
    session_text_fact(s, &s->bssid, at_event_value(e, P_BSSID, NULL), e);
}

void radio_associated(struct session *s, const struct at_event *e)
{
    session_text_fact(s, &s->ssid, at_event_value(e, P_SSID, NULL), e);
}

void radio_address_lost(struct session *s, const struct at_event *e)
{
    (void)e;
    s->address.text.n = 0;
}

/* ---- scans ------------------------------------------------------------------------------------------ */

void radio_scan_begins(struct session *s, const struct at_event *e)
{
    if (e->meaning == M_SCAN) {
        array_clear(&s->scan.names);
        s->scan.complete = false;
        s->scan.at = session_mark(e);
    }
}

/* 'home' CAPS: 0431 WPA2: some firmware prints more behind the name than its table has. */
static struct slice unquoted(struct slice ssid)
{
    size_t end = ssid.n;
    while (end > 1 && ssid.p[end - 1] != '\'') {
        end--;
    }
    bool quoted = end > 1 && ssid.p[0] == '\'';
    return quoted ? slice_sub(ssid, 1, end - 2) : ssid;
}

void radio_scanned(struct session *s, const struct at_event *e)
{
    struct slice ssid = unquoted(at_event_value(e, P_SSID, NULL));
    struct scanned *found = NULL;

    if (s->scan.complete || ssid.n > SSID_MAX || s->scan.names.n == SCAN_NAMES_MAX) {
        return;
    }
    found = array_push(&s->scan.names);
    if (found != NULL) {
        found->n = (uint8_t)ssid.n;
        for (size_t i = 0; i < ssid.n; i++) {
            found->ssid[i] = ssid.p[i];
        }
        found->at = session_mark(e);
    }
}

/* An empty listing tells nothing: the console may be set not to print it. */
void radio_scan_ends(struct session *s)
{
    if (s->exchange.meaning == M_SCAN && s->exchange.result == AT_RESULT_OK) {
        s->scan.complete = s->scan.names.n > 0 && s->scan.names.n < SCAN_NAMES_MAX;
    }
}
