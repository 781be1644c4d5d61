#!/bin/bash
# Readers ask `onrecord serve` for minutes while a writer commits: statuses, memory, and how many commits there were.
#
#   benches/soak.sh PROGRAM CORPUS QUERIES [MINUTES]
#
# CORPUS is a file of JSON Lines, of which the last tenth is added bit by bit; QUERIES a file of bench (`id<TAB>query`).
# Wants wrk, curl, jq and Linux. Ends with 1 where something other than 200 was answered, or the memory of the second half
# rose more than 10 % above the highest of the first; it goes up and down with the commits.
set -eu
program=$1 corpus=$2 queries=$3 minutes=${4:-10}
work=$(mktemp -d)
trap 'kill ${server:-} ${load:-} 2>/dev/null || true; rm -rf "$work"' EXIT

lines=$(wc -l < "$corpus")
mkdir "$work/news"
head -n $((lines * 9 / 10)) "$corpus" > "$work/news/first.jsonl"
tail -n $((lines / 10)) "$corpus" | split -l 50 - "$work/part-"
"$program" -q --index "$work/index" index "$work/news"

"$program" --index "$work/index" serve --bind 127.0.0.1:0 > "$work/address" & server=$!
until address=$(head -1 "$work/address") && [ -n "$address" ]; do sleep 0.05; done

cut -f2 "$queries" | jq -rR @uri > "$work/words"
{
  sed 's|.*|/api/v1/search?q=&|' "$work/words"
  sed 's|.*|/?q=&|' "$work/words"
  sed 's|.*|/api/v1/facets/speaker?q=&|' "$work/words"
  printf '/\n/dates\n/topics\n/index\n/api/v1/status\n'
} | shuf --random-source=<(yes) > "$work/paths"
cat > "$work/wrk.lua" <<'LUA'
local paths, at, threads = {}, 0, {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
codes = ""
local seen = {}
function request() at = at % #paths + 1; return wrk.format("GET", paths[at]) end
function response(status)
  seen[status] = (seen[status] or 0) + 1
  codes = ""
  for code, count in pairs(seen) do codes = codes .. code .. " x " .. count .. "\n" end
end
function setup(thread) threads[#threads + 1] = thread end
function done() for _, thread in ipairs(threads) do io.write("answered " .. thread:get("codes")) end end
LUA
PATHS=$work/paths wrk -t1 -c4 "-d${minutes}m" --timeout 30s -s "$work/wrk.lua" "$address" > "$work/told" & load=$!

memory() { awk '/RssAnon/{print $2}' "/proc/$server/status"; }
begun=$SECONDS commits=0 early=0 late=0
for part in "$work"/part-*; do
  kill -0 "$load" 2>/dev/null || break
  mv "$part" "$work/news/${part##*/}.jsonl"
  "$program" -q --index "$work/index" index > /dev/null && commits=$((commits + 1))
  now=$(memory)
  if [ $((SECONDS - begun)) -lt $((minutes * 30)) ]; then early=$((now > early ? now : early)); else late=$((now > late ? now : late)); fi
  echo "$((SECONDS - begun)) s: $commits commits, $now kB"
  sleep 10
done
wait "$load"
grep -E '^[0-9]{3} x|^answered|Requests/sec|timeout' "$work/told"
echo "$commits commits; anonymous memory at most $early kB in the first half, $late kB in the second"
! grep -E '^(answered )?[0-9]{3} x' "$work/told" | grep -qv '200 x' && [ "$late" -le $((early * 110 / 100)) ]
