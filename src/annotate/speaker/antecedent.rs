//! Antecedents: whom a pronoun means.
//!
//! For "he" and "she" the persons named before compete under a log-linear model: how far back they were
//! named, whether as a subject or a source of speech, whether they spoke last, and what gender their names
//! and titles tell. A relative pronoun means what stands before it; "they" and "it" mean the last group or
//! body, which a few rules settle.

use rustc_hash::FxHashMap;

use super::entity::Gender;
use super::event::{Event, gap_class, mention_sort, word_class};
use super::lexicon::{bit, hash};
use super::mention::{Mention, NOBODY, Sort};
use super::model::{Feature, Linear, bucket, feature};
use super::scene::Scene;
use super::token::UNQUOTED;

/// How many mentions back an antecedent is looked for, and how many different bearers are weighed.
const REACH: usize = 60;
const BEARERS: usize = 10;

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    Person(Gender),
    Relative,
    Plural,
    First,
    Thing,
}

/// What sort of pronoun a mention is.
pub(super) fn pronoun(scene: &Scene, mention: &Mention) -> Pronoun {
    let word = scene.token(mention.head).lex.hash;
    let is = |w: &str| word == hash(w);
    if is("he") {
        Pronoun::Person(Gender::Male)
    } else if is("she") {
        Pronoun::Person(Gender::Female)
    } else if is("who") {
        Pronoun::Relative
    } else if is("they") {
        Pronoun::Plural
    } else if is("i") || is("we") {
        Pronoun::First
    } else {
        Pronoun::Thing
    }
}

/// Finds antecedents in an article, in the order in which its runs are decided.
pub(super) struct Antecedents {
    /// What was found, by pronoun.
    found: FxHashMap<u32, u32>,
    /// Mentions that are the source of a likely event, sorted.
    sources: Vec<u32>,
    /// Who spoke last: entity, paragraph.
    last: Option<(u32, u32)>,
}

/// A pronoun's candidates: the last mention of each bearer, and their features.
#[derive(Default)]
pub(super) struct Case {
    pub mentions: Vec<u32>,
    pub features: Vec<Feature>,
    pub ends: Vec<usize>,
}

impl Antecedents {
    pub(super) fn new(events: &[Event]) -> Self {
        let mut sources: Vec<u32> = events.iter().filter(|e| e.probability >= 0.5).map(|e| e.mention).collect();
        sources.sort_unstable();
        Antecedents { found: FxHashMap::default(), sources, last: None }
    }

    /// Takes note of who spoke last.
    pub(super) fn spoke(&mut self, scene: &Scene, mention: u32) {
        let held = &scene.mentions[mention as usize];
        if held.entity != NOBODY {
            self.last = Some((held.entity, scene.token(held.head).paragraph));
        }
    }

    /// The mention that pronoun `m` refers to.
    pub(super) fn find(&mut self, scene: &Scene, m: u32, model: &Linear) -> Option<u32> {
        if let Some(&known) = self.found.get(&m) {
            return Some(known);
        }
        let mention = &scene.mentions[m as usize];
        let found = match pronoun(scene, mention) {
            Pronoun::Person(_) => self.person(scene, m, model),
            Pronoun::Relative => before(scene, m).find(|&c| scene.mentions[c as usize].sort != Sort::Pronoun),
            Pronoun::Plural => self.plural(scene, m),
            Pronoun::Thing => before(scene, m).take(12).find(|&c| is_body(scene, &scene.mentions[c as usize])),
            Pronoun::First => None,
        }?;
        self.found.insert(m, found);
        Some(found)
    }

    /// The last group that was a source or a subject, else the last group.
    fn plural(&self, scene: &Scene, m: u32) -> Option<u32> {
        let groups = || before(scene, m).take(30).filter(|&c| is_plural(scene, &scene.mentions[c as usize]));
        let prominent =
            |c: &u32| self.sources.binary_search(c).is_ok() || is_subject(scene, &scene.mentions[*c as usize]);
        groups().find(prominent).or_else(|| groups().next())
    }

    fn person(&self, scene: &Scene, m: u32, model: &Linear) -> Option<u32> {
        let mut case = Case::default();
        self.gather(scene, m, &mut case);
        let mut start = 0;
        let mut best: Option<(f32, u32)> = None;
        for (&mention, &end) in case.mentions.iter().zip(&case.ends) {
            let score = model.score(&case.features[start..end]);
            start = end;
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, mention));
            }
        }
        best.map(|(_, mention)| mention)
    }

    /// The persons that pronoun `m` may mean.
    pub(super) fn gather(&self, scene: &Scene, m: u32, case: &mut Case) {
        case.mentions.clear();
        case.features.clear();
        case.ends.clear();
        let mut seen: Vec<u32> = Vec::with_capacity(BEARERS);
        let mut same_word = 0;
        for c in before(scene, m) {
            let candidate = &scene.mentions[c as usize];
            if candidate.sort == Sort::Pronoun {
                same_word += u32::from(pronoun(scene, candidate) == pronoun(scene, &scene.mentions[m as usize]));
            }
            if candidate.entity == NOBODY || seen.contains(&candidate.entity) || !self.fits(scene, m, candidate) {
                continue;
            }
            self.features(scene, m, c, seen.len() as u32, same_word, &mut case.features);
            case.mentions.push(c);
            case.ends.push(case.features.len());
            seen.push(candidate.entity);
            if seen.len() == BEARERS {
                break;
            }
        }
    }

    fn fits(&self, scene: &Scene, m: u32, candidate: &Mention) -> bool {
        let entity = &scene.entities[candidate.entity as usize];
        let Pronoun::Person(gender) = pronoun(scene, &scene.mentions[m as usize]) else { return false };
        !entity.body && (entity.gender == Gender::Unknown || entity.gender == gender)
    }

    fn features(&self, scene: &Scene, m: u32, c: u32, rank: u32, same_word: u32, out: &mut Vec<Feature>) {
        let (at, candidate) = (&scene.mentions[m as usize], &scene.mentions[c as usize]);
        let entity = &scene.entities[candidate.entity as usize];
        let sentences = bucket(at.sentence - candidate.sentence);
        let paragraph = scene.token(at.head).paragraph;
        let paragraphs = (paragraph - scene.token(candidate.head).paragraph).min(4);
        let start = scene.text.sentences[candidate.sentence as usize].words.start;
        let subject = u32::from(candidate.words.start <= start + 1);
        let source = u32::from(self.sources.binary_search(&c).is_ok());
        let known = u32::from(entity.gender != Gender::Unknown);
        let full = u32::from(candidate.core.len() > 1) | u32::from(entity.name.len() > 1) << 1;
        let role = subject | source << 1 | known << 2;
        let rank = rank.min(5);
        out.push(feature(200, rank, 0));
        out.push(feature(201, rank, role));
        out.push(feature(202, sentences, role));
        out.push(feature(203, paragraphs << 4 | sentences.min(4), rank));
        out.push(feature(204, bucket(entity.count), known));
        out.push(feature(205, full, known));
        out.push(feature(206, full, role));
        out.push(feature(207, same_word.min(3), sentences));
        out.push(feature(208, same_word.min(3), role));
        let ahead = candidate.words.start.checked_sub(1).filter(|&w| w + 1 > start);
        out.push(feature(209, word_class(scene, ahead), sentences.min(2)));
        out.push(feature(210, word_class(scene, Some(candidate.words.end)), sentences.min(2)));
        out.push(feature(211, gap_class(scene, candidate.words.end - 1), sentences.min(2)));
        out.push(feature(212, scene.token(candidate.head).is(bit::PLACE).into(), 0));
        let spoke = self
            .last
            .filter(|&(e, _)| e == candidate.entity)
            .map_or(9, |(_, block)| scene.block(at.sentence).saturating_sub(block).min(4));
        out.push(feature(213, spoke, sentences));
        out.push(feature(214, spoke, role << 3 | rank));
        let others = self.last.map_or(0, |(e, _)| 1 + u32::from(e == candidate.entity));
        out.push(feature(215, others, rank << 6 | sentences));
        out.push(feature(216, mention_sort(scene, candidate), bucket(entity.full)));
    }
}

fn before<'a>(scene: &'a Scene, m: u32) -> impl Iterator<Item = u32> + 'a {
    (0..m).rev().take(REACH).filter(|&c| scene.mentions[c as usize].run == UNQUOTED)
}

fn is_subject(scene: &Scene, mention: &Mention) -> bool {
    mention.words.start <= scene.text.sentences[mention.sentence as usize].words.start + 1
}

fn is_plural(scene: &Scene, mention: &Mention) -> bool {
    mention.sort == Sort::Nominal
        && scene.token(mention.head).is(bit::PLURAL)
        && scene.token(mention.head).is(bit::PERSON | bit::BODY)
}

fn is_body(scene: &Scene, mention: &Mention) -> bool {
    match mention.sort {
        Sort::Name => scene.entities.get(mention.entity as usize).is_some_and(|e| e.body),
        Sort::Nominal => scene.token(mention.head).is(bit::BODY | bit::DOCUMENT),
        Sort::Pronoun => false,
    }
}
