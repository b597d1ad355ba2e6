# `probe` and `--chain` against servers on the loopback interface, each set up wrong in one way: verdict and
# reason. The system's store is the root of the test, so that what is found does not depend on the system.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/cli/pki.sh
. "$source_dir/tests/cli/pki.sh"
python=${2:-python3}
server=
trap 'stop_server; rm -rf "$work"' EXIT

# ---- certificates
for name in root other inter leaf client alone; do
    key "$name" rsa:2048
done
for name in curve_root curve_inter curve; do
    key "$name" ec
done
key large rsa:4096
key small rsa:768
cp root.key short.key
cp leaf.key forclient.key
issue root 'Test Root' self "$FROM" "$TO" "$authority"
issue other 'Other Root' self "$FROM" "$TO" "$authority"
issue inter 'Test Issuer' root "$FROM" "$TO" "$authority"
issue leaf localhost inter "$FROM" "$TO" "$local_names"
issue client device-1 inter "$FROM" "$TO"
issue alone localhost self "$FROM" "$TO" basicConstraints=CA:FALSE "$local_names"
for name in expired young named big sha384; do
    cp leaf.key $name.key
done
issue expired localhost inter "$FROM" 20210101000000Z "$local_names"
cp leaf.key direct.key
issue direct localhost root "$FROM" "$TO" "$local_names"
issue young localhost inter 20400101000000Z "$TO" "$local_names"
issue named broker.example.org inter "$FROM" "$TO" subjectAltName=DNS:broker.example.org
issue large localhost inter "$FROM" "$TO" "$local_names"
DIGEST=sha384 issue sha384 localhost inter "$FROM" "$TO" "$local_names"
many=$local_names
n=0
while [ "$n" -lt 80 ]; do
    many=$many,DNS:tenant-$n.services.example.org
    n=$((n + 1))
done
issue big localhost inter "$FROM" "$TO" "$many"
issue curve_root 'Curve Root' self "$FROM" "$TO" "$authority"
issue curve_inter 'Curve Issuer' curve_root "$FROM" "$TO" "$authority"
issue curve localhost curve_inter "$FROM" "$TO" "$local_names"
cp curve.key mixed.key
issue mixed localhost inter "$FROM" "$TO" "$local_names"
cat root.pem curve_root.pem >store.pem
SSL_CERT_FILE=$work/store.pem
export SSL_CERT_FILE

# ---- servers

stop_server() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null
        wait "$server" 2>/dev/null
        server=
    fi
}

# start NAME CHAIN OPTION...: the port is chosen by the system and told in the server's output.
start() {
    stop_server
    start_name=$1 start_chain=$2
    shift 2
    [ "$start_chain" = - ] || set -- -cert_chain "$start_chain.pem" "$@"
    : >server.log # or the port of the server before would be read
    timeout 120 openssl s_server -accept 127.0.0.1:0 -cert "$start_name.pem" \
        -key "$start_name.key" -naccept 20 -www "$@" >server.log 2>&1 </dev/null &
    server=$!
    port=
    tries=0
    while [ -z "$port" ] && [ "$tries" -lt 100 ]; do
        port=$(sed -n 's/^ACCEPT 127\.0\.0\.1:\([0-9]*\).*/\1/p' server.log)
        tries=$((tries + 1))
        [ -n "$port" ] || sleep 0.05
    done
    if [ -z "$port" ]; then
        sed 's/^/server: /' server.log
        exit 1
    fi
}

# The causes of the most severe verdicts, for firmware that all know or for one version.
causes() {
    "$python" - "$1" 2>/dev/null <<'PYTHON'
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

# expect WHAT WANT-FOR-1.1.0 WANT-FOR-1.0.0 OPTION...: the server that runs, then its chain offline, which
# must give the same but for what only the handshake tells.
expect() {
    what=$1 newer=$2 older=$3
    shift 3
    run probe "localhost:$port" -f json --chain-out chain.pem "$@"
    keep_json
    [ -s err ] && check "$what: messages" "$(cat err)" ''
    check "$what: firmware 1.1.0" "$(causes 1.1.0)" "$newer"
    check "$what: firmware 1.0.0" "$(causes 1.0.0)" "$older"
    expected=0
    case $newer$older in *error*) expected=1 ;; esac
    check "$what: exit status" "$status" "$expected"
}

# fact NAME: of the last report.
fact() {
    "$python" -c 'import json, sys; print(json.load(open("out"))["facts"].get(sys.argv[1], ""))' "$1"
}

start leaf inter
expect 'the right root' '' '' --ca root.pem
check 'the root is named' "$(fact root)" 'Test Root'
check 'the root is found' "$(fact root_found)" "in the system's store"
check 'the length of the chain' "$(fact chain_length)" 2
check 'key exchange by RSA' "$(fact rsa_key_exchange)" yes
check 'no client certificate is asked for' "$(fact asks_client_certificate)" no
cat leaf.pem inter.pem >wanted.pem
check 'the chain is written' "$(cksum <chain.pem)" "$(cksum <wanted.pem)"
run probe --chain chain.pem localhost --ca root.pem
check 'offline: the right root' "$status" 0
run probe "127.0.0.1:$port"
check 'an address in the certificate' "$status" 0
expect 'the wrong root' 'error tls.wrong-root' 'error tls.wrong-root' --ca other.pem
run probe --chain chain.pem -f json --ca other.pem
check 'offline: the wrong root' "$(causes 1.1.0)" 'error tls.wrong-root'
expect 'the intermediate as root' 'error tls.intermediate-as-root' 'error tls.intermediate-as-root' \
    --ca inter.pem
expect 'another name asked for' 'error tls.domain-mismatch' 'error tls.domain-mismatch' \
    --servername www.example.org
SSL_CERT_FILE=/dev/null expect 'a root that nobody knows' 'warning tls.wrong-root' \
    'warning tls.wrong-root'

# ---- chains that are broken by themselves, offline
key namesake rsa:2048
issue namesake 'Test Root' self "$FROM" "$TO" "$authority"
cp inter.key noca.key
issue noca 'Test Issuer' root "$FROM" "$TO" basicConstraints=CA:FALSE
cp inter.key nosign.key
issue nosign 'Test Issuer' root "$FROM" "$TO" "$authority" keyUsage=digitalSignature
issue short 'Test Root' self "$FROM" "$TO" basicConstraints=critical,CA:TRUE,pathlen:0
issue small localhost inter "$FROM" "$TO" "$local_names"
issue forclient localhost inter "$FROM" "$TO" "$local_names" extendedKeyUsage=clientAuth
sed '15y/abcdefghijklmnopqrstuvwxyz/bcdefghijklmnopqrstuvwxyza/' leaf.pem >forged.pem

# broken WHAT WANT CA CERTIFICATE...: what `probe --chain` says first, and a piece of the message.
broken() {
    what=$1 want=$2 words=$3 ca=$4
    shift 4
    cat "$@" >broken.pem
    run probe --chain broken.pem -f json --ca "$ca"
    keep_json
    check "$what" "$(causes 1.1.0)" "$want"
    run probe --chain broken.pem --ca "$ca"
    check_has "$what: the message" out "$words"
}
broken 'another root of that name' 'error tls.wrong-root' 'has the name of the root needed, but another key' \
    namesake.pem leaf.pem inter.pem
broken 'an issuer that is no CA' 'error tls.server-certificate-rejected' 'Test Issuer is no CA' \
    root.pem leaf.pem noca.pem
broken 'an issuer that must not sign' 'error tls.server-certificate-rejected' 'its key usage does not allow' \
    root.pem leaf.pem nosign.pem
broken 'more CAs than allowed' 'error tls.server-certificate-rejected' 'Test Root allows fewer CAs' \
    short.pem leaf.pem inter.pem
broken 'a small key' 'error tls.key-size-unsupported' 'an RSA key of less than 1024 bits' root.pem small.pem inter.pem
broken 'not for servers' 'error tls.server-certificate-rejected' 'localhost is not for servers' \
    root.pem forclient.pem inter.pem
broken 'a changed certificate' 'error tls.server-certificate-rejected' 'its issuer'"'"'s key does not verify' \
    root.pem forged.pem inter.pem
broken 'an end certificate as root' 'error tls.wrong-slot' 'is an end certificate, no CA' leaf.pem direct.pem

start leaf -
expect 'a missing intermediate' 'error tls.server-certificate-rejected' \
    'error tls.server-certificate-rejected' --ca root.pem

start expired inter
expect 'expired' 'error tls.certificate-expired' 'error tls.certificate-expired'
expect 'expired, but not then' '' '' --now 2020-06-01

start young inter
expect 'not yet valid' 'error tls.certificate-expired' 'error tls.certificate-expired'

start named inter
expect 'the wrong name' 'error tls.domain-mismatch' 'error tls.domain-mismatch'

start large inter
expect 'RSA 4096' '' 'error tls.key-size-unsupported'

start sha384 inter
expect 'SHA-384' 'warning tls.algorithm-unsupported' 'warning tls.algorithm-unsupported'

start curve curve_inter
expect 'ECDSA' '' 'error tls.algorithm-unsupported'

start mixed inter
expect 'a mixed chain' 'error tls.algorithm-unsupported' 'error tls.algorithm-unsupported'

start alone -
expect 'self-signed' 'warning tls.wrong-root' 'warning tls.wrong-root'
expect 'self-signed, and loaded' '' '' --ca alone.pem

start big inter
expect 'a certificate too large' 'error tls.certificate-too-large' 'error tls.certificate-too-large'

start leaf inter -Verify 2 -CAfile root.pem -verify_return_error -tls1_2
expect 'a client certificate is demanded' 'error tls.client-certificate-missing' \
    'error tls.client-certificate-missing'
cat client.pem inter.pem >client-chain.pem
expect 'the client certificate is taken' '' '' --cert client-chain.pem --key client.key
run probe "localhost:$port" -f json --cert alone.pem --key alone.key
check 'another client certificate is refused' "$(causes 1.1.0)" \
    'error tls.client-certificate-untrusted'

start leaf inter -verify 2 -tls1_2
expect 'a client certificate is asked for' 'warning tls.client-certificate-missing' \
    'warning tls.client-certificate-missing'

start leaf inter -tls1_3
expect 'TLS 1.3 only' 'error tls.algorithm-unsupported' 'error tls.algorithm-unsupported'
check 'the version' "$(fact tls_version)" TLSv1.3

start leaf inter -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256
expect 'ECDHE only' '' 'error tls.algorithm-unsupported'
check 'no key exchange by RSA' "$(fact rsa_key_exchange)" no

start named inter -servername localhost -cert2 direct.pem -key2 direct.key
expect 'another certificate for another name' 'warning tls.domain-mismatch' \
    'warning tls.domain-mismatch'
check 'the name decides' "$(fact same_without_name)" no
stop_server

# ---- a port without TLS
: >server.log
"$python" - >server.log 2>&1 <<'PYTHON' &
import socket, time
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(8)
s.settimeout(60)
print("ACCEPT", s.getsockname()[1], flush=True)
while True:
    c = s.accept()[0]
    c.recv(64)
    c.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")
    c.close()
PYTHON
server=$!
port=
while [ -z "$port" ]; do
    port=$(sed -n 's/^ACCEPT //p' server.log)
    sleep 0.05
done
run probe "localhost:$port" -f json
check 'a plain port' "$(causes 1.1.0)" 'error tls.not-enabled'
check 'a plain port: exit status' "$status" 1
stop_server
run probe "localhost:$port"
check 'a closed port' "$status" 2
check_has 'a closed port is named' err 'Connection refused'

# ---- usage
run probe
check 'nothing named' "$status" 2
run probe localhost:99999
check 'no port' "$status" 2
run probe localhost --cert leaf.pem
check 'a certificate without its key' "$status" 2
run probe --chain leaf.key
check 'a chain without certificates' "$status" 2
run --chain leaf.key healthy.log
check 'a chain without certificates, with a trace' "$status" 2
check_has 'it is said' err 'holds no certificate'

# ---- a trace with the chain that the probe wrote
cat >trace.log <<'TRACE'
AT+S.TLSCERT=ca,837
AT-S.SubjectKeyId:84:18:CC:85:34:EC:BC:0C:94:94:2E:08:59:9C:C7:B2:10:4E:0A:08
AT-S.OK
AT+S.SOCKON=localhost,8883,,s
AT-S.Skip CA
AT-S.Skip CA
AT-S.Certificate Error:23
AT-S.ERROR:74:Failed to open socket
TRACE
first_finding() {
    "$python" -c 'import json; f = json.load(open("out"))["traces"][0]["findings"][0]
print(f["cause"], f["confidence"], "Test Root" in f["title"])'
}
run -f json trace.log
check 'without the chain' "$(first_finding)" 'tls.wrong-root likely False'
run -f json --chain wanted.pem trace.log
check 'with the chain' "$(first_finding)" 'tls.wrong-root certain True'
check_json
finish
