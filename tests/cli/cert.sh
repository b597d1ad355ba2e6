# `cert`: what files are, whether the module can take them, and what is written for it.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/cli/pki.sh
. "$source_dir/tests/cli/pki.sh"

for name in root inter device big; do
    key "$name" rsa:2048
done
key large rsa:4096
key curve ec
key odd ed25519
issue root 'Test Root' self "$FROM" "$TO" "$authority"
issue inter 'Test Issuer' root "$FROM" "$TO" "$authority"
issue device 'device-1' inter "$FROM" "$TO" basicConstraints=CA:FALSE
issue large 'Large Root' self "$FROM" "$TO" "$authority"
issue curve 'Curve Root' self "$FROM" "$TO" "$authority"
issue odd 'Odd Root' self "$FROM" "$TO" "$authority"
names=DNS:a.example.org
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28; do
    names=$names,DNS:another-host-name-$n.example.org
done
issue big 'big' inter "$FROM" "$TO" "subjectAltName=$names"
cp root.key old.key
issue old 'Old Root' self "$FROM" 20210101000000Z "$authority"
cp root.key young.key
issue young 'Young Root' self 20400101000000Z "$TO" "$authority"
cp device.key server.key
issue server 'server' inter "$FROM" "$TO" extendedKeyUsage=serverAuth

# verdict FILE... -- CAUSE: the most severe verdict has this cause ("" none), and so the exit status.
verdict() {
    what=$1 want=$2
    shift 2
    run cert -f json "$@"
    keep_json
    got=$("$python" - <<'PYTHON'
import json
j = json.load(open("out"))
verdicts = j["verdicts"] + [v for o in j["objects"] for v in o["verdicts"]]
for severity in ("error", "warning"):
    causes = sorted({v["cause"] or "" for v in verdicts if v["severity"] == severity})
    if causes:
        print(severity, *causes)
        break
PYTHON
)
    check "$what" "$got" "$want"
    expected=0
    case $want in error*) expected=1 ;; esac
    check "$what: exit status" "$status" "$expected"
}
python=${2:-python3}

verdict 'a root' '' root.pem
verdict 'an intermediate' 'error tls.intermediate-as-root' inter.pem
verdict 'an intermediate, told to be the root' 'error tls.intermediate-as-root' --slot ca inter.pem
verdict 'an end certificate as root' 'error tls.wrong-slot' --slot ca device.pem
verdict 'a root as own certificate' 'error tls.wrong-slot' --slot cert root.pem root.key
verdict 'a key as root' 'error tls.wrong-slot' --slot ca root.key
verdict 'a certificate as key' 'error tls.wrong-slot' --slot key root.pem
verdict 'own certificate and key' '' device.pem device.key
verdict 'own certificate alone' 'warning tls.client-certificate-missing' device.pem
verdict 'key alone' 'warning tls.client-certificate-missing' device.key
verdict 'key of another' 'error tls.client-key-mismatch' device.pem root.key
verdict 'for servers only' 'warning tls.client-certificate-untrusted' server.pem server.key
verdict 'an own certificate too large' 'error tls.certificate-too-large' big.pem big.key
verdict 'RSA 4096' 'error tls.key-size-unsupported' large.pem
verdict 'elliptic' 'error tls.algorithm-unsupported' curve.pem
verdict 'Ed25519' 'error tls.algorithm-unsupported' odd.pem
verdict 'expired' 'error tls.certificate-expired' old.pem
verdict 'not yet valid' 'error tls.certificate-expired' young.pem
verdict 'expired, but not then' '' --now 2020-06-01 old.pem
verdict 'no identifier for spwf01' 'error tls.wrong-slot' --for spwf01 --slot auth root.pem

# ---- forms
openssl x509 -in root.pem -outform der -out root.der
sed 's/$/\r/' root.pem >crlf.pem
{ printf '\357\273\277'; cat root.pem; } >bom.pem
{ echo; cat root.pem; } >leading.pem
sed 's/$/\n/' root.pem >blank.pem
grep -v -e '-----END' root.pem >trailer.pem
head -c 700 root.pem >cut.pem
head -c 500 root.der >cut.der
{ echo 'Bag Attributes'; cat root.pem; } >bag.pem
tr -d '\n' <root.pem >line.pem
openssl pkey -in device.key -aes128 -passout pass:x -out encrypted.key
openssl rsa -in device.key -traditional -out traditional.key 2>/dev/null
openssl pkey -in device.key -pubout -out public.pem
openssl req -new -key device.key -subj /CN=x -out request.pem
openssl crl2pkcs7 -nocrl -certfile root.pem -out bundle.p7b
openssl pkcs12 -export -in device.pem -inkey device.key -passout pass:x -out bundle.p12
echo 'nothing of the kind' >text.pem
cat device.pem inter.pem root.pem >bundle.pem

verdict 'DER' '' root.der
for form in crlf bom leading blank trailer bag line; do
    verdict "$form" 'warning tls.certificate-format' $form.pem
    run cert --as bytes $form.pem
    check "$form: written clean" "$(cksum <out)" "$(cksum <root.der)"
done
verdict 'cut PEM' 'error tls.certificate-damaged' cut.pem
verdict 'cut DER' 'error tls.certificate-damaged' cut.der
verdict 'an encrypted key' 'error tls.certificate-format' device.pem encrypted.key
verdict 'a public key' 'error tls.wrong-slot' public.pem
verdict 'a request' 'error tls.wrong-slot' request.pem
verdict 'PKCS#7' 'error tls.wrong-slot' bundle.p7b
verdict 'PKCS#12' 'error tls.wrong-slot' bundle.p12
verdict 'no certificate' 'error tls.wrong-slot' text.pem
verdict 'an empty file' 'error tls.wrong-slot' empty.log
verdict 'the traditional key' '' device.pem traditional.key
verdict 'DER where PEM is wanted' 'warning tls.certificate-format' --for spwf01 root.der

# ---- relations
run cert device.pem device.key inter.pem root.pem
check_has 'whose key' out 'The key device.key belongs to the certificate device.pem.'
check_has 'who issued' out 'device-1 was issued by Test Issuer.'
check_has 'who issued the issuer' out 'Test Issuer was issued by Test Root.'
check_has 'the size of the bundle' out 'bundle without root, as PEM'
run cert bundle.pem
check_has 'objects of a bundle are named' out 'bundle.pem#3: certificate'

# ---- what is written
id=$(openssl x509 -in root.pem -noout -ext subjectKeyIdentifier | tail -n 1 | tr -d ' :' |
    tr 'A-F' 'a-f')
n=$(wc -c <root.der | tr -d ' ')
run cert root.pem -o load.bin
check 'raw bytes' "$(cksum <load.bin)" "$(cksum <root.der)"
check_has 'the command' out "AT+S.TLSCERT=ca,$n"
check_has 'the name of the file' out "$id.ca"
run cert --for spwf01 root.der -o load.pem
check 'clean PEM' "$(cksum <load.pem)" "$(cksum <root.pem)"
check_has 'the command of the older module' out "AT+S.TLSCERT=f_ca,$(wc -c <root.pem | tr -d ' ')"
run cert --slot auth root.pem -o id.bin
check 'the identifier' "$(od -An -tx1 id.bin | tr -d ' \n')" "$id"
run cert root.pem device.pem device.key --as script -o load.sh
check 'a file with a key is not for others' "$(ls -l load.sh | cut -c5-10)" '------'
WAIT=0 sh load.sh sent.bin
{
    printf 'AT+S.TLSCERT=ca,%s\r' "$n"
    cat root.der
    printf 'AT+S.TLSCERT=cert,%s\r' "$(openssl x509 -in device.pem -outform der | wc -c | tr -d ' ')"
    openssl x509 -in device.pem -outform der
    openssl rsa -in device.key -traditional -outform der -out device.der 2>/dev/null
    printf 'AT+S.TLSCERT=key,%s\r' "$(wc -c <device.der | tr -d ' ')"
    cat device.der
} >wanted.bin
check 'the script sends commands and bytes' "$(cksum <sent.bin)" "$(cksum <wanted.bin)"
run cert root.pem --as c
check 'C' "$status" 0
check_has 'the command in C' out "static const char ca1_command[] = \"AT+S.TLSCERT=ca,$n\\r\";"
check 'every byte in C' "$(grep -o '0x[0-9a-f][0-9a-f],' out | wc -l | tr -d ' ')" "$n"
# ---- keys: every form in, the older one out; the length that is announced is the length that is sent
openssl pkey -in device.key -outform der -out device8.der
openssl rsa -in device.key -traditional -outform der -out device1.der 2>/dev/null
openssl ec -in curve.key -outform der -out curve1.der 2>/dev/null
sed 's/$/\r/' device.key >crlf.key
{ printf '\357\273\277'; cat device.key; } >bom.key
for form in device.key device8.der device1.der traditional.key crlf.key bom.key; do
    run cert --as bytes $form
    check "$form: PKCS#1 is written" "$(cksum <out)" "$(cksum <device1.der)"
    run cert --for spwf01 --as bytes $form
    check "$form: PKCS#1 as PEM" "$(cksum <out)" "$(cksum <traditional.key)"
    check "$form: and openssl reads it" "$(openssl pkey -in out -pubout | cksum)" "$(cksum <public.pem)"
done
run cert --as bytes curve.key
check 'SEC1 is written' "$(cksum <out)" "$(cksum <curve1.der)"
run cert --as bytes odd.key
check 'Ed25519 has no older form' "$(cksum <out)" "$(openssl pkey -in odd.key -outform der | cksum)"
check_sent() {
    check "$1: the announced length is what is sent" "$(wc -c <sent.bin | tr -d ' ')" \
        "$(($2 + ${#3} + ${#2} + 2))"
}
for file in root.pem root.der device.pem device.key device8.der curve.key inter.pem; do
    slot=
    [ $file = inter.pem ] && slot='--slot ca'
    # shellcheck disable=SC2086 # several words or none
    run cert --as bytes $slot $file
    bytes=$(wc -c <out | tr -d ' ')
    # shellcheck disable=SC2086
    run cert --as script $slot $file -o load.sh
    rm -f sent.bin
    WAIT=0 sh load.sh sent.bin
    command=$(head -c 40 sent.bin | tr '\r' '\n' | head -n 1)
    check "$file: the announced length" "${command##*,}" "$bytes"
    check_sent "$file" "$bytes" "${command%,*}"
    # shellcheck disable=SC2086
    run cert --as c $slot $file
    check "$file: bytes in C" "$(grep -o '0x[0-9a-f][0-9a-f],' out | wc -l | tr -d ' ')" "$bytes"
    check_has "$file: command in C" out "$command\\r"
done
run cert root.pem inter.pem --slot ca -o two.bin
check 'two objects are no payload' "$status" 2
check 'nothing is written' "$(ls two.bin 2>/dev/null)" ''
run cert inter.pem -o wrong.bin
check 'what does not belong there is not written' "$status" 2
run cert encrypted.key -o key.bin
check 'an encrypted key is not written' "$status" 2

# ---- usage
run cert missing.pem
check 'a missing file' "$status" 2
check_has 'a missing file is named' err 'missing.pem'
run cert
check 'no file' "$status" 2
run cert -f markdown root.pem
check 'a format that is not there' "$status" 2
run cert -q root.pem
check 'nothing wrong, nothing said' "$(cat out)" ''
check_json
finish
