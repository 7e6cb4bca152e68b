# Every command of the house. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help run build test test-faults lint fmt e2e bench
.SUFFIXES:
SHELL := /bin/bash

target := $(or $(CARGO_TARGET_DIR),target)
web := web/dist/app.css

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build, then serve the demo commune on http://127.0.0.1:8080 (HOCVUSO_LISTEN, HOCVUSO_DATA change it)
	@exec $(target)/release/hocvuso demo

build: tools $(web) ## Build the program: target/release/hocvuso, everything inside
	cargo build --release --locked

test: ## Run everything that must hold: formatting, lints, tests on SQLite and PostgreSQL, browser tests
	@scripts/test

test-faults: tools $(web) ## The long faults of sync: thousands of operations, hundreds of killed batches, both databases
	HOCVUSO_FAULTS=long cargo test --locked --lib sync::
	HOCVUSO_FAULTS=long scripts/with-postgres cargo test --locked --lib sync::
	HOCVUSO_FAULTS=long scripts/with-postgres cargo test --locked --test house -- sync_crash power

lint: tools $(web) ## Formatting and lints of Rust and TypeScript
	cargo fmt --check
	cargo clippy --all-targets --locked -- -D warnings
	cd web && npm run --silent check
	@if command -v cargo-deny >/dev/null; then cargo deny check; else echo "cargo-deny is not installed: licences and advisories were not checked"; fi

fmt: ## Format the Rust code
	cargo fmt

e2e: tools $(web) ## Browser tests alone (Chromium)
	@scripts/need browser
	cargo build --locked
	cd e2e && npm ci && HOCVUSO_BIN="$(abspath $(target))/debug/hocvuso" npm test

bench: build ## Measure against the budgets; ratios are taken within the run
	$(target)/release/hocvuso bench

.PHONY: tools
tools:
	@scripts/need build

$(web): $(shell find web/src -type f) web/build.mjs web/node_modules/.package-lock.json
	cd web && npm run --silent build

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci
	@touch $@
