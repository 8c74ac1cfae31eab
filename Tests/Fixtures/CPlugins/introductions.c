/* Plugins that go wrong before the first question; compiled once for each INTRODUCTION. */
#include "fixture.h"

#define OK 0
#define OLDER_MINOR 1
#define NEWER_MINOR 2
#define NEWER_MAJOR 3
#define NEWER_MAJOR_CARELESS 4
#define SIZE_LIE 5
#define BAD_ID 6
#define NO_ID 7
#define CRASH 8
#define LOOP 9
#define NO_VERSION 10
#define HALF_HOOK 11
#define TRUNCATED 12
#define REFUSE 13
#define NEWER_MINOR_CARELESS 14
#define OVERFILL 15
#define ODD_HOOK 16

static muster_status apply(void *self, const muster_queue *queue, muster_interval *rows,
                           size_t count, muster_error *error) {
  (void)self, (void)queue, (void)error;
  for (size_t i = 0; i < count; i++) rows[i].aht_s += 1;
  return MUSTER_OK;
}
static const muster_overlay_1 overlay = {INTRODUCTION == HALF_HOOK ? 8 : sizeof overlay, 0, apply};
static char odd[sizeof overlay + 1]; /* a hook's struct at an odd address */
static const void *get_extension(void *self, const char *id) {
  (void)self;
  memcpy(odd + 1, &overlay, sizeof overlay);
  if (strcmp(id, MUSTER_OVERLAY_1)) return NULL;
  return INTRODUCTION == ODD_HOOK ? (const void *)(odd + 1) : &overlay;
}

/* What muster_plugin might look like in a later minor version. */
typedef struct longer_plugin {
  muster_plugin v1;
  void *later[4];
} longer_plugin;

muster_status muster_plugin_main(const muster_host *host, muster_plugin *out) {
  (void)host;
  muster_plugin p;
  memset(&p, 0, sizeof p);
  p.struct_size = out->struct_size < sizeof p ? out->struct_size : sizeof p;
  p.abi_major = MUSTER_ABI_MAJOR;
  p.id = FIXTURE_ID;
  p.name = "Introductions";
  p.version = "1";
  p.get_extension = get_extension;
  switch (INTRODUCTION) {
    case NEWER_MINOR: {
      longer_plugin longer;
      memset(&longer, 0, sizeof longer);
      longer.v1 = p;
      longer.v1.abi_minor = MUSTER_ABI_MINOR + 7;
      size_t room = out->struct_size < sizeof longer ? out->struct_size : sizeof longer;
      longer.v1.struct_size = (uint32_t)room;
      memcpy(out, &longer, room);
      return MUSTER_OK;
    }
    case NEWER_MINOR_CARELESS: /* fills all it has, whatever it was lent */
    case OVERFILL: {           /* so does one that has no excuse */
      longer_plugin longer;
      memset(&longer, 1, sizeof longer);
      longer.v1 = p;
      longer.v1.abi_minor = INTRODUCTION == OVERFILL ? MUSTER_ABI_MINOR : MUSTER_ABI_MINOR + 1;
      if (INTRODUCTION != OVERFILL) longer.v1.struct_size = sizeof longer;
      memcpy(out, &longer, sizeof longer);
      return MUSTER_OK;
    }
    case NEWER_MAJOR:
      out->abi_major = MUSTER_ABI_MAJOR + 1;
      return MUSTER_E_ABI;
    case NEWER_MAJOR_CARELESS: p.abi_major = MUSTER_ABI_MAJOR + 1; break;
    case SIZE_LIE: p.struct_size = 1u << 30; break;
    case BAD_ID: p.id = "No spaces, please"; break;
    case NO_ID: p.id = NULL; break;
    case CRASH: *(volatile int *)8 = 1; break;
    case LOOP:
      for (volatile int i = 0;; i = i + 1) {
      }
    case NO_VERSION: p.abi_major = 0; break;
    case TRUNCATED: p.struct_size = offsetof(muster_plugin, self); break;
    case REFUSE: return MUSTER_E_INTERNAL;
    default: break;
  }
  memcpy(out, &p, p.struct_size < sizeof p ? p.struct_size : sizeof p);
  return MUSTER_OK;
}
