#ifndef SWP_CYAMLSHIM_H
#define SWP_CYAMLSHIM_H

// Why this shim exists.
//
// libyaml's yaml_event_t is a union of nine structs inside a struct, and yaml_parser_t is a struct
// of 60 fields that the caller allocates: imported into Swift both are large tuples and unsafe
// unions, without nullability. libyaml also counts places in characters, where the rest of swpipe
// counts bytes. The shim keeps the parser opaque, gives one flat event with byte offsets, and says
// of each pointer whether it may be null. Nothing of yaml.h can be seen through this header.

#include <stdbool.h>
#include <stddef.h>

/// What an event says.
typedef enum swp_yaml_kind {
  SWP_YAML_ERROR,
  SWP_YAML_STREAM_START,
  SWP_YAML_STREAM_END,
  SWP_YAML_DOCUMENT_START,
  SWP_YAML_DOCUMENT_END,
  SWP_YAML_ALIAS,
  SWP_YAML_SCALAR,
  SWP_YAML_SEQUENCE_START,
  SWP_YAML_SEQUENCE_END,
  SWP_YAML_MAPPING_START,
  SWP_YAML_MAPPING_END,
} swp_yaml_kind;

/// How a scalar or a collection was written. Collections are block or flow.
typedef enum swp_yaml_style {
  SWP_YAML_STYLE_NONE,
  SWP_YAML_STYLE_PLAIN,
  SWP_YAML_STYLE_SINGLE_QUOTED,
  SWP_YAML_STYLE_DOUBLE_QUOTED,
  SWP_YAML_STYLE_LITERAL,
  SWP_YAML_STYLE_FOLDED,
  SWP_YAML_STYLE_BLOCK,
  SWP_YAML_STYLE_FLOW,
} swp_yaml_style;

/// One event. Every pointer is valid until the next call with the same reader.
typedef struct swp_yaml_event {
  swp_yaml_kind kind;
  swp_yaml_style style;
  /// Byte offsets into the text given to swp_yaml_reader_create.
  size_t start;
  size_t end;
  /// The text of a scalar, unescaped, which may hold NUL bytes; null for everything else.
  const char *_Nullable value;
  size_t value_length;
  /// The anchor of a node or the name that an alias refers to.
  const char *_Nullable anchor;
  /// The tag with its handle resolved, such as tag:yaml.org,2002:str.
  const char *_Nullable tag;
  /// With SWP_YAML_ERROR: what libyaml says is wrong, and where.
  const char *_Nullable problem;
  size_t problem_offset;
  /// With SWP_YAML_ERROR: what libyaml was reading, and where that began; may be missing.
  const char *_Nullable context;
  size_t context_offset;
} swp_yaml_event;

/// Reads the events of one text.
typedef struct swp_yaml_reader swp_yaml_reader;

/// Starts to read a UTF-8 text, which is copied. Null if there is no memory.
swp_yaml_reader *_Nullable swp_yaml_reader_create(const char *_Nullable bytes, size_t length);

/// Writes the next event. False after an error (which is the event written); then, as after the
/// end of the stream, there is nothing more to read.
bool swp_yaml_reader_next(swp_yaml_reader *_Nonnull reader, swp_yaml_event *_Nonnull event);

/// Frees the reader and all that its last event points at.
void swp_yaml_reader_destroy(swp_yaml_reader *_Nonnull reader);

#endif
