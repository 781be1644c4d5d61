#!/usr/bin/env bash
# Whether two builds answer alike: both index ARTICLES, then every command is run on them with every query of
# queries.tsv and the outputs are compared. Members of JSON objects that only the newer build knows are named in NEW.
#
#   tests/compare/compare.sh OLDER NEWER ARTICLES [NEW…]
set -euo pipefail
older=$(realpath "$1") newer=$(realpath "$2") articles=$(realpath "$3")
shift 3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

without() { # takes times, and members of the given names, out of lines of JSON
    python3 -c '
import json, sys
new = sys.argv[1:]
def without(value):
    if isinstance(value, dict):
        return {k: without(v) for k, v in value.items() if k not in new and k != "elapsed_ms"}
    return [without(v) for v in value] if isinstance(value, list) else value
for line in sys.stdin:
    print(json.dumps(without(json.loads(line)), ensure_ascii=False) if line.startswith("{") else line, end="\n" if line.startswith("{") else "")
' "$@"
}

answers() { # PROGRAM FOLDER NEW…
    local program=$1 out=$2
    shift 2
    mkdir -p "$out"
    export ONRECORD_INDEX="$work/index-$(basename "$out")"
    "$program" -q --no-progress index "$articles"
    while IFS=$'\t' read -r id query; do
        for unit in passage article; do
            "$program" search --format json --unit $unit -- "$query" 2>/dev/null | without "$@" >"$out/$id.$unit.json" || true
            "$program" search --format trec --unit $unit -- "$query" >"$out/$id.$unit.trec" 2>/dev/null || true
        done
        "$program" search --format csv --rank bm25 --recent 1y --offset 2 -- "$query" >"$out/$id.csv" 2>/dev/null || true
        "$program" search --format text --sort=-date --duplicates -- "$query" >"$out/$id.txt" 2>/dev/null || true
        "$program" search --format paths -n 50 -- "$query" >"$out/$id.paths" 2>/dev/null || true
        "$program" search --count --include-boilerplate -- "$query" >"$out/$id.count" 2>/dev/null || true
        "$program" search --explain -n 3 -- "$query" >"$out/$id.explain" 2>/dev/null || true
        for field in speaker role topic outlet kind date; do
            "$program" facets $field --format json -- "$query" 2>/dev/null | without "$@" >"$out/$id.facets.$field" || true
        done
    done <"$here/queries.tsv"
    for format in text csv; do "$program" facets date --interval year --format $format >"$out/dates.$format"; done
    for format in trec json csv; do
        for unit in passage article; do
            "$program" batch --format $format --unit $unit -n 100 "$here/queries.tsv" >"$out/batch.$unit.$format" 2>/dev/null || true
        done
    done
    "$program" batch --raw "$here/queries.tsv" >"$out/raw.trec"
    cut -d' ' -f3 "$out/batch.article.trec" | sort -u | head -40 >"$out/ids"
    while read -r id; do
        for format in text json raw; do
            for name in "$id" "$id:1"; do
                "$program" show --format $format -- "$name" 2>/dev/null | without "$@" >>"$out/show.$format" || true
            done
        done
    done <"$out/ids"
    "$program" annotate "$articles" | without "$@" >"$out/annotate.json"
    "$program" stats | grep -v bytes >"$out/stats" || true
}

answers "$older" "$work/older" "$@"
answers "$newer" "$work/newer" "$@"
diff -rq "$work/older" "$work/newer" && echo "the same: $(find "$work/newer" -type f | wc -l) outputs"
