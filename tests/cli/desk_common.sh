# Sourced by the scripts that put the module's twin on a desk with servers around it: certificates of our own
# authorities, a broker with a port for each way of setting it up, a web server; the twin itself, and a host's words.
# Before it: `tls_listeners`, the TLS ports of the broker as NAME:CERTIFICATE; some of tls:broker, expired:expired,
# large:large, curve:curve, mutual:broker (must be the last: it demands client certificates).
# shellcheck source=tests/cli/pki.sh
. "$source_dir/tests/cli/pki.sh"
PATH=$PATH:/usr/sbin
for needed in mosquitto mosquitto_passwd "$python"; do
    command -v "$needed" >/dev/null || {
        echo "skipped: no $needed"
        exit 77
    }
done
pids=
twin=
trap 'stop_all; rm -rf "$work"' EXIT

stop_all() {
    for pid in $twin $pids; do
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
}

# ---- certificates
for name in root other inter broker client; do
    key "$name" rsa:2048
done
issue root 'Test Root' self "$FROM" "$TO" "$authority"
issue other 'Other Root' self "$FROM" "$TO" "$authority"
issue inter 'Test Issuer' root "$FROM" "$TO" "$authority"
broker_names=subjectAltName=DNS:broker.example,DNS:mutual.example,DNS:expired.example,DNS:large.example
broker_names=$broker_names,DNS:curve.example,DNS:web.example
issue broker broker.example inter "$FROM" "$TO" "$broker_names"
issue client device-1 inter "$FROM" "$TO"
for name in expired stranger; do
    cp broker.key $name.key
done
issue expired broker.example inter "$FROM" 20210101000000Z "$broker_names"
issue stranger device-1 other "$FROM" "$TO"
case $tls_listeners in *large*)
    key large rsa:4096
    issue large broker.example inter "$FROM" "$TO" "$broker_names"
    ;;
esac
case $tls_listeners in *curve*)
    key curve ec
    issue curve broker.example inter "$FROM" "$TO" "$broker_names"
    ;;
esac
openssl x509 -in root.pem -outform DER -out root.der
openssl x509 -in inter.pem -outform DER -out inter.der
openssl x509 -in other.pem -outform DER -out other.der
for name in broker expired large curve; do
    [ ! -f $name.pem ] || cat $name.pem inter.pem >$name.chain.pem
done
# The identifier of the root, as raw bytes.
openssl x509 -in root.pem -noout -ext subjectKeyIdentifier | "$python" -c '
import re, sys
sys.stdout.buffer.write(bytes.fromhex(re.findall("[0-9A-F:]{59}", sys.stdin.read())[0].replace(":", "")))
' >root.id

# ---- the broker: a port for each way of setting it up
"$python" - >ports <<'PYTHON'
import socket
names = "plain tls mutual expired large curve web closed".split()
sockets = [socket.socket() for _ in names]
for s in sockets:
    s.bind(("127.0.0.1", 0))
for name, s in zip(names, sockets):
    print("%s_port=%d" % (name, s.getsockname()[1]))
PYTHON
# shellcheck disable=SC1091 # written above
. ./ports
# shellcheck disable=SC2154 # the ports stand in that file
{
    echo 'per_listener_settings true'
    [ "$(id -u)" -ne 0 ] || echo 'user root'
    printf 'listener %s 127.0.0.1\nallow_anonymous false\npassword_file %s\n' "$plain_port" "$work/passwords"
    for name in $tls_listeners; do
        eval "port=\$${name%:*}_port"
        printf 'listener %s 127.0.0.1\nallow_anonymous true\n' "$port"
        printf 'certfile %s\nkeyfile %s\n' "$work/${name#*:}.chain.pem" "$work/${name#*:}.key"
    done
    printf 'require_certificate true\ncafile %s\n' "$work/client-ca.pem" # of the last listener, mutual
} >mosquitto.conf
cat root.pem inter.pem >client-ca.pem
: >passwords
chmod 600 passwords
mosquitto_passwd -b passwords device secret >/dev/null 2>&1
timeout 300 mosquitto -c mosquitto.conf >mosquitto.log 2>&1 &
pids="$pids $!"
timeout 300 openssl s_server -accept "127.0.0.1:$web_port" -cert broker.pem -key broker.key \
    -cert_chain inter.pem -WWW >server.log 2>&1 </dev/null &
pids="$pids $!"
printf 'HTTP is spoken here\n' >page.txt

# Until something listens on the port.
await_port() {
    "$python" - "$1" <<'PYTHON'
import socket, sys, time
for _ in range(600):
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1]))).close()
        sys.exit(0)
    except OSError:
        time.sleep(0.05)
sys.exit(1)
PYTHON
}
for port in "$plain_port" "$mutual_port" "$web_port"; do
    await_port "$port" || {
        cat mosquitto.log server.log
        exit 1
    }
done

# ---- the twin, with names that stand for those servers
hosts="broker.example:1883=127.0.0.1:$plain_port,broker.example:8883=127.0.0.1:$tls_port"
hosts="$hosts,mutual.example=127.0.0.1:$mutual_port,expired.example=127.0.0.1:$expired_port"
hosts="$hosts,large.example=127.0.0.1:$large_port,curve.example=127.0.0.1:$curve_port"
hosts="$hosts,web.example=127.0.0.1:$web_port,closed.example=127.0.0.1:$closed_port"

# Until there is such a file.
await_file() {
    tries=0
    while [ ! -e "$1" ] && [ "$tries" -lt 1500 ]; do
        sleep 0.02
        tries=$((tries + 1))
    done
}

start_twin() {
    rm -f tty
    timeout --foreground 120 "$program" twin --link tty --speed 20 "$@" >twin.out 2>twin.err &
    twin=$!
    await_file tty
}

stop_twin() {
    kill "$twin"
    twin_status=0
    wait "$twin" || twin_status=$?
    twin=
}

# ---- pieces of scripts
up='wait WiFi Up'
time='send AT+S.TIME=1780272000'
size() { wc -c <"$1" | tr -d ' '; }
load() { printf 'send AT+S.TLSCERT=%s,%s < %s\n' "$1" "$(size "$2")" "$2"; }
mqtt='send AT+S.MQTTCONN=broker.example,8883,,2,,,device-1,60,,,,'
mutual='send AT+S.MQTTCONN=mutual.example,8883,,2,,,device-1,60,,,,'
plain='send AT+S.MQTTCONN=broker.example,1883,,0,device,secret,device-1,60,,,,'
