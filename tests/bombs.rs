//! Hostile files of every kind that costs a careless reader more than its size: each, and the same doubled, beside
//! sound articles. The program is held to a bound of processor time and of memory by the system; what is not indexed is
//! named, and the rest is there.

#![cfg(target_os = "linux")]

mod harness;

use std::fmt::Write;
use std::process::Command;

use harness::{ONRECORD, Output, Project};

/// A file that is `unit` repeated to `bytes` between two ends.
fn between(before: &str, unit: &str, after: &str, bytes: usize) -> String {
    format!("{before}{}{after}", unit.repeat((bytes / unit.len()).max(1)))
}

/// Files that are one thing over and over: name, beginning, what is repeated, end.
const REPEATED: &[(&str, &str, &str, &str)] = &[
    ("attributes.html", "<html><body><p ", "a=1 ", ">The minister spoke.</p></body></html>"),
    ("references.html", "<html><body><p>The minister ", "&amp;", "</p></body></html>"),
    ("unknown-references.html", "<html><body><p>The minister ", "&nothing", "</p></body></html>"),
    ("numbered-references.html", "<html><body><p>The minister ", "&#8217;é", "</p></body></html>"),
    ("stray-signs.html", "<html><body><p>The minister ", "<", "</p></body></html>"),
    ("comments.html", "<html><body><p>The minister spoke.", "<!--", "</p></body></html>"),
    ("character-data.html", "<html><body><p>The minister ", "<![CDATA[", "</p></body></html>"),
    ("paragraphs.html", "<html><body>", "<p>a", "</body></html>"),
    ("breaks.html", "<html><body><p>", "x<br>", "</body></html>"),
    ("links.html", "<html><body><div>", "<a href=x>news, of it, and</a> ", "</div></body></html>"),
    ("divisions.html", "<html><body>", "<div>a, b, c, d</div>", "</body></html>"),
    ("fonts.html", "<html><body>", "<font><p>x", "</body></html>"),
    ("tables.html", "<html><body><table>", "<tr><td>x, y", "</table></body></html>"),
    ("adopted.html", "<html><body><table>", "x<b>", ""),
    ("scripts.html", "<html><body><script>", "if(a<b){}", "</script><p>The minister spoke.</p></body></html>"),
    ("styles.html", "<html><head>", "<style>p{}</style>", "</head><body><p>The minister.</p></body></html>"),
    ("closing-tags.html", "<html><body>", "</p></br></b>", "The minister spoke.</body></html>"),
    ("options.html", "<html><body><select>", "<option>x", "</select><p>The minister.</body></html>"),
    ("headings.html", "<html><head><title>T</title></head><body>", "<h1>T</h1>", "<p>The minister.</p></body></html>"),
    ("drawings.html", "<html><body><svg>", "<g/>", "</svg><p>The minister spoke.</p></body></html>"),
    ("ranges.txt", "T\n\nThe minister ", "March 3, 2017 to ", ""),
    (
        "line-of-dates.txt",
        "T\n\n",
        "The minister said on March 3, 2017 that nothing else would ever come of all of it ",
        "",
    ),
    ("dates.txt", "T\n\nThe minister ", "March 3, 2017 ", ""),
    ("dates-below-blank-lines.txt", "T\n\nThe minister\n", "\n\n\n\nMarch 3, 2017\n", ""),
    ("weekdays.txt", "T\n\nThe minister ", "Monday and ", ""),
    ("days.txt", "T\n\nThe minister March ", "3, ", ""),
    ("updates.txt", "T\n\nThe minister ", "Updated 5:30 p.m. EST, Tue. Jan. 29, 2019 ", ""),
    ("slashes.txt", "T\n\nThe minister ", "3/4/", ""),
    ("ages.txt", "T\n\nThe minister ", "two days ago ", ""),
    ("open-quotes.txt", "T\n\nThe minister ", "“ a ", ""),
    ("nested-quotes.txt", "T\n\nThe minister ", "“a ‘b ", ""),
    ("mixed-quotes.txt", "T\n\nThe minister ", "“a\" ‘b' ", ""),
    ("quoted-paragraphs.txt", "T\n\nThe minister ", "“It is so and it goes on\n\n", ""),
    ("he-said.txt", "T\n\nThe minister spoke. ", "“It is so,” he said. ", ""),
    ("questions.txt", "T\n\nThe minister spoke. ", "“Is it so?” Ann Of The Van Der ", ""),
    ("turns.txt", "T\n\nThe minister\n\n", "MR. TONER: Yes, it is so.\n\nQUESTION: Is it?\n\n", ""),
    ("names.txt", "T\n\nThe minister ", "Ann, ", ""),
    ("titles.txt", "T\n\nThe minister ", "Minister of ", ""),
    ("that.txt", "T\n\nThe minister ", "he said that she said that ", ""),
    ("headings.md", "# The minister\n", "# a\n", ""),
    ("emphasis.md", "# The minister\n\n", "*a_", ""),
    ("brackets.md", "# The minister\n\n", "[", ""),
    ("fences.md", "# The minister\n\n", "```\n", ""),
    ("quoted.md", "# The minister\n\n", "> ", "a"),
    ("ties.txt", "T\n\nThe minister ", "a_", " end"),
    ("narrow-spaces.txt", "T\n\nThe minister ", "a\u{202f}", ""),
    ("small-digits.txt", "T\n\nThe minister ", "a₂", ""),
    ("accents.txt", "T\n\nThe minister e", "\u{301}", " end"),
    ("syllables.txt", "T\n\nThe minister ", "カ", ""),
    ("dots.txt", "T\n\nThe minister x", ".", "y"),
    ("one-word.txt", "T\n\nThe minister ", "a", " end"),
    ("blanks.txt", "T\n\nThe minister", " ", "b"),
    ("topics.txt", "T\n\nThe minister ", "White House war economy ", ""),
    ("front-matter.md", "---\n", "a: b\n", "---\nThe minister spoke.\n"),
    ("deep-front-matter.md", "---\ntitle: ", "[", "\n---\nThe minister spoke.\n"),
    ("deep.json", "", "[", ""),
    ("escapes.json", "{\"title\":\"t\",\"text\":\"The minister ", "\\u2019", "\"}"),
    ("halves.json", "{\"title\":\"t\",\"text\":\"The minister ", "\\ud800", "\"}"),
    ("broken-records.jsonl", "", "{\n", ""),
    ("blank-lines.jsonl", "", "\n", "{\"id\":\"z\",\"text\":\"The minister spoke.\"}"),
];

/// Files that are never the same twice.
fn counted(name: &str, bytes: usize) -> String {
    let mut text = String::from("T\n\nThe minister spoke.\n\n");
    let mut n = 0;
    while text.len() < bytes {
        let letters: String = [n % 26, n / 26 % 26, n / 676 % 26].iter().map(|&i| char::from(b'a' + i as u8)).collect();
        let written = match name {
            "names-said.txt" => write!(text, "“It is so,” Ann{letters} Smith said. "),
            "roles.txt" => write!(text, "Minister Ann{letters} Smith of Oz, the chairman, said it was so. "),
            "surnames.txt" => write!(text, "Ann{letters} Smith met Smith. “Yes,” Smith said. "),
            "speakers.txt" => write!(text, "MR. {}: Yes, it is so.\n\n", letters.to_uppercase()),
            _ => write!(text, "w{n} "),
        };
        written.expect("a string");
        n += 1;
    }
    text
}

const COUNTED: &[&str] = &["names-said.txt", "roles.txt", "surnames.txt", "speakers.txt", "words.txt"];

/// Processor time that all of them together may take, in seconds: a few times what they take in a build without
/// optimisation, and a small part of what a single one would take whose cost grew with the square of its size.
const SECONDS: u32 = 240;

/// Address space that they may take, in kilobytes.
const KILOBYTES: u32 = 6_000_000;

fn indexed(project: &Project) -> Output {
    let mut command = Command::new("sh");
    let script = format!("ulimit -t {SECONDS} && ulimit -v {KILOBYTES} && exec \"$0\" index news");
    command.args(["-c", &script, ONRECORD]);
    Output::of(project.prepared(command))
}

#[test]
fn hostile_files_cost_what_their_size_says() {
    let long = std::env::var_os("ONRECORD_LONG_TESTS").is_some();
    let bytes = if long { 3_000_000 } else { 150_000 };
    let project = Project::new();
    for size in [bytes, 2 * bytes] {
        for (name, before, unit, after) in REPEATED {
            project.article(&format!("{size}/{name}"), &between(before, unit, after, size));
        }
        for name in COUNTED {
            project.article(&format!("{size}/{name}"), &counted(name, size));
        }
    }
    for n in 0..100 {
        project.article(&format!("sound/{n}.txt"), "Title\n\nThe sound minister spoke of finance.\n");
    }
    let output = indexed(&project);
    assert!(output.status == 0 || output.status == 2, "{output}");
    let sound = project.run(["search", "--count", "sound"]).succeeds().stdout.trim().to_owned();
    assert_eq!(sound, "100", "{output}");
    // Time limits are a last resort: none of these comes near its own, which grows with its size.
    assert!(!output.stderr.contains("processor time"), "{output}");
    // What is not there is named, with a reason.
    for name in REPEATED.iter().map(|(name, ..)| name).chain(COUNTED) {
        let path = format!("{}/{name}", 2 * bytes);
        let there = project.run(["search", "--count", &format!("path:\"{path}\"")]).status == 0;
        let named = output.stderr.contains(&path) || output.stderr.contains("skipped");
        assert!(there || named, "{path} is neither indexed nor named: {output}");
    }
}

/// Fifty hostile files among many sound ones, which are all there.
#[test]
fn sound_files_are_there_whatever_lies_among_them() {
    let many = if std::env::var_os("ONRECORD_LONG_TESTS").is_some() { 99_950 } else { 1_000 };
    let project = Project::new();
    for (number, (name, before, unit, after)) in REPEATED.iter().take(50).enumerate() {
        project.article(&format!("{:03}/{name}", number * 20), &between(before, unit, after, 100_000));
    }
    for number in 0..many {
        let text = format!("Title {number}\n\nThe sound minister spoke of finance in town {number}.\n");
        project.article(&format!("{:03}/{number}.txt", number % 1_000), &text);
    }
    let output = indexed(&project);
    assert!(output.status == 0 || output.status == 2, "{output}");
    let sound = project.run(["search", "--count", "--duplicates", "sound"]).succeeds().stdout.trim().to_owned();
    assert_eq!(sound, many.to_string(), "{output}");
    project.run(["index", "--check"]).succeeds();
}
