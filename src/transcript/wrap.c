#include "transcript/wrap.h"

/* The sureest signs first: a line is asked in this order. What each one loses, and how to record more,
 * is told in docs/capture-formats.md in the same words. */
const struct wrap wrap_all[] = {
    {"record", "#0-9", sign_record, take_record, WRAP_TWO_WAY, "a recording of spwfdiag", NULL},
    {"asciinema", "{", sign_asciinema, take_asciinema, WRAP_SCREEN, "a recording of asciinema",
     "asciinema rec --stdin FILE"},
    {"sigrok", "{u0-9U", sign_sigrok, take_sigrok, WRAP_TWO_WAY, "annotations of sigrok-cli",
     "sigrok-cli -P uart:rx=1:tx=0:format=ascii --protocol-decoder-jsontrace"},
    {"saleae", "nT\"", sign_saleae, take_saleae, WRAP_TWO_WAY, "a table exported by Saleae Logic",
     NULL},
    {"socat", "<>12", sign_socat, take_socat, WRAP_TWO_WAY, "a two-way log of socat", NULL},
    {"jpnevulator", "12", sign_jpnevulator, take_jpnevulator, WRAP_TWO_WAY,
     "a two-way log of jpnevulator", NULL},
    {"slsnif", "HD", sign_slsnif, take_slsnif, WRAP_TWO_WAY, "a two-way log of slsnif", NULL},
    {"interceptty", "<>[", sign_interceptty, take_interceptty, WRAP_TWO_WAY,
     "a two-way log of interceptty", NULL},
    {"pyserial-spy", "0-9", sign_spy, take_spy, WRAP_TWO_WAY, "a trace of pySerial's spy", NULL},
    {"strace", " [0-9orw", sign_strace, take_strace, WRAP_TWO_WAY,
     "system calls recorded by strace", "strace -f -ttt -y -xx -s 4096 -o session.log PROGRAM"},
    {"tshark", "0-9", sign_tshark, take_tshark, WRAP_TWO_WAY, "fields printed by tshark", NULL},
    {"docklight", "0-9", sign_docklight, take_docklight, WRAP_TWO_WAY, "a log of Docklight", NULL},
    {"modem-manager", "<[0-9M", sign_modem_manager, take_modem_manager, WRAP_TWO_WAY,
     "debug output of ModemManager", NULL},
    {"hexdump", "0-9", sign_hexdump, take_hexdump, WRAP_ONE_WAY, "a dump of a file's bytes", NULL},
    {"hex-digits", "02-7", sign_hextext, take_hextext, WRAP_ONE_WAY,
     "text written as hexadecimal digits", NULL},
    {"quoted", ">", sign_quoted, take_quoted, WRAP_SCREEN, "quoted mail", NULL},
    {"banner", "=ESpPTWt`~CD#-", sign_banner, take_banner, WRAP_NOISE,
     "lines that a terminal program writes about itself", NULL},
};
const size_t wrap_count = sizeof wrap_all / sizeof wrap_all[0];

_Static_assert(sizeof wrap_all / sizeof wrap_all[0] <= WRAPS_MAX, "a bit for each wrapping");
