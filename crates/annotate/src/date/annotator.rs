//! The annotator: from an analysed article to its date mentions and its publication date.

use super::calendar::Moment;
use super::clues::{ClueForm, DateClues, Tables, clue_form, clues};
use super::english::{self, Verb};
use super::links::share_years;
use super::parse::{self, Amount, Core, Expr, Found, From, Inner, Toward, View, Year};
use super::published::Offices;
use super::resolve::{Anchor, Resolved, Setting, setting};
use super::tag::{Tag, Unit};
use super::tense::{Tense, plainly_past, tense};
use super::{DateMention, PartialDate, Published, published};
use onrecord_text::analyze::form::FormTable;
use onrecord_text::analyze::{Analyzed, Forms};
use onrecord_text::limit;
use onrecord_text::span::Span;

/// The dates of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dated {
    /// When it was published.
    pub published: Published,
    /// The dates it speaks of, in text order, disjoint.
    pub mentions: Vec<DateMention>,
    /// What it tells that may date others, where nothing gives its own date: then it will be asked for.
    pub clues: Option<DateClues>,
}

/// Finds dates. Holds what it knows of each spelling; one per [`Forms`].
#[derive(Default)]
pub struct DateAnnotator {
    tags: FormTable<Tag>,
    heads: FormTable<bool>,
    verbs: FormTable<Verb>,
    clue_forms: FormTable<ClueForm>,
    surnames: FormTable<u16>,
    offices: Offices,
}

impl DateAnnotator {
    /// An annotator that knows no spelling yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The dates of the article; `forms` are those it was analysed with.
    pub fn annotate(&mut self, text: &Analyzed, forms: &Forms) -> Dated {
        self.update(forms);
        let found = self.find(text, forms);
        let (published, resolved) = self.resolve(text, forms, &found, None);
        let (mentions, clues) = self.told(text, forms, &found, resolved, !published.is_given());
        Dated { published, mentions, clues }
    }

    /// The dates of the article, with a publication date that is settled, say by its collection (see
    /// [`super::corpus`]): what counts from it is counted from there. Beside them, the publication date that the
    /// article has by itself.
    pub fn annotate_as(&mut self, text: &Analyzed, forms: &Forms, settled: Published) -> (Dated, Published) {
        self.update(forms);
        let found = self.find(text, forms);
        let (own, _) = self.resolve(text, forms, &found, None);
        let (published, resolved) = self.resolve(text, forms, &found, Some(settled));
        (Dated { published, mentions: mentions(&found, resolved), clues: None }, own)
    }

    /// When the article was published as far as it says itself, and what it tells that may date others.
    pub fn dating(&mut self, text: &Analyzed, forms: &Forms) -> (Published, DateClues) {
        self.update(forms);
        let found = self.find(text, forms);
        let (published, resolved) = self.resolve(text, forms, &found, None);
        let (_, clues) = self.told(text, forms, &found, resolved, true);
        (published, clues.unwrap_or_default())
    }

    /// The dates that the article speaks of, and what they tell that may date others where that is wanted.
    fn told(
        &mut self,
        text: &Analyzed,
        forms: &Forms,
        found: &[Found],
        resolved: Vec<Option<Resolved>>,
        wanted: bool,
    ) -> (Vec<DateMention>, Option<DateClues>) {
        if !wanted {
            return (mentions(found, resolved), None);
        }
        self.clue_forms.update(forms, clue_form);
        let told: Vec<&Found> = found.iter().zip(&resolved).filter(|(_, r)| r.is_some()).map(|(f, _)| f).collect();
        let mentions = mentions(found, resolved);
        let tables = Tables { forms: &self.clue_forms, verbs: &self.verbs, tags: &self.tags };
        let clues = clues(text, tables, told.into_iter().zip(&mentions));
        (mentions, Some(clues))
    }

    /// The publication date, unless it is settled, and what each expression denotes.
    fn resolve(
        &self,
        text: &Analyzed,
        forms: &Forms,
        found: &[Found],
        settled: Option<Published>,
    ) -> (Published, Vec<Option<Resolved>>) {
        let given = settled.or_else(|| published::given(text, found));
        let tenses: Vec<Tense> = found.iter().map(|f| self.tense(text, f, given.is_none())).collect();
        let published = given.unwrap_or_else(|| {
            let holdings = self.offices.holdings(text, forms, &self.surnames);
            published::no_later(published::inferred(text, found, &tenses, &holdings), text)
        });
        let setting = setting(found, text.content(), writing(&published));
        let resolved = resolve(text, found, &tenses, setting);
        (published, resolved)
    }

    fn update(&mut self, forms: &Forms) {
        self.tags.update(forms, |forms, id| english::tag(forms.raw(id), forms.folded(id), forms.shape(id)));
        let tags = &self.tags;
        // Of ordinals, only those in digits open a date by themselves: "on the 5th".
        let is_number = |forms: &Forms, id| forms.folded(id).as_bytes().first().is_some_and(u8::is_ascii_digit);
        self.heads.update(forms, |forms, id| match tags.get(id) {
            Tag::Ordinal(_) => is_number(forms, id),
            tag => tag.is_head(),
        });
        let offices = &self.offices;
        self.surnames.update(forms, |forms, id| offices.surname(forms.folded(id)));
        self.verbs.update(forms, |forms, id| english::verb(forms.folded(id), forms.shape(id)));
    }

    /// All expressions of the article in text order.
    fn find(&self, text: &Analyzed, forms: &Forms) -> Vec<Found> {
        let mut found = Vec::new();
        for (number, sentence) in text.sentences.iter().enumerate() {
            limit::check();
            let view = View::new(
                text,
                forms,
                &self.tags,
                &self.heads,
                sentence.words.start as usize,
                sentence.words.end as usize,
            );
            parse::scan(&view, |from, end, expr| {
                let span = Span { start: text.words[from].span.start, end: text.words[end - 1].span.end };
                let words = (from as u32, end as u32);
                found.push(Found {
                    span,
                    words,
                    sentence: number as u32,
                    expr,
                    opens_range: false,
                    year_of_next: false,
                });
            });
        }
        share_years(&mut found, text);
        found
    }

    /// The tense around an expression, where anything depends on it.
    fn tense(&self, text: &Analyzed, found: &Found, undated: bool) -> Tense {
        let dated = matches!(found.expr.core, Core::Calendar { year: Year::Is(_), .. });
        if !undated && matches!(found.expr.core, Core::Calendar { year: Year::Is(_), inner: Inner::Whole }) {
            return self.plan(text, found);
        }
        if !(depends_on_tense(found.expr) || undated && dated) {
            return Tense::Unknown;
        }
        let sentence = &text.sentences[found.sentence as usize].words;
        let sentence = (sentence.start as usize, sentence.end as usize);
        let (from, to) = (found.words.0 as usize, found.words.1 as usize);
        match tense(text, &self.verbs, sentence, from, to) {
            Tense::Past if undated && !plainly_past(text, &self.verbs, sentence, from, to) => Tense::Unknown,
            tense => tense,
        }
    }
}

impl DateAnnotator {
    /// Whether words directly before a year say that something is planned for it.
    fn plan(&self, text: &Analyzed, found: &Found) -> Tense {
        let first = text.sentences[found.sentence as usize].words.start.max(found.words.0.saturating_sub(PLANNED));
        let before = &text.words[first as usize..found.words.0 as usize];
        let planned = before.iter().any(|word| *self.verbs.get(word.form) == Verb::Planned);
        if planned { Tense::Future } else { Tense::Unknown }
    }
}

/// How many words before a year are looked at for words like `planned` and `due`. With 2 the value F1 on WikiWars
/// falls from 86.6 to 86.0; 8 changes nothing. MEANTIME and TimeBank have no such case.
const PLANNED: u32 = 4;

/// What each expression denotes, one after the other; nothing for what turns out to be no date.
fn resolve(text: &Analyzed, found: &[Found], tenses: &[Tense], setting: Setting) -> Vec<Option<Resolved>> {
    let mut story = Story::new(&setting);
    let mut all = Vec::with_capacity(found.len());
    for (i, (f, tense)) in found.iter().zip(tenses).enumerate() {
        limit::check();
        let block = text.sentences[f.sentence as usize].block;
        let anchor = story.anchor(block, f.sentence);
        let next = found.get(i + 1).filter(|_| f.year_of_next).zip(tenses.get(i + 1));
        let year = next.and_then(|(next, tense)| setting.resolve(next.expr, *tense, anchor)?.moment?.year());
        let resolved = setting.resolve(year.map_or(f.expr, |year| in_year(f.expr, year)), *tense, anchor);
        if let Some(resolved) = &resolved {
            story.go_on(block, (f, *tense), resolved, &setting);
        }
        all.push(resolved);
    }
    all
}

/// The expression with its year filled in.
fn in_year(expr: Expr, year: i16) -> Expr {
    match expr.core {
        Core::Calendar { inner, .. } => Expr { core: Core::Calendar { year: Year::Is(year), inner }, ..expr },
        _ => expr,
    }
}

fn mentions(found: &[Found], resolved: Vec<Option<Resolved>>) -> Vec<DateMention> {
    let mut mentions: Vec<DateMention> = Vec::with_capacity(found.len());
    for (i, (f, resolved)) in found.iter().zip(resolved).enumerate() {
        let Some(resolved) = resolved else { continue };
        mentions.push(mention(f.span, resolved));
        if i > 0 && found[i - 1].opens_range {
            close_range(&mut mentions);
        }
    }
    mentions
}

/// When it was written, as far as the publication date tells: the day, month or year that holds it.
fn writing(published: &Published) -> Option<PartialDate> {
    let (first, last) = (published.earliest?, published.latest?);
    let month = first.month() == last.month();
    let same_year = first.year() == last.year();
    match (same_year, same_year && month, first == last) {
        (_, _, true) => Some(PartialDate::of_day(first)),
        (_, true, _) => Some(PartialDate::of_month(first)),
        (true, ..) => Some(PartialDate::of_year(first.year())),
        _ => None,
    }
}

/// Whether what the expression denotes depends on the tense.
fn depends_on_tense(expr: Expr) -> bool {
    match expr.core {
        Core::Calendar { year: Year::Unsaid(Toward::Unsaid) | Year::Known(_), .. } => true,
        Core::Shift { unit: Unit::Weekend, count: Amount::Tenths(0), back: true, .. } => true,
        Core::NumberedWeekday { .. } => true,
        Core::Weekday { toward, .. } => matches!(toward, Toward::Unsaid | Toward::This),
        _ => false,
    }
}

fn mention(span: Span, resolved: Resolved) -> DateMention {
    DateMention {
        span,
        kind: resolved.kind,
        value: resolved.value,
        earliest: resolved.days.map(|d| d.0),
        latest: resolved.days.map(|d| d.1),
        range: None,
    }
}

/// Gives the last two mentions the range whose ends they are.
fn close_range(mentions: &mut [DateMention]) {
    let [.., first, second] = mentions else { return };
    if let (Some(from), Some(to)) = (first.earliest, second.latest)
        && from <= to
    {
        first.range = Some((from, to));
        second.range = Some((from, to));
    }
}

/// The time spoken of, as the text goes on.
struct Story {
    anchor: Anchor,
    block: u32,
    /// The block in which a day was last spoken of.
    day_block: u32,
    /// How much the last expressions were those of a narrative: falls with each that speaks from the day of
    /// writing, rises with each that names a time far from it.
    momentum: f32,
    /// The sentence in which a date last came with its year.
    said: u32,
    /// Whether the day of writing is known.
    dated: bool,
    /// The quarter that figures were last given for, and its block.
    reported: Option<(Moment, u32)>,
}

/// From this momentum on the text at hand is read as a narrative. Value F1 with .5: 81.8 on TimeBank (82.5), 86.7 on WikiWars
/// (86.6); with 3: 85.8 on WikiWars.
const NARRATIVE: f32 = 1.5;
/// What the momentum is multiplied by at each expression that speaks for or against a narrative. Only WikiWars tells
/// stories: .65 gives 86.0, .95 gives 86.9.
const FADING: f32 = 0.8;
/// For how many blocks after a day was spoken of "the day" may still mean it. With 0 MEANTIME falls by .6, TimeBank by .2;
/// 2 and 8 are within .4.
const NEAR_BLOCKS: u32 = 4;
/// The story moves to a year that stands alone ("in 1914") only if that year is at most this many years away from the one
/// the story was in. A year farther away is a look back. Value F1 with 5 to 50 is the same within .1; with 200, WikiWars
/// falls by .9.
const YEAR_STEP: i16 = 25;

impl Story {
    /// The story before the first expression: a narrative where the article as a whole is one.
    fn new(setting: &Setting) -> Self {
        Story {
            anchor: Anchor::default(),
            block: 0,
            day_block: 0,
            momentum: if setting.narrative { 4.0 } else { 0.0 },
            said: 0,
            dated: setting.written.is_some_and(|written| written.day.is_some()),
            reported: None,
        }
    }

    fn anchor(&self, block: u32, sentence: u32) -> Anchor {
        let here = self.block == block;
        Anchor {
            tied: self.anchor.local && here && (sentence == self.said || !self.dated),
            local: self.anchor.local && here,
            near: self.anchor.day.is_some() && block.saturating_sub(self.day_block) <= NEAR_BLOCKS,
            narrative: self.momentum >= NARRATIVE,
            reported: self.reported.filter(|(_, at)| block.saturating_sub(*at) <= 1).map(|(quarter, _)| quarter),
            ..self.anchor
        }
    }

    fn go_on(&mut self, block: u32, (found, tense): (&Found, Tense), resolved: &Resolved, setting: &Setting) {
        let distance = setting.distance(found.expr);
        if let Some(far) = distance {
            self.momentum = self.momentum * FADING + far;
        }
        self.report(block, found, resolved);
        if is_comparison(found.expr) && self.momentum < NARRATIVE || self.is_aside(found.expr, tense) {
            return;
        }
        let Some(moment) = resolved.moment.filter(|m| m.year().is_some() && self.may_move(found, *m)) else { return };
        let said = matches!(found.expr.core, Core::Calendar { year: Year::Is(_), inner } if inner != Inner::Whole);
        if said {
            self.said = found.sentence;
        }
        let here = self.block == block;
        if let Some(last) = self.anchor.moment.filter(|last| last.year() != moment.year() && last.month().is_some()) {
            self.anchor.before = Some(last);
        }
        self.anchor.local = said || self.anchor.local && here && !matches!(found.expr.core, Core::Shift { .. });
        self.anchor.moment = Some(moment);
        if let Some(day) = moment.day() {
            (self.anchor.day, self.day_block) = (Some(day), block);
        }
        self.block = block;
    }

    /// Whether the expression leaves the time that a narrative has reached: a year for which something is planned does, and so
    /// does what somebody counts from his own time ("two years ago").
    fn is_aside(&self, expr: Expr, tense: Tense) -> bool {
        let planned = matches!(expr.core, Core::Calendar { inner: Inner::Whole, .. }) && tense == Tense::Future;
        let own_time = matches!(expr.core, Core::Shift { from: From::Dct, .. });
        self.momentum >= NARRATIVE && (planned || own_time)
    }

    /// Notes the quarter that figures are given for; another length of time ends it (`the first nine months`).
    fn report(&mut self, block: u32, found: &Found, resolved: &Resolved) {
        match (found.expr.core, resolved.moment) {
            (Core::Reported { years_before: 1.. }, _) => {}
            (Core::Shift { .. } | Core::YearBefore { .. }, _) => {}
            (_, Some(quarter @ Moment::Quarter(..))) => self.reported = Some((quarter, block)),
            (Core::Duration { .. }, _) | (_, Some(Moment::Half(..) | Moment::Year(_))) => self.reported = None,
            _ => {}
        }
    }

    /// Whether the time that the expression names becomes the time spoken of. A year alone may be a look back.
    fn may_move(&self, found: &Found, moment: Moment) -> bool {
        let whole = matches!(found.expr.core, Core::Calendar { inner: Inner::Whole, .. });
        let step = self.anchor.moment.and_then(Moment::year).zip(moment.year());
        !whole || step.is_none_or(|(from, to)| (from - to).abs() <= YEAR_STEP)
    }
}

/// Whether the expression only looks back from its time, to compare with it (`a year earlier`).
fn is_comparison(expr: Expr) -> bool {
    matches!(expr.core, Core::YearBefore { .. } | Core::Reported { years_before: 1.. })
}
