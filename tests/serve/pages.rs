//! What the pages hold, as they come from the server.

use crate::client::{Serving, encoded};
use crate::harness::Project;

/// The text between the first two of these.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split(from).nth(1).unwrap_or_else(|| panic!("{from} is not in the page"));
    rest.split(to).next().unwrap_or_default()
}

/// Words without tags and with single spaces.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                out.push(' ');
            }
            c if !in_tag => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn results_have_marks_speakers_dates_and_a_count() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let page = serving.get("/?q=%22foreign+fighters%22").is(200).body;
    assert!(words(between(&page, "<h1>", "</h1>")).contains("foreign fighters"));
    assert!(page.contains("<mark>foreign fighters</mark>"), "{page}");
    assert!(page.contains(">Mark Toner</bdi></a>"), "the speaker of what is marked");
    assert!(page.contains("<time datetime=\"2017"), "a date");
    let count = serving.get("/api/v1/search?q=%22foreign+fighters%22&unit=article").is(200).json_lines();
    let total = &count[count.len() - 1]["total"]["value"];
    assert!(words(between(&page, "<h1>", "</h1>")).starts_with(&format!("{total} article")), "{total}");
}

#[test]
fn a_fragment_is_the_results_alone() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let (page, fragment) = (serving.get("/?q=ISIS").is(200).body, serving.get("/?q=ISIS&fragment=1").is(200).body);
    assert!(!fragment.contains("<html") && fragment.contains("<h1>"));
    assert!(page.contains(fragment.trim()), "the same results");
}

#[test]
fn a_facet_ignores_its_own_choice_and_keeps_it_listed() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let speakers = |page: &str| words(between(page, "<h2>Speaker</h2>", "</section>"));
    let all = serving.get("/?q=coalition").is(200).body;
    let chosen = serving.get("/?q=coalition&speaker=Mark+Toner").is(200).body;
    assert_eq!(speakers(&all), speakers(&chosen), "counted without its own choice");
    assert!(between(&chosen, "<h2>Speaker</h2>", "</section>").contains("aria-current=\"true\""));
    let nobody = serving.get("/?q=coalition&speaker=Nobody").is(200).body;
    assert!(speakers(&nobody).starts_with("Nobody"), "{}", speakers(&nobody));
    let histogram = |page: &str| between(page, "data-counts=\"", "\"").to_owned();
    let narrowed = serving.get("/?q=coalition&since=2017-07&until=2017-07").is(200).body;
    assert_eq!(histogram(&all), histogram(&narrowed), "the histogram ignores its own range");
    let first = |page: &str| between(page, "data-first=\"", "\"").to_owned();
    assert_eq!(first(&all), first(&serving.get("/?q=ISIS&speaker=Mark+Toner").is(200).body), "the axis stays");
}

#[test]
fn counts_are_of_articles() {
    let project = Project::indexed(&[
        (
            "1.txt",
            "One\n\n\u{201c}Apples are good,\u{201d} said Ann Smith.\n\n\u{201c}Apples are red,\u{201d} said Ann Smith.\n",
        ),
        ("2.txt", "Two\n\n\u{201c}Apples are cheap,\u{201d} said Ann Smith.\n"),
    ]);
    let serving = Serving::of(&project);
    let page = serving.get("/?q=apples").is(200).body;
    let speakers = words(between(&page, "<h2>Speaker</h2>", "</section>"));
    assert!(speakers.starts_with("Ann Smith 2"), "two articles, not three passages: {speakers}");
}

#[test]
fn what_a_chosen_speaker_says_is_shown_beside_the_marked_words() {
    let text = "Rates\n\nThe price of oil fell on Tuesday. \u{201c}Rates will stay low,\u{201d} said Ann Smith.\n";
    let project = Project::indexed(&[("1.txt", text)]);
    let serving = Serving::of(&project);
    let page = serving.get("/?q=oil&speaker=Ann+Smith").is(200).body;
    let apart = words(&format!("<{}", between(&page, "<blockquote class=\"apart", "</p>")));
    assert_eq!(apart, "\u{201c}Rates will stay low,\u{201d} Ann Smith");
    assert!(!serving.get("/?q=rates&speaker=Ann+Smith").is(200).body.contains("class=\"apart"), "it is marked already");
}

#[test]
fn a_quote_that_begins_in_an_earlier_passage_is_found_in_the_later() {
    let said = "We will keep the rates of this bank low for as long as that is needed. ".repeat(20);
    let text = format!("Rates\n\n\u{201c}{said}Oil is dear,\u{201d} said Ann Smith.\n");
    let project = Project::indexed(&[("1.txt", &text)]);
    let serving = Serving::of(&project);
    let page = serving.get("/?q=oil&speaker=Ann+Smith").is(200).body;
    assert!(page.contains("<mark>Oil</mark>") && page.contains("Ann Smith"), "{page}");
}

#[test]
fn who_asks_for_a_name_is_led_to_what_that_person_says() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    for name in ["toner", "Mark+Toner", "MARK+TONER", "coalition&speaker=mark+toner"] {
        let page = serving.get(&format!("/?q={name}")).is(200).body;
        let line = page.split("<a href=\"/s/Mark%20Toner\"><bdi>Mark Toner</bdi></a> speaks in ").nth(1);
        assert!(line.is_some_and(|line| line.starts_with("2 articles<")), "{name}: {page}");
    }
    for other in ["coalition", "mark", "said:toner", "toner&kind=body"] {
        assert!(!serving.get(&format!("/?q={other}")).is(200).body.contains("speaks in"), "{other}");
    }
}

#[test]
fn examples_find_something_in_every_archive() {
    for project in
        [Project::with_indexed_seeds(), Project::indexed(&[("1.txt", "Plain\n\nNobody says anything here.\n")])]
    {
        let serving = Serving::of(&project);
        let start = serving.get("/").is(200).body;
        let nothing = serving.get("/?q=nothinghasthisword").is(200).body;
        let tried = between(&start, "<h2>Try</h2>", "</section>").split("href=\"").skip(1);
        let here = nothing
            .split("This archive has, for example,")
            .nth(1)
            .and_then(|rest| rest.split("</p>").next())
            .unwrap_or_default();
        let of_fields = tried.chain(here.split("href=\"").skip(1)).filter(|link| link.contains("%3A"));
        for link in of_fields {
            let href = link.split('"').next().expect("an address").replace("&#38;", "&");
            assert!(!serving.get(&href).is(200).body.contains("Nothing found"), "{href}");
        }
    }
}

#[test]
fn an_article_without_marks_begins_with_its_text() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let page = serving.get("/").is(200).body;
    let groups: Vec<&str> = page.split("<li class=\"group\">").skip(1).collect();
    assert_eq!(groups.len(), 5);
    for group in groups {
        assert!(words(between(group, "<p class=\"pas\"", "</p>")).len() > 40, "{group}");
    }
}

#[test]
fn statements_are_rows_with_speaker_and_source() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let page = serving.get("/?unit=quote&q=coalition").is(200).body;
    let total = serving.json("/api/v1/search?q=coalition&unit=quote&facets=speaker")["total"]["value"].clone();
    assert!(words(between(&page, "<h1>", "</h1>")).starts_with(&format!("{total} statement")), "{total}");
    let rows = page.matches("<blockquote").count();
    assert!(rows as u64 == total.as_u64().expect("a number").min(20), "{rows}");
    assert!(page.contains("<mark>Coalition</mark>") || page.contains("<mark>coalition</mark>"));
    let row = between(&page, "<blockquote", "</li>");
    assert!(row.contains("href=\"/s/") && row.contains("#p"), "speaker and source: {row}");
    // What narrows, pages and exports keeps to statements.
    let rail = between(&page, "<aside", "</aside>");
    let counted = serving.json("/api/v1/facets/speaker?q=coalition&unit=quote");
    let first = &counted["values"][0];
    let shown = format!("{} {}", first["value"].as_str().expect("a name"), first["count"]);
    assert!(words(rail).contains(&shown), "{shown}: {}", words(rail));
    for link in rail.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(link.contains("unit=quote"), "{link}");
    }
    let href = between(row, "href=\"/a/", "\"").replace("&#38;", "&").replace("&amp;", "&");
    let article = serving.get(&format!("/a/{}", href.split('#').next().expect("an address"))).is(200).body;
    assert!(between(&article, "class=\"back\" href=\"", "\"").contains("unit=quote"));
    assert!(article.contains("Next result"), "the next statement");
    assert!(serving.get("/?unit=quote").is(200).body.contains("Latest statements"));
    assert!(serving.get("/?unit=quote&q=nothinghasthis").is(200).body.contains("Nothing found"));
}

#[test]
fn every_example_of_the_help_is_a_search() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let page = serving.get("/help").is(200).body;
    let links: Vec<&str> = between(&page, "<main", "</main>").split("href=\"").skip(1).collect();
    assert!(links.len() > 40, "{}", links.len());
    for link in links {
        let href = link.split('"').next().expect("an address").replace("&#38;", "&");
        serving.get(&href).is(200);
    }
}

#[test]
fn every_parameter_lives_on_in_the_links() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let all = "author=a&url=b&lang=en&include-boilerplate=true&duplicates=true&recent=30d&rank=bm25";
    let page = serving.get(&format!("/?q=coalition&{all}")).is(200).body;
    let narrower = serving.get("/?q=coalition&lang=en&recent=30d&duplicates=true").is(200).body;
    for name in ["lang=en", "recent=30d", "duplicates=true"] {
        let links = between(&narrower, "<h2>Speaker</h2>", "</section>");
        assert!(links.split("href=\"").skip(1).all(|link| link.contains(name)), "{name}: {links}");
    }
    let chips = words(between(&page, "class=\"chips\"", "</ul>"));
    for words in ["author a", "address b", "language en", "with footers", "with every copy", "30d", "bm25"] {
        assert!(chips.contains(words), "{words}: {chips}");
    }
}

#[test]
fn a_wrong_filter_is_mended_in_its_place() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let page = serving.get("/?q=coalition&since=someday&speaker=Toner").is(400).body;
    assert!(page.contains("value=\"coalition\""), "the field keeps the query");
    assert!(page.contains("href=\"/?q=coalition&#38;speaker=Toner\""), "{page}");
}

#[test]
fn a_handle_of_a_passage_leads_to_its_place() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let handle = project.hits("coalition")[0]["handle"].as_str().expect("a handle").to_owned();
    let (article, ordinal) = handle.split_once(':').expect("an ordinal");
    let led = serving.get(&format!("/a/{}?q=coalition", encoded(&handle))).is(303);
    assert_eq!(led.header("location"), format!("/a/{article}?q=coalition#p{ordinal}"));
}

#[test]
fn copies_are_told_of() {
    let text = "The same report\n\nThe ministry said nothing of the wandering albatross, which was seen again.\n";
    let project = Project::indexed(&[("1.txt", text), ("2.txt", text)]);
    let serving = Serving::of(&project);
    let page = serving.get("/?q=albatross").is(200).body;
    assert!(page.contains(">the same in 1 more article</a>"), "{page}");
    let all = serving.get("/?q=albatross&duplicates=true").is(200).body;
    assert!(!all.contains("the same in") && all.matches("<li class=\"group\">").count() == 2, "{all}");
}

#[test]
fn what_stands_in_no_bar_is_told_apart() {
    let project = Project::new();
    let mut lines = String::new();
    for (id, date) in [("a", "2017-03-04"), ("b", "2017-11-05"), ("c", "2016"), ("d", "")] {
        let article =
            serde_json::json!({"id": id, "title": id, "text": format!("Common words of {id}."), "date": date});
        lines.push_str(&format!("{article}\n"));
    }
    project.file("news/a.jsonl", lines);
    project.run(["index", "news"]);
    let serving = Serving::of(&project);
    let page = serving.get("/?q=common").is(200).body;
    let beside = between(&page, "class=\"undated\"", "</span>");
    assert!(words(beside).ends_with("1 without a date · 1 with a date less exact than the bars"), "{}", words(beside));
    let href = between(beside, "href=\"", "\"").replace("&#38;", "&");
    assert!(words(&serving.get(&href).is(200).body).contains("1 article for (common) date:unknown"), "{href}");
}

#[test]
fn nothing_found_says_what_to_drop() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let page = serving.get("/?q=coalition&since=1990&until=1991").is(200).body;
    assert!(page.contains("Nothing found"));
    assert!(page.contains("without any filter"), "{page}");
    let misspelt = serving.get("/?q=coaliton").is(200).body;
    assert!(misspelt.to_lowercase().contains("did you mean coalition"), "{misspelt}");
}

#[test]
fn errors_underline_the_place() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let page = serving.get("/?q=ISIS+(finance+OR").is(400).body;
    assert!(page.contains("ISIS <em>(</em>finance OR"), "{page}");
    assert!(page.contains("value=\"ISIS (finance OR\""), "the field keeps the query");
    assert!(page.contains("aria-invalid=\"true\""));
}

#[test]
fn an_article_has_its_margins_marks_and_neighbours() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let results = serving.get("/?q=foreign+fighters").is(200).body;
    let href = between(&results, "<h2 dir=\"auto\"><a href=\"", "\"").replace("&#38;", "&").replace("&amp;", "&");
    let page = serving.get(&href).is(200).body;
    assert!(page.contains("class=\"said\"") && page.contains("class=\"dates-in\""));
    assert!(page.contains("Next result"), "{href}");
    let marks = page.matches("<mark>").count();
    assert!(page.contains(&format!("of {marks} mark")), "{marks}");
    let back = between(&page, "class=\"back\" href=\"", "\"").replace("&#38;", "&").replace("&amp;", "&");
    assert_eq!(back, "/?q=foreign+fighters");
    for hit in results.split("class=\"go\" href=\"").skip(1) {
        let link = hit.split('"').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
        let (article, anchor) = link.split_once('#').expect("an anchor");
        let target = serving.get(article).is(200).body;
        assert!(target.contains(&format!("id=\"{anchor}\"")), "{article} has {anchor}");
    }
}

#[test]
fn a_speaker_is_followed_through_the_archive() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let page = serving.get(&format!("/s/{}", encoded("Mark Toner"))).is(200).body;
    assert!(page.contains("<h1 class=\"name\" dir=\"auto\">Mark Toner</h1>"));
    assert!(words(&page).contains("State Department spokesman"));
    assert!(page.contains("Mar 2017") && page.contains("<blockquote"));
    let nobody = serving.get("/s/Nobody%20Toner").is(200).body;
    assert!(nobody.contains("No statement of") && nobody.contains(">Mark Toner</bdi>"), "similar names");
    let never = serving.get(&format!("/s/{}?since=1990&until=1991", encoded("Mark Toner"))).is(200).body;
    assert!(never.contains("in this period"));
}

#[test]
fn years_lead_to_months_and_days() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let years = serving.get("/dates").is(200).body;
    assert!(years.contains("href=\"/dates?in=2017\""));
    let months = serving.get("/dates?in=2017").is(200).body;
    assert!(months.contains("href=\"/dates?in=2017-07\""), "{months}");
    let days = serving.get("/dates?in=2017-07").is(200).body;
    assert!(days.contains("5 Jul 2017") && days.contains("since=2017-07-05"), "{days}");
    serving.get("/topics").is(200);
    assert!(words(&serving.get("/index").is(200).body).contains("Articles 5"));
}

#[test]
fn pages_of_results_hold_each_article_once() {
    let articles: Vec<(String, String)> = (0..25)
        .map(|i| (format!("{i}.txt"), format!("Headline {i}\n\nThe word common stands here, and number{i}.\n")))
        .collect();
    let borrowed: Vec<(&str, &str)> = articles.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let project = Project::indexed(&borrowed);
    let serving = Serving::of(&project);
    let mut seen = Vec::new();
    for page in 1..=3 {
        let body = serving.get(&format!("/?q=common&page={page}")).is(200).body;
        assert!(body.contains(&format!("Page {page} of 3")));
        seen.extend(
            body.split("<h2 dir=\"auto\"><a href=\"/a/")
                .skip(1)
                .filter_map(|rest| rest.split('?').next())
                .map(str::to_owned),
        );
    }
    assert_eq!(seen.len(), 25);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 25);
}
