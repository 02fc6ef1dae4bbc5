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

int clinux_ioctl(int file, unsigned long request, void *argument) {
    return ioctl(file, request, argument);
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
