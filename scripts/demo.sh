#!/usr/bin/env bash
# From one line of melody and one line of chords to audio, notes and a verdict.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p out
set -x
.venv/bin/tuicomposer compose --key "G major" --tempo 84 --seed 1 \
    --melody "G4 A4 B4 G4 | A4 B4:1/2 C5:1/2 D5:2 | E5 D5 C5 B4 | A4:2 G4:2" \
    --chords "G D/F# Em G/D | Am7 D G D | C G/B Am G | D7 G" \
    -o out/demo.wav -o out/demo.mid -o out/demo.tuic
.venv/bin/tuicomposer judge out/demo.tuic
