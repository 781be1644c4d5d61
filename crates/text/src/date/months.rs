//! The names of months in the languages whose news is saved most, as the Unicode CLDR gives them, with their usual
//! abbreviations; accents left out.

/// The month, from 1, of a name or abbreviation in any case, with or without accents.
pub fn month_number(name: &str) -> Option<u8> {
    let plain: String = name.chars().flat_map(char::to_lowercase).filter_map(unaccented).collect();
    let plain = plain.trim_end_matches('.');
    let at = NAMES.iter().position(|names| names.split(' ').any(|known| known == plain))?;
    (!plain.is_empty()).then_some(at as u8 + 1)
}

/// The letter without its accent; none for a combining mark.
fn unaccented(letter: char) -> Option<char> {
    Some(match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ź' | 'ż' => 'z',
        'ń' => 'n',
        'ś' => 's',
        '\u{0300}'..='\u{036f}' => return None,
        other => other,
    })
}

/// English, German, French, Spanish, Portuguese, Italian, Dutch, Danish, Norwegian, Swedish, Polish, Czech, Russian,
/// Ukrainian, Greek, Turkish, Indonesian, Romanian, Hungarian, Finnish, Arabic. A name of two months in two languages
/// (`listopad`) stands with neither.
#[rustfmt::skip]
const NAMES: [&str; 12] = [
    "january jan januar janner jan janvier janv enero ene janeiro gennaio gen januari stycznia styczen leden ledna \
     января январь янв січня ιανουαριου ιανουαριος ocak januari ianuarie januar tammikuuta tammikuu \
     يناير جانفي",
    "february feb februar feber fevrier fevr febrero fevereiro fev febbraio februari lutego luty unor unora \
     февраля февраль фев лютого φεβρουαριου φεβρουαριος subat februarie februar helmikuuta helmikuu \
     فبراير فيفري شباط",
    "march mar marz maerz mars marzo março marco maart mrt marts marca marzec brezen brezna \
     марта март мар березня μαρτιου μαρτιος mart maret martie marcius maaliskuuta maaliskuu mrz \
     مارس آذار",
    "april apr avril avr abril abr aprile kwietnia kwiecien duben dubna \
     апреля апрель апр квітня απριλιου απριλιος nisan aprilie aprilis huhtikuuta huhtikuu \
     أبريل ابريل أفريل إبريل نيسان",
    "may mai mayo maio maggio mag mei maj maja kveten kvetna \
     мая май травня μαΐου μαιου mayis majus toukokuuta toukokuu \
     مايو ماي أيار",
    "june jun juni juin junio junho giugno giu czerwca czerwiec cerven cervna \
     июня июнь июн червня ιουνιου ιουνιος haziran iunie junius kesakuuta kesakuu \
     يونيو جوان حزيران",
    "july jul juli juillet juil julio julho luglio lug lipca lipiec cervenec cervence \
     июля июль июл липня ιουλιου ιουλιος temmuz iulie julius heinakuuta heinakuu \
     يوليو يوليوز جويلية تموز",
    "august aug aout agosto ago augustus augusti sierpnia sierpien srpen srpna \
     августа август авг серпня αυγουστου αυγουστος agustos agustus augusztus elokuuta elokuu \
     أغسطس اغسطس أوت غشت",
    "september sept sep septembre septiembre setiembre setembro settembre set wrzesnia wrzesien zari \
     сентября сентябрь сен вересня σεπτεμβριου σεπτεμβριος eylul septembrie szeptember syyskuuta syyskuu \
     سبتمبر شتنبر أيلول",
    "october oct oktober okt octobre octubre outubro out ottobre ott pazdziernika pazdziernik rijen rijna \
     октября октябрь окт жовтня οκτωβριου οκτωβριος ekim octombrie oktober lokakuuta lokakuu \
     أكتوبر اكتوبر",
    "november nov novembre noviembre novembro listopadu \
     ноября ноябрь ноя νοεμβριου νοεμβριος kasim noiembrie marraskuuta marraskuu \
     نوفمبر نونبر",
    "december dec dezember dez decembre diciembre dic dezembro dicembre desember des grudnia grudzien prosinec prosince \
     декабря декабрь дек грудня δεκεμβριου δεκεμβριος aralik decembrie joulukuuta joulukuu \
     ديسمبر دجنبر",
];
