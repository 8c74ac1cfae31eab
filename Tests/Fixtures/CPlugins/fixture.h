/* What the test plugins in C share: a plugin with one overlay hook and what a test needs broken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "muster_plugin.h"

#ifndef FIXTURE_ID
#define FIXTURE_ID "org.example.fixture"
#endif
