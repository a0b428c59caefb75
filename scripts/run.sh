#!/usr/bin/env bash
# Opens the composer with a copy of a song in out/; where there is no terminal to draw on, composes the song there instead.
set -euo pipefail
cd "$(dirname "$0")/.."

song=$1
name=$(basename "$song" .tuic)
mkdir -p out
if [ -t 0 ] && [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
    copy=out/$name.tuic
    [ -e "$copy" ] || cp "$song" "$copy" # what was written into the copy before stays
    exec .venv/bin/tuicomposer "$copy"
fi
echo "No terminal is attached, so $song is composed to out/ instead of opened."
made=out/$name-composed
exec .venv/bin/tuicomposer compose "$song" --seed 1 -o "$made.wav" -o "$made.mid" -o "$made.tuic"
