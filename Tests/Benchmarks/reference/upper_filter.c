/* A filter that answers what it has read at once: letters become capitals. */
#include <unistd.h>

int main(void) {
  static char bytes[1 << 16];
  ssize_t count;
  while ((count = read(0, bytes, sizeof bytes)) > 0) {
    for (ssize_t i = 0; i < count; i++)
      if (bytes[i] >= 'a' && bytes[i] <= 'z') bytes[i] -= 32;
    for (ssize_t sent = 0; sent < count;) {
      ssize_t part = write(1, bytes + sent, count - sent);
      if (part <= 0) return 1;
      sent += part;
    }
  }
  return 0;
}
