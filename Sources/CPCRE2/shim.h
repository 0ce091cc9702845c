// The width must be set before pcre2.h is read, which a module map cannot do.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
