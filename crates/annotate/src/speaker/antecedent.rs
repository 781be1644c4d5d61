//! Antecedents: whom a pronoun means.
//!
//! For "he" and "she" the persons named before compete under a log-linear model: how far back they were
//! named, whether as a subject or a source of speech, whether they spoke last, and what gender their names
//! and titles tell. A relative pronoun means what stands before it; "they" and "it" mean the last group or
//! body, which a few rules settle.

use rustc_hash::FxHashMap;

use super::attribution::EventIndex;
use super::bit;
use super::entity::{Entity, Gender};
use super::known::known;
use super::mention::{Mention, NOBODY, Sort};
use super::model::{Linear, Rows, Scores, bucket, feature};
use super::scene::Scene;
use super::token::UNQUOTED;

/// How many mentions back an antecedent is looked for, and how many different persons are weighed for it.
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
    const HE: u32 = known("he");
    const SHE: u32 = known("she");
    const WHO: u32 = known("who");
    const THEY: u32 = known("they");
    const HIM: u32 = known("him");
    const HER: u32 = known("her");
    const THEM: u32 = known("them");
    const I: u32 = known("i");
    const WE: u32 = known("we");
    match scene.token(mention.head).lex.word {
        HE | HIM => Pronoun::Person(Gender::Male),
        SHE | HER => Pronoun::Person(Gender::Female),
        WHO => Pronoun::Relative,
        THEY | THEM => Pronoun::Plural,
        I | WE => Pronoun::First,
        _ => Pronoun::Thing,
    }
}

/// Probability of the events whose sources count as speakers.
const SPOKEN: f32 = 0.5;

/// Finds antecedents in an article, in the order in which its runs are decided.
pub(super) struct Antecedents<'a> {
    /// What was found, by pronoun.
    found: FxHashMap<u32, u32>,
    events: &'a EventIndex<'a>,
    /// Who spoke, by the place of the mentions that say so.
    spoken: Vec<Spoken>,
    /// Who spoke last of those that were looked at out of this order.
    beside: Option<Spoken>,
}

/// That somebody spoke.
#[derive(Clone, Copy)]
struct Spoken {
    /// The mention by which the report says so.
    by: u32,
    entity: u32,
    /// The paragraph in which the name stands.
    paragraph: u32,
}

/// The persons that a pronoun may mean: the last mention of each, and how many like pronouns lie between.
pub(super) struct Case {
    pub mentions: Vec<u32>,
    between: Vec<u32>,
}

impl<'a> Antecedents<'a> {
    pub(super) fn new(events: &'a EventIndex<'a>) -> Self {
        Antecedents { found: FxHashMap::default(), events, spoken: Vec::new(), beside: None }
    }

    /// Takes note of who spoke: whom `mention` names and `by` stands for.
    pub(super) fn spoke(&mut self, scene: &Scene, mention: u32, by: u32) {
        let held = &scene.mentions[mention as usize];
        if held.entity == NOBODY {
            return;
        }
        let spoken = Spoken { by, entity: held.entity, paragraph: scene.token(held.head).paragraph };
        if self.spoken.last().is_none_or(|last| by > last.by) {
            self.spoken.push(spoken);
        } else {
            self.beside = Some(spoken);
        }
    }

    /// Who spoke last before mention `m`.
    fn last_before(&self, m: u32) -> Option<Spoken> {
        let before = self.spoken.partition_point(|s| s.by < m);
        let last = self.spoken[..before].last().copied();
        let beside = self.beside.filter(|s| s.by < m && last.is_none_or(|last| s.by > last.by));
        beside.or(last)
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
            Pronoun::Thing => self.thing(scene, m),
            Pronoun::First => None,
        }?;
        self.found.insert(m, found);
        Some(found)
    }

    /// Whether a mention is a source of speech.
    pub(super) fn is_source(&self, m: u32) -> bool {
        self.events.is_source(m, SPOKEN)
    }

    /// Whether a mention is a source of speech or the subject of its sentence.
    pub(super) fn is_prominent(&self, scene: &Scene, m: u32) -> bool {
        self.events.is_source(m, SPOKEN) || is_subject(scene, &scene.mentions[m as usize])
    }

    /// Who spoke just before, if it is no person with a name; else the last group that was a source or a subject, else the
    /// last group. "A source said …. They added", "The White House said …. They warned".
    fn plural(&self, scene: &Scene, m: u32) -> Option<u32> {
        let sentence = scene.mentions[m as usize].sentence;
        let near = |c: &u32| sentence - scene.mentions[*c as usize].sentence <= 1;
        let spoke = |&c: &u32| self.is_source(c) && !scene.mentions[c as usize].modifier;
        let last = before(scene, m).take_while(near).find(spoke);
        let nameless = |&c: &u32| {
            let mention = &scene.mentions[c as usize];
            is_plural(scene, mention) || is_somebody(scene, mention) || is_body(scene, mention)
        };
        if let Some(last) = last.filter(nameless) {
            return Some(last);
        }
        let groups = || before(scene, m).take(30).filter(|&c| is_plural(scene, &scene.mentions[c as usize]));
        groups().find(|&c| self.is_prominent(scene, c)).or_else(|| groups().next())
    }

    /// The last body that was a source or a subject in this sentence or the two before, else the last body.
    fn thing(&self, scene: &Scene, m: u32) -> Option<u32> {
        let sentence = scene.mentions[m as usize].sentence;
        let bodies = || before(scene, m).take(24).filter(|&c| is_body(scene, &scene.mentions[c as usize]));
        let near = |c: &u32| sentence - scene.mentions[*c as usize].sentence <= 2;
        // "Shares in Acme fell after it said": a company that the sentence names before anything else speaks.
        let own = |c: &u32| {
            let mention = &scene.mentions[*c as usize];
            let held = scene.entities.get(mention.entity as usize);
            mention.sentence == sentence && held.is_some_and(Entity::is_marked_company)
        };
        if let Some(company) = bodies().find(own) {
            return Some(company);
        }
        bodies().find(|c| near(c) && self.is_prominent(scene, *c)).or_else(|| bodies().take(12).next())
    }

    fn person(&self, scene: &Scene, m: u32, model: &Linear) -> Option<u32> {
        let case = self.gather(scene, m);
        // "The former minister" may be another word for who was named; "an official" is not.
        let introduced = |c: &u32| {
            let first = scene.mentions[*c as usize].words.start;
            scene.token(first).lex.word != known("the") || case.mentions.is_empty()
        };
        if let Some(nameless) = self.nameless(scene, m).filter(introduced) {
            return Some(nameless);
        }
        let mut scores = Scores::new(model);
        self.features(scene, m, &case, &mut scores);
        let mut best: Option<(f32, u32)> = None;
        for (&mention, &score) in case.mentions.iter().zip(&scores.scores) {
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, mention));
            }
        }
        best.map(|(_, mention)| mention).or_else(|| self.unlisted(scene, m))
    }

    /// "An official said …, he added": the one without a name who spoke last in this paragraph or the one before, where
    /// nobody else who may be meant was named since.
    fn nameless(&self, scene: &Scene, m: u32) -> Option<u32> {
        let asked = pronoun(scene, &scene.mentions[m as usize]);
        let Pronoun::Person(gender) = asked else { return None };
        let paragraph = scene.profiles[m as usize].paragraph;
        let near = |c: &u32| paragraph - scene.profiles[*c as usize].paragraph <= 1;
        for c in before(scene, m).take_while(near) {
            let candidate = &scene.mentions[c as usize];
            if candidate.entity != NOBODY && fits(scene, gender, candidate) || candidate.sort == Sort::Pronoun {
                return None;
            }
            if is_somebody(scene, candidate) && self.events.is_source(c, SPOKEN) {
                return Some(c);
            }
        }
        None
    }

    /// Where no name fits: the last source or subject whose name tells neither a gender nor surely a body.
    fn unlisted(&self, scene: &Scene, m: u32) -> Option<u32> {
        let may = |c: &u32| {
            let candidate = &scene.mentions[*c as usize];
            let held = scene.entities.get(candidate.entity as usize);
            held.is_some_and(|e| e.gender == Gender::Unknown && e.may_be_person()) && !candidate.modifier
        };
        before(scene, m).filter(may).find(|&c| self.is_prominent(scene, c))
    }

    /// The persons that pronoun `m` may mean.
    pub(super) fn gather(&self, scene: &Scene, m: u32) -> Case {
        let mut case = Case { mentions: Vec::with_capacity(BEARERS), between: Vec::with_capacity(BEARERS) };
        let asked = pronoun(scene, &scene.mentions[m as usize]);
        let Pronoun::Person(gender) = asked else { return case };
        let mut like = 0;
        for c in before(scene, m) {
            let candidate = &scene.mentions[c as usize];
            like += u32::from(candidate.sort == Sort::Pronoun && pronoun(scene, candidate) == asked);
            let seen = || case.mentions.iter().any(|&s| scene.mentions[s as usize].entity == candidate.entity);
            if candidate.entity == NOBODY || !fits(scene, gender, candidate) || seen() {
                continue;
            }
            case.mentions.push(c);
            case.between.push(like);
            if case.mentions.len() == BEARERS {
                break;
            }
        }
        case
    }

    /// Names the features of each person that pronoun `m` may mean.
    pub(super) fn features(&self, scene: &Scene, m: u32, case: &Case, rows: &mut impl Rows) {
        for (rank, (&c, &like)) in case.mentions.iter().zip(&case.between).enumerate() {
            self.person_features(scene, m, c, (rank as u32).min(5), like.min(3), rows);
            rows.end();
        }
    }

    fn person_features(&self, scene: &Scene, m: u32, c: u32, rank: u32, like: u32, rows: &mut impl Rows) {
        let (at, candidate) = (&scene.mentions[m as usize], &scene.mentions[c as usize]);
        let profile = &scene.profiles[c as usize];
        let entity = &scene.entities[candidate.entity as usize];
        let sentences = bucket(at.sentence - candidate.sentence);
        let near = sentences.min(2);
        let paragraph = scene.token(at.head).paragraph;
        let paragraphs = (paragraph - profile.paragraph).min(4);
        let start = scene.text.sentences[candidate.sentence as usize].words.start;
        let subject = u32::from(candidate.words.start <= start + 1);
        let source = u32::from(self.events.is_source(c, SPOKEN));
        let known = u32::from(entity.gender != Gender::Unknown);
        let full = u32::from(candidate.core.len() > 1) | u32::from(entity.name.len() > 1) << 1;
        let role = subject | source << 1 | known << 2;
        let ahead = if profile.opens { 0 } else { profile.before };
        let last = self.last_before(m);
        let spoke = last
            .filter(|last| last.entity == candidate.entity)
            .map_or(9, |last| scene.block(at.sentence).saturating_sub(last.paragraph).min(4));
        let others = last.map_or(0, |last| 1 + u32::from(last.entity == candidate.entity));
        rows.push([
            feature(200, rank, 0),
            feature(201, rank, role),
            feature(202, sentences, role),
            feature(203, paragraphs << 4 | sentences.min(4), rank),
            feature(204, bucket(entity.count), known),
            feature(205, full, known),
            feature(206, full, role),
            feature(207, like, sentences),
            feature(208, like, role),
            feature(209, ahead, near),
            feature(210, profile.after, near),
            feature(211, profile.gap_after, near),
            feature(212, scene.token(candidate.head).is(bit::PLACE).into(), 0),
            feature(213, spoke, sentences),
            feature(214, spoke, role << 3 | rank),
            feature(215, others, rank << 6 | sentences),
            feature(216, profile.sort, bucket(entity.full)),
        ]);
    }
}

fn fits(scene: &Scene, gender: Gender, candidate: &Mention) -> bool {
    let entity = &scene.entities[candidate.entity as usize];
    !entity.body && (entity.gender == Gender::Unknown || entity.gender == gender)
}

fn before<'a>(scene: &'a Scene, m: u32) -> impl Iterator<Item = u32> + 'a {
    (0..m).rev().take(REACH).filter(|&c| scene.mentions[c as usize].run == UNQUOTED)
}

fn is_subject(scene: &Scene, mention: &Mention) -> bool {
    mention.words.start <= scene.text.sentences[mention.sentence as usize].words.start + 1
}

/// Whether a mention is a noun for one human being: "an official", "the mayor".
fn is_somebody(scene: &Scene, mention: &Mention) -> bool {
    let head = scene.token(mention.head);
    mention.sort == Sort::Nominal
        && !mention.modifier
        && head.is(bit::PERSON | bit::OFFICE)
        && !head.is(bit::PLURAL | bit::QUANTIFIER)
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
