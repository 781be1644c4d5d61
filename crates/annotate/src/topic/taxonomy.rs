//! Taxonomies: the topics that a user means, as written in a TOML file.
//!
//! A taxonomy is plain data here. What its terms match is the business of the [tagger](super::tagger);
//! its queries stay text until somebody who knows the query language compiles them.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use toml::Spanned;
use xxhash_rust::xxh3::Xxh3;

use super::error::TaxonomyError;
use super::term::Term;

/// The taxonomy that is used where no other is given: the 17 top names of IPTC Media Topics.
const DEFAULT: &str = include_str!("default_topics.toml");

/// Raised whenever the same taxonomy would tag the same text differently than before.
const TAGGING_VERSION: u32 = 1;

/// Most ancestors that a topic can have.
const MAX_DEPTH: usize = 16;

/// One topic as its author wrote it.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicDef {
    /// Identifier, unique within the taxonomy.
    pub id: String,
    /// Name for people; the identifier where none is given.
    pub label: String,
    /// What the topic means.
    pub description: Option<String>,
    /// The broader topic that has whatever this one has, as an index into [`Taxonomy::topics`].
    pub parent: Option<usize>,
    /// Words and phrases that speak for the topic.
    pub terms: Vec<Term>,
    /// Queries in the search language that speak for it, each with its line.
    pub queries: Vec<(String, usize)>,
    /// Phrases in which a term does not count, and words beside which the topic does not hold.
    pub exclusions: Vec<Term>,
}

/// A set of topics, checked: identifiers are unique, parents exist and form no cycle, no topic is void.
#[derive(Clone, Debug, PartialEq)]
pub struct Taxonomy {
    name: String,
    topics: Vec<TopicDef>,
}

impl Taxonomy {
    /// Reads a taxonomy from TOML: `[[topic]]` tables with `id`, and any of `label`, `description`,
    /// `parent` (an id), `terms`, `queries`, `exclusions`. `name` is the file as errors shall name it.
    ///
    /// # Errors
    /// The first mistake with its line: bad TOML, an unknown key, a duplicate id, an unknown parent or a
    /// cycle of parents, a term without words, a topic with nothing to find it by, no topic at all.
    /// Queries are checked by whoever compiles them (see [`TopicTagger::with_queries`]).
    ///
    /// [`TopicTagger::with_queries`]: super::TopicTagger::with_queries
    pub fn parse(text: &str, name: &str) -> Result<Taxonomy, TaxonomyError> {
        let source = Source::new(text, name);
        let file: File =
            toml::from_str(text).map_err(|e| source.error(e.span().map_or(0, |s| s.start), e.message()))?;
        let topics = source.topics(&file.topic)?;
        Ok(Taxonomy { name: name.into(), topics })
    }

    /// The built-in taxonomy for news in general.
    pub fn default_news() -> Taxonomy {
        Taxonomy::parse(DEFAULT, "default_topics.toml").expect("the built-in taxonomy is tested")
    }

    /// The file as the user named it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The topics in the order of the file.
    pub fn topics(&self) -> &[TopicDef] {
        &self.topics
    }

    /// The topic with that identifier.
    pub fn topic(&self, id: &str) -> Option<&TopicDef> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// A number (32 hexadecimal digits) that changes exactly when tagging by this taxonomy may give other
    /// topics: with its identifiers, labels, parents, terms, queries and exclusions, and with the method.
    pub fn fingerprint(&self) -> String {
        let mut hash = Xxh3::new();
        hash.update(&TAGGING_VERSION.to_le_bytes());
        for topic in &self.topics {
            topic.feed(&mut hash);
        }
        format!("{:032x}", hash.digest128())
    }
}

impl TopicDef {
    fn feed(&self, hash: &mut Xxh3) {
        feed_list(hash, [self.id.as_str(), self.label.as_str()].into_iter());
        hash.update(&self.parent.map_or(u64::MAX, |p| p as u64).to_le_bytes());
        feed_list(hash, self.terms.iter().map(Term::text));
        feed_list(hash, self.queries.iter().map(|(query, _)| query.as_str()));
        feed_list(hash, self.exclusions.iter().map(Term::text));
    }
}

/// Lengths go before contents, so that no two lists feed the same bytes.
fn feed_list<'a>(hash: &mut Xxh3, list: impl ExactSizeIterator<Item = &'a str>) {
    hash.update(&(list.len() as u64).to_le_bytes());
    for item in list {
        hash.update(&(item.len() as u64).to_le_bytes());
        hash.update(item.as_bytes());
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    topic: Vec<Spanned<RawTopic>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopic {
    id: Spanned<String>,
    label: Option<String>,
    description: Option<String>,
    parent: Option<Spanned<String>>,
    #[serde(default)]
    terms: Vec<Spanned<String>>,
    #[serde(default)]
    queries: Vec<Spanned<String>>,
    #[serde(default)]
    exclusions: Vec<Spanned<String>>,
}

/// The text being read, to tell lines from byte offsets.
struct Source<'a> {
    name: &'a str,
    /// Where its lines end, in bytes.
    line_ends: Vec<usize>,
}

/// The topics by their ids, each id by the first that has it.
type Numbers<'a> = HashMap<&'a str, usize>;

impl<'a> Source<'a> {
    fn new(text: &str, name: &'a str) -> Self {
        Source { name, line_ends: memchr::memchr_iter(b'\n', text.as_bytes()).collect() }
    }

    fn line(&self, at: usize) -> usize {
        self.line_ends.partition_point(|&end| end < at) + 1
    }

    fn error(&self, at: usize, reason: impl Into<String>) -> TaxonomyError {
        TaxonomyError { name: self.name.into(), line: self.line(at), reason: reason.into() }
    }

    fn topics(&self, raw: &[Spanned<RawTopic>]) -> Result<Vec<TopicDef>, TaxonomyError> {
        if raw.is_empty() {
            return Err(self.error(0, "no topic: a taxonomy holds at least one [[topic]]"));
        }
        let mut numbers = Numbers::with_capacity(raw.len());
        for (number, topic) in raw.iter().enumerate() {
            numbers.entry(topic.get_ref().id.get_ref().as_str()).or_insert(number);
        }
        let mut topics = Vec::with_capacity(raw.len());
        for (number, topic) in raw.iter().enumerate() {
            topics.push(self.topic(topic, number, raw, &numbers)?);
        }
        self.check_parents(raw, &topics)?;
        self.check_void(raw, &topics)?;
        Ok(topics)
    }

    fn topic(
        &self,
        raw: &Spanned<RawTopic>,
        number: usize,
        all: &[Spanned<RawTopic>],
        numbers: &Numbers,
    ) -> Result<TopicDef, TaxonomyError> {
        let topic = raw.get_ref();
        let first = numbers.get(topic.id.get_ref().as_str()).filter(|&&first| first < number);
        let id = self.id(&topic.id, first.map(|&first| &all[first]))?;
        Ok(TopicDef {
            label: topic.label.as_deref().map(str::trim).filter(|l| !l.is_empty()).unwrap_or(&id).into(),
            id,
            description: topic.description.clone(),
            parent: topic.parent.as_ref().map(|parent| self.parent(parent, numbers)).transpose()?,
            terms: self.terms(&topic.terms)?,
            queries: topic.queries.iter().map(|q| (q.get_ref().clone(), self.line(q.span().start))).collect(),
            exclusions: self.terms(&topic.exclusions)?,
        })
    }

    fn id(&self, id: &Spanned<String>, first: Option<&Spanned<RawTopic>>) -> Result<String, TaxonomyError> {
        let text = id.get_ref();
        if text.trim() != text || text.is_empty() || text.contains(char::is_control) {
            return Err(self.error(id.span().start, "an id is neither empty nor has white space around it"));
        }
        match first {
            Some(other) => {
                let line = self.line(other.get_ref().id.span().start);
                Err(self.error(id.span().start, format!("duplicate id \"{text}\", first used in line {line}")))
            }
            None => Ok(text.clone()),
        }
    }

    fn parent(&self, parent: &Spanned<String>, numbers: &Numbers) -> Result<usize, TaxonomyError> {
        let unknown = || self.error(parent.span().start, format!("no topic has the id \"{}\"", parent.get_ref()));
        numbers.get(parent.get_ref().as_str()).copied().ok_or_else(unknown)
    }

    fn terms(&self, raw: &[Spanned<String>]) -> Result<Vec<Term>, TaxonomyError> {
        raw.iter()
            .map(|term| Term::parse(term.get_ref()).map_err(|reason| self.error(term.span().start, reason)))
            .collect()
    }

    fn check_parents(&self, raw: &[Spanned<RawTopic>], topics: &[TopicDef]) -> Result<(), TaxonomyError> {
        for (topic, raw) in topics.iter().zip(raw) {
            let ancestors = std::iter::successors(topic.parent, |&parent| topics[parent].parent);
            let at = raw.get_ref().parent.as_ref().map_or(0, |parent| parent.span().start);
            for (depth, ancestor) in ancestors.enumerate() {
                if topics[ancestor].id == topic.id {
                    return Err(self.error(at, format!("\"{}\" is its own ancestor", topic.id)));
                }
                if depth >= MAX_DEPTH {
                    return Err(self.error(at, format!("more than {MAX_DEPTH} topics above one another")));
                }
            }
        }
        Ok(())
    }

    fn check_void(&self, raw: &[Spanned<RawTopic>], topics: &[TopicDef]) -> Result<(), TaxonomyError> {
        let parents: HashSet<usize> = topics.iter().filter_map(|topic| topic.parent).collect();
        for (number, topic) in topics.iter().enumerate() {
            let is_parent = parents.contains(&number);
            if topic.terms.is_empty() && topic.queries.is_empty() && !is_parent {
                let reason = format!("\"{}\" has neither terms nor queries nor narrower topics", topic.id);
                return Err(self.error(raw[number].get_ref().id.span().start, reason));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Taxonomy::parse(text, "t.toml").unwrap_err().to_string()
    }

    #[test]
    fn mistakes_are_refused_with_their_line() {
        for (text, expected) in [
            ("", "t.toml:1: no topic"),
            ("[[topic]]\nid = \"a\"\nterms = [\"x\"]\ncolour = 1", "t.toml:4: unknown field `colour`"),
            ("[[topic]]\nlabel = \"a\"", "t.toml:1: missing field `id`"),
            (
                "[[topic]]\nid = \"a\"\nterms = [\"x\"]\n[[topic]]\nid = \"a\"",
                "t.toml:5: duplicate id \"a\", first used in line 2",
            ),
            ("[[topic]]\nid = \" a\"\nterms = [\"x\"]", "t.toml:2: an id is neither"),
            ("[[topic]]\nid = \"a\"\nparent = \"b\"\nterms = [\"x\"]", "t.toml:3: no topic has the id \"b\""),
            ("[[topic]]\nid = \"a\"\nparent = \"a\"", "t.toml:3: \"a\" is its own ancestor"),
            (
                "[[topic]]\nid = \"a\"\nparent = \"b\"\n[[topic]]\nid = \"b\"\nparent = \"a\"",
                "t.toml:3: \"a\" is its own ancestor",
            ),
            ("[[topic]]\nid = \"a\"\nterms = [\n  \"x\",\n  \"...\",\n]", "t.toml:5: the term \"...\" has no word"),
            ("[[topic]]\nid = \"a\"", "t.toml:2: \"a\" has neither terms nor queries"),
            ("[[topic]]\nid = \"a\"\nterms = \"x\"", "t.toml:3: "),
            ("[[topic]\nid = \"a\"", "t.toml:1: "),
        ] {
            assert!(refused(text).starts_with(expected), "{} for {text}", refused(text));
        }
    }

    #[test]
    fn a_long_line_of_ancestors_is_refused() {
        let mut text = String::from("[[topic]]\nid = \"0\"\nterms = [\"x\"]\n");
        for i in 1..1000 {
            text += &format!("[[topic]]\nid = \"{i}\"\nparent = \"{}\"\nterms = [\"x\"]\n", i - 1);
        }
        assert!(refused(&text).contains("above one another"));
    }

    #[test]
    fn what_is_left_out_has_a_sensible_default() {
        let taxonomy = Taxonomy::parse("[[topic]]\nid = \"b\"\nqueries = [\"x AND y\"]", "t").unwrap();
        let topic = &taxonomy.topics()[0];
        assert_eq!((topic.label.as_str(), topic.parent, &topic.description), ("b", None, &None));
        assert_eq!(topic.queries, [("x AND y".to_owned(), 3)]);
    }

    #[test]
    fn the_fingerprint_follows_what_matters() {
        let of = |text: &str| Taxonomy::parse(text, "t").unwrap().fingerprint();
        let base = of("[[topic]]\nid = \"a\"\nterms = [\"x\", \"y\"]");
        assert_eq!(base.len(), 32);
        assert_eq!(base, of("# note\n[[topic]]\nid = \"a\"\ndescription = \"d\"\nterms = [\n\"x\", \"y\"]"));
        for other in ["\"xy\"", "\"x\"]\nexclusions = [\"y\"", "\"x\"]\nqueries = [\"y\"", "\"x\", \"y^2\""] {
            assert_ne!(base, of(&format!("[[topic]]\nid = \"a\"\nterms = [{other}]")), "{other}");
        }
    }

    #[test]
    fn the_built_in_taxonomy_has_the_17_top_topics() {
        let taxonomy = Taxonomy::default_news();
        let ids: Vec<String> = (1..=17).map(|n| format!("medtop:{n:02}000000")).collect();
        assert!(taxonomy.topics().iter().map(|t| &t.id).eq(&ids));
    }

    #[test]
    fn no_term_stands_twice_in_a_topic_of_ours() {
        let seeds = include_str!("../../../../seeds/topics.toml");
        for taxonomy in [Taxonomy::default_news(), Taxonomy::parse(seeds, "topics.toml").unwrap()] {
            for topic in taxonomy.topics() {
                let mut terms: Vec<&str> = topic.terms.iter().map(Term::text).collect();
                let count = terms.len();
                terms.sort_unstable();
                terms.dedup();
                assert_eq!(terms.len(), count, "{}", topic.label);
            }
        }
    }
}
