# Sourced by bench/peers, bench/scaling and bench/fidelity after scripts/common.sh: takes
# --build DIR off the arguments and lets Python find what it needs.

if [[ "${1:-}" == --build ]]; then
  [[ $# -ge 2 ]] || die "--build needs a value; see $0 --help"
  SNNC="$(realpath -m "$2")/bin/snnc"
  export SNNC
  shift 2
fi
export PYTHONPATH="$ROOT/python:$ROOT/bench:$ROOT/examples/microcircuit"

setup_peers() {
  python3 -m venv "$ROOT/out/bench/venv"
  "$ROOT/out/bench/venv/bin/pip" install -q -r "$ROOT/bench/simulators/requirements.txt"
}
