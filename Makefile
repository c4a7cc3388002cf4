# cckit: GNU make, out of tree. `make` builds build/bin/*; see README.md.
VERSION := $(shell sed -n 's/^.define CCKIT_VERSION "\(.*\)"/\1/p' common/base.h)
BUILD ?= build
PREFIX ?= /usr/local
CC ?= gcc
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wvla -Wno-missing-field-initializers
OPT := $(if $(DEBUG),-O0 -g3,-O2 -g) $(if $(SAN),-fsanitize=$(SAN) \
	-fno-sanitize-recover=all -fno-omit-frame-pointer)
CFLAGS_ALL := -std=c17 -D_GNU_SOURCE -I. -I$(BUILD) $(WARN) $(OPT) -ffp-contract=off \
	-pthread $(CFLAGS)
LDLIBS_ALL := -lcsv -lpcre2-8 -lsqlite3 -lz -lm $(LDLIBS)

TOOLS := $(notdir $(patsubst %/,%,$(wildcard cmd/*/)))
COMMON := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard common/*.c))
LIB := $(BUILD)/libcckit.a
BINS := $(TOOLS:%=$(BUILD)/bin/%)
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))

all: $(LIB) $(BINS)
units: $(UNITS)

$(LIB): $(COMMON)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

define TOOL
$(BUILD)/bin/$(1): $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard cmd/$(1)/*.c cmd/$(1)/*/*.c)) $(LIB)
	@mkdir -p $$(@D)
	$(CC) $(CFLAGS_ALL) -o $$@ $$^ $(LDLIBS_ALL)
endef
$(foreach t,$(TOOLS),$(eval $(call TOOL,$(t))))

# A unit test may say which tool's objects it needs: a line "// needs: cckpi".
needs = $(foreach t,$(shell sed -n 's,^// needs: ,,p' $(1)),$(filter-out \
	%/main.o,$(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard cmd/$(t)/*.c cmd/$(t)/*/*.c))))
define UNIT
$(BUILD)/unit/$(1): $(BUILD)/obj/tests/unit/$(1).o $(call needs,tests/unit/$(1).c) $(LIB)
	@mkdir -p $$(@D)
	$(CC) $(CFLAGS_ALL) -o $$@ $$^ $(LDLIBS_ALL)
endef
$(foreach u,$(notdir $(UNITS)),$(eval $(call UNIT,$(u))))

clean:
	rm -rf $(BUILD)

.PHONY: all units clean
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
