//! A survey that asks those who were invited, and the letters they are sent.

use khao_domain::ids::WaveId;
use khao_domain::survey::strata::Stratum;
use khao_domain::survey::template::Template;
use khao_domain::survey::wave::{Channel, Span};
use khao_engine::policy::Actor;
use khao_engine::survey::fielding::NewWave;
use khao_tests::client::{Answer, Client};
use serde_json::Value;

use crate::app::TestApp;
use crate::fielded::{DAY_S, draft};
use crate::scene::Scene;

/// A survey that asks whom was invited, from two strata of one unit each, for ten days from now on.
pub async fn by_invitation(app: &TestApp, scene: &Scene) -> WaveId {
    draft(app, "mau", Template::Desk.form()).await;
    let stratum = |name: &str, unit: &str| Stratum {
        name: name.to_owned(),
        units: vec![scene.unit(unit).parse().unwrap()],
    };
    let wave = NewWave {
        name: "Đợt mời".to_owned(),
        span: Span {
            opens_at: app.now(),
            closes_at: app.now().plus_seconds(10 * DAY_S),
        },
        channels: vec![Channel::Web, Channel::Kiosk],
        quotas: Vec::new(),
        strata: vec![stratum("Nội vụ", "VL.S1"), stratum("Y tế", "VL.S2")],
        invited_only: true,
    };
    let engine = &app.app.engine;
    let survey = engine.field_wave(&Actor::owner(), "mau", wave).await.unwrap();
    survey.waves[0].id
}

pub fn batches(wave: WaveId) -> String {
    format!("/api/v1/surveys/mau/waves/{wave}/invitations")
}

/// The codes of a file.
pub fn tokens(file: &Answer) -> Vec<String> {
    let text = file.text();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.records().map(|row| row.unwrap()[0].to_owned());
    rows.collect()
}

/// The codes of a batch.
pub async fn letters(organiser: &Client, wave: WaveId, new: Value) -> Vec<String> {
    tokens(&organiser.post(&batches(wave), &new).await.expect(201))
}
