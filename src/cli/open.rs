//! `onrecord open`: the source of an article at its line in an editor, or its address on the web in a browser.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use super::args::{Global, Open};
use super::exit::{Failure, Outcome};
use super::shell::quoted;
use super::show::{found, tell_hidden};
use super::terminal::Terminal;
use crate::source::text_path;
use onrecord_api::{ShowRequest, Shown};

/// Runs the command.
pub(super) fn run(global: &Global, args: &Open, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let request = ShowRequest::new(&args.id);
    let Some(answer) = found(global, &request, terminal)? else { return Ok(Outcome::NothingFound) };
    tell_hidden(&args.id, &answer, terminal);
    let [shown] = answer.articles.as_slice() else {
        let handles: Vec<&str> = answer.articles.iter().map(|shown| shown.handle.as_str()).collect();
        let message = format!("{} articles are called {}: name one by its handle", handles.len(), args.id);
        return Err(Failure::message(format!("{message}: {}", handles.join(", "))));
    };
    let launch = Launch::of(shown, args.web, Editor::of_environment())?;
    if let Some(line) = shown.address.line.filter(|_| !launch.is_editor && shown.address.leads_to_a_line() && !args.web)
    {
        terminal.note(&format!("the program is not told the line, {line}: set EDITOR to an editor, which is"));
    }
    if args.print {
        writeln!(terminal.out(), "{}", launch.line())?;
        return Ok(Outcome::Done);
    }
    terminal.flush()?;
    launch.run().map(|()| Outcome::Done)
}

/// A program that is to be run, with its arguments.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Launch {
    program: OsString,
    arguments: Vec<OsString>,
    /// Whether the program has the terminal until it ends.
    is_editor: bool,
}

impl Launch {
    /// What opens a shown article: an editor at the line where the source is a text file and an editor is set, else
    /// whatever the desktop opens the file with; its address on the web where there is no file, or that is wanted.
    fn of(shown: &Shown, web: bool, editor: Option<Editor>) -> Result<Self, Failure> {
        let file = shown.location.as_deref().map(text_path).filter(|file| !web && file.exists());
        let url = shown.article.url.as_deref().filter(|url| is_of_the_web(url));
        match (file, url, editor, shown.address.line) {
            (Some(file), _, Some(editor), Some(line)) if shown.address.leads_to_a_line() => Ok(editor.at(&file, line)),
            (Some(file), ..) => Ok(Launch::with_desktop(file.into_os_string())),
            (None, Some(url), ..) => Ok(Launch::with_desktop(url.into())),
            (None, None, ..) if web => Err(Failure::message("this article has no address on the web")),
            (None, None, ..) => Err(Failure::message(format!(
                "{} is not there any more, and the article has no address on the web; `onrecord show` has its text",
                shown.location.as_deref().unwrap_or(&shown.article.path)
            ))),
        }
    }

    /// The desktop's own choice for a file or an address.
    pub(super) fn with_desktop(what: OsString) -> Self {
        let program = match std::env::consts::OS {
            "macos" => "open",
            "windows" => "explorer",
            _ => "xdg-open",
        };
        Launch { program: program.into(), arguments: vec![what], is_editor: false }
    }

    /// The command as one would type it in a shell.
    fn line(&self) -> String {
        let words = std::iter::once(&self.program).chain(&self.arguments).map(|word| quoted(&word.to_string_lossy()));
        words.collect::<Vec<_>>().join(" ")
    }

    /// Runs the program: an editor to its end, anything else beside this one.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let failure = |reason: String| {
            let advice = "set EDITOR to the program of your choice";
            Failure::message(format!("{} did not do its work: {reason}; {advice}", self.line()))
        };
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        if !self.is_editor {
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            return command.spawn().map(drop).map_err(|error| failure(error.to_string()));
        }
        match command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(failure(status.to_string())),
            Err(error) => Err(failure(error.to_string())),
        }
    }
}

/// Whether an address is one of the web: anything else that a document gives might start a program.
fn is_of_the_web(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| scheme == "http" || scheme == "https") && !url.contains(char::is_whitespace)
}

/// The user's editor: a program, perhaps with arguments.
struct Editor(String);

impl Editor {
    /// The editor that `VISUAL` names, or else `EDITOR`.
    fn of_environment() -> Option<Self> {
        let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|variable| std::env::var(variable).ok());
        named.map(|line| line.trim().to_owned()).find(|line| !line.is_empty()).map(Editor)
    }

    /// The editor on a line of a file. Editors differ in how they are told the line; `+LINE FILE` is what most of those
    /// in terminals take.
    fn at(&self, file: &Path, line: u32) -> Launch {
        let mut words = self.0.split_whitespace().map(OsString::from);
        let program = words.next().unwrap_or_default();
        let mut arguments: Vec<OsString> = words.collect();
        let name = Path::new(&program).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let placed = || {
            let mut placed = file.as_os_str().to_owned();
            placed.push(format!(":{line}"));
            placed
        };
        match name.as_str() {
            "code" | "code-insiders" | "codium" | "cursor" => arguments.extend(["--goto".into(), placed()]),
            "subl" | "zed" | "hx" | "helix" | "mate" => arguments.push(placed()),
            "kate" => arguments.extend(["--line".into(), line.to_string().into(), file.as_os_str().to_owned()]),
            _ => arguments.extend([format!("+{line}").into(), file.as_os_str().to_owned()]),
        }
        Launch { program, arguments, is_editor: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened_with(editor: &str) -> String {
        Editor(editor.to_owned()).at(Path::new("/news/a b.txt"), 12).line()
    }

    #[test]
    fn editors_are_told_the_line_in_their_own_way() {
        assert_eq!(opened_with("vim"), "vim +12 '/news/a b.txt'");
        assert_eq!(opened_with("/usr/bin/emacs -nw"), "/usr/bin/emacs -nw +12 '/news/a b.txt'");
        assert_eq!(opened_with("code --wait"), "code --wait --goto '/news/a b.txt:12'");
        assert_eq!(opened_with("hx"), "hx '/news/a b.txt:12'");
        assert_eq!(opened_with("kate"), "kate --line 12 '/news/a b.txt'");
    }

    #[test]
    fn only_addresses_of_the_web_are_opened() {
        assert!(is_of_the_web("https://example.org/a?b=c") && is_of_the_web("HTTP://example.org"));
        for other in ["javascript:alert(1)", "file:///etc/passwd", "example.org", "ssh://host", "http://a b"] {
            assert!(!is_of_the_web(other), "{other}");
        }
    }
}
