//! `onrecord serve`: the archive in a browser, and over HTTP.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::args::{Global, Serve};
use super::exit::{Failure, Outcome};
use super::index_in_use::{address, archive};
use super::open::Launch;
use super::terminal::Terminal;
use crate::server::{self, ServeError, Settings, Token};

/// Runs the command until a signal ends it.
pub(super) fn run(global: &Global, args: &Serve, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let settings = settings(args)?;
    let listening = server::bind(&settings).map_err(explained)?;
    let page = format!("http://{}{}/", listening.address, settings.base_path);
    if address(global).is_none() && !global.index.exists() {
        terminal.note(&format!(
            "there is no index at {} yet: run `onrecord index FOLDER`, and the page answers by itself",
            global.index.display()
        ));
    }
    // An interrupt ends the server in its own way.
    terminal.ends_at_once.store(false, Ordering::Relaxed);
    let (end, ended) = server::ending();
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        signals.forever().next();
        end.now();
    });
    writeln!(terminal.out(), "{page}")?;
    terminal.flush()?;
    if args.open {
        open(&page, terminal);
    }
    server::serve(listening, archive(global)?, &settings, ended)?;
    Ok(Outcome::Done)
}

fn settings(args: &Serve) -> Result<Settings, Failure> {
    let base_path = Settings::base_path(&args.base_path)
        .ok_or_else(|| Failure::message(format!("--base-path is a path such as /archive, not {}", args.base_path)))?;
    Ok(Settings {
        bind: args.bind,
        hosts: args.allow_host.clone(),
        token: token(args.token_file.as_deref())?,
        timeout: timeout(&args.timeout)?,
        base_path,
        allow_write: args.allow_write,
        workers: std::thread::available_parallelism().map_or(1, usize::from),
    })
}

/// The token of the file, else that of the environment.
fn token(file: Option<&Path>) -> Result<Option<Token>, Failure> {
    let (text, place) = match file {
        Some(file) => {
            let text = std::fs::read_to_string(file)
                .map_err(|error| Failure::message(format!("cannot read the token in {}: {error}", file.display())))?;
            (text, file.display().to_string())
        }
        None => match std::env::var("ONRECORD_TOKEN") {
            Ok(text) => (text, "ONRECORD_TOKEN".to_owned()),
            Err(_) => return Ok(None),
        },
    };
    let token = Token::new(&text).map_err(|error| Failure::message(format!("{place}: {error}")))?;
    Ok(Some(token))
}

/// "500ms", "5s", "1m".
fn timeout(text: &str) -> Result<Duration, Failure> {
    let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let scale = match unit {
        "ms" => 1,
        "s" | "" => 1000,
        "m" => 60_000,
        _ => 0,
    };
    match number.parse::<u64>().ok().and_then(|number| number.checked_mul(scale)) {
        Some(millis @ 1..=3_600_000) => Ok(Duration::from_millis(millis)),
        _ => Err(Failure::message(format!("--timeout is a time such as 500ms or 5s, at most an hour, not {text}"))),
    }
}

/// The error with the option that helps.
fn explained(error: ServeError) -> Failure {
    let help = match &error {
        ServeError::InUse(_) => "; `--bind 127.0.0.1:0` takes a free port",
        ServeError::Open(_) => "; give one of 32 characters or more with `--token-file FILE` or ONRECORD_TOKEN",
        ServeError::Listen { .. } => "; `--bind ADDRESS:PORT` names another place",
    };
    Failure::message(format!("{error}{help}"))
}

/// Opens an address in the reader's browser.
fn open(address: &str, terminal: &mut Terminal) {
    if Launch::with_desktop(address.into()).run().is_err() {
        terminal.note(&format!("no browser could be opened; the page is at {address}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for (text, millis) in [("5s", 5000), ("5", 5000), ("200ms", 200), ("1m", 60_000)] {
            assert_eq!(timeout(text).expect(text), Duration::from_millis(millis));
        }
        for wrong in ["", "s", "0s", "-1s", "5h", "1.5s", "99999999999999999999s", "61m"] {
            assert!(timeout(wrong).is_err(), "{wrong}");
        }
    }
}
