// The system's zlib, of which only unpacking is used.
#include <zlib.h>
