# The exit status of the contract: 0 no failure, 1 a finding of severity error, 2 nothing to judge.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

run healthy.log
check 'a healthy trace' "$status" 0
check 'a healthy trace says nothing on standard error' "$(cat err)" ''
run bad.log
check 'a failing trace' "$status" 1
check 'findings are not messages' "$(cat err)" ''
run healthy.log bad.log
check 'one failing trace of two' "$status" 1
run - <bad.log
check 'standard input' "$status" 1
run - <healthy.log
check 'a pipe' "$status" 0

for input in empty.log photo.jpg missing.log . /dev/null; do
    run "$input"
    check "$input" "$status" 2
    check "$input: nothing on standard output" "$(cat out)" ''
    [ -s err ] || check "$input: a message" none some
done
run empty.log
check_has 'an empty file' err 'no AT traffic found'
run missing.log
check_has 'a missing file' err 'spwfdiag: missing.log: no such file'
run .
check_has 'a folder' err 'is a directory'
run healthy.log missing.log
check 'one of two is missing' "$status" 2
run bad.log missing.log
check 'an error found, another missing' "$status" 1

if [ "$(id -u)" -ne 0 ]; then
    cp healthy.log secret.log
    chmod 000 secret.log
    run secret.log
    check 'a file that may not be read' "$status" 2
fi

run
check 'no trace named' "$status" 2
for options in --nonsense -Z '--format=xml' '-f' '--now=never' '--jobs=0' '--color=blue' '--quiet=1' \
    '--traces=x' '--chain=missing.pem' '--rules=missing'; do
    run "$options" healthy.log
    check "$options" "$status" 2
done
for command in live record ticket; do
    run "$command" x
    check "$command, which is not there yet" "$status" 2
    check "$command: one line" "$(wc -l <err | tr -d ' ')" 1
done
finish
