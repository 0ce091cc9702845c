# Everything that is done with this repository, from set-up to release. `make help` lists it.

PREFIX ?= /usr/local
DESTDIR ?=

# The Debian packages that the build needs; docs/dependencies.md has the reason for each.
DEBIAN_PACKAGES := libyaml-dev libpcre2-dev nettle-dev libxxhash-dev pkg-config
# For `make bench`: RECORD=1 writes docs/benchmarks/YYYY-MM-DD.md, BENCH has further options.
BENCH ?=
RECORD ?=

SWIFT ?= swift
BINARY := .build/release/swpipe
SOURCES := $(shell find Package.swift Sources Tests -name '*.swift')

.DEFAULT_GOAL := help
.PHONY: help deps build demo test test-release check lint format docs golden tsan asan bench \
	deps-bench install uninstall clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install the Debian packages that are missing
	@./.ci/install-packages $(DEBIAN_PACKAGES)

build: deps ## build the release binary, .build/release/swpipe
	$(SWIFT) build -c release --static-swift-stdlib --product swpipe

demo: build ## run a spec on the real file in specs/data and show what came out
	@./specs/demo $(BINARY)

test: deps ## build and run all tests
	$(SWIFT) test

# The optimiser can break what works without it.
test-release: build ## run the black-box tests against the release binary
	SWPIPE_BINARY=$(BINARY) $(SWIFT) test --filter CommandTests

# The tests come last, so that their closing line does.
check: deps lint tsan test-release test ## what CI runs: lint, build, tests, generated docs, the unsafe list

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

tsan: deps ## run the engine's tests under the thread sanitizer
	$(SWIFT) test --sanitize=thread -Xswiftc -DTHREAD_SANITIZER --scratch-path .build-tsan \
	  --filter SwpipeEngineTests

asan: deps ## run the tests under the address sanitizer
	$(SWIFT) test --sanitize=address -Xswiftc -DADDRESS_SANITIZER --scratch-path .build-asan

bench: build deps-bench ## measure against the peers; RECORD=1 writes docs/benchmarks/YYYY-MM-DD.md
	@./Tests/Benchmarks/run $(BINARY) $(if $(RECORD),--record) $(BENCH)

deps-bench: ## install the peers that make bench measures against
	@./Tests/Benchmarks/deps

install: build ## install binary, completions and man page below PREFIX
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

uninstall: ## remove what install put there
	rm -f '$(DESTDIR)$(PREFIX)/bin/swpipe' \
	  '$(DESTDIR)$(PREFIX)/share/man/man1/swpipe.1' \
	  '$(DESTDIR)$(PREFIX)/share/bash-completion/completions/swpipe' \
	  '$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_swpipe' \
	  '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/swpipe.fish'

clean: ## remove what was built
	rm -rf .build .build-tsan .build-asan
