# Shared by script/server and script/test: numbered steps, system packages, the virtual environment.
# Sourced from the project's top folder by a bash script that has set STEPS (how many steps it will show).

set -uo pipefail

VENV_PYTHON=.venv/bin/python
STEP=0
STEP_NAMES=()
STEP_TIMES=()
STEP_RESULTS=()
RUNNING_GROUP=""
WORK=$(mktemp -d "${TMPDIR:-/tmp}/clinic-work.XXXXXX")

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

stop_group() { # stop_group PGID: end a background job with everything it started
    kill -TERM -- "-$1" 2>/dev/null || return 0
    local tries
    for tries in {1..50}; do
        kill -0 -- "-$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL -- "-$1" 2>/dev/null || true
}

# A script adds its own clean-up by defining on_exit.
leave() {
    local code=$?
    trap - EXIT INT TERM HUP
    [ -z "$RUNNING_GROUP" ] || stop_group "$RUNNING_GROUP"
    if declare -F on_exit >/dev/null; then on_exit; fi
    rm -rf "$WORK"
    exit "$code"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# ---- steps ---------------------------------------------------------------------------------------------------

# A job runs in a process group of its own, so that a time limit or Ctrl-C ends its children too.
wait_for_job() { # wait_for_job PID LIMIT [LOG]: wait with a running clock; LOG given means its output is hidden
    local pid=$1 limit=$2 log=${3:-} begun=$SECONDS spent shown=0 last
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.2
        spent=$((SECONDS - begun))
        if [ "$spent" -ge "$limit" ]; then
            stop_group "$pid"
            wait "$pid" 2>/dev/null
            RUNNING_GROUP=""
            [ -z "$log" ] || echo "stopped: the limit of $limit s for this step has passed" >>"$log"
            [ -n "$log" ] || echo "stopped: the limit of $limit s for this step has passed"
            return 124
        fi
        [ -n "$log" ] || continue
        if [ -t 1 ]; then
            [ "$spent" -gt "$shown" ] || continue
            shown=$spent
            last=$(tail -n 3 "$log" | tr '\r' '\n' | grep -v '^[[:space:]]*$' | tail -n 1 | cut -c 1-70)
            printf '\r\033[K      %d s  %s' "$spent" "$last"
        elif [ "$spent" -ge $((shown + 20)) ]; then
            shown=$spent
            last=$(tail -n 3 "$log" | tr '\r' '\n' | grep -v '^[[:space:]]*$' | tail -n 1 | cut -c 1-100)
            printf '      %d s  %s\n' "$spent" "$last"
        fi
    done
    [ -z "$log" ] || [ ! -t 1 ] || printf '\r\033[K'
    wait "$pid"
    local code=$?
    RUNNING_GROUP=""
    return $code
}

start_step() {
    STEP=$((STEP + 1))
    STEP_BEGUN=$SECONDS
    printf '[%d/%d] %s\n' "$STEP" "$STEPS" "$1"
}

end_step() { # end_step TITLE CODE
    local spent=$((SECONDS - STEP_BEGUN)) result=ok
    [ "$2" -eq 0 ] || result=FAILED
    STEP_NAMES+=("$1")
    STEP_TIMES+=("$spent")
    STEP_RESULTS+=("$result")
    printf '      %s, %d s\n' "$result" "$spent"
}

# quiet_step TITLE LIMIT COMMAND...: its output is shown only when it fails; a clock and its last line run meanwhile.
quiet_step() {
    local title=$1 limit=$2 log="$WORK/step.log" code
    shift 2
    start_step "$title"
    : >"$log"
    set -m
    ("$@") >"$log" 2>&1 </dev/null 9>&- &
    RUNNING_GROUP=$!
    set +m
    wait_for_job "$RUNNING_GROUP" "$limit" "$log"
    code=$?
    [ "$code" -eq 0 ] || cat "$log"
    end_step "$title" "$code"
    return "$code"
}

# loud_step TITLE LIMIT COMMAND...: its output is shown as it comes.
loud_step() {
    local title=$1 limit=$2 code
    shift 2
    start_step "$title"
    set -m
    ("$@") </dev/null 9>&- &
    RUNNING_GROUP=$!
    set +m
    wait_for_job "$RUNNING_GROUP" "$limit"
    code=$?
    end_step "$title" "$code"
    return "$code"
}

# ---- system packages -----------------------------------------------------------------------------------------

# Not grep -q at the end of a pipe: it leaves early, the writer fails, and with pipefail so does the pipe.
has_library() { /sbin/ldconfig -p 2>/dev/null | grep -F "$1" >/dev/null; }

# Newest PostgreSQL server programs; Debian keeps them out of the PATH.
postgres_programs() {
    local found
    found=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    [ -n "$found" ] || found=$(command -v initdb || true)
    [ -n "$found" ] && dirname "$found"
}

# The same browser without windows of its own needs a third less of the processor.
chromium_program() {
    command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome
}

# What this machine lacks, by what works and not by what apt knows: a Python of another origin counts too.
missing_to_run() {
    command -v python3 >/dev/null || echo python3
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    has_library libpango-1.0.so.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
}

missing_to_test() {
    missing_to_run
    postgres_programs >/dev/null || echo postgresql
    chromium_program >/dev/null || echo chromium-headless-shell
    command -v pdftotext >/dev/null || echo poppler-utils
    has_library libatomic.so.1 || echo libatomic1 # for the driver that Playwright brings along
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] && return 0
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null && return 0
    # A person at a terminal can type the password once, here, before the clock starts.
    [ -t 0 ] && [ -t 1 ] && sudo -v
}

apt_install() {
    local quiet=(env DEBIAN_FRONTEND=noninteractive timeout 1500)
    local apt=(apt-get -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
    as_root "${quiet[@]}" "${apt[@]}" update || echo "apt-get update failed; trying with the lists at hand"
    if [ -n "$(dpkg --audit)" ]; then # an installation here was interrupted: its halves first
        as_root "${quiet[@]}" dpkg --configure -a
        as_root "${quiet[@]}" "${apt[@]}" --fix-broken install -y --no-install-recommends || return 1
    fi
    as_root "${quiet[@]}" "${apt[@]}" install -y --no-install-recommends "$@"
}

# Where only the browser with windows is there, the one without is worth having; without it the tests take longer.
prefer_light_browser() {
    command -v chromium-headless-shell >/dev/null && return
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 0
    local apt="apt-get -o Acquire::Retries=0 -o Acquire::http::Timeout=20 -o DPkg::Lock::Timeout=30 -o Dpkg::Use-Pty=0"
    env DEBIAN_FRONTEND=noninteractive timeout 150 \
        sh -c "$apt update && $apt install -y --no-install-recommends chromium-headless-shell" >"$WORK/browser.log" 2>&1 ||
        echo "      no chromium-headless-shell to be had; the tests use $(chromium_program)"
}

# ensure_packages CHECK: install what CHECK (missing_to_run, missing_to_test) prints.
ensure_packages() {
    local check=$1 unfinished=var/.installing-packages wanted
    # Packages that an interrupted run left unpacked but not set up look present; they are named in the mark it left.
    wanted=$({ "$check"; [ ! -e "$unfinished" ] || tr ' ' '\n' <"$unfinished"; } | sort -u | xargs)
    if [ -z "$wanted" ]; then
        quiet_step "System packages: all there" 5 true
        return
    fi
    may_install || die "Please install these packages first (no right to do it from here): $wanted"
    mkdir -p var
    echo "$wanted" >"$unfinished"
    # shellcheck disable=SC2086
    quiet_step "System packages: installing $wanted" 1600 apt_install $wanted || exit 1
    rm -f "$unfinished"
    wanted=$("$check" | xargs)
    [ -z "$wanted" ] || die "Still missing after the installation: $wanted"
}

# ---- Python packages -----------------------------------------------------------------------------------------

lock_stamp() { # lock_stamp FILE: names this lock for this Python; a change of either means a new installation
    { python3 -VV && cat "$1"; } | sha256sum | cut -d ' ' -f 1
}

install_python_packages() {
    local file=$1 unfinished=var/.installing-python
    # The mark stays when this is interrupted: a half-written environment is then made anew, not mended.
    if [ -e "$unfinished" ] || ! "$VENV_PYTHON" -m pip --version >/dev/null 2>&1; then
        touch "$unfinished"
        python3 -m venv --clear .venv || return 1
    fi
    touch "$unfinished"
    "$VENV_PYTHON" -m pip install --require-hashes --no-input --disable-pip-version-check --progress-bar off -r "$file" || return 1
    lock_stamp "$file" >".venv/.stamp-${file%.txt}"
    # The tests' lock contains the product's.
    [ "$file" != requirements-dev.txt ] || lock_stamp requirements.txt >.venv/.stamp-requirements
    rm -f "$unfinished"
}

# ensure_python LOCKFILE: the virtual environment in .venv with exactly the locked packages.
ensure_python() {
    local file=$1
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        die "Python 3.11 or newer is needed; this machine's python3 is $(python3 -V 2>&1 | cut -d ' ' -f 2)."
    if [ ! -e var/.installing-python ] && "$VENV_PYTHON" -c '' 2>/dev/null &&
        [ "$(cat ".venv/.stamp-${file%.txt}" 2>/dev/null)" = "$(lock_stamp "$file")" ]; then
        quiet_step "Python packages: all there" 5 true
        return
    fi
    quiet_step "Python packages: installing $(grep -c '^[a-z0-9].*==' "$file") into .venv" 1500 install_python_packages "$file" || exit 1
}

# One preparation at a time: a second start waits instead of writing into the same environment. Jobs get the lock's
# descriptor closed, or a database server that a package starts would hold it for good.
lock_preparation() {
    mkdir -p var
    exec 9>var/.preparing
    flock --nonblock 9 && return
    echo "Another script/server or script/test is preparing this folder; waiting for it ..."
    flock --wait 1800 9 || die "Another script/server or script/test has been preparing this folder for half an hour."
}
unlock_preparation() { exec 9>&-; }
