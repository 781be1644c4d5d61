//! Names: where a run of capitalised words begins, and how far it goes. Which of them are the name proper: `proper.rs`.

use super::bit;
use super::known::{known, knowns};
use super::mention::{Finder, LONGEST, Sort, sign};
use super::token::{Token, gap};
use super::usage::note;

/// Small words that lead from an office or a body on to what it is of.
const LINKS: [u32; 2] = knowns(["of", "for"]);
const TO: u32 = known("to");

/// Offices that are acronyms: the name follows them.
const SHORT_OFFICES: [u32; 4] = knowns(["ceo", "cfo", "coo", "cto"]);

/// What may stand between a name and the noun that says what it is: "the Antara news agency", "Moody's ratings agency".
pub(super) const CLASSED: [u32; 4] = knowns(["news", "rating", "ratings", "wire"]);

/// Whether a word, or one after a word of [`CLASSED`], says that what is named before it is a paper, station or agency.
pub(super) fn is_class(noun: &Token, after: bool) -> bool {
    noun.is(bit::LOWER)
        && !noun.is(bit::PLURAL)
        && (noun.is(bit::MEDIA) && noun.is(bit::BODY) || after && noun.lex.word == known("agency"))
}

/// Most particles in a row: "van den", "de la".
const PARTICLES: usize = 3;

impl Finder<'_> {
    pub(super) fn begins_name(&self, i: usize) -> bool {
        let token = self.tokens[i];
        if !token.is(bit::CAP) {
            return self.begins_with_particle(i) || self.begins_with_number(i);
        }
        if self.is_surname(i) {
            return true;
        }
        // "I/B/E/S. The company"
        let slashed = i > self.start && self.tokens[i - 1].gap == gap::OTHER && token.is(bit::INITIAL);
        if slashed || self.is_code(i) || i + 1 < self.end && self.is_code(i + 1) && token.is(bit::ACRONYM) {
            return false;
        }
        let closed = token.is(bit::FUNCTION | bit::TIME)
            && (!token.is(bit::ACRONYM) || self.in_heading(i))
            && !self.is_initial(i)
            && !self.is_day_of_paper(i);
        if closed {
            return false;
        }
        let marked = token.is(bit::TITLE | bit::OFFICE | bit::PARTY);
        marked || !self.opens_text(i) || !self.is_common(i)
    }

    /// The market in "7203.T" and "OSRn.DE": capitals after a stop without a space.
    fn is_code(&self, i: usize) -> bool {
        if !self.tokens[i].is(bit::ACRONYM | bit::INITIAL) {
            return false;
        }
        let before = i.checked_sub(1).map(|b| self.tokens[b]);
        let joined = before.is_some_and(|t| t.gap == gap::STOP && !t.is(bit::INITIAL | bit::TITLE));
        // "the Nasdaq Composite Index .IXIC": no sentence ends there, and nothing is abbreviated.
        let spaced = i > self.start && before.is_some_and(|t| t.gap == gap::ABBREVIATED && self.is_index(t.lex.word));
        joined || spaced
    }

    /// Whether an index of a stock market is called so, whose code may follow.
    fn is_index(&self, word: u32) -> bool {
        const INDEXES: [u32; 4] = knowns(["index", "composite", "average", "industrials"]);
        INDEXES.contains(&word)
    }

    /// "von der Leyen said": small particles before a capital.
    fn begins_with_particle(&self, i: usize) -> bool {
        let after = self.after_particles(i);
        after > i && self.is_name_word(after) && !self.tokens[after].is(bit::ACRONYM)
    }

    /// Where particles in small letters from `i` on end, each joined to the next word; `i` where there are none.
    fn after_particles(&self, i: usize) -> usize {
        let mut j = i;
        while j - i < PARTICLES && self.tokens[j].is(bit::PARTICLE) && self.tokens[j].is(bit::LOWER) && self.joined(j) {
            j += 1;
        }
        j
    }

    /// "7-Eleven", "20th Century Fox", "9th Circuit": digits before a capital that is no title.
    fn begins_with_number(&self, i: usize) -> bool {
        let next = i + 1;
        if !self.tokens[i].is(bit::NUMBER) || next >= self.end || !self.tokens[next].is(bit::CAP) {
            return false;
        }
        match self.tokens[i].gap {
            gap::HYPHEN => true,
            gap::SPACE => {
                // "On the 4th Ann Price said": a person is not counted, nor is a day or a place by itself.
                let counted = !self.tokens[next].is(bit::TIME | bit::PERSON | bit::PLACE);
                let two = || self.joined(next) && self.is_name_word(next + 1);
                let person = self.tokens[next].is(bit::FIRST_NAME);
                self.tokens[i].is(bit::ORDINAL) && self.is_name_word(next) && !person && (counted || two())
            }
            _ => false,
        }
    }

    /// A word that is a surname in this article, where it is used as one: "Will said", not "in May".
    pub(super) fn is_surname(&self, i: usize) -> bool {
        let token = self.tokens[i];
        if !token.is(bit::CAP) || !self.usage.has(token.lex.word, note::SURNAME) {
            return false;
        }
        let before = i.checked_sub(1).filter(|&b| b >= self.start && self.joined(b)).map(|b| self.tokens[b]);
        let dated = token.is(bit::TIME)
            && (before.is_some_and(|t| t.is(bit::PREPOSITION | bit::NUMBER | bit::ADVERB))
                || self.joined(i) && self.tokens[i + 1].is(bit::NUMBER));
        let ambiguous = token.is(bit::FUNCTION | bit::TIME) && self.opens_text(i);
        !dated && (!ambiguous || self.speaks(i))
    }

    /// A capital at a sentence's start that is owed to the place alone.
    pub(super) fn is_common(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let lone = !self.joined(i) || !self.tokens[self.after_particles(i + 1)].is(bit::CAP);
        let verbal = token.lex.cue > 0 || token.is(bit::PAST | bit::ING | bit::ADVERB) && !self.only_ends_so(i);
        let noun = token.is(bit::PERSON | bit::DOCUMENT | bit::MUTE | bit::MANY)
            || token.is(bit::BODY) && token.is(bit::PLURAL | bit::GENERIC);
        if token.is(bit::FIRST_NAME | bit::ACRONYM) && !lone {
            return false;
        }
        // "De Blasio said", "Bin Laden said"
        if token.is(bit::PARTICLE) && self.joined(i) && self.is_name_word(i + 1) {
            return false;
        }
        // "Bank of America"
        let institution = token.is(bit::BODY | bit::ENTERPRISE) && !token.is(bit::PLURAL) && self.joined(i);
        if institution
            && LINKS.contains(&self.tokens[i + 1].lex.word)
            && self.joined(i + 1)
            && self.tokens[i + 2].is(bit::CAP)
        {
            return false;
        }
        if self.leads_to_cue(i) && !self.usage.has(token.lex.word, note::CAPITAL) {
            return true;
        }
        if self.begins_company(i) {
            return false;
        }
        let small = self.usage.has(token.lex.word, note::SMALL) && !token.is(bit::ACRONYM);
        let capital = self.usage.has(token.lex.word, note::CAPITAL);
        let unusual = !token.is(bit::COMMON | bit::MANY) && self.joined(i) && self.tokens[i + 1].is(bit::PAST);
        let known = capital || token.is(bit::ACRONYM | bit::FIRST_NAME) || unusual || self.speaks(i);
        small || lone && (verbal || noun && !capital || !known)
    }

    /// "Boeing said", "Manning has": a name that has the ending of a verb. The article or a list knows it as a name, or it is
    /// no ordinary word and a verb follows, which no participle does.
    fn only_ends_so(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let verb = || self.tokens[i + 1].lex.cue >= 4 && self.tokens[i + 1].is(bit::LOWER);
        let subject = || self.joined(i) && (verb() || self.tokens[i + 1].is(bit::AUXILIARY));
        let known = self.usage.has(token.lex.word, note::CAPITAL) && !self.usage.has(token.lex.word, note::SMALL);
        known || token.is(bit::PROPER) || !token.is(bit::COMMON) && subject()
    }

    /// "Office Depot Inc": an ordinary word that has a capital elsewhere, too, begins a run that ends with a legal form. What
    /// describes a company ("Retailer Acme Inc") has none elsewhere.
    fn begins_company(&self, i: usize) -> bool {
        let token = self.tokens[i];
        if !self.usage.has(token.lex.word, note::CAPITAL) || token.is(bit::PERSON | bit::OFFICE | bit::GENERIC) {
            return false;
        }
        let run = (i + 1..self.end.min(i + 6)).take_while(|&w| self.joined(w - 1) && self.tokens[w].is(bit::CAP));
        run.into_iter().any(|w| self.tokens[w].is(bit::LEGAL_FORM))
    }

    /// Whether a word that is nearly always a cue, or a mark of apposition, follows.
    fn speaks(&self, i: usize) -> bool {
        let token = self.tokens[i];
        token.gap & (gap::POSSESSIVE | gap::COMMA | gap::COLON | gap::HYPHEN | gap::OPEN) != 0
            || self.joined(i)
                && (self.tokens[i + 1].lex.cue >= 4 || self.tokens[i + 1].is(bit::AUXILIARY | bit::TICKER))
    }

    /// Whether a word in capitals stands beside others of a heading, so that it is no acronym: "SPOKESMAN FOR CANADA".
    fn in_heading(&self, i: usize) -> bool {
        let shouted = |w: usize| self.tokens.get(w).is_some_and(|t| t.is(bit::SHOUTED));
        shouted(i + 1) || i > self.start && shouted(i - 1)
    }

    fn is_name_word(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let date = token.is(bit::TIME) && !token.is(bit::FIRST_NAME) && !self.is_day_of_paper(i);
        let acronym = token.is(bit::ACRONYM) && !self.in_heading(i);
        token.is(bit::CAP) && (!token.is(bit::FUNCTION) || acronym || self.is_initial(i)) && !date
            || token.is(bit::CAP) && i > self.start && self.is_surname(i)
    }

    /// "the Sunday Times": a day before the word by which papers are called, directly after an article. After a preposition
    /// it is a date ("on Sunday Press Secretary Ann Price").
    fn is_day_of_paper(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let article =
            i.checked_sub(1).is_some_and(|b| b >= self.start && self.tokens[b].is(bit::DET) && self.joined(b));
        token.is(bit::TIME)
            && token.is(bit::CAP)
            && token.gap == gap::SPACE
            && (article || i == self.start)
            && self.joined(i)
            && self.tokens[i + 1].is(bit::MEDIA)
            && self.tokens[i + 1].is(bit::CAP)
    }

    /// How far a run of name words from `i` goes.
    fn name_end(&self, i: usize) -> usize {
        let mut j = self.after_particles(i) + 1;
        while j - i < LONGEST && j < self.end {
            j = match self.name_part(i, j) {
                Some(next) => next,
                None => break,
            };
        }
        let suffixed =
            j < self.end && self.tokens[j].is(bit::SUFFIX) && self.tokens[j - 1].gap == gap::COMMA | gap::SPACE;
        (j + usize::from(suffixed && j - i > 1)).min(self.end)
    }

    /// One past the next part of a name whose words from `i` on end before `j`: a word, or particles and a word.
    fn name_part(&self, i: usize, j: usize) -> Option<usize> {
        const AGENCY: [u32; 2] = knowns(["investors", "ratings"]);
        let tail = self.tokens[j].is(bit::LEGAL_FORM) || AGENCY.contains(&self.tokens[j].lex.word);
        let company = self.tokens[j - 1].gap == gap::POSSESSIVE | gap::SPACE && tail;
        // "Women's Law Center"
        let owner = self.tokens[j - 1];
        let plural = owner.gap == gap::POSSESSIVE | gap::SPACE && owner.is(bit::PLURAL) && !owner.is(bit::PARTY);
        if (company || plural && self.tokens[j - 1].is(bit::CAP)) && self.tokens[j].is(bit::CAP) {
            return Some(j + 1);
        }
        if !self.joined(j - 1) || j + 1 < self.end && self.is_code(j + 1) {
            return None;
        }
        let hyphenated = self.tokens[j - 1].gap == gap::HYPHEN && self.tokens[j].is(bit::LOWER) && j - i > 1;
        if self.is_name_word(j) || hyphenated && !self.tokens[j].is(bit::PAST | bit::FUNCTION) && !self.is_noun(j) {
            return Some(j + 1);
        }
        let particles = self.after_particles(j);
        if particles > j && self.is_name_word(particles) {
            return Some(particles + 1);
        }
        if self.is_pair(j) || self.is_portfolio(i, j) || self.is_before_office(i, j) {
            return Some(j + 2);
        }
        if !self.is_link(i, j) || !self.joined(j) {
            return None;
        }
        // "Group of Seven", "Group of 20": bodies that are called by how many belong to them.
        let counted = self.tokens[j - 1].lex.word == known("group") && self.tokens[j].lex.word == known("of");
        let count = self.tokens[j + 1];
        if counted && (count.is(bit::NUMBER) || count.is(bit::QUANTIFIER) && count.is(bit::CAP)) {
            return Some(j + 2);
        }
        let skip = usize::from(self.tokens[j + 1].is(bit::DET));
        let on = j + 1 + skip < self.end && (skip == 0 || self.joined(j + 1)) && self.is_name_word(j + 1 + skip);
        on.then_some(j + 2 + skip)
    }

    /// "Securities and Exchange Commission": an "and" between two words of an institution's name.
    fn is_pair(&self, j: usize) -> bool {
        let institutional = |w: usize| self.tokens[w].is(bit::CAP) && self.tokens[w].is(bit::ENTERPRISE | bit::BODY);
        let last = |w: usize| w + 1 < self.end && institutional(w + 1) && self.tokens[w].gap == gap::SPACE;
        self.tokens[j].lex.word == known("and")
            && self.joined(j)
            && institutional(j - 1)
            && institutional(j + 1)
            && (last(j + 1) || self.tokens[j + 1].is(bit::BODY))
    }

    /// "Department of Housing and Urban Development": an "and" within what a department is of.
    fn is_portfolio(&self, i: usize, j: usize) -> bool {
        const OTHER: u64 = bit::BODY | bit::TITLE | bit::OFFICE | bit::FIRST_NAME | bit::ACRONYM | bit::PERSON;
        let of = (i + 1..j).find(|&w| LINKS.contains(&self.tokens[w].lex.word));
        of.is_some_and(|of| self.tokens[of - 1].is(bit::BODY))
            && self.tokens[j].lex.word == known("and")
            && self.tokens[j - 1].gap == gap::SPACE
            && self.joined(j)
            && self.is_name_word(j + 1)
            && !self.tokens[j + 1].is(OTHER | bit::PLACE)
            && !self.tokens[j - 1].is(bit::PLACE)
            && !self.tokens[i..j].iter().any(|t| t.is(bit::CONJUNCTION))
    }

    /// "Economic and Monetary Affairs Commissioner Ann Price": an "and" between ordinary words before an office.
    fn is_before_office(&self, i: usize, j: usize) -> bool {
        // "Secretary of Housing and Urban Development": with 2 one text of the tests comes out wrong, 10 changes nothing.
        const MOST: usize = 5;
        const OTHER: u64 = bit::FIRST_NAME | bit::PLACE | bit::PARTY | bit::OFFICE | bit::TITLE | bit::LEGAL_FORM;
        let ordinary = |w: usize| self.tokens[w].is(bit::COMMON) && !self.tokens[w].is(OTHER | bit::SURNAME);
        if self.tokens[j].lex.word != known("and") || !self.joined(j) || !ordinary(j - 1) || !ordinary(j + 1) {
            return false;
        }
        let plain = !self.tokens[i..j].iter().any(|t| t.is(bit::FIRST_NAME | bit::CONJUNCTION));
        let run = (j + 1..self.end.min(j + 1 + MOST)).take_while(|&w| self.tokens[w].is(bit::CAP) && self.joined(w));
        plain && run.into_iter().any(|w| self.tokens[w].is(bit::OFFICE) && self.tokens[w + 1].is(bit::CAP))
    }

    /// A small word within a name: "of" after a body or an office, "to" after an ambassador.
    fn is_link(&self, i: usize, j: usize) -> bool {
        let (word, before) = (self.tokens[j].lex.word, self.tokens[j - 1]);
        // "Bild am Sonntag", "Frankfurt am Main": between capitals the word is no verb.
        if word == known("am") {
            return before.is(bit::CAP) && !before.is(bit::FUNCTION);
        }
        // "Royal Bank of Scotland": no surname ends a name that begins like a person's.
        let body = before.is(bit::BODY | bit::ENTERPRISE) && !before.is(bit::SURNAME | bit::ALSO_SURNAME | bit::PERSON);
        if !body && self.tokens[i..j].iter().any(|t| t.is(bit::FIRST_NAME) && !t.is(bit::PLACE)) {
            return false;
        }
        // "University of Michigan Surveys of Consumers"
        let issued = || before.is(bit::DOCUMENT) && self.tokens[i..j].iter().any(|t| LINKS.contains(&t.lex.word));
        LINKS.contains(&word) && (before.is(bit::BODY | bit::OFFICE | bit::ENTERPRISE) || issued())
            || word == TO && before.is(bit::OFFICE)
    }

    /// Pushes the name that begins at word `i`; gives where it ends.
    pub(super) fn name(&mut self, i: usize) -> usize {
        let end = self.name_end(i);
        let i = if i > self.start && self.begins_with_number(i - 1) { i - 1 } else { i };
        let start = self.with_article(i);
        match self.core(i, end) {
            Some(core) => {
                let described = self.describing_noun(core.start, start);
                let employer = if self.is_employer(start, end) { sign::EMPLOYER } else { 0 };
                self.employer(i, core.start);
                self.push(Sort::Name, start..end, core);
                let owned = self.owns(end);
                let classed = if self.is_classed(end) { sign::BODY } else { 0 };
                let compound = self.is_compound(start, end);
                let name = self.found.last_mut().expect("a name was just pushed");
                name.owned = owned;
                name.modifier = compound;
                name.signs |= described | employer | classed;
                self.mark_modifier(end);
            }
            None if self.is_modifier(end) => {}
            None => {
                let start = start.min(self.left_edge(i));
                self.push(Sort::Nominal, start..end, start..end);
            }
        }
        end
    }

    /// Pushes what is named before an office in the run of a name whose proper part begins at `core`: "Acme Chairman Ann
    /// Price" names Acme, too.
    fn employer(&mut self, start: usize, core: usize) {
        const OTHER: u64 =
            bit::PARTY | bit::PLACE | bit::TITLE | bit::OFFICE | bit::PERSON | bit::FUNCTION | bit::TIME | bit::ING;
        let lead = (start..core).take_while(|&w| !self.tokens[w].is(OTHER) && self.tokens[w].is(bit::CAP)).count();
        let named = |w: usize| !self.usage.has(self.tokens[w].lex.word, note::SMALL);
        let office = |w: usize| self.tokens[w].is(bit::OFFICE) || self.is_short_office(w);
        let lead = (start..start + lead).take_while(|&w| !office(w)).count();
        let end = start + lead;
        if lead == 0 || end == core || !office(end) || !(start..end).all(named) {
            return;
        }
        self.push(Sort::Name, start..end, start..end);
        self.found.last_mut().expect("a name was just pushed").modifier = true;
    }

    /// "CEO", "MEP": an office in capitals; those that are other things as well before a given name alone ("TD Bank").
    pub(super) fn is_short_office(&self, w: usize) -> bool {
        let token = self.tokens[w];
        let full = || w + 2 < self.end && self.joined(w + 1) && self.tokens[w + 2].is(bit::CAP);
        let given = |t: &Token| {
            t.is(bit::FIRST_NAME | bit::INITIAL | bit::DOTTED) && !t.is(bit::PLACE) || t.is(bit::SURNAME) && full()
        };
        SHORT_OFFICES.contains(&token.lex.word)
            || token.is(bit::SHORT_OFFICE) && token.is(bit::ACRONYM) && self.joined(w) && given(&self.tokens[w + 1])
    }

    /// Whether word `i` is the initial "A." of a name and no article.
    fn is_initial(&self, i: usize) -> bool {
        let token = self.tokens[i];
        token.is(bit::INITIAL) && token.gap & gap::STOP != 0 && self.joined(i) && self.tokens[i + 1].is(bit::CAP)
    }
}
