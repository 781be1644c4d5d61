//! The automaton: all phrases of a taxonomy found in one pass over the words of a sentence.
//!
//! Every spelling is classified once: the class of a word says which pattern words it matches. Most words
//! begin no phrase, so the pass is one look-up a word in a table of bytes; from the others a trie over pattern
//! words is walked, no deeper than the longest phrase. Where a phrase may go on, a mask of 64 bits tells nearly
//! always that the next word does not.

use std::collections::HashMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::beginnings::Beginnings;
use super::term::Pattern;
use onrecord_text::analyze::form::{FormId, FormTable, Forms, Shape};
use onrecord_text::analyze::{Analyzed, Word};

/// Number of a pattern word.
type Symbol = u32;

/// Number of a node; 0 is the root, which no edge leads to.
type Node = u32;

/// Collects phrases, each with a value, before the automaton is used.
pub(super) struct TrieBuilder {
    symbols: HashMap<Pattern, Symbol>,
    edges: FxHashMap<(Node, Symbol), Node>,
    values: Vec<Vec<u32>>,
}

impl TrieBuilder {
    pub(super) fn new() -> TrieBuilder {
        TrieBuilder { symbols: HashMap::new(), edges: FxHashMap::default(), values: vec![Vec::new()] }
    }

    /// Adds a phrase; `value` is reported wherever it occurs.
    pub(super) fn add(&mut self, phrase: Vec<Pattern>, value: u32) {
        let mut node = 0;
        for pattern in phrase {
            let count = self.symbols.len() as Symbol;
            let symbol = *self.symbols.entry(pattern).or_insert(count);
            let next = self.values.len() as Node;
            node = *self.edges.entry((node, symbol)).or_insert(next);
            if node == next {
                self.values.push(Vec::new());
            }
        }
        self.values[node as usize].push(value);
    }

    pub(super) fn build(self) -> Trie {
        let mut by_stem: FxHashMap<Box<str>, Vec<Symbol>> = FxHashMap::default();
        let mut by_folded: FxHashMap<Box<str>, Vec<Symbol>> = FxHashMap::default();
        let mut patterns: Vec<(Pattern, Symbol)> = self.symbols.into_iter().collect();
        patterns.sort_unstable_by_key(|&(_, symbol)| symbol);
        let patterns: Vec<Pattern> = patterns.into_iter().map(|(pattern, _)| pattern).collect();
        let mut beginnings = Beginnings::default();
        for (symbol, pattern) in patterns.iter().enumerate() {
            beginnings.add(&pattern.stem);
            by_stem.entry(pattern.stem.as_str().into()).or_default().push(symbol as Symbol);
            by_folded.entry(pattern.folded.as_str().into()).or_default().push(symbol as Symbol);
        }
        let mut first = vec![0; patterns.len()];
        let mut children = vec![Vec::new(); self.values.len()];
        for ((node, symbol), next) in self.edges {
            match node {
                0 => first[symbol as usize] = next,
                _ => children[node as usize].push((symbol, next)),
            }
        }
        let nodes = children.into_iter().zip(self.values).map(|(children, values)| Branch::new(children, values));
        let nodes: Vec<Branch> = nodes.collect();
        let lexicon = Lexicon {
            patterns,
            first: first.into_iter().map(|node| (node, nodes[node as usize].goes_on())).collect(),
            by_stem,
            by_folded,
            beginnings,
            sets: vec![Set::default()],
            known: FxHashMap::default(),
        };
        Trie { lexicon, classes: FormTable::default(), parts: FormTable::default(), nodes }
    }
}

/// One node: what ends there and where phrases go on.
struct Branch {
    values: Box<[u32]>,
    /// By pattern word.
    children: Box<[(Symbol, Node)]>,
    /// The pattern words of `children`, see [`mask`].
    mask: u64,
}

impl Branch {
    fn new(mut children: Vec<(Symbol, Node)>, values: Vec<u32>) -> Branch {
        children.sort_unstable();
        let mask = mask(children.iter().map(|&(symbol, _)| symbol));
        Branch { values: values.into(), children: children.into(), mask }
    }

    /// The pattern words before which something of a phrase may be here: any where one ends.
    fn goes_on(&self) -> u64 {
        if self.values.is_empty() { self.mask } else { u64::MAX }
    }

    fn child(&self, symbol: Symbol) -> Option<Node> {
        let place = self.children.binary_search_by_key(&symbol, |&(s, _)| s).ok()?;
        Some(self.children[place].1)
    }
}

/// One of 64 bits for each pattern word: two sets share none unless their masks do.
fn mask(symbols: impl Iterator<Item = Symbol>) -> u64 {
    symbols.fold(0, |mask, symbol| mask | 1 << (symbol & 63))
}

/// Pattern words that one word matches.
#[derive(Default)]
struct Set {
    symbols: Box<[Symbol]>,
    mask: u64,
    /// The nodes that they lead to from the root.
    begins: Box<[Node]>,
    /// What [goes on](Branch::goes_on) from those nodes.
    goes_on: u64,
}

/// Which sets of pattern words a spelling matches, as numbers of sets; 0 is the empty set.
#[derive(Clone, Copy)]
struct Class {
    plain: u32,
    acronym: u32,
}

/// What part of a phrase a spelling can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// None.
    None,
    /// Any but the first word.
    Later,
    /// The first word, and perhaps others.
    First,
}

/// The pattern words, by what they compare.
struct Lexicon {
    patterns: Vec<Pattern>,
    /// The node that each pattern word leads to from the root, or 0, and what goes on from there.
    first: Vec<(Node, u64)>,
    by_stem: FxHashMap<Box<str>, Vec<Symbol>>,
    by_folded: FxHashMap<Box<str>, Vec<Symbol>>,
    /// Of the words with one of the stems.
    beginnings: Beginnings,
    /// The sets of pattern words that some word matched.
    sets: Vec<Set>,
    known: FxHashMap<Box<[Symbol]>, u32>,
}

impl Lexicon {
    fn classify(&mut self, forms: &Forms, form: FormId) -> Class {
        let (folded, shape) = (forms.folded(form), forms.shape(form));
        let mut near: Vec<Symbol> = self.by_folded.get(folded).into_iter().flatten().copied().collect();
        if near.is_empty() && !self.beginnings.has(folded) {
            return Class { plain: 0, acronym: 0 };
        }
        let stem = forms.stem(form);
        near.extend(self.by_stem.get(stem).into_iter().flatten());
        if near.is_empty() {
            return Class { plain: 0, acronym: 0 };
        }
        near.sort_unstable();
        near.dedup();
        let plain = self.set(&near, folded, stem, shape, false);
        let acronym = self.set(&near, folded, stem, shape, true);
        Class { plain, acronym }
    }

    fn set(&mut self, near: &[Symbol], folded: &str, stem: &str, shape: Shape, acronym: bool) -> u32 {
        let matching = |&&s: &&Symbol| self.patterns[s as usize].matches(folded, stem, shape, acronym);
        let symbols: Box<[Symbol]> = near.iter().filter(matching).copied().collect();
        if symbols.is_empty() {
            return 0;
        }
        let next = self.sets.len() as u32;
        let number = *self.known.entry(symbols.clone()).or_insert(next);
        if number == next {
            let first = symbols.iter().map(|&s| self.first[s as usize]).filter(|&(node, _)| node != 0);
            let goes_on = first.clone().fold(0, |all, (_, goes_on)| all | goes_on);
            let begins = first.map(|(node, _)| node).collect();
            self.sets.push(Set { mask: mask(symbols.iter().copied()), begins, goes_on, symbols });
        }
        number
    }
}

/// All phrases, ready to be found.
pub(super) struct Trie {
    lexicon: Lexicon,
    classes: FormTable<Class>,
    /// Of what part of a phrase a spelling can be: a table of its own, small enough for the nearest caches.
    parts: FormTable<Part>,
    nodes: Vec<Branch>,
}

impl Trie {
    /// Classifies the spellings that are new; to be called once per article.
    pub(super) fn update(&mut self, forms: &Forms) {
        let lexicon = &mut self.lexicon;
        self.classes.update(forms, |forms, form| lexicon.classify(forms, form));
        let (classes, sets) = (&self.classes, &self.lexicon.sets);
        self.parts.update(forms, |_, form| {
            let class = classes.get(form);
            let both = [class.plain, class.acronym].map(|set| &sets[set as usize]);
            if both.iter().any(|set| !set.begins.is_empty()) {
                Part::First
            } else if both.iter().any(|set| !set.symbols.is_empty()) {
                Part::Later
            } else {
                Part::None
            }
        });
    }

    /// Calls `found` with the value and the words of each phrase that lies among the words `from..to` of
    /// `text`, which are to be of one sentence.
    pub(super) fn find(&self, text: &Analyzed, from: usize, to: usize, mut found: impl FnMut(u32, Range<usize>)) {
        for (word, next) in text.words[from..to].iter().zip(from + 1..) {
            if *self.parts.get(word.form) != Part::First {
                continue;
            }
            let set = self.set(word);
            if set.goes_on == u64::MAX || next < to && set.goes_on & self.mask(&text.words[next]) != 0 {
                for &node in &set.begins {
                    self.walk(text, node, next - 1..next, to, &mut found);
                }
            }
        }
    }

    /// The mask of the pattern words that a word matches: what follows the first word of a phrase nearly always tells
    /// that it goes on no further, and no node need be looked at.
    fn mask(&self, word: &Word) -> u64 {
        if *self.parts.get(word.form) == Part::None { 0 } else { self.set(word).mask }
    }

    /// Reports the phrases that end at `node`, which the words `start..next` led to, or below it.
    fn walk(
        &self,
        text: &Analyzed,
        node: Node,
        words: Range<usize>,
        to: usize,
        found: &mut impl FnMut(u32, Range<usize>),
    ) {
        let node = &self.nodes[node as usize];
        for &value in &node.values {
            found(value, words.clone());
        }
        let next = words.end;
        if node.mask == 0 || next == to {
            return;
        }
        let word = &text.words[next];
        if *self.parts.get(word.form) == Part::None {
            return;
        }
        let set = self.set(word);
        if node.mask & set.mask == 0 || !is_joint(text.gap_after(next - 1)) {
            return;
        }
        for child in set.symbols.iter().filter_map(|&symbol| node.child(symbol)) {
            self.walk(text, child, words.start..next + 1, to, found);
        }
    }

    fn set(&self, word: &Word) -> &Set {
        let class = self.classes.get(word.form);
        &self.lexicon.sets[if word.acronym { class.acronym } else { class.plain } as usize]
    }
}

/// Whether the words on both sides of the gap can belong to one phrase: `oil, price` are two things.
fn is_joint(gap: &str) -> bool {
    gap == " " || gap == "-" || !gap.contains([',', ';', ':', '(', ')', '.', '…', '—', '|', '/', '•'])
}
