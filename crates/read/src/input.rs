//! What a format is given to read, and where what it reads goes.

use std::collections::HashMap;
use std::io::{self, Read, Seek};
use std::ops::ControlFlow;

use rustc_hash::FxBuildHasher;
use xxhash_rust::xxh3::xxh3_64;

use super::decode::{declared_charset, decode_with};
use super::{MAX_ARTICLE_BYTES, NotRead, ReadError, Sink};
use crate::source::{Kind, Skip, SkipReason, SourceFile};
use onrecord_text::article::{Address, Article, Lines};

/// Most bytes of text of one article. What is found in it and indexed of it takes some twenty times as much memory.
const MAX_TEXT: usize = 32 << 20;

/// Most paragraphs of one article: each is a passage with all that belongs to one.
const MAX_BLOCKS: usize = 250_000;

/// A file, or a member of an archive, that is being read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origin {
    /// The file's path, for display.
    pub path: String,
    /// What an article's id begins with: the file's id and the member.
    pub id: String,
    /// The path within archives.
    pub member: Option<String>,
    /// How many archives it lies in.
    pub depth: u8,
}

impl Origin {
    /// A file.
    pub(crate) fn file(file: &SourceFile) -> Self {
        Origin { path: file.display.clone(), id: file.id.clone(), member: None, depth: 0 }
    }

    /// A member of the archive that this is.
    pub(crate) fn member(&self, name: &str) -> Self {
        let member = self.member.as_ref().map_or_else(|| name.to_owned(), |outer| format!("{outer}/{name}"));
        Origin {
            path: self.path.clone(),
            id: format!("{}/{name}", self.id),
            member: Some(member),
            depth: self.depth + 1,
        }
    }

    /// The name for messages: path and member.
    pub(crate) fn display(&self) -> String {
        self.member.as_ref().map_or_else(|| self.path.clone(), |member| format!("{}/{member}", self.path))
    }

    /// The address of what is the only article here.
    pub(crate) fn address(&self) -> Address {
        Address { member: self.member.clone(), ..Address::default() }
    }

    /// The same where the text was taken out of the file, so that lines lead nowhere.
    pub(crate) fn extracted(&self) -> Address {
        Address { lines: Lines::None, ..self.address() }
    }

    /// The error that this cannot be read.
    pub(crate) fn unreadable(&self, message: impl Into<String>) -> ReadError {
        ReadError::Unreadable { path: self.display(), message: message.into() }
    }
}

/// Why reading ended before its end.
#[derive(Debug)]
pub(crate) enum End {
    /// The sink wants no more.
    Stopped,
    /// It holds no article for a good reason.
    Skipped(SkipReason),
    /// It cannot be read: what is wrong and what to do.
    Failed(String),
    /// The system or the decompressor failed.
    Io(io::Error),
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        End::Io(error)
    }
}

impl From<SkipReason> for End {
    fn from(reason: SkipReason) -> Self {
        End::Skipped(reason)
    }
}

/// How the reading of something went.
pub(crate) type Reading = Result<(), End>;

/// The bytes of a file or member, with its first ones to look at.
pub(crate) struct Input<'a> {
    /// Where it comes from.
    pub origin: &'a Origin,
    /// The kind it is read as.
    pub kind: Kind,
    /// The file itself, where this is one that can be opened anew, without compression.
    pub file: Option<&'a SourceFile>,
    /// Its first bytes.
    pub head: &'a [u8],
    /// All its bytes, the first ones included.
    pub body: &'a mut dyn Read,
}

impl Input<'_> {
    /// All bytes of something that is held whole.
    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, End> {
        self.bytes_within(MAX_ARTICLE_BYTES)
    }

    /// All bytes, if they are no more than `limit`.
    pub(crate) fn bytes_within(&mut self, limit: u64) -> Result<Vec<u8>, End> {
        let size = self.file.map_or(0, |file| file.size);
        if size > limit {
            return Err(End::Skipped(SkipReason::TooLarge));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size.max(self.head.len() as u64)).unwrap_or(0));
        self.body.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(End::Skipped(SkipReason::TooLarge)) } else { Ok(bytes) }
    }

    /// The whole text, decoded, which is more than white space.
    pub(crate) fn text(&mut self) -> Result<String, End> {
        let bytes = self.bytes()?;
        let declares = matches!(self.kind, Kind::Html | Kind::Xml | Kind::Sgml);
        let declared = if declares { declared_charset(&bytes) } else { None };
        let text = decode_with(bytes, declared).ok_or(End::Skipped(SkipReason::Binary))?;
        if text.trim().is_empty() { Err(End::Skipped(SkipReason::Empty)) } else { Ok(text) }
    }

    /// The file opened anew, for formats that are read from their end; none where there is only a stream.
    pub(crate) fn reopened(&self) -> Result<Option<impl Read + Seek + use<>>, End> {
        let Some(file) = self.file else { return Ok(None) };
        file.open().map(Some).map_err(|error| End::Failed(error.message))
    }
}

/// Where articles, errors and what is passed over go.
pub(crate) struct Out<'a, 'b> {
    sink: &'a mut Sink<'b>,
    ids: Ids,
    /// Bytes that members of archives may still unpack to.
    pub budget: u64,
    /// Failures so far.
    failures: u64,
}

/// Failures of one file that are told one by one: a file of something else may have millions.
const MAX_FAILURES: u64 = 1000;

impl<'a, 'b> Out<'a, 'b> {
    /// For a file whose archives may unpack to `budget` bytes.
    pub(crate) fn new(sink: &'a mut Sink<'b>, budget: u64) -> Self {
        Out { sink, ids: Ids::default(), budget, failures: 0 }
    }

    fn send(&mut self, item: Result<Article, NotRead>) -> Reading {
        match (self.sink)(item) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(End::Stopped),
        }
    }

    /// An article that is not too much to hold with all that is found in it; else the error that it is.
    fn bounded(article: Article) -> Result<Article, NotRead> {
        let (bytes, paragraphs) = (article.content.len(), article.blocks.len());
        let too_much = match () {
            () if bytes > MAX_TEXT => format!("the article has more than {} MB of text", MAX_TEXT >> 20),
            () if paragraphs > MAX_BLOCKS => format!("the article has more than {MAX_BLOCKS} paragraphs"),
            () => return Ok(article),
        };
        let message = format!("{too_much}; split it into articles");
        Err(NotRead::Failed(ReadError::Unreadable { path: article.path, message }))
    }

    /// Hands an article on. An id that was there before gets a number.
    pub(crate) fn article(&mut self, mut article: Article) -> Reading {
        if let Some(nth) = self.ids.repeated(&article.id) {
            article.id = format!("{}#{nth}", article.id);
            return self.article(article);
        }
        self.send(Self::bounded(article))
    }

    /// Whether the file has no article of this id so far; from now on it has.
    pub(crate) fn is_new(&mut self, id: &str) -> bool {
        self.ids.repeated(id).is_none()
    }

    /// Hands on an article whose id [`is_new`](Self::is_new) has seen.
    pub(crate) fn identified(&mut self, article: Article) -> Reading {
        self.send(Self::bounded(article))
    }

    /// An error; reading goes on.
    pub(crate) fn fail(&mut self, error: ReadError) -> Reading {
        self.failures += 1;
        if self.failures > MAX_FAILURES { Ok(()) } else { self.send(Err(NotRead::Failed(error))) }
    }

    /// Tells how many failures were not told one by one.
    pub(crate) fn finish(&mut self, origin: &Origin) -> Reading {
        match self.failures.saturating_sub(MAX_FAILURES) {
            0 => Ok(()),
            more => {
                let message = format!("{more} more records cannot be read; check what kind of file it is");
                self.send(Err(NotRead::Failed(origin.unreadable(message))))
            }
        }
    }

    /// Something that is passed over.
    pub(crate) fn skip(&mut self, display: String, reason: SkipReason) -> Reading {
        self.send(Err(NotRead::Skipped(Skip { display, reason })))
    }

    /// What became of a part of a container: a failure or a skip of it is reported, and the rest goes on.
    pub(crate) fn part(&mut self, origin: &Origin, reading: Reading) -> Reading {
        match reading {
            Ok(()) => Ok(()),
            Err(End::Stopped) => Err(End::Stopped),
            Err(End::Skipped(reason)) => self.skip(origin.display(), reason),
            Err(End::Failed(message)) => self.fail(origin.unreadable(message)),
            Err(End::Io(error)) => self.fail(ReadError::Io { path: origin.display(), error }),
        }
    }
}

/// The ids of a file with how often each stands in it, as hashes: two of ten million ids share one with a chance of 3
/// in a million.
#[derive(Default)]
struct Ids(HashMap<u64, u32, FxBuildHasher>);

impl Ids {
    /// Which time this is, if it is not the first.
    fn repeated(&mut self, id: &str) -> Option<u32> {
        let times = self.0.entry(xxh3_64(id.as_bytes())).or_default();
        *times += 1;
        (*times > 1).then_some(*times)
    }
}
