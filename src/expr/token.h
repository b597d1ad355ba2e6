/* Words of a condition. Private to expr/. */
#ifndef SPW_EXPR_TOKEN_H
#define SPW_EXPR_TOKEN_H

#include "base/arena.h"
#include "base/slice.h"

#ifdef __cplusplus
extern "C" {
#endif

enum token_word {
    WORD_END,
    WORD_FAULT,  /* `why` tells; the tokenizer goes no further */
    WORD_NAME,   /* store.ca.present, certificate-error, seen */
    WORD_NUMBER, /* `number` */
    WORD_TIME,   /* `number`: seconds since 1970 */
    WORD_TEXT,   /* `text`: between the quotes, doubled quotes made single */
    WORD_TRUE,
    WORD_FALSE,
    WORD_OPEN,
    WORD_CLOSE,
    WORD_COMMA,
    WORD_RANGE, /* .. */
    WORD_PLUS,
    WORD_MINUS,
    WORD_EQ,
    WORD_NE,
    WORD_LT,
    WORD_LE,
    WORD_GT,
    WORD_GE,
    WORD_AND,
    WORD_OR,
    WORD_NOT,
    WORD_IN,
    WORD_MATCHES,
    WORD_CONTAINS,
    WORD_EXISTS
};

struct expr_token {
    enum token_word word;
    uint32_t offset, length; /* in the source text */
    int64_t number;
    struct slice text;
    const char *why;
};

struct tokenizer {
    struct slice source;
    size_t at;
    struct arena *arena; /* for texts with doubled quotes */
};

/* Behind the end there are only more ends. */
struct expr_token token_next(struct tokenizer *t);

#ifdef __cplusplus
}
#endif
#endif
