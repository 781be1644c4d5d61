//! The syntax tree of a query: what was asked for, with the place in the query text on every node.

use crate::field::Field;
use crate::period::Period;
use onrecord_text::article::BlockKind;
use onrecord_text::span::Span;

/// A part of a query.
///
/// Two expressions are equal when they were written in the same words. Their spans, which say where each was
/// written, do not count.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it asks for.
    pub kind: ExprKind,
    /// Where it stands in the query text, in bytes; empty for what a program added.
    pub span: Span,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Expr {
    /// An expression that stands at `span` of the query text.
    pub fn new(kind: ExprKind, span: Span) -> Self {
        Expr { kind, span }
    }

    /// An expression without a place in a query text.
    pub fn synthetic(kind: ExprKind) -> Self {
        Expr { kind, span: Span::default() }
    }

    /// What is left when weights are taken off.
    pub fn unboosted(&self) -> &Expr {
        match &self.kind {
            ExprKind::Boost { expr, .. } => expr.unboosted(),
            _ => self,
        }
    }

    /// Whether it is a bare word, or within a field a plain value, which is optional beside others.
    pub fn is_bare_word(&self) -> bool {
        matches!(self.unboosted().kind, ExprKind::Term(_) | ExprKind::Period(_) | ExprKind::Kind(_))
    }

    /// Whether it only narrows down and says nothing of the words wanted: fields, and what is made of them.
    pub fn is_filter(&self) -> bool {
        match &self.kind {
            ExprKind::Field { .. } => true,
            ExprKind::And(all) | ExprKind::Or(all) => all.iter().all(Expr::is_filter),
            ExprKind::Not(_) => true,
            ExprKind::Boost { expr, .. } => expr.is_filter(),
            _ => false,
        }
    }

    /// Whether its parts are read as the parts of one boolean expression.
    pub fn is_boolean(&self) -> bool {
        matches!(
            self.kind,
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::Group(_) | ExprKind::SameArticle(_)
        )
    }
}

/// What an expression asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `*`: every passage; within a field, any value.
    All,
    /// A bare word or a pattern for one.
    Term(Term),
    /// Words in quotation marks.
    Phrase(Phrase),
    /// All of them in the passage. A direct part that is an `And` or a `Group` stood in parentheses.
    And(Vec<Expr>),
    /// Any of them in the passage.
    Or(Vec<Expr>),
    /// Not in the passage.
    Not(Box<Expr>),
    /// Parts side by side of which some are optional.
    Group(Vec<Clause>),
    /// One near the other (`w/5`, `pre/5`, `w/s`, `w/p`), or one not near the other (`NOT w/5`).
    Near(Box<Near>),
    /// Any of them in the passage, all of them in its article (`w/a`).
    SameArticle(Vec<Expr>),
    /// At least `count` occurrences in the passage.
    AtLeast {
        /// How many.
        count: u32,
        /// Of what: words, phrases, connectors and alternatives of them.
        expr: Box<Expr>,
    },
    /// Counts for more or less in the ranking.
    Boost {
        /// What does.
        expr: Box<Expr>,
        /// The factor, above 0.
        weight: f32,
    },
    /// Looked for in a field instead of the passage's text.
    Field {
        /// Where.
        field: Field,
        /// What. Within `date:` and `mentions:` its leaves are [`ExprKind::Period`], within `kind:`
        /// [`ExprKind::Kind`], elsewhere as in text. Where values are taken as they stand, there is no `Group`.
        value: Box<Expr>,
    },
    /// Days, within `date:` and `mentions:`.
    Period(Period),
    /// A kind of block, within `kind:`.
    Kind(BlockKind),
}

/// How a part of a [`ExprKind::Group`] takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occur {
    /// Adds to the score.
    Should,
    /// Is required.
    Must,
    /// Excludes.
    MustNot,
}

/// A part of a [`ExprKind::Group`].
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// How it takes part.
    pub occur: Occur,
    /// What it is.
    pub expr: Expr,
}

/// Whether a group with these parts asks that one of its optional parts match.
///
/// It does where nothing else says which words are wanted: `foreign fighters date:2017` finds passages of
/// 2017 with one of the words, while in `foreign +fighters` the other word only adds to the score.
pub fn needs_optional(clauses: &[Clause]) -> bool {
    let wanted = |c: &Clause| c.occur == Occur::Must && !c.expr.is_filter();
    !clauses.iter().any(wanted)
}

/// How a bare word is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermMode {
    /// By its form or its stem.
    Plain,
    /// `=word`: by its form.
    Exact,
    /// `caps(Word)`: letter by letter.
    Caps,
    /// `terror*`, `organi?ation`: `*` stands for any characters, `?` for one.
    Wild,
    /// `word~1`: with at most this many characters wrong, missing, added or exchanged.
    Fuzzy(u8),
    /// `/regex/`: the whole folded word.
    Regex,
}

/// A bare word or a pattern for one. Where its text makes several words (`al-Assad`), they are looked for
/// side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As written, from the first word character to the last.
    pub text: String,
    /// How it is compared.
    pub mode: TermMode,
}

/// Words in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words; `*` and `?` are as in [`TermMode::Wild`].
    pub words: Vec<String>,
    /// How many more words may stand between them.
    pub slop: u32,
}

/// How two parts of a [`Near`] stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Within {
    /// At most this many words apart; neighbours are one word apart.
    Words(u32),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// A connector with its operands.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// First operand.
    pub left: Expr,
    /// Second operand.
    pub right: Expr,
    /// How far apart.
    pub within: Within,
    /// Whether the first must come before the second.
    pub ordered: bool,
    /// Whether it finds the first where the second is *not* so near.
    pub negated: bool,
}
