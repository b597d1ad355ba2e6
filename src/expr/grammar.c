/* The grammar as a page of text; rules/diagnoses/README.md tells the same with examples. */
#include "expr/call.h"

static const char page[] =
    "condition  = conjunct { (\"or\" | \"||\") conjunct }\n"
    "conjunct   = term { (\"and\" | \"&&\") term }\n"
    "term       = (\"not\" | \"!\") term | \"exists\" sum | comparison\n"
    "comparison = sum [ (\"==\" | \"!=\" | \"<\" | \"<=\" | \">\" | \">=\") sum ]\n"
    "           | sum [\"not\"] \"in\" \"(\" element { \",\" element } \")\"\n"
    "           | sum [\"not\"] \"matches\" TEXT\n"
    "           | sum [\"not\"] \"contains\" sum\n"
    "element    = sum [ \"..\" sum ]\n"
    "sum        = operand { (\"+\" | \"-\") operand }\n"
    "operand    = FIELD | MEANING | [scope \".\"] FUNCTION \"(\" arguments \")\" | \"(\" condition "
    "\")\"\n"
    "           | NUMBER | \"-\" NUMBER | TIME | TEXT | \"true\" | \"false\"\n"
    "scope      = \"trace\" | \"boot\" | \"attempt\"      without one: the rule's own\n"
    "\n"
    "NUMBER     1883, 0x17\n"
    "TIME       2024-09-30, 2024-09-30T12:00:00Z\n"
    "TEXT       \"...\" or '...'; the quote itself is written twice, a backslash is a backslash\n"
    "FIELD      a name of the list of fields, as store.ca.self_signed\n"
    "MEANING    a happening, as certificate-error; alone it is seen(certificate-error)\n"
    "Names may hold hyphens, so a minus between two names needs blanks.\n"
    "\n"
    "A comparison with something unknown is unknown. exists f is always yes or no.\n"
    "A text beside a number is read as a number, beside a time as a date.\n"
    "Texts are compared with regard to case; patterns ignore it after (?i).\n"
    "\n"
    "Functions:\n";

void expr_grammar(struct buf *out)
{
    buf_cstr(out, page);
    for (size_t i = 0; i < function_count(); i++) {
        const struct function *f = function_at(i);
        size_t width = slice_cstr(f->usage).n;
        buf_printf(out, "  %s", f->usage);
        buf_fill(out, ' ', width < 26 ? 26 - width : 1);
        buf_printf(out, " %s\n", f->doc);
    }
}
