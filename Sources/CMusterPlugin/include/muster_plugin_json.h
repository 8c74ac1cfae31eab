/* muster_plugin_json.h - a small JSON reader and writer for plugins in C; header only, optional.
 *
 * Reading finds a value by its path in a text that the host made (valid JSON) and answers 0 for
 * anything that is not there or of another type, and then leaves what it was to fill as it was: set a
 * default before, or look at the answer. (The host does not fill in the defaults of a schema.) It
 * never reads past the NUL and nests at most 64 deep:
 *
 *   double factor = 1.2;
 *   muster_json_number(json, "settings.factor", &factor);
 *   for (size_t i = 0; i < muster_json_count(json, "settings.lists"); i++) {
 *     char path[64], name[100] = "main";
 *     snprintf(path, sizeof path, "settings.lists[%zu].name", i);
 *     muster_json_string(json, path, name, sizeof name);
 *   }
 *
 * Writing puts text into the buffer of an answer; every function returns a muster_status. */
#ifndef MUSTER_PLUGIN_JSON_H
#define MUSTER_PLUGIN_JSON_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "muster_plugin.h"

#if defined(__GNUC__)
#define MUSTER_JSON_API __attribute__((unused)) static
#else
#define MUSTER_JSON_API static
#endif
#if defined(__clang__)
#pragma clang assume_nonnull begin
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-extension"
#endif

/* ---- Reading ------------------------------------------------------------------------------ */

MUSTER_JSON_API const char *muster_json_space(const char *at) {
  while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r') at++;
  return at;
}

/* Behind the string that begins at `at`; the NUL when it has no end. */
MUSTER_JSON_API const char *muster_json_skip_string(const char *at) {
  for (at++; *at && *at != '"'; at++)
    if (*at == '\\' && at[1]) at++;
  return *at ? at + 1 : at;
}

/* Behind the value that begins at `at`. */
MUSTER_JSON_API const char *muster_json_skip(const char *at) {
  int depth = 0;
  do {
    at = muster_json_space(at);
    switch (*at) {
      case 0: return at;
      case '"': at = muster_json_skip_string(at); break;
      case '{':
      case '[': depth++, at++; break;
      case '}':
      case ']': depth--, at++; break;
      case ',':
      case ':':
        if (!depth) return at;
        at++;
        break;
      default: while (*at && !strchr(",:]}[{\" \t\r\n", *at)) at++;
    }
  } while (depth > 0);
  return at;
}

/* The value at `path` ("a.b[2].c", "" = the whole), or NULL. Keys are compared as they are written:
 * a key with an escape in it is not found. */
MUSTER_JSON_API const char *MUSTER_NULLABLE muster_json_find(const char *json, const char *path) {
  const char *at = muster_json_space(json);
  for (int depth = 0; *path && depth < 64; depth++) {
    if (*path == '[') {
      char *end = NULL;
      unsigned long index = strtoul(path + 1, &end, 10);
      if (!end || *end != ']' || *at != '[') return NULL;
      path = end + 1;
      at = muster_json_space(at + 1);
      if (*at == ']') return NULL;
      while (index--) {
        const char *next = muster_json_space(muster_json_skip(at));
        if (*next != ',' || next == at) return NULL;
        at = muster_json_space(next + 1);
      }
    } else {
      if (*path == '.') path++;
      size_t length = strcspn(path, ".[");
      if (!length || *at != '{') return NULL;
      at = muster_json_space(at + 1);
      for (;;) {
        if (*at != '"') return NULL;
        const char *key = at + 1, *behind = muster_json_skip_string(at);
        int same = (size_t)(behind - key) == length + 1 && !memcmp(key, path, length);
        at = muster_json_space(behind);
        if (*at != ':') return NULL;
        at = muster_json_space(at + 1);
        if (same) break;
        const char *next = muster_json_space(muster_json_skip(at));
        if (*next != ',' || next == at) return NULL;
        at = muster_json_space(next + 1);
      }
      path += length;
    }
  }
  return *path || !*at ? NULL : at;
}

/* 1 and the number, or 0. */
MUSTER_JSON_API int muster_json_number(const char *json, const char *path, double *out) {
  const char *MUSTER_NULLABLE at = muster_json_find(json, path);
  if (!at || !strchr("-0123456789", *at)) return 0;
  *out = strtod(at, NULL);
  return 1;
}

/* 1 and 0 or 1, or 0. */
MUSTER_JSON_API int muster_json_bool(const char *json, const char *path, int *out) {
  const char *MUSTER_NULLABLE at = muster_json_find(json, path);
  if (!at) return 0;
  if (!strncmp(at, "true", 4)) return *out = 1, 1;
  if (!strncmp(at, "false", 5)) return *out = 0, 1;
  return 0;
}

MUSTER_JSON_API unsigned muster_json_hex(const char *at) {
  unsigned value = 0;
  for (int i = 0; i < 4; i++) {
    char c = at[i];
    unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                     : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                     : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                            : 16u;
    if (digit > 15) return 0xFFFD;
    value = value << 4 | digit;
  }
  return value;
}

/* 1 and the text, NUL-terminated, cut to whole characters that fit `room` (at least 1); or 0, and
 * `out` as it was. */
MUSTER_JSON_API int muster_json_string(const char *json, const char *path, char *out,
                                       size_t room) {
  const char *MUSTER_NULLABLE found = muster_json_find(json, path);
  if (!room || !found || *found != '"') return 0;
  /* A text without an end is none; behind one that has an end stands its quote. */
  const char *behind = muster_json_skip_string(found);
  if (behind == found + 1 || behind[-1] != '"') return 0;
  *out = 0;
  const char *at = found + 1;
  size_t used = 0;
  while (*at && *at != '"') {
    char piece[5] = {0};
    size_t length = 1;
    if (*at != '\\') {
      unsigned char c = (unsigned char)*at;
      length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
      for (size_t i = 0; i < length; i++) {
        if (!*at) return 0;
        piece[i] = *at++;
      }
    } else if (at[1] == 'u') {
      for (int i = 2; i < 6; i++)
        if (!at[i]) return 0;
      unsigned code = muster_json_hex(at + 2);
      at += 6;
      if (code >= 0xD800 && code < 0xDC00 && at[0] == '\\' && at[1] == 'u' && at[2] && at[3] &&
          at[4] && at[5]) {
        unsigned low = muster_json_hex(at + 2);
        if (low >= 0xDC00 && low < 0xE000) {
          code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
          at += 6;
        }
      }
      if (!code || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
      if (code < 0x80) {
        piece[0] = (char)code;
      } else if (code < 0x800) {
        piece[0] = (char)(0xC0 | code >> 6), piece[1] = (char)(0x80 | (code & 63)), length = 2;
      } else if (code < 0x10000) {
        piece[0] = (char)(0xE0 | code >> 12), piece[1] = (char)(0x80 | (code >> 6 & 63));
        piece[2] = (char)(0x80 | (code & 63)), length = 3;
      } else {
        piece[0] = (char)(0xF0 | code >> 18), piece[1] = (char)(0x80 | (code >> 12 & 63));
        piece[2] = (char)(0x80 | (code >> 6 & 63)), piece[3] = (char)(0x80 | (code & 63));
        length = 4;
      }
    } else {
      char c = at[1];
      if (!c) return 0;
      piece[0] = (char)(c == 'n'   ? '\n'
                        : c == 't' ? '\t'
                        : c == 'r' ? '\r'
                        : c == 'b' ? '\b'
                        : c == 'f' ? '\f'
                                   : c);
      at += 2;
    }
    if (used + length >= room) break;
    memcpy(out + used, piece, length);
    used += length;
    out[used] = 0;
  }
  return 1;
}

/* How many elements the array at `path` has; 0 for anything else. */
MUSTER_JSON_API size_t muster_json_count(const char *json, const char *path) {
  const char *MUSTER_NULLABLE found = muster_json_find(json, path);
  if (!found || *found != '[') return 0;
  const char *at = muster_json_space(found + 1);
  if (*at == ']' || !*at) return 0;
  size_t count = 1;
  for (;;) {
    const char *next = muster_json_space(muster_json_skip(at));
    if (*next != ',' || next == at) return count;
    at = muster_json_space(next + 1);
    count++;
  }
}

/* ---- Writing ------------------------------------------------------------------------------ */

/* Writes the text as it is: brackets, keys, commas. */
MUSTER_JSON_API muster_status muster_put(muster_buffer *answer, const char *text) {
  return answer->write(answer->ctx, text, strlen(text));
}

/* Writes a number with the digits it needs; null for NaN and infinity. */
MUSTER_JSON_API muster_status muster_put_number(muster_buffer *answer, double x) {
  char text[40];
  if (x != x || x - x != 0) return muster_put(answer, "null");
  snprintf(text, sizeof text, "%.17g", x);
  return muster_put(answer, text);
}

/* Writes the text as a JSON string, with quotes and escapes. */
MUSTER_JSON_API muster_status muster_put_string(muster_buffer *answer, const char *text) {
  muster_status status = muster_put(answer, "\"");
  while (status == MUSTER_OK && *text) {
    size_t plain = 0;
    while (text[plain] && text[plain] != '"' && text[plain] != '\\' &&
           (unsigned char)text[plain] >= 0x20)
      plain++;
    if (plain) {
      status = answer->write(answer->ctx, text, plain);
      text += plain;
    } else {
      char escape[8];
      snprintf(escape, sizeof escape, "\\u%04x", (unsigned char)*text++);
      status = muster_put(answer, escape);
    }
  }
  return status == MUSTER_OK ? muster_put(answer, "\"") : status;
}

/* Writes one element of `limits` of a labour answer. measure is "count", "seconds", "amount" or
 * "flag" (then value 0 is off), as the key asks; hard limits are never broken, soft ones cost
 * `weight` of the rules file. */
MUSTER_JSON_API muster_status muster_put_limit(muster_buffer *answer, const char *rule,
                                               const char *key, const char *measure, double value,
                                               int hard) {
  muster_status status = muster_put(answer, "{\"rule\": ");
  if (status == MUSTER_OK) status = muster_put_string(answer, rule);
  if (status == MUSTER_OK) status = muster_put(answer, ", \"key\": ");
  if (status == MUSTER_OK) status = muster_put_string(answer, key);
  if (status == MUSTER_OK) status = muster_put(answer, ", ");
  if (status == MUSTER_OK) status = muster_put_string(answer, measure);
  if (status == MUSTER_OK) status = muster_put(answer, ": ");
  if (status == MUSTER_OK)
    status = strcmp(measure, "flag") ? muster_put_number(answer, value)
                                     : muster_put(answer, value != 0 ? "true" : "false");
  if (status == MUSTER_OK)
    status = muster_put(answer, hard ? ", \"hard\": true}" : ", \"hard\": false}");
  return status;
}

#if defined(__clang__)
#pragma clang diagnostic pop
#pragma clang assume_nonnull end
#endif
#endif /* MUSTER_PLUGIN_JSON_H */
