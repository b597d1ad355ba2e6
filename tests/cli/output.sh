# What reaches the terminal, a pipe, a full disk.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

escape=$(printf '\033')
run bad.log
check 'no colour into a file' "$(grep -c "$escape" out)" 0
run --color=always bad.log
[ "$(grep -c "$escape" out)" -gt 0 ] || check 'colour when asked for' none some
run --color=never bad.log
check 'no colour when refused' "$(grep -c "$escape" out)" 0

LC_ALL=C run -v bad.log
check 'ASCII where the locale is' "$(LC_ALL=C tr -d '\000-\177' <out | wc -c | tr -d ' ')" 0

run -q bad.log
check 'quiet: one line a finding' "$(grep -cv '^bad\.log:[0-9]*:[0-9]*: [a-z]*: .* \[[a-z.-]*, [a-z]*\]' out)" 0
run -q healthy.log
check 'quiet: nothing when healthy' "$(cat out err)" ''

run bad.log
cp out whole
run - <bad.log
sed 's/<stdin>/bad.log/g' out >again
cmp -s whole again || check 'a file and standard input' different same
gzip -c bad.log >bad.log.gz
run bad.log.gz
sed 's/bad\.log\.gz/bad.log/g' out >again
cmp -s whole again || check 'packed and not packed' different same

"$program" bad.log | true
check 'a reader that goes away hears nothing' "$("$program" bad.log 2>&1 >/dev/null | cat)" ''
{ "$program" bad.log bad.log bad.log; echo $? >status; } 2>err | true
check 'a closed pipe is no failure of ours' "$(cat err) $(cat status)" ' 1'
if [ -w /dev/full ]; then
    status=0
    "$program" bad.log >/dev/full 2>err || status=$?
    check 'a full disk' "$status" 2
    check_has 'a full disk' err 'standard output'
fi

printf 'AT+S.X=\033[2J\033]0;owned\007\r\nAT-S.ERROR:1:\033[31m\r\n' >evil.log
run -v evil.log
check 'no escape sequence of a trace' "$(grep -c "$escape" out)" 0
finish
