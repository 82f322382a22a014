# The commands that people type. `make help` lists them.

BUILD := build/release
# Two compilations at a time need about 3 GB; set JOBS to have more.
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 60

.DEFAULT_GOAL := help
.PHONY: help demo test serve lint format sanitizers fuzz bench-otp clean packages-build packages-test packages-check

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: packages-build ## Play an offline authentication, with everything that can go wrong
	@test -e $(BUILD)/build.ninja || cmake --preset release -DBUILD_TESTING=OFF >/dev/null
	@cmake --build --preset release --target heliograph -j $(JOBS)
	@$(BUILD)/cli/heliograph demo

serve: packages-build ## Run a server with the embedded database in ./var
	@test -e $(BUILD)/build.ninja || cmake --preset release -DBUILD_TESTING=OFF >/dev/null
	@cmake --build --preset release --target heliograph -j $(JOBS)
	@mkdir -p -m 700 var && (test -e var/heliograph.toml || cp deploy/heliograph.toml var/heliograph.toml)
	@$(BUILD)/cli/heliograph serve --config var/heliograph.toml --with-example

test: packages-test ## Build everything and run every test
	@cmake --preset release -DBUILD_TESTING=ON >/dev/null
	@cmake --build --preset release -j $(JOBS)
	@ctest --preset release -j $(JOBS)

lint: packages-check ## Check formatting, static analysis and the rules of the house
	@scripts/lint

format: packages-check ## Format the code
	@git ls-files '*.h' '*.cc' | xargs clang-format -i

sanitizers: packages-test ## Run the tests under ASan and UBSan, then under TSan
	@scripts/run-sanitizers $(JOBS)

fuzz: packages-check ## Run each fuzz target for FUZZ_SECONDS (60)
	@scripts/run-fuzz $(FUZZ_SECONDS)

bench-otp: packages-test ## Measure opening verification data and computing a password
	@cmake --preset release -DBUILD_TESTING=ON >/dev/null
	@cmake --build --preset release --target otp_bench -j $(JOBS)
	@$(BUILD)/bench/otp_bench

clean: ## Remove what was built
	@rm -rf build

packages-build packages-test packages-check: packages-%:
	@scripts/install-packages $*
