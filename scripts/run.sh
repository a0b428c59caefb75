#!/usr/bin/env bash
# Opens the composer with a song; where there is no terminal to draw on, composes the song to out/ instead.
set -euo pipefail
cd "$(dirname "$0")/.."

song=$1
name=$(basename "$song" .tuic)
if [ -t 0 ] && [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
    exec .venv/bin/tuicomposer "$song"
fi
echo "No terminal is attached, so $song is composed to out/ instead of opened."
mkdir -p out
exec .venv/bin/tuicomposer compose "$song" --seed 1 -o "out/$name.wav" -o "out/$name.mid" -o "out/$name.tuic"
