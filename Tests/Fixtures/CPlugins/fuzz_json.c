/* Reads damaged JSON through muster_plugin_json.h: `fuzz_json ROUNDS`. Built with the address
 * sanitizer where there is one; the text ends exactly where its memory ends. */
#include "muster_plugin_json.h"

static uint64_t seed = 88172645463325252u;
static uint64_t next(void) {
  seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
  return seed;
}

static muster_status take(void *ctx, const char *bytes, size_t count) {
  (void)ctx, (void)bytes, (void)count;
  return MUSTER_OK;
}

int main(int argc, char **argv) {
  static const char good[] =
      "{\"settings\": {\"factor\": 1.25e1, \"on\": true, \"lists\": [{\"name\": \"a\\u00e9\\n\", "
      "\"n\": [1, [2, {}], -3]}, null, \"\\ud83d\\ude00\"]}, \"files\": {\"a.csv\": \"x,y\\n1,2\"}}";
  static const char *const paths[] = {"", "settings.factor", "settings.on", "settings.lists[0].name",
                                      "settings.lists[2]", "settings.lists[0].n[1][1].x", "files",
                                      "[3]", "settings.lists[99999999999999999999]", "..", "a[", "]"};
  long rounds = argc > 1 ? atol(argv[1]) : 1000;
  muster_buffer sink = {sizeof sink, 0, NULL, take};
  for (long round = 0; round < rounds; round++) {
    size_t length = sizeof good - 1;
    char *text = malloc(length + 1);
    if (!text) return 1;
    memcpy(text, good, length + 1);
    for (uint64_t k = next() % 6; k > 0; k--) {
      static const char odd[] = "\"\\{}[]:,ue0\x80\xff ";
      text[next() % length] = odd[next() % (sizeof odd - 1)];
    }
    if (next() % 3 == 0) length = next() % length;
    char *exact = malloc(length + 1);
    if (!exact) return 1;
    memcpy(exact, text, length);
    exact[length] = 0;
    free(text);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
      char out[16];
      double number = 0;
      int truth = 0;
      muster_json_number(exact, paths[i], &number);
      muster_json_bool(exact, paths[i], &truth);
      if (muster_json_string(exact, paths[i], out, 1 + next() % sizeof out)) {
        if (strlen(out) >= sizeof out) return 2;
        muster_put_string(&sink, out);
      }
      if (muster_json_count(exact, paths[i]) > length) return 3;
      muster_put_number(&sink, number);
    }
    free(exact);
  }
  return 0;
}
