//! An index in a cluster, as far as it needs none: addresses, users, what works on folders alone.

use crate::harness::Project;

/// A port of this machine at which nobody listens.
const NOBODY: &str = "http://127.0.0.1:1/press";

#[test]
fn a_cluster_that_does_not_answer_is_named() {
    let project = Project::with_indexed_seeds();
    project.run(["--index", NOBODY, "search", "x"]).fails_with(&["cannot use the index at", NOBODY]);
    project.run(["copy", "index", NOBODY]).fails_with(&["cannot use the index at", NOBODY]);
    project.run(["--index", NOBODY, "index", "--check"]).fails_with(&["cannot use the index at", NOBODY]);
}

#[test]
fn addresses_that_cannot_be_used_are_explained() {
    let project = Project::with_indexed_seeds();
    project.run(["copy", "index", "press"]).fails_with(&["press is no address", "onrecord copy index https://"]);
    project.run(["copy", "index", "http://host"]).fails_with(&["names no index"]);
    project.run(["copy", "index", "http://host/Press"]).fails_with(&["small letters"]);
    let output = project.run(["--index", "http://jane:s3cret@host/press", "search", "x"]);
    output.fails_with(&["leave them out"]);
    assert!(!output.stderr.contains("s3cret"), "{output}");
    project.run(["copy", "index", NOBODY, "--part", "4/3"]).fails_with(&["3/16"]);
}

#[test]
fn half_of_what_lets_somebody_in_is_told_and_none_is_repeated() {
    let project = Project::with_indexed_seeds();
    project.file("words", "user=jane\npassword=s3cret\nsecret line\n");
    for (env, said) in [
        (&[("ONRECORD_REMOTE_USER", "jane")][..], "ONRECORD_REMOTE_PASSWORD is not"),
        (&[("ONRECORD_REMOTE_PASSWORD", "s3cret")], "ONRECORD_REMOTE_USER is not"),
        (&[("ONRECORD_REMOTE_USER", "jane"), ("ONRECORD_REMOTE_KEY", "s3cret")], "one of them"),
        (&[("ONRECORD_REMOTE_FILE", "words")], "line 3"),
        (&[("ONRECORD_REMOTE_FILE", "nowhere")], "nowhere"),
        (&[("ONRECORD_REMOTE_CA", "words")], "certificates"),
    ] {
        let output = project.run_with(env, ["--index", NOBODY, "search", "x"]);
        output.fails_with(&[said]);
        assert!(!output.stderr.contains("s3cret") && !output.stderr.contains("secret line"), "{output}");
    }
}

#[test]
fn what_works_on_folders_alone_says_so() {
    let project = Project::with_indexed_seeds();
    project.run(["--index", NOBODY, "bench", "q.tsv"]).fails_with(&["works on an index in a folder", "onrecord copy"]);
    for command in
        [&["index", "seeds"][..], &["remove", "seeds"], &["settle"], &["compact"], &["search", "--from", "seeds", "x"]]
    {
        let args: Vec<&str> = ["--index", NOBODY].iter().chain(command).copied().collect();
        project.run(args).fails_with(&["cannot use the index at", NOBODY]);
    }
}
