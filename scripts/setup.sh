#!/usr/bin/env bash
# Installs what is missing: FluidSynth and a General MIDI soundfont by the system's package manager,
# then a virtual environment in .venv. Run as `scripts/setup.sh run`, or `dev` to add the tools for tests.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:-run}
venv=.venv
log=build/setup.log
torch=2.13.0
torch_cpu_index=https://download.pytorch.org/whl/cpu

say() { printf 'setup: %s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
quietly() { "$@" >>"$log" 2>&1; }

# --- the system's packages ---------------------------------------------------------------------

# Asked before any output goes to the log, so that a password prompt or the refusal is seen.
need_root() {
    [ "$(id -u)" -eq 0 ] && return
    have sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; } && sudo -v && return
    fail "FluidSynth, a soundfont or python3-venv is missing and this user may not install it: ask an administrator to."
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# No pipe into grep -q here: it ends early and pipefail would report the writer's broken pipe.
has_fluidsynth() {
    case "$(uname -s)" in
        Darwin) compgen -G '/opt/homebrew/lib/libfluidsynth*.dylib' || compgen -G '/usr/local/lib/libfluidsynth*.dylib' ;;
        *) case "$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null)" in *libfluidsynth.so*) ;; *) false ;; esac ;;
    esac >/dev/null
}

has_soundfont() {
    [ "$(uname -s)" = Darwin ] && return 0 # no formula has one; the font in soundfonts/ serves
    compgen -G '/usr/share/sounds/sf[23]/*.sf[23]' >/dev/null || compgen -G '/usr/share/soundfonts/*.sf[23]' >/dev/null
}

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    quietly as_root apt-get install -y --no-install-recommends "$@" && return
    quietly as_root apt-get update || true
    quietly as_root apt-get install -y --no-install-recommends "$@"
}

install_system_packages() {
    if have apt-get; then
        apt_install libfluidsynth3 timgm6mb-soundfont || apt_install libfluidsynth2 fluid-soundfont-gm
    elif have dnf; then
        quietly as_root dnf install -y fluidsynth-libs fluid-soundfont-gm
    elif have pacman; then
        quietly as_root pacman -S --needed --noconfirm fluidsynth soundfont-fluid
    elif have brew; then
        quietly brew install fluid-synth
    else
        fail "No package manager known here was found: install FluidSynth and a General MIDI soundfont by hand, then try again."
    fi
}

system_packages() {
    if has_fluidsynth && has_soundfont; then return; fi
    say "installing FluidSynth and a soundfont with the system's package manager"
    [ "$(uname -s)" = Darwin ] || need_root
    install_system_packages && has_fluidsynth && has_soundfont ||
        fail "FluidSynth or a soundfont could not be installed (is there a network?); $log has the details."
}

# Tests under tmux are left out where it is missing, so nobody is asked for a password for it.
tools_for_tests() {
    if have tmux || ! have apt-get; then return; fi
    [ "$(id -u)" -eq 0 ] || { have sudo && sudo -n true 2>/dev/null; } || return 0
    say "installing tmux for the tests"
    apt_install tmux || say "tmux could not be installed: the tests under it are left out"
}

# --- Python --------------------------------------------------------------------------------------

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1; }

find_python() {
    local name
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
        if fits "$name"; then
            echo "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed and was not found: install it, or name it as PYTHON=/path/to/python3 make run."
}

make_venv() {
    [ -x "$venv/bin/python" ] && fits "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1 && return
    local python
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 && have apt-get; then
        say "installing python3-venv"
        need_root
        apt_install python3-venv || fail "python3-venv could not be installed; $log has the details."
    fi
    say "making $venv with $("$python" --version)"
    quietly "$python" -m venv --clear "$venv" || fail "$venv could not be made; $log has the details."
}

pip_install() { quietly "$venv/bin/python" -m pip install --disable-pip-version-check "$@"; }

# On Linux the plain name brings the CUDA build, several GB that a CPU never uses. The exact “+cpu”
# version cannot: it comes from a package source that pip is set up for where one has it, else from
# PyTorch's own. A torch that is there already, of whatever build, is left as it is.
install_torch() {
    "$venv/bin/python" -c 'import torch' >/dev/null 2>&1 && return
    say "installing torch $torch for the processor (about 200 MB, once)"
    if [ "$(uname -s)" = Darwin ]; then
        pip_install "torch==$torch"
    else
        pip_install "torch==$torch+cpu" || pip_install --retries 1 "torch==$torch+cpu" --extra-index-url "$torch_cpu_index"
    fi && "$venv/bin/python" -c 'import sys, torch; sys.exit(torch.version.cuda is not None)' >>"$log" 2>&1 ||
        fail "torch could not be installed (is there a network?); $log has the details."
}

install_packages() {
    local what=.
    [ "$kind" = dev ] && what='.[dev]'
    say "installing the program and what it needs"
    pip_install -e "$what" || fail "The Python packages could not be installed (is there a network?); $log has the details."
}

# The stamp holds what an installation depends on, the folder's own path included.
state() { { pwd && cat pyproject.toml scripts/setup.sh; } | cksum; }
is_ready() { [ -x "$venv/bin/python" ] && [ "$(cat "$venv/ready-$1" 2>/dev/null)" = "$(state)" ]; }

case "$kind" in run | dev) ;; *) fail "Say “run” or “dev”, not “$kind”." ;; esac
mkdir -p build
: >"$log"
system_packages
if is_ready "$kind" || { [ "$kind" = run ] && is_ready dev; }; then exit 0; fi
[ "$kind" = run ] || tools_for_tests
make_venv
install_torch
install_packages
state >"$venv/ready-$kind"
say "ready"
