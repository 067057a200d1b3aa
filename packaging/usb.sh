#!/usr/bin/env bash
# Builds the static binary and lays out a folder that runs from a USB drive, whatever path it is mounted at.
#   packaging/usb.sh [--binary FILE] [--to FOLDER]
# --binary takes a binary that is already built; --to is target/usb/kabinet unless given. The folders demo and data, and a
# kabinet.toml that is there already, are left as they are, so that a drive in use can be updated.
set -euo pipefail
shopt -s nocaseglob nullglob

target=x86_64-unknown-linux-gnu
top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
built=${CARGO_TARGET_DIR:-$top/target}
binary=
folder=$built/usb/kabinet

usage() {
    sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

while [ $# -gt 0 ]; do
    case $1 in
        --binary | --to)
            [ $# -ge 2 ] || { echo "$1 needs a path" >&2; exit 2; }
            if [ "$1" = --binary ]; then binary=$2; else folder=$2; fi
            shift 2
            ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
done

build() {
    # +crt-static needs --target, or procedural macros would be linked statically too and not load.
    (cd -- "$top" && RUSTFLAGS='-C target-feature=+crt-static' cargo build --locked --profile packaged --target "$target")
    binary=$built/$target/packaged/kabinet
    if ! ldd "$binary" 2>&1 | grep -qE 'statically linked|not a dynamic executable'; then
        echo "$binary is not static: it would not run on other systems" >&2
        exit 1
    fi
}

# The settings of an installation that somebody carries about: data beside the program, reachable from this computer only.
settings() {
    local text
    text=$(sed -e 's|^data = .*|data = "data"|' \
        -e 's|^https = .*|https = "127.0.0.1:8443"|' \
        -e 's|^names = .*|names = []|' \
        -e 's|^format = .*|format = "text"|' "$top/packaging/kabinet.toml")
    for line in 'data = "data"' 'https = "127.0.0.1:8443"' 'names = []' 'format = "text"'; do
        grep -qxF "$line" <<<"$text" || { echo "packaging/kabinet.toml has no line to become: $line" >&2; exit 1; }
    done
    printf '%s\n' "$text"
}

# Each library that is part of the binary with its licence, and every licence text once.
third_parties() {
    local sources=${CARGO_HOME:-$HOME/.cargo}/registry/src name version licence file sum
    local -A seen=()
    (cd -- "$top" && cargo tree --locked --edges normal --target "$target" --prefix none --no-dedupe --format '{p}|{l}|{r}') |
        sed -e 's/ (proc-macro)//' | grep -v '^kabinet ' | sort -u >"$1/LIBRARIES.txt"
    while IFS='|' read -r name licence _; do
        version=${name##* v}
        name=${name%% *}
        for file in "$sources"/*/"$name-$version"/{licen[cs]e,copying,copyright,notice,unlicense}*; do
            [ -f "$file" ] || continue
            sum=$(sha256sum <"$file")
            [ -z "${seen[$sum]:-}" ] || continue
            seen[$sum]=1
            printf '%s\n%s %s (%s): %s\n\n' "$(printf '=%.0s' {1..80})" "$name" "$version" "$licence" "${file##*/}"
            cat -- "$file"
            printf '\n\n'
        done
    done <"$1/LIBRARIES.txt" >"$1/TEXTS.txt"
    [ -s "$1/TEXTS.txt" ] || { echo "no licence texts found in $sources" >&2; exit 1; }
    # Fonts and scripts that are built in.
    (cd -- "$top" && find assets -type f \( -iname 'OFL*' -o -iname 'LICEN[CS]E*' \) -exec cp --parents -t "$1" {} +)
}

[ -n "$binary" ] || build
[ -f "$binary" ] || { echo "no such file: $binary" >&2; exit 1; }
mkdir -p -- "$folder/licences"
folder=$(cd -- "$folder" && pwd)
# Under another name first: the program may be running from here.
install -m 0755 -- "$binary" "$folder/kabinet.new"
mv -f -- "$folder/kabinet.new" "$folder/kabinet"
install -m 0755 -- "$top/packaging/usb/start.sh" "$folder/start.sh"
install -m 0644 -- "$top/packaging/usb/README.txt" "$top/LICENSE" "$folder/"
if [ ! -e "$folder/kabinet.toml" ]; then
    settings >"$folder/kabinet.toml.new"
    mv -- "$folder/kabinet.toml.new" "$folder/kabinet.toml"
fi
third_parties "$folder/licences"

echo "$folder"
(cd -- "$folder" && du -h --apparent-size -- kabinet start.sh README.txt LICENSE kabinet.toml licences && du -sh --apparent-size -- .)
