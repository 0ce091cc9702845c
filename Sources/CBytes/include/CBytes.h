// Loops over bytes that Swift cannot write as fast: a search with vector instructions, whose
// compare masks Swift does not have, and doubles through C++'s charconv. Each has no state and
// touches nothing but its arguments.
#ifndef SWPIPE_CBYTES_H
#define SWPIPE_CBYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

#ifdef __cplusplus
extern "C" {
#endif

/// The first place of a needle of at least one byte in a haystack, or NULL.
///
/// `first` and `second` are offsets of two of the needle's bytes, the ones that occur least often in
/// what is searched: 32 places at a time are ruled out by comparing these two alone.
const uint8_t *_Nullable swp_find(const uint8_t *_Nullable haystack, size_t count,
                                  const uint8_t *needle, size_t needle_count, size_t first,
                                  size_t second);

/// Reads a number that has the grammar of a JSON number; false if its magnitude is too large.
bool swp_read_double(const uint8_t *text, size_t count, double *value);

/// Writes a finite double with the fewest digits that read back as the same one, at most 32 bytes;
/// returns how many. 1e16 and more, and less than 1e-7, get an exponent.
size_t swp_write_double(double value, uint8_t *text);

#ifdef __cplusplus
}
#endif

#pragma clang assume_nonnull end

#endif
