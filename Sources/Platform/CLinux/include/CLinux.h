#pragma once
// Kernel and C library calls that Swift cannot import: variadic functions, _GNU_SOURCE names and
// ioctl codes. Plain wrappers, no logic. _GNU_SOURCE stays in CLinux.c: here it would make the
// C library's types differ from those of `import Glibc`.
#include <dirent.h>
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
// stat and statvfs are types as well as functions, which Swift cannot tell apart.
int clinux_stat(const char *path, struct stat *facts);
int clinux_statvfs(const char *path, struct statvfs *facts);
// The name is longer than its field in the header says, or shorter than the field.
const char *clinux_entry_name(const struct dirent *entry);
int clinux_ioctl(int file, unsigned long request, void *argument);
// Waits until no other holder is left; held until the file is closed. 0 or errno.
int clinux_lock_file(int file);
// As above, but gives up at once: EWOULDBLOCK where another holds it.
int clinux_try_lock_file(int file);
// A file that tells of files written and moved into a folder: inotify(7). The file, or -errno.
int clinux_watch_folder(const char *path);

// ppoll that goes on when it is interrupted; -1 waits for ever. The count, or -errno.
int clinux_poll(struct pollfd *entries, unsigned long count, int64_t timeout_nanoseconds);

// Threads
typedef void *(*clinux_thread_body)(void *context);
int clinux_thread_start(clinux_thread_body body, void *context, size_t stack_bytes,
                        unsigned long *thread);
int clinux_thread_join(unsigned long thread);
int clinux_thread_set_name(const char *name);
// Tells the processor that the thread is looking again and again.
static inline void clinux_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// Pins the calling thread to the processors whose bits are set.
int clinux_thread_set_processors(uint64_t mask);
// SCHED_FIFO with `priority` for the calling thread.
int clinux_thread_set_fifo(int priority);
// The lowest weight (nice 19) for the calling thread and those it starts.
int clinux_thread_set_background(void);
// Time that the calling thread has spent on a processor.
int64_t clinux_thread_processor_nanoseconds(void);
int clinux_lock_memory(void);
int clinux_allowed_processors(uint64_t *mask);

// sem_t on the heap, waiting on CLOCK_MONOTONIC
sem_t *clinux_semaphore_make(unsigned value);
void clinux_semaphore_free(sem_t *semaphore);
int clinux_semaphore_wait_until(sem_t *semaphore, int64_t monotonic_nanoseconds);

int64_t clinux_monotonic_nanoseconds(void);
// CLOCK_REALTIME since 1970.
int64_t clinux_wall_nanoseconds(void);
// Whether the kernel's clock follows a reference: adjtimex(2). 1, 0, or -errno.
int clinux_wall_is_synchronised(void);

// Freed memory up to this many bytes stays with the process instead of being faulted in anew.
void clinux_keep_freed_memory(int bytes);

/* malloc_trim(3): gives back every whole page that is free. */
void clinux_give_back_memory(void);

// Sleeps until the monotonic time; the errno value, 0 when it came.
int clinux_sleep_until(int64_t monotonic_nanoseconds);

// Cameras through libv4l2, which converts odd formats
int clinux_v4l2_attach(int file);
int clinux_v4l2_ioctl(int file, unsigned long request, void *argument);
int clinux_v4l2_close(int file);
// NULL with errno when refused.
void *clinux_v4l2_map(int file, size_t bytes, int64_t offset);
int clinux_v4l2_unmap(void *start, size_t bytes);
// Fills with a pattern that alternates between two values, as no flat picture does.
void clinux_poison(void *start, size_t bytes);
// Rows before the first that is still poison from end to end; -1 when later ones are not.
ptrdiff_t clinux_written_rows(const void *start, size_t rows, size_t pitch, size_t row_bytes);

static const unsigned long clinux_vidioc_querycap = VIDIOC_QUERYCAP;
static const unsigned long clinux_vidioc_enum_fmt = VIDIOC_ENUM_FMT;
static const unsigned long clinux_vidioc_enum_framesizes = VIDIOC_ENUM_FRAMESIZES;
static const unsigned long clinux_vidioc_g_fmt = VIDIOC_G_FMT;
static const unsigned long clinux_vidioc_s_fmt = VIDIOC_S_FMT;
static const unsigned long clinux_vidioc_s_input = VIDIOC_S_INPUT;
static const unsigned long clinux_vidioc_s_parm = VIDIOC_S_PARM;
static const unsigned long clinux_vidioc_reqbufs = VIDIOC_REQBUFS;
static const unsigned long clinux_vidioc_querybuf = VIDIOC_QUERYBUF;
static const unsigned long clinux_vidioc_qbuf = VIDIOC_QBUF;
static const unsigned long clinux_vidioc_dqbuf = VIDIOC_DQBUF;
static const unsigned long clinux_vidioc_streamon = VIDIOC_STREAMON;
static const unsigned long clinux_vidioc_streamoff = VIDIOC_STREAMOFF;
static const unsigned long clinux_vidioc_queryctrl = VIDIOC_QUERYCTRL;
static const unsigned long clinux_vidioc_querymenu = VIDIOC_QUERYMENU;
static const unsigned long clinux_vidioc_g_ctrl = VIDIOC_G_CTRL;
static const unsigned long clinux_vidioc_s_ctrl = VIDIOC_S_CTRL;
static const uint32_t clinux_ctrl_flag_next = V4L2_CTRL_FLAG_NEXT_CTRL;

// GPIO character device, uAPI v2
static const unsigned long clinux_gpio_get_chipinfo = GPIO_GET_CHIPINFO_IOCTL;
static const unsigned long clinux_gpio_get_lineinfo = GPIO_V2_GET_LINEINFO_IOCTL;
static const unsigned long clinux_gpio_get_line = GPIO_V2_GET_LINE_IOCTL;
static const unsigned long clinux_gpio_get_values = GPIO_V2_LINE_GET_VALUES_IOCTL;
static const unsigned long clinux_gpio_set_values = GPIO_V2_LINE_SET_VALUES_IOCTL;
static const uint64_t clinux_gpio_flag_used = GPIO_V2_LINE_FLAG_USED;
static const uint64_t clinux_gpio_flag_active_low = GPIO_V2_LINE_FLAG_ACTIVE_LOW;
static const uint64_t clinux_gpio_flag_input = GPIO_V2_LINE_FLAG_INPUT;
static const uint64_t clinux_gpio_flag_output = GPIO_V2_LINE_FLAG_OUTPUT;
static const uint64_t clinux_gpio_flag_rising = GPIO_V2_LINE_FLAG_EDGE_RISING;
static const uint64_t clinux_gpio_flag_falling = GPIO_V2_LINE_FLAG_EDGE_FALLING;
static const uint64_t clinux_gpio_flag_open_drain = GPIO_V2_LINE_FLAG_OPEN_DRAIN;
static const uint64_t clinux_gpio_flag_open_source = GPIO_V2_LINE_FLAG_OPEN_SOURCE;
static const uint64_t clinux_gpio_flag_pull_up = GPIO_V2_LINE_FLAG_BIAS_PULL_UP;
static const uint64_t clinux_gpio_flag_pull_down = GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN;
static const uint64_t clinux_gpio_flag_bias_disabled = GPIO_V2_LINE_FLAG_BIAS_DISABLED;
static const uint32_t clinux_gpio_event_rising = GPIO_V2_LINE_EVENT_RISING_EDGE;

// Unix sockets; a leading @ in `path` means the abstract name space. The file, or -errno.
int clinux_unix_connect(int type, const char *path);
int clinux_unix_bind(int type, const char *path, unsigned mode);
int clinux_unix_listen(const char *path, unsigned mode, int backlog);
int clinux_unix_accept(int file);
// The user at the other end; 0 or -errno.
int clinux_unix_peer(int file, uint32_t *user, int32_t *process);
// Never raises SIGPIPE. The bytes, or -errno.
int64_t clinux_send(int file, const void *bytes, size_t count, int is_blocking);

// Blocks the signals for this thread and those it starts; the file that delivers them, or -errno.
int clinux_signal_file(const int *signals, size_t count);
int clinux_ignore_signal(int signal);

// Soft limits of this process, UINT64_MAX for none; 0 or errno.
int clinux_limit_realtime_priority(uint64_t *limit);
int clinux_limit_locked_bytes(uint64_t *limit);
