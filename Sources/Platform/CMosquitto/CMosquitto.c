#include "CMosquitto.h"
#include <pthread.h>
#include <signal.h>

static void begin(void) { mosquitto_lib_init(); }

void blisterd_mosquitto_begin(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, begin);
}

void blisterd_mosquitto_block_pipe_signal(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}
