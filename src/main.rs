//! The `onrecord` program: parse, run, exit. A pipe closed by its reader is success.

use std::process::ExitCode;

fn main() -> ExitCode {
    onrecord::cli::run()
}
