# Sourced by ./flowproof: sees to it that .flowproof/dist, which is what runs, is built and current.
# Expects $root, $state, $dist, the JVM's $flags and the function up_to_date.

. "$root/build/jdk25.sh"
. "$root/build/lock.sh"

build_dist() {
  find_jdk25 || return 2
  if ! command -v mvn >/dev/null 2>&1; then
    echo "flowproof: Maven is missing (install Maven 3.8 or newer and put mvn on the PATH)." >&2
    return 2
  fi
  lock_build "$state"
  if up_to_date; then # somebody else built it meanwhile
    unlock_build
    return 0
  fi
  local log=$state/build.log why="first use, about a minute"
  [ -f "$dist/stamp" ] && why="something changed since the last time"
  echo "flowproof: building ($why)…" >&2
  if ! "$root/build/assemble.sh" "$root" "${flags[@]}" >"$log" 2>&1 9>&-; then
    echo "flowproof: the build failed; its log is $log" >&2
    grep '^\[ERROR\] [^[]' "$log" | grep -v -e '-e switch' -e '-X switch' -e 'For more information' \
      -e 'After correcting' -e 'mvn <args>' | head -n 10 >&2 || tail -n 10 "$log" >&2
    unlock_build
    return 70
  fi
  unlock_build
}
