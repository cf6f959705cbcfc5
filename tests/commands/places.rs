//! Where the data is, and what is said where it cannot be.

use std::fs;
use std::time::Duration;

use khao_tests::server::binary;
use khao_tests::wait::{Stopwatch, until};

use crate::khao;

#[test]
fn migrate_says_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let steps = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/sqlite"))
        .unwrap()
        .count();
    let first = khao(folder.path(), &["migrate"]);
    assert!(
        first.succeeds().contains(&format!("áp dụng {steps} bước")),
        "{}",
        first.out
    );
    let second = khao(folder.path(), &["migrate"]);
    assert_eq!(second.succeeds(), "Cơ sở dữ liệu đã ở bản mới nhất.\n");
}

#[test]
fn a_sqlite_file_that_cannot_be_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().display();
    let migrate = |url: &str| khao(folder.path(), &["migrate", "--database", url]);
    migrate(&format!("sqlite://{path}/khong-co/khao.db")).refuses(&["no folder", "khong-co", "--database"]);
    migrate(&format!("sqlite://{path}")).refuses(&["is a folder", "khao.db"]);
    migrate("sqlite://").refuses(&["path of a file"]);
    migrate("mysql://ai:mat-khau@h/d").refuses(&["sqlite:// or postgres://"]);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing was made"
    );
}

/// The address may hold a password: neither it nor the address is repeated.
#[test]
fn a_postgres_that_does_not_answer_is_named_without_the_password() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("key"), [7; 32]).unwrap();
    let watch = Stopwatch::start();
    // Port 1 of the loopback refuses at once.
    let said = khao(
        folder.path(),
        &[
            "migrate",
            "--secret-file",
            "key",
            "--database",
            "postgres://ai:mat-khau-1@127.0.0.1:1/khao",
        ],
    );
    said.refuses(&["PostgreSQL at 127.0.0.1:1", "--database"]);
    assert!(!said.err.contains("mat-khau"), "{}", said.err);
    assert!(watch.elapsed().as_secs() < 8, "{:?}", watch.elapsed());
    for wrong in ["postgre://ai:mat-khau-2@h/d", "postgres://ai:mat-khau-3@h:port/d"] {
        let said = khao(
            folder.path(),
            &["migrate", "--secret-file", "key", "--database", wrong],
        );
        said.refuses(&[]);
        assert!(!said.err.contains("mat-khau"), "{}", said.err);
    }
}

/// A connection that is taken and never answered ends after a few seconds.
#[test]
fn a_postgres_that_hangs_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("key"), [7; 32]).unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://ai@{}/khao", listener.local_addr().unwrap());
    let said = khao(
        folder.path(),
        &["migrate", "--secret-file", "key", "--database", &url],
    );
    said.refuses(&["no answer within 5 s"]);
}

/// Its temporary folder is a folder that we made.
#[cfg(unix)]
#[tokio::test]
async fn the_folder_of_a_demo_is_its_owners() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let mut demo = tokio::process::Command::new(binary())
        .args(["demo", "--listen", "127.0.0.1:0"])
        .env("TMPDIR", place.path())
        .env_remove("KHAO_DATA")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let folder = until("the database", Duration::from_secs(30), async || {
        let folder = fs::read_dir(place.path()).unwrap().next()?.unwrap().path();
        folder.join("khao.db").exists().then_some(folder)
    })
    .await;
    demo.kill().await.unwrap();
    let about = fs::metadata(folder).unwrap();
    assert_eq!(about.permissions().mode() & 0o777, 0o700);
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_may_enter_is_warned_about() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let own = khao(folder.path(), &["migrate", "--data", "rieng"]);
    own.succeeds();
    assert!(!own.err.contains("chmod"), "{}", own.err);
    let mode = |path: &str| {
        let about = fs::metadata(folder.path().join(path)).unwrap();
        about.permissions().mode() & 0o777
    };
    assert_eq!(mode("rieng"), 0o700);
    fs::set_permissions(folder.path().join("rieng"), fs::Permissions::from_mode(0o755)).unwrap();
    let said = khao(folder.path(), &["migrate", "--data", "rieng"]);
    said.succeeds();
    assert!(
        said.err.contains("mode 755") && said.err.contains("chmod 700 rieng"),
        "{}",
        said.err
    );
    assert_eq!(mode("rieng"), 0o755, "somebody chose it");
    assert_eq!(mode("rieng/khao.db"), 0o600);
}
