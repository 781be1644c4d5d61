//! Who may read an index: its owner alone, unless its folder is open to others or it is shared.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::harness::Project;

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions");
}

/// The permissions of the files of the index, each once.
fn file_modes(project: &Project) -> Vec<u32> {
    let files = std::fs::read_dir(project.at("index")).expect("the index").flatten();
    let mut modes: Vec<u32> = files.map(|entry| mode(&entry.path())).collect();
    modes.sort_unstable();
    modes.dedup();
    modes
}

#[test]
fn a_new_index_is_its_owners_alone() {
    let project = Project::with_indexed_seeds();
    assert_eq!((mode(&project.at("index")), file_modes(&project)), (0o700, vec![0o600]));
}

#[test]
fn files_follow_a_folder_that_was_there() {
    for (folder, file) in [(0o755, 0o644), (0o750, 0o640), (0o770, 0o660), (0o777, 0o664)] {
        let project = Project::with_seeds();
        std::fs::create_dir(project.at("index")).expect("a folder");
        set_mode(&project.at("index"), folder);
        project.run(["index", "seeds"]).succeeds();
        project.run(["remove", "seeds/000_0c0024bd40f87050.txt"]).succeeds();
        assert_eq!((mode(&project.at("index")), file_modes(&project)), (folder, vec![file]), "{folder:o}");
    }
}

#[test]
fn a_shared_index_is_open_and_stays_so() {
    let project = Project::with_seeds();
    project.run(["index", "--shared", "seeds"]).succeeds();
    assert_eq!((mode(&project.at("index")), file_modes(&project)), (0o755, vec![0o644]));
    project.run(["index", "--force", "seeds"]).succeeds();
    assert_eq!(file_modes(&project), [0o644]);
}

#[test]
fn an_index_can_be_shared_later() {
    let project = Project::with_indexed_seeds();
    project.run(["index", "--shared"]).succeeds();
    assert_eq!((mode(&project.at("index")), file_modes(&project)), (0o755, vec![0o644]));
}
