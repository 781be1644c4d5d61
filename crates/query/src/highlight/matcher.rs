//! The matcher: whether a passage satisfies a query, and where.

use std::ops::Range;

use crate::Query;
use crate::field::Field;
use crate::highlight::gather::{Gathered, Gatherer};
use crate::highlight::marks::{Mark, join};
use crate::highlight::needs::Needs;
use crate::highlight::plan::{Node, Plan, QuotePart, Source};
use crate::highlight::table::WordTable;
use crate::highlight::view::{PassageView, QuoteView};
use crate::highlight::why::Why;
use crate::interval::{Bounds, Positions, Program, Scratch};
use onrecord_annotate::speaker::QuoteKind;
use onrecord_text::analyze::{Forms, Word};
use onrecord_text::span::Span;

/// That a passage matches, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The words that make the query true.
    pub marks: Vec<Mark>,
    /// Where the reason lies.
    pub why: Why,
}

/// A query ready to be matched against passages. One per thread, and with one [`Forms`](onrecord_text::analyze::Forms)
/// only: it remembers what it learnt of spellings.
#[derive(Clone, Debug)]
pub struct Matcher {
    root: Node,
    needs: Needs,
    state: State,
}

/// What changes from passage to passage.
#[derive(Clone, Debug)]
struct State {
    table: WordTable,
    gatherer: Gatherer,
    /// The leaves of each source, as bits.
    masks: [Vec<u64>; Source::COUNT],
    used: [bool; Source::COUNT],
    /// The positions of each leaf.
    positions: Vec<Vec<u32>>,
    scratch: Scratch,
    matched: Vec<(Span, u32)>,
}

impl Matcher {
    /// Compiles a query.
    pub fn new(query: &Query) -> Self {
        let plan = Plan::new(&query.expr);
        let gatherer = Gatherer::new(&plan);
        let Plan { root, patterns, sources, .. } = plan;
        let mut masks = [const { Vec::new() }; Source::COUNT];
        masks.iter_mut().for_each(|mask| mask.resize(sources.len().div_ceil(64), 0));
        let mut used = [false; Source::COUNT];
        for (leaf, source) in sources.iter().enumerate() {
            masks[*source as usize][leaf / 64] |= 1 << (leaf % 64);
            used[*source as usize] = true;
        }
        let positions = vec![Vec::new(); sources.len()];
        let table = WordTable::new(patterns);
        let state = State { table, gatherer, masks, used, positions, scratch: Scratch::new(), matched: Vec::new() };
        Matcher { needs: Needs::of(&root), root, state }
    }

    /// What the query asks of a passage beside the words of its text.
    pub fn needs(&self) -> Needs {
        self.needs
    }

    /// Finds those words of a passage's `text`, which has these `blocks`, that decide whether it satisfies the
    /// query: no others need be among the words of its view, where the query asks for no bounds and no quotes.
    /// Nothing where all are needed.
    pub fn gather(
        &mut self,
        text: &str,
        blocks: impl Iterator<Item = Range<usize>>,
        forms: &mut Forms,
        found: &mut Gathered,
    ) -> Option<()> {
        let State { table, gatherer, .. } = &mut self.state;
        gatherer.gather(text, blocks, table, forms, found)
    }

    /// Whether the passage satisfies the query; if so, its marks and the reason.
    pub fn matches(&mut self, view: &PassageView) -> Option<Found> {
        if !self.is_match(view) {
            return None;
        }
        let mut reason = None;
        self.state.mark(&self.root, view, Scope::ALL, None, &mut reason);
        let marks = join(&mut self.state.matched, view.text, view.span);
        let why = if marks.is_empty() { reason.unwrap_or(Why::Absence) } else { Why::Text };
        Some(Found { marks, why })
    }

    /// Whether the passage satisfies the query.
    pub fn is_match(&mut self, view: &PassageView) -> bool {
        self.state.load(view);
        self.state.holds(&self.root, view, Scope::ALL)
    }
}

/// The positions that are looked at.
#[derive(Clone, Copy, Debug)]
struct Scope {
    from: u32,
    to: u32,
}

impl Scope {
    const ALL: Scope = Scope { from: 0, to: u32::MAX };

    fn of(quote: &QuoteView, view: &PassageView) -> Self {
        let at = |i: u32| view.positions.get(i as usize).copied();
        let last = quote.words.end.checked_sub(1).and_then(at);
        match (at(quote.words.start), last) {
            (Some(from), Some(last)) if !quote.words.is_empty() => Scope { from, to: last + 1 },
            _ => Scope { from: 0, to: 0 },
        }
    }

    fn cut(self, list: &[u32]) -> &[u32] {
        if self.from == 0 && self.to == u32::MAX {
            return list;
        }
        let from = list.partition_point(|&p| p < self.from);
        let to = list.partition_point(|&p| p < self.to);
        &list[from..to.max(from)]
    }
}

/// The positions of leaves within a scope.
struct Scoped<'a> {
    positions: &'a [Vec<u32>],
    scope: Scope,
}

impl Positions for Scoped<'_> {
    fn of(&self, leaf: usize) -> &[u32] {
        self.scope.cut(self.positions.of(leaf))
    }
}

fn bounds<'a>(view: &PassageView<'a>, source: Source) -> Bounds<'a> {
    match source {
        Source::Text => Bounds { sentences: view.sentences, paragraphs: view.paragraphs },
        Source::Title => Bounds { sentences: view.title_sentences, paragraphs: &[] },
        _ => Bounds::default(),
    }
}

impl State {
    /// Finds the positions of all leaves but those that speak of a quote.
    fn load(&mut self, view: &PassageView) {
        self.matched.clear();
        self.positions.iter_mut().for_each(Vec::clear);
        self.table.update(view.forms);
        if self.used[Source::Text as usize] {
            let mask = &self.masks[Source::Text as usize];
            for (word, &position) in view.words.iter().zip(view.positions) {
                self.table.leaves(word, view.forms, mask, |leaf| self.positions[leaf].push(position));
            }
        }
        self.load_words(Source::Title, view.title, view);
        self.load_words(Source::Outlet, view.outlet, view);
        self.load_words(Source::Section, view.section, view);
        self.load_words(Source::Author, view.author, view);
    }

    /// Finds the positions of a source's leaves in its words, whose positions are 0, 1, 2, ….
    fn load_words(&mut self, source: Source, words: &[Word], view: &PassageView) {
        if !self.used[source as usize] {
            return;
        }
        let mask = &self.masks[source as usize];
        for (position, word) in words.iter().enumerate() {
            self.table.leaves(word, view.forms, mask, |leaf| self.positions[leaf].push(position as u32));
        }
    }

    fn load_quote(&mut self, quote: &QuoteView, view: &PassageView) {
        for (source, words) in [(Source::Speaker, quote.speaker), (Source::Role, quote.role)] {
            if self.used[source as usize] {
                for (leaf, positions) in self.positions.iter_mut().enumerate() {
                    if self.masks[source as usize][leaf / 64] & (1 << (leaf % 64)) != 0 {
                        positions.clear();
                    }
                }
                self.load_words(source, words, view);
            }
        }
    }

    fn holds(&mut self, node: &Node, view: &PassageView, scope: Scope) -> bool {
        match node {
            Node::All => true,
            Node::And(all) => all.iter().all(|part| self.holds(part, view, scope)),
            Node::Or(any) => any.iter().any(|part| self.holds(part, view, scope)),
            Node::Not(part) => !self.holds(part, view, scope),
            Node::Group { required, optional, excluded, needs_optional } => {
                required.iter().all(|part| self.holds(part, view, scope))
                    && (!needs_optional
                        || optional.is_empty()
                        || optional.iter().any(|part| self.holds(part, view, scope)))
                    && !excluded.iter().any(|part| self.holds(part, view, scope))
            }
            Node::Find { program, source, count } => self.finds(program, &bounds(view, *source), scope, *count),
            Node::Value(test) => test.holds(view),
            Node::Quote(parts) => view.quotes.iter().any(|quote| self.quote_holds(parts, quote, view)),
            Node::SameArticle(number, any) => {
                view.same_article.get(*number).copied().unwrap_or(false)
                    && any.iter().any(|part| self.holds(part, view, scope))
            }
            Node::Clause { node, .. } => self.holds(node, view, scope),
        }
    }

    fn finds(&mut self, program: &Program, bounds: &Bounds, scope: Scope, count: usize) -> bool {
        let scoped = Scoped { positions: &self.positions, scope };
        match program.single_word() {
            Some(leaf) => scoped.of(leaf).len() >= count,
            None => program.run(&scoped, bounds, &mut self.scratch).len() >= count,
        }
    }

    /// Whether the quote has everything that is asked of one.
    fn quote_holds(&mut self, parts: &[QuotePart], quote: &QuoteView, view: &PassageView) -> bool {
        self.load_quote(quote, view);
        let scope = Scope::of(quote, view);
        parts.iter().all(|part| match (part.field, &part.node) {
            (Field::Speaker, _) if quote.speaker.is_empty() => false,
            (Field::Role, _) if quote.role.is_empty() => false,
            (Field::Said, _) if quote.kind == QuoteKind::Indirect || quote.words.is_empty() => false,
            (Field::Paraphrased, _) if quote.kind != QuoteKind::Indirect || quote.words.is_empty() => false,
            (Field::Speaker | Field::Role, node) => self.holds(node, view, Scope::ALL),
            (_, node) => self.holds(node, view, scope),
        })
    }

    /// Collects the matched words of what holds, and the first reason. `clause`: the one that is looked at.
    fn mark(&mut self, node: &Node, view: &PassageView, scope: Scope, clause: Option<u32>, reason: &mut Option<Why>) {
        match node {
            Node::All | Node::Not(_) | Node::Value(_) => {}
            Node::And(all) => all.iter().for_each(|part| self.mark(part, view, scope, clause, reason)),
            Node::Or(any) | Node::SameArticle(_, any) => self.mark_those_that_hold(any, view, scope, clause, reason),
            Node::Group { required, optional, .. } => {
                required.iter().for_each(|part| self.mark(part, view, scope, clause, reason));
                self.mark_those_that_hold(optional, view, scope, clause, reason);
            }
            Node::Find { program, source, .. } => {
                if let (Source::Text, Some(clause)) = (source, clause) {
                    self.mark_found(program, view, scope, clause);
                }
            }
            Node::Quote(parts) => self.mark_quotes(parts, view, reason),
            Node::Clause { number, why, node } => {
                if reason.is_none_or(|known| known == Why::Everything) {
                    *reason = Some(*why);
                }
                self.mark(node, view, scope, *number, reason);
            }
        }
    }

    fn mark_those_that_hold(
        &mut self,
        any: &[Node],
        view: &PassageView,
        scope: Scope,
        clause: Option<u32>,
        reason: &mut Option<Why>,
    ) {
        for part in any {
            if self.holds(part, view, scope) {
                self.mark(part, view, scope, clause, reason);
            }
        }
    }

    fn mark_quotes(&mut self, parts: &[QuotePart], view: &PassageView, reason: &mut Option<Why>) {
        if let Some(first) = parts.first() {
            reason.get_or_insert(Why::Field(first.field));
        }
        for quote in view.quotes {
            if self.quote_holds(parts, quote, view) {
                let scope = Scope::of(quote, view);
                for part in parts.iter().filter(|part| part.field.is_in_text()) {
                    self.mark(&part.node, view, scope, part.number, &mut None);
                }
            }
        }
    }

    /// Collects the words that a program finds.
    fn mark_found(&mut self, program: &Program, view: &PassageView, scope: Scope, clause: u32) {
        let State { positions, scratch, matched, .. } = self;
        let scoped = Scoped { positions, scope };
        let mut push = |first: u32, last: u32| {
            let word = |position| view.positions.binary_search(&position).ok().and_then(|i| view.words.get(i));
            if let (Some(first), Some(last)) = (word(first), word(last)) {
                matched.push((first.span.cover(last.span), clause));
            }
        };
        if let Some(leaf) = program.single_word() {
            scoped.of(leaf).iter().for_each(|&position| push(position, position));
            return;
        }
        let bounds = bounds(view, Source::Text);
        let count = program.run(&scoped, &bounds, scratch).len();
        for i in 0..count {
            if let Some(interval) = program.found(scratch, i) {
                program.words(interval, &scoped, &bounds, scratch, &mut push);
            }
        }
    }
}
