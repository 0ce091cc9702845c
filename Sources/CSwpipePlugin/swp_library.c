#include "swp_library.h"

#include <dlfcn.h>

// Finds a function; true if it is there. POSIX has it that a function's address fits a data pointer,
// which ISO C does not, so it is written through one.
static bool find(swp_library *library, void *handle, const char *name, void *function) {
  *(void **)function = dlsym(handle, name);
  if (*(void **)function != NULL) return true;
  library->fault = SWP_LIBRARY_INCOMPLETE;
  library->detail = name;
  return false;
}

swp_library swp_library_open(const char *path) {
  swp_library library = {.fault = SWP_LIBRARY_REFUSED};
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    library.detail = dlerror();
    return library;
  }
  uint32_t (*version)(void);
  if (!find(&library, handle, "swpipe_plugin_version", &version)) return library;
  // The version comes before the other functions, which another one may not have.
  library.version = version();
  if (library.version != SWPIPE_PLUGIN_VERSION) {
    library.fault = SWP_LIBRARY_FOREIGN;
    return library;
  }
  if (find(&library, handle, "swpipe_plugin_describe", &library.functions.describe) &&
      find(&library, handle, "swpipe_plugin_start", &library.functions.start) &&
      find(&library, handle, "swpipe_plugin_apply", &library.functions.apply) &&
      find(&library, handle, "swpipe_plugin_done", &library.functions.done) &&
      find(&library, handle, "swpipe_plugin_free", &library.functions.free))
    library.fault = SWP_LIBRARY_SOUND;
  return library;
}
