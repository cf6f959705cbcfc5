//! A whole province in one round: as many attempts as are asked for, 5,000 units, a bank of 50,000 items. The pages of
//! the console are opened one after the other, everything is downloaded, and an item is corrected while people save.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use khao_tests::client::{Answer, Client, text_at};
use khao_tests::server::Server;
use khao_tests::wait::{Stopwatch, until};
use serde_json::{Value, json};

use crate::attempts::{CONTEST, Setting, save_of};
use crate::figures::{Figures, at};
use crate::import::bank_file;
use crate::options::Options;
use crate::outcome::{Outcome, tell};
use crate::schedule::Draw;
use crate::wire::Wire;
use crate::{crowd, process, saves, staff};

const UNITS: usize = 5_000;
const IMPORTS: usize = 10;
const ITEMS_EACH: usize = 5_000;
/// Side by side while the round is filled.
const LANES: usize = 64;
/// How often a page is opened after the first time.
const LOOKS: usize = 20;
const PATIENCE: Duration = Duration::from_mins(3);

pub async fn measure(server: &Server, options: &Options) -> Outcome {
    let staff = staff::administrator(server).await;
    let setting = Arc::new(Setting::of(server, 0).await);
    fill_units(&staff).await;
    let bank = fill_bank(&staff).await;
    let filled = fill_round(&setting, options.people).await;
    let pages = pages(&staff, &setting.round, &bank).await;
    let before = process::memory(server.pid);
    let files = files(server, &staff, &setting.round).await;
    let after = process::memory(server.pid);
    let (correction, all) = correct(server, &staff, &setting.round, options).await;
    let report = json!({
        "attempts": options.people,
        "attempts_filled_in_s": filled.as_secs_f64(),
        "units": UNITS,
        "items": IMPORTS * ITEMS_EACH,
        "pages": pages,
        "files": files,
        "memory_before_files": before,
        "memory_after_files": after,
        "correction": correction,
    });
    Outcome {
        report,
        curves: vec![("save", all)],
    }
}

async fn fill_units(staff: &Client) {
    tell("units …");
    let mut file = String::from("Mã,Tên,Mã cấp trên,Số người,Ngày tính\nTAI,Tỉnh đo tải,,,\n");
    for number in 1..UNITS {
        // Writing to a String cannot fail.
        let _ = writeln!(file, "TAI.{number},Đơn vị đo tải số {number},TAI,40,01/01/2026");
    }
    let done = staff.upload("/api/v1/units/imports", file.as_bytes()).await;
    assert_eq!(done.expect(200).json()["new"], UNITS);
}

/// The bank's id.
async fn fill_bank(staff: &Client) -> String {
    tell("items …");
    let bank = json!({ "name": "Ngân hàng rất lớn", "language": "vi" });
    let made = staff.post("/api/v1/banks", &bank).await.expect(201).json();
    let id = text_at(&made, "/id");
    let path = format!("/api/v1/banks/{id}/imports");
    let mut draw = Draw::seeded(5);
    for turn in 0..IMPORTS {
        let file = bank_file(&mut draw, turn * ITEMS_EACH + 1, ITEMS_EACH);
        let done = staff.upload(&path, file.as_bytes()).await.expect(200).json();
        assert_eq!(done["new"], ITEMS_EACH, "{done}");
    }
    id
}

/// Everybody enters, starts, answers one question and submits.
async fn fill_round(setting: &Arc<Setting>, people: usize) -> Duration {
    tell(&format!("{people} attempts …"));
    let watch = Stopwatch::start();
    let left = Arc::new(AtomicUsize::new(people));
    let lanes: Vec<_> = (0..LANES)
        .map(|_| {
            let (setting, left) = (setting.clone(), left.clone());
            tokio::spawn(async move {
                let mut wire = Wire::connect(setting.address).await.unwrap();
                while crowd::take_one(&left) {
                    attempt(&setting, &mut wire).await.unwrap();
                }
            })
        })
        .collect();
    for lane in lanes {
        lane.await.unwrap();
    }
    watch.elapsed()
}

async fn attempt(setting: &Setting, wire: &mut Wire) -> std::io::Result<()> {
    let token = setting.enter(wire).await?;
    let attempt = setting.start(wire, &token).await?;
    let path = format!("/api/v1/attempts/{}", text_at(&attempt, "/attempt_id"));
    let body = save_of(&attempt["questions"][0], 1);
    let saved = wire
        .call("PUT", &format!("{path}/answers"), &token, &body)
        .await?;
    saved.expect(200)?;
    let done = wire
        .call("POST", &format!("{path}/submission"), &token, "{}")
        .await?;
    done.expect(200)
}

/// Each page opened once as nobody has before, then again and again; sizes as they are sent.
async fn pages(staff: &Client, round: &str, bank: &str) -> Value {
    let unit = staff
        .get("/api/v1/units?query=do%20tai%20so%2077")
        .await
        .expect(200)
        .json();
    let unit = text_at(&unit, "/units/0/id");
    let paths = [
        "/console".to_owned(),
        format!("/console/contests/{CONTEST}"),
        format!("/console/contests/{CONTEST}/participants?query=nguyen"),
        format!("/console/rounds/{round}"),
        format!("/console/rounds/{round}/corrections"),
        format!("/console/rounds/{round}/live"),
        format!("/console/rounds/{round}/figures"),
        format!("/console/rounds/{round}/extra-time"),
        format!("/console/banks/{bank}"),
        format!("/console/banks/{bank}?query=ho+so"),
        format!("/console/banks/{bank}?topic=Ch%E1%BB%A7+%C4%91%E1%BB%81+3&difficulty=2"),
        "/console/units".to_owned(),
        "/console/units?query=do+tai".to_owned(),
        format!("/console/units/{unit}"),
        "/console/accounts".to_owned(),
        "/console/audit".to_owned(),
    ];
    let mut measured = Vec::new();
    for path in paths {
        tell(&path);
        let (first, page) = look(staff, &path).await;
        let mut times = Vec::new();
        for _ in 0..LOOKS {
            times.push(look(staff, &path).await.0);
        }
        times.sort_unstable_by(f64::total_cmp);
        measured.push(json!({
            "page": path.replace(round, "…").replace(bank, "…").replace(&unit, "…"),
            "first_ms": first,
            "p50_ms": at(&times, 500),
            "max_ms": at(&times, 1000),
            "bytes": page.body.len(),
        }));
    }
    measured.into()
}

async fn look(staff: &Client, path: &str) -> (f64, Answer) {
    let watch = Stopwatch::start();
    let page = staff.get(path).await.expect(200);
    ((watch.elapsed().as_secs_f64() * 1e6).round() / 1e3, page)
}

async fn files(server: &Server, staff: &Client, round: &str) -> Value {
    let mut measured = Vec::new();
    for name in ["ranking", "attempts", "answers", "participation", "items"] {
        for ending in ["csv", "xlsx"] {
            let file = format!("{name}.{ending}");
            tell(&file);
            let (took, answer) = look(staff, &format!("/api/v1/rounds/{round}/exports/{file}")).await;
            measured.push(json!({
                "file": file,
                "rows": answer.header("x-row-count"),
                "bytes": answer.body.len(),
                "ms": took,
                "memory": process::memory(server.pid),
            }));
        }
    }
    measured.into()
}

/// An item gives everybody its points, while people save: how long until every attempt is scored anew.
async fn correct(server: &Server, staff: &Client, round: &str, options: &Options) -> (Value, Figures) {
    let papers = saves::papers_from(server, options.people, options.connections).await;
    tell("saves alone …");
    let (quiet, _) = saves::run(&papers, server.pid, options.seconds).await;
    tell("saves and a correction …");
    let over = Arc::new(AtomicBool::new(false));
    let goes_on = {
        let over = over.clone();
        move || !over.load(Ordering::Relaxed)
    };
    let watch = Stopwatch::start();
    let saving = tokio::spawn(async move { saves::on_each(&papers, watch, goes_on).await });
    let path = format!("/api/v1/rounds/{round}/corrections");
    let code = first_item(staff, round).await;
    let sent = json!({ "item_code": code, "kind": "full_points", "reason": "Đo tải" });
    let begun = watch.elapsed();
    staff.post(&path, &sent).await.expect(201);
    let recorded = watch.elapsed().saturating_sub(begun);
    until("every attempt scored anew", PATIENCE, async || {
        let state = staff.get(&path).await.expect(200).json();
        (state["state"] == "done").then_some(())
    })
    .await;
    let took = watch.elapsed().saturating_sub(begun);
    over.store(true, Ordering::Relaxed);
    let all = saving.await.unwrap();
    let report = json!({
        "recorded_s": recorded.as_secs_f64(),
        "scored_anew_s": took.as_secs_f64(),
        "saves_alone": quiet,
        "saves_beside": all.summary(watch.elapsed()),
    });
    (report, all)
}

/// The code of an item that people of the round met.
async fn first_item(staff: &Client, round: &str) -> String {
    let items = staff
        .get(&format!("/api/v1/rounds/{round}/exports/items.csv"))
        .await;
    let items = items.expect(200);
    let row = items.text().lines().nth(1).unwrap();
    row.split(',').next().unwrap().to_owned()
}
