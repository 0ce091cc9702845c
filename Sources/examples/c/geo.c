/* Places on the earth, for swpipe: https://en.wikipedia.org/wiki/Haversine_formula and
 * https://en.wikipedia.org/wiki/Geohash.
 *
 *     cc -O2 -shared -fPIC -o libgeo.so geo.c -lm $(pkg-config --cflags swpipe-plugin)
 *
 * An element is a line whose last two fields are a latitude and a longitude in degrees, separated by
 * commas: `Berlin,52.52,13.405`. */
#include <swpipe_plugin.h>

#include <math.h>
#include <stdlib.h>

/* The mean radius of the earth in kilometres. */
#define EARTH 6371.0088
#define RADIANS (3.14159265358979323846 / 180)

typedef struct place {
  double latitude;
  double longitude;
} place;

typedef struct worker {
  enum { HASH, DISTANCE, WITHIN } work;
  place centre;
  double radius;
  int length;
} worker;

static const char manifest[] =
    "{\"name\": \"geo\", \"version\": \"1.0\", \"summary\": \"Places on the earth\","
    " \"transforms\": ["
    "{\"name\": \"geo.hash\", \"summary\": \"Adds the geohash of a place\", \"operators\": [\"map\"],"
    "  \"takes\": \"text\", \"parameters\": ["
    "   {\"name\": \"length\", \"type\": \"integer\", \"minimum\": 1, \"maximum\": 12, \"default\": 9,"
    "    \"help\": \"The number of characters.\"}]},"
    "{\"name\": \"geo.distance\", \"summary\": \"Adds how far away a place is, in kilometres\","
    "  \"operators\": [\"map\"], \"takes\": \"text\", \"parameters\": ["
    "   {\"name\": \"latitude\", \"type\": \"number\", \"minimum\": -90, \"maximum\": 90,"
    "    \"required\": true, \"help\": \"Degrees north of the equator.\"},"
    "   {\"name\": \"longitude\", \"type\": \"number\", \"minimum\": -180, \"maximum\": 180,"
    "    \"required\": true, \"help\": \"Degrees east of Greenwich.\"}]},"
    "{\"name\": \"geo.within\", \"summary\": \"Holds for places that are near another one\","
    "  \"operators\": [\"filter\"], \"takes\": \"text\", \"parameters\": ["
    "   {\"name\": \"latitude\", \"type\": \"number\", \"minimum\": -90, \"maximum\": 90,"
    "    \"required\": true, \"help\": \"Degrees north of the equator.\"},"
    "   {\"name\": \"longitude\", \"type\": \"number\", \"minimum\": -180, \"maximum\": 180,"
    "    \"required\": true, \"help\": \"Degrees east of Greenwich.\"},"
    "   {\"name\": \"radius\", \"type\": \"number\", \"minimum\": 0, \"required\": true,"
    "    \"help\": \"Kilometres; a place that far away is still near.\"}]}]}";

uint32_t swpipe_plugin_version(void) { return SWPIPE_PLUGIN_VERSION; }

const char *swpipe_plugin_describe(void) { return manifest; }

static double number(const swpipe_start_info *info, const char *name) {
  const swpipe_argument *argument = swpipe_find_argument(info, name);
  return argument == NULL ? 0 : argument->number;
}

void *swpipe_plugin_start(const swpipe_start_info *info, swpipe_error *error) {
  worker *made = malloc(sizeof *made);
  if (made == NULL) {
    swpipe_fail(error, "there is no memory");
    return NULL;
  }
  /* The names are those of the manifest: swpipe asks for no other. */
  const char *name = info->transform.bytes;
  made->work = strcmp(name, "geo.hash") == 0       ? HASH
               : strcmp(name, "geo.distance") == 0 ? DISTANCE
                                                   : WITHIN;
  made->centre = (place){number(info, "latitude"), number(info, "longitude")};
  made->radius = number(info, "radius");
  made->length = (int)number(info, "length");
  return made;
}

/* Reads the last two fields of a line; false where they are none. */
static int read_place(const swpipe_element *element, place *read) {
  size_t start = element->count;
  for (int commas = 0; start > 0; start--)
    if (element->bytes[start - 1] == ',' && ++commas == 2) break;
  /* No NUL stands behind an element, which strtod needs. */
  char fields[64], *end;
  size_t count = element->count - start;
  if (count >= sizeof fields) return 0;
  memcpy(fields, element->bytes + start, count);
  fields[count] = 0;
  read->latitude = strtod(fields, &end);
  if (end == fields || *end != ',') return 0;
  char *second = end + 1;
  read->longitude = strtod(second, &end);
  return end != second && end == fields + count && fabs(read->latitude) <= 90 &&
         fabs(read->longitude) <= 180;
}

/* The way between two places over the earth's surface, in kilometres. */
static double distance(place a, place b) {
  double latitudes = sin((b.latitude - a.latitude) * RADIANS / 2);
  double longitudes = sin((b.longitude - a.longitude) * RADIANS / 2);
  double h = latitudes * latitudes + cos(a.latitude * RADIANS) * cos(b.latitude * RADIANS) *
                                         longitudes * longitudes;
  return 2 * EARTH * asin(sqrt(h < 1 ? h : 1));
}

/* Halves the longitudes and the latitudes in turn; five halves are a character. */
static void geohash(place place, char *hash, int length) {
  double low[2] = {-180, -90}, high[2] = {180, 90};
  double value[2] = {place.longitude, place.latitude};
  for (int i = 0; i < length; i++) {
    unsigned bits = 0;
    for (int j = 0; j < 5; j++) {
      int axis = (i * 5 + j) % 2;
      double middle = (low[axis] + high[axis]) / 2;
      int upper = value[axis] >= middle;
      *(upper ? &low[axis] : &high[axis]) = middle;
      bits = bits << 1 | (unsigned)upper;
    }
    hash[i] = "0123456789bcdefghjkmnpqrstuvwxyz"[bits];
  }
}

/* A decimal with three digits behind the point, whatever the locale. */
static size_t write_metres(double kilometres, char *text) {
  unsigned long metres = (unsigned long)(kilometres * 1000 + 0.5);
  char digits[24];
  size_t count = 0, written = 0;
  for (; metres > 0 || count < 4; metres /= 10) digits[count++] = (char)('0' + metres % 10);
  while (count > 0) {
    if (count == 3) text[written++] = '.';
    text[written++] = digits[--count];
  }
  return written;
}

swpipe_result swpipe_plugin_apply(void *state, const swpipe_element *element,
                                  swpipe_output *output, swpipe_error *error) {
  const worker *worker = state;
  place read;
  char text[24];
  size_t count;
  if (!read_place(element, &read))
    return swpipe_fail(error, "the last two fields are no latitude and longitude");
  switch (worker->work) {
    case WITHIN:
      return distance(worker->centre, read) <= worker->radius ? SWPIPE_KEEP : SWPIPE_DROP;
    case DISTANCE: count = write_metres(distance(worker->centre, read), text); break;
    default: geohash(read, text, worker->length), count = (size_t)worker->length; break;
  }
  output->write(output, element->bytes, element->count);
  output->write(output, ",", 1);
  output->write(output, text, count);
  output->end(output);
  return SWPIPE_DONE;
}

int swpipe_plugin_done(void *state, const swpipe_stage_status *status, swpipe_error *error) {
  (void)state, (void)status, (void)error;
  return 0;
}

void swpipe_plugin_free(void *state) { free(state); }
