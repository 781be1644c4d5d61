//! RIS: tagged lines, a record from `TY` to `ER`.

use std::io::{self, Write};

use super::author::authors;
use super::{Citation, one_line};

pub(super) fn write(citation: &Citation, out: &mut dyn Write) -> io::Result<()> {
    let article = citation.article;
    let mut tag = |name: &str, value: &str| match one_line(value) {
        value if value.is_empty() => Ok(()),
        value => write!(out, "{name}  - {value}\r\n"),
    };
    tag("TY", "NEWS")?;
    tag("TI", citation.title())?;
    for author in authors(article.author.as_deref().unwrap_or_default()) {
        tag("AU", &author.inverted())?;
    }
    tag("T2", article.outlet.as_deref().unwrap_or_default())?;
    tag("SE", article.section.as_deref().unwrap_or_default())?;
    tag("PY", &citation.date_parts().first().map(|year| format!("{year:04}")).unwrap_or_default())?;
    tag("DA", &date(&citation.date_parts()))?;
    tag("UR", article.url.as_deref().unwrap_or_default())?;
    tag("N1", &citation.note().unwrap_or_default())?;
    tag("ID", citation.handle)?;
    write!(out, "ER  - \r\n\r\n")
}

/// `YYYY/MM/DD/`, its unknown parts empty.
fn date(parts: &[u16]) -> String {
    let Some(year) = parts.first() else { return String::new() };
    let part = |i: usize| parts.get(i).map(|n| format!("{n:02}")).unwrap_or_default();
    format!("{year:04}/{}/{}/", part(1), part(2))
}
