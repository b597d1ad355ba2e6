/* Outcome of everything that can fail. Base of all; includes nothing of the project.
 * Strange *input* is never an error: it becomes an event or a finding. Errors are memory, limits,
 * our own rule files and I/O. */
#ifndef SPW_BASE_STATUS_H
#define SPW_BASE_STATUS_H

enum spw_status {
    SPW_OK = 0,
    SPW_NO_MEMORY, /* an arena or buffer reached its cap, or the system has no memory */
    SPW_LIMIT,     /* a documented limit was reached; what was read so far is kept */
    SPW_INVALID,   /* one of our own files (table, rule) is wrong; messages tell where */
    SPW_NOT_FOUND,
    SPW_IO
};

#if defined(__GNUC__) || defined(__clang__)
#define SPW_MUST_USE __attribute__((warn_unused_result))
#define SPW_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define SPW_MUST_USE
#define SPW_PRINTF(fmt, args)
#endif

#endif
