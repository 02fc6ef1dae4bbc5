#pragma once
// Kernel and C library calls that Swift cannot import: variadic functions, _GNU_SOURCE names and
// ioctl codes. Plain wrappers, no logic. _GNU_SOURCE stays in CLinux.c: here it would make the
// C library's types differ from those of `import Glibc`.
#include <linux/gpio.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/un.h>

// Files
int clinux_open(const char *path, int flags, unsigned mode);
int clinux_ioctl(int file, unsigned long request, void *argument);

// Threads
typedef void *(*clinux_thread_body)(void *context);
int clinux_thread_start(clinux_thread_body body, void *context, size_t stack_bytes,
                        unsigned long *thread);
int clinux_thread_join(unsigned long thread);
int clinux_thread_set_name(const char *name);
// Pins the calling thread to the processors whose bits are set.
int clinux_thread_set_processors(uint64_t mask);
// SCHED_FIFO with `priority` for the calling thread.
int clinux_thread_set_fifo(int priority);
int clinux_lock_memory(void);
int clinux_allowed_processors(uint64_t *mask);

// sem_t on the heap, waiting on CLOCK_MONOTONIC
sem_t *clinux_semaphore_make(unsigned value);
void clinux_semaphore_free(sem_t *semaphore);
int clinux_semaphore_wait_until(sem_t *semaphore, int64_t monotonic_nanoseconds);

int64_t clinux_monotonic_nanoseconds(void);

// Sleeps until the monotonic time; the errno value, 0 when it came.
int clinux_sleep_until(int64_t monotonic_nanoseconds);
