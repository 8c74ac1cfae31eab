/* A plugin whose only hook takes the queue of its settings, "emergency" where they name none: the host
 * fills that in from the schema. */
#include "fixture.h"
#include "muster_plugin_json.h"

typedef struct instance {
  char queue[64];
} instance;

static muster_status configure(void *self, const char *json, muster_error *error) {
  instance *me = self;
  (void)error;
  me->queue[0] = 0;
  muster_json_string(json, "settings.queue", me->queue, sizeof me->queue);
  return MUSTER_OK;
}

/* Two who must be there, whatever they do. */
static muster_status staff(void *self, const muster_queue *queue, const muster_goal *goal,
                           const muster_interval *rows, size_t count, muster_requirement *out,
                           muster_error *error) {
  instance *me = self;
  (void)goal, (void)error;
  if (strcmp(queue->id, me->queue)) return MUSTER_PASS;
  for (size_t i = 0; i < count; i++) {
    out[i].agents = rows[i].flags & MUSTER_CLOSED ? 0 : 2;
    out[i].flags = rows[i].flags & MUSTER_CLOSED ? MUSTER_CLOSED : MUSTER_AT_WORK;
    strcpy(out[i].bound_by, "presence");
  }
  return MUSTER_OK;
}

static const muster_requirement_1 requirement = {sizeof requirement, 0, staff};

static const void *get_extension(void *self, const char *id) {
  (void)self;
  return strcmp(id, MUSTER_REQUIREMENT_1) ? NULL : (const void *)&requirement;
}

muster_status muster_plugin_main(const muster_host *host, muster_plugin *out) {
  out->abi_major = MUSTER_ABI_MAJOR;
  if (host->abi_major != MUSTER_ABI_MAJOR) return MUSTER_E_ABI;
  instance *me = calloc(1, sizeof *me);
  if (!me) return MUSTER_E_INTERNAL;
  out->abi_minor = MUSTER_ABI_MINOR;
  out->id = "org.example.passing";
  out->name = "Passing";
  out->version = "1.0.0";
  out->summary = "Asks for two people at one queue and passes on all others.";
  out->settings_schema =
      "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {"
      "\"queue\": {\"type\": \"string\", \"default\": \"emergency\", \"description\": \"whose\"}}}";
  out->self = me;
  out->configure = configure;
  out->get_extension = get_extension;
  out->destroy = free;
  return MUSTER_OK;
}
