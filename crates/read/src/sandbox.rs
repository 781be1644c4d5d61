//! Parsers that may crash, hang or swell run in a process of their own: this program once more, with limits. What goes
//! wrong there is an error of one file here.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;

/// Most seconds of processor time.
const CPU_SECONDS: u64 = 9;
/// Most bytes of memory.
const MEMORY: u64 = 600 << 20;
/// Most bytes that come back.
const MAX_OUTPUT: u64 = 64 << 20;
/// Bytes of stack: nested arrays are followed recursively.
const STACK: usize = 64 << 20;
/// The exit status that says that the output is a message.
const REFUSED: i32 = 3;

/// The argument that makes the program such a process.
pub(crate) const ARGUMENT: &str = "__read-sandboxed";

/// The program that is run; none where nobody said so.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the program that, run with [`ARGUMENT`], calls [`serve`]. For the program's start, once: without it the kinds
/// that need it are passed over.
pub(crate) fn provide(program: PathBuf) {
    let _ = PROGRAM.set(program);
}

/// Whether there is a program to run.
pub(crate) fn is_provided() -> bool {
    PROGRAM.get().is_some()
}

/// What the other process makes of `input`.
///
/// # Errors
/// When it refuses, crashes, or exceeds a limit: what happened and what to do.
pub(crate) fn run(input: &[u8]) -> Result<Vec<u8>, String> {
    let program = PROGRAM.get().ok_or("no program is there to read it")?;
    let mut child = spawn(program).map_err(|error| format!("a process to read it in cannot be started ({error})"))?;
    let output = exchange(&mut child, input);
    let status = child.wait().map_err(|error| error.to_string())?;
    match output {
        Ok(output) if status.success() => Ok(output),
        Ok(output) if status.code() == Some(REFUSED) => Err(String::from_utf8_lossy(&output).into_owned()),
        _ => Err(reason(status)),
    }
}

fn spawn(program: &PathBuf) -> io::Result<Child> {
    let mut command = Command::new(program);
    command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // The allocator would reserve more address space at once than the limit allows.
    command.env("MIMALLOC_ARENA_RESERVE", "0").env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
    command.spawn()
}

/// Gives the input and takes the output at the same time, so that neither side waits for the other.
fn exchange(child: &mut Child, input: &[u8]) -> io::Result<Vec<u8>> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let mut output = Vec::new();
    let read = std::thread::scope(|scope| {
        // A child that ends early breaks the pipe, which its status tells better.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        stdout.map_or(Ok(0), |stdout| stdout.take(MAX_OUTPUT + 1).read_to_end(&mut output))
    });
    if read.is_err() || output.len() as u64 > MAX_OUTPUT {
        child.kill()?;
    }
    read.map(|_| output)
}

#[cfg(unix)]
fn reason(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    // SIGXCPU, SIGKILL
    match status.signal() {
        Some(24 | 9) => format!(
            "it takes longer than {CPU_SECONDS} seconds or more room than it may; save its text as a plain file"
        ),
        Some(6) => format!(
            "it is nested so deeply, or so large, that reading it takes more than {} MB; save its text as a plain file",
            MEMORY >> 20
        ),
        _ => "it is so damaged that reading it fails; open it in another program and save it anew".into(),
    }
}

#[cfg(not(unix))]
fn reason(_: ExitStatus) -> String {
    "it is so damaged that reading it fails; open it in another program and save it anew".into()
}

/// The other process: reads all of standard input, writes what `work` makes of it to standard output, and gives the exit
/// status. Limits hold from here on.
pub(crate) fn serve(work: fn(Vec<u8>) -> Result<Vec<u8>, String>) -> i32 {
    limit();
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let mut input = Vec::new();
        io::stdin().lock().read_to_end(&mut input).map_err(|error| error.to_string())?;
        work(input)
    });
    let result = match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(result)) => result,
        _ => return 1,
    };
    let (bytes, status) = result.map_or_else(|message| (message.into_bytes(), REFUSED), |bytes| (bytes, 0));
    if io::stdout().lock().write_all(&bytes).is_err() { 1 } else { status }
}

#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let set = |resource, most: u64| {
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    };
    set(Resource::Cpu, CPU_SECONDS);
    set(Resource::As, MEMORY);
    set(Resource::Core, 0);
}

#[cfg(not(unix))]
fn limit() {}
