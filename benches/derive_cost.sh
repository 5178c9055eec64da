#!/usr/bin/env bash
# What the derive costs to compile: `cargo check` and `cargo build` of a crate with 1, 20 and 100 sessions of six fields, against the
# same structs with serde's derives and `Clone` alone. Dependencies are built before, incremental compilation is off. Processor time,
# which another program on the machine disturbs less; the best of three runs counts. Prints a table. Takes about two minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
folder=${CARGO_TARGET_DIR:-$root/target}/derive-cost
export CARGO_TARGET_DIR=$folder/target CARGO_INCREMENTAL=0
mkdir -p "$folder/src"

cat >"$folder/Cargo.toml" <<EOF
[package]
name = "derive-cost"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
session-runtime = { path = "$root/session-runtime" }
serde = { version = "1", features = ["derive"] }
EOF
cp Cargo.lock "$folder/Cargo.lock"

# write COUNT DERIVES ATTRIBUTES
write() {
  {
    echo 'use serde::{Deserialize, Serialize};'
    echo '#[allow(unused_imports)] use session_runtime::Session;'
    for ((i = 0; i < $1; i++)); do
      printf '#[derive(%s)]\n%s\npub struct Account%d {\n    %s pub user_id: u64,\n    pub name: String,\n' "$2" "$3" "$i" "$4"
      printf '    pub theme: Option<String>,\n    pub admin: bool,\n    pub groups: Vec<String>,\n    pub since: u64,\n}\n'
    done
  } >"$folder/src/lib.rs"
}

# The best of three, in milliseconds.
measure() {
  local best=999999999 took TIMEFORMAT='%U %S'
  for _ in 1 2 3; do
    touch "$folder/src/lib.rs"
    took=$({ time timeout 120 cargo "$1" --quiet --offline --manifest-path "$folder/Cargo.toml" >&3 2>&1; } 3>&2 2>&1)
    took=$(awk '{ print int(($1 + $2) * 1000) }' <<<"$took")
    if ((took < best)); then best=$took; fi
  done
  echo "$best"
}

session='#[session(codec = "jwt", storage = "cookie", auth = "cookie", lifetime = "14d", idle = "30m")]'
write 1 'Session, Serialize, Deserialize, Clone' "$session" '#[session(subject)]'
measure check >/dev/null
measure build >/dev/null

echo "| sessions | \`cargo check\`, serde and Clone alone | with \`Session\` | per session | \`cargo build\`, serde and Clone alone | with \`Session\` | per session |"
echo "|---|---|---|---|---|---|---|"
for count in 1 20 100; do
  row="| $count |"
  for command in check build; do
    write "$count" 'Serialize, Deserialize, Clone' '' ''
    without=$(measure "$command")
    write "$count" 'Session, Serialize, Deserialize, Clone' "$session" '#[session(subject)]'
    with=$(measure "$command")
    each=$(((with - without) * 10 / count))
    row+=" $without ms | $with ms | $((each / 10)).$((each % 10)) ms |"
  done
  echo "$row"
done
