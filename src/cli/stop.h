/* Ctrl-C and a polite end: SIGINT, SIGTERM and SIGHUP as something to poll for, so that files are ended
 * properly. May include nothing. */
#ifndef SPW_CLI_STOP_H
#define SPW_CLI_STOP_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Catches the signals; too large a file and a closed pipe become errors of write(2). A descriptor that
 * becomes readable when one came; -1: they cannot be caught. Once a process. */
int stop_catch(void);
bool stop_asked(void);

#ifdef __cplusplus
}
#endif
#endif
