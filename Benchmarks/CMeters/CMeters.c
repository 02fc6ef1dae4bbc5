#define _GNU_SOURCE
#include "CMeters.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

static int64_t nanoseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t meters_thread_cpu_nanoseconds(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }
int64_t meters_process_cpu_nanoseconds(void) { return nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }
int meters_thread_id(void) { return gettid(); }

// One slot per thread that ever allocated; the last is shared by all that came too late.
enum { slot_count = 4096 };
struct slot {
    _Atomic int thread;
    _Atomic uint64_t count;
};
static struct slot slots[slot_count];
static _Atomic int slots_used;
// initial-exec: other models may allocate on first use.
static _Thread_local struct slot *own __attribute__((tls_model("initial-exec")));

static inline void count_one(void) {
    if (!own) {
        int index = atomic_fetch_add(&slots_used, 1);
        own = &slots[index < slot_count ? index : slot_count - 1];
        atomic_store(&own->thread, gettid());
    }
    atomic_fetch_add_explicit(&own->count, 1, memory_order_relaxed);
}

uint64_t meters_allocation_count(int thread) {
    uint64_t count = 0;
    for (int index = 0; index < slot_count; index++) {
        if (atomic_load(&slots[index].thread) == thread) count = atomic_load(&slots[index].count);
    }
    return count;
}

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
    count_one();
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    count_one();
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    count_one();
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    count_one();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count_one();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    count_one();
    void *made = __libc_memalign(alignment, size);
    if (!made) return ENOMEM;
    *block = made;
    return 0;
}
