//! The day on which a page says that it was published.
//!
//! - `collect`: every place of the page that may say it
//! - `linked_data`: what JSON-LD says
//! - `names`: the names of fields and the words of labels
//! - `zone`: how far the page's times are from universal time
//!
//! Pages say it in many places, which differ: what was written for machines as the day of publication goes before
//! the address, the address before what stands near the headline. A day in universal time gives way to the day
//! before or after where the page prints that: it is the one where the page was published.

mod collect;
mod linked_data;
mod names;
mod zone;

use dom_query::Document;
use jiff::civil::Date;
use onrecord_text::date::{FieldDate, Order, PartialDate, address, field};

use collect::collect;

/// Where a page says a day, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// JSON-LD of an article.
    LinkedArticle,
    /// A field of the page's head for the day of publication.
    Meta,
    /// An element marked as the day of publication.
    Marked,
    /// JSON-LD of the page around the article.
    LinkedPage,
    /// A field of the page's head for a day of whatever kind, which the page prints by the headline.
    Confirmed,
    /// The page's address.
    Address,
    /// Beside the headline, the nearest first.
    Beside,
    /// A field of the page's head for a day of whatever kind.
    MetaDate,
    /// An element marked as the day of publication, far from the headline.
    Elsewhere,
}

/// A day that a page says.
#[derive(Clone, Debug)]
struct Said {
    place: Place,
    day: FieldDate,
    /// As the page has it.
    text: String,
    /// Whether it comes with a time in UTC, so that the day where it was published may be another.
    universal: bool,
    /// How far it stands from the headline, in bytes of text; more where less marks it as a day.
    distance: usize,
}

/// The day of publication as the page says it, in ISO 8601, or as it stands there where day and month may be
/// either.
pub(super) fn published(page: &Document, url: Option<&str>) -> Option<String> {
    let (mut said, order) = collect(page);
    said.extend(url.and_then(address::in_url).filter(|day| day.day.is_some()).map(|day| Said {
        place: Place::Address,
        day: FieldDate::Known(day),
        text: day.to_string(),
        universal: false,
        distance: 0,
    }));
    for said in &mut said {
        said.day = order.map_or(said.day, |order| said.day.in_order(order));
    }
    confirm(&mut said);
    let best = said.iter().min_by_key(|said| (said.place, said.distance))?;
    match best.day {
        FieldDate::Known(day) => Some(local(day, best, &said, page).to_string()),
        _ => Some(best.text.clone()),
    }
}

/// A day of whatever kind in the head is that of publication where the page prints it by the headline.
fn confirm(said: &mut [Said]) {
    let printed: Vec<FieldDate> = said.iter().filter(|s| s.place == Place::Beside).map(|s| s.day).collect();
    let confirmed = |s: &&mut Said| s.place == Place::MetaDate && printed.contains(&s.day);
    said.iter_mut().filter(confirmed).for_each(|said| said.place = Place::Confirmed);
}

/// The day where the page was published: where `best` is in universal time, the neighbouring day that the page
/// prints, or the one that it was where the page's other times are from. In the first half of a universal day that is
/// the day before, west of Greenwich; in the second the day after, in the east.
fn local(day: PartialDate, best: &Said, all: &[Said], page: &Document) -> PartialDate {
    let Some(universal) = one_day(best.day).filter(|_| best.universal) else { return day };
    let neighbour = match hour(&best.text) {
        Some(0..12) => universal.yesterday(),
        Some(_) => universal.tomorrow(),
        None => return day,
    };
    let printed = |day: Date| {
        all.iter().any(|said| said.place >= Place::Address && !said.universal && one_day(said.day) == Some(day))
    };
    match neighbour {
        Ok(near) if !printed(universal) && (printed(near) || is_another_day(&best.text, page)) => {
            PartialDate::of_day(near)
        }
        _ => day,
    }
}

/// Whether a time in universal time is of another day where the page's other times are from.
fn is_another_day(text: &str, page: &Document) -> bool {
    let minutes = text.split_once(':').and_then(|(_, rest)| rest.get(..2)?.parse::<i32>().ok());
    let Some((hour, minutes)) = hour(text).zip(minutes) else { return false };
    let here = |offset| hour * 60 + minutes + offset;
    zone::offset(page).is_some_and(|offset| if hour < 12 { here(offset) < 0 } else { here(offset) >= 24 * 60 })
}

/// The hour that stands before the first colon.
fn hour(text: &str) -> Option<i32> {
    let (before, _) = text.split_once(':')?;
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    before[before.len() - digits.min(2)..].parse().ok()
}

fn one_day(day: FieldDate) -> Option<Date> {
    day.days().filter(|(first, last)| first == last).map(|(day, _)| day)
}

/// Reads a day at the beginning of `text`, or after a label of a few words.
fn day_in(text: &str) -> Option<(FieldDate, String)> {
    let starts = text.char_indices().scan(' ', |before, (at, c)| {
        let starts = !before.is_alphanumeric() && c.is_alphanumeric();
        *before = c;
        Some((at, starts))
    });
    starts.filter(|(_, starts)| *starts).take(names::LABEL_WORDS).find_map(|(at, _)| {
        let day = field::bare(&text[at..]).filter(is_to_the_day)?;
        Some((day, text[at..].to_owned()))
    })
}

fn is_to_the_day(day: &FieldDate) -> bool {
    let plausible = |date: &Date| (1950..2100).contains(&date.year());
    match day {
        FieldDate::Known(date) => date.day.is_some() && one_day(*day).as_ref().is_some_and(plausible),
        FieldDate::Either { day_first, .. } => plausible(day_first),
        FieldDate::Period(..) | FieldDate::Until(_) => false,
    }
}

/// Whether a field gives a time in UTC.
fn is_universal(text: &str) -> bool {
    let text = text.trim();
    let time = text.contains(':') || text.contains('T');
    time && (text.ends_with(['Z', 'z'])
        || ["+00:00", "+0000", "GMT", "UTC", "-00:00"].iter().any(|z| text.ends_with(z)))
}

/// The order of day and month that a page's language tells.
fn order_of(language: &str) -> Option<Order> {
    let language = language.to_lowercase();
    match language.split(['-', '_']).next()? {
        "" => None,
        "en" if language.ends_with("us") => Some(Order::MonthFirst),
        "en" if language.len() == 2 => None,
        _ => Some(Order::DayFirst),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(head: &str, body: &str) -> Option<String> {
        let text = "The council voted on the plan after a long debate in the town hall.";
        let html = format!("<html><head><title>Study</title>{head}</head><body>{body}<p>{text}</p></body></html>");
        published(&Document::from(html), None)
    }

    #[test]
    fn fields_for_machines() {
        for head in [
            r#"<meta name="dc.date" content="2023-01-02">"#,
            r#"<meta name="DC.date.issued" content="2023-01-02">"#,
            r#"<meta name="parsely-pub-date" content="2023-01-02T10:00:00Z">"#,
            r#"<meta itemprop="datePublished" content="2023-01-02">"#,
            r#"<meta property="og:published_time" content="2023-01-02">"#,
            r#"<meta name="citation_publication_date" content="2023/01/02">"#,
            r#"<script type="application/ld+json">[{"@type":"NewsArticle","datePublished":"2023-01-02"}]</script>"#,
            r#"<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":["Article"],"datePublished":"2023-01-02","dateModified":"2024-01-01"}]}</script>"#,
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"description\":\"a\tb\",\"datePublished\":\"2023-01-02\",}</script>",
            r#"<link rel="canonical" href="https://e.org/a"><meta property="article:modified_time" content="2024-05-06"><meta property="article:published_time" content="2023-01-02T10:00:00+02:00">"#,
        ] {
            assert_eq!(page(head, "<h1>Study</h1>").as_deref(), Some("2023-01-02"), "{head}");
        }
    }

    #[test]
    fn beside_the_headline() {
        for body in [
            "<h1>Study</h1><time datetime='2023-01-02'>2 January</time><div class=comments><time datetime='2024-01-01'></time></div>",
            "<aside><time datetime='2024-01-01'></time></aside><h1>Study</h1><time itemprop=dateModified datetime='2024-05-06'></time><time itemprop=datePublished datetime='2023-01-02'></time>",
            "<h1>Study</h1><p class='post-date'>Published: January 2, 2023</p>",
            "<h1>Study</h1><span class='date'>Updated: May 6, 2024 | Published: January 2, 2023</span>",
            "<h1>Studie</h1><span class='datum'>Montag, 2. Januar 2023, 10:00 Uhr</span>",
            "<h1>Studie</h1><div class=submitted>Gespeichert von <span class=username>rasos</span> am 2. Januar 2023 - 18:55</div>",
            "<h1>Étude</h1><div class='publication-date'>Publié le 2 janvier 2023 à 10h00</div>",
        ] {
            assert_eq!(page("", body).as_deref(), Some("2023-01-02"), "{body}");
        }
        assert_eq!(page("", "<h1>Study</h1><p class=date>03/02/2019</p>").as_deref(), Some("03/02/2019"));
        assert_eq!(page("", "<h1>Study</h1><footer class=date>1 January 2024</footer>"), None);
    }

    #[test]
    fn the_headline_is_known_whatever_stands_between_its_letters() {
        let head = "<meta property='og:title' content='Ministers meet in Paris'>";
        let site = "<h1>The Example</h1><span class=date>January 9, 2023</span>";
        let far = "<p>The council voted on the plan after a long debate in the town hall.</p>".repeat(20);
        let body = format!(
            "{site}{far}<h1>Min\u{ad}is\u{ad}ters meet in Pa\u{ad}ris</h1><span class=date>January 2, 2023</span>"
        );
        assert_eq!(page(head, &body).as_deref(), Some("2023-01-02"));
    }

    #[test]
    fn days_of_other_stories() {
        let time = "<time datetime='2022-09-09'>9 September 2022</time>";
        for others in [
            format!("<section><h2>Related</h2>{time}</section>"),
            format!("<section><div><h3>More from the town</h3></div><ul><li>Fire {time}</li></ul></section>"),
            format!("<h2>You may also like</h2><p>Fire</p>{time}"),
            format!("<div><h4>Latest news</h4><div><a>Fire</a> {time}</div></div>"),
        ] {
            assert_eq!(page("", &format!("<h1>Study</h1><p>It was long.</p>{others}")), None, "{others}");
            let own = "<time datetime='2023-01-02'>2 January</time>";
            let below = page("", &format!("<h1>Study</h1>{others}<h2>Facts</h2>{own}"));
            assert_eq!(below.as_deref(), Some("2023-01-02"), "{others}");
        }
    }

    #[test]
    fn the_local_day_where_the_page_prints_it() {
        let head = r#"<meta property="article:published_time" content="2021-03-05T01:30:00Z">"#;
        let body = "<h1>Study</h1><time>March 4, 2021</time>";
        assert_eq!(page(head, body).as_deref(), Some("2021-03-04"));
        assert_eq!(page(head, "<h1>Study</h1><time>March 5, 2021</time>").as_deref(), Some("2021-03-05"));
        assert_eq!(page(head, "<h1>Study</h1><time>March 1, 2021</time>").as_deref(), Some("2021-03-05"));
        let script = |offset: &str| {
            format!(
                "<h1>Study</h1><script>let a = ['Thu, 4 Mar 2021 10:00:00 {offset}', '2021-03-03T11:00:00{offset}'];</script>"
            )
        };
        assert_eq!(page(head, &script("-0500")).as_deref(), Some("2021-03-04"));
        assert_eq!(page(head, &script("-0100")).as_deref(), Some("2021-03-05"));
        assert_eq!(page(head, &script("+0100")).as_deref(), Some("2021-03-05"));
    }
}
