//! What a query is made into before anything is looked for: filters, words and expressions that are scored, and what
//! is left for the text to decide. Whoever evaluates a query reads its plan.

use std::sync::Arc;

use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery, EnableScoring, Occur, Query as EngineQuery};
use tantivy::{DocId, TERMINATED};

use super::filters::{Bits, PassageSet, SetQuery};
use super::scorers::condition::{Condition, ConditionedQuery, Excluded, those_that_hold};
use super::scorers::intervals::IntervalQuery;
use super::scorers::verify::VerifyQuery;
use super::scorers::word::WordQuery;
use super::scorers::words::WordsQuery;
use crate::index::{Collection, Snapshot};
use onrecord_query::{Query, Stop};

/// What finds a part of a query.
#[derive(Debug)]
pub enum Part {
    /// Nothing can.
    Nothing,
    /// It is known which passages they are; none has a score.
    Set(PassageSet),
    /// A word.
    Word(WordQuery),
    /// Words near each other.
    Expression(IntervalQuery),
    /// Words and expressions together, within a filter.
    Words(WordsQuery),
    /// Anything else.
    Other(Box<dyn EngineQuery>),
}

impl Clone for Part {
    fn clone(&self) -> Self {
        match self {
            Part::Nothing => Part::Nothing,
            Part::Set(set) => Part::Set(set.clone()),
            Part::Word(word) => Part::Word(word.clone()),
            Part::Expression(expression) => Part::Expression(expression.clone()),
            Part::Words(words) => Part::Words(words.clone()),
            Part::Other(query) => Part::Other(query.box_clone()),
        }
    }
}

/// The plan of a query or of a part of one.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What finds at least the passages that are meant.
    pub part: Part,
    /// Whether it finds no others; if not, the text of each passage must be looked at.
    pub sure: bool,
}

impl Plan {
    /// Exactly the passages that are meant.
    pub(super) fn sure(part: Part) -> Self {
        Plan { part, sure: true }
    }

    /// At least the passages that are meant.
    pub(super) fn unsure(part: Part) -> Self {
        Plan { part, sure: false }
    }

    /// The query that finds exactly what `query`, whose plan it is, means in `snapshot`.
    pub fn into_query(
        self,
        query: &Query,
        snapshot: &Snapshot,
        names: &Arc<Collection>,
        stop: &Stop,
    ) -> Box<dyn EngineQuery> {
        let found = self.part.into_query(snapshot);
        if self.sure { found } else { Box::new(VerifyQuery::new(found, query, snapshot, names, stop)) }
    }
}

impl Part {
    /// As a query of the engine.
    pub fn into_query(self, snapshot: &Snapshot) -> Box<dyn EngineQuery> {
        match self {
            Part::Nothing => Box::new(EmptyQuery),
            Part::Set(set) => Box::new(SetQuery::new(set, snapshot)),
            Part::Word(word) => Box::new(word),
            Part::Expression(expression) => Box::new(expression),
            Part::Words(words) => words.boxed(),
            Part::Other(query) => query,
        }
    }

    /// This part with its scores multiplied by `weight`.
    pub(super) fn boosted(self, weight: f32, snapshot: &Snapshot) -> Self {
        match self {
            Part::Nothing | Part::Set(_) => self,
            Part::Word(word) => Part::Word(word.boosted(weight)),
            other => Part::Other(Box::new(BoostQuery::new(other.into_query(snapshot), weight))),
        }
    }

    /// This part within the passages of `set`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn within(self, set: PassageSet, snapshot: &Snapshot) -> tantivy::Result<Self> {
        let group = Group { required: vec![Part::Set(set), self], ..Group::default() };
        group.join(false, snapshot)
    }

    /// This part without the passages for which `condition` does not hold.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn conditioned(self, condition: Arc<dyn Condition>, snapshot: &Snapshot) -> tantivy::Result<Self> {
        let mut words = match self {
            Part::Nothing => return Ok(Part::Nothing),
            Part::Set(set) => {
                let set = those_that_hold(&SetQuery::new(set, snapshot), condition.as_ref(), snapshot)?;
                return Ok(Part::Set(set));
            }
            Part::Other(query) => {
                return Ok(Part::Other(Box::new(ConditionedQuery { query, conditions: vec![condition] })));
            }
            Part::Word(word) => WordsQuery::of_word(word),
            Part::Expression(expression) => WordsQuery::of_expression(expression),
            Part::Words(words) => words,
        };
        words.conditions.push(condition);
        Ok(Part::Words(words))
    }

    /// The passages that it finds, whatever their scores.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn into_set(self, snapshot: &Snapshot) -> tantivy::Result<PassageSet> {
        match self {
            Part::Nothing => Ok(PassageSet::nothing(snapshot)),
            Part::Set(set) => Ok(set),
            Part::Word(word) => word.passages(snapshot),
            Part::Words(words) if words.is_of_words() => words.passages(snapshot),
            other => set_of(other.into_query(snapshot).as_ref(), snapshot),
        }
    }
}

/// The passages that `query` finds, whatever their scores.
///
/// # Errors
/// When the index is damaged.
pub fn set_of(query: &dyn EngineQuery, snapshot: &Snapshot) -> tantivy::Result<PassageSet> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(snapshot.searcher()))?;
    let segments = snapshot.searcher().segment_readers().iter().map(|segment| {
        let mut bits = Bits::none(segment.max_doc());
        weight.for_each_no_score(segment, &mut |docs| docs.iter().for_each(|&doc| insert(&mut bits, doc)))?;
        Ok(bits)
    });
    Ok(PassageSet::new(segments.collect::<tantivy::Result<_>>()?))
}

fn insert(bits: &mut Bits, doc: DocId) {
    if doc != TERMINATED {
        bits.insert(doc);
    }
}

/// Any of the parts.
pub(super) fn any_of(parts: Vec<Part>, snapshot: &Snapshot) -> tantivy::Result<Part> {
    Group { optional: parts, ..Group::default() }.join(true, snapshot)
}

/// Parts that are required, optional and excluded.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// All of them.
    pub required: Vec<Part>,
    /// Any number of them.
    pub optional: Vec<Part>,
    /// None of them.
    pub excluded: Vec<Part>,
}

impl Group {
    /// What finds them together. `one_of`: whether one of the optional parts is needed.
    pub(super) fn join(self, one_of: bool, snapshot: &Snapshot) -> tantivy::Result<Part> {
        let Group { required, mut optional, excluded } = self;
        let (mut within, mut scored) = (None::<PassageSet>, Vec::new());
        for part in required {
            match part {
                Part::Nothing => return Ok(Part::Nothing),
                Part::Set(set) => within = Some(within.map_or(set.clone(), |within| within.and(&set))),
                part => scored.push(part),
            }
        }
        optional.retain(|part| !matches!(part, Part::Nothing));
        if one_of && optional.is_empty() {
            return Ok(Part::Nothing);
        }
        let mut unwanted = Vec::new();
        for part in excluded {
            match part {
                Part::Nothing => {}
                Part::Set(set) => {
                    let all = within.unwrap_or_else(|| PassageSet::everything(snapshot));
                    within = Some(all.and_not(&set));
                }
                part => unwanted.push(part),
            }
        }
        let joined = Joined { within, scored, optional, unwanted };
        joined.part(one_of, snapshot)
    }
}

/// A group whose filters have become one.
struct Joined {
    within: Option<PassageSet>,
    /// Required parts that are no filters.
    scored: Vec<Part>,
    optional: Vec<Part>,
    /// Excluded parts that are no filters.
    unwanted: Vec<Part>,
}

impl Joined {
    fn part(mut self, one_of: bool, snapshot: &Snapshot) -> tantivy::Result<Part> {
        let of_words = |part: &Part| matches!(part, Part::Word(_));
        let all_words = self.optional.iter().all(of_words);
        let plain = |part: &Part| match part {
            Part::Word(_) | Part::Expression(_) => true,
            Part::Words(words) => words.optional.is_empty() && words.is_filtered(),
            _ => false,
        };
        match (self.scored.len(), self.optional.len()) {
            (0, 0) => self.filters_alone(snapshot),
            (0, 1) if one_of => {
                let only = self.optional.remove(0);
                self.around(only, snapshot)
            }
            (1, 0) => {
                let only = self.scored.remove(0);
                self.around(only, snapshot)
            }
            (0, _) if one_of && all_words => Ok(self.words(snapshot)),
            (0, _) if one_of && self.is_of_sets() => self.sets(snapshot),
            (1.., _) if !one_of && all_words && self.scored.iter().all(plain) => Ok(self.words(snapshot)),
            _ => Ok(self.anything(one_of, snapshot)),
        }
    }

    /// Nothing is scored.
    fn filters_alone(self, snapshot: &Snapshot) -> tantivy::Result<Part> {
        let within = self.within.unwrap_or_else(|| PassageSet::everything(snapshot));
        let without = |within: PassageSet, part: Part| part.into_set(snapshot).map(|part| within.and_not(&part));
        self.unwanted.into_iter().try_fold(within, without).map(Part::Set)
    }

    /// Filters around a single part.
    fn around(self, only: Part, snapshot: &Snapshot) -> tantivy::Result<Part> {
        if self.within.is_none() && self.unwanted.is_empty() {
            return Ok(only);
        }
        let words = match only {
            Part::Word(word) => WordsQuery::of_word(word),
            Part::Expression(expression) => WordsQuery::of_expression(expression),
            Part::Words(words) => words,
            Part::Set(set) => {
                let within = Some(self.within.clone().map_or(set.clone(), |within| within.and(&set)));
                return Joined { within, ..self }.filters_alone(snapshot);
            }
            only => {
                return Ok(Joined { scored: vec![only], ..self }.anything(false, snapshot));
            }
        };
        let filters = Joined { scored: Vec::new(), optional: Vec::new(), ..self };
        Ok(Part::Words(filters.narrow(words, snapshot)))
    }

    /// `words` within the filter, without what is unwanted.
    fn narrow(self, words: WordsQuery, snapshot: &Snapshot) -> WordsQuery {
        let within = match (&words.within, self.within) {
            (Some(own), Some(set)) => Some(set.and(own.set())),
            (Some(own), None) => Some(own.set().clone()),
            (None, set) => set,
        };
        let within = within.map(|set| SetQuery::new(set, snapshot));
        let mut conditions = words.conditions;
        let excluded = self.unwanted.into_iter().map(|part| Excluded(part.into_query(snapshot).into()));
        conditions.extend(excluded.map(|excluded| Arc::new(excluded) as Arc<dyn Condition>));
        WordsQuery { within, conditions, ..words }
    }

    /// Words and expressions.
    fn words(mut self, snapshot: &Snapshot) -> Part {
        let mut words = WordsQuery::default();
        for part in std::mem::take(&mut self.scored) {
            match part {
                Part::Word(word) => words.required.push(word),
                Part::Expression(expression) => words.expressions.push(expression),
                Part::Words(own) => {
                    words.required.extend(own.required);
                    words.expressions.extend(own.expressions);
                    words.conditions.extend(own.conditions);
                    let set = own.within.map(|within| within.set().clone());
                    self.within = self.within.into_iter().chain(set).reduce(|within, set| within.and(&set));
                }
                _ => {}
            }
        }
        let optional = std::mem::take(&mut self.optional).into_iter();
        words.optional =
            optional.filter_map(|part| if let Part::Word(word) = part { Some(word) } else { None }).collect();
        Part::Words(self.narrow(words, snapshot))
    }

    fn is_of_sets(&self) -> bool {
        self.optional.iter().all(|part| matches!(part, Part::Set(_)))
    }

    /// Any of some sets.
    fn sets(mut self, snapshot: &Snapshot) -> tantivy::Result<Part> {
        let mut any: Option<PassageSet> = None;
        for part in std::mem::take(&mut self.optional) {
            if let Part::Set(set) = part {
                any = Some(any.map_or(set.clone(), |any| any.or(&set)));
            }
        }
        let any = any.unwrap_or_else(|| PassageSet::nothing(snapshot));
        self.within = Some(self.within.map_or(any.clone(), |within| within.and(&any)));
        self.filters_alone(snapshot)
    }

    /// Boolean logic over anything.
    fn anything(self, one_of: bool, snapshot: &Snapshot) -> Part {
        let mut parts = Vec::new();
        let mut add = |occur, part: Part| parts.push((occur, part.into_query(snapshot)));
        self.scored.into_iter().for_each(|part| add(Occur::Must, part));
        self.optional.into_iter().for_each(|part| add(Occur::Should, part));
        self.unwanted.into_iter().for_each(|part| add(Occur::MustNot, part));
        if let Some(set) = self.within {
            add(Occur::Must, Part::Set(set));
        }
        let mut query = BooleanQuery::new(parts);
        if one_of {
            query.set_minimum_number_should_match(1);
        }
        Part::Other(Box::new(query))
    }
}
