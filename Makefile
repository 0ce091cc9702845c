# Everything that is done with this repository, from set-up to release. `make help` lists it.

PREFIX ?= /usr/local
DESTDIR ?=

# The Debian packages that the build needs; docs/dependencies.md has the reason for each.
DEBIAN_PACKAGES := libyaml-dev libpcre2-dev nettle-dev libxxhash-dev pkg-config gcc
# The tests build plugins in C and run some in Python.
TEST_PACKAGES := gcc libc6-dev python3 perl
# For `make bench`: RECORD=1 writes docs/benchmarks/YYYY-MM-DD.md, BENCH has further options.
BENCH ?=
RECORD ?=

SWIFT ?= swift
PYTHON ?= python3
BINARY := .build/release/swpipe
# The release binary has the C libraries in it, for a quick start and for machines that lack them.
# It has no index of frames to unwind, which only C++ exceptions would use and none is thrown in it; debuggers
# and perf do without.
STATIC := .build-static
RELEASE := PKG_CONFIG_PATH='$(CURDIR)/$(STATIC)' $(SWIFT) build -c release --static-swift-stdlib \
	--product swpipe -Xlinker '-L$(CURDIR)/$(STATIC)' \
	-Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs \
	-Xlinker --icf=all -Xlinker -O2 \
	-Xlinker --version-script=.ci/no-exports.map -Xlinker --no-eh-frame-hdr
VERSION := $(shell sed -n 's/.*text = "\(.*\)"/\1/p' Sources/SwpipeCore/Running/SwpipeVersion.swift)
SOURCES := $(shell find Package.swift Sources Tests -name '*.swift')

.DEFAULT_GOAL := help
.PHONY: help deps deps-test build demo test test-release test-python check lint format docs golden \
	tsan asan bench deps-bench install install-header install-python uninstall clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install the Debian packages that are missing
	@./.ci/install-packages $(DEBIAN_PACKAGES)

build: deps ## build the release binary, .build/release/swpipe
	@./.ci/static-libraries $(STATIC) yaml-0.1 libpcre2-8 nettle libxxhash
	$(RELEASE)

demo: build ## run a spec on the real file in specs/data and show what came out
	@./specs/demo $(BINARY)

deps-test: deps ## install what the tests need besides
	@./.ci/install-packages $(TEST_PACKAGES)

test: deps-test ## build and run all tests
	$(SWIFT) test

# The optimiser can break what works without it.
test-release: build ## run the tests that start the program against the release binary
	SWPIPE_BINARY=$(BINARY) $(SWIFT) test --filter "CommandTests|ConformanceTests|FaultTests"

# The tests come last, so that their closing line does.
check: deps lint tsan test-python test-release test ## what CI runs: lint, build, tests, generated docs, the unsafe list

test-python: deps-test ## run the tests of the package for plugins in Python
	cd Sources/python && PYTHONPATH=src $(PYTHON) -m unittest discover -s tests

lint: ## check the layout and the rules of the Swift files
	@$(SWIFT) format lint --strict --parallel $(SOURCES)

format: ## lay the Swift files out
	@$(SWIFT) format --in-place --parallel $(SOURCES)

docs: deps ## write the pages of docs/ that come from the definitions
	$(SWIFT) build --product swpipe
	@mkdir -p docs/reference
	.build/debug/swpipe generate-docs docs

golden: deps ## write the golden diagnostics anew; look at the difference before you commit it
	-GOLDEN=record $(SWIFT) test --filter Golden
	git --no-pager diff --stat -- Tests/Goldens

tsan: deps ## run the tests of the engine and of plugins under the thread sanitizer
	TSAN_OPTIONS="halt_on_error=1 suppressions='$(CURDIR)/Tests/thread-sanitizer.supp'" $(SWIFT) test --sanitize=thread -Xswiftc -DTHREAD_SANITIZER \
	  --scratch-path .build-tsan \
	  --filter "SwpipeEngineTests|SwpipePluginsTests"

# XCTest itself leaks.
asan: deps ## run the tests under the address sanitizer
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --sanitize=address -Xswiftc -DADDRESS_SANITIZER --scratch-path .build-asan

bench: build deps-bench ## measure against the peers; RECORD=1 writes docs/benchmarks/YYYY-MM-DD.md
	@./Tests/Benchmarks/run $(BINARY) $(if $(RECORD),--record) $(BENCH)

deps-bench: ## install the peers that make bench measures against
	@./Tests/Benchmarks/deps

install: build install-header install-python ## install all below PREFIX: binary, completions, man page, plugin kits
	install -D -s -m 755 $(BINARY) '$(DESTDIR)$(PREFIX)/bin/swpipe'
	install -D -m 644 docs/swpipe.1 '$(DESTDIR)$(PREFIX)/share/man/man1/swpipe.1'
	@mkdir -p .build/completions
	$(BINARY) --generate-completion-script bash > .build/completions/swpipe.bash
	$(BINARY) --generate-completion-script zsh > .build/completions/_swpipe
	$(BINARY) --generate-completion-script fish > .build/completions/swpipe.fish
	install -D -m 644 .build/completions/swpipe.bash \
	  '$(DESTDIR)$(PREFIX)/share/bash-completion/completions/swpipe'
	install -D -m 644 .build/completions/_swpipe \
	  '$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_swpipe'
	install -D -m 644 .build/completions/swpipe.fish \
	  '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/swpipe.fish'

install-header: ## install the header for plugins in C, its pkg-config file, the folder for plugins
	install -D -m 644 Sources/CSwpipePlugin/include/swpipe_plugin.h \
	  '$(DESTDIR)$(PREFIX)/include/swpipe_plugin.h'
	install -d '$(DESTDIR)$(PREFIX)/lib/pkgconfig' '$(DESTDIR)$(PREFIX)/lib/swpipe/plugins'
	@printf '%s\n' 'prefix=$(PREFIX)' 'includedir=$${prefix}/include' \
	  'plugindir=$${prefix}/lib/swpipe/plugins' 'pythondir=$${prefix}/lib/swpipe/python' '' 'Name: swpipe-plugin' \
	  'Description: The C interface of plugins of swpipe' 'Version: $(VERSION)' \
	  'Cflags: -I$${includedir}' > '$(DESTDIR)$(PREFIX)/lib/pkgconfig/swpipe-plugin.pc'

# The kit is found by swpipe, beside its own folder; modules are compiled for the Python that is here.
install-python: ## install the package for plugins in Python, where swpipe finds it
	install -d '$(DESTDIR)$(PREFIX)/lib/swpipe/python/swpipe_plugin'
	install -m 644 Sources/python/src/swpipe_plugin/*.py Sources/python/src/swpipe_plugin/py.typed \
	  '$(DESTDIR)$(PREFIX)/lib/swpipe/python/swpipe_plugin'
	-@! command -v '$(PYTHON)' > /dev/null || '$(PYTHON)' -m compileall -q \
	  -d '$(PREFIX)/lib/swpipe/python/swpipe_plugin' '$(DESTDIR)$(PREFIX)/lib/swpipe/python/swpipe_plugin'

uninstall: ## remove what install put there
	rm -f '$(DESTDIR)$(PREFIX)/bin/swpipe' \
	  '$(DESTDIR)$(PREFIX)/share/man/man1/swpipe.1' \
	  '$(DESTDIR)$(PREFIX)/share/bash-completion/completions/swpipe' \
	  '$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_swpipe' \
	  '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/swpipe.fish' \
	  '$(DESTDIR)$(PREFIX)/include/swpipe_plugin.h' \
	  '$(DESTDIR)$(PREFIX)/lib/pkgconfig/swpipe-plugin.pc'
	rm -rf '$(DESTDIR)$(PREFIX)/lib/swpipe/python'
	@# Plugins that somebody else put there stay.
	@rmdir '$(DESTDIR)$(PREFIX)/lib/swpipe/plugins' '$(DESTDIR)$(PREFIX)/lib/swpipe' 2>/dev/null || true

clean: ## remove what was built
	rm -rf .build .build-static .build-tsan .build-asan
