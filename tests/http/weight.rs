//! What a first view costs the person who pays for each megabyte: page, style sheet and programs as they are sent.
//!
//! The built binary is asked. The programs of a debug build are not optimised and may be larger. To weigh a release
//! build:
//! `KHAO_TEST_BINARY=$PWD/target/release/khao cargo test -p khao-tests --test http weight`.

use std::time::Duration;

use khao_tests::client::{Answer, Client};
use khao_tests::journey::{DEMO, demo_paper};
use khao_tests::server::{Server, binary};

use crate::page::Page;

const START: Duration = Duration::from_secs(90);
/// Everything that loads with the page; files of a page are what these name.
const FILES: [(&str, &str); 3] = [
    (
        "link[rel=stylesheet], link[rel=modulepreload], link[rel=preload]",
        "href",
    ),
    ("script[src]", "src"),
    ("img", "src"),
];

const VIEW_MAX: usize = 150_000;
const WASM_MAX: usize = 110_000;
const WASM_OF_A_DEBUG_BUILD_MAX: usize = 125_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn first_views_are_light() {
    let binary = binary();
    let is_release = binary.parent().is_some_and(|folder| folder.ends_with("release"));
    let wasm_max = if is_release {
        WASM_MAX
    } else {
        WASM_OF_A_DEBUG_BUILD_MAX
    };
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(&binary, folder.path(), START).await;
    let contest = format!("/contests/{DEMO}");
    let entry = format!("{contest}/enter");
    for path in ["/", &contest, &entry] {
        view_is_light(&server.client, path, wasm_max).await;
    }
    let (token, attempt) = demo_paper(&server.client, "Nguyễn Văn Nhẹ").await;
    let person = server.client.browser_with(&token);
    let paper = view_is_light(&person, &format!("/attempts/{attempt}"), wasm_max).await;
    assert!(
        paper
            .iter()
            .any(|file| file.what.split('.').next_back() == Some("wasm")),
        "the paper has its player"
    );
}

/// The page's files, each once and all from here.
async fn view_is_light(client: &Client, path: &str, wasm_max: usize) -> Vec<Answer> {
    let page = Page::of(&client.get(path).await.expect(200));
    let sent = fetch(client, path).await;
    let mut files: Vec<String> = FILES
        .iter()
        .flat_map(|(css, attribute)| page.attributes(css, attribute))
        .collect();
    files.sort();
    files.dedup();
    let mut weight = sent.body.len();
    let mut told = format!("page {}", sent.body.len());
    let mut answers = Vec::new();
    for file in &files {
        assert!(
            file.starts_with('/') && !file.starts_with("//"),
            "{path} loads {file}"
        );
        let answer = fetch(client, file).await;
        let size = answer.body.len();
        if answer.header("content-type") == Some("application/wasm") {
            assert!(size <= wasm_max, "{file} has {size} bytes");
        }
        weight += size;
        told = format!("{told}, {file} {size}");
        answers.push(answer);
    }
    assert!(
        files.iter().any(|file| file.contains(".css")),
        "{path}: {files:?}"
    );
    tell(&format!("{path} weighs {weight} bytes: {told}"));
    assert!(weight <= VIEW_MAX, "{path} weighs {weight} bytes: {told}");
    answers
}

/// As a browser gets it.
async fn fetch(client: &Client, path: &str) -> Answer {
    let request = client.request("GET", path);
    let answer = request.header("accept-encoding", "gzip, br").send().await;
    answer.expect(200)
}

#[expect(clippy::print_stderr, reason = "the figures are worth knowing")]
fn tell(what: &str) {
    eprintln!("{what}");
}
