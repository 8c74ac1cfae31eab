/* Not a plugin but a program in the place of muster: `liar --plugin-host SEED` sends the host
 * pseudo-random frames on descriptor 3, some of them nearly right. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static uint64_t seed;
static uint64_t next(void) {
  seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
  return seed;
}

static void put(const void *bytes, size_t count) {
  if (send(3, bytes, count, MSG_NOSIGNAL) < 0) _exit(0);
}

int main(int argc, char **argv) {
  const char *digits = argc > 2 ? strrchr(argv[2], '-') : NULL;
  seed = digits ? strtoull(digits + 1, NULL, 10) * 2654435761u + 1 : 1;
  static const char *const texts[] = {
      "{\"id\":\"org.example.liar\",\"name\":\"\",\"version\":\"\",\"summary\":\"\","
      "\"contract_major\":1,\"contract_minor\":0,\"hooks\":[\"muster.overlay/1\","
      "\"muster.audit/1\"]}",
      "{\"id\":\"x\"}", "", "{\"findings\":[]}", "\xff\xff", "{\"plugin\":\"p\",\"kind\":\"breach\"}",
  };
  for (int frame = 0; frame < 40; frame++) {
    const char *text = texts[frame == 0 && next() % 4 ? 0 : next() % 6];
    uint32_t head[4] = {frame ? 5 : 1, 0, 0, 0};
    uint64_t counts[2] = {strlen(text), 0};
    if (next() % 4 == 0) head[next() % 4] = (uint32_t)next();
    if (next() % 4 == 0) counts[next() % 2] = next() >> (next() % 64);
    if (next() % 3 == 0) counts[1] = 96 * 72;
    put(head, sizeof head);
    put(counts, sizeof counts);
    put(text, strlen(text));
    if (next() % 3 == 0) {
      unsigned char rows[72 * 96];
      for (size_t i = 0; i < sizeof rows; i++) rows[i] = (unsigned char)next();
      put(rows, sizeof rows);
    }
  }
  return (int)(next() % 3);
}
