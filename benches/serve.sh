#!/bin/bash
# Load on `onrecord serve`, beside what `onrecord bench` says of the same queries on the same index.
#
#   benches/serve.sh PROGRAM INDEX QUERIES [SECONDS]
#
# QUERIES is a file of bench: `id<TAB>query` lines. Wants wrk, curl, jq and Linux. Of each kind of request it prints
# the processor time of the server a request, latencies and requests a second. The kinds:
#
#   same     hits with marks and a total, as lines of TREC: what bench times, and the way through HTTP
#   rotated  the same, but each query once in turn; bench asks a query several times in a row
#   json     the API's usual answer: findings, speakers, advice, copies collapsed, JSON
#   page     a page of results: three facets, histogram, passages with marks
set -eu
program=$1 index=$2 queries=$3 seconds=${4:-5}
work=$(mktemp -d)
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT

encoded() { cut -f2 "$queries" | jq -rR @uri; }
encoded | sed 's|.*|/api/v1/search?format=trec\&duplicates=true\&q=&|' > "$work/rotated"
awk '{for (i = 0; i < 4; i++) print}' "$work/rotated" > "$work/same"
encoded | sed 's|.*|/api/v1/search?q=&|' > "$work/json"
encoded | sed 's|.*|/?q=&|' > "$work/page"

cat > "$work/wrk.lua" <<'LUA'
local paths, at, wrong = {}, 0, 0
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
request = function() at = at % #paths + 1; return wrk.format("GET", paths[at]) end
LUA

started=$(date +%s%N)
"$program" --index "$index" serve --bind 127.0.0.1:0 --timeout 30s > "$work/address" & server=$!
until address=$(head -1 "$work/address") && [ -n "$address" ]; do :; done
curl -sf -o /dev/null "${address}api/v1/search?q=$(encoded | head -1)"
echo "first answer after $(( ($(date +%s%N) - started) / 1000000 )) ms"
memory() { awk '/VmRSS|RssAnon/{printf "%s %d MB ", $1, $2 / 1024} END{print ""}' "/proc/$server/status"; }
echo "memory $(memory)"

"$program" --index "$index" bench --format json "$queries" |
  jq -r 'select(.class == "all") | "bench: \(1e6 / .marked_per_s | round) us a query (mean), p50 \(.marked_p50 | round), p99 \(.marked_p99 | round)"'

spent() { awk '{print ($14 + $15) * 10000}' "/proc/$server/stat"; }
for kind in same rotated json page; do
  export PATHS=$work/$kind
  wrk -t1 -c4 -d2s -s "$work/wrk.lua" "$address" > /dev/null
  before=$(spent)
  told=$(wrk -t1 -c4 "-d${seconds}s" -s "$work/wrk.lua" --latency "$address")
  requests=$(awk '/requests in/{print $1}' <<< "$told")
  echo "$kind: $(( ($(spent) - before) / requests )) us a request (mean);" \
    "$(awk '/ (50|90|99)%/{printf "p%d %s, ", $1, $2} /Requests\/sec/{printf "%s a second", $2} /Non-2xx/{printf ", NOT 200: %s", $NF}' <<< "$told")"
done
echo "memory $(memory)"
