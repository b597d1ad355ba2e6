# diff: exit status of diff(1), what is told in each form, secrets.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
python=$2

cat >good.log <<'END'
AT+S.SCFG=ip_use_dhcp,1
AT-S.OK
AT+S.SCFG=wifi_wpa_psk_text,hunter2hunter2
AT-S.OK
+WIND:24:WiFi Up:0:192.168.1.7
AT+S.SOCKON=broker.example.com,1883,,t
AT-S.On:93.184.216.34:0
AT-S.OK
END
sed 's/hunter2hunter2/hunter3hunter3/; s/,1883/,1884/; s/^AT-S.On.*/AT-S.ERROR:74:Failed to open socket/
    /ERROR/{n;d;}' good.log >bad.log
sed 's/1.7/1.9/' good.log >again.log

run diff good.log again.log
check 'two runs of the same' "$status" 0
check_has 'two runs of the same' out 'no difference but what changes with every run'
run diff good.log bad.log
check 'a difference' "$status" 1
check_has 'the parting' out 'here they part:'
check_has 'parameters by name' out 'port: good 1883, bad 1884'
check_has 'settings' out 'wifi_wpa_psk_text: good (secret), bad (secret)'
check_has 'both line numbers' out '     7 + AT-S.ERROR:74:Failed to open socket'
check_has 'attempts' out 'SOCKON broker.example.com:1883: good ok, bad failed'
run diff -f markdown good.log bad.log
check_has 'as Markdown' out '```diff'
run diff -f json good.log bad.log
check 'as JSON' "$status" 1
if [ -n "$python" ]; then
    check 'the JSON' "$("$python" -c 'import json, sys
d = json.load(sys.stdin)
print(d["same"], d["settings"][0]["name"], d["steps"][d["first"]]["is"])' <out)" \
        'False wifi_wpa_psk_text changed'
fi
run diff --redact good.log bad.log
check 'no secret when it is redacted' "$(grep -c 'hunter' out)" 0
check_has 'secrets that differ still do' out 'here they part:'
run diff good.log missing.log
check 'a file that is not there' "$status" 2
run diff good.log empty.log
check 'nothing to compare' "$status" 2
run diff good.log
check 'one file' "$status" 2
run diff -f sarif good.log bad.log
check 'a form that is none' "$status" 2
finish
