//! What a first view costs the person who pays for each megabyte: page, style sheet and programs as they are sent.
//!
//! The built binary is asked. The programs of a debug build are not optimised and may be larger. To weigh a release
//! build:
//! `KHAO_TEST_BINARY=$PWD/target/release/khao cargo test -p khao-tests --test http weight`.

use std::time::Duration;

use khao_domain::people::role::Role;
use khao_tests::client::{Answer, Client};
use khao_tests::journey::{DEMO, demo_paper, log_in};
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

const DESK_TABLET: &str = "/kiosk/danh-gia-mot-cua";

const VIEW_MAX: usize = 150_000;
const CONSOLE_MAX: usize = 250_000;
/// Of the links of one depth.
const PAGES_MOST: usize = 60;
const WASM_MAX: usize = 110_000;
const WASM_OF_A_DEBUG_BUILD_MAX: usize = 125_000;
/// Of tablets, which load it once and keep it: it holds the rules of surveys too.
const FIELD_VIEW_MAX: usize = 400_000;
const FIELD_WASM_MAX: usize = 270_000;
const FIELD_WASM_OF_A_DEBUG_BUILD_MAX: usize = 375_000;

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
    let field_max = if is_release {
        FIELD_WASM_MAX
    } else {
        FIELD_WASM_OF_A_DEBUG_BUILD_MAX
    };
    let tablet = weigh(&server.client, DESK_TABLET, (FIELD_VIEW_MAX, field_max)).await;
    assert!(tablet.iter().all(|file| !file.what.contains("/participant.")));
}

/// Every page of the console that the demonstration's administrator reaches from its front page, two links deep.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn console_pages_are_light() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(&binary(), folder.path(), START).await;
    let (username, password) = server.demo_account(Role::Administrator);
    let staff = log_in(&server.client, &username, &password).await;
    let mut seen = vec!["/console".to_owned()];
    let mut last = seen.clone();
    for _ in 0..2 {
        let mut next = Vec::new();
        for path in &last {
            let page = Page::of(&staff.get(path).await.expect(200));
            let links = page.attributes("main a, nav.sections a", "href");
            let pages = links.iter().filter(|link| link.starts_with("/console"));
            next.extend(pages.map(|link| link.split('#').next().unwrap_or_default().to_owned()));
        }
        next.sort();
        next.dedup();
        next.retain(|link| !seen.contains(link));
        next.truncate(PAGES_MOST);
        seen.extend(next.iter().cloned());
        last = next;
    }
    assert!(seen.len() > 20, "{seen:?}");
    for path in seen {
        weigh(&staff, &path, (CONSOLE_MAX, WASM_OF_A_DEBUG_BUILD_MAX)).await;
    }
}

/// The page's files, each once and all from here.
async fn view_is_light(client: &Client, path: &str, wasm_max: usize) -> Vec<Answer> {
    weigh(client, path, (VIEW_MAX, wasm_max)).await
}

async fn weigh(client: &Client, path: &str, (view_max, wasm_max): (usize, usize)) -> Vec<Answer> {
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
    assert!(weight <= view_max, "{path} weighs {weight} bytes: {told}");
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
