/* Access tokens as services want them for a password. Borrowed: slices point into the parsed text.
 * May include: base/. */
#ifndef SPW_FACTS_TOKEN_H
#define SPW_FACTS_TOKEN_H

#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

enum token_kind { TOKEN_NONE, TOKEN_SAS, TOKEN_JWT };

/* Parts of a shared access signature: "SharedAccessSignature sr=..&sig=..&se=..&skn=.." in any order
 * [MS-SAS]. */
enum token_part { TOKEN_SR, TOKEN_SIG, TOKEN_SE, TOKEN_SKN, TOKEN_PARTS };

struct token {
    enum token_kind kind;
    bool has[TOKEN_PARTS];          /* SAS only */
    struct slice part[TOKEN_PARTS]; /* as written, still encoded */
    bool prefix_ok;                 /* SAS: the word and one blank */
    int64_t expires;                /* seconds since 1970, TIME_NONE: none that can be read */
    size_t expires_digits;          /* 0: no expiry */
};

void token_parse(struct slice text, struct token *out);

#ifdef __cplusplus
}
#endif
#endif
