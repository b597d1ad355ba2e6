# Tickets: every form, secrets gone, nothing written when one would be left.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

cat >secret.log <<'END'
+WIND:1:Poweron
AT+S.SCFG=wifi_wpa_psk_text,hunter2hunter2
AT-S.OK
AT+S.SSIDTXT=net
AT-S.OK
the key was hunter2hunter2
END

for form in md html zip tar.gz; do
    run ticket secret.log -o "ticket.$form" --title 'A title' --note 'A note'
    check "$form" "$status" 0
    check "$form says nothing" "$(cat out err)" ''
    run ticket secret.log -o again --format "$(echo "$form" | sed 's/^md$/markdown/')" \
        --title 'A title' --note 'A note'
    cmp -s "ticket.$form" again || check "$form twice" different same
done
for form in md html; do
    check_has "$form" "ticket.$form" 'A title'
    check_has "$form" "ticket.$form" 'A note'
    check_has "$form" "ticket.$form" 'WifiKey1WifiKe'
    check "$form holds no secret" "$(grep -c hunter2 "ticket.$form")" 0
done

if command -v python3 >/dev/null; then
    python3 -m zipfile -e ticket.zip unpacked
    check 'the bundle' "$(cd unpacked && find . -type f | LC_ALL=C sort | tr '\n' ' ')" \
        './SHA256SUMS ./captures/1-secret.log ./report.json ./ticket.html ./ticket.md '
    check 'no secret in the bundle' "$(cat unpacked/* unpacked/captures/* 2>/dev/null | grep -c hunter2)" 0
    if command -v sha256sum >/dev/null; then
        (cd unpacked && sha256sum -c --quiet SHA256SUMS) >sums 2>&1
        check 'checksums' "$(cat sums)" ''
    fi
fi

run ticket --no-redact secret.log
check 'without redaction' "$status" 0
check_has 'without redaction' out 'hunter2hunter2'
run ticket secret.log --format sarif
check 'a format that is none of a ticket' "$status" 2
run ticket empty.log -o none.md
check 'nothing to say' "$status" 2
[ ! -e none.md ] || check 'nothing to say' written none

# Spelled out letter by letter the redactor does not know it; the second look does.
sed 's/the key was .*/the key: h u n t e r 2 h u n t e r 2/' secret.log >spelled.log
run ticket spelled.log -o spelled.md
check 'a secret that is left' "$status" 3
[ ! -e spelled.md ] || check 'a secret that is left' written none
check_has 'a secret that is left' err 'not written'
check 'the message does not repeat it' "$(grep -c hunter2 err)" 0
run ticket spelled.log -o spelled.zip
check 'a secret that is left in a bundle' "$status" 3
[ ! -e spelled.zip ] || check 'a secret that is left in a bundle' written none

run --redact -f html secret.log -o redacted.html
check 'a redacted report' "$status" 0
check 'no secret in the report' "$(grep -c hunter2 redacted.html)" 0
run --redact -f html spelled.log -o left.html
check 'a report with a secret left' "$status" 3
[ ! -e left.html ] || check 'a report with a secret left' written none
# Private keys are shown in no case, asked for or not.
cat >key.log <<'END'
AT+S.TLSCERT=key,64
-----BEGIN RSA PRIVATE KEY-----
q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA==
-----END RSA PRIVATE KEY-----
AT-S.ERROR:111:Request failed
END
for form in text json ndjson markdown html sarif junit diagram mermaid svg; do
    run -v -f "$form" key.log
    check "a key in $form" "$(grep -c q83vEj out)" 0
done
run -v -f json - <key.log
check 'a key from a pipe' "$(grep -c q83vEj out)" 0
run ticket --no-redact key.log
check 'a key in a ticket without redaction' "$(grep -c q83vEj out)" 0
finish
