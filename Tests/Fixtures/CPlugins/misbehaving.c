/* A plugin that misbehaves in the way its settings name: {"settings": {"mode": "crash"}}. */
#include "fixture.h"

typedef struct instance {
  const muster_host *host;
  char mode[64];
} instance;

static int is(const instance *me, const char *mode) { return strcmp(me->mode, mode) == 0; }

static void misbehave(const instance *me) {
  if (is(me, "crash")) *(volatile int *)8 = 1;
  if (is(me, "abort")) abort();
  if (is(me, "exit")) _exit(7);
  if (is(me, "loop"))
    for (volatile int i = 0;; i = i + 1) {
    }
  if (is(me, "sleep")) sleep(1000);
  if (is(me, "eat"))
    for (;;) {
      char *p = malloc(1 << 26);
      if (!p) abort();
      memset(p, 1, 1 << 26);
    }
  if (is(me, "stdout")) {
    printf("plugins must not write here\n");
    fflush(stdout);
  }
  if (is(me, "log-flood"))
    for (int i = 0; i < 20000; i++) me->host->log(me->host->ctx, MUSTER_LOG_WARNING, "again");
  if (is(me, "log-garbage")) me->host->log(me->host->ctx, 99, "\xff\xfe not UTF-8");
  if (is(me, "forge-socket")) { /* writes nonsense where the host listens */
    static const char nonsense[64] = "nonsense nonsense nonsense";
    if (write(3, nonsense, sizeof nonsense) < 0) abort();
  }
  if (is(me, "forge-length")) { /* a frame that promises 2^60 bytes */
    uint32_t head[4] = {5, 0, 0, 0};
    uint64_t counts[2] = {(uint64_t)1 << 60, (uint64_t)1 << 60};
    if (write(3, head, sizeof head) < 0 || write(3, counts, sizeof counts) < 0) abort();
  }
  if (is(me, "close-socket")) close(3);
  if (is(me, "leak-memory")) {
    char *lost = malloc(64 << 10);
    if (lost) memset(lost, 1, 64 << 10);
  }
  if (is(me, "leak-files") && dup(2) < 0) abort();
}

static muster_status apply(void *self, const muster_queue *queue, muster_interval *rows,
                           size_t count, muster_error *error) {
  instance *me = self;
  misbehave(me);
  if (is(me, "status")) return 4711;
  if (is(me, "refuse")) {
    snprintf(error->message, sizeof error->message, "queue %s is not to my taste", queue->id);
    return MUSTER_E_RULE;
  }
  if (is(me, "error-unterminated")) {
    memset(error, 'x', sizeof *error);
    return MUSTER_E_RULE;
  }
  if (is(me, "pass")) {
    for (size_t i = 0; i < count; i++) rows[i].volume = 1e9;
    return MUSTER_PASS;
  }
  if (!count) return MUSTER_OK;
  if (is(me, "write-behind")) memset(rows + count, 0x41, 64);
  if (is(me, "write-far-behind")) memset(rows + count + 4096, 0x41, 64);
  if (is(me, "write-before")) memset(rows - 1, 0x41, sizeof *rows);
  if (is(me, "nan")) rows[0].volume = 0.0 / 0.0;
  if (is(me, "infinite")) rows[0].aht_s = 1.0 / 0.0;
  if (is(me, "negative")) rows[count - 1].volume = -1;
  if (is(me, "move")) rows[0].start_unix += 1;
  if (is(me, "reopen")) rows[0].flags ^= MUSTER_CLOSED;
  if (is(me, "bands")) rows[0].low80 = rows[0].volume + 5;
  if (is(me, "scramble")) { /* pseudo-random damage, seeded by the rows themselves */
    static const double odd[] = {0, -0.0, 1, -1, 1e-300, 1e300, 1e12, 0.0 / 0.0, 1.0 / 0.0};
    uint64_t seed = (uint64_t)(rows[0].volume * 1048576) | 1;
    for (int i = 0; i < 3; i++) {
      seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
      unsigned char *row = (unsigned char *)&rows[seed % count];
      if (seed >> 40 & 1)
        memcpy(row + 8 * (seed >> 20 & 7), &odd[(seed >> 30) % 9], 8);
      else
        row[(seed >> 24) % sizeof *rows] ^= (unsigned char)(1u << (seed >> 50 & 7));
    }
  }
  if (is(me, "state")) {
    static int calls;
    rows[0].volume += ++calls;
  }
  if (is(me, "good"))
    for (size_t i = 0; i < count; i++) rows[i].volume *= 2;
  return MUSTER_OK;
}

static muster_status staff(void *self, const muster_queue *queue, const muster_goal *goal,
                           const muster_interval *rows, size_t count, muster_requirement *out,
                           muster_error *error) {
  instance *me = self;
  (void)queue, (void)goal, (void)error;
  misbehave(me);
  for (size_t i = 0; i < count; i++) {
    out[i].agents = (int32_t)(rows[i].volume * rows[i].aht_s / rows[i].length_s) + 1;
    out[i].occupancy = 0.5;
    strcpy(out[i].bound_by, "fixture");
  }
  if (count && is(me, "share")) out[0].service_level = 1.5;
  if (count && is(me, "agents")) out[0].agents = -7;
  if (count && is(me, "unterminated")) memset(out[0].bound_by, 'x', sizeof out[0].bound_by);
  if (count && is(me, "foreign")) ((muster_interval *)rows)[0].volume += 1;
  return MUSTER_OK;
}

static muster_status ask(void *self, const char *question, muster_buffer *answer,
                         muster_error *error) {
  instance *me = self;
  (void)question, (void)error;
  misbehave(me);
  const char *text = "{\"findings\": []}";
  if (is(me, "not-json")) text = "{\"findings\": [";
  if (is(me, "wrong-type")) text = "{\"findings\": [{\"severity\": \"loud\"}]}";
  if (is(me, "no-rule"))
    text = "{\"findings\": [{\"severity\": \"note\", \"rule\": \"\", \"message\": \"x\"}]}";
  if (is(me, "not-utf8")) text = "{\"findings\": [\xff\xfe]}";
  if (is(me, "nothing")) return MUSTER_OK;
  if (is(me, "deep")) {
    for (int i = 0; i < 100000; i++) answer->write(answer->ctx, "[", 1);
    return MUSTER_OK;
  }
  if (is(me, "endless")) {
    static char block[1 << 20];
    memset(block, ' ', sizeof block);
    while (answer->write(answer->ctx, block, sizeof block) == MUSTER_OK) {
    }
    return MUSTER_OK;
  }
  if (is(me, "stateful-audit")) {
    static int calls;
    char changing[120];
    snprintf(changing, sizeof changing,
             "{\"findings\": [{\"severity\": \"note\", \"rule\": \"r\", \"message\": \"%d\"}]}",
             ++calls);
    return answer->write(answer->ctx, changing, strlen(changing));
  }
  if (is(me, "size-lie")) return answer->write(answer->ctx, text, (size_t)-1);
  return answer->write(answer->ctx, text, strlen(text));
}

static muster_status configure(void *self, const char *json, muster_error *error) {
  instance *me = self;
  const char *mode = strstr(json, "\"mode\":\"");
  (void)error;
  me->mode[0] = 0;
  if (mode) sscanf(mode + 8, "%63[^\"]", me->mode);
  if (is(me, "configure-crash")) *(volatile int *)8 = 1;
  if (is(me, "configure-refuse")) {
    strcpy(error->where, "settings.mode");
    strcpy(error->message, "is a mode I refuse");
    return MUSTER_E_CONFIG;
  }
  return MUSTER_OK;
}

static const muster_overlay_1 overlay = {sizeof overlay, 0, apply};
static const muster_requirement_1 requirement = {sizeof requirement, 0, staff};
static const muster_ask_1 audit = {sizeof audit, 0, ask};

static const void *get_extension(void *self, const char *id) {
  (void)self;
  if (!strcmp(id, MUSTER_OVERLAY_1)) return &overlay;
  if (!strcmp(id, MUSTER_REQUIREMENT_1)) return &requirement;
  if (!strcmp(id, MUSTER_AUDIT_1)) return &audit;
  return NULL;
}

muster_status muster_plugin_main(const muster_host *host, muster_plugin *out) {
  out->abi_major = MUSTER_ABI_MAJOR;
  if (host->abi_major != MUSTER_ABI_MAJOR) return MUSTER_E_ABI;
  instance *me = calloc(1, sizeof *me);
  if (!me) return MUSTER_E_INTERNAL;
  me->host = host;
  out->abi_minor = MUSTER_ABI_MINOR;
  out->id = FIXTURE_ID;
  out->name = "Misbehaving";
  out->version = "1.0.0";
  out->summary = "Does what a plugin must not do.";
  out->settings_schema =
      "{\"type\": \"object\", \"properties\": {\"mode\": {\"type\": \"string\"}}}";
  out->self = me;
  out->configure = configure;
  out->get_extension = get_extension;
  out->destroy = free;
  return MUSTER_OK;
}
