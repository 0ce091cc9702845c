#define _GNU_SOURCE
#include "CBytes.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

// Source of the idea: Wojciech Muła, "SIMD-friendly algorithms for substring searching", with the
// two bytes chosen by rarity as in BurntSushi's memchr crate.
//
// `places` is how many starts the needle may have. Needs at least 32 of them: the last block is
// moved back to end exactly at the last place, so that no byte behind the haystack is read.
__attribute__((target("avx2"))) static const uint8_t *find_avx2(const uint8_t *haystack,
                                                                size_t places,
                                                                const uint8_t *needle,
                                                                size_t needle_count, size_t first,
                                                                size_t second) {
  const __m256i a = _mm256_set1_epi8((char)needle[first]);
  const __m256i b = _mm256_set1_epi8((char)needle[second]);
  size_t place = 0;
  for (;;) {
    const uint8_t *block = haystack + place;
    __m256i matches =
        _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(block + first)), a),
                         _mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(block + second)), b));
    uint32_t mask = (uint32_t)_mm256_movemask_epi8(matches);
    while (mask != 0) {
      const uint8_t *candidate = block + __builtin_ctz(mask);
      if (memcmp(candidate, needle, needle_count) == 0) return candidate;
      mask &= mask - 1;
    }
    if (place + 32 >= places) return NULL;
    place = place + 64 <= places ? place + 32 : places - 32;
  }
}

// The same with the vectors that every x86-64 has; needs at least 16 places.
static const uint8_t *find_sse2(const uint8_t *haystack, size_t places, const uint8_t *needle,
                                size_t needle_count, size_t first, size_t second) {
  const __m128i a = _mm_set1_epi8((char)needle[first]);
  const __m128i b = _mm_set1_epi8((char)needle[second]);
  size_t place = 0;
  for (;;) {
    const uint8_t *block = haystack + place;
    __m128i matches =
        _mm_and_si128(_mm_cmpeq_epi8(_mm_loadu_si128((const void *)(block + first)), a),
                      _mm_cmpeq_epi8(_mm_loadu_si128((const void *)(block + second)), b));
    uint32_t mask = (uint32_t)_mm_movemask_epi8(matches);
    while (mask != 0) {
      const uint8_t *candidate = block + __builtin_ctz(mask);
      if (memcmp(candidate, needle, needle_count) == 0) return candidate;
      mask &= mask - 1;
    }
    if (place + 16 >= places) return NULL;
    place = place + 32 <= places ? place + 16 : places - 16;
  }
}
#endif

const uint8_t *swp_find(const uint8_t *haystack, size_t count, const uint8_t *needle,
                        size_t needle_count, size_t first, size_t second) {
  if (haystack == NULL || count < needle_count) return NULL;
  if (needle_count == 1) return memchr(haystack, needle[0], count);
#if defined(__x86_64__)
  size_t places = count - needle_count + 1;
  if (places >= 32 && __builtin_cpu_supports("avx2")) {
    return find_avx2(haystack, places, needle, needle_count, first, second);
  }
  if (places >= 16) return find_sse2(haystack, places, needle, needle_count, first, second);
#else
  (void)first;
  (void)second;
#endif
  return memmem(haystack, count, needle, needle_count);
}
