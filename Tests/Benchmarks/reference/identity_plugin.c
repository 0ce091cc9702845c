/* The plugin that costs least: each element as it is. */
#include <swpipe_plugin.h>

uint32_t swpipe_plugin_version(void) { return SWPIPE_PLUGIN_VERSION; }

const char *swpipe_plugin_describe(void) {
  return "{\"transforms\": [{\"name\": \"bench.identity\", \"operators\": [\"map\"]}]}";
}

void *swpipe_plugin_start(const swpipe_start_info *info, swpipe_error *error) {
  (void)error;
  return (void *)info;
}

swpipe_result swpipe_plugin_apply(void *state, const swpipe_element *element,
                                  swpipe_output *output, swpipe_error *error) {
  (void)state, (void)error;
  output->emit(output, element->bytes, element->count);
  return SWPIPE_DONE;
}

int swpipe_plugin_done(void *state, const swpipe_stage_status *status, swpipe_error *error) {
  (void)state, (void)status, (void)error;
  return 0;
}

void swpipe_plugin_free(void *state) { (void)state; }
