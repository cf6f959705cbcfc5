//! What a first view costs the person who pays for each megabyte: page, style sheet and programs as they are sent.
//!
//! The built binary is asked. A release build has the budget that was promised; the programs of a debug build are not
//! optimised and get more. To hold a release build against it:
//! `KHAO_TEST_BINARY=$PWD/target/release/khao cargo test -p khao-tests --test http weight`.

use std::time::Duration;

use khao_tests::client::{Answer, Client, text_at};
use khao_tests::journey::{enter, entry, start};
use khao_tests::server::{Server, binary};

use crate::page::Page;

const CONTEST: &str = "tim-hieu-cchc-cds";
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

struct Budget {
    view: usize,
    wasm: usize,
}

const RELEASE: Budget = Budget {
    view: 150_000,
    wasm: 110_000,
};
const DEBUG: Budget = Budget {
    view: 170_000,
    wasm: 145_000,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn first_views_are_light() {
    let binary = binary();
    let is_release = binary.parent().is_some_and(|folder| folder.ends_with("release"));
    let budget = if is_release { RELEASE } else { DEBUG };
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(&binary, folder.path(), START).await;
    let contest = format!("/contests/{CONTEST}");
    let entry = format!("{contest}/enter");
    for path in ["/", &contest, &entry] {
        view_is_light(&server.client, path, &budget).await;
    }
    let (person, attempt) = with_a_paper(&server).await;
    let paper = view_is_light(&person, &format!("/attempts/{attempt}"), &budget).await;
    assert!(
        paper
            .iter()
            .any(|file| file.what.split('.').next_back() == Some("wasm")),
        "the paper has its player"
    );
}

async fn with_a_paper(server: &Server) -> (Client, String) {
    let about = format!("/api/v1/contests/{CONTEST}");
    let contest = server.client.get(&about).await.expect(200).json();
    let rounds = contest["rounds"].as_array().unwrap();
    let open = rounds.iter().find(|round| round["status"] == "open").unwrap();
    let units = server
        .client
        .get("/api/v1/units?query=so")
        .await
        .expect(200)
        .json();
    let group = text_at(&contest, "/groups/1/id");
    let form = entry("Nguyễn Văn Nhẹ", &text_at(&units, "/units/0/id"), &group);
    let (client, entered) = enter(&server.client, CONTEST, &form).await;
    let attempt = start(&client, &text_at(open, "/id")).await;
    let browser = client.browser_with(&text_at(&entered, "/token"));
    (browser, text_at(&attempt, "/attempt_id"))
}

/// The page's files, each once and all from here.
async fn view_is_light(client: &Client, path: &str, budget: &Budget) -> Vec<Answer> {
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
            assert!(size <= budget.wasm, "{file} has {size} bytes");
        }
        weight += size;
        told = format!("{told}, {file} {size}");
        answers.push(answer);
    }
    assert!(
        files.iter().any(|file| file.contains(".css")),
        "{path}: {files:?}"
    );
    assert!(weight <= budget.view, "{path} weighs {weight} bytes: {told}");
    answers
}

/// As a browser gets it.
async fn fetch(client: &Client, path: &str) -> Answer {
    let request = client.request("GET", path);
    let answer = request.header("accept-encoding", "gzip, br").send().await;
    answer.expect(200)
}
