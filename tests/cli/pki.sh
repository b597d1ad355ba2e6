# Sourced by cert.sh and probe.sh: certificates with chosen issuers and dates, made by openssl(1).
command -v openssl >/dev/null || exit 77
# Nothing of the system's configuration may change what is made.
cat >pki.cnf <<'CONFIG'
[ca]
default_ca = store
[store]
dir = pki.d
database = pki.d/index.txt
serial = pki.d/serial
new_certs_dir = pki.d
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = empty
[empty]
CONFIG
mkdir pki.d
: >pki.d/index.txt
echo 1000 >pki.d/serial
OPENSSL_CONF=$work/pki.cnf
export OPENSSL_CONF

# key NAME rsa:BITS|ec|ed25519
key() {
    case $2 in
    rsa:*) openssl genpkey -quiet -algorithm RSA -pkeyopt "rsa_keygen_bits:${2#rsa:}" -out "$1.key" ;;
    ec) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" ;;
    *) openssl genpkey -algorithm "$2" -out "$1.key" ;;
    esac 2>pki.log || openssl_failed
}

openssl_failed() {
    sed 's/^/openssl: /' pki.log
    exit 1
}

# issue NAME COMMON-NAME ISSUER FROM TO EXTENSION...: ISSUER self signs it with its own key.
# The key must be there. DIGEST changes the digest.
issue() {
    issue_name=$1 issue_by=$3 issue_from=$4 issue_to=$5
    openssl req -new -key "$1.key" -subj "/CN=$2" -out pki.csr 2>pki.log || openssl_failed
    shift 5
    printf '%s\n' subjectKeyIdentifier=hash "$@" >pki.ext
    if [ "$issue_by" = self ]; then
        set -- -selfsign -keyfile "$issue_name.key"
    else
        echo authorityKeyIdentifier=keyid >>pki.ext
        set -- -cert "$issue_by.pem" -keyfile "$issue_by.key"
    fi
    openssl ca -batch -notext -in pki.csr -out "$issue_name.pem" -startdate "$issue_from" \
        -enddate "$issue_to" -extfile pki.ext -md "${DIGEST:-sha256}" "$@" 2>pki.log ||
        openssl_failed
}
# What `run ... -f json` printed is kept, and held against the schema by check_json.
mkdir json
documents=0
keep_json() {
    documents=$((documents + 1))
    [ "$status" -eq 2 ] || cp out "json/$documents.json"
}

check_json() {
    json_status=0
    "$python" "$source_dir/tests/report/check_judgement.py" \
        "$source_dir/tests/report/judgement.schema.json" "$source_dir/rules" json/*.json ||
        json_status=$?
    [ "$json_status" -eq 77 ] || check 'the documents' "$json_status" 0
}

FROM=20200101000000Z TO=20450101000000Z
authority=basicConstraints=critical,CA:TRUE
local_names='subjectAltName=DNS:localhost,IP:127.0.0.1'
SPWFDIAG_NOW=2026-06-01T00:00:00Z
export FROM TO authority local_names SPWFDIAG_NOW
