# --redact-also, --redact-map and the way back.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

cat >net.log <<'END'
+WIND:1:Poweron:171117-0328fe3-SPWF04S
AT+S.SSIDTXT=GoldenAcre
AT-S.OK
AT+S.SCFG=wifi_wpa_psk_text,hunter2hunter2
AT-S.OK
+WIND:19:WiFi Join:98:DE:D0:EA:4C:62
+WIND:24:WiFi Up:0:192.168.77.123
AT+S.MQTTCONN=boilerhub.azure-devices.net,8883,,2,boilerhub.azure-devices.net/cellar17,pass4pass4,cellar17,60,,,,
AT-S.Skip CA
AT-S.Certificate Error:23
AT-S.ERROR:111:Request failed
END

run ticket net.log --redact-also all --redact-map map.json -o ticket.md
check 'a ticket' "$status" 0
check 'nothing is left' "$(grep -ciE 'GoldenAcre|hunter2|EA:4C:62|77\.123|boilerhub|cellar17|pass4' ticket.md)" 0
check_has "the service's suffix stays" ticket.md '.azure-devices.net'
check_has "the maker's half stays" ticket.md '98:DE:D0:00:00:'
check_has 'a private address stays private' ticket.md '192.168.'
check 'the map is for its owner' "$(ls -l map.json | cut -c1-10)" '-rw-------'
check 'one token a value' "$(grep -o '[A-Za-z0-9]*\.azure-devices\.net' ticket.md | sort -u | wc -l | tr -d ' ')" 1

run ticket net.log --redact-also host,nonsense -o other.md
check 'an unknown kind' "$status" 2
check_has 'an unknown kind' err "not 'nonsense'"
run ticket net.log --redact-map map.json -o other.md
check 'a map that is there is not touched' "$status" 2
[ ! -e other.md ] || check 'without its map nothing is written' written none
run ticket net.log --redact-also all --redact-map second.json -o ticket.zip
check 'a bundle' "$status" 0
check 'the map is not in the bundle' "$(grep -c map ticket.zip)" 0

# There and back: the answer repeats tokens, in another case and in percent codes, too.
run unredact --map map.json ticket.md -o back.md
check 'there and back' "$status" 0
for word in GoldenAcre hunter2hunter2 boilerhub.azure-devices.net cellar17 98:DE:D0:EA:4C:62 \
    192.168.77.123; do
    check_has 'there and back' back.md "$word"
done
token=$(sed -n 's/.*"token": "\(WifiKey[^"]*\)".*/\1/p' map.json)
printf 'the key %s is short, %s too, %sX is another word\n' "$token" \
    "$(printf %s "$token" | tr 'a-z' 'A-Z')" "$token" >answer.txt
run unredact --map map.json answer.txt
check 'an answer' "$(cat out)" \
    "the key hunter2hunter2 is short, hunter2hunter2 too, ${token}X is another word"
if command -v base64 >/dev/null; then
    printf 'Basic %s\n' "$(printf 'me:%s' "$token" | base64)" >coded.txt
    run unredact --map map.json coded.txt
    check 'in base64' "$(cat out)" "Basic $(printf 'me:hunter2hunter2' | base64)"
fi
run unredact --map map.json - <answer.txt
check_has 'from standard input' out 'hunter2hunter2'

run unredact answer.txt
check 'without a map' "$status" 2
run unredact --map answer.txt answer.txt
check 'no map' "$status" 2
check_has 'no map' err 'is no JSON: line 1'
echo '{ "schema": "other" }' >other.json
run unredact --map other.json answer.txt
check_has 'another file' err 'is no map of --redact-map'

# A key leaves in no case, not even in the map.
printf 'AT+S.TLSCERT=key,64\n-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----\n' \
    'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA==' >key.log
run ticket key.log --redact-map keys.json -o key.md
check 'no key in the map' "$(grep -c q83v keys.json)" 0
finish
