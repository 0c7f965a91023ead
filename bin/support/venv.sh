# Makes .venv with the hash-locked requirements named as arguments; sourced by the commands in bin/, starts nothing.

cd "$(dirname "$0")/.." || exit 1

find_python() {
    for python in python3.11 python3 python; do
        if "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then return 0; fi
    done
    echo "Lapak needs Python 3.11 and found none on PATH." >&2
    exit 1
}

create_venv() {
    find_python
    echo "Making .venv ..." >&2
    rm -rf .venv
    if command -v uv >/dev/null; then
        uv venv --quiet --python "$python" .venv || exit 1
    elif ! "$python" -m venv .venv; then
        echo "Python's venv module is incomplete here: install it (Debian: python3-venv) or put uv on PATH." >&2
        exit 1
    fi
}

install_requirements() {
    echo "Installing $1 ..." >&2
    if command -v uv >/dev/null; then
        uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes --only-binary :all: -r "$1" || exit 1
    else
        .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r "$1" || exit 1
    fi
    # The copy is the stamp: the next call compares it and installs nothing.
    cp "$1" ".venv/installed/$1"
}

make_venv() {
    if command -v flock >/dev/null; then
        exec 9<bin/support/venv.sh # a second command waits here instead of installing too
        flock 9
    fi
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || create_venv
    mkdir -p .venv/installed
    for requirements in "$@"; do
        cmp -s "$requirements" ".venv/installed/$requirements" || install_requirements "$requirements"
    done
    if command -v flock >/dev/null; then exec 9>&-; fi
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
}

export UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=1
# Images for containers set it; here a dozen processes would each compile all of ours again whenever they start.
unset PYTHONDONTWRITEBYTECODE
