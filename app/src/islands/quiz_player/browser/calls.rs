//! Carries out the calls that the course decides on, one at a time.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::events::chance;
use super::tabs::News;
use super::{Player, go_on};
use crate::client::{Call, Entry, Refusal, SavedAnswers, StoredAttempt, call, list, read_time_ms};
use crate::islands::clock::{ServerClock, now_ms};
use crate::islands::quiz_player::course::{Job, Outcome};

/// What comes back from handing in is on the receipt's page.
#[derive(serde::Deserialize)]
struct HandedIn {}

pub(super) fn make(player: &Rc<Player>, job: Job) {
    let player = player.clone();
    spawn_local(async move {
        let outcome = {
            let _turn = player.tabs.turn().await;
            made(&player.attempt_id, job).await
        };
        tell_tabs(&player, &outcome);
        let was_failing = player.course.borrow().pace.is_failing();
        player.course.borrow_mut().done(outcome, now_ms(), chance());
        super::show::told_of_line(&player, was_failing);
        go_on(&player);
    });
}

async fn made(attempt_id: &str, job: Job) -> Outcome {
    let outcome = match &job {
        Job::Save(batch) => save(attempt_id, batch).await,
        Job::Read => read(attempt_id).await,
        Job::HandIn => hand_in(attempt_id).await,
    };
    outcome.unwrap_or_else(|refusal| Outcome::Refused(job, refusal))
}

async fn save(attempt_id: &str, batch: &[Entry]) -> Result<Outcome, Refusal> {
    let body = format!(r#"{{"answers":{}}}"#, list(batch));
    let path = format!("/api/v1/attempts/{attempt_id}/answers");
    let sent_ms = now_ms();
    let saved: SavedAnswers = call(Call {
        method: "PUT",
        path: &path,
        body: &body,
    })
    .await?;
    let clock = clock(&saved.server_time, &saved.deadline, sent_ms);
    Ok(Outcome::Saved(batch.to_vec(), saved, clock))
}

async fn read(attempt_id: &str) -> Result<Outcome, Refusal> {
    let path = format!("/api/v1/attempts/{attempt_id}");
    let sent_ms = now_ms();
    let stored: StoredAttempt = call(Call {
        method: "GET",
        path: &path,
        body: "",
    })
    .await?;
    let clock = clock(&stored.server_time, &stored.deadline, sent_ms);
    Ok(Outcome::Read(stored, clock))
}

async fn hand_in(attempt_id: &str) -> Result<Outcome, Refusal> {
    let path = format!("/api/v1/attempts/{attempt_id}/submission");
    let HandedIn {} = call(Call {
        method: "POST",
        path: &path,
        body: "{}",
    })
    .await?;
    Ok(Outcome::HandedIn)
}

/// The server read its clock about half-way between question and answer.
fn clock(server_time: &str, deadline: &str, sent_ms: i64) -> Option<ServerClock> {
    let middle_ms = sent_ms + (now_ms() - sent_ms) / 2;
    Some(ServerClock::read(
        read_time_ms(server_time)?,
        read_time_ms(deadline)?,
        middle_ms,
    ))
}

fn tell_tabs(player: &Player, outcome: &Outcome) {
    match outcome {
        Outcome::Saved(sent, answer, _) => {
            let stored = answer.saved.iter().filter_map(|saved| {
                let as_sent = sent.iter().find(|entry| entry.position == saved.position)?;
                let value = saved.value.clone().unwrap_or_else(|| as_sent.value.clone());
                Some(Entry {
                    position: saved.position,
                    seq: saved.seq,
                    value,
                })
            });
            player.tabs.tell(&News::Stored(stored.collect()));
        }
        Outcome::HandedIn => player.tabs.tell(&News::HandedIn),
        Outcome::Read(..) | Outcome::Refused(..) => {}
    }
}
