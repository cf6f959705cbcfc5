//! People who are ready beforehand: entered, logged in, perhaps with an open paper.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use khao_tests::client::text_at;
use khao_tests::server::Server;

use crate::attempts::Setting;
use crate::outcome::tell;
use crate::saves::Paper;
use crate::wire::Wire;

/// Side by side while a crowd is made ready.
const LANES: usize = 64;

/// So many people who have entered: their tokens. No two crowds of a server begin with the same person.
pub async fn entered(server: &Server, first: usize, count: usize) -> (Arc<Setting>, Vec<String>) {
    tell(&format!("{count} people enter …"));
    let setting = Arc::new(Setting::of(server, first).await);
    let left = Arc::new(AtomicUsize::new(count));
    let lanes: Vec<_> = (0..LANES)
        .map(|_| tokio::spawn(enter_while(setting.clone(), left.clone())))
        .collect();
    let mut tokens = Vec::with_capacity(count);
    for lane in lanes {
        tokens.extend(lane.await.unwrap());
    }
    (setting, tokens)
}

async fn enter_while(setting: Arc<Setting>, left: Arc<AtomicUsize>) -> Vec<String> {
    let mut wire = Wire::connect(setting.address).await.unwrap();
    let mut tokens = Vec::new();
    while take_one(&left) {
        tokens.push(setting.enter(&mut wire).await.unwrap());
    }
    tokens
}

pub fn take_one(left: &AtomicUsize) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| count.checked_sub(1))
        .is_ok()
}

/// An open paper of the round for each of them.
pub async fn opened(address: SocketAddr, round: &str, tokens: Vec<String>) -> Vec<Paper> {
    tell(&format!("{} papers are opened …", tokens.len()));
    let share = tokens.len().div_ceil(LANES).max(1);
    let lanes: Vec<_> = tokens
        .chunks(share)
        .map(|tokens| tokio::spawn(open_each(address, round.to_owned(), tokens.to_vec())))
        .collect();
    let mut papers = Vec::with_capacity(tokens.len());
    for lane in lanes {
        papers.extend(lane.await.unwrap());
    }
    papers
}

async fn open_each(address: SocketAddr, round: String, tokens: Vec<String>) -> Vec<Paper> {
    let mut wire = Wire::connect(address).await.unwrap();
    let mut papers = Vec::with_capacity(tokens.len());
    for token in tokens {
        let path = format!("/api/v1/rounds/{round}/attempts");
        let started = wire.call("POST", &path, &token, "{}").await.unwrap();
        let attempt = started.json(201).unwrap();
        papers.push(Paper {
            address,
            attempt: text_at(&attempt, "/attempt_id"),
            questions: Arc::new(attempt["questions"].as_array().unwrap().clone()),
            token,
        });
    }
    papers
}
