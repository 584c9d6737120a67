#!/usr/bin/env bash
# Builds .flowproof/dist: assemble.sh ROOT JVM-FLAG… with JAVA_HOME set. Nothing of it is seen before
# it is complete, and a build that fails leaves the one before it in place. ./flowproof calls this,
# under a lock.
set -euo pipefail
root=$1
shift
flags=("$@")
state=$root/.flowproof
dist=$state/dist

# Everything in a new directory, which then takes the place of the old one.
assemble() {
  local new=$state/dist.new
  rm -rf "$new" "$state/dist.old"
  mkdir -p "$new/lib"
  touch "$new/stamp" # what changes from here on is newer
  (cd "$root" && mvn -B -ntp -q -Dmaven.test.skip=true -Dquick=true package -pl app -am)
  collect_jars "$new"
  printf '%s\n' "$JAVA_HOME" >"$new/java-home"
  mv "$new/stamp" "$new/stamp.new"
  if [ -d "$dist" ]; then mv "$dist" "$state/dist.old"; fi
  mv "$new" "$dist"
  rm -rf "$state/dist.old"
  train_aot || echo "No AOT cache: starting takes longer."
  mv "$dist/stamp.new" "$dist/stamp"
}

# The jars, and one that names them in the order of the class path. What the JVM must permit stands
# in its manifest: the same as flags would keep the JVM from using all of its AOT cache.
collect_jars() { # DIR
  local jar name names=""
  local IFS=:
  for jar in "$root"/app/target/flowproof-app-*.jar $(<"$root/app/target/classpath.txt"); do
    name=${jar##*/}
    case $name in
      duckdb_jdbc-*) slim_duckdb "$jar" "$1/lib" ;;
      janino-* | commons-compiler-*) unsigned "$jar" "$1/lib/$name" ;;
      picocli-*) "$JAVA_HOME/bin/java" "$root/build/ModernClasses.java" "$jar" "$1/lib/$name" ;;
      *) cp -p "$jar" "$1/lib/$name" ;;
    esac
    names="$names $name"
  done
  {
    echo "Main-Class: io.flowproof.app.cli.Flowproof"
    echo "Add-Opens: java.base/java.nio"
    echo "Enable-Native-Access: ALL-UNNAMED"
    echo "Class-Path:$names" | fold -w 70 | sed '2,$s/^/ /'
  } >"$1/manifest"
  "$JAVA_HOME/bin/jar" --create --file "$1/lib/flowproof.jar" --manifest "$1/manifest"
}

# DuckDB's jar holds a library of 40 to 70 MB for each of four platforms, and every process would
# unpack one. So: the jar without libraries, and this platform's beside it, where DuckDB looks next.
slim_duckdb() { # JAR DIR
  local name=${1##*/} kept=$state/duckdb library work
  library=libduckdb_java.so_$(platform)
  if [ ! -f "$kept/$name" ] || [ ! -f "$kept/$library" ]; then
    work=$state/duckdb.new
    rm -rf "$work" "$kept"
    mkdir -p "$work/classes"
    (cd "$work/classes" && "$JAVA_HOME/bin/jar" --extract --file "$1" org META-INF)
    (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$1" "$library")
    if [ ! -f "$work/$library" ]; then
      echo "DuckDB has no library for this platform ($library is not in $name)."
      return 1
    fi
    "$JAVA_HOME/bin/jar" --create --file "$work/$name" --no-manifest -C "$work/classes" .
    rm -rf "$work/classes"
    mv "$work" "$kept"
  fi
  cp -p "$kept/$name" "$2/"
  ln "$kept/$library" "$2/" 2>/dev/null || cp -p "$kept/$library" "$2/"
}

# A copy of a signed jar without its signature. Checking it would take a tenth of a second of every
# start, and the JVM keeps no class of a signed jar in its cache.
unsigned() { # JAR COPY
  local work=$state/unsigned.new
  rm -rf "$work"
  mkdir -p "$work"
  (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$1" && rm -f META-INF/*.SF META-INF/*.RSA META-INF/*.DSA META-INF/*.EC)
  "$JAVA_HOME/bin/jar" --create --file "$2" --no-manifest -C "$work" .
  rm -rf "$work"
}

# As DuckDB names it: linux_amd64, macos_arm64.
platform() {
  local os arch
  case $(uname -s) in
    Darwin) os=macos ;;
    *) os=linux ;;
  esac
  case $(uname -m) in
    arm64 | aarch64) arch=arm64 ;;
    *) arch=amd64 ;;
  esac
  echo "${os}_$arch"
}

# Runs what users run, so that the JVM keeps what it loaded for the next time, in two caches: where
# classes are linked ahead all of them are loaded at every start. That pays for commands that compile
# and run rules, and costs those that need little.
train_aot() {
  local java=$JAVA_HOME/bin/java seen=$dist/flowproof.aotconf scratch=$state/training
  local run=(-jar "$dist/lib/flowproof.jar")
  rm -rf "$dist"/flowproof*.aot "$scratch"
  "$java" "${flags[@]}" -XX:AOTMode=record -XX:AOTConfiguration="$seen" \
    -Dflowproof.training="$scratch" "${run[@]}"
  rm -rf "$scratch"
  "$java" "${flags[@]}" -XX:AOTMode=create -XX:AOTConfiguration="$seen" -XX:-AOTClassLinking \
    -XX:AOTCache="$dist/flowproof.aot" "${run[@]}"
  "$java" "${flags[@]}" -XX:AOTMode=create -XX:AOTConfiguration="$seen" \
    -XX:AOTCache="$dist/flowproof-linked.aot" "${run[@]}"
  rm -f "$seen"
  [ -f "$dist/flowproof.aot" ] && [ -f "$dist/flowproof-linked.aot" ]
}

assemble
