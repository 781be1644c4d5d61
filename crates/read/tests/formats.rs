//! The files that people have: what comes out of each kind, by the shared samples where they are there.

#![allow(clippy::print_stderr)] // a test says what it skipped

mod found;

use std::path::{Path, PathBuf};

use found::Found;
use onrecord_read::source::{Entry, WalkOptions, walk};
use onrecord_text::article::{Article, BlockKind};

fn open(path: &Path) -> Found {
    let mut found = Found::default();
    for entry in walk(&[path.to_owned()], &WalkOptions::default()) {
        let file = match entry.expect("a path") {
            Entry::File(file) => file,
            Entry::Skipped(skip) => {
                found.skipped.push((skip.display, skip.reason));
                continue;
            }
        };
        found.take_in(&file, &mut file.open().expect("a file"));
    }
    found
}

/// A shared sample; a line says where it is missing.
fn sample(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("ONRECORD_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = root.join("data/formats").join(name);
    if !path.exists() {
        eprintln!("skipped: {} is absent", path.display());
    }
    path.exists().then_some(path)
}

/// The articles of a sample in which nothing fails; none where it is absent.
fn articles(name: &str) -> Option<Vec<Article>> {
    let found = open(&sample(name)?);
    assert!(found.errors.is_empty() && found.skipped.is_empty(), "{name}: {:?} {:?}", found.errors, found.skipped);
    Some(found.articles)
}

/// `title | date | outlet` of each.
fn heads(articles: &[Article]) -> Vec<String> {
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
    let head = |a: &Article| format!("{} | {} | {}", a.title(), or_none(&a.metadata.date), or_none(&a.metadata.outlet));
    articles.iter().map(head).collect()
}

fn assert_whole(articles: &[Article]) {
    for article in articles {
        let head = heads(std::slice::from_ref(article)).remove(0);
        assert!(!article.title().is_empty() && !head.contains("| -"), "{}: {head}", article.id);
        assert!(article.blocks.iter().any(|block| block.kind == BlockKind::Body), "{}: {head}", article.id);
    }
}

#[test]
fn nexis_and_factiva_as_text() {
    let Some(nexis) = articles("own/nexis.txt") else { return };
    assert_eq!(
        heads(&nexis),
        ["Ministers meet in Oslo | 2010-01-11 | Example Times", "Court hears appeal | 2010-01-12 | The Example Post"]
    );
    assert_eq!(nexis[0].metadata.section.as_deref(), Some("WORLD; Pg. 4"));
    assert_eq!(nexis[0].metadata.author.as_deref(), Some("Jane Roe"));
    assert_eq!(nexis[0].text(), "Ministers met in Oslo on Monday. \"We agree,\" said Ada Berg, the foreign\nminister.");
    assert_eq!(nexis[0].address.place(1).after("nexis.txt"), "nexis.txt#1:27");
    let Some(factiva) = articles("own/factiva.txt") else { return };
    assert_eq!(
        heads(&factiva),
        [
            "Example stock could rise, magazine says | 2017-03-19 | Example Wire",
            "Court hears appeal | 2017-03-20 | Example Wire"
        ]
    );
    assert!(factiva[0].text().starts_with("OSLO, March 19") && factiva[0].text().ends_with("Editing by John Doe)"));
    assert_eq!(factiva[0].id, "EXW0000020170319ed3j00001");
}

#[test]
fn tables_and_answers_of_apis() {
    let Some(kaggle) = articles("own/kaggle.csv") else { return };
    assert_eq!(
        heads(&kaggle),
        [
            "Ministers meet in Oslo, agree little | 2016-12-31 | Example Times",
            "Court hears appeal | 2017-06-19 | Example Times"
        ]
    );
    assert_eq!(kaggle[0].id, "17283");
    assert_eq!(kaggle[1].address.place(1).after("kaggle.csv"), "kaggle.csv#2:5");
    let mediacloud = open(&sample("own/mediacloud.csv").expect("the samples"));
    assert!(mediacloud.errors[0].contains("columns are id, indexed_date, language"), "{:?}", mediacloud.errors);
    let newsapi = articles("own/newsapi.json").expect("the samples");
    assert_eq!(
        heads(&newsapi),
        [
            "Ministers meet in Oslo | 2021-03-04T10:00:00Z | Example News",
            "Court hears appeal | 2021-03-05T08:30:00Z | Example Post"
        ]
    );
    let newsplease = articles("own/newsplease.json").expect("the samples");
    assert!(newsplease[0].text().starts_with("Ministers met in Oslo on Monday."));
    assert_eq!(newsplease[0].metadata.date.as_deref(), Some("2021-03-04 10:00:00"));
    assert_eq!(articles("real/dailsample.tsv").expect("the samples").len(), 33);
    assert_eq!(articles("real/inaugCorpus.csv").expect("the samples").len(), 5);
    assert_eq!(articles("real/inaugural_sample.json").expect("the samples").len(), 3);
}

#[test]
fn exports_as_databases_wrote_them() {
    for (name, count) in [
        ("nexis-afp-74.html", 74),
        ("factiva-nyt-27.html", 27),
        ("nexis-sample.TXT", 10),
        ("nexis-uni-sample.DOCX", 10),
        ("lexisnexis_test_en.html", 2),
        ("lexisnexis_test_fr.html", 3),
        ("factiva_test.html", 2),
        ("factiva_test.xml", 3),
        ("proquest.eml", 2),
        ("nexis-uni-guardian1.docx", 2),
        ("nexis-uni-usa-today.docx", 7),
        ("europresse_test1.html", 3),
        ("proquest.html", 1),
    ] {
        let Some(found) = articles(&format!("real/{name}")) else { return };
        assert_eq!(found.len(), count, "{name}: {:#?}", heads(&found));
        assert_whole(&found);
    }
}

#[test]
fn mail_and_web_archives() {
    let Some(mail) = articles("own/digest.eml") else { return };
    assert_eq!(heads(&mail), ["Ministers meet in Oslo – evening brief | 2020-07-05 | news.example"]);
    assert!(mail[0].text().contains("“We agree,” Foreign Minister Ada Berg said."), "{}", mail[0].text());
    let page = articles("own/page.warc").expect("the samples");
    assert_eq!(heads(&page), ["Ministers meet in Oslo | 2021-03-04 | news.example"]);
    assert_eq!(page[0].metadata.url.as_deref(), Some("https://news.example/2021/03/04/oslo"));
    assert_eq!(page[0].id, "https://news.example/2021/03/04/oslo");
    for name in ["example.warc.gz", "example-iana.org-chunked.warc"] {
        let found = open(&sample(&format!("real/{name}")).expect("the samples"));
        assert!(found.errors.is_empty() && !found.articles.is_empty(), "{name}: {found:?}");
        assert_whole(&found.articles);
    }
    let cut = open(&sample("real/example-trunc.warc").expect("the samples"));
    assert!(!cut.errors.is_empty(), "{cut:?}");
}

#[test]
fn agencies_feeds_and_references() {
    let Some(reuters) = articles("own/reuters.sgm") else { return };
    assert_eq!(
        heads(&reuters),
        ["COCOA REVIEW | 1987-02-26 | Reuters", "EXAMPLE OIL <EXO> TO FORM UNIT | 1987-02-26 | Reuters"]
    );
    assert_eq!(reuters[0].metadata.topics, ["cocoa"]);
    assert!(reuters[0].text().ends_with("weekly review."), "{:?}", reuters[0].text());
    let feed = articles("own/feed.atom").expect("the samples");
    assert_eq!(
        heads(&feed),
        [
            "Ministers meet in Oslo | 2021-03-04T10:00:00Z | Example News",
            "Court hears appeal | 2021-03-05T10:00:00Z | Example News"
        ]
    );
    let ris = articles("own/export.ris").expect("the samples");
    assert_eq!(
        heads(&ris),
        ["Ministers meet in Oslo | 2021-03-04 | Example Times", "Court hears appeal | 2021-03-05 | Example Times"]
    );
}

#[test]
fn documents_and_subtitles() {
    let Some(rtf) = articles("own/uni.rtf") else { return };
    assert_eq!(rtf[0].text(), "Ministers said “We agree” in Tromsø and “Oslo”.\n\nSecond paragraph.");
    let srt = articles("own/talk.srt").expect("the samples");
    assert_eq!(srt[0].text(), "MS. ROE: Good afternoon, everyone. We have two announcements to make today.");
    let vtt = articles("own/talk.vtt").expect("the samples");
    assert_eq!(vtt[0].text(), "Jane Roe: Good afternoon, everyone. We have two announcements to make.");
    let letter = articles("real/UK_2015_LoonyParty.docx").expect("the samples");
    assert!(letter[0].text().contains("will be fitted to the Stock Exchange"));
}
