/* A plugin as a stranger might write it: compiled by gcc against an installation's headers and nothing
 * else. It changes a plan in every way that a plan asks for: the forecast, the demand and the staffing
 * of a queue of its own, when that queue may call, the labour rules, what is found and reported. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "muster_plugin.h"
#include "muster_plugin_json.h"

typedef struct stranger {
  const muster_host *host;
  double factor;  /* what the volume of every queue of calls is multiplied by */
  double records; /* to be called a day, on the queue "list" */
} stranger;

static const char schema[] =
    "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {"
    "\"factor\": {\"type\": \"number\", \"minimum\": 0, \"maximum\": 10, \"default\": 1,"
    " \"description\": \"what the contacts are multiplied by\"},"
    "\"records\": {\"type\": \"number\", \"minimum\": 0, \"default\": 100,"
    " \"description\": \"records called a day\"}}}";

static muster_status configure(void *self, const char *json, muster_error *error) {
  stranger *me = self;
  me->factor = 1, me->records = 100;
  muster_json_number(json, "settings.factor", &me->factor);
  muster_json_number(json, "settings.records", &me->records);
  if (me->factor >= 0 && me->factor <= 10 && me->records >= 0 && me->records <= 1e6)
    return MUSTER_OK;
  strcpy(error->where, me->factor >= 0 && me->factor <= 10 ? "records" : "factor");
  strcpy(error->message, "is out of range");
  return MUSTER_E_CONFIG;
}

/* ---- Rows --------------------------------------------------------------------------------- */

static int is_list(const muster_queue *queue) { return !strcmp(queue->id, "list"); }

static muster_status apply(void *self, const muster_queue *queue, muster_interval *rows,
                           size_t count, muster_error *error) {
  const stranger *me = self;
  (void)error;
  if (is_list(queue)) return MUSTER_PASS;
  for (size_t i = 0; i < count; i++) rows[i].volume *= me->factor;
  return MUSTER_OK;
}

/* The day's records, evenly over the open intervals of each local day. */
static muster_status fill(void *self, const muster_queue *queue, muster_interval *rows,
                          size_t count, muster_error *error) {
  const stranger *me = self;
  (void)error;
  if (!is_list(queue)) return MUSTER_PASS;
  for (size_t i = 0; i < count;) {
    int64_t day = (rows[i].start_unix + rows[i].utc_offset_s) / 86400;
    size_t end = i, open = 0;
    for (; end < count && (rows[end].start_unix + rows[end].utc_offset_s) / 86400 == day; end++)
      if (!(rows[end].flags & MUSTER_CLOSED)) open++;
    for (; i < end; i++) {
      if (rows[i].flags & MUSTER_CLOSED) continue;
      double volume = me->records / (double)open;
      rows[i].volume = rows[i].low80 = rows[i].low95 = rows[i].high80 = rows[i].high95 = volume;
      rows[i].aht_s = 180;
    }
  }
  return MUSTER_OK;
}

static muster_status staff(void *self, const muster_queue *queue, const muster_goal *goal,
                           const muster_interval *rows, size_t count, muster_requirement *out,
                           muster_error *error) {
  (void)self, (void)goal, (void)error;
  if (!is_list(queue)) return MUSTER_PASS;
  for (size_t i = 0; i < count; i++) {
    double work = rows[i].volume * rows[i].aht_s / rows[i].length_s;
    out[i].agents = (int32_t)ceil(work - 1e-9);
    if (out[i].agents > 0) out[i].occupancy = work / out[i].agents;
    strcpy(out[i].bound_by, "the list");
  }
  return MUSTER_OK;
}

/* ---- Questions ---------------------------------------------------------------------------- */

/* People on the list may be called from 10:00 to 14:00 local time; the host knows the zones. */
static muster_status windows(void *self, const char *question, muster_buffer *answer,
                             muster_error *error) {
  const stranger *me = self;
  const muster_host_zones_1 *zones = me->host->get_extension(me->host->ctx, MUSTER_HOST_ZONES_1);
  char zone[64] = "UTC", queue[64] = "", text[160];
  double from = 0, to = 0;
  int first = 1;
  muster_json_string(question, "queue", queue, sizeof queue);
  if (strcmp(queue, "list") || !zones) return MUSTER_PASS;
  muster_json_string(question, "zones[0]", zone, sizeof zone);
  if (!muster_json_number(question, "from_unix", &from) ||
      !muster_json_number(question, "to_unix", &to) || !(to - from < 400 * 86400.0)) {
    strcpy(error->message, "the period is missing or longer than a year");
    return MUSTER_E_QUESTION;
  }
  muster_put(answer, "{\"windows\": [");
  for (int64_t day = (int64_t)from / 86400 - 1; day <= (int64_t)to / 86400 + 1; day++) {
    int64_t start = 0, end = 0;
    int32_t kind = 0;
    if (zones->instant_of(me->host->ctx, zone, day, 10 * 3600, &start, &kind) ||
        zones->instant_of(me->host->ctx, zone, day, 14 * 3600, &end, &kind)) {
      snprintf(error->message, sizeof error->message, "there is no zone %s", zone);
      return MUSTER_E_QUESTION;
    }
    if (start < (int64_t)from) start = (int64_t)from;
    if (end > (int64_t)to) end = (int64_t)to;
    if (start >= end) continue;
    snprintf(text, sizeof text,
             "%s{\"start_unix\": %lld, \"end_unix\": %lld, \"rules\": [\"STRANGER-HOURS\"]}",
             first ? "" : ", ", (long long)start, (long long)end);
    muster_put(answer, text), first = 0;
  }
  return muster_put(answer, "]}");
}

#ifndef LIMITS
#define LIMITS                                                             \
  "{\"rule\": \"STRANGER-WEEK\", \"key\": \"max_shifts_per_week\"," \
  " \"value\": 3, \"hard\": true}"
#endif

static muster_status labour(void *self, const char *question, muster_buffer *answer,
                            muster_error *error) {
  (void)self, (void)question, (void)error;
  return muster_put(answer, "{\"limits\": [" LIMITS "]}");
}

static muster_status judge(void *self, const char *question, muster_buffer *answer,
                           muster_error *error) {
  char agent[64] = "", text[100];
  (void)self;
  if (!muster_json_string(question, "agent.id", agent, sizeof agent)) {
    strcpy(error->message, "nobody is named");
    return MUSTER_E_QUESTION;
  }
  snprintf(text, sizeof text, "works %zu shifts", muster_json_count(question, "shifts"));
  muster_put(answer, "{\"findings\": [{\"severity\": \"note\", \"rule\": \"STRANGER-WEEK\","
                     " \"agent\": ");
  muster_put_string(answer, agent);
  muster_put(answer, ", \"message\": ");
  muster_put_string(answer, text);
  return muster_put(answer, "}]}");
}

static muster_status resources(void *self, const char *question, muster_buffer *answer,
                               muster_error *error) {
  (void)self, (void)error;
  muster_put(answer, "{\"resources\": [{\"id\": \"lockers\", \"name\": \"Lockers\", \"quantity\": ");
  muster_put_number(answer, (double)muster_json_count(question, "plan.agents"));
  return muster_put(answer, "}], \"suggestions\": []}");
}

static muster_status report(void *self, const char *question, muster_buffer *answer,
                            muster_error *error) {
  (void)self, (void)error;
  muster_put(answer,
             "{\"sections\": [{\"id\": \"stranger\", \"title\": \"A stranger's section\","
             " \"text\": [\"Written in C.\"], \"tables\": [{\"title\": \"\", \"columns\":"
             " [{\"name\": \"shifts\", \"kind\": \"number\"}], \"rows\": [[");
  muster_put_number(answer, (double)muster_json_count(question, "plan.shifts"));
  return muster_put(answer, "]]}]}]}");
}

/* ---- What muster sees --------------------------------------------------------------------- */

static const muster_overlay_1 overlay_hook = {sizeof overlay_hook, 0, apply};
static const muster_demand_1 demand_hook = {sizeof demand_hook, 0, fill};
static const muster_requirement_1 requirement_hook = {sizeof requirement_hook, 0, staff};
static const struct {
  const char *id;
  muster_ask_1 hook;
} asks[] = {
    {MUSTER_WINDOWS_1, {sizeof(muster_ask_1), 0, windows}},
    {MUSTER_LABOUR_1, {sizeof(muster_ask_1), 0, labour}},
    {MUSTER_SHIFTS_1, {sizeof(muster_ask_1), 0, judge}},
    {MUSTER_RESOURCES_1, {sizeof(muster_ask_1), 0, resources}},
    {MUSTER_REPORT_1, {sizeof(muster_ask_1), 0, report}},
};

static const void *get_extension(void *self, const char *id) {
  (void)self;
  if (!strcmp(id, MUSTER_OVERLAY_1)) return &overlay_hook;
  if (!strcmp(id, MUSTER_DEMAND_1)) return &demand_hook;
  if (!strcmp(id, MUSTER_REQUIREMENT_1)) return &requirement_hook;
  for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
    if (!strcmp(id, asks[i].id)) return &asks[i].hook;
  return NULL;
}

muster_status muster_plugin_main(const muster_host *host, muster_plugin *out) {
  out->abi_major = MUSTER_ABI_MAJOR;
  if (host->abi_major != MUSTER_ABI_MAJOR) return MUSTER_E_ABI;
  stranger *me = calloc(1, sizeof *me);
  if (!me) return MUSTER_E_INTERNAL;
  me->host = host, me->factor = 1, me->records = 100;
  out->abi_minor = MUSTER_ABI_MINOR;
  out->id = "com.example.stranger";
  out->name = "Stranger";
  out->version = "3.2.1";
  out->summary = "Changes a plan in every way there is.";
  out->settings_schema = schema;
  out->self = me;
  out->configure = configure;
  out->get_extension = get_extension;
  out->destroy = free;
  return MUSTER_OK;
}
