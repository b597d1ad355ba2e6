/* Boots divide a capture into eras: what the module held in memory is gone, what it holds in flash
 * stays. The order of the first lines differs by family and firmware, so several lines can begin one. */
#include "session/private.h"

void boot_begin(struct session *s, const struct at_event *e)
{
    struct session_private *p = s->priv;

    attempt_settle(s);
    if (p->era_events > 0) {
        session_settle(s, SETTLE_BOOT, NULL);
    }
    tally_reset(&s->boot);
    p->era_events = p->era_commands = 0;
    s->boots++;
    s->boots_in_vain++;
    s->boot_seen = true;
    s->boot_at = session_mark(e);
    s->radio_on = TRI_UNKNOWN;
    s->wifi_up = TRI_UNKNOWN;
    s->address.text.n = 0;
    s->clock.set = TRI_UNKNOWN;
    sockets_reset(s);
}

/* Behind a gap the capture begins anew in the middle of a session: the adapter that was pulled may feed the
 * module. What flash holds stays; only a host could have changed it. */
void boot_lost(struct session *s, const struct at_event *e)
{
    struct session_private *p = s->priv;

    (void)e;
    attempt_lose(s);
    if (p->era_events > 0) {
        session_settle_open(s, SETTLE_BOOT, true);
    }
    tally_reset(&s->boot);
    p->era_events = p->era_commands = 0;
    s->boot_seen = false;
    s->boots_in_vain = 0;
    s->radio_on = TRI_UNKNOWN;
    s->wifi_up = TRI_UNKNOWN;
    s->address.text.n = 0;
    s->clock.set = TRI_UNKNOWN;
    sockets_reset(s);
}

/* Nothing but the first words of a boot so far. */
static bool era_is_young(const struct session *s)
{
    return s->boot_seen && s->priv->era_commands == 0 &&
           tally_count(&s->boot, M_CONSOLE_ACTIVE) == 0 &&
           tally_count(&s->boot, M_RADIO_STARTED) == 0;
}

bool boot_maybe(struct session *s, const struct at_event *e)
{
    bool begins = false;

    if (e->meaning == M_RESETTING || e->meaning == M_CONFIGURATION_FAILURE) {
        begins = !era_is_young(s);
    } else if (e->meaning == M_POWER_ON) {
        begins = !era_is_young(s) || tally_count(&s->boot, M_POWER_ON) > 0;
    } else if (e->meaning == M_CONSOLE_ACTIVE) {
        bool started =
            tally_count(&s->boot, M_POWER_ON) > 0 || tally_count(&s->boot, M_RESETTING) > 0;
        begins = !s->boot_seen || tally_count(&s->boot, M_CONSOLE_ACTIVE) > 0 ||
                 (s->priv->era_commands > 0 && !started);
    }
    if (begins) {
        boot_begin(s, e);
    }
    return begins;
}

static struct slice version_of(const struct session *s, struct slice build)
{
    const struct firmware_row *row =
        s->dialect != NULL ? dialect_firmware(s->dialect, build) : NULL;
    return row != NULL ? row->version : slice_of(NULL, 0);
}

/* The build id names the firmware: "171117-0328fe3-SPWF04S", also in brackets. */
void boot_power_on(struct session *s, const struct at_event *e)
{
    struct slice build = at_event_value(e, P_BUILD, NULL);
    struct slice version = {0};

    if (build.n == 0) {
        return;
    }
    session_text_fact(s, &s->firmware_build, build, e);
    version = version_of(s, build);
    if (version.n > 0) {
        session_text_fact(s, &s->firmware_version, version, e);
    }
    s->firmware = s->dialect != NULL ? dialect_firmware(s->dialect, build) : NULL;
}

void boot_radio_started(struct session *s, const struct at_event *e)
{
    s->radio_on = TRI_YES;
    s->wifi_at = session_mark(e);
    s->boots_in_vain = 0;
}

/* Factory values are back: what the capture told of variables no longer holds. */
void boot_factory_reset(struct session *s, const struct at_event *e)
{
    (void)e;
    array_clear(&s->variables);
}
