# live on a real terminal (tmux): the screen, its size, and the terminal given back on every way out.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
command -v tmux >/dev/null || exit 77

TMUX_TMPDIR=$work
export TMUX_TMPDIR
unset TMUX
XDG_STATE_HOME=$work
export XDG_STATE_HOME
# The folder goes last: the server has its socket there.
twin=
trap 'tmux -L live kill-server 2>/dev/null; kill $twin 2>/dev/null; rm -rf "$work"' EXIT

# start COLUMNS ROWS ARGUMENTS...: the program in a new terminal, its mode saved before and after.
start() {
    cols=$1 rows=$2
    shift 2
    rm -f status before after
    tmux -L live -f /dev/null new-session -d -x "$cols" -y "$rows" \
        "stty -g >before; '$program' live $* 2>err; echo \$? >status; stty -g >after; exec sleep 600"
    tmux -L live set-option -g status off >/dev/null
}

stop() {
    tmux -L live kill-server 2>/dev/null
    n=0
    while tmux -L live has-session 2>/dev/null && [ "$n" -lt 200 ]; do n=$((n + 1)); sleep 0.05; done
}

# wait_for TEXT: until the screen shows it. wait_file NAME: until it is there.
wait_for() {
    n=0
    while [ "$n" -lt 600 ]; do
        tmux -L live capture-pane -p >screen 2>/dev/null
        grep -qF -e "$1" screen && return 0
        n=$((n + 1))
        sleep 0.05
    done
    printf 'FAIL  the screen never showed "%s":\n' "$1"
    sed 's/^/      /' screen
    failures=$((failures + 1))
    return 1
}
wait_file() {
    n=0
    while [ ! -s "$1" ] && [ "$n" -lt 600 ]; do n=$((n + 1)); sleep 0.05; done
}
keys() { tmux -L live send-keys "$@"; }
pid_of() { pgrep -P "$(tmux -L live display-message -p '#{pane_pid}')" spwfdiag; }

# given_back WHAT STATUS: the terminal is as it was, and the status is so.
given_back() {
    wait_file after
    check "$1: the status" "$(cat status)" "$2"
    check "$1: the terminal's mode" "$(cat after)" "$(cat before)"
    check "$1: the screen" "$(tmux -L live display-message -p '#{alternate_on}')" 0
    check "$1: the cursor" "$(tmux -L live display-message -p '#{cursor_flag}')" 1
}

# Two panes; keys; three panes when there is room; one when there is none.
start 80 24 bad.log
wait_for 'Certificate Error:23'
wait_for 'the certificate in the CA slot is an intermediate'
wait_for 'FOLLOWING'
keys f
wait_for 'PAUSED'
keys 3
wait_for 'Module at line 3'
keys '%'
wait_for 'the key % has no meaning'
keys '?'
wait_for 'Moving'
keys Escape
tmux -L live resize-window -x 132 -y 43
wait_for '─ Attempts 1'
tmux -L live resize-window -x 40 -y 10
wait_for '48  1 attempt'
i=0
while [ "$i" -lt 20 ]; do
    tmux -L live resize-window -x $((30 + i * 5)) -y $((8 + i))
    i=$((i + 1))
done
tmux -L live resize-window -x 100 -y 30
wait_for 'Module at line 3'
kill -STOP "$(pid_of)"
kill -CONT "$(pid_of)"
keys q
given_back 'a key' 1
stop

start 80 24 bad.log
wait_for 'FOLLOWING'
kill -TERM "$(pid_of)"
given_back 'SIGTERM' 1
stop

start 80 24 bad.log
wait_for 'FOLLOWING'
kill -ABRT "$(pid_of)"
given_back 'a crash' 134
stop

# What the module says stays text, and what grows is followed.
printf 'AT\r\n\r\nAT-S.OK\r\n' >growing.log
start 80 24 growing.log
wait_for 'AT-S.OK'
printf 'AT+S.X=\033[2J\033]0;owned\007\r\n\r\nAT-S.ERROR:2\r\n' >>growing.log
wait_for 'AT-S.ERROR:2'
check 'no escape sequence of a trace' \
    "$(tmux -L live display-message -p '#{pane_title}' | grep -c owned)" 0
keys Space
wait_for 'PAUSED'
printf 'AT\r\n\r\nAT-S.OK\r\n' >>growing.log
wait_for '2 new'
sleep 6 # behind the silence after which the session is judged nothing wakes the program but a key
keys q
given_back 'a growing file' 1
stop

# The terminal shows what was drawn, character for character; the last row tells of the file.
for size in '132 43' '80 24' '40 10'; do
    # shellcheck disable=SC2086 # two words
    start $size bad.log
    wait_for 'FOLLOWING'
    keys f
    wait_for 'PAUSED'
    rm -f screen.txt
    keys S
    wait_for 'written to screen.txt'
    sed '$d' screen.txt >drawn
    sed '$d' screen >shown
    diff drawn shown >difference || check "$size: what is shown" "$(cat difference)" ''
    stop
done

# What a person takes along: a draft of a rule that can be checked, an excerpt, a ticket.
start 80 24 bad.log
wait_for 'FOLLOWING'
keys v Up w
wait_for 'written to draft-rule.yaml'
keys X
wait_for 'written to excerpt.txt'
keys T
wait_for 'ticket written to ticket.zip'
keys q
wait_file after
stop
mkdir -p own/diagnoses/own
mv draft-rule.yaml own/diagnoses/own
run rules check --rules own
check 'the draft of a rule' "$status" 0
check_has 'the excerpt' excerpt.txt 'AT-S.ERROR:111'
check 'the ticket' "$(head -c 2 ticket.zip)" PK

# Stopped, and gone on.
tmux -L live -f /dev/null new-session -d -x 80 -y 24 \
    "set -m; stty -g >before; '$program' live bad.log; stty -g >stopped; fg >/dev/null; stty -g >after; exec sleep 600"
tmux -L live set-option -g status off >/dev/null
wait_for 'FOLLOWING'
rm -f stopped after
keys C-z
wait_file stopped
check 'Ctrl-Z: the mode' "$(cat stopped)" "$(cat before)"
wait_for 'FOLLOWING'
keys q
wait_file after
check 'after Ctrl-Z: the mode' "$(cat after)" "$(cat before)"
stop

# To a module: asked by a key, typed with completion, a secret. The last one is in no history.
"$program" twin --joined --speed 50 --link "$work/module" >twin.out 2>&1 &
twin=$!
n=0
while [ ! -e module ] && [ "$n" -lt 600 ]; do n=$((n + 1)); sleep 0.05; done
start 100 30 ./module -o typed.rec
wait_for 'FOLLOWING'
keys .
wait_for 'AT-S.OK'
keys c
keys -l 'at+s.tlsc'
keys Tab
wait_for 'send: AT+S.TLSCERT='
keys -l 'co'
keys Tab
keys 1 Enter
wait_for 'AT-S.CA:0'
keys -l 'AT+S.SCFG=wifi_wpa_psk_text,hidden-here'
keys Enter
n=0
while ! grep -q hidden-here typed.rec && [ "$n" -lt 600 ]; do n=$((n + 1)); sleep 0.05; done
check_has 'a secret is sent' typed.rec 'hidden-here'
keys Escape
wait_for '? help'
keys q
wait_file after
kill "$twin"
check 'what is remembered' "$(cat spwfdiag/history)" 'AT+S.TLSCERT=content,1'
check 'for whom' "$(stat -c %a spwfdiag/history)" 600
stop

# A terminal that cannot place a cursor gets lines.
for TERM in dumb no-such-terminal; do
    export TERM
    rm -f status
    tmux -L live -f /dev/null new-session -d -x 80 -y 24 \
        "TERM=$TERM '$program' live --once bad.log 2>err; echo \$? >status; exec sleep 600"
    wait_file status
    check "$TERM: the status" "$(cat status)" 1
    check_has "$TERM: it is said" err 'lines instead of a screen'
    stop
done
TERM=xterm

# Without colours and beyond ASCII nothing is needed.
NO_COLOR=1 LC_ALL=C TERM=vt100
export NO_COLOR LC_ALL TERM
start 80 24 bad.log
wait_for 'FOLLOWING'
check 'ASCII only' "$(LC_ALL=C tr -d '\000-\177' <screen | wc -c | tr -d ' ')" 0
keys q
wait_file after
finish
