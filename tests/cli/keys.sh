# Private keys are shown by no report, in whatever spelling they stand in the capture.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
python=$2
command -v openssl >/dev/null && [ -n "$python" ] || exit 77
tool=$source_dir/tests/cli/key_spellings.py

mkdir keys
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out rsa.pem 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem 2>/dev/null
openssl genpkey -algorithm ED25519 -out ed.pem 2>/dev/null
openssl pkcs8 -topk8 -nocrypt -in rsa.pem -outform DER -out keys/rsa8.der
openssl pkcs8 -topk8 -nocrypt -in ec.pem -outform DER -out keys/ec8.der
openssl pkcs8 -topk8 -nocrypt -in ed.pem -outform DER -out keys/ed8.der
openssl rsa -traditional -in rsa.pem -outform DER -out keys/rsa1.der 2>/dev/null
openssl ec -in ec.pem -outform DER -out keys/ec1.der 2>/dev/null
for key in rsa8 ec8 ed8 rsa1 ec1; do
    [ -s "keys/$key.der" ] || check "openssl makes $key" nothing 'a key'
done
"$python" "$tool" write keys

# The look itself finds what is there.
cat keys/*.log >all.txt
"$python" "$tool" look keys all.txt >left && check 'the look finds keys' nothing some
check 'it finds each of them' "$(grep -c 'is left' left)" 5

for form in text json ndjson markdown sarif junit; do
    run -v -f "$form" keys/*.log
    [ "$status" -le 2 ] || check "keys in $form" "$status" 1
    check "$form says something" "$([ -s out ] && echo yes)" yes
    cp out "report.$form"
done
for log in keys/ec8.*.log keys/rsa1.*.log; do
    run ticket --no-redact "$log" -o "$log.md"
done
run -f html keys/rsa8.xxd.log -o keys/xxd.html
run --minimize keys/ec1.recording.log -o keys/recording.min
"$python" "$tool" look keys report.* keys/*.html keys/*.md keys/*.min >left ||
    check 'keys in reports' "$(cat left)" ''

# What stands around a key stays, and its public half.
run -v keys/rsa1.base64-rows.log
check_has 'the session is told' out 'AT-S.ERROR:111:Request failed'
finish
