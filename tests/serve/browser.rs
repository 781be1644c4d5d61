//! What a browser makes of the pages: every screen, keys, the brush, the history, without scripts, on paper.

use std::path::PathBuf;

use serde_json::Value;

use crate::client::{Serving, encoded};
use crate::harness::Project;
use crate::webdriver::Browser;

const ESCAPE: &str = "\u{e00c}";
const ENTER: &str = "\u{e007}";

/// A server of the seeds, and a browser; nothing where there is none.
fn both() -> Option<(Project, Serving, Browser)> {
    let browser = Browser::start()?;
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    Some((project, serving, browser))
}

impl Serving {
    fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.base)
    }
}

/// Words that the seeds have.
const WORDS: &str = "foreign fighters";

/// Every screen, with an address that fills it for a search for `words`.
fn screens(serving: &Serving, words: &str) -> Vec<(&'static str, String)> {
    let q = encoded(words);
    let found = serving.get(&format!("/api/v1/search?q={q}&unit=article")).is(200).json_lines();
    let id = encoded(found[1]["article"]["id"].as_str().expect("an id"));
    let speaker = serving.json(&format!("/api/v1/facets/speaker?q={q}"));
    let name = encoded(speaker["values"][0]["value"].as_str().unwrap_or("Nobody"));
    [
        ("start", "/".to_owned()),
        ("search", format!("/?q={q}")),
        ("filtered", format!("/?q={q}&speaker={name}&until=2030")),
        ("statements", format!("/?unit=quote&q={q}")),
        ("article", format!("/a/{id}")),
        ("article-marked", format!("/a/{id}?q={q}&at=1")),
        ("speaker", format!("/s/{name}")),
        ("dates", "/dates".to_owned()),
        ("topics", "/topics".to_owned()),
        ("index", "/index".to_owned()),
        ("help", "/help".to_owned()),
        ("nothing", "/?q=nothinghasthisword&since=2017".to_owned()),
        ("error", "/?q=(finance+OR+funding".to_owned()),
        ("missing", "/a/nothing".to_owned()),
    ]
    .into()
}

/// The file of axe-core, where it was fetched. In CI it has to be.
fn axe() -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/axe.min.js");
    let text = std::fs::read_to_string(&path).ok();
    assert!(text.is_some() || std::env::var_os("CI").is_none(), "CI has fetched axe-core");
    text
}

#[test]
fn every_screen_is_accessible_and_fits() {
    let Some((_project, serving, browser)) = both() else { return };
    let axe = axe();
    if axe.is_none() {
        eprintln!("skipped: axe-core is not at target/axe.min.js");
    }
    for (name, path) in screens(&serving, WORDS) {
        for scheme in ["light", "dark"] {
            browser.prefer(scheme);
            for width in [1440, 390] {
                browser.size(width, 900);
                browser.go(&serving.url(&path));
                let violations = axe.as_deref().map_or_else(Vec::new, |axe| violations(&browser, axe));
                assert_eq!(violations, [""; 0], "{name} at {width}, {scheme}");
            }
        }
        browser.size(320, 900);
        browser.go(&serving.url(&path));
        let wide = browser.js("return document.documentElement.scrollWidth");
        assert!(wide.as_u64().is_some_and(|wide| wide <= 320), "{name} is {wide} wide at 320");
        let errors: Vec<String> = browser
            .console()
            .into_iter()
            .filter(|line| !line.contains("the server responded with a status of 4"))
            .collect();
        assert_eq!(errors, [""; 0], "{name}");
    }
}

fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    browser.js(axe);
    let run = "const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}).then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + (n.failureSummary ?? '').slice(0, 200)).join(' | '))), e => done([String(e)]))";
    let found = browser.js_later(run);
    found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn nothing_comes_from_outside_and_the_first_visit_is_small() {
    let Some((_project, serving, browser)) = both() else { return };
    browser.requests();
    browser.go(&serving.url("/"));
    browser.until("return document.readyState === 'complete'");
    let (_, bytes) = browser.requests();
    assert!(bytes < 50 << 10, "{bytes} bytes, not even compressed");
    for (_, path) in screens(&serving, WORDS) {
        browser.go(&serving.url(&path));
    }
    let own = serving.url("/");
    let (urls, _) = browser.requests();
    assert!(urls.len() > 10, "requests are seen");
    let outside: Vec<&String> = urls.iter().filter(|url| !url.starts_with(&own) && !url.starts_with("data:")).collect();
    assert!(outside.is_empty(), "{outside:?}");
}

#[test]
fn keys_do_what_the_list_says() {
    let Some((_project, serving, browser)) = both() else { return };
    browser.prefer("light");
    browser.go(&serving.url("/?q=foreign+fighters"));
    browser.keys("/");
    assert_eq!(browser.js("return document.activeElement.id"), "q");
    browser.keys("j");
    assert!(
        browser.js("return document.querySelector('#q').value").as_str().is_some_and(|q| q.contains('j')),
        "a letter"
    );
    browser.keys(ESCAPE);
    browser.keys("jj");
    assert_eq!(
        browser.js("return [...document.querySelectorAll('.hit')].indexOf(document.querySelector('.hit.here'))"),
        1
    );
    browser.keys("k");
    assert_eq!(browser.js("return [...document.querySelectorAll('.hit')].indexOf(document.activeElement)"), 0);
    browser.keys("c");
    browser.until("return document.querySelector('#say').textContent === 'Copied.'");
    browser.keys("?");
    browser.until("return document.querySelector('#keys').open");
    browser.keys(ESCAPE);
    browser.until("return !document.querySelector('#keys').open");
    browser.keys(ENTER);
    browser.until("return document.body.className === 'read'");
    assert!(browser.url().contains("#p"), "{}", browser.url());
    let total = browser.js("return document.querySelectorAll('.story mark:not(.more)').length");
    let shown = browser.js("return document.querySelector('.pos').innerText");
    assert!(shown.as_str().is_some_and(|text| text.contains(&format!("of {total} mark"))), "{shown} {total}");
    let at = || browser.js("return Number(document.querySelector('#at').textContent)").as_u64().expect("a number");
    let first = at();
    browser.keys("n");
    assert_eq!(at(), first % total.as_u64().expect("a number") + 1);
    browser.keys("p");
    assert_eq!(at(), first);
    browser.keys(ESCAPE);
    browser.until("return document.body.className === 'search'");
    assert!(browser.url().contains("q=foreign+fighters"), "{}", browser.url());
}

#[test]
fn the_brush_the_fields_and_the_history_agree() {
    let Some((_project, serving, browser)) = both() else { return };
    browser.prefer("light");
    browser.go(&serving.url("/?q=coalition"));
    let all = browser.js("return document.querySelector('.deck h1').textContent");
    let place = browser.js("const r = document.querySelector('.plot').getBoundingClientRect(); return [r.left, r.top, r.width].map(Math.round)");
    let place: Vec<i64> = place.as_array().expect("a place").iter().filter_map(Value::as_i64).collect();
    let (left, y, width) = (place[0], place[1] + 30, place[2]);
    browser.drag((left + 2, y), (left + width / 3 - 4, y));
    browser.until("return location.search.includes('since=') && location.search.includes('until=')");
    browser.until("return !!document.querySelector('.chips') && !document.querySelector('[aria-busy]')");
    let some = browser.js("return document.querySelector('.deck h1').textContent");
    assert_ne!(all, some);
    let since = browser.js("return document.querySelector('[name=since]').value");
    assert!(browser.url().contains(since.as_str().expect("a date")), "{since}");
    assert_eq!(browser.js("return document.querySelector('#say').textContent"), some, "the count is said");
    let heights = "return [...document.querySelectorAll('.bar')].map(b => b.getAttribute('height')).join()";
    let bars = browser.js(heights);
    browser.back();
    browser.until("return !location.search.includes('since=') && !document.querySelector('[aria-busy]')");
    browser.until(&format!("return document.querySelector('.deck h1').textContent === {all}"));
    assert_eq!(browser.js(heights), bars, "the histogram ignores its own range");
}

#[test]
fn filters_survive_sorting_the_reader_and_a_new_query() {
    let Some((_project, serving, browser)) = both() else { return };
    browser.go(&serving.url("/?q=coalition&speaker=Mark+Toner"));
    browser.js("document.querySelector('.sorts a[href*=\"sort=-date\"]').click()");
    browser.until("return location.search.includes('sort=-date') && location.search.includes('speaker=Mark+Toner') && !document.querySelector('[aria-busy]')");
    browser.size(390, 600);
    browser.js("window.scrollTo(0, 500)");
    browser.until("return scrollY > 450");
    browser.js("document.querySelector('.group h2 a').click()");
    browser.until("return document.body.className === 'read'");
    browser.back();
    browser.until("return document.body.className === 'search' && scrollY > 450");
    browser.js("document.querySelector('.group h2 a').click()");
    browser.until("return document.body.className === 'read'");
    browser.js("document.querySelector('.back').click()");
    browser.until("return document.body.className === 'search'");
    assert!(browser.url().contains("sort=-date") && browser.url().contains("speaker=Mark+Toner"), "{}", browser.url());
    browser.js("document.querySelector('#q').value = 'ISIS'; document.querySelector('.ask').requestSubmit()");
    browser.until("return location.search.includes('q=ISIS') && location.search.includes('speaker=Mark+Toner') && !document.querySelector('[aria-busy]')");
    assert_eq!(browser.js("return document.title"), "ISIS · On Record");
}

#[test]
fn a_name_is_found_by_its_beginning() {
    let Some((_project, serving, browser)) = both() else { return };
    let speakers = serving.json("/api/v1/facets/speaker?q=coalition&unit=quote&n=1000");
    let last = speakers["values"].as_array().and_then(|values| values.last()).expect("a speaker")["value"].clone();
    let beginning: String = last.as_str().expect("a name").chars().take(4).collect();
    browser.go(&serving.url("/?unit=quote&q=coalition"));
    let listed = "return [...document.querySelectorAll('.rail section:first-of-type ul:first-of-type bdi')].map(b => b.textContent)";
    let before = browser.js(listed);
    browser.js("document.querySelector('.find').focus()");
    browser.keys(&beginning);
    browser.until(&format!("{listed}.includes({last})"));
    browser.js("document.querySelector('.find').value = ''; document.querySelector('.find').dispatchEvent(new Event('input', {bubbles: true}))");
    browser.until(&format!("{listed}.join() === {before}.join()"));
    browser.js("document.querySelector('.find').focus()");
    browser.keys(&format!("{beginning}{ENTER}"));
    browser.until("return location.search.includes('speaker=') && !document.querySelector('[aria-busy]')");
    assert!(browser.url().contains("q=coalition") && browser.url().contains("unit=quote"), "{}", browser.url());
}

#[test]
fn what_is_marked_is_seen_on_paper_in_forced_colours_and_without_motion() {
    let Some((_project, serving, browser)) = both() else { return };
    browser.go(&serving.url("/?q=coalition"));
    browser.keys("j");
    browser.emulate("print", ("prefers-color-scheme", "dark"));
    for hidden in [".mast", ".rail", ".sorts", ".range"] {
        assert_eq!(browser.style(hidden, "display"), "none", "{hidden} on paper");
    }
    assert!(browser.style("mark", "text-decoration").contains("underline"));
    assert_eq!(browser.style("body", "color"), "rgb(0, 0, 0)");
    browser.emulate("screen", ("forced-colors", "active"));
    assert_ne!(browser.style("mark", "background-color"), browser.style("body", "background-color"));
    assert_eq!(browser.style(".hit.here", "outline-style"), "solid", "where one is does not hang on a background");
    browser.emulate("screen", ("prefers-reduced-motion", "reduce"));
    assert_eq!(browser.style("html", "scroll-behavior"), "auto");
    assert_eq!(browser.style("#main", "transition-duration"), "0s");
    browser.emulate("screen", ("prefers-reduced-motion", "no-preference"));
    assert_eq!(browser.style("html", "scroll-behavior"), "smooth");
}

#[test]
fn of_two_searches_the_later_wins() {
    let Some((_project, serving, browser)) = both() else { return };
    browser.go(&serving.url("/?q=coalition"));
    let ask = |q: &str| {
        browser
            .js(&format!("document.querySelector('#q').value = '{q}'; document.querySelector('.ask').requestSubmit()"))
    };
    for q in ["Russia", "Syria", "finance", "ISIS"] {
        ask(q);
    }
    browser.until(
        "return document.querySelector('.deck h1 q')?.textContent === 'ISIS' && !document.querySelector('[aria-busy]')",
    );
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(browser.js("return document.querySelector('.deck h1 q').textContent"), "ISIS");
    assert!(browser.url().contains("q=ISIS"), "{}", browser.url());
}

#[test]
fn everything_works_without_scripts_and_on_paper() {
    let Some((_project, serving, browser)) = both() else { return };
    browser.scripts(false);
    browser.go(&serving.url("/?q=coalition"));
    let page = serving.get("/?q=coalition").is(200).body;
    assert!(!page.contains("<script>"), "no script in the page");
    // With scripts of pages off, the driver's own still run.
    assert_eq!(
        browser.js("return document.querySelector('[data-open=keys]').hidden"),
        true,
        "what needs scripts is hidden"
    );
    browser.js("document.querySelector('.rail li a').click()");
    browser.until("return location.search.includes('speaker=')");
    browser.js("document.querySelector('.units a[href*=quote]').click()");
    browser.until("return location.search.includes('unit=quote') && location.search.includes('speaker=')");
    browser.js("document.querySelector('.find').value = 'a'; document.querySelector('.finder').submit()");
    browser.until("return location.search.includes('speaker=a') && location.search.includes('unit=quote')");
    browser.go(&serving.url("/?q=coalition&speaker=toner"));
    browser.js("document.querySelector('[name=since]').value = '2017'; document.querySelector('form.range').submit()");
    browser.until("return location.search.includes('since=2017') && location.search.includes('speaker=')");
    browser.js("document.querySelector('.group h2 a').click()");
    browser.until("return document.body.className === 'read'");
    browser.scripts(true);
    let pdf = browser.printed();
    assert!(pdf.starts_with("JVBER"), "a PDF");
}

#[test]
fn what_is_copied_has_its_source_and_can_be_seen_to_be() {
    let Some((_project, serving, browser)) = both() else { return };
    let catch = "window.copied = ''; navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); };";
    browser.size(1440, 900);
    browser.go(&serving.url("/?unit=quote&q=foreign+fighters"));
    browser.js(catch);
    browser.js("document.querySelector('.rows .copy').click()");
    browser.until("return window.copied.startsWith('“') && window.copied.endsWith(']')");
    browser.until("return document.querySelector('#say').getBoundingClientRect().width > 20");
    browser.until("return document.querySelector('#say').getBoundingClientRect().width < 2");
    let article = browser.js("return document.querySelector('.rows .from a').href");
    browser.go(article.as_str().expect("an address"));
    browser.js(catch);
    browser.js("document.querySelector('#cite').click()");
    browser.until("return window.copied.endsWith(']') && !window.copied.includes(' — “')");
    browser.js(
        "getSelection().selectAllChildren(document.querySelector('.row > p')); document.querySelector('#cite').click()",
    );
    browser.until("return window.copied.includes(document.querySelector('.row > p').textContent.trim().slice(0, 20))");
}

/// Pictures of every screen, for a person to look at: `ONRECORD_SHOTS=FOLDER cargo test --test serve pictures --
/// --ignored`. `ONRECORD_SHOTS_INDEX` takes another index than one of the seeds, `ONRECORD_SHOTS_QUERY` words that it
/// has.
#[test]
#[ignore = "makes pictures for people"]
fn pictures() {
    let Some((project, seeds, browser)) = both() else { return };
    let folder = PathBuf::from(std::env::var_os("ONRECORD_SHOTS").expect("ONRECORD_SHOTS names a folder"));
    std::fs::create_dir_all(&folder).expect("a folder");
    let other = std::env::var("ONRECORD_SHOTS_INDEX").ok();
    let serving = other.map_or(seeds, |index| Serving::with(&project, &["--index", &index], &[]));
    let words = std::env::var("ONRECORD_SHOTS_QUERY").unwrap_or(WORDS.to_owned());
    for (name, path) in screens(&serving, &words) {
        for scheme in ["light", "dark"] {
            browser.prefer(scheme);
            for width in [1440, 1024, 390] {
                browser.size(width, 900);
                browser.go(&serving.url(&path));
                save(&browser, &folder.join(format!("{name}-{width}-{scheme}.png")));
            }
        }
    }
}

/// The picture of the README: `cargo test --test serve picture_of_the_readme -- --ignored`.
#[test]
#[ignore = "writes docs/page.png"]
fn picture_of_the_readme() {
    let Some((_project, serving, browser)) = both() else { return };
    browser.prefer("light");
    browser.size(1100, 720);
    browser.go(&serving.url("/?q=foreign+fighters"));
    save(&browser, &PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/page.png"));
}

fn save(browser: &Browser, path: &std::path::Path) {
    std::fs::write(path, from_base_64(&browser.picture())).expect("a picture");
}

fn from_base_64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |byte: u8| DIGITS.iter().position(|&digit| digit == byte).unwrap_or(0) as u32;
    let mut bytes = Vec::new();
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = (0..4).fold(0, |bits, i| bits << 6 | four.get(i).map_or(0, |&byte| value(byte)));
        bytes.extend(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}
