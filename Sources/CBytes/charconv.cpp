#include "CBytes.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

bool swp_read_double(const uint8_t *text, size_t count, double *value) {
  const char *start = reinterpret_cast<const char *>(text);
  auto result = std::from_chars(start, start + count, *value);
  // from_chars does not say which way out of range; strtod does, and nobody sets a locale.
  if (result.ec == std::errc::result_out_of_range) {
    *value = std::strtod(std::string(start, count).c_str(), nullptr);
  }
  return std::isfinite(*value);
}

size_t swp_write_double(double value, uint8_t *text) {
  char *start = reinterpret_cast<char *>(text);
  double size = std::fabs(value);
  auto format = size == 0 || (size >= 1e-7 && size < 1e16) ? std::chars_format::fixed
                                                           : std::chars_format::scientific;
  return std::to_chars(start, start + 32, value, format).ptr - start;
}
