//! Words of dates that tell nothing of the day: weekdays, endings, articles.

use super::month_number;

/// Words that stand in a date beside its numbers and names: weekdays, ordinal endings, `of`; at the beginning the
/// article of other languages.
pub(super) fn is_passed_over(run: &str, at_start: bool) -> bool {
    let run = run.to_lowercase();
    let ends = matches!(run.as_str(), "st" | "nd" | "rd" | "th" | "of" | "de" | "del" | "er" | "г");
    let arabic = matches!(
        run.as_str(),
        "الاثنين"
            | "الإثنين"
            | "الثلاثاء"
            | "الأربعاء"
            | "الاربعاء"
            | "الخميس"
            | "الجمعة"
            | "السبت"
            | "الأحد"
            | "الاحد"
    );
    let signs = matches!(run.as_str(), "年" | "月" | "日" | "년" | "월" | "일");
    let article = at_start && matches!(run.as_str(), "le" | "el" | "den" | "am" | "il");
    ends || signs || arabic || article || is_weekday(&run)
}

/// Whether it is a weekday's name or abbreviation, in English, German, French, Spanish, Italian or Portuguese.
fn is_weekday(run: &str) -> bool {
    const STEMS: [&str; 26] = [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
        "lun",
        "mar",
        "mer",
        "mié",
        "mie",
        "jeu",
        "jue",
        "ven",
        "vie",
        "sam",
        "dom",
    ];
    const WHOLE: [&str; 12] = ["mo", "di", "mi", "do", "fr", "sa", "so", "sáb", "sab", "gio", "sábado", "dimanche"];
    let stem =
        STEMS.iter().any(|stem| run.starts_with(stem)) && month_number(run).is_none() && !run.starts_with("mars");
    stem || WHOLE.contains(&run)
}
