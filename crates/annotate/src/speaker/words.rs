//! The English word lists of this annotator: folded words with the classes they have.

use super::lexicon::bit;

/// Classes, see [`bit`], and the words that have them; a word may stand in several lists.
pub(super) const LISTS: &[(u32, &str)] = &[
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
