use onrecord_annotate::Findings;
use onrecord_read::article_from_text;
use onrecord_text::analyze::{Forms, analyze};
use onrecord_text::article::Metadata;
use onrecord_text::passage;
use tantivy::DocAddress;

use super::*;
use crate::index::Writer;
use crate::index::document::{Annotated, article_key, documents, source_key};
use crate::index::options::WriterOptions;

/// An index of ten articles with titles, one of which was put in anew.
fn index(folder: &std::path::Path) -> Snapshot {
    let mut writer = Writer::open(folder, WriterOptions::default()).expect("a writer");
    let (mut forms, source, findings) = (Forms::new(), source_key("test"), Findings::default());
    for id in (0..10).chain([3]).map(|number: u32| number.to_string()) {
        let text = "The first paragraph of them.\n\nThe second one of them.";
        let article = article_from_text(&id, "test", Some("A title"), text, Metadata::default());
        let text = analyze(&article, &mut forms);
        let passages = passage::split(&text);
        let annotated = Annotated { text: &text, forms: &forms, passages: &passages, findings: &findings };
        let docs = documents(writer.fields(), &source, &annotated);
        writer.put_article(&article_key(&source, &id), docs, 1).expect("an article");
        writer.commit().expect("a commit");
    }
    writer.close().expect("an end");
    Snapshot::open(folder).expect("the index")
}

#[test]
fn few_passages_are_looked_up_to_the_same_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = index(folder.path());
    let (fresh, read) = (|| Articles::new(&snapshot), Articles::new(&snapshot));
    read.segments();
    let docs = |segment: &SegmentReader| segment.max_doc();
    let all = (0..).zip(snapshot.searcher().segment_readers());
    let all: Vec<DocAddress> = all.flat_map(|(n, s)| (0..docs(s)).map(move |doc| DocAddress::new(n, doc))).collect();
    for seed in 0..60_usize {
        let chosen = all.iter().enumerate().filter(|(i, _)| (i * 7 + seed * seed) % 11 < 4).map(|(_, &at)| at);
        let set = PassageSet::of(&snapshot, chosen);
        assert!(fresh().is_looked_up(&set) && !read.is_looked_up(&set));
        for boilerplate in [false, true] {
            let admission = Admission { boilerplate };
            let found = fresh().admit(set.clone(), admission);
            assert_eq!(found, read.admit(set.clone(), admission));
            assert_eq!(fresh().without_titles_beside_others(&found), read.without_titles_beside_others(&found));
        }
    }
}
