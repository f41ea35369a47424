// What senc calls of libxml2's HTML parser, by its stable binary interface. The functions are looked
// up when a file is read that needs them, so nothing is linked and building needs no header of the
// library.
#pragma once
#include <stdint.h>

typedef void (*html_text_function)(void *context, const uint8_t *text, int count);

// xmlSAXHandler: what is called for each part of a document. The members without a type are not
// used here.
typedef struct {
    void *internal_subset, *is_standalone, *has_internal_subset, *has_external_subset;
    void *resolve_entity, *get_entity, *entity_declaration, *notation_declaration;
    void *attribute_declaration, *element_declaration, *unparsed_entity_declaration;
    void *set_document_locator, *start_document, *end_document;
    void (*start_element)(void *context, const uint8_t *name, const uint8_t **attributes);
    void (*end_element)(void *context, const uint8_t *name);
    void *reference;
    html_text_function characters, ignorable_whitespace;
    void *processing_instruction, *comment, *warning, *error, *fatal_error;
    void *get_parameter_entity;
    html_text_function cdata_block;
    void *external_subset;
    unsigned initialized;
    void *private_data, *start_element_with_namespace, *end_element_with_namespace;
    void (*structured_error)(void *context, void *error);
} html_handler;

// XML_SAX2_MAGIC: the handler has a function for structured errors.
#define HTML_HANDLER_VERSION 0xDEEDBEAFu

enum {
    HTML_UTF8 = 1,
    // Options.
    HTML_RECOVER = 1, HTML_NO_ERRORS = 1 << 5, HTML_NO_WARNINGS = 1 << 6, HTML_NO_NETWORK = 1 << 11,
    HTML_IGNORE_ENCODING = 1 << 21
};

typedef void *(*html_create_function)(html_handler *, void *context, const char *start, int count,
                                      const char *name, int encoding);
typedef int (*html_options_function)(void *parser, int options);
typedef int (*html_parse_function)(void *parser, const char *bytes, int count, int is_last);
typedef void (*html_stop_function)(void *parser);
typedef void (*html_free_function)(void *parser);
typedef int (*html_line_function)(void *parser);
