//! Draws what a terminal shows as an SVG: reads text with ANSI styles from the standard input.
//!
//! ```text
//! (echo '$ onrecord search speaker:toner said:ISIS -n 2'; COLUMNS=88 onrecord --color always search speaker:toner said:ISIS -n 2) \
//!     | cargo run --example terminal_svg > docs/terminal.svg
//! ```

#![allow(clippy::print_stdout)]

use std::io::Read;

/// Pixels of a line, and of a column.
const LINE: f32 = 19.0;
const COLUMN: f32 = 8.4;

/// How a run of characters is drawn.
#[derive(Clone, Copy, Default)]
struct Style {
    bold: bool,
    faint: bool,
    color: Option<&'static str>,
}

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let columns = lines.iter().map(|line| plain(line).chars().count()).max().unwrap_or(0).max(40);
    let (width, height) = (columns as f32 * COLUMN + 32.0, lines.len() as f32 * LINE + 52.0);
    println!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">"
    );
    println!("<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1d1f21\"/>");
    for (i, color) in ["#ff5f57", "#febc2e", "#28c840"].iter().enumerate() {
        println!("<circle cx=\"{}\" cy=\"16\" r=\"5\" fill=\"{color}\"/>", 20 + 18 * i);
    }
    let mut style = Style::default();
    for (number, line) in lines.iter().enumerate() {
        let y = 46.0 + number as f32 * LINE;
        println!(
            "<text x=\"16\" y=\"{y:.0}\" xml:space=\"preserve\" fill=\"#d8dade\">{}</text>",
            runs(line, &mut style)
        );
    }
    println!("</svg>");
    Ok(())
}

/// A line as runs of one style.
fn runs(line: &str, style: &mut Style) -> String {
    let mut out = String::new();
    for (i, part) in line.split('\u{1b}').enumerate() {
        let shown = if i == 0 { part } else { after_escape(part, style) };
        if shown.is_empty() {
            continue;
        }
        let weight = if style.bold { " font-weight=\"bold\"" } else { "" };
        let fill = style.color.or(style.faint.then_some("#8a8f98"));
        let fill = fill.map(|color| format!(" fill=\"{color}\"")).unwrap_or_default();
        out.push_str(&format!("<tspan{weight}{fill}>{}</tspan>", escaped(shown)));
    }
    out
}

/// What stands behind an escape sequence, which sets the style if it is one of styles.
fn after_escape<'a>(part: &'a str, style: &mut Style) -> &'a str {
    let Some(rest) = part.strip_prefix('[') else { return part.rsplit('\u{7}').next().unwrap_or_default() };
    let Some(end) = rest.find(|c: char| c.is_ascii_alphabetic()) else { return "" };
    if rest.as_bytes()[end] == b'm' {
        for code in rest[..end].split(';') {
            match code {
                "" | "0" => *style = Style::default(),
                "1" => style.bold = true,
                "2" => style.faint = true,
                "31" => style.color = Some("#ff6b61"),
                "36" => style.color = Some("#63c5da"),
                _ => {}
            }
        }
    }
    &rest[end + 1..]
}

fn plain(line: &str) -> String {
    line.split('\u{1b}')
        .enumerate()
        .map(|(i, part)| if i == 0 { part } else { after_escape(part, &mut Style::default()) })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
