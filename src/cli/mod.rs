//! The command line: arguments in, a run of the library, output and exit status out.
//!
//! Arguments become plain data ([`args`]), then each command has a file of its own. Results go to standard
//! output, everything else to standard error (`terminal`).

mod annotate;
pub mod args;
mod batch;
mod bench;
mod check;
#[cfg(feature = "remote")]
mod cluster;
mod compact;
mod complete;
mod defaults;
mod errors;
mod eval;
mod exit;
mod facets;
mod index;
mod index_from;
mod index_in_use;
mod manual;
mod notes;
mod open;
mod pager;
mod progress;
mod queries;
mod remove;
mod search;
#[cfg(feature = "server")]
mod serve;
mod settle;
mod shell;
mod show;
mod stats;
mod terminal;
mod topics;
mod usage;

use std::process::ExitCode;

use clap::Parser;

use self::args::{Cli, Command};
use self::exit::{Failure, Outcome};
use self::terminal::Terminal;
use crate::render::wire;

/// Reads the command line, runs the command, and tells how it ended.
pub fn run() -> ExitCode {
    #[cfg(feature = "pdf")]
    if std::env::args_os().nth(1).is_some_and(|argument| argument == crate::read::SANDBOX_ARGUMENT) {
        return ExitCode::from(u8::try_from(crate::read::serve_sandbox()).unwrap_or(1));
    }
    if complete::answered() {
        return ExitCode::SUCCESS;
    }
    #[cfg(feature = "pdf")]
    std::env::current_exe().into_iter().for_each(crate::read::provide_sandbox);
    crate::guard::quiet_inside();
    let mut cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let is_error = error.use_stderr();
            usage::print(error);
            return ExitCode::from(if is_error { 2 } else { 0 });
        }
    };
    let settled = defaults::settle(&mut cli.global);
    let mut terminal = Terminal::new(&cli.global);
    let result = settled.and_then(|()| dispatch(&cli, &mut terminal));
    let flushed = terminal.flush();
    match result.and_then(|outcome| flushed.map(|()| outcome).map_err(Failure::from)) {
        Ok(outcome) => outcome.code(),
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            if cli.command.prints_json() {
                terminal.error_for_programs(&wire::error(&failure.to_string(), failure.problem()));
            } else {
                terminal.error(&failure.to_string());
            }
            ExitCode::from(2)
        }
    }
}

fn dispatch(cli: &Cli, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::Index(args) => index::run(&cli.global, args, terminal),
        Command::Search(args) => search::run(&cli.global, args, terminal),
        Command::Show(args) => show::run(&cli.global, args, terminal),
        Command::Open(args) => open::run(&cli.global, args, terminal),
        Command::Remove(args) => remove::run(&cli.global, args, terminal),
        #[cfg(feature = "remote")]
        Command::Copy(args) => cluster::run_copy(args, terminal),
        #[cfg(feature = "remote")]
        Command::Alias(args) => cluster::run_alias(args, terminal),
        Command::Settle(args) => settle::run(&cli.global, args, terminal),
        Command::Compact => compact::run(&cli.global, terminal),
        Command::Annotate(args) => annotate::run(&cli.global, args, terminal),
        Command::Facets(args) => facets::run(&cli.global, args, terminal),
        Command::Eval(args) => eval::run(args, terminal),
        Command::Batch(args) => batch::run(&cli.global, args, terminal),
        Command::Bench(args) => bench::run(&cli.global, args, terminal),
        Command::Stats(args) => stats::run(&cli.global, args, terminal),
        #[cfg(feature = "server")]
        Command::Serve(args) => serve::run(&cli.global, args, terminal),
        Command::Completions(args) => complete::print(args, terminal),
        Command::Man(args) => manual::man(args, terminal),
        Command::Help(args) => manual::help(args, terminal),
        Command::Topics(args) => topics::run(&cli.global, args, terminal),
    }
}
