# The same input gives the same bytes, whatever surrounds the program: `deterministic.sh PROGRAM`.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/../cli/common.sh"

formats='text json ndjson markdown html sarif junit diagram mermaid svg'
mkdir one one/deep two
cp bad.log one/deep/trace.log
cp "$source_dir/traces/043-azure-thread-of-four-attempts/trace.txt" one/deep/other.log
cp -r one/deep two/deep

# written WHERE FORMAT: what a run writes from the folder WHERE, with the traces by the same names.
written() {
    traces=deep/trace.log
    case $2 in mermaid | svg) ;; *) traces='deep/trace.log deep/other.log' ;; esac
    # shellcheck disable=SC2086 # names without blanks
    (cd "$1" && "$program" -f "$2" -o "$2.out" $traces)
}

for format in $formats; do
    (
        umask 022
        written one "$format"
    )
    (
        umask 077
        LC_ALL=tr_TR.UTF-8 LANG=de_DE.UTF-8 TZ=Asia/Kathmandu TERM=dumb COLUMNS=57 HOME=/nonexistent
        export LC_ALL LANG TZ TERM COLUMNS HOME
        written two "$format"
    )
    cmp -s "one/$format.out" "two/$format.out"
    check "$format" "$?" 0
    [ -s "one/$format.out" ]
    check "$format has content" "$?" 0
done

# When something was seen is told as far as the capture's stamps tell it.
cat >timed.log <<'END'
[12:00:00.000] AT+S.SOCKON=host.example.net,443,NULL,s
[12:00:00.850] AT-S.Loading:1:2
[12:00:01.250] AT-S.On:0
[12:00:01.300] AT-S.OK
END
run -f diagram timed.log
check_has 'a step' out 'server certificate: ok, seen in line 2 after 0.85 s'
check_has 'the end' out 'ok after 1.30 s'
sed 's/^\[[^]]*\] //' timed.log >untimed.log
run -f diagram untimed.log
check_has 'no time is made up' out 'server certificate: ok, seen in line 2 '
if grep -q ' s$' out; then
    check 'a time without a stamp' "$(grep ' s$' out)" ''
fi

# Silence about an outcome is not success.
run "$source_dir/traces/004-azure-websocket-path-success/trace.txt"
check_has 'an open end' out 'how it ended is not shown'

# A path from the root is a URI with a scheme; columns count characters.
printf 'AT+S.TLSCERT=content,1\r\nAT-S.OK\r\n\303\251\303\251 AT-S.ERROR:111:Request failed\r\n' >"$work/wide.log"
run -f sarif "$work/wide.log"
check_has 'an absolute path' out "\"uri\": \"file://$work/wide.log\""
finish
