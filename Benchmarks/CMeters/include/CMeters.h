#pragma once
// What a process costs: CPU time, and allocations per thread. Linked into the benchmark only: the
// program that links this target has its malloc family counted.
#include <stdint.h>

// CPU time of the calling thread and of the whole process.
int64_t meters_thread_cpu_nanoseconds(void);
int64_t meters_process_cpu_nanoseconds(void);

// Allocations that thread `thread` (its kernel id) has made since it started; 0 when none.
uint64_t meters_allocation_count(int thread);
// Kernel id of the calling thread.
int meters_thread_id(void);
