//! Any bytes are read as any format; blocks are in order, disjoint, and inside the content.

#![no_main]

use std::ops::ControlFlow;
use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use onrecord::analyze::{Forms, analyze};
use onrecord::passage::split;
use onrecord::read::read;
use onrecord::source::{Compression, Format, Kind, SourceFile};

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let kinds = [Kind::Unknown, Kind::Text, Kind::Markdown, Kind::Html, Kind::Json, Kind::JsonLines];
    let file = SourceFile {
        path: PathBuf::from("a"),
        display: "a".into(),
        id: "a".into(),
        root: PathBuf::from("."),
        size: bytes.len() as u64,
        modified: 0,
        format: Format { kind: kinds[kind as usize % kinds.len()], compression: Compression::None },
    };
    let mut forms = Forms::new();
    let mut input = bytes;
    read(&file, &mut input, &mut |article| {
        let Ok(article) = article else { return ControlFlow::Continue(()) };
        let mut last = 0;
        for block in &article.blocks {
            assert!(block.span.start >= last && article.content.get(block.span.range()).is_some());
            last = block.span.end;
        }
        split(&analyze(&article, &mut forms));
        ControlFlow::Continue(())
    });
});
