//! HTML pages: the article within the page, as text, found by `dom_smoothie`.

mod date;
mod linked_text;

use dom_query::Document;
use dom_smoothie::{Article as Page, Config, ParsePolicy, Readability, TextMode};

use super::byline;
use super::formats::exports;
use super::input::{Input, Out, Reading};
use super::markup::{self, MAX_ELEMENTS};
use super::{ReadError, article_from_text, furniture};
use crate::guard::{gave_up, guarded};
use onrecord_text::article::{Article, Metadata};

/// Reads a page: one article, or the export of a database.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let html = input.text()?;
    let origin = input.origin;
    if exports::read_html(&html, origin, out)? {
        return Ok(());
    }
    match read_html(&origin.id, &origin.path, &html) {
        Ok(article) => out.article(Article { address: origin.extracted(), ..article }),
        Err(ReadError::Unreadable { message, .. }) => out.fail(origin.unreadable(message)),
        Err(error) => out.fail(error),
    }
}

/// The article within the page `html`.
///
/// # Errors
/// When the page is nested too deeply, too large, or has no text.
pub(crate) fn read_html(id: &str, path: &str, html: &str) -> Result<Article, ReadError> {
    let unreadable = |message: String| ReadError::Unreadable { path: path.into(), message };
    let page =
        markup::bounded(html).and_then(|html| guarded(|| parse(&html)).unwrap_or_else(|words| Err(gave_up(&words))));
    let (page, date) =
        page.map_err(|message| unreadable(format!("{message}; save the article's text as a plain file")))?;
    let title = page.title.trim().to_owned();
    let text = super::decode::with_unix_line_ends(page.text_content.to_string());
    let content = page.content.to_string();
    let mut article = article_from_text(id, path, Some(&title), text.trim_matches('\n'), metadata(page, date));
    furniture::mark(&mut article, &content);
    Ok(article)
}

/// The article by the usual weighing, or where that finds none all the text of the page.
fn parse(html: &str) -> Result<(Page, Option<String>), String> {
    let config = || Config { text_mode: TextMode::Formatted, max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
    let open = || Readability::new(html, None, Some(config())).map_err(|error| error.to_string());
    let mut whole = open()?;
    let url = address(&whole.doc);
    let date = date::published(&whole.doc, url.as_deref());
    let headline = whole.doc.select_single("h1").text().split_whitespace().collect::<Vec<_>>().join(" ");
    let usual = whole.parse();
    let mut page = usual
        .or_else(|_| open().and_then(|mut page| page.parse_with_policy(ParsePolicy::Raw).map_err(|e| e.to_string())))?;
    page.url = url.or(page.url);
    page.title = without_site(&page.title, page.site_name.as_deref(), &headline).to_owned();
    if page.text_content.trim().is_empty() {
        let linked = linked_text::article(&Document::from(html)).ok_or("the page has no text")?;
        let is_whole = |title: &String| page.title.is_empty() || page.title.contains(title.trim());
        page.title = linked.title.filter(is_whole).unwrap_or(page.title);
        page.byline = page.byline.or(linked.author);
        page.site_name = page.site_name.or(linked.outlet);
        page.text_content = linked.text.into();
    }
    Ok((page, date))
}

/// Signs between a headline and the name of its site.
const SIGNS: [&str; 7] = [" - ", " – ", " — ", " | ", " :: ", " » ", " · "];

/// Most words of the name of a site.
const MAX_SITE: usize = 4;

/// A title without the name of the site before or behind it: what the page calls its site, or what stands beside its
/// headline.
fn without_site<'t>(title: &'t str, site: Option<&str>, headline: &str) -> &'t str {
    let title = title.trim();
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    let site = site.unwrap_or_default().trim().to_lowercase();
    let words = |text: &str| text.split_whitespace().count();
    let is_site = |name: &str| {
        let name = name.trim().to_lowercase();
        let longer = name.ends_with(&site) && words(&name) <= words(&site) + 2;
        name.len() >= 4 && site.len() >= 4 && (longer || site.ends_with(&name))
    };
    let behind = SIGNS.iter().filter_map(|sign| title.rsplit_once(sign));
    let behind = behind.filter(|(head, name)| is_site(name) || same(head, headline)).map(|(head, _)| head);
    let before = SIGNS.iter().filter_map(|sign| title.split_once(sign));
    let mut before = before.filter(|(name, rest)| is_site(name) || same(rest, headline) && words(name) <= MAX_SITE);
    // The sign next to the name, where a headline has others.
    let bare = behind.max_by_key(|head| head.len()).or_else(|| before.next().map(|(_, rest)| rest));
    bare.map(str::trim).filter(|bare| !bare.is_empty()).unwrap_or(title)
}

/// The address that the page gives itself.
fn address(page: &Document) -> Option<String> {
    let canonical = page.select_single("link[rel='canonical']").attr("href");
    let graph = || page.select_single("meta[property='og:url']").attr("content");
    let address = canonical.filter(|url| url.contains("://")).or_else(graph)?;
    Some(address.trim().to_owned()).filter(|url| url.contains("://"))
}

fn metadata(page: Page, date: Option<String>) -> Metadata {
    let filled = |value: Option<String>| value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    Metadata {
        date: date.or_else(|| filled(page.published_time)),
        outlet: filled(page.site_name),
        author: page.byline.as_deref().and_then(byline::authors),
        section: None,
        url: filled(page.url),
        topics: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_text::article::BlockKind;

    const PARAGRAPH: &str = "The ministers of many countries met on Monday to talk about what they would do next, and they \
                             agreed on very little, people who were there said.";

    #[test]
    fn the_article_within_the_page() {
        let html = format!(
            "<html lang='en'><head><title>Ministers meet in Paris - The Example</title>\
             <meta property='og:site_name' content='The Example'><meta property='og:title' content='Ministers meet in Paris'>\
             <meta property='article:published_time' content='2017-03-22T10:00:00Z'></head><body>\
             <nav><a href='/'>Home</a> <a href='/w'>World</a></nav><article><h1>Ministers meet in Paris</h1>{}\
             </article><footer>All rights reserved</footer></body></html>",
            format!("<p>{PARAGRAPH}</p>").repeat(6)
        );
        let article = read_html("a", "a", &html).expect("an article");
        assert_eq!(article.title(), "Ministers meet in Paris");
        assert_eq!(article.blocks.iter().filter(|b| b.kind == BlockKind::Body).count(), 6);
        assert_eq!(article.metadata.outlet.as_deref(), Some("The Example"));
        assert_eq!(article.metadata.date.as_deref(), Some("2017-03-22"));
        assert!(!article.text().contains("Home"));
    }

    #[test]
    fn titles_without_the_name_of_their_site() {
        for (title, site, headline, bare) in [
            ("Crane - The Bay Post", Some("The Bay Post"), "Crane", "Crane"),
            ("Crane – Bay Post", Some("The Bay Post"), "", "Crane"),
            ("Crane | News | The Bay Post", None, "Crane | News", "Crane | News"),
            ("The Bay Post - Crane", None, "Crane", "Crane"),
            ("Crane", Some("Crane"), "Crane", "Crane"),
            ("A - long look | bay.example", Some("bay.example"), "", "A - long look"),
            (
                "bay.example - News - What was seen of birds on Bay.example",
                Some("bay.example"),
                "",
                "News - What was seen of birds on Bay.example",
            ),
            ("Crane - a bird of the bay", Some("The Bay Post"), "Other", "Crane - a bird of the bay"),
        ] {
            assert_eq!(without_site(title, site, headline), bare, "{title}");
        }
    }

    #[test]
    fn a_text_in_json_ld_alone() {
        let body = format!("{PARAGRAPH}\\n{PARAGRAPH}");
        let html = format!(
            "<html><head><title>Crane - The Bay Post</title><script type='application/ld+json'>{{\"@graph\":[{{\"@type\":\
             \"NewsArticle\",\"headline\":\"Crane\",\"datePublished\":\"2023-01-02\",\"author\":[{{\"name\":\"By Kay Orr\"}},{{\"name\":\"Una Reid\"}}],\"publisher\":{{\"name\":\"The Bay Post\"}},\"articleBody\":\"{body}\"}}]}}</script>\
             </head><body><div id='app'></div><script src='a.js'></script></body></html>"
        );
        let article = read_html("a", "a", &html).expect("an article");
        assert_eq!(article.blocks.iter().filter(|b| b.kind == BlockKind::Body).count(), 2, "{:?}", article.content);
        assert_eq!(article.metadata.date.as_deref(), Some("2023-01-02"));
        assert_eq!((article.title(), article.metadata.author.as_deref()), ("Crane", Some("Kay Orr, Una Reid")));
        assert_eq!(article.metadata.outlet.as_deref(), Some("The Bay Post"));
        assert!(read_html("a", "a", "<html><body><script>x</script></body></html>").is_err());
    }

    #[test]
    fn a_page_with_little_text_gives_that() {
        let article = read_html("a", "a", "<p>They met &amp; left.</p>").expect("an article");
        assert!(article.content.contains("They met & left."), "{:?}", article.content);
    }

    #[test]
    fn pages_that_would_exhaust_us() {
        for html in [
            "<div>".repeat(100_000),
            "<b><i>".repeat(300),
            "<div><p>a</p>".repeat(1000),
            "<br>".repeat(MAX_ELEMENTS + 1),
            "<p></p>".into(),
            format!("<p {}>a</p>", "a=1 ".repeat(50_000)),
        ] {
            assert!(read_html("a", "a", &html).is_err());
        }
        let marks: String = (0..400).map(|i| format!("<b id={i}>")).collect();
        let tables = "<table><tr><td>".repeat(500);
        for html in [format!("{marks}{}", "<p>a".repeat(7_000)), format!("{}{PARAGRAPH}", "<div>".repeat(500)), tables]
        {
            let _ = read_html("a", "a", &html);
        }
    }
}
