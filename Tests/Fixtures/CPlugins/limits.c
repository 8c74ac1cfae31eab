/* A plugin that answers the labour hook with the limits its settings write out: {"settings":
 * {"limits": "[{\"rule\": ...}]"}}, or with limits of its own through the helpers of the header; and
 * that reads a text it has a default for. Its requirement hook says which rows are closed. */
#include "fixture.h"
#include "muster_plugin_json.h"

#ifndef FIXTURE_MINOR
#define FIXTURE_MINOR MUSTER_ABI_MINOR
#endif

typedef struct instance {
  char limits[4096];
  char word[32];
} instance;

static muster_status configure(void *self, const char *json, muster_error *error) {
  instance *me = self;
  (void)error;
  me->limits[0] = 0;
  strcpy(me->word, "default");
  muster_json_string(json, "settings.limits", me->limits, sizeof me->limits);
  muster_json_string(json, "settings.word", me->word, sizeof me->word);
  return MUSTER_OK;
}

static muster_status labour(void *self, const char *question, muster_buffer *answer,
                            muster_error *error) {
  instance *me = self;
  (void)question, (void)error;
  muster_put(answer, "{\"limits\": ");
  if (me->limits[0]) {
    muster_put(answer, me->limits);
  } else {
    muster_put(answer, "[");
    muster_put_limit(answer, me->word, "rest", "seconds", 39600, 1);
    muster_put(answer, ", ");
    muster_put_limit(answer, me->word, "max_days_in_row", "count", 6, 0);
    muster_put(answer, ", ");
    muster_put_limit(answer, me->word, "whole_weekends", "flag", 1, 1);
    muster_put(answer, ", ");
    muster_put_limit(answer, me->word, "cost.leave_days", "amount", 12.5, 1);
    muster_put(answer, "]");
  }
  return muster_put(answer, "}");
}

/* Closes the second row and asks for nobody in the third; the rest of reserved space it scribbles on
 * when it is told to, as a plugin of 1.0 might have. */
static muster_status staff(void *self, const muster_queue *queue, const muster_goal *goal,
                           const muster_interval *rows, size_t count, muster_requirement *out,
                           muster_error *error) {
  instance *me = self;
  (void)queue, (void)goal, (void)error;
  for (size_t i = 0; i < count; i++) {
    out[i].agents = i == 1 || i == 2 || rows[i].flags & MUSTER_CLOSED ? 0 : 3;
    if (i == 1) out[i].flags = MUSTER_CLOSED;
    strcpy(out[i].bound_by, i == 1 ? "no calls" : "limits");
    if (!strcmp(me->word, "scribble")) out[i].flags = 0xdead;
    if (!strcmp(me->word, "closed-agents")) out[i].agents = 3, out[i].flags = MUSTER_CLOSED;
  }
  return MUSTER_OK;
}

static const muster_ask_1 labour_hook = {sizeof labour_hook, 0, labour};
static const muster_requirement_1 requirement = {sizeof requirement, 0, staff};

static const void *get_extension(void *self, const char *id) {
  (void)self;
  if (!strcmp(id, MUSTER_LABOUR_1)) return &labour_hook;
  if (!strcmp(id, MUSTER_REQUIREMENT_1)) return &requirement;
  return NULL;
}

muster_status muster_plugin_main(const muster_host *host, muster_plugin *out) {
  out->abi_major = MUSTER_ABI_MAJOR;
  if (host->abi_major != MUSTER_ABI_MAJOR) return MUSTER_E_ABI;
  instance *me = calloc(1, sizeof *me);
  if (!me) return MUSTER_E_INTERNAL;
  out->abi_minor = FIXTURE_MINOR;
  out->id = "org.example.limits";
  out->name = "Limits";
  out->version = "1.0.0";
  out->summary = "Answers the labour rules that its settings write out.";
  out->settings_schema =
      "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {"
      "\"limits\": {\"type\": \"string\", \"description\": \"the array\"},"
      "\"word\": {\"type\": \"string\", \"description\": \"a word\"}}}";
  out->self = me;
  out->configure = configure;
  out->get_extension = get_extension;
  out->destroy = free;
  return MUSTER_OK;
}
