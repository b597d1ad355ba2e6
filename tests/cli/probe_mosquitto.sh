# `probe` and `--chain` against a real MQTT broker with a listener for each way of setting it up wrong. The broker is
# mosquitto, started here on free ports of the loopback interface; without it the test is skipped.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/cli/pki.sh
. "$source_dir/tests/cli/pki.sh"
python=${2:-python3}
PATH=$PATH:/usr/sbin
command -v mosquitto >/dev/null || {
    echo 'mosquitto is not installed'
    exit 77
}
broker=
stop_broker() {
    if [ -n "$broker" ]; then
        kill "$broker" 2>/dev/null
        wait "$broker" 2>/dev/null
        broker=
    fi
}
trap 'stop_broker; rm -rf "$work"' EXIT

# ---- certificates
for name in root other inter leaf client; do
    key "$name" rsa:2048
done
for name in curve_root curve_inter curve; do
    key "$name" ec
done
key large rsa:4096
issue root 'Test Root' self "$FROM" "$TO" "$authority"
issue other 'Other Root' self "$FROM" "$TO" "$authority"
issue inter 'Test Issuer' root "$FROM" "$TO" "$authority"
issue leaf localhost inter "$FROM" "$TO" "$local_names"
issue client device-1 inter "$FROM" "$TO"
for name in expired young named alone; do
    cp leaf.key $name.key
done
cp curve.key mixed.key
issue expired localhost inter "$FROM" 20210101000000Z "$local_names"
issue young localhost inter 20400101000000Z "$TO" "$local_names"
issue named broker.example.org inter "$FROM" "$TO" subjectAltName=DNS:broker.example.org
issue alone localhost self "$FROM" "$TO" basicConstraints=CA:FALSE "$local_names"
issue large localhost inter "$FROM" "$TO" "$local_names"
issue curve_root 'Curve Root' self "$FROM" "$TO" "$authority"
issue curve_inter 'Curve Issuer' curve_root "$FROM" "$TO" "$authority"
issue curve localhost curve_inter "$FROM" "$TO" "$local_names"
issue mixed localhost inter "$FROM" "$TO" "$local_names"
cat root.pem curve_root.pem >store.pem
SSL_CERT_FILE=$work/store.pem
export SSL_CERT_FILE

# ---- one broker, a listener for each
names='right lone expired young named large curve mixed alone client newest plain'
free_ports() {
    "$python" - "$1" <<'PYTHON'
import socket, sys
sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in sockets))
PYTHON
}

# listener NAME PORT CERTIFICATE CHAIN LINE...
listener() {
    [ "$4" = - ] && cp "$3.pem" "$1.chain" || cat "$3.pem" "$4.pem" >"$1.chain"
    printf 'listener %s 127.0.0.1\ncertfile %s\nkeyfile %s\n' "$2" "$work/$1.chain" "$work/$3.key"
    shift 4
    [ $# -eq 0 ] || printf '%s\n' "$@"
}

configure() {
    # shellcheck disable=SC2086 # one word for each port
    set -- $1
    printf 'user %s\nallow_anonymous true\nlog_dest stderr\n' "$(id -un)"
    for name in $names; do
        eval "port_$name=$1"
        case $name in
        right) listener $name "$1" leaf inter ;;
        lone) listener $name "$1" leaf - ;;
        curve) listener $name "$1" curve curve_inter ;;
        alone) listener $name "$1" alone - ;;
        client) listener $name "$1" leaf inter "cafile $work/root.pem" 'require_certificate true' \
            'tls_version tlsv1.2' ;;
        newest) listener $name "$1" leaf inter 'tls_version tlsv1.3' ;;
        plain) printf 'listener %s 127.0.0.1\n' "$1" ;;
        *) listener $name "$1" $name inter ;;
        esac
        shift
    done
}

# Another program may take a port between choosing and listening: then once more.
start_broker() {
    for _ in 1 2 3; do
        configure "$(free_ports 12)" >broker.conf
        timeout 120 mosquitto -c broker.conf >broker.log 2>&1 &
        broker=$!
        tries=0
        while [ "$tries" -lt 200 ] && kill -0 "$broker" 2>/dev/null; do
            grep -q 'running$' broker.log && return
            tries=$((tries + 1))
            sleep 0.05
        done
        stop_broker
    done
    sed 's/^/broker: /' broker.log
    exit 1
}

causes() {
    "$python" - 1.1.0 <<'PYTHON'
import json, sys
j = json.load(open("out"))
verdicts = j["verdicts"] + [v for o in j["objects"] for v in o["verdicts"]]
verdicts = [v for v in verdicts if not v["firmware"] or sys.argv[1] in v["firmware"].split(", ")]
for severity in ("error", "warning"):
    found = sorted({v["cause"] or "" for v in verdicts if v["severity"] == severity})
    if found:
        print(severity, *found)
        break
PYTHON
}

# broken NAME ONLINE OFFLINE WORDS [OPTION...]: what is said of the listener; then of the chain it has shown, with
# the root that is right for the others.
broken() {
    name=$1 online=$2 offline=$3 words=$4
    shift 4
    eval "port=\$port_$name"
    rm -f chain.pem
    run probe "localhost:$port" --chain-out chain.pem -f json "$@"
    keep_json
    check "$name" "$(causes)" "$online"
    run probe "localhost:$port" "$@"
    [ -z "$words" ] || check_has "$name: the message" out "$words"
    if [ -s chain.pem ]; then
        run probe --chain chain.pem localhost -f json --ca root.pem
        check "$name, offline" "$(causes)" "$offline"
    fi
}

cat client.pem inter.pem >client-chain.pem
start_broker
rejected='error tls.server-certificate-rejected'
broken right '' '' 'root needed                     Test Root'
broken right 'error tls.wrong-root' '' 'Other Root issued none' --ca other.pem
broken lone "$rejected" "$rejected" 'leaves out an intermediate'
broken expired 'error tls.certificate-expired' 'error tls.certificate-expired' 'It is expired.'
broken young 'error tls.certificate-expired' 'error tls.certificate-expired' 'It is not yet valid.'
broken named 'error tls.domain-mismatch' 'error tls.domain-mismatch' \
    'The certificate is for broker.example.org, not for localhost.'
broken large '' '' 'The RSA key has 4096 bits'
broken curve '' 'error tls.wrong-root' 'this firmware knows RSA only'
broken mixed 'error tls.algorithm-unsupported' 'error tls.algorithm-unsupported' 'mixes RSA and elliptic curves'
broken alone 'warning tls.wrong-root' 'error tls.wrong-root' 'signed itself'
broken client 'error tls.client-certificate-missing' '' 'demands a client certificate'
broken client '' '' 'takes the one that was shown    yes' --cert client-chain.pem --key client.key
broken newest 'error tls.algorithm-unsupported' '' 'newer version of TLS than the module speaks'
broken plain 'error tls.not-enabled' '' 'does not speak TLS'
check_json
finish
