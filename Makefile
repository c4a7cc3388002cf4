# cckit: GNU make, out of tree. `make` builds build/bin/*; see README.md.
#
#   make [all]        the programs            make demo    the demo bank, end to end
#   make check        every test              make bench   timings beside peers
#   make arm64        the same bytes on arm64, by qemu (its message says how)
#   make oracles      the simulator held to exact values to 1 % (long)
#   make install      DESTDIR= PREFIX=        make clean   removes build/
#   make generate     rewrites what is made from the tables
#   make bench-bank   SIZE=1000000 contacts, end to end: growth and memory
#   make samples      what becomes of every file of $CCKIT_SAMPLES
#   make fuzz         SECONDS=60 of every fuzzer (clang)
#   variants          SAN=address,undefined   DEBUG=1      CC=clang   BUILD=dir
BUILD ?= build$(if $(SAN),-san)$(if $(DEBUG),-debug)
PREFIX ?= /usr/local
ifeq ($(origin CC),default)
CC := gcc
endif
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wvla -Wno-missing-field-initializers
OPT := $(if $(DEBUG),-O0 -g3,-O2 -g) $(if $(SAN),-fsanitize=$(SAN) \
	-fno-sanitize-recover=all -fno-omit-frame-pointer)
CFLAGS_ALL := -std=c17 -D_GNU_SOURCE -I. -I$(BUILD) $(WARN) $(OPT) \
	-ffp-contract=off -pthread $(CFLAGS)
LDFLAGS_ALL := -Wl,--as-needed $(LDFLAGS)
LDLIBS_ALL := -lcsv -lpcre2-8 -lsqlite3 -lz -lm $(LDLIBS)

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard $(1)))
link = $(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $(filter %.o %.a,$^) $(LDLIBS_ALL)

TOOLS := $(notdir $(patsubst %/main.c,%,$(wildcard cmd/*/main.c)))
LIB := $(BUILD)/libcckit.a
BINS := $(TOOLS:%=$(BUILD)/bin/%)
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))
GENERATE := $(BUILD)/generate

all: $(BINS) $(LIB)
units: $(UNITS)

$(LIB): $(call objects,common/*.c)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# ccimport's profiles are data; they are linked in as arrays of bytes.
PROFILE_TEXTS := $(sort $(wildcard cmd/ccimport/profiles/*.profile))
EMBEDDED := $(BUILD)/obj/gen/profiles.o
EXTRA_ccimport := $(EMBEDDED)

$(BUILD)/gen/profiles.c: $(PROFILE_TEXTS)
	@mkdir -p $(@D)
	@{ echo '#include "cmd/ccimport/embedded.h"'; i=0; for f in $^; do \
	echo "static const unsigned char p$$i[] = {"; \
	od -An -v -tu1 $$f | sed 's/[0-9][0-9]*/&,/g'; echo '};'; \
	i=$$((i + 1)); done; \
	echo 'const struct embedded_profile embedded_profiles[] = {'; i=0; \
	for f in $^; do n=$${f##*/}; \
	echo "{ \"$${n%.profile}\", p$$i, sizeof(p$$i) },"; i=$$((i + 1)); \
	done; echo '{ NULL, NULL, 0 } };'; } > $@

$(EMBEDDED): $(BUILD)/gen/profiles.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -c -o $@ $<

# A tool is its folder: main.o, and all else in an archive, which unit tests
# and generators can link without main.
define TOOL
$(BUILD)/tool/$(1).a: $(filter-out %/main.o,$(call objects,cmd/$(1)/*.c \
	cmd/$(1)/*/*.c)) $(EXTRA_$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	ar rcs $$@ $$^
$(BUILD)/bin/$(1): $(BUILD)/obj/cmd/$(1)/main.o $(BUILD)/tool/$(1).a $(LIB)
	@mkdir -p $$(@D)
	$$(link)
endef
$(foreach t,$(TOOLS),$(eval $(call TOOL,$(t))))

# A unit test says which tool's objects it needs: a line "// needs: cckpi".
define UNIT
$(BUILD)/unit/$(1): $(BUILD)/obj/tests/unit/$(1).o $(patsubst %,\
	$(BUILD)/tool/%.a,$(shell sed -n 's,^// needs: ,,p' tests/unit/$(1).c)) $(LIB)
	@mkdir -p $$(@D)
	$$(link)
endef
$(foreach u,$(notdir $(UNITS)),$(eval $(call UNIT,$(u))))

# The demo bank: exports of an invented bank, and the truth about them.
BANK := $(BUILD)/bank/bank
$(BANK): $(call objects,tests/bank/*.c) $(LIB)
	@mkdir -p $(@D)
	$(link)

# Programs of the benches: genlines makes what they read.
BENCHES := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c))
$(BUILD)/bench/%: $(BUILD)/obj/tests/bench/%.o $(LIB)
	@mkdir -p $(@D)
	$(link)

# Fuzzing is clang's libFuzzer; tests/fuzz/run builds with these rules.
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))
$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/tool/ccimport.a $(LIB)
	@mkdir -p $(@D)
	$(link) -fsanitize=fuzzer
fuzzers: $(FUZZERS)

# ---- what is made from the tables -------------------------------------------

PROFILES := $(patsubst cmd/ccimport/profiles/%.profile,%,\
	$(wildcard cmd/ccimport/profiles/*.profile))
$(BUILD)/tables.def: $(wildcard cmd/*) $(wildcard cmd/ccimport/profiles)
	@mkdir -p $(@D)
	@{ for t in $(TOOLS); do echo "TOOL($$t)"; done; \
	for p in $(PROFILES); do echo "PROFILE(\"$$p\")"; done; } > $@
$(call objects,common/generate/*.c): $(BUILD)/tables.def
$(GENERATE): $(call objects,common/generate/*.c) $(TOOLS:%=$(BUILD)/tool/%.a) $(LIB)
	$(link)
generate: $(GENERATE)
	$(GENERATE) . .

# ---- checking, showing ------------------------------------------------------

deps:
	@CC="$(CC)" .ci/deps
# Everything that tests/check runs; a build failure stops here.
check: deps
	@$(MAKE) -s --no-print-directory all units $(GENERATE) $(BANK) \
		$(BUILD)/bench/peak
	@BUILD="$(BUILD)" CC="$(CC)" tests/check
# Every simulator row of the oracle tables to 1 %, two parts at a time: 26
# minutes of one core, so about 13 where two are free.
oracles: $(BUILD)/unit/route
	@$< parts | xargs -P 2 -n 1 $< long
demo: deps
	@$(MAKE) -s --no-print-directory all $(BANK)
	@BUILD="$(BUILD)" tests/bank/demo
fuzz:
	@BUILD="$(BUILD)" tests/fuzz/run --seconds $(or $(SECONDS),60)
bench: all $(BENCHES)
	@BUILD="$(BUILD)" tests/bench/run

arm64: all $(BANK)
	@BUILD="$(BUILD)" tests/arm64

samples: all
	@PATH="$(abspath $(BUILD)/bin):$$PATH" tests/samples

bench-bank: all $(BANK) $(BENCHES)
	@BUILD="$(BUILD)" tests/bench/bank $(SIZE)

# ---- installing -------------------------------------------------------------

BIN := $(DESTDIR)$(PREFIX)/bin
SHARE := $(DESTDIR)$(PREFIX)/share
MAN = $(foreach s,1 5 7,$(wildcard man/*.$(s)))
INSTALLED = $(TOOLS:%=$(BIN)/%) $(foreach m,$(MAN),$(SHARE)/man/man$(subst \
	.,,$(suffix $(m)))/$(notdir $(m))) $(SHARE)/cckit \
	$(TOOLS:%=$(SHARE)/bash-completion/completions/%) \
	$(TOOLS:%=$(SHARE)/zsh/site-functions/_%) \
	$(TOOLS:%=$(SHARE)/fish/vendor_completions.d/%.fish)
install: all
	install -d $(BIN) $(SHARE)/man/man1 $(SHARE)/man/man5 $(SHARE)/man/man7 \
		$(SHARE)/cckit $(SHARE)/bash-completion/completions \
		$(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	install -m 755 $(BINS) $(BIN)
	for s in 1 5 7; do install -m 644 man/*.$$s $(SHARE)/man/man$$s; done
	install -m 644 man/cc-lines.schema.json $(SHARE)/cckit
	install -m 644 completions/bash/* $(SHARE)/bash-completion/completions
	install -m 644 completions/zsh/* $(SHARE)/zsh/site-functions
	install -m 644 completions/fish/* $(SHARE)/fish/vendor_completions.d
uninstall:
	rm -rf $(INSTALLED)

clean:
	rm -rf $(BUILD)

.PHONY: all units fuzzers generate deps check oracles demo fuzz bench \
	arm64 bench-bank samples install uninstall clean
.DELETE_ON_ERROR:
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
