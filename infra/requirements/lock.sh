#!/bin/sh
# Regenerates every lock. `dev` is resolved first and constrains the others, so one version of a package serves
# functions, laptop and tests. No file names a package index: whoever installs uses the index of their own machine.
set -eu
cd "$(dirname "$0")"
compile() {
    name="$1"; shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" "$@" "$name.in" --output-file "$name.txt"
}
compile dev
for name in light portal notify domains local; do compile "$name" --constraint dev.txt; done
compile sam
