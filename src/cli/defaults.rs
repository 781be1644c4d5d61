//! What holds where no option says otherwise: the configuration file, and where the index is looked for.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::args::{Color, Global};
use super::exit::Failure;
use super::index_from::{INDEX, IndexFrom};

/// The user's configuration file. Every entry is a default for the option of its name.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Config {
    index: Option<PathBuf>,
    color: Option<Color>,
    columns: Option<usize>,
}

/// Puts in what the options leave open.
///
/// # Errors
/// When the configuration file cannot be read or understood.
pub(super) fn settle(global: &mut Global) -> Result<(), Failure> {
    let config = match config_file() {
        Some(file) => read(&file)?,
        None => Config::default(),
    };
    global.color = global.color_given.or(config.color).unwrap_or(Color::Auto);
    global.columns = config.columns;
    (global.index, global.index_from) = match (&global.index_given, config.index) {
        (Some(given), _) => (given.clone(), IndexFrom::Option),
        (None, Some(configured)) => (under_home(configured), IndexFrom::Config),
        (None, None) => found(),
    };
    Ok(())
}

/// The configuration file, where there is one.
pub(super) fn config_file() -> Option<PathBuf> {
    let folder = folder("XDG_CONFIG_HOME", ".config")?;
    Some(folder.join("onrecord").join("config.toml")).filter(|file| file.exists())
}

fn read(file: &Path) -> Result<Config, Failure> {
    let failure = |reason: String| Failure::message(format!("the configuration file {}: {reason}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| failure(error.to_string()))?;
    toml::from_str(&text).map_err(|error| failure(error.to_string().trim_end().to_owned()))
}

/// `~/…` of the configuration, which no shell has read.
fn under_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), std::env::var_os("HOME")) {
        (Ok(rest), Some(home)) => Path::new(&home).join(rest),
        _ => path,
    }
}

/// The nearest index, from the working folder upwards; then the user's own; then one yet to be made.
fn found() -> (PathBuf, IndexFrom) {
    let here = PathBuf::from(INDEX);
    if is_index(&here) {
        return (here, IndexFrom::Nearby);
    }
    let above = std::env::current_dir()
        .ok()
        .and_then(|folder| folder.ancestors().skip(1).map(|folder| folder.join(INDEX)).find(|folder| is_index(folder)));
    let own = folder("XDG_DATA_HOME", ".local/share").map(|folder| folder.join("onrecord").join(INDEX));
    match (above, own.filter(|folder| is_index(folder))) {
        (Some(above), _) => (above, IndexFrom::Nearby),
        (None, Some(own)) => (own, IndexFrom::DataFolder),
        (None, None) => (here, IndexFrom::New),
    }
}

/// Whether a folder looks like an index; whether it is one is found out when it is opened.
fn is_index(folder: &Path) -> bool {
    folder.join("meta.json").is_file()
}

/// A folder of the user by the variable that names it, else below the home folder.
fn folder(variable: &str, below_home: &str) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from).filter(|folder| folder.is_absolute());
    named.or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(below_home)))
}
