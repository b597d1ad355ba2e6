/* Texts that help and manual page share. Static data; includes nothing of the project. */
#ifndef SPW_CLI_WORDS_H
#define SPW_CLI_WORDS_H

#include <stddef.h>

struct words {
    const char *name, *text;
};

enum { WORDS_STATUS = 5, WORDS_ENVIRONMENT = 9, WORDS_EXAMPLES = 12, WORDS_DESCRIPTION = 4 };

extern const char words_title[], words_purpose[], words_recording[];
extern const char *const words_description[WORDS_DESCRIPTION];
extern const struct words words_status[WORDS_STATUS];
extern const struct words words_environment[WORDS_ENVIRONMENT];
extern const struct words words_examples[WORDS_EXAMPLES];

#endif
