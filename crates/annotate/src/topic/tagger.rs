//! Tagging: a taxonomy's terms and queries against every passage of an article.
//!
//! It needs the analysed article and its passages and nothing else, so stored text can be tagged anew.

use std::sync::Arc;

use super::combine::Advisor;
use super::error::TaxonomyError;
use super::evidence::{self, ENOUGH, Total, Totals, score};
use super::hits::{Hit, Hits, Role, Source};
use super::model::Model;
use super::tagged::{Tagged, sort_best_first};
use super::taxonomy::Taxonomy;
use super::term::Pattern;
use super::trie::{Trie, TrieBuilder};
use super::{Topic, TopicSource};
use onrecord_text::analyze::{Analyzed, Forms};
use onrecord_text::article::BlockKind;
use onrecord_text::limit;
use onrecord_text::passage::Passage;
use onrecord_text::span::Span;

/// What one occurrence of a query match says: as much as a phrase.
const QUERY_WEIGHT: f32 = 1.5;

/// Share of the best topic's evidence that an article's other topics have at least.
const NEAR_BEST: f32 = 0.5;

/// A query of a taxonomy, compiled by somebody who knows the query language.
pub trait QueryMatcher: Send {
    /// Words of which at least one, in some form of its stem, is in every passage that satisfies the query;
    /// `None` if that cannot be said, as for a prefix, and it must be tried everywhere.
    fn needs(&self) -> Option<Vec<String>>;

    /// The words that satisfy the query in the passage, or `None` if it does not hold there.
    fn find(&self, text: &Analyzed, forms: &Forms, passage: &Passage) -> Option<Vec<Span>>;
}

/// What compiles queries: the text of one to its matcher, or what is wrong with it.
pub type CompileQuery<'a> = &'a dyn Fn(&str) -> Result<Box<dyn QueryMatcher>, String>;

/// Finds the topics of a taxonomy. One per thread: it remembers what it knows of each spelling.
pub struct TopicTagger {
    /// Identifier and label of each topic.
    names: Vec<(String, String)>,
    sources: Vec<Source>,
    queries: Vec<Query>,
    trie: Trie,
    hits: Hits,
    totals: Totals,
    advisor: Option<Advisor>,
}

struct Query {
    matcher: Box<dyn QueryMatcher>,
    source: u32,
    /// Whether it is tried on every passage.
    always: bool,
    /// Whether the passage in hand has a word that it needs.
    triggered: bool,
}

impl TopicTagger {
    /// A tagger by the terms of `taxonomy`, its queries left aside.
    pub fn new(taxonomy: &Taxonomy) -> TopicTagger {
        Builder::new(taxonomy).build()
    }

    /// A tagger by the terms and queries of `taxonomy`.
    ///
    /// # Errors
    /// The first query that `compile` refuses, with its line and the reason given.
    pub fn with_queries(taxonomy: &Taxonomy, compile: CompileQuery) -> Result<TopicTagger, TaxonomyError> {
        let mut builder = Builder::new(taxonomy);
        for (number, topic) in taxonomy.topics().iter().enumerate() {
            for (query, line) in &topic.queries {
                let refuse = |reason| TaxonomyError { name: taxonomy.name().into(), line: *line, reason };
                builder.add_query(number, compile(query).map_err(refuse)?);
            }
        }
        Ok(builder.build())
    }

    /// The same tagger, advised by a model: topics that it learned and the taxonomy does not have are found
    /// as well, under the names that they were learned by.
    pub fn with_model(mut self, model: Arc<Model>) -> TopicTagger {
        self.advisor = Some(Advisor::new(model, &self.names));
        self
    }

    /// The topics of an article and of each of its passages. A passage of boilerplate has none.
    pub fn tag(&mut self, text: &Analyzed, forms: &Forms, all: &[Passage]) -> Tagged {
        self.trie.update(forms);
        self.totals.clear();
        let passages = all.iter().map(|passage| self.tag_passage(text, forms, passage)).collect();
        let article = self.article_topics();
        let mut tagged = Tagged { passages, article };
        if let Some(advisor) = &mut self.advisor {
            advisor.advise(text, forms, all, &mut tagged);
        }
        tagged
    }

    fn tag_passage(&mut self, text: &Analyzed, forms: &Forms, passage: &Passage) -> Vec<Topic> {
        limit::check();
        if passage.kind == BlockKind::Boilerplate {
            return Vec::new();
        }
        self.find_terms(text, passage);
        self.run_queries(text, forms, passage);
        self.hits.settle(&self.sources);
        let mut topics = Vec::new();
        for hits in self.hits.by_topic() {
            self.totals.add(hits, passage.kind == BlockKind::Title);
            let evidence = evidence::of_hits(hits, &self.sources);
            if evidence >= ENOUGH {
                self.totals.passages[hits[0].topic as usize] += 1;
                topics.push(topic(&self.names, hits[0].topic, evidence, evidence::spans(hits)));
            }
        }
        sort_best_first(&mut topics);
        topics
    }

    fn find_terms(&mut self, text: &Analyzed, passage: &Passage) {
        let TopicTagger { trie, hits, sources, queries, .. } = self;
        hits.clear();
        for sentence in &text.sentences[passage.sentences.start as usize..passage.sentences.end as usize] {
            trie.find(text, sentence.words.start as usize, sentence.words.end as usize, |value, words| {
                let source = &sources[value as usize];
                if let Role::Trigger(query) = source.role {
                    queries[query as usize].triggered = true;
                    return;
                }
                let span = text.words[words.start].span.cover(text.words[words.end - 1].span);
                hits.push(Hit { topic: source.topic, source: value, span }, source.role);
            });
        }
    }

    fn run_queries(&mut self, text: &Analyzed, forms: &Forms, passage: &Passage) {
        for query in &mut self.queries {
            if std::mem::take(&mut query.triggered) || query.always {
                let topic = self.sources[query.source as usize].topic;
                for span in query.matcher.find(text, forms, passage).into_iter().flatten() {
                    self.hits.push(Hit { topic, source: query.source, span }, Role::Evidence);
                }
            }
        }
    }

    /// An article has a topic that one of its passages has, if two different terms speak for it or one in
    /// the title, and if it has at least half the evidence of the best.
    fn article_topics(&mut self) -> Vec<Topic> {
        let TopicTagger { names, sources, totals, .. } = self;
        let sure = |total: &Total| total.passages > 0 && (total.terms >= 2 || total.in_title);
        let sure: Vec<Total> = totals.by_topic(sources).filter(sure).collect();
        let best = sure.iter().map(|total| total.evidence).fold(0.0, f32::max);
        let kept = sure.iter().filter(|total| total.evidence >= best * NEAR_BEST);
        let mut topics: Vec<Topic> =
            kept.map(|total| topic(names, total.topic, total.evidence, total.places())).collect();
        sort_best_first(&mut topics);
        topics
    }
}

fn topic(names: &[(String, String)], number: u32, evidence: f32, spans: Vec<Span>) -> Topic {
    let (id, label) = names[number as usize].clone();
    Topic { id, label, score: score(evidence), evidence: spans, by: TopicSource::Terms }
}

/// Gathers the terms and queries of a taxonomy.
struct Builder<'a> {
    taxonomy: &'a Taxonomy,
    forms: Forms,
    trie: TrieBuilder,
    sources: Vec<Source>,
    queries: Vec<Query>,
}

impl<'a> Builder<'a> {
    fn new(taxonomy: &'a Taxonomy) -> Self {
        let mut builder = Builder {
            taxonomy,
            forms: Forms::new(),
            trie: TrieBuilder::new(),
            sources: Vec::new(),
            queries: Vec::new(),
        };
        for (number, topic) in taxonomy.topics().iter().enumerate() {
            for term in &topic.terms {
                let source = builder.evidence(number, term.weight());
                builder.trie.add(term.patterns(&mut builder.forms), source);
            }
            for term in &topic.exclusions {
                let source = builder.source(number, Role::Exclusion, 0.0, None);
                builder.trie.add(term.patterns(&mut builder.forms), source);
            }
        }
        builder
    }

    /// A source of evidence for a topic and, linked to it, one for each of its ancestors.
    fn evidence(&mut self, topic: usize, weight: f32) -> u32 {
        let parent = |&topic: &usize| self.taxonomy.topics()[topic].parent;
        let line: Vec<usize> = std::iter::successors(Some(topic), parent).collect();
        let link = |up, &topic: &usize| Some(self.source(topic, Role::Evidence, weight, up));
        line.iter().rev().fold(None, link).expect("the topic itself is in its line")
    }

    fn source(&mut self, topic: usize, role: Role, weight: f32, up: Option<u32>) -> u32 {
        self.sources.push(Source { topic: topic as u32, role, weight, up });
        self.sources.len() as u32 - 1
    }

    fn add_query(&mut self, topic: usize, matcher: Box<dyn QueryMatcher>) {
        let needs = matcher.needs();
        let source = self.evidence(topic, QUERY_WEIGHT);
        let number = self.queries.len() as u32;
        for word in needs.iter().flatten() {
            let trigger = self.source(topic, Role::Trigger(number), 0.0, None);
            self.trie.add(vec![Pattern::any_form(word, &mut self.forms)], trigger);
        }
        self.queries.push(Query { matcher, source, always: needs.is_none(), triggered: false });
    }

    fn build(self) -> TopicTagger {
        let names: Vec<_> = self.taxonomy.topics().iter().map(|t| (t.id.clone(), t.label.clone())).collect();
        TopicTagger {
            totals: Totals::new(self.sources.len(), names.len()),
            names,
            sources: self.sources,
            queries: self.queries,
            trie: self.trie.build(),
            hits: Hits::default(),
            advisor: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{article, passages};
    use super::*;
    use onrecord_text::analyze::analyze;

    const TAXONOMY: &str = r#"
[[topic]]
id = "war"
label = "War"
terms = ["war", "attack", "air strike", "NATO", "battle^0.5", "fighter^0.5"]
exclusions = ["heart attack", "trade war", "football"]

[[topic]]
id = "syria"
label = "Syria's war"
parent = "war"
terms = ["civil war", "Assad"]

[[topic]]
id = "money"
terms = ["bank", "interest rate"]
"#;

    /// The topics of each line with their evidence, and those of the article.
    fn tag(lines: &[(BlockKind, &str)]) -> (Vec<Vec<String>>, Vec<String>) {
        let taxonomy = Taxonomy::parse(TAXONOMY, "t").unwrap();
        let (mut tagger, mut forms) = (TopicTagger::new(&taxonomy), Forms::new());
        let article = article(lines);
        let analyzed = analyze(&article, &mut forms);
        let tagged = tagger.tag(&analyzed, &forms, &passages(&analyzed));
        let show = |topic: &Topic| {
            let words: Vec<&str> = topic.evidence.iter().map(|span| span.of(&article.content)).collect();
            format!("{}: {}", topic.id, words.join(", "))
        };
        let passages = tagged.passages.iter().map(|topics| topics.iter().map(show).collect()).collect();
        (passages, tagged.article.iter().map(show).collect())
    }

    fn body(text: &str) -> Vec<String> {
        tag(&[(BlockKind::Body, text)]).0.remove(0)
    }

    #[test]
    fn passages_have_the_topics_of_their_terms() {
        for (text, expected) in [
            ("Attacks and air-strikes on the banks.", vec!["war: Attacks, air-strikes", "money: banks"]),
            ("The interest rate rose.", vec!["money: interest rate"]),
            ("The interest, rate and price.", vec![]),
            ("Of interest. Rate it.", vec![]),
            ("He went to Nato and to NATO.", vec!["war: NATO"]),
            ("Nothing of the kind.", vec![]),
        ] {
            assert_eq!(body(text), expected, "{text}");
        }
    }

    #[test]
    fn half_a_weight_needs_another_term() {
        assert_eq!(body("A battle."), [] as [&str; 0]);
        assert_eq!(body("A battle of fighters."), ["war: battle, fighters"]);
    }

    #[test]
    fn a_broader_topic_has_what_a_narrower_one_has_and_words_count_once() {
        assert_eq!(body("The civil war goes on."), ["war: civil war", "syria: civil war"]);
    }

    #[test]
    fn exclusions_take_away_what_they_overlap_or_the_topic() {
        assert_eq!(body("A heart attack."), [] as [&str; 0]);
        assert_eq!(body("A heart attack in the war."), ["war: war"]);
        assert_eq!(body("The attack of the football team."), [] as [&str; 0]);
        assert_eq!(body("Heart attack, heart attack, attack."), ["war: attack"]);
    }

    #[test]
    fn boilerplate_has_no_topic() {
        let (passages, article) = tag(&[(BlockKind::Boilerplate, "War and bank"), (BlockKind::Body, "A long day.")]);
        assert_eq!(passages, [vec![], vec![]] as [Vec<String>; 2]);
        assert!(article.is_empty());
    }

    #[test]
    fn an_article_needs_two_terms_or_the_title() {
        let kind = BlockKind::Body;
        assert!(tag(&[(kind, "War."), (kind, "War and war.")]).1.is_empty());
        assert_eq!(tag(&[(kind, "War."), (kind, "An attack.")]).1, ["war: War, attack"]);
        assert_eq!(tag(&[(BlockKind::Title, "War"), (kind, "An end.")]).1, ["war: War"]);
    }

    #[test]
    fn an_article_has_no_topic_far_behind_its_best() {
        let lines = [
            (BlockKind::Title, "War and NATO"),
            (BlockKind::Body, "War, an attack, an air strike by NATO. The bank. The interest rate."),
        ];
        assert_eq!(tag(&lines).1.len(), 1);
    }

    /// A query "a b": both words in the passage.
    struct Both([String; 2]);

    impl QueryMatcher for Both {
        fn needs(&self) -> Option<Vec<String>> {
            Some(vec![self.0[0].clone()])
        }

        fn find(&self, text: &Analyzed, forms: &Forms, passage: &Passage) -> Option<Vec<Span>> {
            let words = &text.words[passage.words.start as usize..passage.words.end as usize];
            let place = |w: &String| words.iter().find(|word| forms.folded(word.form) == w).map(|word| word.span);
            self.0.iter().map(place).collect()
        }
    }

    fn compile(query: &str) -> Result<Box<dyn QueryMatcher>, String> {
        let (a, b) = query.split_once(' ').ok_or("expected two words")?;
        Ok(Box::new(Both([a.into(), b.into()])))
    }

    #[test]
    fn queries_are_evidence_where_they_hold() {
        let taxonomy = Taxonomy::parse("[[topic]]\nid = \"q\"\nqueries = [\"cat dog\"]", "t").unwrap();
        let (mut tagger, mut forms) = (TopicTagger::with_queries(&taxonomy, &compile).unwrap(), Forms::new());
        let article =
            article(&[(BlockKind::Body, "A dog and a cat."), (BlockKind::Body, "A dog."), (BlockKind::Body, "A cat.")]);
        let analyzed = analyze(&article, &mut forms);
        let tagged = tagger.tag(&analyzed, &forms, &passages(&analyzed));
        let found: Vec<usize> =
            tagged.passages.iter().map(|topics| topics.iter().map(|t| t.evidence.len()).sum()).collect();
        assert_eq!(found, [2, 0, 0]);
    }

    #[test]
    fn a_bad_query_is_refused_with_its_line() {
        let taxonomy = Taxonomy::parse("[[topic]]\nid = \"q\"\nqueries = [\n\"a b\",\n\"a\"]", "t.toml").unwrap();
        let error = TopicTagger::with_queries(&taxonomy, &compile).err().unwrap();
        assert_eq!(error.to_string(), "t.toml:5: expected two words");
    }

    #[test]
    fn tagging_again_gives_the_same_also_after_the_spellings_were_forgotten() {
        let (mut tagger, mut forms) = (TopicTagger::new(&Taxonomy::default_news()), Forms::new());
        let article = article(&[(BlockKind::Body, "The court jailed a banker. Police had arrested him in May.")]);
        let mut once = |forms: &mut Forms| {
            let analyzed = analyze(&article, forms);
            tagger.tag(&analyzed, forms, &passages(&analyzed))
        };
        let first = once(&mut forms);
        assert!(!first.article.is_empty());
        assert_eq!(once(&mut forms), first);
        forms.clear();
        assert_eq!(once(&mut forms), first);
    }

    proptest! {
        #[test]
        fn scores_and_evidence_are_sound(text in any::<String>(), more in "(war |civil |football|heart attack|, |bank\\. ){0,12}") {
            let text = text + &more;
            let taxonomy = Taxonomy::parse(TAXONOMY, "t").unwrap();
            let (mut tagger, mut forms) = (TopicTagger::new(&taxonomy), Forms::new());
            let article = article(&[(BlockKind::Body, &text)]);
            let analyzed = analyze(&article, &mut forms);
            let tagged = tagger.tag(&analyzed, &forms, &passages(&analyzed));
            for topic in tagged.passages.iter().flatten().chain(&tagged.article) {
                prop_assert!(topic.score > 0.0 && topic.score < 1.0);
                prop_assert!(!topic.evidence.is_empty());
                prop_assert!(topic.evidence.iter().all(|span| article.content.get(span.range()).is_some()));
            }
        }
    }
}
