/* How much later a command reaches the module, and its answer the application, when 'spwfdiag record
 * bridge:PORT' stands between them: bridge PROGRAM [ROUNDS]. Prints microseconds for the way there and back:
 * median, 99 of 100, and the worst, with the bridge and without. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MAX = 100000, PATH_BYTES = 256, WAIT_MS = 5000 };
static const char question[] = "AT+S.STS\r", answer[] = "\r\nAT-S.OK\r\n";

static int64_t now_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int open_terminal(void)
{
    struct termios t;
    int fd = posix_openpt(O_RDWR | O_NOCTTY);
    if (fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0 || tcgetattr(fd, &t) != 0) {
        die("pseudo terminal");
    }
    cfmakeraw(&t);
    (void)tcsetattr(fd, TCSANOW, &t);
    return fd;
}

static void take(int fd, size_t n)
{
    char block[64];
    while (n > 0) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, WAIT_MS) <= 0) {
            die("nothing came");
        }
        ssize_t got = read(fd, block, n < sizeof block ? n : sizeof block);
        n -= got > 0 ? (size_t)got : 0;
    }
}

static void give(int fd, const char *text, size_t n)
{
    if (write(fd, text, n) != (ssize_t)n) {
        die("write");
    }
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void measure(const char *name, int app, int module, unsigned rounds)
{
    static int64_t times[ROUNDS_MAX];
    for (unsigned i = 0; i < rounds; i++) {
        const struct timespec pause = {0, 1000000};
        (void)nanosleep(&pause, NULL);
        int64_t from = now_us();
        give(app, question, sizeof question - 1);
        take(module, sizeof question - 1);
        give(module, answer, sizeof answer - 1);
        take(app, sizeof answer - 1);
        times[i] = now_us() - from;
    }
    qsort(times, rounds, sizeof times[0], by_size);
    printf("%-10s median %5lld us, 99%% %5lld us, worst %5lld us\n", name,
           (long long)times[rounds / 2], (long long)times[rounds * 99 / 100],
           (long long)times[rounds - 1]);
}

static pid_t start(const char *program, const char *port, const char *link)
{
    char source[PATH_BYTES];
    (void)snprintf(source, sizeof source, "bridge:%s", port);
    pid_t child = fork();
    if (child == 0) {
        (void)execl(program, program, "record", source, "--link", link, "-q", "-o", "/dev/null",
                    (char *)NULL);
        _exit(127);
    }
    return child;
}

static int wait_for(const char *link)
{
    int fd = -1;
    for (int64_t until = now_us() + WAIT_MS * 1000; fd < 0 && now_us() < until;) {
        fd = open(link, O_RDWR | O_NOCTTY);
    }
    if (fd < 0) {
        die(link);
    }
    return fd;
}

int main(int argc, char **argv)
{
    char link[PATH_BYTES];
    unsigned long rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 2000;
    if (argc < 2 || rounds == 0 || rounds > ROUNDS_MAX) {
        (void)fprintf(stderr, "usage: bridge PROGRAM [ROUNDS]\n");
        return 2;
    }
    int module = open_terminal();
    int near = open(ptsname(module), O_RDWR | O_NOCTTY);
    measure("direct", near, module, (unsigned)rounds);
    (void)snprintf(link, sizeof link, "/tmp/spw-bridge-%ld", (long)getpid());
    pid_t child = start(argv[1], ptsname(module), link);
    (void)close(near);
    measure("bridged", wait_for(link), module, (unsigned)rounds);
    (void)kill(child, SIGTERM);
    (void)waitpid(child, NULL, 0);
    return 0;
}
