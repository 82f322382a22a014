# The commands that people type. `make help` lists them.

BUILD := build/release
# Two compilations at a time need about 3 GB; set JOBS to have more.
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 60
PRESET ?= release
# What cannot be had without the network or on this system is left out, loudly; everything else works all the same.
GO_ON_WITHOUT = printf '\n!!! %s\n!!! %s\n\n' "What has just failed is needed for $(1)." "make $@ goes on WITHOUT THEM." >&2

# What its lines begin with: what was typed, also for a make that is called from here.
export PROGRESS_OF ?= make $(or $(MAKECMDGOALS),$(.DEFAULT_GOAL))
SAY := scripts/say-how-far

define build-programs
@test -e $(BUILD)/build.ninja || cmake --preset release -DBUILD_TESTING=OFF >/dev/null
@$(SAY) "compiling $(1)" cmake --build --preset release --target $(1) -j $(JOBS)
endef

.DEFAULT_GOAL := help
.PHONY: help demo test try program-test thread-test pages pages-test pictures serve postman collection lint nightly format debian-13 fuzz contract-fuzz bench-otp bench bench-large clean packages-build packages-test packages-check packages-web packages-wasm packages-pages-test

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: packages-build ## Play an offline authentication, with everything that can go wrong
	$(call build-programs,heliograph heliograph-phone heliograph-lab)
	@$(BUILD)/bin/heliograph-lab demo

serve: packages-build ## Run a server with the demo bank and its pages, with its data in ./var
	@$(MAKE) --no-print-directory web/reference/node_modules/.package-lock.json || echo "make serve: goes on without the page at /docs" >&2
	@$(MAKE) --no-print-directory pages || $(call GO_ON_WITHOUT,the pages at /demo/ and /phone/ and /console/)
	$(call build-programs,heliograph heliograph-lab)
	@mkdir -p -m 700 var && (test -e var/heliograph.toml || cp deploy/heliograph.toml var/heliograph.toml)
	@$(BUILD)/bin/heliograph-lab serve --config var/heliograph.toml --with-example

pages: web/interface/node_modules/.package-lock.json
pages: packages-wasm web/node_modules/.package-lock.json ## Build the pages: a phone, a terminal and a console
	@scripts/build-pages

# PRESET=asan or tsan runs them under sanitizers, without the pages: these are the same there.
test: packages-test packages-web ## Build everything and run every test
ifneq ($(filter asan tsan,$(PRESET)),)
	@scripts/install-packages check
else
	@$(MAKE) --no-print-directory pages || $(call GO_ON_WITHOUT,the pages and their tests)
	@$(MAKE) --no-print-directory packages-pages-test || $(call GO_ON_WITHOUT,the tests of the pages)
endif
	@cmake --preset $(PRESET) -DBUILD_TESTING=ON >/dev/null
	@$(SAY) "compiling the programs and their tests" cmake --build --preset $(PRESET) -j $(JOBS)
	@ctest --preset $(PRESET) -j $(JOBS)

program-test: packages-test packages-web pages packages-pages-test ## Test the program as it is shipped: end to end, in faults, by its interfaces, in a browser
	@cmake --preset release -DBUILD_TESTING=ON >/dev/null
	@$(SAY) "compiling the programs and their tests" cmake --build --preset release --target end_to_end_test faults_test -j $(JOBS)
	@ctest --preset release -j $(JOBS) -R '^(end_to_end|faults|interface|pages|store.postgres_stop)\.?'

thread-test: packages-test packages-web ## Run the tests of all rooms with threads under TSan
	@scripts/install-packages check
	@cmake --preset tsan >/dev/null
	@$(SAY) "compiling the tests" cmake --build --preset tsan --target threaded_tests -j $(JOBS)
	@ctest --preset tsan -j $(JOBS) -L threads

try: packages-test ## Build and run one room's tests: make try ROOM=domain FILTER='Attempts.*'
	@scripts/try "$(ROOM)" "$(FILTER)"

pages-test: packages-build pages packages-pages-test ## Test the pages in Chromium against a fresh server
	$(call build-programs,heliograph-lab)
	@node tests/pages/run.mjs $(BUILD)/bin/heliograph-lab

pictures: packages-build pages packages-pages-test ## Make the pictures of the pages in docs/images again
	$(call build-programs,heliograph-lab)
	@node tests/pages/pictures.mjs $(BUILD)/bin/heliograph-lab

postman: packages-build packages-web ## Run the Postman collection against a fresh server and a phone
	$(call build-programs,heliograph heliograph-phone)
	@node postman/run.mjs $(BUILD)/bin

collection: ## Write the Postman collection, from openapi.json and postman/story.mjs
	@node postman/generate.mjs

lint: packages-check ## Check formatting, the rules of the house, and what changed by static analysis
	@scripts/lint

nightly: ## Every check in full, those too that a change need not wait for; takes hours
	@scripts/nightly

format: packages-check ## Format the code
	@git ls-files '*.h' '*.cc' | xargs clang-format -i

debian-13: ## Build the programs on Debian 13, in a folder, and play the story there; needs root
	@scripts/debian-13

fuzz: packages-check ## Run the fuzz targets, all at once, for FUZZ_SECONDS (60)
	@scripts/run-fuzz $(FUZZ_SECONDS)

contract-fuzz: packages-build ## Send the OpenAPI document's requests, malformed ones too, for FUZZ_SECONDS
	$(call build-programs,heliograph)
	@scripts/run-contract-fuzz $(BUILD)/bin/heliograph $(FUZZ_SECONDS)

bench-otp: packages-test ## Measure opening verification data and computing a password
	@cmake --preset release -DBUILD_TESTING=ON >/dev/null
	@cmake --build --preset release --target otp_bench -j $(JOBS)
	@$(BUILD)/lab/bench/otp_bench

bench: BENCH_OPTIONS :=
bench-large: BENCH_OPTIONS := --large
bench: ## Measure throughput, latency and memory against the databases' own, in ten minutes
bench-large: ## The same with a million devices and half an hour of load; takes hours
bench bench-large: packages-test
	@cmake --preset release -DBUILD_TESTING=ON >/dev/null
	@cmake --build --preset release --target heliograph heliograph-lab sqlite_loop -j $(JOBS)
	@scripts/bench $(BENCH_OPTIONS)

clean: ## Remove what was built
	@rm -rf build

packages-build packages-test packages-check packages-wasm: packages-%:
	@scripts/install-packages $*

packages-pages-test: web/node_modules/.package-lock.json sdk/web/node_modules/.package-lock.json
packages-pages-test: tests/pages/node_modules/.package-lock.json
	@scripts/install-packages pages-test

# What the page at /docs is made of, the check of the interfaces and the Postman run: by npm, as their lock files say.
packages-web: web/reference/node_modules/.package-lock.json tests/interface/node_modules/.package-lock.json
packages-web: postman/node_modules/.package-lock.json

%/node_modules/.package-lock.json: %/package-lock.json
	@scripts/install-packages web
	@$(SAY) "installing npm's packages for $*" npm ci --prefix $* --install-links=false --ignore-scripts --no-audit --no-fund --loglevel error
