# The rule base: its samples, and folders of rules given by --rules.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

run rules list
check 'list' "$status" 0
[ -s out ] || check 'list' empty full
run rules check
check 'the built-in rules have no fault' "$status" 0
run rules test --traces "$source_dir/traces"
check 'samples' "$status" 0
check 'the last line counts' "$(tail -n 1 out | sed 's/[0-9][0-9]*/N/g')" 'N passed, N failed'
[ "$status" -eq 0 ] || grep FAIL out
run rules nonsense
check 'another word' "$status" 2

mkdir -p mine/diagnoses/tls
printf -- '- id: [\n' >mine/diagnoses/tls/broken.yaml
run rules check --rules mine
check 'a broken rule is found' "$status" 1
check_has 'a broken rule has a place' out 'diagnoses/tls/broken.yaml:'
run --rules mine healthy.log
check 'a broken rule does not stop the others' "$status" 0
check_has 'a broken rule is told in a diagnosis too' err 'diagnoses/tls/broken.yaml:'
mkdir nothing
run --rules nothing healthy.log
check 'a folder without rules' "$status" 2

cp -R "$source_dir/rules" copy
run --rules copy -f json bad.log
sed 's/"path": .*//' out >with
run -f json bad.log
sed 's/"path": .*//' out >without
cmp -s with without || check 'a copy of the rules' different same

# The rule with which the reference teaches how one is written.
mkdir -p taught/diagnoses/mqtt
sed -n '/^- id: our-topic-too-long/,/^```/p' "$source_dir/rules/diagnoses/README.md" | sed '$d' \
    >taught/diagnoses/mqtt/long-topic.yaml
run rules check --rules taught
check 'the rule of the reference is good' "$status" 0
run rules test --rules taught -v --traces "$source_dir/traces"
check_has 'it fires' out 'ok    our-topic-too-long: should fire on'
check_has 'and keeps silent' out 'ok    our-topic-too-long: should be silent on'
run rules mutate --rules taught our-topic-too-long
check 'and bears changes' "$status" 0

run fields
check 'fields' "$status" 0
run explain tls.intermediate-as-root
check 'explain' "$status" 0
run explain tls.intermediate-as-rot
check 'explain the unknown' "$status" 2
check 'explain the unknown: nothing on standard output' "$(cat out)" ''
finish
