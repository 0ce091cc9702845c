#include "CYAMLShim.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

// libyaml's marks count characters. The byte offset of every 64th character is kept, so that an
// offset costs at most 63 steps wherever in the text it is.
enum { CHARACTERS_PER_CHECKPOINT = 64 };

struct swp_yaml_reader {
  yaml_parser_t parser;
  yaml_event_t event;
  bool has_event;
  unsigned char *text;
  size_t length;
  size_t *checkpoints;
  size_t checkpoint_count;
};

static bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// libyaml skips a byte order mark without counting it.
static size_t text_start(const swp_yaml_reader *reader) {
  static const unsigned char mark[3] = {0xEF, 0xBB, 0xBF};
  return reader->length >= 3 && memcmp(reader->text, mark, 3) == 0 ? 3 : 0;
}

static void fill_checkpoints(swp_yaml_reader *reader) {
  size_t characters = 0;
  for (size_t at = text_start(reader); at < reader->length; at++) {
    if (is_continuation(reader->text[at])) continue;
    if (characters % CHARACTERS_PER_CHECKPOINT == 0)
      reader->checkpoints[reader->checkpoint_count++] = at;
    characters++;
  }
}

static size_t byte_offset(const swp_yaml_reader *reader, size_t character) {
  size_t checkpoint = character / CHARACTERS_PER_CHECKPOINT;
  if (checkpoint >= reader->checkpoint_count) return reader->length;
  size_t at = reader->checkpoints[checkpoint];
  size_t left = character % CHARACTERS_PER_CHECKPOINT;
  for (; left > 0 && at < reader->length; left--) {
    at++;
    while (at < reader->length && is_continuation(reader->text[at])) at++;
  }
  return at;
}

swp_yaml_reader *swp_yaml_reader_create(const char *bytes, size_t length) {
  swp_yaml_reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return NULL;
  reader->length = bytes == NULL ? 0 : length;
  reader->text = malloc(reader->length + 1);
  reader->checkpoints =
      malloc((reader->length / CHARACTERS_PER_CHECKPOINT + 1) * sizeof *reader->checkpoints);
  if (reader->text == NULL || reader->checkpoints == NULL ||
      !yaml_parser_initialize(&reader->parser)) {
    free(reader->text);
    free(reader->checkpoints);
    free(reader);
    return NULL;
  }
  if (reader->length > 0) memcpy(reader->text, bytes, reader->length);
  fill_checkpoints(reader);
  yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
  // An encoding that is set switches libyaml's own search for a byte order mark off.
  size_t start = text_start(reader);
  yaml_parser_set_input_string(&reader->parser, reader->text + start, reader->length - start);
  return reader;
}

void swp_yaml_reader_destroy(swp_yaml_reader *reader) {
  if (reader->has_event) yaml_event_delete(&reader->event);
  yaml_parser_delete(&reader->parser);
  free(reader->text);
  free(reader->checkpoints);
  free(reader);
}

static swp_yaml_style scalar_style(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return SWP_YAML_STYLE_SINGLE_QUOTED;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return SWP_YAML_STYLE_DOUBLE_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE: return SWP_YAML_STYLE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE: return SWP_YAML_STYLE_FOLDED;
    default: return SWP_YAML_STYLE_PLAIN;
  }
}

static bool write_error(const swp_yaml_reader *reader, swp_yaml_event *event) {
  const yaml_parser_t *parser = &reader->parser;
  event->kind = SWP_YAML_ERROR;
  event->problem = parser->problem != NULL ? parser->problem : "out of memory";
  event->problem_offset = parser->error == YAML_READER_ERROR
                              ? text_start(reader) + parser->problem_offset
                              : byte_offset(reader, parser->problem_mark.index);
  if (event->problem_offset > reader->length) event->problem_offset = reader->length;
  event->context = parser->context;
  event->context_offset = parser->context != NULL
                              ? byte_offset(reader, parser->context_mark.index)
                              : event->problem_offset;
  event->start = event->problem_offset;
  event->end = event->problem_offset;
  return false;
}

bool swp_yaml_reader_next(swp_yaml_reader *reader, swp_yaml_event *event) {
  memset(event, 0, sizeof *event);
  if (reader->has_event) yaml_event_delete(&reader->event);
  reader->has_event = yaml_parser_parse(&reader->parser, &reader->event) != 0;
  if (!reader->has_event) return write_error(reader, event);

  const yaml_event_t *from = &reader->event;
  event->start = byte_offset(reader, from->start_mark.index);
  event->end = byte_offset(reader, from->end_mark.index);
  switch (from->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_END_EVENT: event->kind = SWP_YAML_STREAM_END; break;
    case YAML_STREAM_START_EVENT: event->kind = SWP_YAML_STREAM_START; break;
    case YAML_DOCUMENT_START_EVENT: event->kind = SWP_YAML_DOCUMENT_START; break;
    case YAML_DOCUMENT_END_EVENT: event->kind = SWP_YAML_DOCUMENT_END; break;
    case YAML_ALIAS_EVENT:
      event->kind = SWP_YAML_ALIAS;
      event->anchor = (const char *)from->data.alias.anchor;
      break;
    case YAML_SCALAR_EVENT:
      event->kind = SWP_YAML_SCALAR;
      event->style = scalar_style(from->data.scalar.style);
      event->value = (const char *)from->data.scalar.value;
      event->value_length = from->data.scalar.length;
      event->anchor = (const char *)from->data.scalar.anchor;
      event->tag = (const char *)from->data.scalar.tag;
      break;
    case YAML_SEQUENCE_START_EVENT:
      event->kind = SWP_YAML_SEQUENCE_START;
      event->style = from->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                         ? SWP_YAML_STYLE_FLOW
                         : SWP_YAML_STYLE_BLOCK;
      event->anchor = (const char *)from->data.sequence_start.anchor;
      event->tag = (const char *)from->data.sequence_start.tag;
      break;
    case YAML_SEQUENCE_END_EVENT: event->kind = SWP_YAML_SEQUENCE_END; break;
    case YAML_MAPPING_START_EVENT:
      event->kind = SWP_YAML_MAPPING_START;
      event->style = from->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                         ? SWP_YAML_STYLE_FLOW
                         : SWP_YAML_STYLE_BLOCK;
      event->anchor = (const char *)from->data.mapping_start.anchor;
      event->tag = (const char *)from->data.mapping_start.tag;
      break;
    case YAML_MAPPING_END_EVENT: event->kind = SWP_YAML_MAPPING_END; break;
  }
  return true;
}
