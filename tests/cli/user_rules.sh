# The user's own rules: read without being asked for, beside --rules, never in the way of the others.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
unset SPWFDIAG_NO_USER_RULES
HOME=$work/home XDG_CONFIG_HOME=
export HOME XDG_CONFIG_HOME

rule() { # ID TITLE
    cat <<EOF
- id: $1
  kind: not-shown
  scope: trace
  when: capture.lines > 0
  title: $2
EOF
}
mine=home/.config/spwfdiag/rules
theirs=config/spwfdiag/rules

run healthy.log
check 'without a folder' "$status" 0
mkdir -p "$mine/diagnoses/tls" "$theirs/diagnoses/tls" more/diagnoses/tls
run rules check
check 'with an empty folder' "$status" 0

rule of-home 'a rule of home' >"$mine/diagnoses/tls/mine.yaml"
rule of-config 'a rule of config' >"$theirs/diagnoses/tls/mine.yaml"
rule of-option 'a rule of the option' >more/diagnoses/tls/more.yaml
run healthy.log
check_has 'read from ~/.config' out 'a rule of home'
run --rules more healthy.log
check_has 'beside --rules' out 'a rule of home'
check_has '--rules beside it' out 'a rule of the option'
run --no-user-rules healthy.log
grep -q 'a rule of home' out && check '--no-user-rules' read 'left out'
SPWFDIAG_NO_USER_RULES=1 run healthy.log
grep -q 'a rule of home' out && check 'SPWFDIAG_NO_USER_RULES' read 'left out'
XDG_CONFIG_HOME=$work/config
run healthy.log
check_has 'read from XDG_CONFIG_HOME' out 'a rule of config'
grep -q 'a rule of home' out && check 'XDG_CONFIG_HOME instead of HOME' both one
XDG_CONFIG_HOME=config
run healthy.log
check_has 'a relative folder is none' out 'a rule of home'
XDG_CONFIG_HOME=

# --rules replaces a file of the same path.
cp more/diagnoses/tls/more.yaml more/diagnoses/tls/mine.yaml
rm more/diagnoses/tls/more.yaml
run --rules more healthy.log
check_has 'the replacing file' out 'a rule of the option'
grep -q 'a rule of home' out && check 'the replaced file' read 'left out'

rule good 'a good rule' >"$mine/diagnoses/tls/good.yaml"
{
    rule bad 'a bad rule' | sed 's/capture.lines/capture.lins/'
    rule beside 'a rule beside it'
} >"$mine/diagnoses/tls/bad.yaml"
printf 'nonsense: [\n' >"$mine/diagnoses/tls/broken.yaml"
run bad.log
check 'faults do not stop the diagnosis' "$status" 1
check_has 'the built-in rules work' out 'tls.intermediate-as-root'
check_has 'rules in other files work' out 'a good rule'
check_has 'rules in the same file work' out 'a rule beside it'
check_has 'the fault has its place' err "$work/$mine/diagnoses/tls/bad.yaml:4:9: error: there is no field \"capture.lins\""
check_has 'and a caret' err '            ^'
check_has 'and the nearest name' err 'did you mean "capture.lines"?'
check_has 'a broken file is told of' err "$work/$mine/diagnoses/tls/broken.yaml:"
run rules check
check 'rules check tells them' "$status" 1
check_has 'all of them' out '2 faults'
finish
