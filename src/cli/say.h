/* Messages about the run itself, to standard error: "spwfdiag: what is wrong". Names of files and
 * whatever else comes from outside are made harmless. May include: base/. */
#ifndef SPW_CLI_SAY_H
#define SPW_CLI_SAY_H

#include "base/buf.h"
#include "base/message.h"

#ifdef __cplusplus
extern "C" {
#endif

void say(const char *fmt, ...) SPW_PRINTF(1, 2);
/* "spwfdiag: trace.log: no such file". */
void say_about(const char *name, struct slice what);
/* A page of text as it is; the caller has made it harmless. */
void say_page(struct slice page);
/* Faults of rule files, filters, chains, each with its place. */
void say_messages(const struct messages *m);

#ifdef __cplusplus
}
#endif
#endif
