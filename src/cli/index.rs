//! `onrecord index`: bring the index up to date with files and folders.

use std::collections::{BTreeSet, HashSet};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Global, Index, IndexOptions};
use super::exit::{Failure, Outcome};
use super::progress::Progress;
use super::terminal::Terminal;
use crate::annotate::speaker::alias::Aliases;
use crate::annotate::topic::{Model, Taxonomy};
use crate::index::writer::WriterOptions;
use crate::index::{Collection, Snapshot, Writer};
use crate::ingest::plan::{Known, Places, absolute};
use crate::ingest::{self, Options, Summary, loss, refuse_index};
use crate::render::sanitize::{sanitize, sanitize_line};
use crate::source::{Entry, STDIN, SkipReason, WalkOptions, path_text, read_file_list, text_path, walk};

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
    let how = How { force: args.force, prune: args.prune, follow: args.follow, shared: args.shared };
    if args.dry_run {
        return dry_run(global, &paths, how, terminal);
    }
    let summary = update(global, &paths, &args.options, how, terminal)?;
    report(&summary, global, terminal);
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
        paths = Known::of(&Snapshot::open(&global.index)?)?.paths();
    }
    Ok(paths)
}

/// Brings the index up to date, showing progress. What it takes out leaves the disk.
pub(super) fn update(
    global: &Global,
    paths: &[PathBuf],
    options: &IndexOptions,
    how: How,
    terminal: &mut Terminal,
) -> Result<Summary, Failure> {
    refuse_index(paths, &global.index)?;
    let ingest = ingest_options(global, paths, options, how)?;
    // Inverting takes less than annotating, and each thread more makes another dictionary of nearly the same words.
    let writers = if ingest.annotations { ingest.threads / 2 } else { ingest.threads };
    let writing = WriterOptions {
        threads: writers.clamp(1, 4),
        commit_every: options.commit_every.max(1) << 20,
        shared: how.shared,
        ..Default::default()
    };
    let mut writer = Writer::open(&global.index, writing)?;
    let mut progress = Progress::new(terminal)?;
    let summary = writer
        .snapshot()
        .map_err(Failure::from)
        .and_then(|before| Ok(ingest::update(&mut writer, &before, paths, &ingest, &mut progress)?));
    let summary = match summary {
        Ok(summary) if !summary.interrupted => writer.close().map(|()| summary).map_err(Failure::from),
        ended => {
            writer.abandon();
            ended
        }
    };
    progress.finish();
    let summary = summary?;
    if summary.removed > 0 && !summary.interrupted {
        super::compact::erase(&global.index, false, terminal)?;
    }
    Ok(summary)
}

/// What the command line and the index say of how indexing is done.
pub(super) fn ingest_options(
    global: &Global,
    paths: &[PathBuf],
    options: &IndexOptions,
    how: How,
) -> Result<Options, Failure> {
    let threads = options.threads.unwrap_or_else(cores).max(1);
    let known = known_collection(&global.index)?;
    let (taxonomy, taxonomy_text) = taxonomy_in_force(options.topics.as_deref(), known.as_ref())?;
    Ok(Options {
        threads,
        force: how.force,
        prune: how.prune,
        follow: how.follow,
        annotations: !options.no_annotations,
        taxonomy,
        taxonomy_text,
        model: model(options.model.as_deref(), known.as_ref())?,
        aliases: aliases(paths)?,
        folder_taxonomies: folder_taxonomies(paths, known.as_ref())?,
        absent_taxonomies: absent_taxonomies(known.as_ref()),
    })
}

/// How many cores there are.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What the index knows of its collection, if there is an index.
fn known_collection(index: &Path) -> Result<Option<Collection>, Failure> {
    match Snapshot::open(index) {
        Ok(snapshot) => Ok(Some(snapshot.collection()?)),
        Err(error) if error.is_missing() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The taxonomy of `--topics FILE`, else the one the index remembers, else the default one (`--topics
/// default`); with name and text where it is not the default.
fn taxonomy_in_force(
    file: Option<&Path>,
    known: Option<&Collection>,
) -> Result<(Taxonomy, Option<(String, String)>), Failure> {
    let text = match file {
        Some(file) if file.as_os_str() == "default" => None,
        Some(file) => Some((file.display().to_string(), taxonomy_text(file)?)),
        None => known.and_then(|collection| collection.taxonomy.clone()),
    };
    let taxonomy = match &text {
        Some((name, text)) => Taxonomy::parse(text, name)?,
        None => Taxonomy::default_news(),
    };
    Ok((taxonomy, text))
}

fn taxonomy_text(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|error| Failure::message(format!("cannot read the taxonomy {}: {error}", file.display())))
}

/// The taxonomy of a file, or the default one.
pub(super) fn taxonomy(file: Option<&Path>) -> Result<Taxonomy, Failure> {
    Ok(taxonomy_in_force(file, None)?.0)
}

/// The model of `--model FILE`, else the one the index remembers (`--model none` forgets it).
pub(super) fn model(file: Option<&Path>, known: Option<&Collection>) -> Result<Option<Arc<Model>>, Failure> {
    let (name, bytes) = match file {
        Some(file) if file.as_os_str() == "none" => return Ok(None),
        Some(file) => {
            let bytes = std::fs::read(file)
                .map_err(|error| Failure::message(format!("cannot read the model {}: {error}", file.display())))?;
            (file.display().to_string(), bytes)
        }
        None => match known.and_then(|collection| collection.model.clone()) {
            Some(bytes) => ("the index's model".to_owned(), bytes),
            None => return Ok(None),
        },
    };
    let model = Model::from_bytes(&bytes).map_err(|error| Failure::message(format!("{name}: {error}")))?;
    Ok(Some(Arc::new(model)))
}

/// The taxonomies at the roots of folders that are indexed: those of `paths`, and of the folders that the
/// index remembers, where they still have one.
pub(super) fn folder_taxonomies(
    paths: &[PathBuf],
    known: Option<&Collection>,
) -> Result<Vec<(PathBuf, Taxonomy)>, Failure> {
    let remembered = known.iter().flat_map(|c| c.taxonomies.keys()).filter(|folder| !folder.is_empty());
    let folders: BTreeSet<PathBuf> =
        paths.iter().map(|path| absolute(path)).chain(remembered.map(|folder| text_path(folder))).collect();
    let mut found = Vec::new();
    for folder in folders {
        let file = folder.join("topics.toml");
        if file.is_file() {
            let taxonomy = Taxonomy::parse(&taxonomy_text(&file)?, &file.display().to_string())?;
            found.push((folder, taxonomy));
        }
    }
    Ok(found)
}

/// The folders with a taxonomy that are missing or empty now, as where a drive is not mounted, with its fingerprint.
fn absent_taxonomies(known: Option<&Collection>) -> Vec<(PathBuf, String)> {
    let remembered =
        known.iter().flat_map(|collection| &collection.taxonomies).filter(|(folder, _)| !folder.is_empty());
    let folders = remembered.map(|(folder, fingerprint)| (text_path(folder), fingerprint.clone()));
    let is_absent = |folder: &Path| std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    folders.filter(|(folder, _)| is_absent(folder)).collect()
}

/// The user's own names for speakers, of the first folder that has a `speakers.toml`.
pub(super) fn aliases(paths: &[PathBuf]) -> Result<Option<String>, Failure> {
    let Some(file) = paths.iter().map(|path| path.join("speakers.toml")).find(|file| file.is_file()) else {
        return Ok(None);
    };
    let cannot = |error: &dyn std::fmt::Display| Failure::message(format!("{}: {error}", file.display()));
    let text = std::fs::read_to_string(&file).map_err(|error| cannot(&error))?;
    Aliases::parse(&text).map_err(|error| cannot(&error))?;
    Ok(Some(text))
}

fn dry_run(global: &Global, paths: &[PathBuf], how: How, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let known = match Snapshot::open(&global.index) {
        Ok(snapshot) => Known::of(&snapshot)?,
        Err(error) if error.is_missing() => Known::default(),
        Err(error) => return Err(error.into()),
    };
    let (mut seen, mut unseen) = (HashSet::new(), Places::default());
    let mut failed = false;
    for entry in walk(paths, &walk_options(global, paths, how, &known)) {
        let line = match entry {
            Ok(Entry::File(file)) => {
                seen.insert(file.key());
                let what = match (known.get(&file).is_some(), known.is_unchanged(&file) && !how.force) {
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
                    unseen.add(known.place_of(at));
                }
                format!("fail\t{error}")
            }
        };
        writeln!(terminal.out(), "{}", sanitize_line(&line))?;
    }
    let places: Vec<PathBuf> = paths.iter().map(|path| known.place_of(path)).collect();
    failed |= tell_gone(&known, (&places, &seen, &unseen), how, terminal)?;
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Done })
}

fn walk_options(global: &Global, paths: &[PathBuf], how: How, known: &Known) -> WalkOptions {
    let places = paths.iter().map(|path| known.place_of(path));
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
        for (place, gone) in loss::gone(places, known, (seen, seen), &[], unseen) {
            let loss = gone.loss(path_text(&place));
            if loss.is_doubtful() {
                writeln!(terminal.out(), "fail\t{}", sanitize(&loss.doubt()))?;
                kept.add(place);
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
fn report(summary: &Summary, global: &Global, terminal: &mut Terminal) {
    for line in summary_lines(summary, &global.index) {
        terminal.note(&line);
    }
}

fn summary_lines(summary: &Summary, index: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    let Summary { added, changed, unchanged, removed, passages, .. } = summary;
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
        lines.push(skipped_line(*count, *reason));
    }
    lines.extend(date_lines(summary));
    if !summary.failed.is_empty() {
        lines.push(format!("failed {}", summary.failed.len()));
    }
    lines
}

/// How many were passed over for a reason, and what to do about it.
fn skipped_line(count: u64, reason: SkipReason) -> String {
    match reason.advice() {
        "" => format!("skipped {count}: {}", reason.message()),
        advice => format!("skipped {count}: {}; {advice}", reason.message()),
    }
}

/// What to say of dates that could not be read, or in two ways.
fn date_lines(summary: &Summary) -> Vec<String> {
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
pub(super) fn tell_if_new(summary: &Summary, global: &Global, terminal: &mut Terminal) {
    if !summary.is_unchanged() || !summary.failed.is_empty() {
        report(summary, global, terminal);
    }
}
