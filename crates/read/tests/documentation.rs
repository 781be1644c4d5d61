//! The documentation's table of kinds is the program's own.

use std::path::Path;

use onrecord_read::source::KINDS;

fn table() -> String {
    let mut text = String::from("| kind | endings | first bytes | what is read |\n|---|---|---|---|\n");
    for facts in KINDS {
        let endings = facts.endings.iter().map(|ending| format!("`.{ending}`")).collect::<Vec<_>>().join(" ");
        text += &format!("| {} | {endings} | {} | {} |\n", facts.name, facts.signs, facts.reads);
    }
    text
}

#[test]
fn the_table_of_kinds_is_the_programs_own() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/FORMATS.md");
    let text = std::fs::read_to_string(path).expect("the documentation");
    assert!(text.contains(&table()), "docs/FORMATS.md should hold this table:\n{}", table());
}

#[test]
fn the_names_of_fields_are_the_programs_own() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/FORMATS.md");
    let text = std::fs::read_to_string(path).expect("the documentation");
    let table = onrecord_read::field_names();
    assert!(text.contains(&table), "docs/FORMATS.md should hold this table:\n{table}");
}
