# Sourced by ./flowproof and ./verify: sets JAVA_HOME to a JDK 25 or newer, or says what is missing.

jdk_version() { # DIR: prints the major version of the JDK in DIR, from its release file
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk25() {
  local candidate version
  local on_path=""
  if command -v javac >/dev/null 2>&1; then
    on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
  fi
  for candidate in "${FLOWPROOF_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] || continue
    version=$(jdk_version "$candidate")
    if [ -n "$version" ] && [ "$version" -ge 25 ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "flowproof: no JDK 25 found (looked at FLOWPROOF_JAVA_HOME, JAVA_HOME, PATH, /usr/lib/jvm and" >&2
  echo "the usual places). Install one, for example Eclipse Temurin 25, and set JAVA_HOME to it." >&2
  return 1
}
