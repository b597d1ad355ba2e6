#include "report/fixture.h"

#include <assert.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TRACE(array) slice_of((array), sizeof(array) - 1) /* may hold NUL */

/* ---- places ----------------------------------------------------------------------------------------- */

static struct span span_at(const struct fixture *f, size_t from, size_t end)
{
    struct span s = {from, 1, 1, (uint32_t)(end - from), 1};
    for (size_t i = 0; i < from; i++) {
        bool line_end = f->trace.p[i] == '\n';
        s.line += line_end;
        s.column = line_end ? 1 : s.column + 1;
    }
    s.last_line = s.line;
    for (size_t i = from; i + 1 < end; i++) {
        s.last_line += f->trace.p[i] == '\n';
    }
    return s;
}

/* From the first `head` to the first `tail` at or behind it, inclusive. */
static struct mark mark_range(const struct fixture *f, const char *head, const char *tail)
{
    struct slice first = slice_cstr(head);
    struct slice last = slice_cstr(tail);
    size_t from = slice_find(f->trace, first, 0);
    size_t end = slice_find(f->trace, last, from) + last.n;
    assert(end <= f->trace.n);
    struct mark m;
    memset(&m, 0, sizeof m);
    mark_set(&m, span_at(f, from, end), slice_sub(f->trace, from, end - from));
    return m;
}

static struct mark mark_of(const struct fixture *f, const char *text)
{
    return mark_range(f, text, text);
}

/* ---- setting up ----------------------------------------------------------------------------------------- */

static void split_lines(struct fixture *f)
{
    struct slice rest = f->trace;
    size_t n = 0;
    while (rest.n > 0 && n < FIXTURE_LINES) {
        struct slice line;
        (void)slice_split(rest, '\n', &line, &rest);
        line = slice_ends(line, SLICE("\r")) ? slice_sub(line, 0, line.n - 1) : line;
        f->lines[n] = (struct report_line){(uint32_t)n + 1, 1, false, line};
        n++;
    }
    f->page.lines = f->lines;
    f->page.n_lines = n;
    f->report.lines = n;
}

static void start(struct fixture *f, const char *name, struct slice trace)
{
    memset(f, 0, sizeof *f);
    f->name = name;
    f->trace = trace;
    f->report.at_traffic = true;
    f->report.bytes = trace.n;
    f->page.path = SLICE("trace.log");
    f->page.report = &f->report;
    split_lines(f);
}

static void phase(struct spw_attempt *a, enum spw_phase_id id, enum spw_phase_status status,
                  uint32_t line)
{
    a->phases[id].relevant = true;
    a->phases[id].status = status;
    a->phases[id].observed = line > 0;
    a->phases[id].after_us = -1;
    a->phases[id].at.line = line;
    a->phases[id].at.last_line = line;
}

static void add_finding(struct fixture *f, const struct spw_finding *list, size_t n)
{
    f->report.findings = list;
    f->report.n_findings = n;
}

/* ---- one failed attempt ------------------------------------------------------------------------------------ */

static const char azure_trace[] =
    "AT+S.TLSCERT=content,2\n"
    "\n"
    "AT+S.TLSCERT=ca,2037\n"
    "\n"
    "-----BEGIN CERTIFICATE-----\n"
    "MIIFtDCCBJygAwIBAgIQCLh6UBu+nNotFk0+OVG/VTANBgkqhkiG9w0BAQsFADBa\n"
    "MQswCQYDVQQGEwJJRTESMBAGA1UEChMJQmFsdGltb3JlMRMwEQYDVQQLEwpDeWJl\n"
    "N2UI+5Gz6BZ2YSpl9ViUs0UB78BPA3u4\n"
    "-----END CERTIFICATE-----\n"
    "AT+S.TLSCERT=auth,20\n"
    "<e5 9d 59 30 82 47 58 cc ac fa 08 54 36 86 7b 3a b5 04 4d f0> // in binary format\n"
    "AT+S.TLSCERT=content,1\n"
    "AT-S.List\n"
    "AT-S.CA:1\n"
    "AT-S.Cert:0\n"
    "AT-S.Key:0\n"
    "AT-S.Id:1\n"
    "AT-S.OK\n"
    "AT+S.MQTTCONN=example.azure-devices.net,8883,,2,example.azure-devices.net/DeviceID/"
    "api-version=2016-11-14,SharedAccessSignature sr=example.azure-devices.net&sig=KA%2BSBotfK%2B"
    "FPFUvKf4Xtb1z3zPLzfplNkMsWmMXu5oo%3D&se=1521901101,DeviceID,,,,,\n"
    "AT-S.Skip CA\n"
    "AT-S.Skip CA\n"
    "AT-S.Certificate Error:23\n"
    "AT-S.ERROR:111:Request failed\n"
    "AT+S.HELP\n"
    "AT-S.ERROR:17:Something odd\n";

static void azure_attempt(struct fixture *f, struct spw_attempt *a)
{
    memset(a, 0, sizeof *a);
    a->id = 1;
    a->command = SLICE("MQTTCONN");
    a->protocol = SLICE("mqtt");
    a->at = mark_range(f, "AT+S.MQTTCONN", "DeviceID,,,,,");
    a->host = SLICE("example.azure-devices.net");
    a->port = 8883;
    a->security = SLICE("tls");
    a->outcome = SPW_OUTCOME_FAILED;
    a->duration_us = 2310000;
    phase(a, SPW_PHASE_WIFI, SPW_PHASE_UNKNOWN, 0);
    phase(a, SPW_PHASE_IP, SPW_PHASE_UNKNOWN, 0);
    phase(a, SPW_PHASE_DNS, SPW_PHASE_OK, 0);
    phase(a, SPW_PHASE_TCP, SPW_PHASE_OK, 0);
    phase(a, SPW_PHASE_TLS_SERVER, SPW_PHASE_FAILED, 22);
    a->phases[SPW_PHASE_TLS_SERVER].after_us = 2300000;
    phase(a, SPW_PHASE_TLS_CLIENT, SPW_PHASE_NOT_REACHED, 0);
    phase(a, SPW_PHASE_MQTT, SPW_PHASE_NOT_REACHED, 0);
    f->report.attempts = a;
    f->report.n_attempts = 1;
}

static void azure_root(const struct fixture *f, struct spw_finding *finding)
{
    static struct spw_evidence evidence[4];
    static struct mark consequences[1];
    static const struct slice load[] = {SLICE_INIT("AT+S.TLSCERT=content,2"),
                                        SLICE_INIT("AT+S.TLSCERT=ca,891")};
    static const struct slice list[] = {SLICE_INIT("AT+S.TLSCERT=content,1")};
    static const struct spw_step fix[] = {
        {SLICE_INIT(
             "Load the root instead, as DER: then the module takes the key identifier from it "
             "and the auth identifier need not be typed. 891 bytes follow the second command."),
         load, COUNT(load)},
        {SLICE_INIT("Or store the root in the file system as "
                    "E59D5930824758CCACFA085436867B3AB5044DF0.ca."),
         NULL, 0}};
    static const struct spw_step confirm[] = {
        {SLICE_INIT("List the store; it must show one CA and one identifier:"), list, 1}};
    static const struct spw_reference references[] = {
        {SLICE_INIT("SEED"), SLICE_INIT("ST Community, SPWF04Sx MQTTCONN problem with Azure")},
        {SLICE_INIT("UM2114"), SLICE_INIT("UM2114 rev 5, chapter 5.3")}};

    evidence[0] = (struct spw_evidence){mark_of(f, "AT+S.TLSCERT=ca,2037"),
                                        SLICE("loads 2037 bytes into the CA slot")};
    evidence[1] = (struct spw_evidence){
        mark_range(f, "-----BEGIN", "END CERTIFICATE-----"),
        SLICE("the certificate: subject Microsoft IT TLS CA 1, issuer Baltimore CyberTrust Root; "
              "not self-signed, so it is not a root")};
    evidence[2] = (struct spw_evidence){
        mark_of(f, "e5 9d 59 30 82 47 58 cc ac fa 08 54 36 86 7b 3a b5 04 4d f0"),
        SLICE("the key identifier of its issuer, not its own")};
    evidence[3] = (struct spw_evidence){mark_of(f, "AT-S.Certificate Error:23"),
                                        SLICE("no stored CA issued the server's chain")};
    consequences[0] = mark_of(f, "AT-S.ERROR:111:Request failed");
    *finding = (struct spw_finding){
        .rule = SLICE("tls-intermediate-as-root"),
        .cause = SLICE("tls.intermediate-as-root"),
        .severity = SPW_ERROR,
        .confidence = SPW_CERTAIN,
        .attempt = 1,
        .rank = 1,
        .count = 1,
        .title =
            SLICE("the certificate in the CA slot is an intermediate, Microsoft IT TLS CA 1; the "
                  "module needs the root, Baltimore CyberTrust Root"),
        .explanation = SLICE(
            "The module walks the server's chain upwards and looks for the last issuer, by its "
            "key\n"
            "identifier, among the CAs it has stored. It was given the intermediate, whose own\n"
            "identifier is 58:88:9F:D6:DC:9C:48:22:B7:14:3E:FF:84:88:E8:E6:85:FF:FA:7D, so the "
            "search\n"
            "finds nothing.\n\n"
            "The root was right in March 2018. The service has moved to DigiCert Global Root G2 "
            "since.\n"),
        .evidence = evidence,
        .n_evidence = COUNT(evidence),
        .consequences = consequences,
        .n_consequences = 1,
        .fix = fix,
        .n_fix = COUNT(fix),
        .confirm = confirm,
        .n_confirm = 1,
        .references = references,
        .n_references = COUNT(references)};
}

static void azure_token(const struct fixture *f, struct spw_finding *finding)
{
    static struct spw_evidence evidence[2];
    static struct spw_ground speaks_for[1];
    static const struct spw_ground speaks_against[] = {
        {.text = SLICE_INIT("the clock of the host was right")}};
    static const struct slice list[] = {SLICE_INIT("AT+S.TLSCERT=content,1")};
    static const struct spw_rival rivals[] = {
        {.cause = SLICE_INIT("tls.intermediate-as-root"),
         .title = SLICE_INIT("the certificate in the CA slot is an intermediate"),
         .rule = SLICE_INIT("tls-intermediate-as-root"),
         .speaks_for = speaks_for,
         .n_for = 1,
         .tell = {SLICE_INIT("List the store:"), list, 1}},
        {.cause = SLICE_INIT("mqtt.credentials"),
         .title = SLICE_INIT("the service refuses user name, password or token"),
         .speaks_against = speaks_against,
         .n_against = 1,
         .tell = {.text = SLICE_INIT("Try another client.")}}};
    static const struct slice time[] = {SLICE_INIT("AT+S.TIME")};
    static const struct spw_step confirm[] = {
        {SLICE_INIT("When was this captured? Read the module's clock:"), time, 1}};
    evidence[0] = (struct spw_evidence){mark_of(f, "se=1521901101"),
                                        SLICE("expires 2018-03-24 14:18:21 UTC")};
    evidence[1] = (struct spw_evidence){mark_of(f, "8883"), SLICE("MQTT over TLS")};
    speaks_for[0] = (struct spw_ground){SLICE("error 23"), mark_of(f, "Certificate Error:23")};
    *finding = (struct spw_finding){
        .rule = SLICE("mqtt-token-expired"),
        .cause = SLICE("mqtt.token-expired"),
        .severity = SPW_WARNING,
        .confidence = SPW_POSSIBLE,
        .attempt = 1,
        .rank = 2,
        .count = 2,
        .title = SLICE("the access token ended on 2018-03-24"),
        .explanation =
            SLICE("The capture has no time stamps, so it cannot tell whether that was before "
                  "or after the attempt."),
        .evidence = evidence,
        .n_evidence = COUNT(evidence),
        .confirm = confirm,
        .n_confirm = 1,
        .speaks_for = speaks_for,
        .n_for = 1,
        .speaks_against = speaks_against,
        .n_against = 1,
        .rivals = rivals,
        .n_rivals = COUNT(rivals)};
}

static void azure_firmware(struct spw_finding *finding)
{
    static const struct spw_evidence evidence[] = {
        {.note = SLICE_INIT("no line of this capture prints the build of the firmware")}};
    *finding = (struct spw_finding){.rule = SLICE("firmware-unknown"),
                                    .cause = SLICE("module.firmware-outdated"),
                                    .severity = SPW_NOTE,
                                    .confidence = SPW_LIKELY,
                                    .rank = 1,
                                    .count = 1,
                                    .title = SLICE("the firmware cannot be told from this capture"),
                                    .evidence = evidence,
                                    .n_evidence = 1};
}

void fixture_azure(struct fixture *f)
{
    static struct spw_attempt attempt;
    static struct spw_finding findings[3];
    static struct mark unexplained[1];
    static struct mark unrecognized[1];
    static struct spw_remark ruled_out[2];
    static const struct spw_remark not_shown[] = {
        {.text = SLICE_INIT("when the capture was taken: no line has a time stamp")},
        {.text = SLICE_INIT("the boot of the module, and with it the firmware and the join")}};
    start(f, "azure", TRACE(azure_trace));
    f->report.framing = SLICE("paste");
    f->report.framing_why = SLICE("most lines are followed by a blank line");
    f->report.dialect = SLICE("spwf04");
    azure_attempt(f, &attempt);
    azure_root(f, &findings[0]);
    azure_token(f, &findings[1]);
    azure_firmware(&findings[2]);
    add_finding(f, findings, COUNT(findings));
    unexplained[0] = mark_of(f, "AT-S.ERROR:17:Something odd");
    f->report.unexplained = unexplained;
    f->report.n_unexplained = 1;
    unrecognized[0] = mark_of(f, "AT+S.HELP");
    f->report.unrecognized = unrecognized;
    f->report.n_unrecognized = 1;
    ruled_out[0].text = SLICE("a transfer cut short: 2037 bytes were announced, 2037 followed");
    ruled_out[0].at = mark_of(f, "AT+S.TLSCERT=ca,2037");
    ruled_out[0].rule = SLICE("payload-complete");
    ruled_out[1].text = SLICE("the certificate had not expired in March 2018");
    f->report.ruled_out = ruled_out;
    f->report.n_ruled_out = COUNT(ruled_out);
    f->report.not_shown = not_shown;
    f->report.n_not_shown = COUNT(not_shown);
    f->report.statistics = (struct spw_statistics){40, 6, 12, 0, 2037, 1};
}

/* ---- one that went well --------------------------------------------------------------------------------------- */

static const char healthy_trace[] = "AT+S.HTTPGET=www.amazon.com,/,443,2,,,,,\r\n"
                                    "AT-S.Skip CA\r\n"
                                    "AT-S.Loading:1:2\r\n"
                                    "AT-S.Http Server Status Code:200\r\n"
                                    "AT-S.OK\r\n";

void fixture_healthy(struct fixture *f)
{
    static struct spw_attempt a;
    start(f, "healthy", TRACE(healthy_trace));
    memset(&a, 0, sizeof a);
    a.id = 1;
    a.command = SLICE("HTTPGET");
    a.protocol = SLICE("http");
    a.at = mark_of(f, "AT+S.HTTPGET=www.amazon.com,/,443,2,,,,,");
    a.host = SLICE("www.amazon.com");
    a.port = 443;
    a.security = SLICE("tls");
    a.outcome = SPW_OUTCOME_OK;
    a.duration_us = -1;
    phase(&a, SPW_PHASE_DNS, SPW_PHASE_OK, 0);
    phase(&a, SPW_PHASE_TCP, SPW_PHASE_OK, 0);
    phase(&a, SPW_PHASE_TLS_SERVER, SPW_PHASE_OK, 3);
    phase(&a, SPW_PHASE_HTTP, SPW_PHASE_OK, 4);
    f->report.attempts = &a;
    f->report.n_attempts = 1;
    f->report.framing = SLICE("raw");
    f->report.dialect = SLICE("spwf04");
    f->report.firmware = SLICE("171117-0328fe3-SPWF04S");
    f->report.statistics = (struct spw_statistics){5, 1, 4, 0, 0, 0};
}

/* ---- many attempts ----------------------------------------------------------------------------------------------- */

static const char loop_trace[] = "AT+S.SOCKON=192.168.1.20,1883,,t\r\n"
                                 "AT-S.ERROR:87:Failed to open socket\r\n"
                                 "AT+S.SOCKON=192.168.1.20,1883,,t\r\n"
                                 "AT-S.ERROR:87:Failed to open socket\r\n"
                                 "AT+S.SOCKON=10.0.0.1,80,,t\r\n"
                                 "+WIND:33:WiFi Network Lost\r\n";

static struct spw_finding loop_finding(unsigned attempt, unsigned count,
                                       const struct spw_evidence *evidence, struct slice title,
                                       struct slice cause, enum spw_severity severity)
{
    return (struct spw_finding){.rule = SLICE("loop-rule"),
                                .cause = cause,
                                .severity = severity,
                                .confidence = SPW_LIKELY,
                                .attempt = attempt,
                                .rank = 1,
                                .count = count,
                                .title = title,
                                .evidence = evidence,
                                .n_evidence = 1};
}

static void loop_attempts(struct fixture *f)
{
    static struct spw_attempt attempts[4];
    memset(attempts, 0, sizeof attempts);
    for (unsigned i = 0; i < COUNT(attempts); i++) {
        struct spw_attempt *a = &attempts[i];
        a->id = i + 1;
        a->command = SLICE("SOCKON");
        a->protocol = SLICE("socket");
        a->security = SLICE("plain");
        a->duration_us = -1;
        a->at = mark_of(f, i < 3 ? "AT+S.SOCKON=192.168.1.20" : "AT+S.SOCKON=10.0.0.1");
        a->host = i < 3 ? SLICE("192.168.1.20") : SLICE("10.0.0.1");
        a->port = i < 3 ? 1883 : 80;
        a->outcome = i < 3 ? SPW_OUTCOME_FAILED : SPW_OUTCOME_UNFINISHED;
        phase(a, SPW_PHASE_IP, i < 3 ? SPW_PHASE_OK : SPW_PHASE_UNKNOWN, 0);
        phase(a, SPW_PHASE_TCP, i < 3 ? SPW_PHASE_FAILED : SPW_PHASE_UNKNOWN, i < 3 ? 2 : 0);
    }
    f->report.attempts = attempts;
    f->report.n_attempts = COUNT(attempts);
    f->report.attempts_dropped = 200;
}

void fixture_loop(struct fixture *f)
{
    static struct spw_evidence evidence[2];
    static struct spw_finding findings[3];
    start(f, "loop", TRACE(loop_trace));
    f->report.framing = SLICE("raw");
    f->report.dialect = SLICE("spwf04");
    loop_attempts(f);
    evidence[0] =
        (struct spw_evidence){mark_of(f, "AT-S.ERROR:87:Failed to open socket"), SLICE("")};
    evidence[1] = (struct spw_evidence){mark_of(f, "+WIND:33:WiFi Network Lost"), SLICE("")};
    findings[0] = loop_finding(4, 1, &evidence[1], SLICE("the module lost its access point"),
                               SLICE("wifi.signal-lost"), SPW_ERROR);
    findings[1] = loop_finding(0, 1, &evidence[1], SLICE("the capture ends while a command runs"),
                               SLICE("module.not-ready"), SPW_WARNING);
    findings[2] = loop_finding(1, 3, &evidence[0], SLICE("nothing listens on 192.168.1.20:1883"),
                               SLICE("tcp.refused"), SPW_ERROR);
    add_finding(f, findings, COUNT(findings));
    f->report.findings_dropped = 2;
    f->report.unexplained_dropped = 5;
    f->report.statistics = (struct spw_statistics){400, 204, 203, 1, 0, 0};
}

/* ---- hostile bytes ------------------------------------------------------------------------------------------------- */

#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

static const char hostile_trace[] =
    "AT+S.FILE=\x1b[31mred\x1b]0;title\x07,\xff\xfe\x00,\xe2\x80\xae"
    "txt.exe,end\n"
    "AT+S.LONG=" HUNDRED HUNDRED "needle" HUNDRED HUNDRED "\n"
    "AT+S.SSIDTXT=\xe7\xbd\x91\xe7\xbb\x9c\xe5\x90\x8d\xe7\xa7\xb0,caf\xc3\xa9\n"
    "AT-S.ERROR:\x1b[2J\x9b"
    "2J\n";

void fixture_hostile(struct fixture *f)
{
    static struct spw_evidence evidence[5];
    static struct mark consequences[6];
    static struct spw_finding finding;
    static const struct slice commands[] = {SLICE_INIT("AT+S.SSIDTXT=\x1b[1m<name>")};
    static const struct spw_step fix[] = {{SLICE_INIT("Type \x1b[5mthis\x1b[0m:"), commands, 1}};
    start(f, "hostile", TRACE(hostile_trace));
    f->page.path = SLICE("evil\x1b[7m.log");
    f->report.framing = SLICE("raw");
    f->report.firmware = SLICE("\x1b[41m1.1.0\xff");
    evidence[0] =
        (struct spw_evidence){mark_of(f, "needle"), SLICE("in the middle of a long line")};
    evidence[1] =
        (struct spw_evidence){mark_range(f, "\x1b[31m", "\xff\xfe"), SLICE("bell and \x07 colour")};
    evidence[2] = (struct spw_evidence){mark_of(f, "end"), SLICE("behind them")};
    evidence[3] = (struct spw_evidence){mark_of(f, "caf\xc3\xa9"), SLICE("behind wide characters")};
    evidence[4] = (struct spw_evidence){mark_of(f, "AT-S.ERROR:\x1b[2J\x9b"
                                                   "2J"),
                                        SLICE("")};
    for (size_t i = 0; i < COUNT(consequences); i++) {
        consequences[i] = evidence[4].at;
    }
    finding = (struct spw_finding){.rule = SLICE("hostile"),
                                   .cause = SLICE("console.bad-arguments"),
                                   .severity = SPW_ERROR,
                                   .confidence = SPW_CERTAIN,
                                   .rank = 1,
                                   .count = 1,
                                   .title = SLICE("a title with \x1b[31mcolour and \xff"),
                                   .explanation =
                                       SLICE("The name is \x1b]8;;http://x\x07link\x1b]8;;\x07, "
                                             "\xe2\x80\xaereversed."),
                                   .evidence = evidence,
                                   .n_evidence = COUNT(evidence),
                                   .consequences = consequences,
                                   .n_consequences = COUNT(consequences),
                                   .fix = fix,
                                   .n_fix = 1};
    add_finding(f, &finding, 1);
}

/* ---- wrapped, empty, not a trace --------------------------------------------------------------------------------------- */

static const char wrapped_trace[] =
    "00000000  41 54 2b 53 2e 53 43 41  4e 0d                    |AT+S.SCAN.|\n"
    "0000000a  0d 0a 41 54 2d 53 2e 45  52 52 4f 52 0d 0a        |..AT-S.ERROR..|\n";

void fixture_wrapped(struct fixture *f)
{
    static struct spw_evidence evidence;
    static struct spw_finding finding;
    start(f, "wrapped", TRACE(wrapped_trace));
    f->report.framing = SLICE("hexdump");
    f->report.dialect = SLICE("spwf04");
    evidence.at = mark_of(f, "41 54 2d 53 2e 45  52 52 4f 52");
    mark_set(&evidence.at, evidence.at.span, SLICE("AT-S.ERROR"));
    evidence.note = SLICE("refused without a number");
    finding = loop_finding(0, 1, &evidence, SLICE("the module refused to scan"),
                           SLICE("module.not-ready"), SPW_WARNING);
    add_finding(f, &finding, 1);
}

void fixture_no_traffic(struct fixture *f)
{
    start(f, "no-traffic", SLICE("\xff\xd8\xff\xe0 JFIF"));
    f->page.path = SLICE("photo.jpg");
    f->report.at_traffic = false;
    f->report.framing = SLICE("raw");
    f->report.looks_like = SLICE("a JPEG picture");
}

void fixture_empty(struct fixture *f) { start(f, "empty", SLICE("AT\r\n")); }

/* ---- a trace made of markup ---------------------------------------------------------------------------------------------- */

static const char markup_trace[] =
    "AT+S.SSIDTXT=<script>alert(1)</script>\r\n"
    "```\r\n</details></pre><img src=x onerror=alert(1)>]]>&lt;&amp;\r\n"
    "[link](http://x) ![i](http://x) `code` | # heading {0} \xe2\x80\xae;\r\n"
    "AT-S.ERROR:111:\" onmouseover=\"alert(1)\r\n";

void fixture_markup(struct fixture *f)
{
    static struct spw_evidence evidence[3];
    static struct spw_finding finding;
    static struct spw_attempt attempt;
    static const struct slice commands[] = {SLICE_INIT("```\n</details><b>&quot;")};
    static const struct spw_step fix[] = {
        {SLICE_INIT("# Type <b>this</b> [now](http://x):"), commands, 1}};
    start(f, "markup", TRACE(markup_trace));
    f->page.path = SLICE("<img src=x>`[a](b).log");
    f->report.firmware = SLICE("]]><script>");
    evidence[0] = (struct spw_evidence){mark_of(f, "<script>alert(1)</script>"),
                                        SLICE("a note with </li><script> & ]]>")};
    evidence[1] = (struct spw_evidence){mark_of(f, "```"), SLICE("```")};
    evidence[2] = (struct spw_evidence){mark_of(f, "\" onmouseover=\"alert(1)"), SLICE("'\"")};
    attempt = (struct spw_attempt){.id = 1,
                                   .command = SLICE("MQTTCONN"),
                                   .host = SLICE("<svg onload=alert(1)>;#35;\nend"),
                                   .port = 1,
                                   .outcome = SPW_OUTCOME_FAILED,
                                   .duration_us = -1};
    attempt.phases[SPW_PHASE_TCP] =
        (struct spw_phase){.status = SPW_PHASE_FAILED, .relevant = true, .observed = true};
    attempt.phases[SPW_PHASE_MQTT] =
        (struct spw_phase){.status = SPW_PHASE_NOT_REACHED, .relevant = true};
    finding = (struct spw_finding){.rule = SLICE("hostile"),
                                   .cause = SLICE("console.bad-arguments"),
                                   .severity = SPW_ERROR,
                                   .confidence = SPW_CERTAIN,
                                   .attempt = 1,
                                   .rank = 1,
                                   .count = 1,
                                   .title = SLICE("<h1>]]> [a](javascript:alert(1)) {0} ```"),
                                   .explanation = SLICE("</p><script>x</script>\n\n- [l](u)\n> q"),
                                   .evidence = evidence,
                                   .n_evidence = COUNT(evidence),
                                   .fix = fix,
                                   .n_fix = 1};
    f->report.attempts = &attempt;
    f->report.n_attempts = 1;
    add_finding(f, &finding, 1);
}

bool fixture_make(size_t i, struct fixture *f)
{
    static void (*const all[])(struct fixture *) = {
        fixture_azure,   fixture_healthy,    fixture_loop,  fixture_hostile,
        fixture_wrapped, fixture_no_traffic, fixture_empty, fixture_markup};
    if (i >= COUNT(all)) {
        return false;
    }
    all[i](f);
    return true;
}
