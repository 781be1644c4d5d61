//! What comes out of sources, gathered.

use std::io::Read;
use std::ops::ControlFlow;

use onrecord_read::source::{SkipReason, SourceFile};
use onrecord_read::{NotRead, Outcome, read};
use onrecord_text::article::Article;

/// What came out.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) articles: Vec<Article>,
    pub(crate) errors: Vec<String>,
    /// What was passed over, as it is shown, and why.
    pub(crate) skipped: Vec<(String, SkipReason)>,
}

impl Found {
    /// Reads a source to its end.
    pub(crate) fn take_in(&mut self, file: &SourceFile, bytes: &mut dyn Read) {
        let outcome = read(file, bytes, &mut |item| {
            match item {
                Ok(article) => self.articles.push(article),
                Err(NotRead::Failed(error)) => self.errors.push(error.to_string()),
                Err(NotRead::Skipped(skip)) => self.skipped.push((skip.display, skip.reason)),
            }
            ControlFlow::Continue(())
        });
        if let Outcome::Skipped(reason) = outcome {
            self.skipped.push((file.display.clone(), reason));
        }
    }

    /// The texts of the articles, in order, without white space around them.
    #[allow(dead_code)] // not every test asks for them
    pub(crate) fn texts(&self) -> Vec<&str> {
        self.articles.iter().map(|article| article.text().trim()).collect()
    }
}
