# What a newcomer needs: `make demo`, `make test`. What a packager needs: `make install PREFIX=…`.

PREFIX ?= /usr/local
DESTDIR ?=
AS_OF ?= 2026-11-23
CENTRE ?= Forecasts/harbor-bank
TIME_LIMIT ?= 60
BUILD := .build/release
LINT_PATHS := Package.swift Sources Tests Plugins
# Package.swift finds the folders of Plugins/; SwiftPM's cache knows it by its text alone and would go
# on looking for a folder that was taken away.
SWIFT_FLAGS ?= --manifest-cache none

.PHONY: demo highs test sanitize fuzz faults without-plugins build dependencies lint format install package \
	benchmark nurse clean

demo: build
	$(BUILD)/muster plan $(CENTRE) --as-of $(AS_OF) --show roster
	@test -e $(BUILD)/libhighs.so || echo "make highs adds the exact bound and the price of rules to muster roster --size; nothing needs it."

# The HiGHS solver (MIT licence), beside the executable where it is found; optional.
highs:
	python3 -m pip install --quiet --no-deps --target .build/highs highsbox==1.15.1
	mkdir -p $(BUILD)
	cp .build/highs/highsbox/highs_dist/lib/libhighs.so $(BUILD)/

# Tests use public and package API only, so that they run on the very code that is shipped.
test: dependencies lint
	swift test $(SWIFT_FLAGS) -c release --disable-testable-imports

# Plugins, and what they are lent, under the address and the thread sanitizer. Freed memory is held
# back for a short while only: the conformance suite takes memory that grows for a leak. Plugins find the
# thread sanitizer in the executable, which therefore exports it.
sanitize: export ASAN_OPTIONS := detect_leaks=0:handle_segv=0:quarantine_size_mb=2:thread_local_quarantine_size_kb=64
sanitize: export TSAN_OPTIONS := halt_on_error=1:handle_segv=0
sanitize: dependencies
	swift test $(SWIFT_FLAGS) --sanitize=address \
		--scratch-path .build-address --filter PluginHostTests
	swift test $(SWIFT_FLAGS) --sanitize=thread -Xlinker --export-dynamic \
		--scratch-path .build-thread --filter PluginHostTests

# Damaged JSON, rows and frames for ten minutes, then damaged files for every reader, then ten minutes of
# them for every import format.
fuzz: dependencies
	Scripts/fuzz-plugins
	Scripts/fuzz-readers
	Scripts/fuzz-importers

# Every call on files of the commands that write fails, falls short, is interrupted or is the last.
faults: dependencies
	Scripts/inject-faults

# The core does without every plugin, and without all of them.
without-plugins: dependencies
	Scripts/without-plugins

build: dependencies
	swift build $(SWIFT_FLAGS) -c release

dependencies:
	@Scripts/install-dependencies

lint:
	swift format lint --strict --parallel --recursive $(LINT_PATHS)

format:
	swift format --in-place --parallel --recursive $(LINT_PATHS)

install: build
	Scripts/install-tree "$(BUILD)" "$(DESTDIR)$(PREFIX)" "$(PREFIX)"

# A package for the Debian it is built on, with the Swift run time it needs: .build/package/muster_*.deb.
package: build
	Scripts/build-deb "$(BUILD)" .build/package

# One nurse rostering instance, sixty seconds: make nurse INSTANCE=../shared/roster/nurse/Instance5.txt
nurse:
	swift build -c release --product muster-nurse
	$(BUILD)/muster-nurse $(INSTANCE) --time-limit $(TIME_LIMIT) $(if $(OUTPUT),--output $(OUTPUT))

benchmark: build
	swift run --package-path Benchmarks -c release muster-bench

clean:
	rm -rf .build .build-* Benchmarks/.build
