//! Whom a definite noun means that no role tells: the body that a report calls "the company", the person whom it calls
//! "the Florida senator".

use super::bit;
use super::entity::Gender;
use super::known::{known, knowns};
use super::mention::{Mention, NOBODY};
use super::speech::{LOOK_BACK, Speech};
use super::token::{Token, UNQUOTED, gap};
use onrecord_text::article::BlockKind;

/// The last of the sentences with which a report opens, from 0: the headline's news and the sentence after it. 3
/// gives the same F1 on PolNeAR.
const OPENING: u32 = 1;

/// How many sentences back the person may be named whom an epithet means ("the Florida senator"). 1 and 4 give the
/// same F1 within .1 on PolNeAR; a report that goes on longer repeats the name.
const EPITHET_REACH: u32 = 2;

/// The name of whom a description means is looked for in at most this many sentences after it. 2 and 10 change single quotes
/// and give the same F1 on PolNeAR (a third of train, dev).
const NAMED_WITHIN: u32 = 5;

/// Longest office before a name, in words. 2 and 8 give the same quotes on PolNeAR (a third of train, dev).
const LONGEST_OFFICE: u32 = 4;

impl Speech<'_> {
    /// The entity that a noun means.
    pub(super) fn called(&self, m: u32) -> Option<u32> {
        self.body_called(m)
            .or_else(|| self.body_described(m))
            .or_else(|| self.person_called(m))
            .or_else(|| self.named_next(m))
    }

    /// News opens with what somebody is and gives the name in the sentences after: "…, the government spokesman said on
    /// Thursday. “We are close,” Ann Price told reporters." The one is meant whose role has the noun, or else the first
    /// person whom the report names, if that one speaks.
    fn named_next(&self, m: u32) -> Option<u32> {
        let mention = &self.scene.mentions[m as usize];
        let head = self.scene.token(mention.head);
        let one = head.is(bit::PERSON | bit::OFFICE) && !head.is(bit::PLURAL | bit::QUANTIFIER);
        if !one || !self.is_pointed(mention) || self.first_of(m) != m {
            return None;
        }
        let end = self.scene.mentions.len() as u32;
        let near = |c: &u32| self.scene.mentions[*c as usize].sentence - mention.sentence <= NAMED_WITHIN;
        let mut introduced = (m + 1..end).take_while(near).filter(|&c| self.introduces_person(c));
        let first = introduced.clone().next();
        let alike = introduced.find(|&c| self.has_role(c, head.lex.word));
        let first = first.filter(|&c| self.is_first_person(c) && self.antecedents.is_source(c));
        alike.or(first).map(|c| self.scene.mentions[c as usize].entity)
    }

    /// Whether a mention gives a person's full name outside quotes.
    fn introduces_person(&self, c: u32) -> bool {
        let candidate = &self.scene.mentions[c as usize];
        let held = self.scene.entities.get(candidate.entity as usize);
        candidate.run == UNQUOTED && candidate.core.len() > 1 && held.is_some_and(|e| !e.body)
    }

    /// Whether no other person is named before mention `c`, the title left out.
    fn is_first_person(&self, c: u32) -> bool {
        let named = |n: &Mention| {
            let person = self.scene.entities.get(n.entity as usize).is_some_and(|e| !e.body);
            person && self.scene.block_kind(self.scene.block(n.sentence)) != BlockKind::Title
        };
        !self.scene.mentions[..c as usize].iter().any(named)
    }

    /// Whether a person's role has this noun and is no lesser one: "deputy mayor" is not the mayor.
    fn has_role(&self, c: u32, noun: u32) -> bool {
        const LESSER: [u32; 5] = knowns(["deputy", "vice", "assistant", "former", "acting"]);
        let candidate = &self.scene.mentions[c as usize];
        let before = candidate.core.start.saturating_sub(LONGEST_OFFICE)..candidate.core.start;
        let lesser = before.into_iter().any(|w| LESSER.contains(&self.scene.token(w).lex.word));
        !lesser && self.roles().has_noun(candidate.entity, noun)
    }

    /// Whether an article or an owner points at one: "the spokesman", "its chief", "GM's analyst".
    fn is_pointed(&self, mention: &Mention) -> bool {
        const ITS: u32 = known("its");
        let first = self.scene.token(mention.words.start);
        let owned = (mention.words.start..mention.head).any(|w| self.scene.token(w).gap & gap::POSSESSIVE != 0);
        self.is_definite(mention) || first.lex.word == ITS || owned
    }

    /// The body that a definite noun describes ("the Milwaukee-based company", "the rating agency"): the only one that was a
    /// subject or a source in the sentences before. A noun that the report introduced, and "the rival company", mean another.
    fn body_described(&self, m: u32) -> Option<u32> {
        const ANOTHER: [u32; 9] =
            knowns(["rival", "other", "same", "new", "former", "second", "third", "parent", "another"]);
        let mention = &self.scene.mentions[m as usize];
        let head = self.scene.token(mention.head);
        let within = || (mention.words.start + 1..mention.head).map(|w| self.scene.token(w));
        let other = |t: &Token| {
            t.gap != gap::HYPHEN && (ANOTHER.contains(&t.lex.word) || t.is(bit::CAP) && !t.is(bit::PLACE | bit::NUMBER))
        };
        let described = head.is(bit::GENERIC) && !head.is(bit::PLURAL) && mention.words.len() > 2;
        if !described || !self.is_definite(mention) || within().any(other) || self.first_of(m) != m {
            return None;
        }
        let near = |c: &u32| mention.sentence - self.scene.mentions[*c as usize].sentence <= EPITHET_REACH;
        let prominent = |&c: &u32| {
            let ahead = self.scene.mentions[c as usize].words.end <= mention.words.start;
            ahead && self.is_body_name(c) && self.antecedents.is_prominent(self.scene, c)
        };
        let mut bodies =
            (0..m).rev().take_while(near).filter(prominent).map(|c| self.scene.mentions[c as usize].entity);
        let found = bodies.next()?;
        bodies.all(|entity| entity == found).then_some(found)
    }

    /// The person whom an epithet means ("the Florida senator", "the 57-year-old scientist", "the Democrat"): the last who
    /// was a subject or a source in the sentences before. A noun that the report introduced means somebody else.
    fn person_called(&self, m: u32) -> Option<u32> {
        let mention = &self.scene.mentions[m as usize];
        if !self.is_epithet(mention) || self.first_of(m) != m {
            return None;
        }
        let head = self.scene.token(mention.head);
        let gender = match (head.is(bit::MALE), head.is(bit::FEMALE)) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => Gender::Unknown,
        };
        let near = |c: &u32| mention.sentence - self.scene.mentions[*c as usize].sentence <= EPITHET_REACH;
        let found = (0..m).rev().take_while(near).find(|&c| {
            let candidate = &self.scene.mentions[c as usize];
            candidate.sentence < mention.sentence
                && self.is_person(candidate, gender)
                && self.antecedents.is_prominent(self.scene, c)
        });
        found.map(|c| self.scene.mentions[c as usize].entity)
    }

    /// Whether a definite noun for one human being says where from, of which party or how old.
    fn is_epithet(&self, mention: &Mention) -> bool {
        let head = self.scene.token(mention.head);
        let one = head.is(bit::PERSON | bit::OFFICE | bit::PARTY) && !head.is(bit::PLURAL | bit::BODY);
        let telling = |w: u32| {
            let token = self.scene.token(w);
            // "the Fed chief", "the GM boss"
            let house = head.is(bit::OFFICE) && token.is(bit::PROPER | bit::ACRONYM);
            token.is(bit::CAP) && (token.is(bit::PLACE | bit::PARTY) || house)
                || token.is(bit::NUMBER) && token.gap == gap::HYPHEN
        };
        one && self.is_definite(mention)
            && self.complement_end(mention) == mention.words.end
            && (head.is(bit::PARTY) || (mention.words.start..mention.head).any(telling))
    }

    fn is_person(&self, mention: &Mention, gender: Gender) -> bool {
        let held = self.scene.entities.get(mention.entity as usize);
        let fits = |theirs: Gender| gender == Gender::Unknown || theirs == Gender::Unknown || theirs == gender;
        mention.entity != NOBODY && mention.is_candidate() && held.is_some_and(|e| !e.body && fits(e.gender))
    }

    /// The body that "the company", "the ministry" or "its website" means: one whose name has that noun, else, for a noun
    /// that many bodies are called by, the one that the report last made a subject or a source, or named last.
    fn body_called(&self, m: u32) -> Option<u32> {
        let mention = &self.scene.mentions[m as usize];
        let head = self.scene.token(mention.head);
        let its = self.scene.token(mention.words.start).lex.word == known("its");
        let generic = head.is(bit::GENERIC) && !head.is(bit::PLURAL) && self.is_definite(mention);
        // More words than "the company" tell of another one: "the rival company".
        let bare = mention.words.len() == 2 && mention.reach == mention.words.end;
        if !(its || generic && bare) {
            return None;
        }
        let mut names = (m.saturating_sub(LOOK_BACK)..m).rev().filter(|&c| self.is_body_name(c));
        let entity = |c: u32| self.scene.mentions[c as usize].entity;
        let called = |&c: &u32| {
            let name = self.scene.entities[entity(c) as usize].name.clone();
            name.into_iter().any(|w| self.scene.token(w).lex.word == head.lex.word)
        };
        if let Some(found) = names.clone().find(called) {
            return Some(entity(found));
        }
        const OWN_NAME: [u32; 4] = knowns(["ministry", "department", "agency", "union"]);
        if !its && OWN_NAME.contains(&head.lex.word) {
            return None;
        }
        let mut best: Option<(u32, u32)> = None;
        for c in names.by_ref() {
            let salience = self.salience(c, mention.sentence, head.is(bit::MEDIA));
            if best.is_none_or(|(most, _)| salience > most) {
                best = Some((salience, c));
            }
        }
        best.map(|(_, c)| entity(c))
    }

    /// How much speaks for a body as the one that a report calls "the company" in a sentence: that it is marked as a
    /// company, is the subject of what the report opens with, was a subject or a source just before, is named often.
    /// The figures are ranks, chosen by reading reports on two companies.
    fn salience(&self, m: u32, sentence: u32, media: bool) -> u32 {
        let mention = &self.scene.mentions[m as usize];
        let held = &self.scene.entities[mention.entity as usize];
        let prominent = self.antecedents.is_prominent(self.scene, m);
        let near = sentence - mention.sentence <= 2;
        let opens = mention.sentence <= OPENING && prominent;
        let last = self.scene.token(held.name.end - 1);
        let printed = last.is(bit::MEDIA) && last.is(bit::CAP);
        // "The paper" is none but a paper.
        let like = if printed == media { 8 } else { 0 };
        like + 3 * u32::from(held.is_marked_company())
            + 2 * u32::from(opens)
            + 2 * u32::from(prominent && near)
            + held.count.min(6) / 2
    }

    /// Whether a mention names a body that is no place, in the reporter's words; also before another's name ("Acme Chief
    /// Executive Ann Price").
    fn is_body_name(&self, m: u32) -> bool {
        let mention = &self.scene.mentions[m as usize];
        let held = self.scene.entities.get(mention.entity as usize);
        held.is_some_and(|e| e.body && !self.scene.token(e.name.end - 1).is(bit::PLACE)) && mention.run == UNQUOTED
    }
}
