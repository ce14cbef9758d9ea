# Finds what the scripts in bin/ need. Sourced by them; each require_* ends the script with one
# line on stderr and exit code 2 when its tool is missing.
# shellcheck shell=bash

missing() {
  echo "$(basename "$0"): $1" >&2
  exit 2
}

is_jdk25() {
  [[ -x "$1/bin/javac" ]] && "$1/bin/javac" -version 2>&1 | grep -qE '^javac 25([.-]|$)'
}

# The homes that may hold a JDK 25, the likeliest first.
java_homes() {
  local java
  if [[ -n "${JAVA_HOME:-}" ]]; then echo "$JAVA_HOME"; fi
  if java=$(command -v java) && java=$("$java" -XshowSettings:properties -version 2>&1); then
    sed -n 's/^ *java\.home = //p' <<<"$java"
  fi
  if [[ -x /usr/libexec/java_home ]]; then /usr/libexec/java_home -v 25 2>/dev/null || true; fi
  ls -d /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* 2>/dev/null || true
}

require_java25() {
  local home
  while IFS= read -r home; do
    if is_jdk25 "$home"; then
      export JAVA_HOME="$home"
      export PATH="$JAVA_HOME/bin:$PATH"
      return
    fi
  done < <(java_homes)
  missing "needs a JDK 25 (from https://adoptium.net or your package manager; set JAVA_HOME if it is in an unusual place)"
}

require_maven() {
  command -v mvn >/dev/null || missing "needs Maven 3.8 or newer (from https://maven.apache.org or your package manager)"
}

require_git() {
  command -v git >/dev/null || missing "needs git (from https://git-scm.com or your package manager)"
}

require_ssh_keygen() {
  command -v ssh-keygen >/dev/null || missing "needs ssh-keygen (the package openssh-client, or openssh)"
}

require_go() {
  local version major minor
  if version=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null); then
    IFS=. read -r major minor _ <<<"${version#go}"
    minor=${minor%%[!0-9]*}
    if ((major > 1 || minor >= 26)); then return; fi
  fi
  missing "needs Go 1.26 or newer (from https://go.dev/dl), found ${version:-none}"
}

# What a part of the tests needs: taken if it is there, installed where that is possible without asking, and else that
# part is left out, with a line that says so. On CI (CI=true) nothing is left out.
required=''
need_for_tests() { # name programs packages need consequence
  local program
  for program in $2; do
    if command -v "$program" >/dev/null; then
      required="$required${required:+,}$4"
      return
    fi
  done
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "$(basename "$0"): installing $3 …" >&2
    # shellcheck disable=SC2086
    if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $3; } \
      >/dev/null 2>&1; then
      # the package of Prometheus starts a service, which nobody asked for
      if [[ -d /run/systemd/system ]]; then systemctl disable --now --quiet prometheus 2>/dev/null || true; fi
      required="$required${required:+,}$4"
      return
    fi
  fi
  if [[ "${CI:-}" == true ]]; then
    missing "needs $1 on CI (the package ${3%% *})"
  fi
  echo "$(basename "$0"): without $1 (the package ${3%% *}) $5" >&2
}
