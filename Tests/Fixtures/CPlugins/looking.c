/* A plugin that looks around when it is configured, and logs what it finds: its descriptors, the
 * environment, files, its privileges. {"settings": {"path": FILE, "wait": SECONDS before an answer}} */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <time.h>

#include "fixture.h"
#include "muster_plugin_json.h"

extern char **environ;

typedef struct instance {
  const muster_host *host;
  double wait;
} instance;

static void say(const instance *me, const char *name, const char *value) {
  char line[2048];
  snprintf(line, sizeof line, "%s=%s", name, value);
  me->host->log(me->host->ctx, MUSTER_LOG_INFO, line);
}

static void try_reading(const instance *me, const char *name, const char *path) {
  int file = open(path, O_RDONLY);
  say(me, name, file >= 0 ? "read" : errno == EACCES ? "EACCES" : "another error");
  if (file >= 0) close(file);
}

static muster_status configure(void *self, const char *json, muster_error *error) {
  instance *me = self;
  char text[2048] = "", path[512] = "", line[512];
  (void)error;
  me->wait = 0;
  muster_json_number(json, "settings.wait", &me->wait);
  if (!muster_json_string(json, "settings.path", path, sizeof path) || !path[0]) return MUSTER_OK;
  for (int i = 0; i < 256; i++)
    if (fcntl(i, F_GETFD) >= 0) snprintf(text + strlen(text), 8, text[0] ? " %d" : "%d", i);
  say(me, "descriptors", text);
  text[0] = 0;
  for (char **at = environ; *at; at++) {
    size_t length = strcspn(*at, "=");
    snprintf(text + strlen(text), sizeof text - strlen(text), "%s%.*s", text[0] ? " " : "",
             (int)length, *at);
  }
  say(me, "environment", text);
  try_reading(me, "secret", path);
  try_reading(me, "passwords", "/etc/passwd");
  snprintf(line, sizeof line, "/proc/%d/environ", (int)getppid());
  try_reading(me, "parent", line);
  try_reading(me, "zones", "/usr/share/zoneinfo/UTC");
  FILE *status = fopen("/proc/self/status", "r");
  const char *privileges = "unknown";
  while (status && fgets(line, sizeof line, status))
    if (!strncmp(line, "CapEff:", 7)) privileges = strtoull(line + 7, NULL, 16) ? "some" : "none";
  if (status) fclose(status);
  say(me, "privileges", privileges);
  return MUSTER_OK;
}

static muster_status ask(void *self, const char *question, muster_buffer *answer,
                         muster_error *error) {
  const instance *me = self;
  (void)question, (void)error;
  struct timespec time = {(time_t)me->wait, (long)(fmod(me->wait, 1) * 1e9)};
  nanosleep(&time, NULL);
  return muster_put(answer, "{\"findings\": []}");
}

static const muster_ask_1 audit = {sizeof audit, 0, ask};

static const void *get_extension(void *self, const char *id) {
  (void)self;
  return strcmp(id, MUSTER_AUDIT_1) ? NULL : &audit;
}

muster_status muster_plugin_main(const muster_host *host, muster_plugin *out) {
  out->abi_major = MUSTER_ABI_MAJOR;
  if (host->abi_major != MUSTER_ABI_MAJOR) return MUSTER_E_ABI;
  instance *me = calloc(1, sizeof *me);
  if (!me) return MUSTER_E_INTERNAL;
  me->host = host;
  out->abi_minor = MUSTER_ABI_MINOR;
  out->id = "org.example.looking";
  out->name = "Looking";
  out->version = "1.0.0";
  out->summary = "Says what it can reach.";
  out->settings_schema =
      "{\"type\": \"object\", \"properties\": {\"path\": {\"type\": \"string\"},"
      " \"wait\": {\"type\": \"number\"}}}";
  out->self = me;
  out->configure = configure;
  out->get_extension = get_extension;
  out->destroy = free;
  return MUSTER_OK;
}
