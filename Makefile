# The front door: names for the usual steps. CMake does the work; CMakePresets.json holds the variants.
JOBS         ?= $(shell nproc)
FUZZ_SECONDS ?= 30
MAKEFLAGS    += --no-print-directory
.NOTPARALLEL:
.PHONY: help build demo test asan tsan fuzz coverage lint tidy format bench install deps clean

help:
	@echo "make build     the library, the command and the examples, in build/release/"
	@echo "make demo      ten superheroes: generated, validated, stored in SQLite, printed (installs what is missing)"
	@echo "make test      all tests (installs what is missing)"
	@echo "make asan      all tests under AddressSanitizer and UndefinedBehaviorSanitizer"
	@echo "make tsan      the unit tests under ThreadSanitizer"
	@echo "make fuzz      every fuzz target for FUZZ_SECONDS=$(FUZZ_SECONDS) seconds"
	@echo "make coverage  all tests, then lines covered per file"
	@echo "make lint      layers, symbols, banned functions, sizes, format, clang-tidy"
	@echo "make format    clang-format everything"
	@echo "make bench     the benchmarks of bench/"
	@echo "make install   into PREFIX (default /usr/local); DESTDIR works"
	@echo "make deps      install the Debian packages that build and test need and that are missing"
	@echo "make clean     remove build/"

# cmake-build,PRESET[,TARGETS] and cmake-test,PRESET[,OPTIONS]
cmake-build = cmake --preset $(1) >/dev/null && cmake --build --preset $(1) -j $(JOBS) $(if $(2),--target $(2))
cmake-test  = ctest --preset $(1) -j $(JOBS) $(2)

deps:
	@tools/deps.sh build

build:
	@command -v cmake >/dev/null || { echo "cmake is missing: run 'make deps' first" >&2; exit 1; }
	$(call cmake-build,release,product)

demo: deps build
	@examples/demo.sh

test: deps
	$(call cmake-build,release)
	$(call cmake-test,release)

asan: deps
	$(call cmake-build,asan)
	$(call cmake-test,asan)

# Without setarch the sanitizer finds no room for its tables on kernels with much address randomisation.
tsan: deps
	$(call cmake-build,tsan)
	$$(setarch -R true 2>/dev/null && echo setarch -R) $(call cmake-test,tsan,-L unit)

fuzz:
	@tools/deps.sh build fuzz
	$(call cmake-build,fuzz)
	@tools/fuzz.sh $(FUZZ_SECONDS)

coverage: deps
	$(call cmake-build,coverage)
	$(call cmake-test,coverage)
	@tools/coverage.sh build/coverage

lint:
	@tools/deps.sh build lint
	$(call cmake-build,release,product)
	@status=0; tools/lint.py || status=1; tools/tidy.sh || status=1; exit $$status

tidy:
	@tools/deps.sh build lint
	@tools/tidy.sh

format:
	@tools/deps.sh lint
	@tools/format.sh

bench:
	@tools/deps.sh build bench
	$(call cmake-build,release,product benchmarks)
	@BUILD=build/release bench/run.sh

install: build
	cmake --install build/release $(if $(PREFIX),--prefix $(PREFIX))

clean:
	rm -rf build
