# --minimize: the lines that matter, byte for byte, and what was cut; in tickets, too.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

findings() { # a line each, without its place
    "$program" -q "$1" | sed 's/^[^ ]* //'
}

run --minimize bad.log -o cut.log
check 'status is that of the findings' "$status" 1
check 'nothing but the file' "$(cat out)" ''
check_has 'what stayed is told' err 'of 96 lines give the same findings: 3, 5, 7'
check 'the same findings' "$(findings cut.log)" "$(findings bad.log)"
check 'every line is one of the capture' "$(grep -vxFf bad.log cut.log)" ''
run --minimize -q cut.log
check 'cut down again it stays' "$(cat out)" "$(cat cut.log)"
check 'quiet' "$(cat err)" ''
run --minimize -v bad.log
check_has 'verbose tells what was cut' err 'cut: 1-2, 4'
run --minimize - <bad.log
check 'from standard input' "$(cat out)" "$(cat cut.log)"

run --minimize healthy.log
check 'a healthy capture' "$status" 0
run --minimize empty.log
check 'nothing to judge' "$status" 2
run --minimize bad.log bad.log
check 'one at a time' "$status" 2
run --minimize -f json bad.log
check 'a trace, not a report' "$status" 2
check_has 'a trace, not a report' err 'there is no report'

# What is cut down is as free of private keys as a report.
cat >key.log <<'END'
AT+S.TLSCERT=key,64
-----BEGIN RSA PRIVATE KEY-----
q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA==
-----END RSA PRIVATE KEY-----
AT-S.ERROR:111:Request failed
END
run --minimize key.log
check 'a private key' "$(grep -c q83vEj out)" 0

run ticket --minimize bad.log -o ticket.md
check 'a ticket' "$status" 0
check_has 'a ticket tells what was cut' ticket.md 'Cut down to: 39 of 96 lines'
check 'a ticket holds the cut capture' "$(grep -c 'Request failed' ticket.md)" 0
finish
