# blisterd: `make run` and `make test` do everything on a fresh Debian 12 machine with Swift 6.3.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SWIFT_FLAGS := --explicit-target-dependency-import-check error
# Tests run optimised, in a folder of their own: in debug they take five times as long.
TEST_FLAGS := -c release --scratch-path .build-test $(SWIFT_FLAGS) -Xswiftc -enable-testing
BIN = $(shell swift build -c release $(SWIFT_FLAGS) --show-bin-path)
PREFIX ?= /usr/local
DESTDIR ?=
OUT ?= out

.PHONY: help packages build run test system-test lint docs-check bench install clean

help:  ## Shows this list.
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

packages:  ## Installs the Debian packages that are missing (sudo only when not root).
	@Scripts/install-packages

build: packages  ## Builds blisterd and blisterctl, release.
	swift build -c release $(SWIFT_FLAGS)

run: build  ## Runs the daemon on Samples/ and shows where to look.
	@Scripts/run-samples "$(BIN)" "$(OUT)"

test:  ## Runs every test, the system test against kernel drivers included.
	@Scripts/install-packages mosquitto openssl curl chromium nginx-light poppler-utils
	swift build --build-tests $(TEST_FLAGS)
	Scripts/run-tests "$$(swift build $(TEST_FLAGS) --show-bin-path)" $(TEST_FLAGS)

system-test: packages  ## Real /dev/video* and /dev/gpiochip* with blisterd between them.
	Tests/System/run-system-test

lint:  ## Checks layout and style of every Swift file.
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

docs-check:  ## Checks links, commands and names in the documentation.
	Scripts/check-docs

bench: build  ## Prints the figures the product promises, PASS or MISS; about fifteen minutes.
	swift build -c release $(SWIFT_FLAGS) --product blisterbench
	$(BIN)/blisterbench

install: build  ## Installs programs, units and rules below $(DESTDIR)$(PREFIX); asks for nothing.
	Scripts/install "$(BIN)" "$(DESTDIR)" "$(PREFIX)"

clean:  ## Removes build products and outputs.
	rm -rf .build .build-test $(OUT)
