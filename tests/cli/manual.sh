# docs/spwfdiag.1 is what the tables of the program make it. UPDATE_GOLDENS=1 writes it anew.
# shellcheck source=tests/cli/common.sh
. "$(dirname "$0")/common.sh"

page=$source_dir/docs/spwfdiag.1
run --manual-page
if [ -n "${UPDATE_GOLDENS:-}" ]; then
    cp out "$page"
fi
if ! diff -u "$page" out; then
    check 'docs/spwfdiag.1' old new
fi
finish
