#define _GNU_SOURCE 1
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>

static struct timespec to_timespec(int64_t nanoseconds) {
    if (nanoseconds < 0) nanoseconds = 0;
    return (struct timespec){.tv_sec = nanoseconds / 1000000000,
                             .tv_nsec = nanoseconds % 1000000000};
}

int clinux_open(const char *path, int flags, unsigned mode) { return open(path, flags, mode); }

int clinux_stat(const char *path, struct stat *facts) { return stat(path, facts); }

int clinux_statvfs(const char *path, struct statvfs *facts) { return statvfs(path, facts); }

int clinux_ioctl(int file, unsigned long request, void *argument) {
    return ioctl(file, request, argument);
}

int clinux_poll(struct pollfd *entries, unsigned long count, int64_t timeout_nanoseconds) {
    int64_t deadline = timeout_nanoseconds < 0
                           ? -1
                           : clinux_monotonic_nanoseconds() + timeout_nanoseconds;
    for (;;) {
        struct timespec left = {0};
        if (deadline >= 0) {
            int64_t rest = deadline - clinux_monotonic_nanoseconds();
            left = to_timespec(rest);
        }
        int found = ppoll(entries, count, deadline < 0 ? NULL : &left, NULL);
        if (found >= 0) return found;
        if (errno != EINTR) return -errno;
    }
}

int clinux_thread_start(clinux_thread_body body, void *context, size_t stack_bytes,
                        unsigned long *thread) {
    pthread_attr_t attributes;
    int code = pthread_attr_init(&attributes);
    if (code) return code;
    code = pthread_attr_setstacksize(&attributes, stack_bytes);
    pthread_t made = 0;
    if (!code) code = pthread_create(&made, &attributes, body, context);
    pthread_attr_destroy(&attributes);
    *thread = made;
    return code;
}

int clinux_thread_join(unsigned long thread) { return pthread_join(thread, NULL); }

int clinux_thread_set_name(const char *name) { return pthread_setname_np(pthread_self(), name); }

int clinux_thread_set_processors(uint64_t mask) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int i = 0; i < 64; i++)
        if (mask >> i & 1) CPU_SET(i, &set);
    return pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

int clinux_thread_set_fifo(int priority) {
    struct sched_param parameter = {.sched_priority = priority};
    return pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameter);
}

// ONFAULT: without it every thread's whole stack and every reserved arena would become resident.
int clinux_lock_memory(void) {
    return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) ? errno : 0;
}

int clinux_allowed_processors(uint64_t *mask) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set)) return errno;
    *mask = 0;
    for (int i = 0; i < 64; i++)
        if (CPU_ISSET(i, &set)) *mask |= 1ull << i;
    return 0;
}

sem_t *clinux_semaphore_make(unsigned value) {
    sem_t *semaphore = malloc(sizeof *semaphore);
    if (semaphore && sem_init(semaphore, 0, value)) {
        free(semaphore);
        return NULL;
    }
    return semaphore;
}

void clinux_semaphore_free(sem_t *semaphore) {
    sem_destroy(semaphore);
    free(semaphore);
}

int clinux_semaphore_wait_until(sem_t *semaphore, int64_t monotonic_nanoseconds) {
    struct timespec deadline = to_timespec(monotonic_nanoseconds);
    return sem_clockwait(semaphore, CLOCK_MONOTONIC, &deadline) ? errno : 0;
}

int64_t clinux_monotonic_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int clinux_sleep_until(int64_t monotonic_nanoseconds) {
    struct timespec deadline = to_timespec(monotonic_nanoseconds);
    return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL);
}

#include <libv4l2.h>
#include <string.h>

int clinux_v4l2_attach(int file) { return v4l2_fd_open(file, 0); }

int clinux_v4l2_ioctl(int file, unsigned long request, void *argument) {
    return v4l2_ioctl(file, request, argument);
}

int clinux_v4l2_close(int file) { return v4l2_close(file); }

void *clinux_v4l2_map(int file, size_t bytes, int64_t offset) {
    void *start = v4l2_mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, offset);
    return start == MAP_FAILED ? NULL : start;
}

int clinux_v4l2_unmap(void *start, size_t bytes) { return v4l2_munmap(start, bytes); }

static const uint8_t poison_pair[2] = {0xA5, 0x5A};

void clinux_poison(void *start, size_t bytes) {
    uint8_t *target = start;
    for (size_t i = 0; i < bytes; i++) target[i] = poison_pair[i & 1];
}

static int is_poison(const uint8_t *row, size_t offset, size_t bytes) {
    for (size_t i = 0; i < bytes; i++)
        if (row[i] != poison_pair[(offset + i) & 1]) return 0;
    return 1;
}

ptrdiff_t clinux_written_rows(const void *start, size_t rows, size_t pitch, size_t row_bytes) {
    const uint8_t *source = start;
    size_t written = 0;
    while (written < rows && !is_poison(source + written * pitch, written * pitch, row_bytes))
        written++;
    for (size_t row = written; row < rows; row++)
        if (!is_poison(source + row * pitch, row * pitch, row_bytes)) return -1;
    return (ptrdiff_t)written;
}
