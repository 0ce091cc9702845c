#include "CJSONIndex.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define NONE UINT32_MAX

static inline bool is_space(uint8_t byte) {
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static inline bool is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

static inline bool is_hex(uint8_t byte) {
  return is_digit(byte) || (uint8_t)((byte | 0x20) - 'a') < 6;
}

/// Passes bytes that are neither a quote, a backslash nor a control character; the top bits of all
/// that were passed are gathered in `high`.
static inline size_t plain_run(const uint8_t *text, size_t at, size_t count, uint64_t *high) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
  const __m128i control = _mm_set1_epi8(0x1f);
  while (at + 16 <= count) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + at));
    __m128i stops = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
        _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
    unsigned mask = (unsigned)_mm_movemask_epi8(stops);
    unsigned tops = (unsigned)_mm_movemask_epi8(bytes);
    if (mask != 0) {
      unsigned run = (unsigned)__builtin_ctz(mask);
      *high |= tops & ((1u << run) - 1);
      return at + run;
    }
    *high |= tops;
    at += 16;
  }
#else
  const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
  while (at + 8 <= count) {
    uint64_t word;
    memcpy(&word, text + at, 8);
    uint64_t quotes = word ^ ones * '"', backslashes = word ^ ones * '\\';
    uint64_t hit = ((word - ones * 0x20) & ~word) | ((quotes - ones) & ~quotes) |
                   ((backslashes - ones) & ~backslashes);
    // A byte with its top bit set may hide a hit behind it, so such words go byte by byte.
    if ((hit & tops) != 0 || (word & tops) != 0) break;
    at += 8;
  }
#endif
  while (at < count) {
    uint8_t byte = text[at];
    if (byte < 0x20 || byte == '"' || byte == '\\') break;
    *high |= byte & 0x80;
    at += 1;
  }
  return at;
}

static inline size_t skip_space(swp_json_index *index, const uint8_t *text, size_t at,
                                size_t count) {
  while (at < count && is_space(text[at])) {
    if (text[at] == '\n' || text[at] == '\r') index->has_newlines = true;
    at += 1;
  }
  return at;
}

static bool grow(swp_json_index *index) {
  size_t capacity = index->capacity < 64 ? 64 : index->capacity * 2;
  swp_json_node *nodes = realloc(index->nodes, capacity * sizeof *nodes);
  if (nodes == NULL) return false;
  index->nodes = nodes;
  index->capacity = capacity;
  return true;
}

#define FAIL(code)              \
  do {                          \
    index->error_offset = at;   \
    return code;                \
  } while (0)

#define ADD_NODE(kind)                                                        \
  do {                                                                        \
    if (used == index->capacity && !grow(index)) FAIL(SWP_JSON_NO_MEMORY);    \
    node = index->nodes + used;                                               \
    node->start = (uint32_t)at;                                               \
    node->info = (kind);                                                      \
    used += 1;                                                                \
    node->next = (uint32_t)used;                                              \
  } while (0)

/// Passes a number; the offset behind it, or `SIZE_MAX` with the place in `*bad`.
static inline size_t pass_number(const uint8_t *text, size_t at, size_t count, size_t *bad) {
  if (text[at] == '-') at += 1;
  if (at < count && text[at] == '0') {
    at += 1;
  } else {
    if (at >= count || !is_digit(text[at])) goto no_digit;
    while (at < count && is_digit(text[at])) at += 1;
  }
  if (at < count && text[at] == '.') {
    at += 1;
    if (at >= count || !is_digit(text[at])) goto no_digit;
    while (at < count && is_digit(text[at])) at += 1;
  }
  if (at < count && (text[at] | 0x20) == 'e') {
    at += 1;
    if (at < count && (text[at] == '+' || text[at] == '-')) at += 1;
    if (at >= count || !is_digit(text[at])) goto no_digit;
    while (at < count && is_digit(text[at])) at += 1;
  }
  return at;
no_digit:
  *bad = at;
  return SIZE_MAX;
}

int swp_json_scan(swp_json_index *index, const uint8_t *text, size_t count, size_t depth_limit) {
  size_t at = 0, used = 0, depth = 0;
  uint32_t parent = NONE;
  swp_json_node *node;
  index->has_newlines = false;
  index->count = 0;
  if (count >= UINT32_MAX) FAIL(SWP_JSON_TOO_LARGE);

value:
  at = skip_space(index, text, at, count);
  if (at >= count) FAIL(SWP_JSON_NO_VALUE);
  switch (text[at]) {
    case '"': goto string;
    case '{':
    case '[': {
      bool is_object = text[at] == '{';
      if (depth >= depth_limit) FAIL(SWP_JSON_TOO_DEEP);
      depth += 1;
      ADD_NODE(is_object ? SWP_JSON_OBJECT : SWP_JSON_ARRAY);
      // While it is open, `end` holds the container around it.
      node->end = parent;
      parent = (uint32_t)(used - 1);
      at = skip_space(index, text, at + 1, count);
      if (at < count && text[at] == (is_object ? '}' : ']')) goto close;
      if (is_object) goto key;
      goto value;
    }
    case 't':
      if (count - at < 4 || memcmp(text + at, "true", 4) != 0) FAIL(SWP_JSON_NO_VALUE);
      ADD_NODE(SWP_JSON_TRUE);
      at += 4;
      node->end = (uint32_t)at;
      goto after;
    case 'f':
      if (count - at < 5 || memcmp(text + at, "false", 5) != 0) FAIL(SWP_JSON_NO_VALUE);
      ADD_NODE(SWP_JSON_FALSE);
      at += 5;
      node->end = (uint32_t)at;
      goto after;
    case 'n':
      if (count - at < 4 || memcmp(text + at, "null", 4) != 0) FAIL(SWP_JSON_NO_VALUE);
      ADD_NODE(SWP_JSON_NULL);
      at += 4;
      node->end = (uint32_t)at;
      goto after;
    case '-':
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9': {
      ADD_NODE(SWP_JSON_NUMBER);
      size_t bad = 0, end = pass_number(text, at, count, &bad);
      if (end == SIZE_MAX) {
        at = bad;
        FAIL(SWP_JSON_NO_DIGIT);
      }
      at = end;
      node->end = (uint32_t)at;
      goto after;
    }
    default: FAIL(SWP_JSON_NO_VALUE);
  }

key:
  if (at >= count || text[at] != '"') FAIL(SWP_JSON_NO_KEY);
string: {
  at += 1;
  ADD_NODE(SWP_JSON_STRING);
  uint64_t high = 0;
  for (;;) {
    at = plain_run(text, at, count, &high);
    if (at >= count) FAIL(SWP_JSON_NO_QUOTE);
    if (text[at] == '"') break;
    if (text[at] != '\\') FAIL(SWP_JSON_CONTROL);
    node->info |= SWP_JSON_ESCAPES;
    at += 1;
    if (at >= count) FAIL(SWP_JSON_NO_QUOTE);
    switch (text[at]) {
      case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't':
        at += 1;
        break;
      case 'u':
        at += 1;
        for (int digit = 0; digit < 4; digit += 1, at += 1) {
          if (at >= count || !is_hex(text[at])) FAIL(SWP_JSON_NO_HEX);
        }
        break;
      default: FAIL(SWP_JSON_NO_ESCAPE);
    }
  }
  node->end = (uint32_t)at;
  // Only strings hold bytes that are not ASCII, and few do.
  if (high != 0) {
    size_t length = node->end - node->start, valid = swp_utf8_valid(text + node->start, length);
    if (valid < length) {
      at = node->start + valid;
      FAIL(SWP_JSON_NO_UTF8);
    }
  }
  at += 1;
  // In an object a string is a key if an even number of nodes stands at this level; the count of the
  // members is raised with the key, and bit 4 says that its value is awaited.
  if (parent != NONE) {
    swp_json_node *around = index->nodes + parent;
    if ((around->info & 7) == SWP_JSON_OBJECT && (around->info & 16) == 0) {
      around->info |= 16;
      at = skip_space(index, text, at, count);
      if (at >= count || text[at] != ':') FAIL(SWP_JSON_NO_COLON);
      at += 1;
      goto value;
    }
  }
}

after:
  if (parent == NONE) {
    at = skip_space(index, text, at, count);
    if (at < count) FAIL(SWP_JSON_NO_END);
    index->count = used;
    return SWP_JSON_FINE;
  }
  {
    swp_json_node *around = index->nodes + parent;
    bool is_object = (around->info & 7) == SWP_JSON_OBJECT;
    if (around->info >> SWP_JSON_COUNT_SHIFT != SWP_JSON_COUNT_MANY) {
      around->info += 1u << SWP_JSON_COUNT_SHIFT;
    }
    around->info &= ~16u;
    at = skip_space(index, text, at, count);
    if (at < count && text[at] == ',') {
      at += 1;
      if (!is_object) goto value;
      at = skip_space(index, text, at, count);
      goto key;
    }
    if (at >= count || text[at] != (is_object ? '}' : ']')) {
      FAIL(is_object ? SWP_JSON_NO_COMMA_IN_OBJECT : SWP_JSON_NO_COMMA_IN_ARRAY);
    }
  }
close: {
  swp_json_node *closed = index->nodes + parent;
  parent = closed->end;
  at += 1;
  closed->end = (uint32_t)at;
  closed->next = (uint32_t)used;
  depth -= 1;
  goto after;
}
}

void swp_json_free(swp_json_index *index) {
  free(index->nodes);
  memset(index, 0, sizeof *index);
}

size_t swp_utf8_valid(const uint8_t *text, size_t count) {
  size_t at = 0;
  while (at < count) {
    uint64_t word;
    while (at + 8 <= count) {
      memcpy(&word, text + at, 8);
      if ((word & 0x8080808080808080u) != 0) break;
      at += 8;
    }
    if (at >= count) break;
    uint8_t first = text[at];
    if (first < 0x80) {
      at += 1;
      continue;
    }
    size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first < 0xc2 || first > 0xf4 || count - at < length) return at;
    uint8_t second = text[at + 1];
    if ((second & 0xc0) != 0x80) return at;
    if (first == 0xe0 && second < 0xa0) return at;
    if (first == 0xed && second > 0x9f) return at;
    if (first == 0xf0 && second < 0x90) return at;
    if (first == 0xf4 && second > 0x8f) return at;
    for (size_t next = 2; next < length; next += 1) {
      if ((text[at + next] & 0xc0) != 0x80) return at;
    }
    at += length;
  }
  return count;
}
