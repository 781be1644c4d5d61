//! What a spelling tells of its word: the English word lists of this annotator, and the classes drawn from
//! them and from the learned lexicon. Each spelling is classified once.

use rustc_hash::FxHashMap;

use crate::analyze::form::Forms;
use crate::analyze::{FormId, Shape};

/// Word classes, as bits of [`Lex::bits`].
pub(super) mod bit {
    pub const CAP: u32 = 1;
    pub const LOWER: u32 = 1 << 1;
    pub const NUMBER: u32 = 1 << 2;
    pub const DET: u32 = 1 << 3;
    pub const QUANTIFIER: u32 = 1 << 4;
    pub const PREPOSITION: u32 = 1 << 5;
    pub const CONJUNCTION: u32 = 1 << 6;
    pub const AUXILIARY: u32 = 1 << 7;
    pub const PRONOUN: u32 = 1 << 8;
    pub const POSSESSIVE: u32 = 1 << 9;
    pub const ADVERB: u32 = 1 << 10;
    pub const TITLE: u32 = 1 << 11;
    pub const OFFICE: u32 = 1 << 12;
    pub const TIME: u32 = 1 << 13;
    pub const PARTICLE: u32 = 1 << 14;
    pub const PARTY: u32 = 1 << 15;
    pub const PERSON: u32 = 1 << 16;
    pub const BODY: u32 = 1 << 17;
    pub const DOCUMENT: u32 = 1 << 18;
    pub const PLURAL: u32 = 1 << 19;
    pub const MALE: u32 = 1 << 20;
    pub const FEMALE: u32 = 1 << 21;
    pub const NEGATION: u32 = 1 << 22;
    pub const CLAUSE: u32 = 1 << 23;
    pub const PAST: u32 = 1 << 24;
    pub const ING: u32 = 1 << 25;
    pub const ACRONYM: u32 = 1 << 26;
    pub const FIRST_NAME: u32 = 1 << 27;
    pub const SUFFIX: u32 = 1 << 28;
    pub const PLACE: u32 = 1 << 31;
    pub const INITIAL: u32 = 1 << 29;
    pub const OTHER_PRONOUN: u32 = 1 << 30;
    /// Any closed class: no such word is a part of a name.
    pub const FUNCTION: u32 = DET
        | QUANTIFIER
        | PREPOSITION
        | CONJUNCTION
        | AUXILIARY
        | PRONOUN
        | POSSESSIVE
        | NEGATION
        | CLAUSE
        | OTHER_PRONOUN;
}

/// What is known of a spelling.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lex {
    /// Classes, see [`bit`].
    pub bits: u32,
    /// Hash of the folded form: its identity in features and comparisons.
    pub hash: u32,
    /// How often the word is a cue where it occurs in the learning text: 0 never, 1 to 7.
    pub cue: u8,
    /// The same for a source's head noun.
    pub source: u8,
    /// The word for features: of a closed class itself, else its class.
    pub class: u32,
    /// What it says as a word between a cue and a mention, see [`path`].
    pub path: u8,
    /// What it says to one who looks for mentions, see [`hint`].
    pub hint: u8,
}

/// What a word says to one who looks for mentions, as bits of [`Lex::hint`].
pub(super) mod hint {
    /// A mention may begin or end with it.
    pub const MENTION: u8 = 1;
    /// It is nearly always a cue: what stands before it may be a source.
    pub const CUE: u8 = 1 << 1;
}

/// Classes of the words that a mention may begin or end with.
const TELLING: u32 = bit::CAP | bit::PRONOUN | bit::PERSON | bit::BODY | bit::DOCUMENT | bit::QUANTIFIER;

fn hint_bits(bits: u32, cue: u8, source: u8) -> u8 {
    let mention = if bits & TELLING != 0 || source >= 2 { hint::MENTION } else { 0 };
    if cue >= 5 && bits & bit::LOWER != 0 { mention | hint::CUE } else { mention }
}

/// What the words between a cue and a mention tell, as bits of [`Lex::path`].
pub(super) mod path {
    /// A comma stands after a word; known of tokens, not of spellings.
    pub const COMMA: u8 = 1;
    pub const CLAUSE: u8 = 1 << 1;
    pub const CONJUNCTION: u8 = 1 << 2;
    pub const CUE: u8 = 1 << 3;
    pub const PREPOSITION: u8 = 1 << 4;
    /// A word is quoted; known of tokens, not of spellings.
    pub const QUOTED: u8 = 1 << 5;
    pub const AUXILIARY: u8 = 1 << 6;
}

/// What a word says as one between a cue and a mention.
fn path_bits(bits: u32, cue: u8) -> u8 {
    let classes = [
        (bit::CLAUSE, path::CLAUSE),
        (bit::CONJUNCTION, path::CONJUNCTION),
        (bit::PREPOSITION, path::PREPOSITION),
        (bit::AUXILIARY, path::AUXILIARY),
    ];
    let told = classes.iter().filter(|(class, _)| bits & class != 0).fold(0, |told, (_, bit)| told | bit);
    if cue >= 2 { told | path::CUE } else { told }
}

impl Lex {
    pub(super) fn is(self, bits: u32) -> bool {
        self.bits & bits != 0
    }
}

/// The learned part: how apt a word is to be a cue, and to head a source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Propensities {
    /// Folded form to (cue class, source class), each 0 to 7.
    pub words: FxHashMap<String, (u8, u8)>,
}

impl Propensities {
    /// Appends one line per word, `word cue source`, sorted, and an empty line.
    pub fn pack(&self, out: &mut Vec<u8>) {
        let mut lines: Vec<String> = self.words.iter().map(|(w, (c, s))| format!("{w} {c}{s}\n")).collect();
        lines.sort();
        out.extend(lines.concat().into_bytes());
        out.push(b'\n');
    }

    /// Reads what [`Propensities::pack`] wrote from the front of `bytes`.
    pub fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let mut words = FxHashMap::default();
        loop {
            let end = bytes.iter().position(|&b| b == b'\n')?;
            let (line, rest) = (&bytes[..end], &bytes[end + 1..]);
            *bytes = rest;
            if line.is_empty() {
                return Some(Propensities { words });
            }
            let (word, classes) = std::str::from_utf8(line).ok()?.split_once(' ')?;
            let [cue, source] = *classes.as_bytes() else { return None };
            words.insert(word.to_owned(), (cue.wrapping_sub(b'0'), source.wrapping_sub(b'0')));
        }
    }
}

/// The word lists, ready to classify spellings.
pub(super) struct Lexicon {
    lists: FxHashMap<&'static str, u32>,
    learned: Propensities,
}

impl Lexicon {
    pub(super) fn new(learned: Propensities) -> Self {
        let mut lists = FxHashMap::default();
        for (bits, words) in LISTS {
            for word in words.split_ascii_whitespace() {
                *lists.entry(word).or_insert(0) |= bits;
            }
        }
        Lexicon { lists, learned }
    }

    /// The classes of a spelling.
    pub(super) fn classify(&self, forms: &Forms, form: FormId) -> Lex {
        let folded = forms.folded(form);
        let raw = forms.raw(form);
        let mut bits = self.lists.get(folded).copied().unwrap_or(0);
        bits |= shape_bits(forms.shape(form), raw);
        bits &= !mismatched(bits, raw);
        if bits & bit::FUNCTION == 0 {
            bits |= suffix_bits(folded, bits) | self.plural_bits(folded);
        }
        let (cue, source) = self.learned.words.get(folded).copied().unwrap_or((0, 0));
        let cue = if bits & bit::FUNCTION == 0 { cue } else { 0 };
        if bits & bit::TITLE != 0 && bits & bit::LOWER != 0 {
            bits &= !bit::TITLE;
        }
        let hash = hash(folded);
        let (path, hint) = (path_bits(bits, cue), hint_bits(bits, cue, source));
        Lex { bits, hash, cue, source, class: feature_class(bits, hash, cue), path, hint }
    }

    /// Whether the folded word is of a class that never tells of speech.
    pub(super) fn is_function(&self, folded: &str) -> bool {
        self.lists.get(folded).is_some_and(|bits| bits & (bit::FUNCTION | bit::TIME | bit::PARTY) != 0)
    }

    /// A plural shares its singular's class.
    fn plural_bits(&self, folded: &str) -> u32 {
        let nouns = bit::PERSON | bit::BODY | bit::DOCUMENT;
        let singular = folded.strip_suffix('s').filter(|s| s.len() > 2 && !s.ends_with('s'));
        let of = |s: &str| self.lists.get(s).copied().unwrap_or(0) & nouns;
        let Some(singular) = singular else { return 0 };
        let mut class = of(singular) | singular.strip_suffix('e').map_or(0, of);
        if class == 0 && is_agent(singular) {
            class = bit::PERSON;
        }
        if class == 0 && singular.ends_with("ie") {
            class = of(&format!("{}y", &singular[..singular.len() - 2]));
        }
        if class == 0 { 0 } else { class | bit::PLURAL }
    }
}

/// Closed-class words stand for themselves in features, others for their class and aptness as a cue.
fn feature_class(bits: u32, hash: u32, cue: u8) -> u32 {
    if bits & bit::FUNCTION != 0 {
        return hash | 1;
    }
    let classes =
        [bit::TIME, bit::CAP, bit::ADVERB, bit::ING, bit::PAST, bit::PERSON, bit::BODY, bit::DOCUMENT, bit::NUMBER];
    let class = classes.iter().position(|&c| bits & c != 0).map_or(20, |n| n as u32 + 1);
    (class * 8 + u32::from(cue.min(7)).div_ceil(2)) << 1
}

/// The identity of a folded word.
pub(super) const fn hash(folded: &str) -> u32 {
    let (bytes, mut at) = (folded.as_bytes(), 0);
    let mut h = 0xCBF2_9CE4_8422_2325u64;
    while at < bytes.len() {
        h = (h ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01B3);
        at += 1;
    }
    (h ^ (h >> 32)) as u32
}

/// The identities of folded words.
pub(super) const fn hashes<const N: usize>(folded: [&str; N]) -> [u32; N] {
    let (mut all, mut at) = ([0; N], 0);
    while at < N {
        all[at] = hash(folded[at]);
        at += 1;
    }
    all
}

fn shape_bits(shape: Shape, raw: &str) -> u32 {
    let initial = if raw.chars().count() == 1 && raw != "I" { bit::INITIAL } else { 0 };
    match shape {
        Shape::Lower => bit::LOWER,
        Shape::Capitalised => bit::CAP | initial,
        Shape::Mixed => bit::CAP,
        Shape::Upper => bit::CAP | bit::ACRONYM,
        Shape::Number => bit::NUMBER,
        Shape::Other if raw.starts_with(|c: char| c.is_ascii_digit()) => bit::NUMBER,
        Shape::Other => bit::CAP,
    }
}

/// Classes that hold for the capitalised or for the small spelling alone.
fn mismatched(bits: u32, raw: &str) -> u32 {
    let lower_only = if raw == "US" || raw == "IT" || raw == "WHO" || raw == "U.S." { bit::FUNCTION } else { 0 };
    let names = bit::MALE | bit::FEMALE | bit::TIME | bit::PARTICLE;
    if bits & bit::LOWER != 0 { names & !bit::TIME & !bit::PARTICLE } else { lower_only }
}

fn suffix_bits(folded: &str, bits: u32) -> u32 {
    let mut more = 0;
    if folded.len() > 4 && folded.ends_with("ed") {
        more |= bit::PAST;
    }
    if folded.len() > 4 && folded.ends_with("ing") {
        more |= bit::ING;
    }
    if folded.len() > 4 && folded.ends_with("ly") && bits & bit::LOWER != 0 {
        more |= bit::ADVERB;
    }
    if bits & bit::LOWER != 0 && is_agent(folded) {
        more |= bit::PERSON;
    }
    if bits & (bit::MALE | bit::FEMALE) != 0 {
        more |= bit::FIRST_NAME;
    }
    more
}

/// Whether a noun's ending names one who does something.
fn is_agent(folded: &str) -> bool {
    folded.len() > 5
        && ["man", "woman", "person", "ologist", "crat", "ician"].iter().any(|s| folded.ends_with(s))
        && !matches!(folded, "german" | "human")
}

const LISTS: &[(u32, &str)] = &[
    (bit::DET, "the a an this that these those such every each no any"),
    (
        bit::QUANTIFIER,
        "some many several various other another all few both most more one two three four five six \
        seven eight nine ten dozens hundreds thousands numerous certain multiple half least others",
    ),
    (
        bit::PREPOSITION,
        "of to in on at by with from for about as into after before during since until against among \
        between through over under without within toward towards upon near off despite like amid across behind \
        beyond via per unlike than including regarding up out down around along except",
    ),
    (
        bit::CONJUNCTION,
        "and or but nor so yet if because while although though unless whereas when where why how then \
        whether plus however meanwhile once still also instead even just not only",
    ),
    (
        bit::AUXILIARY,
        "is are was were be been being am has have had having do does did will would shall should can \
        could may might must 's 'd 'll 've isn't wasn't aren't weren't hasn't haven't hadn't doesn't don't didn't \
        won't wouldn't shouldn't can't cannot couldn't let",
    ),
    (bit::PRONOUN, "he she they we i it who"),
    (
        bit::OTHER_PRONOUN,
        "you him her them us me himself herself themselves itself myself whom which what whose there here \
        everyone everybody someone somebody anyone nobody something anything nothing everything it's he's she's \
        they're we're i'm you're i've we've they've i'd he'd she'd they'd we'd i'll you'll we'll that's there's \
        what's who's let's yes no well",
    ),
    (bit::POSSESSIVE, "his her its their my our your"),
    (bit::NEGATION, "not never n't"),
    (bit::CLAUSE, "that who which whom whose"),
    (
        bit::ADVERB,
        "also then again later earlier now once often even still just too soon further once never always ever",
    ),
    (
        bit::TITLE,
        "mr mrs ms miss dr sen rep gov gen lt col sgt rev prof sir lord lady dame capt maj adm hon amb cmdr \
        messrs mx atty supt det sens reps pastor del",
    ),
    (
        bit::OFFICE,
        "president senator representative governor secretary judge justice mayor congressman congresswoman \
        chairman chairwoman chair speaker general colonel lieutenant captain major admiral sergeant professor doctor \
        ambassador minister chancellor premier king queen prince princess pope bishop archbishop cardinal reverend \
        father attorney director commissioner councilman councilwoman councilor delegate sheriff chief officer \
        detective vice deputy acting former prime foreign first lady candidate nominee editor reporter correspondent \
        spokesman spokeswoman spokesperson undersecretary leader ceo cfo coach co founder treasurer assistant senior \
        presidential envoy special inspector superintendent dean counsel",
    ),
    (
        bit::TIME,
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
        august september october november december jan feb mar apr jun jul aug sept sep oct nov dec today tonight \
        yesterday tomorrow mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    ),
    (bit::PARTICLE, "de la le du van von der den del della di da dos al el bin ibn ben ter st saint abu y"),
    (
        bit::PARTY,
        "republican republicans democrat democrats democratic american americans british french german russian \
        chinese iranian israeli turkish syrian iraqi european canadian mexican japanese korean indian muslim \
        christian catholic jewish latino hispanic african black white conservative liberal libertarian gop independent",
    ),
    (
        bit::PERSON,
        "spokesman spokeswoman spokesperson official officer president senator secretary minister adviser \
        advisor aide strategist manager director chairman chairwoman chair leader candidate nominee governor mayor \
        lawmaker congressman congresswoman source analyst expert researcher professor historian lawyer attorney \
        prosecutor judge justice voter supporter critic activist organizer protester donor operative consultant \
        pollster friend wife husband brother sister father mother son daughter daughters parent neighbor veteran \
        doctor physician surgeon neurosurgeon executive ceo founder owner employee worker staffer member \
        ambassador diplomat envoy general commander soldier reporter journalist columnist editor author writer host \
        anchor moderator correspondent commentator narrator businessman businesswoman mogul tycoon developer investor \
        economist banker trader teacher student pastor priest bishop pope reverend imam rabbi democrat republican \
        conservative liberal insider loyalist ally opponent rival challenger incumbent frontrunner runner witness \
        victim suspect defendant plaintiff resident citizen man woman boy girl person people someone user fan actor \
        actress singer comedian musician artist athlete coach player scientist engineer farmer driver detective \
        sheriff cop deputy inspector auditor accountant demonstrator delegate elector commissioner counsel \
        representative senator prince king queen premier chancellor colleague peer participant attendee viewer reader \
        caller questioner tutor scholar teenager kid child refugee immigrant migrant survivor hero clerk staff \
        observer advocate confidant surrogate whistleblower hacker partner relative uncle aunt cousin speaker \
        intern guest translator customer client patient nurse boss chief head counterpart deputy vice",
    ),
    (
        bit::BODY,
        "campaign company group committee department ministry agency office administration government council \
        commission board court bank firm corporation union association organization organisation foundation institute \
        university college school party team network newspaper magazine website paper outlet station channel press \
        media army police force navy military house senate congress parliament coalition alliance federation league \
        club church fund center centre bureau service authority crowd audience panel staff jury administration \
        post times journal tribune herald gazette news society inc corp llc ltd co industries chamber project \
        conference caucus assembly legislature museum airline chain family couple public community nation state \
        states kingdom republic embassy mission tribunal regime camp pac lobby think-tank publication reuters bloomberg politico breitbart xinhua facebook twitter google \
        congress pentagon kremlin yahoo huffpost interfax tass",
    ),
    (
        bit::DOCUMENT,
        "statement report letter email memo document transcript poll survey study ad advertisement lawsuit \
        complaint filing suit article editorial column post tweet message release website page book op-ed account \
        headline petition sign banner video spot commercial speech text resolution order ruling opinion affidavit \
        note analysis review paper release invitation description caption bill law release summary briefing \
        testimony declaration communique advisory manifesto platform",
    ),
    (
        bit::PLACE,
        "america russia china iran iraq syria israel turkey mexico canada britain england france germany japan \
        korea india pakistan afghanistan libya egypt jordan yemen lebanon ukraine poland spain italy greece cuba burma \
        myanmar vietnam brazil venezuela australia sweden norway denmark europe africa asia arabia washington moscow \
        beijing london paris berlin brussels tehran baghdad mosul raqqa aleppo damascus jerusalem kabul texas florida \
        ohio california iowa nevada virginia carolina hampshire york jersey pennsylvania michigan wisconsin illinois \
        indiana georgia colorado arizona utah oregon minnesota missouri kansas kentucky tennessee alabama mississippi \
        louisiana arkansas oklahoma nebraska dakota montana wyoming idaho alaska hawaii maine vermont connecticut \
        massachusetts delaware maryland chicago boston philadelphia detroit cleveland houston dallas atlanta miami \
        seattle denver phoenix tulsa charlotte baltimore brooklyn manhattan bronx harlem hollywood",
    ),
    (bit::SUFFIX, "jr sr ii iii iv"),
    (
        bit::MALE,
        "mr sir lord james john robert michael william david richard joseph thomas charles christopher daniel matthew \
        anthony mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey \
        ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank \
        alexander raymond patrick jack dennis jerry tyler aaron jose henry adam douglas nathan peter zachary kyle \
        walter harold jeremy ethan carl keith roger gerald christian terry sean arthur austin noah lawrence jesse joe \
        bryan billy jordan albert dylan bruce willie gabriel alan juan logan wayne ralph roy eugene randy vincent \
        russell louis philip bobby johnny bradley mike bill jim tom bob dan steve chris matt tim jeff ted rick rob ron \
        barack bernie marco jeb ben rand lindsey mitt newt mitch harry chuck al tony greg doug ken don dick ed fred \
        jay ray sam max alex nick pete phil rudy rex mohammed mohamed muhammad ahmed ali hassan vladimir sergei \
        francois emmanuel angel carlos luis miguel jorge pedro javier hugo boris nigel jean pierre hans josh cory \
        brad todd chad craig curtis derek dean duane earl edwin ernest evan geoff glenn grant howard ian ivan jared \
        jake jon karl kirk lee leon lloyd lou martin marvin mel milo neil norman oliver oscar otis reince roland \
        ross rush russ seth shawn sidney simon stanley stuart sylvester theodore trey tucker vernon victor wade warren \
        wes bashar haider recep kim rodrigo antonio bruno bernard clarence clyde corey denis elijah elliott felix",
    ),
    (
        bit::FEMALE,
        "mrs ms miss madam lady mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy \
        betty margaret sandra ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie \
        rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha \
        katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia \
        victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa \
        ann sara madison frances kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn \
        danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori hillary chelsea \
        melania ivanka carly kellyanne huma loretta condoleezza sonia elena nikki susana kamala tulsi nina hope \
        katrina sally wendy kate kathy katie jill jan jane joanna jeanne debbie peggy bonnie claire anne angelique \
        annie becky beth cathy cindy dana dawn donatella eileen ellen erin ginger gwen holly ida irene jackie jenna \
        jenny joy kristen kristin leslie liz lucy lynn mandy maureen maya megyn molly monica naomi paula phyllis \
        priscilla renee rita robin rosa rose roxanne sabrina sandy sheila sheryl sue suzanne tammy tanya tara tina \
        tracy valerie vanessa vera vicki yvonne zoe theresa ayelet marine angela geraldine heidi ruby",
    ),
];
