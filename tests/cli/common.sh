# Sourced by the scripts of this folder: `sh script.sh PROGRAM`, from the top folder of the project.
# check WHAT GOT WANT; at the end `finish`. Every script works in a folder of its own.
program=$1
source_dir=$(pwd)
case $program in /*) ;; *) program=$source_dir/$program ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0
# Nothing of the caller's surroundings may show in the output.
unset NO_COLOR COLUMNS LC_CTYPE LANG
LC_ALL=C.UTF-8 TERM=xterm SPWFDIAG_NOW=2018-03-26T18:19:00Z SPWFDIAG_NO_USER_RULES=1
export LC_ALL TERM SPWFDIAG_NOW SPWFDIAG_NO_USER_RULES

printf 'AT\r\n\r\nAT-S.OK\r\n' >healthy.log
bad_trace=$source_dir/traces/001-azure-intermediate-loaded-as-root/trace.txt
[ -f "$bad_trace" ] || exit 77
cp "$bad_trace" bad.log
: >empty.log
printf '\377\330\377\340\000\020JFIF\000\001\001\000\000\001\000\001\000\000' >photo.jpg

check() {
    if [ "$2" != "$3" ]; then
        printf 'FAIL  %s: got "%s", expected "%s"\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    fi
}

# check_has WHAT FILE TEXT
check_has() {
    if ! grep -qF -e "$3" "$2"; then
        printf 'FAIL  %s: no "%s" in:\n' "$1" "$3"
        sed 's/^/      /' "$2"
        failures=$((failures + 1))
    fi
}

# Runs the program with output in the files out and err; $status is its exit status.
# shellcheck disable=SC2034 # status is for the scripts
run() {
    status=0
    "$program" "$@" >out 2>err || status=$?
}

finish() {
    [ "$failures" -eq 0 ] || exit 1
    exit 0
}
