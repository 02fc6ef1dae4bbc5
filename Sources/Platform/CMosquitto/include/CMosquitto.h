#ifndef BLISTERD_CMOSQUITTO_H
#define BLISTERD_CMOSQUITTO_H

#include <mosquitto.h>

/* Once for the process, before any other call of the library. */
void blisterd_mosquitto_begin(void);
/* A write into a connection that the broker has closed shall fail, not end the process. */
void blisterd_mosquitto_block_pipe_signal(void);

#endif
