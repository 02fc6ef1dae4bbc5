#define _GNU_SOURCE 1
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <libv4l2.h>
#include <malloc.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/timex.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

static struct timespec to_timespec(int64_t nanoseconds) {
    if (nanoseconds < 0) nanoseconds = 0;
    return (struct timespec){.tv_sec = nanoseconds / 1000000000,
                             .tv_nsec = nanoseconds % 1000000000};
}

void clinux_keep_freed_memory(int bytes) {
    mallopt(M_MMAP_THRESHOLD, bytes);
    mallopt(M_TRIM_THRESHOLD, bytes);
}

void clinux_give_back_memory(void) { malloc_trim(0); }

int clinux_open(const char *path, int flags, unsigned mode) { return open(path, flags, mode); }

int clinux_stat(const char *path, struct stat *facts) { return stat(path, facts); }

int clinux_statvfs(const char *path, struct statvfs *facts) { return statvfs(path, facts); }

const char *clinux_entry_name(const struct dirent *entry) { return entry->d_name; }

int clinux_ioctl(int file, unsigned long request, void *argument) {
    return ioctl(file, request, argument);
}

int clinux_lock_file(int file) {
    while (flock(file, LOCK_EX)) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

int clinux_try_lock_file(int file) {
    while (flock(file, LOCK_EX | LOCK_NB)) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

int clinux_watch_folder(const char *path) {
    int file = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (file < 0) return -errno;
    uint32_t events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR;
    if (inotify_add_watch(file, path, events) < 0) {
        int code = errno;
        close(file);
        return -code;
    }
    return file;
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

int clinux_thread_set_background(void) {
    // On Linux the weight belongs to the thread; 0 names the calling one.
    return setpriority(PRIO_PROCESS, 0, 19) ? errno : 0;
}

int64_t clinux_thread_processor_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
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

int64_t clinux_wall_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int clinux_wall_is_synchronised(void) {
    struct timex state = {.modes = 0};
    int answer = adjtimex(&state);
    if (answer < 0) return -errno;
    return answer != TIME_ERROR && !(state.status & STA_UNSYNC);
}

int clinux_sleep_until(int64_t monotonic_nanoseconds) {
    struct timespec deadline = to_timespec(monotonic_nanoseconds);
    return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL);
}

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

static int unix_address(const char *path, struct sockaddr_un *address, socklen_t *length) {
    size_t count = strlen(path);
    if (count == 0 || count >= sizeof address->sun_path) return -ENAMETOOLONG;
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, count);
    int is_abstract = path[0] == '@';
    if (is_abstract) address->sun_path[0] = 0;
    *length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + count + (is_abstract ? 0 : 1));
    return 0;
}

static int failed(int file) {
    int code = errno;
    close(file);
    return -code;
}

int clinux_unix_connect(int type, const char *path) {
    struct sockaddr_un address;
    socklen_t length;
    int code = unix_address(path, &address, &length);
    if (code) return code;
    int file = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    if (file < 0) return -errno;
    return connect(file, (struct sockaddr *)&address, length) ? failed(file) : file;
}

int clinux_unix_bind(int type, const char *path, unsigned mode) {
    struct sockaddr_un address;
    socklen_t length;
    int code = unix_address(path, &address, &length);
    if (code) return code;
    int file = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    if (file < 0) return -errno;
    // The mode of the open socket becomes that of its name, without a moment of wider rights.
    if (path[0] != '@' && fchmod(file, mode)) return failed(file);
    if (bind(file, (struct sockaddr *)&address, length)) return failed(file);
    if (path[0] != '@' && chmod(path, mode)) return failed(file);
    return file;
}

int clinux_unix_listen(const char *path, unsigned mode, int backlog) {
    int file = clinux_unix_bind(SOCK_STREAM, path, mode);
    if (file < 0) return file;
    return listen(file, backlog) ? failed(file) : file;
}

int clinux_unix_accept(int file) {
    int made = accept4(file, NULL, NULL, SOCK_CLOEXEC);
    return made < 0 ? -errno : made;
}

int clinux_unix_peer(int file, uint32_t *user, int32_t *process) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(file, SOL_SOCKET, SO_PEERCRED, &peer, &length)) return -errno;
    *user = peer.uid;
    *process = peer.pid;
    return 0;
}

int64_t clinux_send(int file, const void *bytes, size_t count, int is_blocking) {
    ssize_t sent = send(file, bytes, count, MSG_NOSIGNAL | (is_blocking ? 0 : MSG_DONTWAIT));
    return sent < 0 ? -errno : sent;
}

// On a thread that was started before the signals were blocked (OpenBLAS starts its own while it is
// loaded): blocks the signal there, and sends it on, so that it comes out of the file.
static void send_on(int number, siginfo_t *info, void *context) {
    (void)info;
    int saved = errno;
    sigaddset(&((ucontext_t *)context)->uc_sigmask, number);
    kill(getpid(), number);
    errno = saved;
}

int clinux_signal_file(const int *signals, size_t count) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < count; i++) {
        sigaddset(&set, signals[i]);
        struct sigaction action = {.sa_sigaction = send_on, .sa_flags = SA_SIGINFO | SA_RESTART};
        if (sigaction(signals[i], &action, NULL)) return -errno;
    }
    int code = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (code) return -code;
    int file = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return file < 0 ? -errno : file;
}

int clinux_ignore_signal(int number) {
    struct sigaction action = {.sa_handler = SIG_IGN};
    return sigaction(number, &action, NULL) ? errno : 0;
}

static int soft_limit(int which, uint64_t *limit) {
    struct rlimit found;
    if (getrlimit(which, &found)) return errno;
    *limit = found.rlim_cur == RLIM_INFINITY ? UINT64_MAX : found.rlim_cur;
    return 0;
}

int clinux_limit_realtime_priority(uint64_t *limit) { return soft_limit(RLIMIT_RTPRIO, limit); }

int clinux_limit_locked_bytes(uint64_t *limit) { return soft_limit(RLIMIT_MEMLOCK, limit); }
