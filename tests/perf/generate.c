/* Writes a session log of a given size: boots, joins, certificate loads, connections, publications, and
 * now and then a failure. Deterministic: the same arguments give the same bytes.
 * Usage: generate --bytes N[k|M|G] [--seed N] [--fail PERCENT] [--stamps] > FILE */
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct generator {
    uint64_t state, written, wanted;
    unsigned fail; /* per cent of the sessions */
    bool stamps;
    uint64_t clock_ms;
};

static uint32_t dice(struct generator *g, uint32_t sides)
{
    g->state = g->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(g->state >> 33) % sides;
}

static void line(struct generator *g, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void line(struct generator *g, const char *fmt, ...)
{
    va_list args;
    int n = 0;

    g->clock_ms += 20 + dice(g, 400);
    if (g->stamps) {
        n += printf("[2018-03-26 %02u:%02u:%02u.%03u] ", (unsigned)(g->clock_ms / 3600000 % 24),
                    (unsigned)(g->clock_ms / 60000 % 60), (unsigned)(g->clock_ms / 1000 % 60),
                    (unsigned)(g->clock_ms % 1000));
    }
    va_start(args, fmt);
    n += vprintf(fmt, args);
    va_end(args);
    n += printf("\r\n");
    g->written += n > 0 ? (uint64_t)n : 0;
}

/* The root of the sample traces: a certificate that a real device loads at every boot. */
static const char *const root[] = {
    "-----BEGIN CERTIFICATE-----",
    "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ",
    "RTESMBAGA1UEChMJQmFsdGltb3JlMRMwEQYDVQQLEwpDeWJlclRydXN0MSIwIAYD",
    "VQQDExlCYWx0aW1vcmUgQ3liZXJUcnVzdCBSb290MB4XDTAwMDUxMjE4NDYwMFoX",
    "DTI1MDUxMjIzNTkwMFowWjELMAkGA1UEBhMCSUUxEjAQBgNVBAoTCUJhbHRpbW9y",
    "ZTETMBEGA1UECxMKQ3liZXJUcnVzdDEiMCAGA1UEAxMZQmFsdGltb3JlIEN5YmVy",
    "VHJ1c3QgUm9vdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKMEuyKr",
    "mD1X6CZymrV51Cni4eiVgLGw41uOKymaZN+hXe2wCQVt2yguzmKiYv60iNoS6zjr",
    "IZ3AQSsBUnuId9Mcj8e6uYi1agnnc+gRQKfRzMpijS3ljwumUNKoUMMo6vWrJYeK",
    "mpYcqWe4PwzV9/lSEy/CG9VwcPCPwBLKBsua4dnKM3p31vjsufFoREJIE9LAwqSu",
    "XmD+tqYF/LTdB1kC1FkYmGP1pWPgkAx9XbIGevOF6uvUA65ehD5f/xXtabz5OTZy",
    "dc93Uk3zyZAsuT3lySNTPx8kmCFcB5kpvcY67Oduhjprl3RjM71oGDHweI12v/ye",
    "jl0qhqdNkNwnGjkCAwEAAaNFMEMwHQYDVR0OBBYEFOWdWTCCR1jMrPoIVDaGezq1",
    "BE3wMBIGA1UdEwEB/wQIMAYBAf8CAQMwDgYDVR0PAQH/BAQDAgEGMA0GCSqGSIb3",
    "DQEBBQUAA4IBAQCFDF2O5G9RaEIFoN27TyclhAO992T9Ldcw46QQF+vaKSm2eT92",
    "9hkTI7gQCvlYpNRhcL0EYWoSihfVCr3FvDB81ukMJY2GQE/szKN+OMY3EU/t3Wgx",
    "jkzSswF07r51XgdIGn9w/xZchMB5hbgF/X++ZRGjD8ACtPhSNzkE1akxehi/oCr0",
    "Epn3o0WC4zxe9Z2etciefC7IpJ5OCBRLbf1wbWsaY71k5h+3zvDyny67G7fyUIhz",
    "ksLi4xaNmjICq44Y3ekQEe5+NauQrz4wlHrQMz2nZQ/1/I6eYs9HRCwBXbsdtTLS",
    "R9I4LtD+gdwyah617jzV/OeBHRnDJELqYzmp",
    "-----END CERTIFICATE-----",
};

static void boot(struct generator *g)
{
    line(g, "+WIND:1:Poweron:171117-0328fe3-SPWF04S");
    line(g,
         "+WIND:13:Copyright (c) 2012-2017 STMicroelectronics, Inc. All rights Reserved:SPWF04SA");
    line(g, "+WIND:0:Console active");
    line(g, "+WIND:3:Watchdog Running:20");
    line(g, "+WIND:32:WiFi Hardware Started");
    line(g, "+WIND:21:WiFi Scanning");
    line(g, "+WIND:35:WiFi Scan Complete:00");
    line(g, "+WIND:19:WiFi Join:98:DE:D0:EA:4C:%02X", dice(g, 256));
    line(g, "+WIND:25:WiFi Association Successful:plant-%u", dice(g, 40));
    line(g, "+WIND:51:WPA Handshake Complete");
    line(g, "+WIND:24:WiFi Up:0:192.168.%u.%u", dice(g, 8), 2 + dice(g, 250));
}

static void load_root(struct generator *g)
{
    line(g, "AT+S.TIME=%u", 1504170338u + dice(g, 30000000));
    line(g, "AT-S.OK");
    line(g, "AT+S.TLSCERT=content,2");
    line(g, "AT-S.Clean");
    line(g, "AT-S.OK");
    line(g, "AT+S.TLSCERT=ca,1261");
    for (size_t i = 0; i < sizeof root / sizeof root[0]; i++) {
        line(g, "%s", root[i]);
    }
    line(g, "AT-S.OK");
    line(g, "AT+S.TLSCERT=auth,20");
    line(g, "<e5 9d 59 30 82 47 58 cc ac fa 08 54 36 86 7b 3a b5 04 4d f0>");
    line(g, "AT-S.OK");
}

static void publish(struct generator *g)
{
    unsigned n = 20 + dice(g, 40);
    for (unsigned i = 0; i < n; i++) {
        line(g, "AT+S.MQTTPUB=0,plant/%u/temperature,0,0,5", dice(g, 40));
        line(g, "%2u.%02u", 10 + dice(g, 60), dice(g, 100));
        line(g, "AT-S.OK");
        if (dice(g, 8) == 0) {
            line(g, "AT+S.STS=free_heap");
            line(g, "AT-S.Var:free_heap=%u", 20000 + dice(g, 9000));
            line(g, "AT-S.OK");
        }
    }
}

static void connect_ok(struct generator *g)
{
    line(g, "AT+S.MQTTCONN=broker%u.example.net,8883,,2,device%u,password,device%u,60,0,0,,",
         dice(g, 9), dice(g, 900), dice(g, 900));
    line(g, "AT-S.Skip CA");
    line(g, "AT-S.Loading:1:2");
    line(g, "AT-S.OK");
    publish(g);
    line(g, "AT+S.MQTTDISC=0");
    line(g, "AT-S.OK");
}

static void connect_badly(struct generator *g)
{
    line(g, "AT+S.MQTTCONN=broker%u.example.net,8883,,2,device%u,password,device%u,60,0,0,,",
         dice(g, 9), dice(g, 900), dice(g, 900));
    switch (dice(g, 4)) {
    case 0:
        line(g, "AT-S.Skip CA");
        line(g, "AT-S.Certificate Error:23");
        break;
    case 1:
        line(g, "AT-S.Skip CA");
        line(g, "AT-S.Loading:1:2");
        line(g, "AT-S.Loading:2:1");
        break;
    case 2:
        line(g, "+WIND:33:WiFi Network Lost");
        break;
    default:
        line(g, "AT-S.ERROR:65:DNS address failure");
        return;
    }
    line(g, "AT-S.ERROR:111:Request failed");
}

static uint64_t size_of(const char *s)
{
    char *end = NULL;
    uint64_t n = strtoull(s, &end, 10);
    return *end == 'G' ? n * 1000000000 : *end == 'M' ? n * 1000000 : *end == 'k' ? n * 1000 : n;
}

int main(int argc, char **argv)
{
    struct generator g = {.state = 1, .wanted = 1000000, .fail = 30};

    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "0";
        if (strcmp(argv[i], "--bytes") == 0) {
            g.wanted = size_of(value);
        } else if (strcmp(argv[i], "--seed") == 0) {
            g.state = strtoull(value, NULL, 10) * 7919 + 1;
        } else if (strcmp(argv[i], "--fail") == 0) {
            g.fail = (unsigned)strtoul(value, NULL, 10);
        } else if (strcmp(argv[i], "--stamps") == 0) {
            g.stamps = true;
        }
    }
    while (g.written < g.wanted) {
        boot(&g);
        load_root(&g);
        if (dice(&g, 100) < g.fail) {
            connect_badly(&g);
        } else {
            connect_ok(&g);
        }
    }
    return 0;
}
