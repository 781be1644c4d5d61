//! What the server finds and more than is meant: the articles decide.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::json;

use super::{MOST_LOOKED_AT, Passages, Searching};
use crate::scan::Scan;
use crate::view::RemoteView;
use crate::whole::Whole;
use onrecord_api::backend::BackendError;
use onrecord_api::keys::ArticleKey;
use onrecord_query::Query;
use onrecord_query::ast::{Expr, ExprKind, Occur};
use onrecord_query::highlight::StoredMatcher;
use onrecord_text::analyze::Forms;
use onrecord_text::article::BlockKind;

impl Searching<'_> {
    /// Of what the server finds, the passages that satisfy the query, in the server's order; and whether all was looked
    /// at.
    pub(super) fn verified(&mut self) -> Result<(Passages, bool), BackendError> {
        let query = self.passages_query(false);
        let sort = if self.is_scored() { json!([{"_score": "desc"}]) } else { self.sort() };
        let query = match self.is_scored() {
            true => json!({"bool": {"filter": [query], "should": self.proposing()?}}),
            false => query,
        };
        let body = json!({"query": query, "_source": false, "sort": sort});
        let mut scan = Scan::begin(&self.view.client, body, self.stop())?;
        let mut matcher = StoredMatcher::new(self.query(), std::mem::take(&mut self.forms));
        let mut same_article = SameArticle::new(self.query());
        let (mut found, mut looked_at) = (Vec::new(), 0);
        let all = loop {
            let page = scan.page()?;
            looked_at += page.len();
            if page.is_empty() {
                break true;
            }
            for (whole, ordinal) in self.found(page.iter().filter_map(|hit| hit["_id"].as_str()))? {
                self.stop().check()?;
                let holds = self.view.look(&mut matcher, &whole, ordinal).is_some();
                if holds && same_article.holds(self.view, &whole) {
                    found.push((whole, ordinal));
                }
            }
            if looked_at >= MOST_LOOKED_AT {
                break looked_at as u64 >= scan.total;
            }
        };
        self.forms = matcher.into_forms();
        Ok((found, all))
    }
}

/// Some passages without the titles of articles of which another is among them.
pub(super) fn without_titles_beside_others(found: &Passages) -> Passages {
    let is_title = |(whole, ordinal): &&(Arc<Whole>, u32)| whole.kind(*ordinal) == BlockKind::Title;
    let others: HashSet<ArticleKey> =
        found.iter().filter(|passage| !is_title(passage)).map(|(whole, _)| whole.key).collect();
    found.iter().filter(|passage| !is_title(passage) || !others.contains(&passage.0.key)).cloned().collect()
}

/// What a query asks of whole articles (`w/a`), where the server did not decide it.
struct SameArticle {
    parts: Vec<StoredMatcher>,
    known: HashMap<ArticleKey, bool>,
}

impl SameArticle {
    fn new(query: &Query) -> Self {
        let mut parts = Vec::new();
        collect(&query.expr, &mut parts);
        SameArticle { parts, known: HashMap::new() }
    }

    /// Whether the article has something for every part.
    fn holds(&mut self, view: &RemoteView, whole: &Whole) -> bool {
        if let Some(known) = self.known.get(&whole.key) {
            return *known;
        }
        let holds = self
            .parts
            .iter_mut()
            .all(|part| (0..whole.passages()).any(|ordinal| view.look(part, whole, ordinal).is_some()));
        self.known.insert(whole.key, holds);
        holds
    }
}

/// The operands of `w/a` at the top of a query or under AND.
fn collect(expr: &Expr, parts: &mut Vec<StoredMatcher>) {
    match &expr.kind {
        ExprKind::SameArticle(operands) => parts.extend(
            operands
                .iter()
                .map(|operand| StoredMatcher::new(&Query { expr: operand.clone(), notes: Vec::new() }, Forms::new())),
        ),
        ExprKind::And(all) => all.iter().for_each(|part| collect(part, parts)),
        ExprKind::Group(clauses) => {
            clauses.iter().filter(|clause| clause.occur == Occur::Must).for_each(|clause| collect(&clause.expr, parts));
        }
        ExprKind::Boost { expr, .. } => collect(expr, parts),
        _ => {}
    }
}
