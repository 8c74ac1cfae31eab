/* A plugin that keeps the contract until its settings name a mode: {"settings": {"mode": "fork"}}. Then
 * it reaches out of its process or lies with large numbers and texts. A mode may name the hook that it
 * is for: "hang@price". Built with MARK, it writes that file as soon as it is loaded. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "fixture.h"
#include "muster_plugin_json.h"

#ifdef MARK
__attribute__((constructor)) static void loaded(void) {
  int file = open(MARK, O_WRONLY | O_CREAT, 0600);
  if (file >= 0) close(file);
}
#endif

typedef struct instance {
  const muster_host *host;
  char mode[64];
  char hook[32];  /* the only hook that lies; empty = all, but not when it is configured */
  char path[512]; /* a file for the modes that want one */
} instance;

/* Whether the hook that is asked behaves in this way now. */
static int lies(const instance *me, const char *hook, const char *mode) {
  const int is_meant = me->hook[0] ? !strcmp(me->hook, hook) : strcmp(hook, "configure") != 0;
  return is_meant && !strcmp(me->mode, mode);
}

static void reach_out(const instance *me, const char *hook) {
  if (lies(me, hook, "socket")) socket(AF_INET, SOCK_STREAM, 0);
  if (lies(me, hook, "datagram")) socket(AF_INET, SOCK_DGRAM, 0);
  if (lies(me, hook, "write")) open(me->path, O_WRONLY | O_CREAT, 0600);
  if (lies(me, hook, "fopen") && fopen(me->path, "a")) abort();
  if (lies(me, hook, "remove")) unlink(me->path);
  if (lies(me, hook, "swap")) rename(me->path, "/tmp/swapped-by-a-plugin");
  if (lies(me, hook, "mode")) chmod(me->path, 0777);
  if (lies(me, hook, "exec")) execl("/bin/sh", "sh", "-c", "true", (char *)0);
  if (lies(me, hook, "fork"))
    for (int i = 0; i < 100000; i++) fork();
  if (lies(me, hook, "kill")) kill(getppid(), SIGKILL);
  if (lies(me, hook, "kill-all")) kill(-1, SIGKILL);
  if (lies(me, hook, "exit")) exit(0);
  if (lies(me, hook, "crash")) *(volatile int *)8 = 1;
  if (lies(me, hook, "hang")) sleep(1000);
  if (lies(me, hook, "spin"))
    for (volatile int i = 0;; i = i + 1) {
    }
  if (lies(me, hook, "print")) {
    printf("plugins must not write here\n");
    fflush(stdout);
  }
  if (lies(me, hook, "flood"))
    for (;;) fputs("plugins must not write here, and not so much\n", stderr);
  if (lies(me, hook, "log"))
    for (int i = 0; i < 3000; i++) me->host->log(me->host->ctx, MUSTER_LOG_WARNING, "a\033[2Jline");
  if (lies(me, hook, "frames")) {
    static const char nonsense[512] = "\005nonsense";
    if (write(3, nonsense, sizeof nonsense) < 0) abort();
  }
  if (lies(me, hook, "promise")) { /* a reply of 2^60 bytes */
    const uint32_t head[4] = {5, 0, 0, 0};
    const uint64_t counts[2] = {(uint64_t)1 << 60, (uint64_t)1 << 60};
    if (write(3, head, sizeof head) < 0 || write(3, counts, sizeof counts) < 0) abort();
  }
  if (lies(me, hook, "eat"))
    for (;;) {
      char *p = malloc(1 << 26);
      if (!p) abort();
      memset(p, 1, 1 << 26);
    }
}

/* ---- Rows ---- */

static muster_status apply(void *self, const muster_queue *queue, muster_interval *rows, size_t count,
                           muster_error *error) {
  const instance *me = self;
  (void)queue, (void)error;
  reach_out(me, "overlay");
  for (size_t i = 0; i < count; i++) {
    if (rows[i].flags & MUSTER_CLOSED) continue;
    if (lies(me, "overlay", "huge")) rows[i].volume = 1e300;
    if (lies(me, "overlay", "most")) rows[i].volume = 1e9, rows[i].high80 = rows[i].high95 = 1e9;
    if (lies(me, "overlay", "long")) rows[i].aht_s = 1e9;
    if (lies(me, "overlay", "day")) rows[i].aht_s = 86400;
    if (lies(me, "overlay", "double")) rows[i].volume *= 2;
  }
  return MUSTER_OK;
}

static int32_t agents(const muster_interval *row) {
  return row->flags & MUSTER_CLOSED ? 0 : (int32_t)(row->volume * row->aht_s / row->length_s) + 1;
}

static muster_status staff(void *self, const muster_queue *queue, const muster_goal *goal,
                           const muster_interval *rows, size_t count, muster_requirement *out,
                           muster_error *error) {
  const instance *me = self;
  (void)queue, (void)goal, (void)error;
  reach_out(me, "requirement");
  for (size_t i = 0; i < count; i++) {
    out[i].agents = agents(&rows[i]);
    if (rows[i].flags & MUSTER_CLOSED) out[i].flags = MUSTER_CLOSED;
    else if (lies(me, "requirement", "huge")) out[i].agents = 2147483647;
    else if (lies(me, "requirement", "most")) out[i].agents = 1000000;
    if (lies(me, "requirement", "wait")) out[i].asa_s = 1e300;
    strcpy(out[i].bound_by, "a guess");
  }
  return MUSTER_OK;
}

/* ---- Questions ---- */

static muster_status nothing(const instance *me, const char *hook, const char *honest,
                             muster_buffer *answer) {
  reach_out(me, hook);
  if (lies(me, hook, "no-json")) honest = "{{{";
  if (lies(me, hook, "empty")) honest = "{}";
  if (lies(me, hook, "endless")) {
    static char block[1 << 20];
    memset(block, ' ', sizeof block);
    while (answer->write(answer->ctx, block, sizeof block) == MUSTER_OK) {
    }
    return MUSTER_OK;
  }
  if (lies(me, hook, "deep")) {
    for (int i = 0; i < 1000000; i++) answer->write(answer->ctx, "[", 1);
    return MUSTER_OK;
  }
  return muster_put(answer, honest);
}

static muster_status labour(void *self, const char *question, muster_buffer *answer,
                            muster_error *error) {
  const instance *me = self;
  (void)question, (void)error;
  const char *text = "{\"limits\": []}";
  if (lies(me, "labour", "huge"))
    text = "{\"limits\": [{\"rule\": \"R\", \"key\": \"max_shifts\", \"count\": 1e30, \"hard\": true}]}";
  if (lies(me, "labour", "cost"))
    text = "{\"limits\": [{\"rule\": \"R\", \"key\": \"cost.leave_days\", \"amount\": 1e300, \"hard\": true}]}";
  return nothing(me, "labour", text, answer);
}

static muster_status shifts(void *self, const char *question, muster_buffer *answer,
                            muster_error *error) {
  const instance *me = self;
  (void)question, (void)error;
  const char *text = "{\"findings\": []}";
  if (lies(me, "shifts", "never"))
    text = "{\"findings\": [{\"severity\": \"note\", \"rule\": \"R\", \"message\": \"m\","
           " \"start_unix\": 9223372036854775807}]}";
  return nothing(me, "shifts", text, answer);
}

static muster_status price(void *self, const char *question, muster_buffer *answer,
                           muster_error *error) {
  const instance *me = self;
  (void)error;
  reach_out(me, "price");
  char shift[128] = "";
  muster_json_string(question, "shifts[0].id", shift, sizeof shift);
  if (!lies(me, "price", "huge") && !lies(me, "price", "never")) {
    return lies(me, "price", "no-json") ? nothing(me, "price", "", answer) : MUSTER_PASS;
  }
  char text[1024];
  const char *amount = lies(me, "price", "huge") ? "1e300" : "1";
  const char *start = lies(me, "price", "never") ? "-9223372036854775808" : "0";
  const char *end = lies(me, "price", "never") ? "9223372036854775807" : "1";
  snprintf(text, sizeof text,
           "{\"currency\": \"USD\", \"total\": %s, \"paid_h\": 1, \"lines\": [{\"shift\": \"%s\","
           " \"start_unix\": %s, \"end_unix\": %s, \"hours\": 1, \"kind\": \"regular\","
           " \"multiplier\": 1, \"amount\": %s, \"rules\": []}]}",
           amount, shift, start, end, amount);
  return muster_put(answer, shift[0] ? text : "{\"currency\": \"USD\", \"total\": 0, \"paid_h\": 0, \"lines\": []}");
}

static muster_status resources(void *self, const char *question, muster_buffer *answer,
                               muster_error *error) {
  const instance *me = self;
  (void)question, (void)error;
  const char *text = "{\"resources\": [], \"suggestions\": []}";
  if (lies(me, "resources", "huge"))
    text = "{\"resources\": [{\"id\": \"r\", \"name\": \"r\", \"quantity\": 9223372036854775807}],"
           " \"suggestions\": []}";
  if (lies(me, "resources", "never"))
    text = "{\"resources\": [{\"id\": \"r\", \"name\": \"r\", \"quantity\": 1, \"peak_unix\":"
           " -9223372036854775808}], \"suggestions\": []}";
  return nothing(me, "resources", text, answer);
}

static muster_status audit(void *self, const char *question, muster_buffer *answer,
                           muster_error *error) {
  const instance *me = self;
  (void)question, (void)error;
  const char *text = "{\"findings\": []}";
  if (lies(me, "audit", "never"))
    text = "{\"findings\": [{\"severity\": \"note\", \"rule\": \"R\", \"message\": \"m\","
           " \"start_unix\": 9223372036854775807}]}";
  if (lies(me, "audit", "escape"))
    text = "{\"findings\": [{\"severity\": \"violation\", \"rule\": \"R\", \"message\":"
           " \"\\u001b]0;title\\u0007\"}]}";
  return nothing(me, "audit", text, answer);
}

static muster_status report(void *self, const char *question, muster_buffer *answer,
                            muster_error *error) {
  const instance *me = self;
  (void)question, (void)error;
  const char *text = "{\"sections\": []}";
  if (lies(me, "report", "digits"))
    text = "{\"sections\": [{\"id\": \"s\", \"title\": \"t\", \"text\": [], \"tables\": [{\"title\": \"t\","
           " \"columns\": [{\"name\": \"n\", \"kind\": \"number\", \"decimals\": 2147483647}],"
           " \"rows\": [[1e300]]}]}]}";
  return nothing(me, "report", text, answer);
}

static muster_status explain(void *self, const char *question, muster_buffer *answer,
                             muster_error *error) {
  const instance *me = self;
  (void)error;
  reach_out(me, "explain");
  if (lies(me, "explain", "no-json") || lies(me, "explain", "deep") || lies(me, "explain", "endless"))
    return nothing(me, "explain", "", answer);
  muster_put(answer, "{\"explanations\": [");
  for (size_t i = 0; i < muster_json_count(question, "indices"); i++) {
    char path[64], text[512];
    double index = 0, start = 0, volume = 0, aht = 0, length = 1;
    int closed = 0;
    snprintf(path, sizeof path, "indices[%zu]", i);
    muster_json_number(question, path, &index);
    snprintf(path, sizeof path, "rows[%d].start_unix", (int)index);
    muster_json_number(question, path, &start);
    snprintf(path, sizeof path, "rows[%d].volume", (int)index);
    muster_json_number(question, path, &volume);
    snprintf(path, sizeof path, "rows[%d].aht_s", (int)index);
    muster_json_number(question, path, &aht);
    snprintf(path, sizeof path, "rows[%d].length_s", (int)index);
    muster_json_number(question, path, &length);
    snprintf(path, sizeof path, "rows[%d].closed", (int)index);
    muster_json_bool(question, path, &closed);
    int needed = closed ? 0 : (int)(volume * aht / length) + 1;
    if (lies(me, "explain", "huge") && !closed) needed = 1999999999;
    if (lies(me, "explain", "never")) start = 9e15;
    snprintf(text, sizeof text,
             "%s{\"start_unix\": %.0f, \"agents\": %d, \"closed\": %s, \"bound_by\": \"a guess\","
             " \"steps\": [{\"name\": \"a guess\", \"value\": \"%d%s\", \"reason\": \"load + 1\"}]}",
             i ? "," : "", start, needed, closed ? "true" : "false", needed,
             lies(me, "explain", "escape") ? "\\u001b[2J" : "");
    muster_put(answer, text);
  }
  return muster_put(answer, "]}");
}

static muster_status simulate(void *self, const char *question, muster_buffer *answer,
                              muster_error *error) {
  const instance *me = self;
  (void)error;
  reach_out(me, "simulate");
  if (lies(me, "simulate", "no-json") || lies(me, "simulate", "deep") ||
      lies(me, "simulate", "endless"))
    return nothing(me, "simulate", "", answer);
  if (!lies(me, "simulate", "huge") && !lies(me, "simulate", "never")) return MUSTER_PASS;
  muster_put(answer, "{\"intervals\": [");
  for (size_t i = 0; i < muster_json_count(question, "rows"); i++) {
    char path[64], text[512];
    double start = 0, length = 0;
    snprintf(path, sizeof path, "rows[%zu].start_unix", i);
    muster_json_number(question, path, &start);
    snprintf(path, sizeof path, "rows[%zu].length_s", i);
    muster_json_number(question, path, &length);
    snprintf(text, sizeof text, "%s{\"start_unix\": %.0f, \"end_unix\": %.0f, \"offered\": %s}",
             i ? "," : "", start, start + length, lies(me, "simulate", "huge") ? "1e300" : "1");
    muster_put(answer, text);
  }
  return muster_put(answer,
                    "], \"days\": [], \"total\": {\"start_unix\": -9223372036854775808, \"end_unix\":"
                    " 9223372036854775807, \"offered\": 1}, \"verdicts\": [], \"not_judged\": [],"
                    " \"notes\": []}");
}

/* ---- The contract ---- */

static muster_status configure(void *self, const char *json, muster_error *error) {
  instance *me = self;
  (void)error;
  char mode[64] = "";
  me->path[0] = me->hook[0] = 0;
  muster_json_string(json, "settings.mode", mode, sizeof mode);
  muster_json_string(json, "settings.path", me->path, sizeof me->path);
  char *at = strchr(mode, '@');
  if (at) {
    *at = 0;
    snprintf(me->hook, sizeof me->hook, "%s", at + 1);
  }
  snprintf(me->mode, sizeof me->mode, "%s", mode);
  reach_out(me, "configure");
  return MUSTER_OK;
}

static const void *get_extension(void *self, const char *id) {
  static const muster_overlay_1 overlay = {sizeof overlay, 0, apply};
  static const muster_requirement_1 requirement = {sizeof requirement, 0, staff};
  static const struct {
    const char *id;
    muster_ask_1 hook;
  } asks[] = {
      {MUSTER_LABOUR_1, {sizeof(muster_ask_1), 0, labour}},
      {MUSTER_SHIFTS_1, {sizeof(muster_ask_1), 0, shifts}},
      {MUSTER_PRICE_1, {sizeof(muster_ask_1), 0, price}},
      {MUSTER_RESOURCES_1, {sizeof(muster_ask_1), 0, resources}},
      {MUSTER_AUDIT_1, {sizeof(muster_ask_1), 0, audit}},
      {MUSTER_REPORT_1, {sizeof(muster_ask_1), 0, report}},
      {MUSTER_EXPLAIN_1, {sizeof(muster_ask_1), 0, explain}},
      {MUSTER_SIMULATE_1, {sizeof(muster_ask_1), 0, simulate}},
  };
  (void)self;
  if (!strcmp(id, MUSTER_OVERLAY_1)) return &overlay;
  if (!strcmp(id, MUSTER_REQUIREMENT_1)) return &requirement;
  for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
    if (!strcmp(id, asks[i].id)) return &asks[i].hook;
  return NULL;
}

muster_status muster_plugin_main(const muster_host *host, muster_plugin *out) {
  out->abi_major = MUSTER_ABI_MAJOR;
  if (host->abi_major != MUSTER_ABI_MAJOR) return MUSTER_E_ABI;
  instance *me = calloc(1, sizeof *me);
  if (!me) return MUSTER_E_INTERNAL;
  me->host = host;
  out->abi_minor = MUSTER_ABI_MINOR;
  out->id = "org.example.liar";
  out->name = "Liar";
  out->version = "1.0.0";
  out->summary = "Keeps the contract until it is told to lie.";
  out->settings_schema =
      "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {"
      "\"mode\": {\"type\": \"string\", \"default\": \"good\", \"description\": \"how to lie\"},"
      "\"path\": {\"type\": \"string\", \"default\": \"\", \"description\": \"a file\"}}}";
  out->self = me;
  out->configure = configure;
  out->get_extension = get_extension;
  out->destroy = free;
  return MUSTER_OK;
}
