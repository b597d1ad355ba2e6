# live while the session runs: the twin is the module, servers on the loopback interface are set up right or wrong, a
# host works through a bridge as on a bench, and `live --until` has to tell the cause while the host still holds its
# port. What was recorded meanwhile is diagnosed afterwards, with the same findings. Takes some fifteen seconds.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
python=${2:-python3}
tls_listeners='tls:broker expired:expired mutual:broker'
# shellcheck source=tests/cli/desk_common.sh
. "$source_dir/tests/cli/desk_common.sh"
time="send AT+S.TIME=$(date +%s)" # what is recorded bears the time of today
unset SPWFDIAG_NOW
PATIENCE=60 # seconds; much more than any session needs

# What `live` said: the causes of the errors that stand, the first one first; when the session was still going on.
cat >told.py <<'PYTHON'
import json, sys
standing = {}
for text in open(sys.argv[1]):
    o = json.loads(text)
    if o["type"] == "finding":
        standing.pop((o["rule"], o.get("attempt")), None)
        if o["change"] != "withdrawn":
            standing[o["rule"], o.get("attempt")] = o
found = sorted(standing.values(), key=lambda o: o["rank"])
print(" ".join(o["cause"] for o in found if o["severity"] == "error"))
PYTHON
# The same of a report.
cat >reported.py <<'PYTHON'
import json, sys
found = json.load(open(sys.argv[1]))["traces"][0]["findings"]
print(" ".join(f["cause"] for f in found if f["severity"] == "error"))
PYTHON

# watch WHAT UNTIL STATUS CAUSE [OPTION-OF-LIVE...] <SCRIPT, with $twin_options
watch() {
    what=$1 until=$2 wanted_status=$3 wanted=$4
    shift 4
    cat >script
    printf 'hold done\n' >>script
    rm -f done app session.rec
    # shellcheck disable=SC2086 # options are words
    start_twin --hosts "$hosts" $twin_options
    timeout --foreground 120 "$program" live bridge:./tty --link app -o session.rec --format ndjson \
        --until "$until" --timeout "$PATIENCE" "$@" >live.out 2>live.err &
    live=$!
    pids="$pids $live"
    await_file app
    "$python" "$source_dir/tests/cli/twin_host.py" app script capture >host.log 2>&1 &
    host=$!
    pids="$pids $host"
    status=0
    wait "$live" || status=$?
    kill -0 "$host" 2>/dev/null || check "$what: the session still runs" "$(cat host.log)" ''
    : >done
    wait "$host" || check "$what: the host" "$(cat host.log twin.err)" ''
    stop_twin
    check "$what: status" "$status" "$wanted_status"
    got=$("$python" told.py live.out)
    check "$what: told while it runs" "${got%% *}" "$wanted"
    run -f json "$@" session.rec
    check "$what: diagnosed afterwards" "$("$python" reported.py out)" "$got"
    [ "$failures" -eq 0 ] || { # the others would only wait as long
        sed 's/^/      /' session.rec live.err host.log
        finish
    }
}

twin_options=--joined
watch 'right' connected 0 '' <<SCRIPT
$up
$time
$(load ca root.der)
$mqtt
SCRIPT
watch 'no root' first-finding 1 tls.root-missing <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$mqtt
SCRIPT
watch 'an intermediate as root' first-finding 1 tls.intermediate-as-root <<SCRIPT
$up
$time
$(load ca inter.pem)
$(load auth root.id)
$mqtt
SCRIPT
watch 'another root' first-finding 1 tls.wrong-root --chain broker.chain.pem <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$(load ca other.der)
$mqtt
SCRIPT
watch 'an expired certificate' first-finding 1 tls.certificate-expired --chain expired.chain.pem <<SCRIPT
$up
$time
$(load ca root.der)
send AT+S.MQTTCONN=expired.example,8883,,2,,,device-1,60,,,,
SCRIPT
watch 'no client certificate' first-finding 1 tls.client-certificate-missing <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$(load ca root.der)
$mutual
wait MQTT Closed:0:0
SCRIPT
watch 'a client certificate of another authority' first-finding 1 tls.client-certificate-untrusted <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$(load ca root.der)
$(load cert stranger.pem)
$(load key broker.key)
send AT+S.TLSCERT=content,1
$mutual
wait MQTT Closed:0:0
SCRIPT
watch 'the right client certificate' connected 0 '' <<SCRIPT
$up
$time
$(load ca root.der)
$(load cert client.pem)
$(load key client.key)
$mutual
SCRIPT
watch 'a wrong password' first-finding 1 mqtt.credentials <<SCRIPT
$up
send AT+S.MQTTCONN=broker.example,1883,,0,device,guess,device-1,60,,,,
wait MQTT Closed
SCRIPT
watch 'the right password' connected 0 '' <<SCRIPT
$up
$plain
SCRIPT
watch 'nothing listens' first-finding 1 tcp.refused <<SCRIPT
$up
send AT+S.HTTPGET=closed.example,/,80,0,,,,
SCRIPT
# To MQTTCONN the module does not say whether the broker refused the connection or the password: both are named.
watch 'the broker is down' first-finding 1 mqtt.credentials <<SCRIPT
$up
send AT+S.MQTTCONN=closed.example,1883,,0,device,secret,device-1,60,,,,
SCRIPT
check_has 'the broker is down: the other reading' out '"cause": "tcp.refused"'
watch 'no such name' first-finding 1 dns.not-resolved <<SCRIPT
$up
send AT+S.MQTTCONN=nowhere.invalid,1883,,0,device,secret,device-1,60,,,,
SCRIPT
watch 'TLS is left off' first-finding 1 tls.not-enabled <<SCRIPT
$up
send AT+S.MQTTCONN=broker.example,8883,,0,,,device-1,60,,,,
SCRIPT
watch 'TLS on a plain port' first-finding 1 tls.not-enabled <<SCRIPT
$up
$time
$(load ca root.der)
send AT+S.SOCKON=broker.example,1883,,s
SCRIPT
watch 'a page over TLS' connected 0 '' <<SCRIPT
$up
$time
$(load ca root.der)
send AT+S.HTTPGET=web.example,/page.txt,443,2,,,,
SCRIPT
twin_options='--network home:correct-horse'
# The module tries for ever, so there is no silence to judge by.
watch 'a wrong passphrase' 'count(deauthenticated) >= 2' 0 wifi.key-rejected <<SCRIPT
wait Console active
send AT+S.SSIDTXT=home
send AT+S.SCFG=wifi_wpa_psk_text,battery-staple
send AT+S.SCFG=wifi_mode,1
send AT+S.SCFG=wifi_priv_mode,2
send AT+S.WCFG
send AT+S.WIFI=0
send AT+S.WIFI=1
wait WiFi Deauthentication:15
wait WiFi Network Lost
send AT
wait WiFi Deauthentication:15
SCRIPT
finish
