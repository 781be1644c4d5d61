//! `onrecord index`: bring the index up to date with files and folders.

use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::args::{Global, Index, IndexOptions};
use super::exit::{Failure, Outcome};
use super::progress::Progress;
use super::terminal::Terminal;
use crate::desk::Archive;
use crate::index::{IndexError, Snapshot};
use crate::ingest::plan::Known;
use crate::source::{Entry, STDIN, WalkOptions, read_file_list, walk};
use onrecord_api::{TopicsSetting, UpdateAnswer, UpdateRequest};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Index, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let paths = paths(global, args)?;
    if paths.is_empty() {
        return Err(Failure::message(
            "nothing was indexed before: name files or folders, as in `onrecord index FOLDER`",
        ));
    }
    if args.dry_run {
        return dry_run(global, &paths, args.force, terminal);
    }
    let summary = update(global, &paths, &args.options, args.force, terminal)?;
    report(&summary, global, terminal);
    if summary.interrupted {
        return Err(Failure::message("interrupted: what is whole was kept; run the same command to go on"));
    }
    Ok(if summary.failed.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

fn paths(global: &Global, args: &Index) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = args.paths.clone();
    if let Some(list) = &args.files0_from {
        paths.extend(if list.as_os_str() == STDIN {
            read_file_list(&mut std::io::stdin().lock())?
        } else {
            let file = std::fs::File::open(list)
                .map_err(|error| Failure::message(format!("cannot read the list {}: {error}", list.display())))?;
            read_file_list(&mut BufReader::new(file))?
        });
    }
    if paths.is_empty() && args.files0_from.is_none() {
        paths = Known::of(&Snapshot::open(&global.index)?)?.roots();
    }
    Ok(paths)
}

/// Brings the index up to date, showing progress.
pub(super) fn update(
    global: &Global,
    paths: &[PathBuf],
    options: &IndexOptions,
    force: bool,
    terminal: &mut Terminal,
) -> Result<UpdateAnswer, Failure> {
    let request = UpdateRequest {
        paths: paths.to_owned(),
        force,
        threads: options.threads,
        topics: setting(options.topics.as_deref()),
        model: setting(options.model.as_deref()),
        commit_every: options.commit_every,
        annotations: !options.no_annotations,
    };
    let mut progress = Progress::new(terminal)?;
    let answer = Archive::at(&global.index).update(&request, &mut progress);
    progress.finish();
    Ok(answer?)
}

/// What `--topics` or `--model` asks for: `default` and `none` are no files.
pub(super) fn setting(file: Option<&Path>) -> TopicsSetting {
    match file {
        None => TopicsSetting::InForce,
        Some(word) if word.as_os_str() == "default" || word.as_os_str() == "none" => TopicsSetting::BuiltIn,
        Some(file) => TopicsSetting::File(file.to_owned()),
    }
}

fn dry_run(global: &Global, paths: &[PathBuf], force: bool, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let known = match Snapshot::open(&global.index) {
        Ok(snapshot) => Known::of(&snapshot)?,
        Err(IndexError::Missing(_)) => Known::default(),
        Err(error) => return Err(error.into()),
    };
    let options = WalkOptions { index: Some(global.index.clone()), ..WalkOptions::default() };
    let (mut seen, mut failed) = (std::collections::HashSet::new(), false);
    for entry in walk(paths, &options) {
        let line = match entry {
            Ok(Entry::File(file)) => {
                seen.insert(file.key());
                let what = match (known.get(&file).is_some(), known.is_unchanged(&file) && !force) {
                    (_, true) => continue,
                    (true, false) => "changed",
                    (false, false) => "new",
                };
                format!("{what}\t{}", file.display)
            }
            Ok(Entry::Skipped(skip)) => format!("skip ({})\t{}", skip.reason.message(), skip.display),
            Err(error) => {
                failed = true;
                format!("fail\t{error}")
            }
        };
        writeln!(terminal.out(), "{}", crate::render::sanitize::sanitize_line(&line))?;
    }
    for record in known.vanished(paths, &seen) {
        writeln!(terminal.out(), "gone\t{}", crate::render::sanitize::sanitize(&record.display))?;
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Done })
}

/// Prints the summary of a run: to standard output, since it is what the command answers.
fn report(summary: &UpdateAnswer, global: &Global, terminal: &mut Terminal) {
    for line in summary_lines(summary, &global.index) {
        terminal.note(&line);
    }
}

fn summary_lines(summary: &UpdateAnswer, index: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    let UpdateAnswer { added, changed, unchanged, removed, passages, .. } = summary;
    if summary.is_unchanged() {
        lines.push(format!("{}: nothing changed, {unchanged} articles as they were", index.display()));
    } else {
        lines.push(format!(
            "{}: {added} articles added ({passages} passages written), {changed} changed, {removed} removed, {unchanged} unchanged",
            index.display()
        ));
    }
    if summary.retagged > 0 {
        lines.push(format!("{} articles annotated anew by the changed taxonomy", summary.retagged));
    }
    for (reason, count) in &summary.skipped {
        lines.push(format!("skipped {count}: {}", reason));
    }
    if !summary.failed.is_empty() {
        lines.push(format!("failed {}", summary.failed.len()));
    }
    lines
}

/// Whether a run is worth telling of beside a search's results.
pub(super) fn tell_if_new(summary: &UpdateAnswer, global: &Global, terminal: &mut Terminal) {
    if !summary.is_unchanged() || !summary.failed.is_empty() {
        report(summary, global, terminal);
    }
}
