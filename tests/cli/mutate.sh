# rules mutate: the rules bear harmless changes, the changes depend on the seed alone, and a rule that
# hangs on what means nothing is found out. About two seconds.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"
traces=$source_dir/traces

run rules mutate --traces "$traces"
check 'the built-in rules bear the changes' "$status" 0
[ "$status" -eq 0 ] || cat out
check 'the last line counts' "$(tail -n 1 out | sed 's/[0-9][0-9]*/N/g')" \
    'N samples, seed N: N harmless changes, N harmful ones (N silenced a rule); N wrong'

# It hangs on the number of lines, which a blank line changes.
mkdir -p mine/diagnoses/tls
sed 's/^ *|//' >mine/diagnoses/tls/fragile.yaml <<'EOF'
  |- id: fragile
  |  kind: not-shown
  |  scope: trace
  |  when: capture.lines == 3
  |  title: three lines
  |  fires:
  |    - text: |
  |        +WIND:1:Poweron:171117-0328fe3-SPWF04S
  |        +WIND:0:Console active
  |        +WIND:32:WiFi Hardware Started
EOF
run rules mutate --rules mine --count 48 fragile
check 'a fragile rule is found out' "$status" 1
check_has 'with the change' out 'fragile: falls silent on its text "+WIND:1:Poweron:171117-0328fe3-SPWF04S..." after blank-line'
cp out first
run rules mutate --rules mine --count 48 --seed 1 fragile
cmp -s out first || check 'the same seed' different same
run rules mutate --rules mine --count 48 --seed 2 fragile
cmp -s out first && check 'another seed' same different
run rules mutate --rules mine --count 48 -f json fragile
check_has 'as JSON' out '"rule": "fragile"'
"${2:-python3}" -c 'import json; d = json.load(open("out")); assert d["count"] == len(d["wrong"]) > 0, d' ||
    check 'the JSON' broken whole

run rules mutate no-such-rule
check 'a rule that is not there' "$status" 2
check_has 'is named' err "no-such-rule"
run rules mutate --count many
check 'a count that is no number' "$status" 2
run rules list tls-root-missing-listed
check 'list takes nothing behind it' "$status" 2
finish
