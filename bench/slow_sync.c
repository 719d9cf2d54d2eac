/* Makes every fdatasync and fsync wait SLOW_SYNC_US microseconds longer (default 3000), as a slower disk would. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

static void wait_longer(void) {
  char const *text = getenv("SLOW_SYNC_US");
  long const us = text ? atol(text) : 3000;
  struct timespec left = {us / 1000000, us % 1000000 * 1000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
}

static int (*real(char const *name))(int) {
  int (*found)(int);
  *(void **)&found = dlsym(RTLD_NEXT, name);
  return found;
}

int fdatasync(int file) {
  wait_longer();
  return real("fdatasync")(file);
}

int fsync(int file) {
  wait_longer();
  return real("fsync")(file);
}
