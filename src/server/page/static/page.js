// Everything works without this file. It adds keys, the brush over the dates, and searching without a reload.
const $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)];
const main = $("#main"), box = $("#q"), page = document.body.className, say = t => { $("#say").textContent = t; };
document.documentElement.classList.add("js");
const start = new URL($(".brand").href).pathname;

// Searching without a reload: the later of two searches wins; back restores results, place and scroll.
let running;
async function load(url, { push = false, scroll = 0, place = -1 } = {}) {
  running?.abort();
  const mine = (running = new AbortController());
  main.setAttribute("aria-busy", "true");
  try {
    const u = new URL(url, location);
    u.searchParams.set("fragment", "1");
    const answer = await fetch(u, { signal: mine.signal });
    const text = await answer.text();
    if (running !== mine) return;
    if (!answer.ok) return location.assign(url); // the page of the error, with its own address
    if (push) { remember(); history.pushState({}, "", url); }
    main.innerHTML = text; // the server's own markup, in which everything else is escaped
    const q = new URL(url, location).searchParams.get("q") ?? "";
    if (document.activeElement !== box) box.value = q;
    document.title = (q ? q + " · " : "") + "On Record";
    fresh();
    here = place;
    scrollTo({ top: scroll, behavior: "instant" });
    say($("h1", main).textContent);
  } catch (e) {
    if (e.name !== "AbortError") location.assign(url); // let the browser tell what is wrong
  } finally {
    if (running === mine) main.removeAttribute("aria-busy");
  }
}
function remember() { history.replaceState({ scroll: scrollY, place: here }, ""); }
addEventListener("pagehide", remember);
addEventListener("popstate", e => { if (page === "search") load(location.href, e.state ?? {}); });

document.addEventListener("click", e => {
  const opener = e.target.closest("[data-open]");
  if (opener) return $("#" + opener.dataset.open).showModal();
  const copier = e.target.closest(".copy");
  if (copier) return copy(copier.closest("[data-cite]").dataset.cite);
  const a = e.target.closest("a");
  if (!a || page !== "search" || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey || e.button) return;
  if (!main.contains(a) || a.hasAttribute("download") || a.hash || a.origin !== location.origin || a.pathname !== start) return;
  e.preventDefault();
  load(a.href, { push: true });
});
document.addEventListener("submit", e => {
  const form = e.target;
  if (form.method !== "get" || new URL(form.action).pathname !== start) return;
  if (page !== "search") return;
  e.preventDefault();
  // What the form says, and of the rest what is in force now: the frame around the results is older than they are.
  const wanted = new URLSearchParams(location.search);
  for (const [name, value] of new FormData(form)) if (!$(`[type=hidden][name="${name}"]`, form)) value ? wanted.set(name, value) : wanted.delete(name);
  wanted.delete("page");
  box.blur();
  load(start + "?" + wanted, { push: true });
});

// The brush over the dates: drag for a range, click for a bar.
function brush() {
  const figure = $(".hist", main);
  if (!figure) return;
  const svg = $(".plot", figure), band = $(".brush", figure), tip = $(".tip", figure);
  const { first, by, counts } = figure.dataset, all = counts.split(",").map(Number), n = all.length;
  const [year, month = 1] = first.split("-").map(Number);
  const date = i => new Date(Date.UTC(year + (by === "year" ? i : 0), month - 1 + (by === "month" ? i : 0), 1 + (by === "day" ? i : 0)));
  const name = i => date(i).toISOString().slice(0, { year: 4, month: 7, day: 10 }[by]);
  const words = i => date(i).toLocaleDateString("en-GB", { timeZone: "UTC", year: "numeric", month: by === "year" ? undefined : "short", day: by === "day" ? "numeric" : undefined });
  const at = e => { const r = svg.getBoundingClientRect(); return Math.max(0, Math.min(n - 1, Math.floor((e.clientX - r.left) / r.width * n))); };
  let from = null;
  const ends = i => from === null ? [i, i] : [Math.min(from, i), Math.max(from, i)];
  const show = i => {
    const [a, b] = ends(i);
    if (from !== null) { band.setAttribute("x", a / n * 100 + "%"); band.setAttribute("width", (b - a + 1) / n * 100 + "%"); }
    tip.textContent = (a === b ? words(a) : words(a) + " – " + words(b)) + ": " + all.slice(a, b + 1).reduce((x, y) => x + y, 0).toLocaleString("en");
    tip.hidden = false;
    tip.style.left = Math.max(8, Math.min(92, (a + b + 1) / 2 / n * 100)) + "%";
  };
  svg.addEventListener("pointermove", e => show(at(e)));
  svg.addEventListener("pointerleave", () => { if (from === null) tip.hidden = true; });
  svg.addEventListener("pointercancel", () => { from = null; band.setAttribute("width", 0); });
  svg.addEventListener("pointerdown", e => { if (e.button) return; from = at(e); svg.setPointerCapture(e.pointerId); show(from); });
  svg.addEventListener("pointerup", e => {
    if (from === null) return;
    const [a, b] = ends(at(e)), u = new URL(location);
    from = null;
    u.searchParams.set("since", name(a));
    u.searchParams.set("until", name(b));
    u.searchParams.delete("page");
    page === "search" ? load(u.href, { push: true }) : location.assign(u);
  });
}

// Finding a name: those of all values that begin so. Enter takes the name as it is written.
function finder() {
  for (const field of $$(".find", main)) {
    const list = $("ul", field.closest("section")), all = [...list.children];
    field.addEventListener("input", async () => {
      const wanted = field.value.trim();
      const answer = wanted && await fetch(field.dataset.values + encodeURIComponent(wanted));
      if (field.value.trim() !== wanted) return;
      list.replaceChildren(...(answer?.ok ? (await answer.json()).values.map(value => item(field.name, value)) : all));
    });
  }
}
function item(name, { value, label, count }) {
  const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text }), li = make("li", ""), a = make("a", ""), n = make("span", count.toLocaleString("en"));
  const to = new URLSearchParams(location.search);
  to.set(name, value);
  to.delete("page");
  a.href = start + "?" + to;
  n.className = "n";
  a.append(make("bdi", label ?? value), n);
  li.append(a);
  return li;
}

// Passages, marks, copying.
let here = -1, mark = -1;
function go(step) {
  const hits = $$(".hit", main);
  if (!hits.length) return;
  $(".hit.here", main)?.classList.remove("here");
  here = Math.max(0, Math.min(hits.length - 1, here + step));
  hits[here].classList.add("here");
  hits[here].focus({ preventScroll: true });
  hits[here].scrollIntoView({ block: "nearest" });
}
const marks = page === "read" ? $$(".story mark:not(.more)", main) : [];
const off = e => { const r = e.getBoundingClientRect(); return r.top < 80 || r.bottom > innerHeight - 40; };
function step(by, quiet) {
  if (!marks.length) return;
  marks[mark]?.classList.remove("at");
  mark = (mark + by + marks.length) % marks.length;
  marks[mark].classList.add("at");
  if (!quiet || off(marks[mark])) marks[mark].scrollIntoView({ block: "center" });
  $("#at").textContent = mark + 1;
  if (!quiet) say(`mark ${mark + 1} of ${marks.length}`);
}
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // where the page is not served securely, there is only the old way
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) return tell("Copying is not allowed here.");
  }
  tell("Copied.");
}
// What a key or button has done, for everybody to see.
function tell(words) {
  say(words);
  $("#say").classList.add("seen");
  setTimeout(() => $("#say").classList.remove("seen"), 1800);
}
addEventListener("keydown", e => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const typing = e.target.matches("input, textarea, select, [contenteditable]");
  if (e.key === "Escape" && typing) return e.target.blur();
  if (typing || $("dialog[open]")) return;
  const hit = $(".hit.here", main);
  if (e.key === "Enter" && (!hit || e.target !== hit)) return;
  const act = {
    "/": () => { box.focus(); box.select(); }, "?": () => $("#keys").showModal(),
    j: () => go(1), k: () => go(-1), n: () => step(1), p: () => step(-1),
    Enter: () => $(".go", hit)?.click(),
    c: () => hit ? copy(hit.dataset.cite) : $("#cite")?.click(),
    Escape: () => $(".back")?.click(),
  }[e.key];
  if (act) { e.preventDefault(); act(); }
});

function fresh() { brush(); finder(); }
for (const control of $$("[data-open], #prev, #next, #cite, #print")) control.hidden = false;
if ($("#next")) { $("#next").onclick = () => step(1); $("#prev").onclick = () => step(-1); }
$("#print")?.addEventListener("click", () => print());
const cite = $("#cite");
if (cite) { // what is selected stays so, and is copied with its source
  cite.onmousedown = e => e.preventDefault();
  cite.onclick = () => { const words = String(getSelection()).trim(); copy((words && `“${words}” — `) + cite.dataset.cite); };
}
fresh();
if (page === "search") {
  history.scrollRestoration = "manual";
  const { scroll = 0, place = -1 } = history.state ?? {};
  here = place;
  if (!location.hash) scrollTo({ top: scroll, behavior: "instant" });
}
if (marks.length) { // the first mark of the passage that was asked for
  const row = location.hash && document.getElementById(location.hash.slice(1));
  mark = row ? marks.findIndex(m => row.contains(m) || row.compareDocumentPosition(m) & 4) - 1 : -1;
  step(mark < -1 ? 2 : 1, true);
}
