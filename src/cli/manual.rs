//! `onrecord man` and `onrecord help`: the manual pages, made from the definitions that the program itself uses.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::args::{Cli, Help, Manual};
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::query::guide::{Section, guide};
use crate::render::guide::print_guide;

/// Columns of help where the terminal does not say how many it has.
const COLUMNS: usize = 100;

/// Prints the help of a command, or the guide to the query language.
pub(super) fn help(args: &Help, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    if args.topic == ["query"] {
        let width = terminal.width.unwrap_or(COLUMNS).min(COLUMNS);
        print_guide(width, terminal.out())?;
        return Ok(Outcome::Done);
    }
    let mut command = built();
    let mut shown = &mut command;
    for name in &args.topic {
        let Some(below) = shown.find_subcommand_mut(name) else {
            let message = format!(
                "there is no command {name:?}; `onrecord help` lists them, `onrecord help query` tells of queries"
            );
            return Err(Failure::message(message));
        };
        shown = below;
    }
    write!(terminal.out(), "{}", shown.render_long_help().ansi())?;
    Ok(Outcome::Done)
}

/// Prints the manual, or writes its pages into a folder, a file each.
pub(super) fn man(args: &Manual, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    match &args.dir {
        Some(folder) => write_pages(folder, terminal)?,
        None => {
            for (_, page) in pages()? {
                terminal.out().write_all(&page)?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn write_pages(folder: &Path, terminal: &mut Terminal) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)?;
    let pages = pages()?;
    for (name, page) in &pages {
        File::create(folder.join(name))?.write_all(page)?;
    }
    terminal.note(&format!("{} manual pages written to {}", pages.len(), folder.display()));
    Ok(())
}

/// Every page with its file name: the program, its commands, the query language.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let command = built();
    let mut pages = vec![("onrecord.1".to_owned(), rendered(Man::new(command.clone()))?)];
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        let title = format!("onrecord-{}", sub.get_name());
        pages.push((format!("{title}.1"), rendered(Man::new(sub.clone()).title(title))?));
    }
    let mut query = Vec::new();
    query_page(&mut query)?;
    pages.push(("onrecord-query.7".to_owned(), query));
    Ok(pages)
}

fn built() -> Command {
    let mut command = Cli::command();
    command.build();
    command
}

fn rendered(man: Man) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    man.render(&mut page)?;
    Ok(page)
}

/// Writes the guide as the manual page `onrecord-query(7)`.
///
/// # Errors
/// When nothing can be written.
fn query_page(out: &mut dyn Write) -> io::Result<()> {
    let mut page = Roff::new();
    page.control("TH", ["onrecord-query", "7", "", concat!("onrecord ", env!("CARGO_PKG_VERSION"))]);
    page.control("SH", ["NAME"]).text([roman("onrecord-query - the language of onrecord's queries")]);
    for Section { title, rows, remarks } in guide() {
        page.control("SH", [title.to_uppercase().as_str()]);
        for row in rows {
            let mut examples: Vec<Inline> = Vec::new();
            for example in row.examples {
                examples.extend([bold(example), roman("    ")]);
            }
            examples.pop();
            page.control("TP", []).text(examples).text([roman(row.need)]);
        }
        for remark in remarks {
            page.control("PP", []).text([roman(remark)]);
        }
    }
    page.to_writer(out)
}
