//! Entities: which names of an article are one bearer's, and what the article tells of each.
//!
//! A full name founds an entity; a surname alone, with or without title, joins the one it fits. Two full names
//! are one bearer's only if surname and given name agree ("Donald J. Trump", "Donald Trump").

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::lexicon::{bit, hashes};
use super::mention::{Mention, NOBODY, Sort};
use super::token::Token;

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
    /// How often it is named outside quotes.
    pub count: u32,
    /// How often by its full name.
    pub full: u32,
    pub gender: Gender,
    /// Whether it is a body rather than a human being.
    pub body: bool,
}

/// Links the names among `mentions` and returns the entities they name.
pub(super) fn link(tokens: &[Token], mentions: &mut [Mention]) -> Vec<Entity> {
    let names = mentions.iter().filter(|m| m.sort == Sort::Name).count();
    let mut linker = Linker {
        tokens,
        entities: Vec::with_capacity(names / 2),
        by_surname: Bearers::new(names / 2),
        by_given: Bearers::new(names / 4),
    };
    for full in [true, false] {
        for (number, mention) in mentions.iter_mut().enumerate().filter(|(_, m)| m.sort == Sort::Name) {
            if linker.is_full(mention) == full {
                mention.entity = linker.place(number as u32, mention);
            }
        }
    }
    linker.settle_gender(mentions);
    linker.entities
}

struct Linker<'a> {
    tokens: &'a [Token],
    entities: Vec<Entity>,
    by_surname: Bearers,
    by_given: Bearers,
}

/// Bearers of one surname beyond this many are not told apart, so that linking stays linear.
const NAMESAKES: usize = 8;

/// The bearers of each surname or given name.
struct Bearers(FxHashMap<u32, Namesakes>);

#[derive(Clone, Copy, Default)]
struct Namesakes {
    ids: [u32; NAMESAKES],
    count: u8,
}

impl Bearers {
    /// None yet, with room for so many names.
    fn new(names: usize) -> Self {
        Bearers(FxHashMap::with_capacity_and_hasher(names, Default::default()))
    }

    fn of(&self, name: u32) -> &[u32] {
        self.0.get(&name).map_or(&[], |held| &held.ids[..usize::from(held.count)])
    }

    fn add(&mut self, name: u32, id: u32) {
        let held = self.0.entry(name).or_default();
        if let Some(free) = held.ids.get_mut(usize::from(held.count)) {
            *free = id;
            held.count += 1;
        }
    }
}

impl Linker<'_> {
    fn is_full(&self, mention: &Mention) -> bool {
        mention.head > mention.core.start
    }

    fn hash_at(&self, word: u32) -> u32 {
        self.tokens[word as usize].lex.hash
    }

    fn place(&mut self, number: u32, mention: &Mention) -> u32 {
        let full = self.is_full(mention);
        let known = if full { self.same_full(mention) } else { self.bearer(mention) };
        let entity = known.unwrap_or_else(|| self.found(number, mention));
        let quoted = self.tokens[mention.head as usize].quoted();
        let held = &mut self.entities[entity as usize];
        held.count += u32::from(!quoted);
        held.full += u32::from(full);
        held.first = held.first.min(number);
        if full && mention.core.len() > held.name.len() && !quoted {
            held.name = mention.core.clone();
        }
        entity
    }

    fn found(&mut self, number: u32, mention: &Mention) -> u32 {
        let id = self.entities.len() as u32;
        let body = self.is_body(mention);
        let name = mention.core.clone();
        self.entities.push(Entity { name, first: number, count: 0, full: 0, gender: Gender::Unknown, body });
        let given = (self.is_full(mention) && !body).then(|| self.hash_at(mention.core.start));
        let surname = self.hash_at(mention.head);
        self.by_surname.add(surname, id);
        if let Some(given) = given {
            self.by_given.add(given, id);
        }
        id
    }

    fn is_body(&self, mention: &Mention) -> bool {
        let core = &self.tokens[mention.core.start as usize..mention.core.end as usize];
        let titled =
            mention.words.start + 1 < mention.core.start || self.tokens[mention.words.start as usize].is(bit::TITLE);
        let acronym = core.len() == 1 && core[0].is(bit::ACRONYM);
        let article =
            mention.words.start < mention.core.start && self.tokens[mention.words.start as usize].is(bit::DET);
        let office = self.tokens[mention.words.start as usize..mention.core.start as usize]
            .iter()
            .any(|t| t.is(bit::OFFICE | bit::TITLE));
        const OF: [u32; 2] = hashes(["of", "for"]);
        let of = core.iter().any(|t| OF.contains(&t.lex.hash));
        let noun = core.iter().any(|t| t.is(bit::BODY)) && !core[0].is(bit::FIRST_NAME);
        let place = core[core.len() - 1].is(bit::PLACE) && !core[0].is(bit::FIRST_NAME);
        !titled && !office && (place || acronym || noun || of || article)
    }

    /// The entity whose full name agrees.
    fn same_full(&self, mention: &Mention) -> Option<u32> {
        let fits = |&&id: &&u32| self.agree(&self.entities[id as usize].name, &mention.core);
        self.by_surname.of(self.hash_at(mention.head)).iter().find(fits).copied()
    }

    /// Same given name, or one is the other's initial, or one name's words all occur in the other's.
    fn agree(&self, a: &Range<u32>, b: &Range<u32>) -> bool {
        if a.len() < 2 {
            return false;
        }
        let (x, y) = (self.hash_at(a.start), self.hash_at(b.start));
        x == y || b.clone().any(|w| self.hash_at(w) == x) || a.clone().any(|w| self.hash_at(w) == y)
    }

    /// Whom a lone name means: the bearer of that surname (or given name) named most in full.
    fn bearer(&self, mention: &Mention) -> Option<u32> {
        let name = self.hash_at(mention.head);
        let titled = self.title_gender(mention);
        let best = |ids: &[u32]| {
            let fits = |id: &&u32| {
                let gender = self.name_gender(&self.entities[**id as usize]);
                titled == Gender::Unknown || gender == Gender::Unknown || gender == titled
            };
            ids.iter().filter(fits).max_by_key(|&&id| (self.entities[id as usize].full, u32::MAX - id)).copied()
        };
        best(self.by_surname.of(name)).or_else(|| best(self.by_given.of(name)))
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
