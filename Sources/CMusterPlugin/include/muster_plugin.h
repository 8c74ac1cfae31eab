/* muster_plugin.h - the binary contract between muster and a plugin, version 1.1.
 *
 * A plugin is a shared library that exports one function, muster_plugin_main. It carries what
 * differs between kinds of centre or places to run one: when people may be called, how demand
 * arises, how many agents work needs, what the law allows, what a shift costs, how many seats a
 * roster takes. The guide, a template and the JSON Schemas of all questions and answers come with
 * muster (`muster plugins new`, share/muster/schemas).
 *
 * RULES OF THIS FILE
 *  Language   C99 (or C++), fixed-width types, the C calling convention of the platform.
 *  Growth     Append only. A minor version adds fields at the end of structs that begin with
 *             struct_size, new status codes and new extensions; it never moves or reuses one.
 *             Anything else is a new major version and refused in a sentence. Row structs have no
 *             struct_size: they are frozen for the whole of major 1.
 *  Sizes      The maker of a struct sets struct_size to what it filled. The reader must not touch
 *             a field that lies beyond it: MUSTER_HAS(pointer, field) tests that.
 *  Strings    UTF-8, NUL-terminated. Numbers in JSON are finite; instants are whole seconds
 *             since 1970-01-01T00:00:00Z ("_unix"), dates are "2026-11-23" on the local calendar
 *             that the question names, durations are seconds ("_s") or hours ("_h").
 *  Ownership  Nothing changes hands. What a function is passed is lent until it returns; copy what
 *             you keep. What a plugin returns by pointer (id, schema, extension structs) must stay
 *             valid until destroy. Long answers are written into a muster_buffer that is lent.
 *  Threads    The host calls one instance from one thread at a time, not always the same one. Host
 *             functions may be called from any thread while a call into the plugin is running, and
 *             from muster_plugin_main; not before and not after.
 *  Purity     The same configuration and the same question give the same answer, on any day: no
 *             clock, no random source, no network, no files (the host reads files for you, see
 *             configure), no state carried from one question to the next.
 *  Failure    Return a status and fill muster_error; never exit, abort, longjmp or throw across
 *             the boundary. stdout belongs to the host: use the log.
 */
#ifndef MUSTER_PLUGIN_H
#define MUSTER_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-extension"
#define MUSTER_NONNULL _Nonnull
#define MUSTER_NULLABLE _Nullable
#else
#define MUSTER_NONNULL
#define MUSTER_NULLABLE
#endif
#if defined(__GNUC__)
#define MUSTER_EXPORT __attribute__((visibility("default")))
#else
#define MUSTER_EXPORT
#endif

#define MUSTER_ABI_MAJOR 1u
#define MUSTER_ABI_MINOR 1u
#define MUSTER_PLUGIN_ENTRY "muster_plugin_main"

/* Whether the struct that p points to is long enough to hold field. */
#define MUSTER_HAS(p, field) \
  ((size_t)(p)->struct_size >= \
   (size_t)((const char *)&(p)->field - (const char *)(p)) + sizeof((p)->field))

/* ---- Status ------------------------------------------------------------------------------- */

typedef int32_t muster_status;
#define MUSTER_OK 0
#define MUSTER_E_ABI 1      /* host and plugin cannot work together */
#define MUSTER_E_CONFIG 2   /* the configuration was refused; error.where says which key */
#define MUSTER_E_RULE 3     /* the rule cannot be applied to these values */
#define MUSTER_E_INTERNAL 4 /* the plugin failed */
#define MUSTER_PASS 5       /* not an error: this question does not concern the plugin */
#define MUSTER_E_QUESTION 6 /* the question was not understood */

/* Lent by the host, zeroed, for every call that can fail. Both texts NUL-terminated. */
typedef struct muster_error { /* frozen: 512 bytes */
  char where[128];            /* key path in the settings, such as "lists[2].records"; or "" */
  char message[384];          /* a sentence without the plugin's name */
} muster_error;

/* Takes a long answer. Call write as often as you like; the pieces are put together. A status
 * other than MUSTER_OK means that the host has had enough (64 MiB): return it. */
typedef struct muster_buffer {
  uint32_t struct_size;
  uint32_t reserved;
  void *MUSTER_NULLABLE ctx;
  muster_status (*MUSTER_NONNULL write)(
      void *MUSTER_NULLABLE ctx, const char *MUSTER_NONNULL bytes, size_t count);
} muster_buffer;

/* ---- Rows --------------------------------------------------------------------------------- */

/* Flags of muster_interval: the queue takes no contacts, or, for work that may wait, nobody works on
 * what arrives. Of muster_requirement, since 1.1: nobody works then and nothing is asked, which is
 * not the same as 0 agents for an open interval. */
#define MUSTER_CLOSED 1u

/* Flags of muster_requirement, since 1.1. The work may be done in other rows of the same opening: the
 * host rounds what shrinkage adds once over the opening, not up in every row. */
#define MUSTER_MOVABLE 2u
/* `agents` are people who must be at work, whatever they do there: no shrinkage is added. */
#define MUSTER_AT_WORK 4u

/* The forecast of one interval of one queue. */
typedef struct muster_interval { /* frozen: 72 bytes */
  int64_t start_unix;
  int32_t length_s;
  int32_t utc_offset_s; /* local time = UTC + offset, as the host resolved it in the queue's zone */
  double volume;        /* expected contacts, >= 0; 0 where MUSTER_CLOSED */
  double aht_s;         /* average handling time, >= 0 */
  double low80, high80; /* prediction interval, 80 %: low <= volume <= high */
  double low95, high95;
  uint32_t flags;
  uint32_t reserved;
} muster_interval;

/* Work that arises in one interval. */
typedef struct muster_work { /* frozen: 24 bytes */
  int64_t start_unix;
  double work_s;    /* agent seconds, >= 0 */
  int64_t due_unix; /* must be done by then; 0 = at once, someone is waiting */
} muster_work;

/* What one interval needs and what that promises. Shares 0..1; NaN where the plugin's model does
 * not say. */
typedef struct muster_requirement { /* frozen: 72 bytes */
  int64_t start_unix;
  int32_t agents;  /* on the phone, before shrinkage, >= 0; -1 = leave this interval to the host */
  uint32_t flags;  /* MUSTER_CLOSED, MUSTER_MOVABLE, MUSTER_AT_WORK; reserved and 0 in 1.0 */
  double service_level;
  double asa_s;
  double abandonment;
  double occupancy;
  char bound_by[24]; /* what asked for the most agents: "service-level", "deadline"; NUL-ended */
} muster_requirement;

/* ---- What a question is about -------------------------------------------------------------- */

/* The queue that rows belong to. Grows; strings are never NULL ("" where unknown). */
typedef struct muster_queue {
  uint32_t struct_size;
  int32_t interval_s;
  const char *MUSTER_NONNULL id;
  const char *MUSTER_NONNULL channel; /* "call", "chat", "email", "case", "outbound", ... */
  const char *MUSTER_NONNULL zone;    /* IANA name, such as "Europe/London" */
  const char *MUSTER_NONNULL client;
  const char *MUSTER_NONNULL site;
  const char *MUSTER_NONNULL calendar; /* the holiday calendar of the queue's customers */
  double shrinkage;                    /* 0..1 */
  double patience_s;                   /* mean; infinity = nobody hangs up */
  double concurrency;                  /* contacts one agent handles at a time, >= 1 */
} muster_queue;

/* What the queue promises; NaN = no such goal. Every goal that is set must be met. */
typedef struct muster_goal {
  uint32_t struct_size;
  uint32_t reserved;
  const char *MUSTER_NONNULL definition; /* "answered-of-offered", ... ; see the guide */
  double service_level;                  /* share, 0..1 */
  double within_s;
  double asa_s;
  double abandonment;
  double max_occupancy;
} muster_goal;

/* ---- Hooks: what a plugin can add --------------------------------------------------------- */
/*
 * The host asks muster_plugin.get_extension for each id below; NULL means "does not do that".
 * The first argument of every hook is muster_plugin.self. A row hook that returns MUSTER_PASS or
 * an error has its rows discarded. Row hooks may be called with count 0, where rows may be NULL.
 * Rows are ascending by start and equally long; start_unix, length_s, utc_offset_s, flags and
 * reserved are the host's and must come back as they were.
 */

/* Changes a forecast: campaigns, pay days, repeat contacts. May write volume, aht_s, low*, high*. */
#define MUSTER_OVERLAY_1 "muster.overlay/1"
typedef struct muster_overlay_1 {
  uint32_t struct_size;
  uint32_t reserved;
  muster_status (*MUSTER_NONNULL apply)(
      void *MUSTER_NULLABLE self, const muster_queue *MUSTER_NONNULL queue,
      muster_interval *MUSTER_NULLABLE rows, size_t count, muster_error *MUSTER_NONNULL error);
} muster_overlay_1;

/* Demand of its own (lists, buckets, drops, backlog) for a queue that has no history. The rows come
 * with volume 0; the plugin writes volume, aht_s, low*, high*, and leaves closed rows at 0. */
#define MUSTER_DEMAND_1 "muster.demand/1"
typedef struct muster_demand_1 {
  uint32_t struct_size;
  uint32_t reserved;
  muster_status (*MUSTER_NONNULL fill)(
      void *MUSTER_NULLABLE self, const muster_queue *MUSTER_NONNULL queue,
      muster_interval *MUSTER_NULLABLE rows, size_t count, muster_error *MUSTER_NONNULL error);
} muster_demand_1;

/* Turns volume into agent seconds and deadlines. out has count rows, start_unix filled in. */
#define MUSTER_WORKLOAD_1 "muster.workload/1"
typedef struct muster_workload_1 {
  uint32_t struct_size;
  uint32_t reserved;
  muster_status (*MUSTER_NONNULL measure)(
      void *MUSTER_NULLABLE self, const muster_queue *MUSTER_NONNULL queue,
      const muster_interval *MUSTER_NULLABLE rows, size_t count, muster_work *MUSTER_NULLABLE out,
      muster_error *MUSTER_NONNULL error);
} muster_workload_1;

/* A staffing model of its own, with the performance it promises. out has count rows, start_unix
 * filled in, agents -1, the rest NaN. */
#define MUSTER_REQUIREMENT_1 "muster.requirement/1"
typedef struct muster_requirement_1 {
  uint32_t struct_size;
  uint32_t reserved;
  muster_status (*MUSTER_NONNULL staff)(
      void *MUSTER_NULLABLE self, const muster_queue *MUSTER_NONNULL queue,
      const muster_goal *MUSTER_NONNULL goal, const muster_interval *MUSTER_NULLABLE rows,
      size_t count, muster_requirement *MUSTER_NULLABLE out, muster_error *MUSTER_NONNULL error);
} muster_requirement_1;

/* The questions that are asked rarely and rich in structure travel as JSON: one object in, one
 * object out, each with a published schema (NAME-question.json, NAME-answer.json). A member of a
 * question that the plugin does not know is to be ignored: questions grow too. */
typedef struct muster_ask_1 {
  uint32_t struct_size;
  uint32_t reserved;
  muster_status (*MUSTER_NONNULL ask)(
      void *MUSTER_NULLABLE self, const char *MUSTER_NONNULL question_json,
      muster_buffer *MUSTER_NONNULL answer, muster_error *MUSTER_NONNULL error);
} muster_ask_1;

#define MUSTER_WINDOWS_1 "muster.windows/1"     /* when people may be contacted */
#define MUSTER_CAPS_1 "muster.caps/1"           /* how often */
#define MUSTER_LABOUR_1 "muster.labour/1"       /* labour rules as data that the roster obeys */
#define MUSTER_SHIFTS_1 "muster.shifts/1"       /* judges one agent's shifts */
#define MUSTER_PRICE_1 "muster.price/1"         /* what shifts cost, line by line */
#define MUSTER_RESOURCES_1 "muster.resources/1" /* seats, trunks, supervisors a roster takes */
#define MUSTER_AUDIT_1 "muster.audit/1"         /* findings on a finished plan */
#define MUSTER_REPORT_1 "muster.report/1"       /* sections of the plan's report */
#define MUSTER_RULES_1 "muster.rules/1"         /* lists and explains rules, runs their examples */
/* Since 1.1: the staffing model behind muster.requirement/1 speaks for itself. */
#define MUSTER_EXPLAIN_1 "muster.explain/1"   /* how the agents of an interval come about */
#define MUSTER_SIMULATE_1 "muster.simulate/1" /* what service the agents give who are there */

/* ---- Host services ------------------------------------------------------------------------ */
/*
 * From muster_host.get_extension; NULL where this host lacks one. The first argument is
 * muster_host.ctx. Functions are pure and quick and never fail loudly: arguments that make no sense
 * give NaN, -1 or a status.
 */

/* A load of calls for the staffing models. */
typedef struct muster_load {
  uint32_t struct_size;
  uint32_t reserved;
  double calls_per_hour;
  double aht_s;
  double patience_s; /* mean time to hang up, exponential; infinity = Erlang C */
} muster_load;

/* What a number of agents achieves. */
typedef struct muster_performance { /* frozen: 48 bytes */
  double wait_probability;
  double service_level; /* by the goal's definition and threshold */
  double asa_s;
  double abandonment;
  double occupancy;
  double mean_queue;
} muster_performance;

#define MUSTER_HOST_STAFFING_1 "muster.host.staffing/1"
typedef struct muster_host_staffing_1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* Probability that a call is blocked, Erlang B. */
  double (*MUSTER_NONNULL erlang_b)(void *MUSTER_NULLABLE ctx, double erlangs, int32_t lines);
  /* Probability that a call waits, Erlang C; 1 when agents <= erlangs. */
  double (*MUSTER_NONNULL erlang_c)(void *MUSTER_NULLABLE ctx, double erlangs, int32_t agents);
  /* Fewest lines whose blocking is at most `blocking`; -1 where there are none. */
  int32_t (*MUSTER_NONNULL lines_for)(void *MUSTER_NULLABLE ctx, double erlangs, double blocking);
  /* What `agents` achieve; goal names the definition and threshold of the service level. */
  muster_status (*MUSTER_NONNULL performance)(
      void *MUSTER_NULLABLE ctx, const muster_load *MUSTER_NONNULL load,
      const muster_goal *MUSTER_NONNULL goal, int32_t agents,
      muster_performance *MUSTER_NONNULL out);
  /* Fewest agents that meet every goal set, and what they achieve; -1 where no number does. */
  int32_t (*MUSTER_NONNULL agents_for)(
      void *MUSTER_NULLABLE ctx, const muster_load *MUSTER_NONNULL load,
      const muster_goal *MUSTER_NONNULL goal, muster_performance *MUSTER_NULLABLE out);
} muster_host_staffing_1;

#define MUSTER_TIME_UNIQUE 0
#define MUSTER_TIME_SKIPPED 1  /* the clock jumps over it: moved forward by the jump's length */
#define MUSTER_TIME_REPEATED 2 /* it happens twice: the first is given */

#define MUSTER_HOST_ZONES_1 "muster.host.zones/1"
typedef struct muster_host_zones_1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* Seconds to add to UTC for local time; MUSTER_E_QUESTION for a zone that is not known. */
  muster_status (*MUSTER_NONNULL offset_at)(
      void *MUSTER_NULLABLE ctx, const char *MUSTER_NONNULL zone, int64_t at_unix,
      int32_t *MUSTER_NONNULL offset_s);
  /* The instant of a local clock time; day is days since 1970-01-01, seconds 0..86400. */
  muster_status (*MUSTER_NONNULL instant_of)(
      void *MUSTER_NULLABLE ctx, const char *MUSTER_NONNULL zone, int64_t day, int32_t seconds,
      int64_t *MUSTER_NONNULL at_unix, int32_t *MUSTER_NONNULL kind);
} muster_host_zones_1;

#define MUSTER_HOST_CALENDAR_1 "muster.host.calendar/1"
typedef struct muster_host_calendar_1 {
  uint32_t struct_size;
  uint32_t reserved;
  /* How many holidays `calendar` has on that day (days since 1970-01-01). */
  int32_t (*MUSTER_NONNULL holidays_on)(
      void *MUSTER_NULLABLE ctx, const char *MUSTER_NONNULL calendar, int64_t day);
  /* Kind and name of the index-th of them, lent until the running call into the plugin returns. */
  muster_status (*MUSTER_NONNULL holiday)(
      void *MUSTER_NULLABLE ctx, const char *MUSTER_NONNULL calendar, int64_t day, int32_t index,
      const char *MUSTER_NULLABLE *MUSTER_NONNULL kind,
      const char *MUSTER_NULLABLE *MUSTER_NONNULL name);
} muster_host_calendar_1;

/* ---- Host and plugin ---------------------------------------------------------------------- */

#define MUSTER_LOG_DEBUG 0
#define MUSTER_LOG_INFO 1
#define MUSTER_LOG_WARNING 2
#define MUSTER_LOG_ERROR 3

/* Valid from muster_plugin_main until destroy has returned. */
typedef struct muster_host {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t reserved;
  void *MUSTER_NULLABLE ctx;
  const char *MUSTER_NONNULL version; /* of the program, such as "0.1.0" */
  void (*MUSTER_NONNULL log)(
      void *MUSTER_NULLABLE ctx, int32_t level, const char *MUSTER_NONNULL message);
  const void *MUSTER_NULLABLE (*MUSTER_NONNULL get_extension)(
      void *MUSTER_NULLABLE ctx, const char *MUSTER_NONNULL id);
} muster_host;

typedef struct muster_plugin {
  uint32_t struct_size; /* in: room the host has; out: what the plugin filled, at most that */
  uint32_t abi_major;   /* out: what the plugin was built for, set even with MUSTER_E_ABI */
  uint32_t abi_minor;
  uint32_t reserved;
  const char *MUSTER_NULLABLE id; /* a-z 0-9 . -, at most 64: "org.example.night-shift" */
  const char *MUSTER_NULLABLE name;
  const char *MUSTER_NULLABLE version; /* "1.2.0" */
  const char *MUSTER_NULLABLE summary; /* one sentence for the list */
  /* JSON Schema (see the guide for the subset) of the settings; NULL = takes no settings. */
  const char *MUSTER_NULLABLE settings_schema;
  void *MUSTER_NULLABLE self;
  /* Called once before any hook, and again when the settings change: the last one counts. json is
   * {"settings": {...}, "files": {"name": "content"}, "centre": {...}}; files holds the content of
   * every setting whose schema says "format": "muster-file". NULL = nothing to configure. */
  muster_status (*MUSTER_NULLABLE configure)(
      void *MUSTER_NULLABLE self, const char *MUSTER_NONNULL json,
      muster_error *MUSTER_NONNULL error);
  /* The struct of the hook `id`, or NULL. Does not depend on the configuration. */
  const void *MUSTER_NULLABLE (*MUSTER_NULLABLE get_extension)(
      void *MUSTER_NULLABLE self, const char *MUSTER_NONNULL id);
  /* The last call. NULL = nothing to release. */
  void (*MUSTER_NULLABLE destroy)(void *MUSTER_NULLABLE self);
} muster_plugin;

/* The one exported symbol. out is lent, zeroed but for struct_size. Set out->abi_major first; when
 * host->abi_major is another, return MUSTER_E_ABI and touch nothing else. Do no work here that
 * can wait for configure: `muster plugins list` calls this for every plugin there is. May be called
 * more than once in a process; each call makes an instance of its own. */
typedef muster_status (*muster_plugin_main_fn)(
    const muster_host *MUSTER_NONNULL host, muster_plugin *MUSTER_NONNULL out);
MUSTER_EXPORT muster_status muster_plugin_main(
    const muster_host *MUSTER_NONNULL host, muster_plugin *MUSTER_NONNULL out);

#ifdef __cplusplus
}
#endif
#if defined(__clang__)
#pragma clang diagnostic pop
#endif
#endif /* MUSTER_PLUGIN_H */
