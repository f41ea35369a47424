// mach-o/dyld.h, which is not of the module Darwin.
#pragma once
#include <stdint.h>

int _NSGetExecutablePath(char *buf, uint32_t *bufsize);
