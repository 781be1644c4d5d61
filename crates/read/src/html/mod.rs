//! HTML pages: the article within the page, as text, found by `dom_smoothie`.

mod date;
mod objects;
mod story;

use dom_query::Document;
use dom_smoothie::{Article as Page, Config, ParsePolicy, Readability, TextMode};

use super::byline;
use super::draft::flat;
use super::formats::exports;
use super::input::{Input, Out, Reading};
use super::markup::{self, MAX_ELEMENTS};
use super::{ReadError, article_from_text, furniture};
use crate::guard::{gave_up, guarded};
use onrecord_text::article::{Article, Metadata};
use story::Story;

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
    let found =
        markup::bounded(html).and_then(|html| guarded(|| parse(&html)).unwrap_or_else(|words| Err(gave_up(&words))));
    let Found { title, text, content, metadata } =
        found.map_err(|message| unreadable(format!("{message}; save the article's text as a plain file")))?;
    let text = super::decode::with_unix_line_ends(text);
    let mut article = article_from_text(id, path, Some(&title), text.trim_matches('\n'), metadata);
    furniture::mark(&mut article, &content);
    Ok(article)
}

/// What is found in a page.
struct Found {
    title: String,
    text: String,
    /// The part of the page that the text is of.
    content: String,
    metadata: Metadata,
}

/// The article by the usual weighing, or where that finds none all the text of the page, or what the page says of the
/// article elsewhere.
fn parse(html: &str) -> Result<Found, String> {
    let config = || Config { text_mode: TextMode::Formatted, max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
    let open = || Readability::new(html, None, Some(config())).map_err(|error| error.to_string());
    let mut whole = open()?;
    let url = address(&whole.doc);
    let date = date::published(&whole.doc, url.as_deref());
    let story = Story::of(&whole.doc);
    let printed = flat(&whole.doc.select_single("h1").text());
    let usual = whole.parse();
    let page = usual
        .or_else(|_| open().and_then(|mut page| page.parse_with_policy(ParsePolicy::Raw).map_err(|e| e.to_string())));
    match page {
        Ok(page) if !page.text_content.trim().is_empty() => {
            let title = without_site(&page.title, page.site_name.as_deref(), &printed);
            let title = headline(title, story.as_ref());
            let (text, content) = (page.text_content.to_string(), page.content.to_string());
            let page = Page { url: url.or(page.url.clone()), ..page };
            Ok(Found { title, text, content, metadata: metadata(page, date, story.unwrap_or_default()) })
        }
        Err(words) if !words.contains(GRABBED_NOTHING) => Err(words),
        _ if html.contains("<noscript") => parse(&without_noscript(html)),
        _ => elsewhere(&Document::from(html), story, (url, date)),
    }
}

/// What the parser says where it finds no article.
const GRABBED_NOTHING: &str = "grab";

/// The headline: a page's title goes on with the name of the site, and of the section.
fn headline(title: &str, story: Option<&Story>) -> String {
    let headline = story.and_then(|story| story.headline.as_deref()).unwrap_or_default();
    let rest = title.strip_prefix(headline).unwrap_or_default().trim_start();
    let is_site = !headline.is_empty() && rest.starts_with(['|', '-', '–', '—', '·', '•', '»', ':']);
    if is_site || title.is_empty() { headline.to_owned() } else { title.to_owned() }
}

/// Bytes of the shortest text that is taken for one, where nothing says that it is an article: a short sentence.
/// A judgement, not measured.
const MIN_TEXT: usize = 80;

/// What is read of a page in which no article was found: the text that it carries for machines, all that it shows, or,
/// where it says that it is an article, its description.
fn elsewhere(
    page: &Document,
    story: Option<Story>,
    (url, date): (Option<String>, Option<String>),
) -> Result<Found, String> {
    let said = |selector: &str| page.select_single(selector).attr("content").map(|text| text.trim().to_owned());
    let title = said("meta[property='og:title']").unwrap_or_else(|| page.select_single("title").text().trim().into());
    let is_article = story.is_some() || said("meta[property='og:type']").as_deref() == Some("article");
    let descriptions = [said("meta[name='description']"), said("meta[property='og:description']")];
    let description = descriptions.into_iter().flatten().max_by_key(String::len).filter(|_| is_article);
    let title = headline(without_site(&title, said("meta[property='og:site_name']").as_deref(), ""), story.as_ref());
    let Story { author, outlet, section, body, .. } = story.unwrap_or_default();
    let author = author.as_deref().and_then(byline::authors);
    let outlet = outlet.or_else(|| said("meta[property='og:site_name']"));
    // The last one: it takes away what is no text.
    let text = body.or_else(|| shown(page)).or(description).filter(|text| text.len() >= MIN_TEXT);
    let text = text.ok_or("the page has no text")?;
    let metadata = Metadata { date, outlet, author, section, url, topics: Vec::new() };
    Ok(Found { title, text, content: String::new(), metadata })
}

/// All the text that a page shows, without its menus.
fn shown(page: &Document) -> Option<String> {
    page.select("head, script, style, noscript, template, svg, select, button, nav, header, footer, aside").remove();
    let text = page.formatted_text().trim().to_owned();
    (text.len() >= MIN_TEXT).then_some(text)
}

/// A page without what it holds for browsers that run no scripts. Those that run them take no tag in it for one, so that
/// one left open harms nothing there.
fn without_noscript(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let (mut rest, mut kept) = (0, String::with_capacity(html.len()));
    while let Some(start) = lower[rest..].find("<noscript").map(|at| rest + at) {
        kept.push_str(&html[rest..start]);
        rest = lower[start..].find("</noscript>").map_or(html.len(), |at| start + at + "</noscript>".len());
    }
    kept + &html[rest..]
}

/// Signs between a headline and the name of its site.
const SIGNS: [&str; 7] = [" - ", " – ", " — ", " | ", " :: ", " » ", " · "];

/// Most words of the name of a site that stands before its headline and that the page does not give: "The New York Times".
/// A judgement, not measured.
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

fn metadata(page: Page, date: Option<String>, story: Story) -> Metadata {
    let filled = |value: Option<String>| value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    Metadata {
        date: date.or_else(|| filled(page.published_time)),
        outlet: filled(page.site_name).or(story.outlet),
        author: page.byline.as_deref().or(story.author.as_deref()).and_then(byline::authors),
        section: story.section,
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
    fn what_a_page_without_an_article_says_of_one() {
        let script = |more: &str| {
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"datePublished\":\"2021-03-04\"{more}}}</script>"
            )
        };
        let description = format!("<meta name=description content='{PARAGRAPH}'>");
        let shell = "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>";
        let with_body = script(&format!(",\"articleBody\":\"{PARAGRAPH}\""));
        for head in [with_body, format!("{}{description}", script(""))] {
            let html = format!("<html><head><title>Ministers meet</title>{head}</head><body>{shell}</body></html>");
            let article = read_html("a", "a", &html).expect("an article");
            assert_eq!((article.title(), article.text().trim()), ("Ministers meet", PARAGRAPH));
            assert_eq!(article.metadata.date.as_deref(), Some("2021-03-04"));
        }
        let text = format!("<body><noscript><div></noscript><div><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div></body>");
        assert!(read_html("a", "a", &text).expect("an article").text().contains(PARAGRAPH));
        let html = format!("<html><head><title>An app</title>{description}</head><body>{shell}</body></html>");
        assert!(read_html("a", "a", &html).is_err());
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
