# Sourced by ./flowproof and ./verify: one build at a time in one working copy.

# Waits until no other build runs; the lock is held until this process, and what it started, ends.
lock_build() { # DIR: where the lock lies
  mkdir -p "$1"
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$1/build.lock"
    if ! flock -n 9; then
      echo "flowproof: waiting for another build in this directory to end…" >&2
      flock 9
    fi
    return
  fi
  # No flock (macOS): a directory that names its owner.
  local waited=false owner
  build_lock=$1/build.lock.d
  until mkdir "$build_lock" 2>/dev/null; do
    owner=$(cat "$build_lock/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$build_lock"
      continue
    fi
    $waited || echo "flowproof: waiting for another build in this directory to end…" >&2
    waited=true
    sleep 0.5
  done
  echo $$ >"$build_lock/pid"
  trap unlock_build EXIT
}

# Lets go at once, where the process goes on for longer than the build.
unlock_build() {
  if [ -n "${build_lock:-}" ]; then
    rm -rf "$build_lock"
    trap - EXIT
  else
    exec 9>&-
  fi
}
