//! Entities: which names of an article are one bearer's, and what the article tells of each.
//!
//! A full name founds an entity; a surname alone, with or without title, joins the one it fits. Two full names
//! are one bearer's only if surname and given name agree ("Donald J. Trump", "Donald Trump").

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::bearers::Bearers;
use super::bit;
use super::description::initials;
use super::kind::{evidence, evidence_around, may_be_surname};
use super::known::knowns;
use super::mention::{Mention, NEAR, NOBODY, Sort, sign};
use super::token::{Token, UNQUOTED, gap};

/// The gender that an article's words ascribe to a bearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
    Unknown,
}

/// One bearer of names in an article.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    /// The words of its fullest name.
    pub name: Range<u32>,
    /// Index of its first mention.
    pub first: u32,
    /// The first word of its first mention in full.
    first_word: u32,
    /// How often it is named outside quotes.
    pub count: u32,
    /// How often by its full name.
    pub full: u32,
    pub gender: Gender,
    /// Whether it is a body rather than a human being.
    pub body: bool,
    /// The word that keeps a possessive where the name ends with it: "McDonald's".
    pub owned: Option<u32>,
    /// Whether a mention of it has a legal form or a code of a stock market.
    marked: bool,
    /// What speaks for a human being, less what speaks for a body.
    evidence: i32,
}

impl Entity {
    /// Whether little enough speaks for a body that "he" may mean it.
    pub(super) fn may_be_person(&self) -> bool {
        self.evidence > -BODILY
    }

    /// Whether a legal form or a code of a stock market marks it as a company, at least once.
    pub(super) fn is_marked_company(&self) -> bool {
        self.body && self.marked
    }
}

/// How much evidence for an organisation a name may have at most and still be whom "he" means. It is less than one
/// noun for a body, beside the name or in it, weighs (see [`evidence`]). 2 and 8 give the same F1 within .1 on
/// PolNeAR.
const BODILY: i32 = 4;

/// Evidence for a human being where the last word of a longer name is used alone, in the points of [`evidence`]: bodies are
/// called by their first word. 1 and 4 give the same F1 on PolNeAR (a third of train, dev), and change 15 of the 36,000
/// quotes of 3,311 articles of an agency.
const AS_SURNAME: i32 = 2;

/// Evidence for a human being where "he" or "she" can mean nobody else, in the points of [`evidence`]. 1 and 4 give the
/// same F1 on PolNeAR (a third of train, dev); 1 changes none of the 36,000 quotes of 3,311 articles of an agency, 4
/// changes 24.
const MEANT: i32 = 2;

/// Links the names among `mentions` and returns the entities they name.
pub(super) fn link(tokens: &[Token], mentions: &mut [Mention]) -> Vec<Entity> {
    let names = mentions.iter().filter(|m| m.sort == Sort::Name).count();
    let mut linker = Linker {
        tokens,
        entities: Vec::with_capacity(names / 2),
        by_surname: Bearers::new(names / 2),
        by_given: Bearers::new(names / 4),
        by_inner: Bearers::new(0),
        by_initials: FxHashMap::default(),
    };
    for full in [true, false] {
        for number in 0..mentions.len() {
            let mention = &mentions[number];
            if mention.sort == Sort::Name && linker.is_full(mention) == full {
                let longer = mentions.get(mention.same_as as usize).map(|m| m.entity);
                mentions[number].entity = linker.place(number as u32, mention, longer);
            }
        }
    }
    linker.pronouns(mentions);
    linker.settle_kinds();
    linker.settle_gender(mentions);
    linker.entities
}

/// "Acme Inc", "Acme (ACM.N)"
fn is_marked(tokens: &[Token], mention: &Mention) -> bool {
    let form = mention.core.len() > 1 && tokens[mention.core.end as usize - 1].is(bit::LEGAL_FORM);
    form || mention.signs & sign::TICKER != 0
}

struct Linker<'a> {
    tokens: &'a [Token],
    entities: Vec<Entity>,
    by_surname: Bearers,
    by_given: Bearers,
    /// By the words within: "García" of "Gabriel García Márquez".
    by_inner: Bearers,
    /// The first body with these initials.
    by_initials: FxHashMap<u64, u32>,
}

/// Whether a word names the trade or place of a part of a house: "GE Capital", "GM Europe". "BHP Billiton" is a house.
fn is_wing(token: &Token) -> bool {
    token.is(bit::ENTERPRISE | bit::PLACE | bit::BODY) && !token.is(bit::LEGAL_FORM) && !HOUSE.contains(&token.lex.word)
}

/// Words that a house's own name ends with, as with a legal form.
const HOUSE: [u32; 3] = knowns(["company", "group", "holdings"]);

impl Linker<'_> {
    fn is_full(&self, mention: &Mention) -> bool {
        mention.head > mention.core.start
    }

    fn word_at(&self, word: u32) -> u32 {
        self.tokens[word as usize].lex.word
    }

    /// The entity of a mention, which is that of `longer` where it stands in brackets after it as its short form.
    fn place(&mut self, number: u32, mention: &Mention, longer: Option<u32>) -> u32 {
        let full = self.is_full(mention);
        let longer = longer.filter(|&e| e != NOBODY);
        let known = longer.or_else(|| if full { self.same_full(mention) } else { self.bearer(mention) });
        let entity = known.unwrap_or_else(|| self.found(number, mention));
        // "Barclays", of which Barclays Capital is a part
        if known.is_none() && !full && self.opens_body(mention) {
            self.entities[entity as usize].evidence -= BODILY;
        }
        if longer.is_some() {
            self.by_surname.add(self.word_at(mention.head), entity);
        }
        let quoted = self.tokens[mention.head as usize].quoted();
        let held = &mut self.entities[entity as usize];
        held.count += u32::from(!quoted);
        held.full += u32::from(full);
        held.first = held.first.min(number);
        if mention.owned {
            held.owned = Some(self.tokens[mention.head as usize].lex.word);
        }
        let named = &self.tokens[held.name.start as usize..held.name.end as usize];
        let (first, last) = (named[0], named[named.len() - 1]);
        let word = self.tokens[mention.head as usize].lex.word;
        // Bodies are called by the first of their words: "Berkshire" for Berkshire Hathaway.
        let as_body = named.len() > 1 && word == first.lex.word && !first.is(bit::FIRST_NAME | bit::SURNAME);
        let as_person = named.len() > 1 && word == last.lex.word && may_be_surname(named) && held.evidence > -BODILY;
        held.evidence += match known {
            Some(_) if !full && as_person => AS_SURNAME + evidence_around(self.tokens, mention),
            Some(_) if !full && !as_body => evidence_around(self.tokens, mention),
            _ => evidence(self.tokens, mention),
        };
        held.marked |= is_marked(self.tokens, mention);
        if full && longer.is_none() && mention.core.len() > held.name.len() && !quoted {
            held.name = mention.core.clone();
        }
        entity
    }

    fn found(&mut self, number: u32, mention: &Mention) -> u32 {
        let id = self.entities.len() as u32;
        let body = evidence(self.tokens, mention) < 0;
        self.entities.push(Entity {
            name: mention.core.clone(),
            first: number,
            first_word: mention.words.start,
            count: 0,
            full: 0,
            gender: Gender::Unknown,
            body,
            owned: None,
            marked: false,
            evidence: 0,
        });
        self.by_surname.add(self.word_at(mention.head), id);
        let initials = if body && self.is_full(mention) {
            initials(&self.tokens[mention.core.start as usize..mention.core.end as usize])
        } else {
            0
        };
        if initials != 0 {
            self.by_initials.entry(initials).or_insert(id);
        }
        if self.is_full(mention) {
            self.by_given.add(self.word_at(mention.core.start), id);
        }
        if !body {
            let inner = |&w: &u32| !self.tokens[w as usize].is(bit::PARTICLE | bit::INITIAL | bit::DOTTED | bit::LOWER);
            for word in (mention.core.start + 1..mention.head).filter(inner) {
                self.by_inner.add(self.word_at(word), id);
            }
        }
        id
    }

    /// The entity whose full name agrees; for a company also one whose name lacks the legal form.
    fn same_full(&self, mention: &Mention) -> Option<u32> {
        let body = evidence(self.tokens, mention) < 0;
        let fits = |&&id: &&u32| {
            let held = &self.entities[id as usize];
            held.body == body
                && if body { self.same_body(&held.name, &mention.core) } else { self.agree(&held.name, &mention.core) }
        };
        let ids = if body {
            self.by_given.of(self.word_at(mention.core.start))
        } else {
            self.by_surname.of(self.word_at(mention.head))
        };
        ids.iter().find(fits).copied()
    }

    /// Whether one body's name begins with the other's, legal forms left out.
    fn same_body(&self, a: &Range<u32>, b: &Range<u32>) -> bool {
        let plain = |name: &Range<u32>| {
            let form = |&w: &u32| self.tokens[w as usize].is(bit::LEGAL_FORM) && w > name.start;
            let end = name.clone().rev().take_while(|w| form(w)).count() as u32;
            (name.start..name.end - end).map(|w| self.word_at(w))
        };
        let shorter = plain(a).count().min(plain(b).count());
        // "GE Corp" and "GE Capital", "News Corp" and "News of the World" are two.
        let goes_on = |name: &Range<u32>| {
            let next = self.tokens[name.start as usize + 1];
            let unit = self.tokens[name.start as usize].is(bit::ACRONYM) && is_wing(&next);
            plain(name).count() > 1 && (unit || next.is(bit::FUNCTION))
        };
        let apart = shorter == 1 && (goes_on(a) || goes_on(b));
        !apart && plain(a).take(shorter).eq(plain(b).take(shorter)) && (shorter > 1 || a.len().min(b.len()) == 2)
    }

    /// Whether the name of a body begins with a lone name.
    fn opens_body(&self, mention: &Mention) -> bool {
        self.by_given.of(self.word_at(mention.head)).iter().any(|&id| self.entities[id as usize].body)
    }

    /// Whether a lone name means a house of which `held` is but a part: an acronym before a trade or a place
    /// ("GE" is not GE Capital) or in a pair ("TNK-BP"); a name that the report prints before that of its wing, which
    /// otherwise stands first in full ("Barclays said … at Barclays Capital").
    fn is_unit_of(&self, held: &Entity, mention: &Mention) -> bool {
        if !held.body || held.name.len() < 2 {
            return false;
        }
        let named = &self.tokens[held.name.start as usize..held.name.end as usize];
        let (first, last) = (named[0], named[named.len() - 1]);
        let acronym = self.tokens[mention.head as usize].is(bit::ACRONYM);
        let pair = named.iter().rev().nth(1).is_some_and(|t| t.gap & gap::HYPHEN != 0);
        let wing = first.lex.word == self.word_at(mention.head) && is_wing(&last);
        acronym && (pair || wing) || wing && mention.sentence > 0 && held.first_word > mention.words.start
    }

    /// Same given name, or one is the other's initial, or one name's words all occur in the other's.
    fn agree(&self, a: &Range<u32>, b: &Range<u32>) -> bool {
        if a.len() < 2 {
            return false;
        }
        let (x, y) = (self.word_at(a.start), self.word_at(b.start));
        x == y || b.clone().any(|w| self.word_at(w) == x) || a.clone().any(|w| self.word_at(w) == y)
    }

    /// Whom a lone name means: the bearer of that surname (or given name) named most in full.
    fn bearer(&self, mention: &Mention) -> Option<u32> {
        let name = self.word_at(mention.head);
        let titled = self.title_gender(mention);
        let office = mention.words.start < mention.core.start
            && self.tokens[mention.words.start as usize..mention.core.start as usize]
                .iter()
                .any(|t| t.is(bit::TITLE | bit::OFFICE));
        let best = |ids: &[u32]| {
            let fits = |id: &&u32| {
                let held = &self.entities[**id as usize];
                let gender = self.name_gender(held);
                (held.may_be_person() || !office)
                    && !self.is_unit_of(held, mention)
                    && (titled == Gender::Unknown || gender == Gender::Unknown || gender == titled)
            };
            // "Barack Obama" rather than a headline's "Combative Obama".
            let given = |id: u32| {
                let first = self.tokens[self.entities[id as usize].name.start as usize];
                first.is(bit::FIRST_NAME) || !first.is(bit::CAP)
            };
            let rank = |&&id: &&u32| (given(id), self.entities[id as usize].full, u32::MAX - id);
            ids.iter().filter(fits).max_by_key(rank).copied()
        };
        // Of two surnames the first is used alone, too: "García" of "Gabriel García Márquez".
        let inner = || self.by_inner.of(name).first().copied().filter(|_| self.by_inner.of(name).len() == 1 && !office);
        best(self.by_surname.of(name))
            .or_else(|| best(self.by_given.of(name)))
            .or_else(inner)
            .or_else(|| self.abbreviated(mention))
    }

    /// The body with these initials: "SEC" is the Securities and Exchange Commission.
    fn abbreviated(&self, mention: &Mention) -> Option<u32> {
        let letters = self.tokens[mention.head as usize].lex.initials;
        if letters == 0 {
            return None;
        }
        self.by_initials.get(&letters).copied()
    }

    /// "He" and "she" tell of the only one who is named in their sentence and the one before that it is a human being.
    fn pronouns(&mut self, mentions: &[Mention]) {
        const HE: [u32; 2] = knowns(["he", "she"]);
        for (at, pronoun) in mentions.iter().enumerate() {
            let person = pronoun.sort == Sort::Pronoun && HE.contains(&self.word_at(pronoun.head));
            if !person || pronoun.run != UNQUOTED {
                continue;
            }
            let near = mentions[..at].iter().rev().take(NEAR).take_while(|m| m.sentence + 1 >= pronoun.sentence);
            let mut named = near.filter(|m| m.run == UNQUOTED && m.sort != Sort::Pronoun);
            let Some(only) = named.next().filter(|m| m.entity != NOBODY) else { continue };
            if self.is_subject(only) && named.all(|m| m.entity == only.entity) {
                self.entities[only.entity as usize].evidence += MEANT;
            }
        }
    }

    /// Whether a mention begins its sentence, or its clause after a quote.
    fn is_subject(&self, mention: &Mention) -> bool {
        let before = mention.words.start.checked_sub(1).map(|w| &self.tokens[w as usize]);
        before.is_none_or(|t| t.sentence != mention.sentence || t.quoted())
    }

    fn settle_kinds(&mut self) {
        self.entities.iter_mut().for_each(|e| e.body = e.evidence < 0);
    }

    fn title_gender(&self, mention: &Mention) -> Gender {
        let before = &self.tokens[mention.words.start as usize..mention.core.start as usize];
        let has = |bits| before.iter().any(|t| t.is(bits) && t.is(bit::TITLE));
        match (has(bit::MALE), has(bit::FEMALE)) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => Gender::Unknown,
        }
    }

    fn name_gender(&self, entity: &Entity) -> Gender {
        let first = self.tokens[entity.name.start as usize];
        if entity.name.len() < 2 {
            return entity.gender;
        }
        match (first.is(bit::MALE), first.is(bit::FEMALE)) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => entity.gender,
        }
    }

    fn settle_gender(&mut self, mentions: &[Mention]) {
        for id in 0..self.entities.len() {
            self.entities[id].gender = self.name_gender(&self.entities[id]);
        }
        for mention in mentions.iter().filter(|m| m.entity != NOBODY) {
            let titled = self.title_gender(mention);
            if titled != Gender::Unknown {
                self.entities[mention.entity as usize].gender = titled;
            }
        }
    }
}
