# The module's twin against a real broker and real servers on the loopback interface: each set-up has one mistake,
# a host goes through it, and the capture is diagnosed.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
python=${2:-python3}
tls_listeners='tls:broker expired:expired large:large curve:curve mutual:broker'
# shellcheck source=tests/cli/desk_common.sh
. "$source_dir/tests/cli/desk_common.sh"

# ---- a session: what is typed comes from standard input, the capture is in `capture`
# session WHAT OPTION-OF-TWIN... <SCRIPT
session() {
    what=$1
    shift
    replayed "$what" --hosts "$hosts" "$@"
}

replayed() {
    what=$1
    shift
    cat >script
    start_twin "$@"
    if ! "$python" "$source_dir/tests/cli/twin_host.py" tty script capture >host.log 2>&1; then
        check "$what: the host" "$(cat host.log twin.err)" ''
    fi
    stop_twin
    [ "$twin_status" -eq 143 ] || check "$what: the twin's exit status" "$twin_status" 0
}

first_cause() {
    "$python" -c 'import json
t = json.load(open("out"))["traces"][0]
f = [f for f in t["findings"] if f["severity"] == "error"]
print(f[0]["cause"] if f else "", t["attempts"][-1]["outcome"] if t["attempts"] else "-")'
}

# diagnose CAUSE OUTCOME OPTION...: of the capture of the last session
diagnose() {
    wanted="$1 $2"
    shift 2
    run -f json --now 2026-06-01 "$@" capture
    got=$(first_cause)
    check "$what: diagnosis" "$got" "$wanted"
    [ "$got" = "$wanted" ] || sed 's/^/      /' capture
}

# has WHAT LINE...: these lines follow one another among the module's replies
has() {
    has_what=$1
    shift
    printf '%s\n' "$@" >wanted.txt
    "$python" - "$has_what" <<'PYTHON' || failures=$((failures + 1))
import sys
lines = [l for l in open("capture", "rb").read().decode("latin-1").replace("\r", "").split("\n") if l]
wanted = open("wanted.txt").read().split("\n")[:-1]
n = len(wanted)
# The first may stand directly behind bytes of a payload.
if not any(lines[i:i + n] == [lines[i]] + wanted[1:] and lines[i].endswith(wanted[0]) for i in range(len(lines))):
    print("FAIL ", sys.argv[1], ": no", wanted, "in", *lines, sep="\n      ")
    sys.exit(1)
PYTHON
}

# ---- all is right
session 'right, PEM and its identifier' --joined <<SCRIPT
$up
$time
$(load ca root.pem)
$(load auth root.id)
send AT+S.TLSCERT=content,1
$mqtt
send AT+S.MQTTSUB=0,room/1,0
send AT+S.MQTTPUB=0,room/1,0,0,$(size page.txt) < page.txt
wait +WIND:86:MQTT Published:0:room/1:
wait HTTP is spoken here
send AT+S.MQTTDISC=0
SCRIPT
diagnose '' ok
has 'the store' AT-S.List AT-S.CA:1 AT-S.Cert:0 AT-S.Key:0 AT-S.Id:1 AT-S.OK
has 'the walk' "${mqtt#send }" 'AT-S.Skip CA' AT-S.Loading:1:2 AT-S.OK
check 'no error' "$(grep -c ERROR capture)" 0

session 'right, DER' --joined <<SCRIPT
$up
$time
$(load ca root.der)
$mqtt
SCRIPT
diagnose '' ok
has 'DER teaches the identifier' "AT-S.SubjectKeyId:$("$python" -c 'print(open("root.id", "rb").read().hex(":").upper())')" AT-S.OK

session 'right, on the first firmware' --joined --firmware 1.0.0 <<SCRIPT
$up
$time
$(load ca root.der)
$mqtt
SCRIPT
diagnose '' ok
has 'the build' +WIND:1:Poweron:170216-fd39c59-SPWF04S

# ---- the root
session 'no root' --joined <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$mqtt
SCRIPT
diagnose tls.root-missing failed
has 'as in the captures' "${mqtt#send }" 'AT-S.Skip CA' 'AT-S.Skip CA' 'AT-S.Certificate Error:23' \
    'AT-S.ERROR:111:Request failed'

# As in the sample 001: the identifier is that of the root, the certificate is not.
session 'an intermediate as root' --joined <<SCRIPT
$up
$time
$(load ca inter.pem)
$(load auth root.id)
$mqtt
SCRIPT
diagnose tls.intermediate-as-root failed
has 'as in sample 001' 'AT-S.Skip CA' 'AT-S.Skip CA' 'AT-S.Certificate Error:23' 'AT-S.ERROR:111:Request failed'

session 'an intermediate as root, in DER' --joined <<SCRIPT
$up
$time
$(load ca inter.der)
$mqtt
SCRIPT
diagnose tls.intermediate-as-root failed

session 'another root' --joined <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$(load ca other.der)
$mqtt
SCRIPT
diagnose tls.wrong-root failed --chain broker.chain.pem

session 'no identifier' --joined <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$(load ca root.pem)
send AT+S.TLSCERT=content,1
$mqtt
SCRIPT
diagnose tls.key-id-missing failed

# ---- dates, algorithms
session 'an expired certificate' --joined <<SCRIPT
$up
$time
$(load ca root.der)
send AT+S.MQTTCONN=expired.example,8883,,2,,,device-1,60,,,,
SCRIPT
diagnose tls.certificate-expired failed --chain expired.chain.pem

session 'the clock was never set' --joined <<SCRIPT
$up
$(load ca root.der)
$mqtt
SCRIPT
diagnose tls.clock-not-set failed

session 'a key too large for the first firmware' --joined --firmware 1.0.0 <<SCRIPT
$up
$time
$(load ca root.der)
send AT+S.MQTTCONN=large.example,8883,,2,,,device-1,60,,,,
SCRIPT
diagnose tls.key-size-unsupported failed

session 'a mixed chain' --joined <<SCRIPT
$up
$time
$(load ca root.der)
send AT+S.MQTTCONN=curve.example,8883,,2,,,device-1,60,,,,
SCRIPT
diagnose tls.algorithm-unsupported failed

# ---- client certificates
session 'a client certificate is demanded, none is loaded' --joined <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$(load ca root.der)
send AT+S.TLSCERT=content,1
$mutual
wait MQTT Closed:0:0
SCRIPT
diagnose tls.client-certificate-missing failed
has 'as in sample 002' 'AT-S.Skip CA' AT-S.Loading:1:2 AT-S.Loading:2:1 AT-S.Loading:3:1 AT-S.Loading:3:1 \
    'AT-S.ERROR:111:Request failed' '+WIND:87:MQTT Closed:0:0'

session 'a client certificate of another authority' --joined <<SCRIPT
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
diagnose tls.client-certificate-untrusted failed

session 'the key of another certificate' --joined <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$(load ca root.der)
$(load cert client.pem)
$(load key broker.key)
$mutual
wait MQTT Closed:0:0
SCRIPT
diagnose tls.client-key-mismatch failed

session 'the right client certificate' --joined <<SCRIPT
$up
$time
$(load ca root.der)
$(load cert client.pem)
$(load key client.key)
$mutual
SCRIPT
diagnose '' ok
has 'it is taken up' AT-S.Loading:1:2 AT-S.Loading:2:2 AT-S.Loading:3:2 AT-S.OK

# ---- names, ports, passwords
session 'the right password' --joined <<SCRIPT
$up
$plain
SCRIPT
diagnose '' ok

session 'a wrong password' --joined <<SCRIPT
$up
send AT+S.MQTTCONN=broker.example,1883,,0,device,guess,device-1,60,,,,
wait MQTT Closed
SCRIPT
diagnose mqtt.credentials failed

session 'nothing listens' --joined <<SCRIPT
$up
send AT+S.HTTPGET=closed.example,/,80,0,,,,
SCRIPT
diagnose tcp.refused failed

session 'no such name' --joined <<SCRIPT
$up
send AT+S.MQTTCONN=nowhere.invalid,1883,,0,device,secret,device-1,60,,,,
SCRIPT
diagnose dns.not-resolved failed

session 'TLS is left off' --joined <<SCRIPT
$up
send AT+S.MQTTCONN=broker.example,8883,,0,,,device-1,60,,,,
SCRIPT
diagnose tls.not-enabled failed

session 'TLS on a plain port' --joined <<SCRIPT
$up
$time
$(load ca root.der)
send AT+S.SOCKON=broker.example,1883,,s
SCRIPT
diagnose tls.not-enabled failed

# ---- pages
session 'a page' --joined <<SCRIPT
$up
$time
$(load ca root.der)
send AT+S.HTTPGET=web.example,/page.txt,443,2,,,,
SCRIPT
diagnose '' ok
has 'the page' 'AT-S.Http Server Status Code:200' 'HTTP is spoken here'

# ---- the radio
session 'a wrong passphrase' --network home:correct-horse <<SCRIPT
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
diagnose wifi.key-rejected -

session 'no such network' --network home:correct-horse <<SCRIPT
wait Console active
send AT+S.SSIDTXT=hone
send AT+S.SCFG=wifi_wpa_psk_text,correct-horse
send AT+S.WIFI=0
send AT+S.WIFI=1
wait WiFi Scan Complete
send AT
wait WiFi Scan Complete
send AT
wait WiFi Scan Complete
send AT
wait WiFi Scan Complete
SCRIPT
diagnose wifi.network-not-found -

# ---- what outlives a run
session 'a store is kept' --joined --store kept <<SCRIPT
$up
$(load ca root.der)
send AT+S.FSC=/note.txt,$(size page.txt) < page.txt
SCRIPT
session 'a store is found again' --joined --store kept <<SCRIPT
$up
$time
$mqtt
send AT+S.FSP=/note.txt
SCRIPT
diagnose '' ok
has 'the file' 'HTTP is spoken here' AT-S.OK

# ---- recordings: the capture of a session gives the same findings as what was recorded
session 'recorded' --joined <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$(load ca root.der)
$mutual
wait MQTT Closed:0:0
SCRIPT
diagnose tls.client-certificate-missing failed
cp capture recorded.log
replayed 'replayed' --replay recorded.log <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$(load ca root.der)
$mutual
wait MQTT Closed:0:0
SCRIPT
diagnose tls.client-certificate-missing failed
tr -d '\r' <recorded.log | grep -a . | sort >recorded.txt # what comes unasked may come sooner or later
tr -d '\r' <capture | grep -a . | sort >replayed.txt
check 'replayed: the same lines' "$(cksum <replayed.txt)" "$(cksum <recorded.txt)"

# The program's own recorder between host and twin, and what it wrote as the twin's script.
cat >bridged.txt <<SCRIPT
$up
$time
send AT+S.TLSCERT=content,2
$(load ca root.der)
$mutual
wait MQTT Closed:0:0
SCRIPT
what='through a bridge'
start_twin --hosts "$hosts" --joined
rm -f app
timeout --foreground 120 "$program" record bridge:./tty --link app -o bridged.log >record.out 2>&1 &
recorder=$!
pids="$pids $recorder"
await_file app
"$python" "$source_dir/tests/cli/twin_host.py" app bridged.txt capture >host.log 2>&1 ||
    check "$what: the host" "$(cat host.log twin.err record.out)" ''
kill "$recorder"
wait "$recorder"
stop_twin
diagnose tls.client-certificate-missing failed
cp bridged.log capture
what='what the recorder wrote'
diagnose tls.client-certificate-missing failed
replayed 'the twin of the recording' --replay bridged.log <bridged.txt
diagnose tls.client-certificate-missing failed

replayed 'beside the recording' --replay recorded.log <<SCRIPT
$up
send AT+S.FSL
send AT+S.NONSENSE
SCRIPT
check_has 'what is not in the recording' twin.err 'AT+S.FSL: not in the recording'
check_has 'what nobody knows' twin.err 'AT+S.NONSENSE: no such command'

finish
