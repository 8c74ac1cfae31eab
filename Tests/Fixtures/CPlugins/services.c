/* Uses every service of the host and answers with what it got: each finding is one service. */
#define FIXTURE_ID "org.example.services"
#include "fixture.h"
#include "muster_plugin_json.h"

static const muster_host *host;

static void say(muster_buffer *answer, int *first, const char *name, double value) {
  char text[200];
  snprintf(text, sizeof text,
           "%s{\"severity\": \"note\", \"rule\": \"%s\", \"message\": \"%.6f\"}", *first ? "" : ", ",
           name, value);
  *first = 0;
  muster_put(answer, text);
}

static muster_status ask(void *self, const char *question, muster_buffer *answer,
                         muster_error *error) {
  (void)self, (void)question, (void)error;
  const muster_host_staffing_1 *staffing = host->get_extension(host->ctx, MUSTER_HOST_STAFFING_1);
  const muster_host_zones_1 *zones = host->get_extension(host->ctx, MUSTER_HOST_ZONES_1);
  const muster_host_calendar_1 *calendar = host->get_extension(host->ctx, MUSTER_HOST_CALENDAR_1);
  if (!staffing || !zones || !calendar) return MUSTER_E_INTERNAL;
  if (host->get_extension(host->ctx, "muster.host.none/9")) return MUSTER_E_INTERNAL;
  int first = 1;
  muster_put(answer, "{\"findings\": [");
  say(answer, &first, "erlang-b", staffing->erlang_b(host->ctx, 10, 18));
  say(answer, &first, "erlang-c", staffing->erlang_c(host->ctx, 60, 67));
  say(answer, &first, "erlang-b-nonsense", staffing->erlang_b(host->ctx, -1, 18) != 0 ? 1 : 0);
  say(answer, &first, "lines", staffing->lines_for(host->ctx, 56.4, 0.01));
  muster_load load = {sizeof load, 0, 720, 300, 1.0 / 0.0};
  muster_goal goal = {sizeof goal, 0, "answered-of-offered", 0.8, 20, 0, 0, 0};
  goal.asa_s = goal.abandonment = goal.max_occupancy = 0.0 / 0.0;
  muster_performance got = {0, 0, 0, 0, 0, 0};
  say(answer, &first, "agents", staffing->agents_for(host->ctx, &load, &goal, &got));
  say(answer, &first, "service-level", got.service_level);
  if (staffing->performance(host->ctx, &load, &goal, 66, &got) == MUSTER_OK)
    say(answer, &first, "service-level-66", got.service_level);
  goal.definition = "no such definition";
  say(answer, &first, "no-definition", staffing->agents_for(host->ctx, &load, &goal, NULL));
  int32_t offset = 0, kind = 0;
  int64_t at = 0;
  zones->offset_at(host->ctx, "CET", 1782000000, &offset);
  say(answer, &first, "summer-offset", offset);
  say(answer, &first, "no-zone", zones->offset_at(host->ctx, "No/Zone", 0, &offset));
  /* 2026-03-29 02:30 does not exist, 2026-10-25 02:30 comes twice. */
  zones->instant_of(host->ctx, "CET", 20541, 9000, &at, &kind);
  say(answer, &first, "skipped", kind);
  zones->instant_of(host->ctx, "CET", 20751, 9000, &at, &kind);
  say(answer, &first, "repeated", kind);
  say(answer, &first, "repeated-at", (double)at);
  say(answer, &first, "holidays", calendar->holidays_on(host->ctx, "work", 20812));
  const char *name = NULL, *holiday_kind = NULL;
  if (calendar->holiday(host->ctx, "work", 20812, 0, &holiday_kind, &name) == MUSTER_OK)
    say(answer, &first, name, !strcmp(holiday_kind, "public"));
  say(answer, &first, "beyond", calendar->holiday(host->ctx, "work", 20812, 1, &holiday_kind, &name));
  return muster_put(answer, "]}");
}

static const muster_ask_1 audit = {sizeof audit, 0, ask};
static const void *get_extension(void *self, const char *id) {
  (void)self;
  return strcmp(id, MUSTER_AUDIT_1) ? NULL : &audit;
}

muster_status muster_plugin_main(const muster_host *given, muster_plugin *out) {
  out->abi_major = MUSTER_ABI_MAJOR;
  if (given->abi_major != MUSTER_ABI_MAJOR) return MUSTER_E_ABI;
  host = given;
  out->abi_minor = MUSTER_ABI_MINOR;
  out->id = FIXTURE_ID;
  out->name = "Services";
  out->version = "1.0.0";
  out->summary = "Shows the host's services.";
  out->get_extension = get_extension;
  return MUSTER_OK;
}
