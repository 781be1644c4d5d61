//! Panics inside the fence print nothing; those outside still do. A panic hook is the whole process's, so each case
//! runs in a process of its own: this test program again, with one of its ignored tests.

use std::process::Command;

use onrecord::guard::{guarded, quiet_inside};

/// What the ignored test of that name prints to standard error.
fn printed(test: &str) -> String {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).args(["--exact", test, "--ignored", "--nocapture", "--quiet"]).output();
    let output = output.expect("it runs");
    assert!(output.status.success(), "{test}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_panic_inside_prints_nothing() {
    assert_eq!(printed("inside"), "");
    assert!(printed("outside").contains("not meant to happen"));
}

#[test]
#[ignore = "run by the test above"]
fn inside() {
    quiet_inside();
    let threads: Vec<_> =
        (0..4).map(|n| std::thread::spawn(move || guarded(|| -> u8 { panic!("parser {n}") }))).collect();
    let words: Vec<_> = threads.into_iter().map(|thread| thread.join().expect("it is caught")).collect();
    assert_eq!(words, [0, 1, 2, 3].map(|n| Err(format!("parser {n}"))));
}

#[test]
#[ignore = "run by the test above"]
fn outside() {
    quiet_inside();
    let _ = guarded(|| -> u8 { panic!("parser") });
    let thread = std::thread::spawn(|| panic!("not meant to happen"));
    assert!(thread.join().is_err());
}
