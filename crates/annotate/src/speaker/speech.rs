//! From decisions to quotes: the speaker's name, type and role behind a mention.

use std::cell::OnceCell;
use std::ops::Range;

use super::antecedent::{Antecedents, Pronoun, pronoun};
use super::attribution::{Choice, EventIndex};
use super::bit;
use super::entity::Entity;
use super::known::{known, knowns};
use super::mention::{Mention, NOBODY, Sort, sign};
use super::model::Linear;
use super::name::{CLASSED, is_class};
use super::role::Roles;
use super::scene::Scene;
use super::token::{Token, UNQUOTED, gap};
use super::turn::ordinary;
use super::wording::{flat, is_plural_form, uncapitalised, with_article};
use super::{Quote, QuoteKind, Speaker, SpeakerType};

/// Turns decisions on an article's runs and events into quotes.
pub(super) struct Speech<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) antecedents: Antecedents<'a>,
    model: &'a Linear,
    /// Worked out when the first speaker is named.
    roles: OnceCell<Roles>,
}

impl<'a> Speech<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, events: &'a EventIndex<'a>, model: &'a Linear) -> Self {
        Speech { scene, antecedents: Antecedents::new(events), model, roles: OnceCell::new() }
    }

    /// The quote for a run.
    pub(super) fn quote(&mut self, run: u32, choice: &Choice) -> Quote {
        Quote {
            span: self.scene.runs[run as usize].span,
            kind: self.kind(run),
            speaker: choice.mention.and_then(|m| self.speaker(m)),
            mention: choice.mention.map(|m| self.scene.span(self.scene.mentions[m as usize].words.clone())),
            cue: choice.cue.filter(|_| choice.mention.is_some()).map(|cue| self.scene.span(cue..cue + 1)),
            confidence: choice.probability,
        }
    }

    /// A run is a part of the reporter's sentence where it begins small, or follows words without a pause
    /// and ends before the sentence does.
    fn kind(&self, run: u32) -> QuoteKind {
        let words = &self.scene.run_words[run as usize];
        let small = self.scene.token(words.start).is(bit::LOWER);
        let before = words.start.checked_sub(1).map(|w| self.scene.token(w));
        let same = before.is_some_and(|t| self.scene.block(t.sentence) == self.scene.runs[run as usize].block);
        let paused = |g: u16| g & (gap::COMMA | gap::COLON | gap::STOP | gap::DASH | gap::BREAK) != 0;
        let runs_on = same && before.is_some_and(|t| !paused(t.gap) && !t.quoted());
        if small && same || runs_on { QuoteKind::Mixed } else { QuoteKind::Direct }
    }

    /// Who is behind a mention; nobody where a pronoun leads to no name or noun.
    pub(super) fn speaker(&mut self, m: u32) -> Option<Speaker> {
        let at = self.resolve(m);
        self.antecedents.spoke(self.scene, at, m);
        let mention = &self.scene.mentions[at as usize];
        match mention.sort {
            Sort::Name if mention.entity != NOBODY => {
                Some(self.with_shared_surname(mention, self.named(mention.entity)))
            }
            Sort::Nominal => Some(self.nominal(at)),
            _ => None,
        }
    }

    /// Whether a mention is the reporter's "I" or "we".
    pub(super) fn is_reporters(&self, m: u32) -> bool {
        let mention = &self.scene.mentions[m as usize];
        mention.sort == Sort::Pronoun && pronoun(self.scene, mention) == Pronoun::First
    }

    /// Follows pronouns, and documents to those who issued them.
    fn resolve(&mut self, m: u32) -> u32 {
        let mut at = m;
        for _ in 0..3 {
            let found = match self.scene.mentions[at as usize].sort {
                Sort::Pronoun => self.antecedents.find(self.scene, at, self.model),
                Sort::Nominal => self.copied(at).or_else(|| self.classed(at)).or_else(|| self.issuer(at)),
                Sort::Name => None,
            };
            match found {
                Some(found) if found != at => at = found,
                _ => break,
            }
        }
        at
    }

    /// "a copy of the letter": the letter.
    fn copied(&self, m: u32) -> Option<u32> {
        let mention = &self.scene.mentions[m as usize];
        let of = self.scene.tokens.get(mention.words.end as usize)?;
        if self.scene.token(mention.head).lex.word != known("copy") || of.lex.word != known("of") {
            return None;
        }
        let after = self.scene.mentions_in(mention.words.end..mention.words.end + 8).next()?;
        let document = &self.scene.mentions[after];
        let next = document.sort == Sort::Nominal && document.words.start == mention.words.end + 1;
        next.then_some(after as u32)
    }

    /// "the Antara news agency", "Stern magazine": the noun only says what is named.
    fn classed(&self, m: u32) -> Option<u32> {
        let mention = &self.scene.mentions[m as usize];
        let head = mention.head;
        let between = u32::from(head > mention.words.start && CLASSED.contains(&self.scene.token(head - 1).lex.word));
        if !is_class(self.scene.token(head), between > 0) {
            return None;
        }
        let mut names = self.scene.mentions_in(mention.words.start..head);
        let name = names.find(|&n| self.scene.mentions[n].words.end + between == head)?;
        let named = &self.scene.mentions[name];
        let body = self.scene.entities.get(named.entity as usize).is_some_and(|e| e.body);
        let places = named.core.clone().all(|w| self.scene.token(w).is(bit::PLACE | bit::PARTY));
        let own = self.scene.token(named.words.end - 1).gap == gap::SPACE;
        (named.sort == Sort::Name && body && own && !places).then_some(name as u32)
    }

    pub(super) fn roles(&self) -> &Roles {
        self.roles.get_or_init(|| Roles::new(self.scene))
    }

    fn named(&self, entity: u32) -> Speaker {
        let held = &self.scene.entities[entity as usize];
        let kind = if held.body { SpeakerType::Organisation } else { SpeakerType::Person };
        let content = self.scene.text.content();
        let role = self.roles().of(self.scene, entity).map(|span| flat(span.of(content)));
        Speaker { name: self.name(held), kind, role }
    }

    /// "Carl and Mary Ford": the surname stands after the last given name alone.
    fn with_shared_surname(&self, mention: &Mention, speaker: Speaker) -> Speaker {
        let end = mention.words.end;
        let token = |w: u32| self.scene.tokens.get(w as usize);
        let given = mention.core.len() == 1 && self.scene.token(mention.head).is(bit::FIRST_NAME);
        let alone = given && !speaker.name.contains(' ') && token(end).is_some_and(|t| t.lex.word == known("and"));
        let other = self.scene.mentions_in(end..end + 3).find(|&m| self.scene.mentions[m].words.start == end + 1);
        let Some(other) = other.map(|m| &self.scene.mentions[m]).filter(|m| alone && m.sort == Sort::Name) else {
            return speaker;
        };
        let full =
            other.core.start == end + 1 && other.core.len() == 2 && self.scene.token(end + 1).is(bit::FIRST_NAME);
        if !full {
            return speaker;
        }
        let surname = self.words(other.core.start + 1..other.core.end);
        Speaker { name: format!("{} {surname}", speaker.name), kind: SpeakerType::Person, ..speaker }
    }

    /// An entity's name as printed: with its own possessive ("McDonald's"), without a comma before "Jr.".
    fn name(&self, held: &Entity) -> String {
        let mut name = self.words(held.name.clone());
        let owned = held.body || held.name.len() == 1;
        if owned && held.owned == Some(self.scene.token(held.name.end - 1).lex.word) {
            name.push_str("'s");
        }
        if self.scene.token(held.name.end - 1).is(bit::SUFFIX) {
            name = name.replacen(',', "", 1);
        }
        if !held.body && held.name.len() > 1 {
            name = ordinary(&name);
        }
        name
    }

    /// The speaker behind a noun: whoever the article calls so, else the noun as first and fullest printed.
    fn nominal(&self, m: u32) -> Speaker {
        let mention = &self.scene.mentions[m as usize];
        let head = self.scene.token(mention.head);
        // "The president of Libya" is not the president who was named.
        let bare = self.complement_end(mention) == mention.words.end;
        let one = self.is_definite(mention) && bare && head.is(bit::PERSON | bit::OFFICE) && !head.is(bit::PLURAL);
        let holder = || self.roles().holder(self.scene, head, mention.words.start);
        if let Some(entity) = one.then(holder).flatten().or_else(|| self.called(m)) {
            return self.named(entity);
        }
        // "The head of the bank" is not the head of whatever was spoken of before.
        let first = if self.is_definite(mention) && bare { self.first_of(m) } else { m };
        let fullest = &self.scene.mentions[first as usize];
        let words = self.words(self.extended(fullest));
        let name = if fullest.proper { words } else { uncapitalised(&words) };
        let kind = nominal_kind(head);
        let one =
            matches!(kind, SpeakerType::Unnamed | SpeakerType::Document) && !head.is(bit::PLURAL | bit::QUANTIFIER);
        let name = match one && !is_plural_form(&name) && !self.is_determined(fullest) {
            true if (is_sole(head) || self.is_chief(mention)) && bare => format!("the {name}"),
            true => with_article(&name),
            false => name,
        };
        Speaker { name, kind, role: None }
    }

    /// "chief executive"
    fn is_chief(&self, mention: &Mention) -> bool {
        let before = mention.head.checked_sub(1).filter(|&w| w >= mention.words.start);
        let chief = before.is_some_and(|w| self.scene.token(w).lex.word == known("chief"));
        chief && self.scene.token(mention.head).lex.word == known("executive")
    }

    /// Whether an article or a possessive tells which one a noun means.
    fn is_determined(&self, mention: &Mention) -> bool {
        let words = mention.words.start..mention.head;
        words.into_iter().any(|w| {
            let token = self.scene.token(w);
            token.is(bit::DET | bit::POSSESSIVE) || token.gap & gap::POSSESSIVE != 0
        })
    }

    pub(super) fn is_definite(&self, mention: &Mention) -> bool {
        const DEFINITE: [u32; 5] = knowns(["the", "these", "those", "that", "this"]);
        DEFINITE.contains(&self.scene.token(mention.words.start).lex.word)
    }

    /// The earliest mention with the same noun and, whatever else it says, all the words that tell this one from others.
    pub(super) fn first_of(&self, m: u32) -> u32 {
        let mention = &self.scene.mentions[m as usize];
        let word = |w: u32| self.scene.token(w).lex.word;
        let head = word(mention.head);
        let telling = || (mention.words.start..mention.head).filter(|&w| !self.scene.token(w).is(bit::DET));
        let same = |&c: &u32| {
            let candidate = &self.scene.mentions[c as usize];
            candidate.sort == Sort::Nominal
                && candidate.run == UNQUOTED
                && word(candidate.head) == head
                && telling().all(|w| candidate.words.clone().any(|c| word(c) == word(w)))
        };
        (m.saturating_sub(LOOK_BACK)..m).find(same).unwrap_or(m)
    }

    /// The noun's words without article or quantity, with a body or person it is "of", "for" or "from".
    fn extended(&self, mention: &Mention) -> Range<u32> {
        let mut start = mention.words.start;
        while start < mention.head && self.scene.token(start).is(bit::DET | bit::QUANTIFIER) {
            start += 1;
        }
        let article = start == mention.words.start + 1 && self.scene.token(mention.words.start).is(bit::DET);
        let singular = !self.scene.token(mention.head).is(bit::PLURAL);
        if article && singular {
            start = mention.words.start;
        }
        start..self.complement_end(mention)
    }

    pub(super) fn complement_end(&self, mention: &Mention) -> u32 {
        let end = mention.words.end;
        let described = mention.signs & sign::FROM != 0 && mention.reach - end <= LONGEST_COMPLEMENT;
        if described && self.scene.token(end - 1).gap == gap::SPACE && self.plainly(end..mention.reach) {
            return mention.reach;
        }
        let Some(link) = self.scene.tokens.get(end as usize) else { return end };
        const LINKS: [u32; 5] = knowns(["of", "for", "from", "at", "with"]);
        // "an aide to the senator"
        let to = link.lex.word == known("to") && self.scene.token(mention.head).is(bit::PERSON);
        if !LINKS.contains(&link.lex.word) && !to
            || self.scene.token(end - 1).gap != gap::SPACE
            || link.sentence != mention.sentence
        {
            return end;
        }
        let near = self.scene.mentions_in(end..(end + 8).min(self.scene.tokens.len() as u32));
        let joined = |m: &&Mention| m.sort == Sort::Name && m.words.start <= end + 1 && m.sentence == mention.sentence;
        self.scene.mentions[near].iter().find(joined).map_or(end, |m| m.words.end)
    }

    /// Whether no comma or bracket stands within these words.
    fn plainly(&self, words: Range<u32>) -> bool {
        (words.start..words.end - 1).all(|w| self.scene.token(w).gap & (gap::COMMA | gap::OPEN | gap::CLOSE) == 0)
    }

    /// Who issued a statement, letter or the like: its possessor, or the subject where it was first spoken of.
    fn issuer(&self, m: u32) -> Option<u32> {
        let mention = &self.scene.mentions[m as usize];
        let head = self.scene.token(mention.head).lex.word;
        if !ISSUED.contains(&head) {
            return None;
        }
        let within = self.scene.mentions_in(mention.words.start..mention.head).next();
        if let Some(owner) = within.filter(|&o| self.issues(&self.scene.mentions[o])) {
            return Some(owner as u32);
        }
        if let Some(by) = self.issued_by(mention) {
            return Some(by);
        }
        if !self.is_definite(mention) {
            return None;
        }
        let mut earlier = (m.saturating_sub(LOOK_BACK)..m).rev().filter(|&c| {
            let candidate = &self.scene.mentions[c as usize];
            candidate.run == UNQUOTED && self.scene.token(candidate.head).lex.word == head
        });
        earlier.find_map(|c| self.subject_before(c))
    }

    /// Whether a mention within a document's noun phrase issued it: a name, or whoever has a possessive ("the judge's note").
    fn issues(&self, owner: &Mention) -> bool {
        let possessive = self.scene.token(owner.words.end - 1).gap & gap::POSSESSIVE != 0;
        owner.sort == Sort::Name || possessive && self.scene.token(owner.head).is(bit::PERSON | bit::BODY)
    }

    /// "a statement released by the police", "a letter from the bank": who issued it.
    fn issued_by(&self, mention: &Mention) -> Option<u32> {
        const BY: [u32; 2] = knowns(["by", "from"]);
        let link = (mention.words.end..mention.reach).find(|&w| BY.contains(&self.scene.token(w).lex.word))?;
        let near = self.scene.mentions_in(link..mention.reach);
        near.into_iter().find(|&m| self.scene.mentions[m].words.start == link + 1).map(|m| m as u32)
    }

    /// The first mention that follows the last comma before mention `m` in its sentence.
    fn subject_before(&self, m: u32) -> Option<u32> {
        let mention = &self.scene.mentions[m as usize];
        let start = self.scene.text.sentences[mention.sentence as usize].words.start;
        let clause = (start..mention.words.start).rev().find(|&w| self.scene.token(w).gap & gap::COMMA != 0);
        let within = self.scene.mentions_in(clause.map_or(start, |w| w + 1)..mention.words.start);
        within.map(|c| c as u32).find(|&c| {
            let candidate = &self.scene.mentions[c as usize];
            candidate.run == UNQUOTED && !self.scene.token(candidate.head).is(bit::DOCUMENT)
        })
    }

    fn words(&self, words: Range<u32>) -> String {
        flat(self.scene.span(words).of(self.scene.text.content()))
    }
}

/// Whether a house has but one who is called so: without an article, in headlines and after a name, it is "the chairman".
fn is_sole(head: &Token) -> bool {
    const SOLE: [u32; 10] =
        knowns(["ceo", "cfo", "chairman", "chairperson", "chairwoman", "chancellor", "coo", "cto", "pope", "premier"]);
    SOLE.contains(&head.lex.word)
}

/// The type of a speaker who is called by a noun.
fn nominal_kind(head: &Token) -> SpeakerType {
    const SINGLE: [u32; 2] = knowns(["one", "another"]);
    let plural = head.is(bit::PLURAL | bit::MANY) || head.is(bit::QUANTIFIER) && !SINGLE.contains(&head.lex.word);
    match () {
        _ if head.is(bit::DOCUMENT) && !head.is(bit::PERSON | bit::BODY) => SpeakerType::Document,
        // "court papers"
        _ if head.lex.word == known("papers") => SpeakerType::Document,
        _ if plural || head.is(bit::GATHERING) => SpeakerType::Group,
        _ if head.is(bit::BODY) && (!head.is(bit::PERSON) || head.is(bit::GENERIC)) => SpeakerType::Organisation,
        _ => SpeakerType::Unnamed,
    }
}

/// How many mentions back an earlier mention of the same thing is looked for. It bounds the time of very long
/// articles; 100 gives the same F1 on PolNeAR, whose articles are short.
pub(super) const LOOK_BACK: u32 = 400;

/// Longest complement with "of", "for" or "from" that a speaker without a name is called by ("a spokesman for the ministry"),
/// in words.
const LONGEST_COMPLEMENT: u32 = 8;

/// Documents whose words are their issuer's.
const ISSUED: [u32; 10] =
    knowns(["statement", "release", "letter", "memo", "email", "note", "declaration", "communique", "filing", "tweet"]);
