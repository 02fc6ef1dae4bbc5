#include "CTestCamera.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int loopback_open(const char *path, uint32_t width, uint32_t height) {
    int descriptor = open(path, O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    struct v4l2_format format = {.type = V4L2_BUF_TYPE_VIDEO_OUTPUT};
    format.fmt.pix.width = width;
    format.fmt.pix.height = height;
    format.fmt.pix.pixelformat = V4L2_PIX_FMT_GREY;
    format.fmt.pix.field = V4L2_FIELD_NONE;
    format.fmt.pix.bytesperline = width;
    format.fmt.pix.sizeimage = width * height;
    int result = ioctl(descriptor, VIDIOC_S_FMT, &format) < 0 ? -errno : 0;
    if (result == 0
        && (format.fmt.pix.width != width || format.fmt.pix.height != height
            || format.fmt.pix.pixelformat != V4L2_PIX_FMT_GREY)) {
        result = -EINVAL;
    }
    if (result < 0) {
        close(descriptor);
        return result;
    }
    return descriptor;
}

int loopback_write(int descriptor, const uint8_t *bytes, uint64_t count) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0) return -errno;
    return (uint64_t)written == count ? 0 : -EIO;
}

void loopback_close(int descriptor) { close(descriptor); }

int camera_press(const char *path, const char *name) {
    int descriptor = open(path, O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    int result = -ENOENT;
    struct v4l2_queryctrl query = {.id = V4L2_CTRL_FLAG_NEXT_CTRL};
    while (ioctl(descriptor, VIDIOC_QUERYCTRL, &query) == 0) {
        if (query.type == V4L2_CTRL_TYPE_BUTTON
            && strncmp((const char *)query.name, name, sizeof query.name) == 0) {
            struct v4l2_control control = {.id = query.id, .value = 1};
            result = ioctl(descriptor, VIDIOC_S_CTRL, &control) < 0 ? -errno : 0;
            break;
        }
        query.id |= V4L2_CTRL_FLAG_NEXT_CTRL;
    }
    close(descriptor);
    return result;
}
