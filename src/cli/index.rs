//! `onrecord index`: bring the index up to date with files and folders.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::args::{Global, Index, IndexOptions};
use super::compact::tell_erased;
use super::exit::{Failure, Outcome};
use super::index_in_use::{archive, archive_to_fill};
use super::progress::Progress;
use super::terminal::Terminal;
use crate::desk::bounded;
use crate::ingest::loss;
use crate::ingest::plan::{Known, Places, Standing, absolute, key_of, standing};
use crate::render::sanitize::{sanitize, sanitize_line};
use crate::source::{Entry, STDIN, WalkOptions, path_text, paths_of, text_path, walk};
use onrecord_api::sources::Part;
use onrecord_api::{TopicsSetting, UpdateAnswer, UpdateRequest};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Index, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    if args.check {
        return super::check::run(global, terminal);
    }
    let paths = paths(global, args)?;
    if paths.is_empty() {
        return Err(Failure::message(
            "nothing was indexed before: name files or folders, as in `onrecord index FOLDER`",
        ));
    }
    let how = How {
        force: args.force,
        prune: args.prune,
        follow: args.follow,
        shared: args.shared,
        part: args.part,
        layout: layout(args),
    };
    if args.dry_run {
        return dry_run(global, &paths, how, terminal);
    }
    let summary = update(global, &paths, &args.options, how, terminal)?;
    report(&summary, global, terminal);
    if !how.part.is_whole() {
        terminal.note("when all parts are there, run `onrecord settle`: it works out what articles tell of each other");
    }
    if summary.interrupted {
        terminal.note("interrupted: what is whole was kept; run the same command to go on");
        return Ok(Outcome::Interrupted);
    }
    Ok(if summary.failed.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

/// How a run of `index` differs from the ordinary one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct How {
    /// Read everything, changed or not.
    pub force: bool,
    /// Believe that what is not there is gone.
    pub prune: bool,
    /// Follow links out of the PATHs.
    pub follow: bool,
    /// Let others read the index.
    pub shared: bool,
    /// The part of the sources that is looked at.
    pub part: Part,
    /// Parts and further copies of a new index in a cluster, where they are named.
    pub layout: Option<(u32, u32)>,
}

/// How a new index in a cluster is laid out: its parts, and further copies of each.
#[cfg(feature = "remote")]
fn layout(args: &Index) -> Option<(u32, u32)> {
    Some((args.shards, args.replicas))
}

#[cfg(not(feature = "remote"))]
fn layout(_args: &Index) -> Option<(u32, u32)> {
    None
}

fn paths(global: &Global, args: &Index) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = args.paths.clone();
    if let Some(list) = &args.files0_from {
        paths.extend(listed(list)?);
    }
    if paths.is_empty() && args.files0_from.is_none() {
        paths = archive(global)?.remembered()?;
    }
    Ok(paths)
}

/// The paths of a list; `-` is standard input.
fn listed(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (what, most) = ("the list", bounded::TEXT);
    let read = if list.as_os_str() == STDIN {
        bounded::read_from(std::io::stdin().lock(), list, what, most)
    } else {
        bounded::read(list, what, most)
    };
    let bytes = read.map_err(Failure::message)?;
    if bytes.iter().filter(|&&byte| byte == 0).count() > bounded::LINES {
        let (name, most) = (list.display(), bounded::LINES);
        return Err(Failure::message(format!(
            "{name} has more than {most} paths: name their folders, or give it in parts"
        )));
    }
    Ok(paths_of(&bytes))
}

/// Brings the index up to date, showing progress.
pub(super) fn update(
    global: &Global,
    paths: &[PathBuf],
    options: &IndexOptions,
    how: How,
    terminal: &mut Terminal,
) -> Result<UpdateAnswer, Failure> {
    let archive = archive_to_fill(global, how.layout)?;
    let request = UpdateRequest {
        paths: paths.to_owned(),
        force: how.force,
        prune: how.prune,
        follow: how.follow,
        shared: how.shared,
        part: how.part,
        threads: options.threads,
        topics: setting(options.topics.as_deref()),
        model: setting(options.model.as_deref()),
        commit_every: options.commit_every,
        annotations: !options.no_annotations,
    };
    let walked = || walk_options(global, paths, how, &archive.known(how.part).unwrap_or_default());
    let mut progress = Progress::of_paths(terminal, paths, walked)?;
    let answer = archive.update(&request, &mut progress);
    progress.finish();
    let answer = answer?;
    tell_erased(&answer.erased, terminal);
    Ok(answer)
}

/// What `--topics` or `--model` asks for: `default` and `none` are no files.
pub(super) fn setting(file: Option<&Path>) -> TopicsSetting {
    match file {
        None => TopicsSetting::InForce,
        Some(word) if word.as_os_str() == "default" || word.as_os_str() == "none" => TopicsSetting::BuiltIn,
        Some(file) => TopicsSetting::File(file.to_owned()),
    }
}

fn dry_run(global: &Global, paths: &[PathBuf], how: How, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let known = archive(global)?.known(how.part)?;
    let (mut seen, mut unseen) = (HashSet::new(), Places::default());
    let mut failed = false;
    for entry in walk(paths, &walk_options(global, paths, how, &known)) {
        let line = match entry {
            Ok(Entry::File(file)) if !how.part.holds(&key_of(&file)) => continue,
            Ok(Entry::File(file)) => {
                seen.insert(file.key());
                let what = match (known.get(&file).is_some(), known.unchanged(&file).is_some() && !how.force) {
                    (_, true) => continue,
                    (true, false) => "changed",
                    (false, false) => "new",
                };
                format!("{what}\t{}", file.display)
            }
            Ok(Entry::Skipped(skip)) => format!("skip ({})\t{}", skip.reason.message(), skip.display),
            Err(error) => {
                failed = true;
                if let Some(at) = &error.at {
                    unseen.add(absolute(at));
                }
                format!("fail\t{error}")
            }
        };
        writeln!(terminal.out(), "{}", sanitize_line(&line))?;
    }
    let places = known.places_of(paths);
    failed |= tell_gone(&known, (&places, &seen, &unseen), how, terminal)?;
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Done })
}

/// Refuses paths that lead nowhere and of which the index knows nothing: they are slips.
pub(super) fn refuse_missing(global: &Global, paths: &[PathBuf]) -> Result<(), Failure> {
    // That the index itself is no path to be read is told by the update.
    let is_missing = |path: &&PathBuf| standing(path) == Standing::Missing && **path != global.index;
    let missing: Vec<&PathBuf> = paths.iter().filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let known = archive(global)?.known(Part::WHOLE)?;
    match missing.into_iter().find(|path| !known.knows(&absolute(path))) {
        Some(path) => Err(Failure::message(format!("{}: no such file or folder", sanitize(&path_text(path))))),
        None => Ok(()),
    }
}

fn walk_options(global: &Global, paths: &[PathBuf], how: How, known: &Known) -> WalkOptions {
    let places = known.places_of(paths).into_iter();
    let follow = places.filter(|place| how.follow || known.path(place).is_some_and(|record| record.follow)).collect();
    WalkOptions { index: Some(global.index.clone()), follow, ..WalkOptions::default() }
}

/// Tells what a run would take out, and what it would not though it is gone; gives whether there is such.
fn tell_gone(
    known: &Known,
    (places, seen, unseen): (&[PathBuf], &HashSet<String>, &Places),
    how: How,
    terminal: &mut Terminal,
) -> Result<bool, Failure> {
    let mut kept = unseen.clone();
    if !how.prune {
        known.missed().filter(|path| !seen.contains(*path)).for_each(|path| kept.add(text_path(path)));
        for (place, gone) in loss::gone(places, known, (seen, seen), &[], unseen) {
            let (at, loss) = (text_path(&place), gone.loss(place));
            if loss.is_doubtful() {
                writeln!(terminal.out(), "fail\t{}", sanitize(&loss.doubt()))?;
                kept.add(at);
            }
        }
    }
    let mut is_any_kept = false;
    for record in known.vanished(&places.iter().cloned().collect(), seen) {
        let is_kept = kept.hold(&text_path(&record.path));
        is_any_kept |= is_kept;
        writeln!(terminal.out(), "{}\t{}", if is_kept { "kept" } else { "gone" }, sanitize(&record.display))?;
    }
    Ok(is_any_kept)
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
    match (summary.is_unchanged(), *unchanged) {
        // It may not have got to the first article.
        (true, 0) if summary.interrupted => {}
        (true, 0) => lines.push(format!("{}: no articles found", index.display())),
        (true, _) => lines.push(format!("{}: nothing changed, {unchanged} articles as they were", index.display())),
        (false, _) => lines.push(format!(
            "{}: {added} articles added ({passages} passages written), {changed} changed, {removed} removed, {unchanged} unchanged",
            index.display()
        )),
    }
    if summary.retagged > 0 {
        lines.push(format!("{} articles annotated anew by the changed taxonomy", summary.retagged));
    }
    for (reason, count) in &summary.skipped {
        lines.push(format!("skipped {count}: {reason}"));
    }
    lines.extend(date_lines(summary));
    if !summary.failed.is_empty() {
        lines.push(format!("failed {}", summary.failed.len()));
    }
    lines
}

/// What to say of dates that could not be read, or in two ways.
fn date_lines(summary: &UpdateAnswer) -> Vec<String> {
    let mut lines = Vec::new();
    let (unreadable, open) = (&summary.unreadable_dates, &summary.open_dates);
    if unreadable.count > 0 {
        let what = "a date was given that cannot be read (write 2017-03-04)";
        lines.push(format!("{what}, articles {}: {}", unreadable.count, unreadable.listed()));
    }
    if open.count > 0 {
        let what = "day and month of the given date may be either way round, both are kept (write 2017-03-04)";
        lines.push(format!("{what}, articles {}: {}", open.count, open.listed()));
    }
    lines
}

/// Whether a run is worth telling of beside a search's results.
pub(super) fn tell_if_new(summary: &UpdateAnswer, global: &Global, terminal: &mut Terminal) {
    if !summary.is_unchanged() || !summary.failed.is_empty() {
        report(summary, global, terminal);
    }
}
