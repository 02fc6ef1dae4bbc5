#ifndef BLISTERD_CTESTCAMERA_H
#define BLISTERD_CTESTCAMERA_H

#include <stdint.h>

// Opens a V4L2 output node (v4l2loopback) for GREY frames of `width` x `height`; a descriptor, or -errno.
int loopback_open(const char *path, uint32_t width, uint32_t height);

// Writes the first `count` bytes of a frame; 0, or -errno (EIO for a partial write).
int loopback_write(int descriptor, const uint8_t *bytes, uint64_t count);

void loopback_close(int descriptor);

// Presses the driver's button control called `name`, as vivid's "Disconnect"; 0, or -errno (ENOENT without it).
int camera_press(const char *path, const char *name);

#endif
