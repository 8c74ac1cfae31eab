/* The frozen layouts, checked by the compiler of every build. */
#include "muster_plugin.h"

#define FROZEN(type, size) \
  _Static_assert(sizeof(type) == (size), #type " is frozen in major 1")
#define AT(type, field, offset) \
  _Static_assert(offsetof(type, field) == (offset), #type "." #field " is frozen in major 1")

FROZEN(muster_interval, 72);
AT(muster_interval, volume, 16);
AT(muster_interval, aht_s, 24);
AT(muster_interval, low80, 32);
AT(muster_interval, high95, 56);
AT(muster_interval, flags, 64);
FROZEN(muster_work, 24);
AT(muster_work, due_unix, 16);
FROZEN(muster_requirement, 72);
AT(muster_requirement, agents, 8);
AT(muster_requirement, flags, 12);
AT(muster_requirement, service_level, 16);
AT(muster_requirement, bound_by, 48);
FROZEN(muster_error, 512);
AT(muster_error, message, 128);
FROZEN(muster_performance, 48);

#if UINTPTR_MAX == 0xffffffffffffffffu
/* Structs that grow: what 1.0 had stays where 1.0 had it. */
AT(muster_host, ctx, 16);
AT(muster_host, get_extension, 40);
AT(muster_plugin, id, 16);
AT(muster_plugin, self, 56);
AT(muster_plugin, destroy, 80);
AT(muster_queue, id, 8);
AT(muster_queue, shrinkage, 56);
AT(muster_goal, service_level, 16);
AT(muster_buffer, write, 16);
AT(muster_ask_1, ask, 8);
AT(muster_overlay_1, apply, 8);
AT(muster_demand_1, fill, 8);
AT(muster_workload_1, measure, 8);
AT(muster_requirement_1, staff, 8);
AT(muster_host_staffing_1, erlang_b, 8);
AT(muster_host_zones_1, offset_at, 8);
AT(muster_host_calendar_1, holidays_on, 8);
#endif
