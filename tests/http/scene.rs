//! A contest under way, and somebody of every role. Set up past HTTP: what HTTP does is what the tests are about.

use khao_domain::bank::blueprint::BlueprintCell;
use khao_domain::bank::item::Difficulty;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::{BankId, RoundId, UnitId};
use khao_domain::people::entry::{Consent, EntryForm};
use khao_domain::people::role::Role;
use khao_domain::survey::template::Template;
use khao_domain::survey::texts::Texts;
use khao_domain::survey::wave::{Channel, Span};
use khao_domain::time::Timestamp;
use khao_domain::work::WorkKind;
use khao_engine::Engine;
use khao_engine::contest::contests::NewContest;
use khao_engine::contest::groups::NewGroup;
use khao_engine::contest::rounds::RoundPlan;
use khao_engine::people::accounts::{AccountQuery, NewAccount};
use khao_engine::policy::Actor;
use khao_engine::survey::batches::NewBatch;
use khao_engine::survey::changing::NewSurvey;
use khao_engine::survey::fielding::NewWave;
use khao_engine::work::{Outcome, Running};
use khao_tests::client::Client;
use khao_tests::stories::monday;
use serde_json::json;
use tokio::sync::oneshot;

use crate::app::TestApp;

pub const PASSWORD: &str = "đồng lúa chín vàng";

/// A province, two departments, an office and a commune whose name can be written in two ways.
pub const UNITS: &str = "Mã,Tên,Mã cấp trên,Số người,Ngày tính
VL,Tỉnh Vĩnh Long,,,
VL.S1,Sở Nội vụ,VL,40,01/01/2026
VL.S2,Sở Y tế,VL,60,01/01/2026
VL.S1.P1,Phòng Cải cách hành chính,VL.S1,,
VL.X1,Xã Hoà Bình,VL,,
";

/// An item of every kind. What nobody may see before its time is marked: `BIMAT…`, 918273.
pub const BANK: &str = "Mã câu hỏi,Loại,Chủ đề,Độ khó,Nội dung,Phương án A,Phương án B,Phương án C,Phương án D,Đáp án,Cách chấm,Điểm,Sai số,Giải thích,Nguồn
TC-1,Một lựa chọn,Thể chế,1,Câu một?,đúng một,sai một,lệch một,nhầm một,A,,,,BIMAT giải thích một,BIMAT nguồn một
TC-2,Một lựa chọn,Thể chế,1,Câu hai?,sai hai,đúng hai,lệch hai,nhầm hai,B,,,,BIMAT giải thích hai,BIMAT nguồn hai
TC-3,Một lựa chọn,Thể chế,1,Câu ba?,sai ba,lệch ba,đúng ba,nhầm ba,C,,,,BIMAT giải thích ba,BIMAT nguồn ba
TC-4,Một lựa chọn,Thể chế,1,Câu bốn?,sai bốn,lệch bốn,nhầm bốn,đúng bốn,D,,,,BIMAT giải thích bốn,BIMAT nguồn bốn
NC-1,Nhiều lựa chọn,Nhiều loại,1,Chọn hai?,đúng a,đúng b,sai c,,\"A, B\",Từng phần,2,,BIMAT hai ý,BIMAT nguồn năm
DS-1,Đúng/Sai,Nhiều loại,2,Có phải không?,,,,,Đúng,,,,BIMAT đúng vậy,BIMAT nguồn sáu
SO-1,Số,Nhiều loại,3,Bao nhiêu?,,,,,918273,,,5,BIMAT đo được,BIMAT nguồn bảy
CH-1,Trả lời ngắn,Nhiều loại,4,Ở đâu?,,,,,BIMATDAPAN | BIMATKHAC,,,,BIMAT ở đó,BIMAT nguồn tám
DD-1,Dự đoán số người dự thi,Dự đoán,1,Bao nhiêu người dự thi?,,,,,,,,,,
";

/// Markers of [`BANK`] that no answer before the release may hold.
pub const SECRETS: [&str; 2] = ["BIMAT", "918273"];

/// How many questions a paper has.
pub const QUESTIONS: usize = 8;

pub struct Scene {
    pub bank: String,
    pub officials: String,
    pub citizens: String,
    /// Open now.
    pub round: String,
    /// Announced, opens next week.
    pub later_round: String,
    /// Nobody but staff may know of it.
    pub draft_round: String,
    /// The open round of the other contest.
    pub other_round: String,
    /// The open wave of the survey `quay`, which is the whole authority's.
    pub wave: String,
    /// A later one by invitation, and a batch of it.
    pub batch: (String, String),
    /// By code.
    units: Vec<(String, String)>,
    pub administrator: Client,
    pub organiser: Client,
    /// Of VL.S1, like the owner.
    pub coordinator: Client,
    /// Of VL.S2.
    pub other_coordinator: Client,
}

/// Somebody who entered past HTTP.
pub struct Person {
    pub id: String,
    pub code: String,
    pub token: String,
    /// With the token, as programs do.
    pub client: Client,
}

pub fn cell(topic: &str, difficulty: u8, count: u32) -> BlueprintCell {
    BlueprintCell {
        topic: topic.to_owned(),
        difficulty: Difficulty::new(difficulty).unwrap(),
        count,
    }
}

/// Three of the four single choices, and one of every other kind.
pub fn every_kind() -> Vec<BlueprintCell> {
    let mut cells = vec![cell("Thể chế", 1, 3), cell("Dự đoán", 1, 1)];
    cells.extend((1..=4).map(|difficulty| cell("Nhiều loại", difficulty, 1)));
    cells
}

/// The `number`-th week from the first Monday on, twenty minutes for a paper.
pub fn week(name: &str, number: i64) -> RoundPlan {
    const WEEK_S: i64 = 7 * 24 * 3600;
    let opens_at = first_opening().plus_seconds((number - 1) * WEEK_S);
    RoundPlan {
        name: name.to_owned(),
        opens_at,
        closes_at: opens_at.plus_seconds(WEEK_S),
        duration_s: 1200,
    }
}

pub fn first_opening() -> Timestamp {
    monday().plus_seconds(3600)
}

impl Scene {
    /// The end of the path of a batch.
    pub fn batch_path(&self) -> String {
        format!("{}/invitations/{}", self.batch.0, self.batch.1)
    }

    /// The contest `cchc` with an open, a coming and a draft round, and the contest `khac` with an open one; the first
    /// week has just begun.
    pub async fn set(app: &TestApp) -> Self {
        Self::set_with(app, ContestSettings::default()).await
    }

    pub async fn set_with(app: &TestApp, settings: ContestSettings) -> Self {
        let (engine, owner) = (&app.app.engine, Actor::owner());
        engine.import_units(&owner, UNITS.as_bytes()).await.unwrap();
        let tree = engine.units().await.unwrap();
        let known = tree.all().iter();
        let units: Vec<_> = known
            .map(|unit| (unit.code.clone(), unit.id.to_string()))
            .collect();
        let bank = full_bank(engine).await;
        let groups = contest(engine, "cchc", &settings, bank).await;
        contest(engine, "khac", &settings, bank).await;
        let round = announced_round(engine, "cchc", "Tuần 1", 1).await;
        let later_round = announced_round(engine, "cchc", "Tuần 2", 2).await;
        let draft_round = draft(engine, "cchc", "Tuần nháp", 3).await;
        let other_round = announced_round(engine, "khac", "Vòng khác", 1).await;
        let wave = survey(engine).await;
        let batch = invited(engine).await;
        app.set_time(first_opening());
        let unit = |code: &str| of_code(&units, code).parse().ok();
        let [officials, citizens] = groups;
        Self {
            bank: bank.to_string(),
            officials,
            citizens,
            round,
            later_round,
            draft_round: draft_round.to_string(),
            other_round,
            wave,
            batch,
            administrator: staff(app, "quantri", Role::Administrator, None).await,
            organiser: staff(app, "tochuc", Role::Organiser, None).await,
            coordinator: staff(app, "daumoi.noivu", Role::Coordinator, unit("VL.S1")).await,
            other_coordinator: staff(app, "daumoi.yte", Role::Coordinator, unit("VL.S2")).await,
            units,
        }
    }

    /// A step of the open round, such as its closing.
    pub async fn step(&self, client: &Client, name: &str) {
        let path = format!("/api/v1/rounds/{}/{name}", self.round);
        client.post(&path, &json!({})).await.expect(200);
    }

    pub fn unit(&self, code: &str) -> &str {
        of_code(&self.units, code)
    }

    /// An official of Sở Nội vụ enters `cchc`.
    pub async fn enter(&self, app: &TestApp, full_name: &str) -> Person {
        let group = self.officials.clone();
        self.enter_in(app, "cchc", full_name, &group, "VL.S1").await
    }

    pub async fn enter_in(
        &self,
        app: &TestApp,
        slug: &str,
        full_name: &str,
        group: &str,
        unit: &str,
    ) -> Person {
        let form = EntryForm {
            full_name: full_name.to_owned(),
            birth_date: "15/03/1990".to_owned(),
            unit_id: self.unit(unit).to_owned(),
            group_id: group.to_owned(),
            consents: vec![Consent {
                purpose: "participate".to_owned(),
                text_version: "1".to_owned(),
            }],
            ..EntryForm::default()
        };
        let entered = app.app.engine.enter(slug, &form, None).await.unwrap();
        let token = entered.session.token.expose().to_owned();
        Person {
            id: entered.participant.to_string(),
            code: entered.code.to_string(),
            client: app.client.bearer(&token),
            token,
        }
    }

    /// Somebody of the other contest.
    pub async fn stranger(&self, app: &TestApp) -> Person {
        let engine = &app.app.engine;
        let contest = engine.public_contest("khac").await.unwrap();
        let group = contest.groups[0].id.to_string();
        self.enter_in(app, "khac", "Võ Văn Khác", &group, "VL.S1").await
    }
}

fn of_code<'u>(units: &'u [(String, String)], code: &str) -> &'u str {
    &units.iter().find(|(known, _)| known == code).unwrap().1
}

async fn full_bank(engine: &Engine) -> BankId {
    let owner = Actor::owner();
    let made = engine.create_bank(&owner, "Ngân hàng", "vi", None).await;
    let bank = made.unwrap().id;
    let file = BANK.as_bytes().to_vec();
    let report = engine.import_items(&owner, bank, file, true).await.unwrap();
    assert!(!report.has_errors(), "{:?}", report.problems);
    bank
}

/// A contest without rounds: its groups.
async fn contest(engine: &Engine, slug: &str, settings: &ContestSettings, bank: BankId) -> [String; 2] {
    let owner = Actor::owner();
    let new = NewContest {
        slug: slug.to_owned(),
        title: format!("Cuộc thi {slug}"),
        rules: "**Thể lệ**".to_owned(),
        settings: settings.clone(),
        consents: None,
        unit: None,
    };
    engine.create_contest(&owner, new, None).await.unwrap();
    let group = async |name: &str| {
        let group = NewGroup {
            name: name.to_owned(),
            bank,
            blueprint: every_kind(),
            min_age: None,
        };
        let made = engine.create_group(&owner, slug, group, None).await;
        made.unwrap().id.to_string()
    };
    [group("Cán bộ").await, group("Người dân").await]
}

async fn draft(engine: &Engine, slug: &str, name: &str, number: i64) -> RoundId {
    let plan = week(name, number);
    let made = engine.create_round(&Actor::owner(), slug, plan, None).await;
    made.unwrap().id
}

async fn announced_round(engine: &Engine, slug: &str, name: &str, number: i64) -> String {
    let id = draft(engine, slug, name, number).await;
    engine.announce_round(&Actor::owner(), id).await.unwrap();
    id.to_string()
}

/// A freezing of a round by this organiser that waits in its middle until it may go on.
pub async fn held_work(app: &TestApp, username: &str, round: &str) -> (Running<()>, oneshot::Sender<()>) {
    let engine = &app.app.engine;
    let query = AccountQuery {
        text: username.to_owned(),
        limit: 1,
        ..AccountQuery::default()
    };
    let account = engine.accounts(&Actor::owner(), &query).await.unwrap().remove(0);
    let actor = Actor::Staff {
        id: account.id,
        username: account.username,
        role: Role::Organiser,
        unit: None,
        from: None,
        proved_at: Timestamp(i64::MAX),
    };
    let tell = |(): &()| Outcome::Frozen {
        participants: 2_000,
        all_correct: 3,
    };
    let (go_on, waits) = oneshot::channel();
    let what = (WorkKind::Freezing, round.parse().ok());
    let work = engine
        .begin(&actor, what, tell, |progress| async move {
            progress.expect(2_000);
            progress.add(1_240);
            waits.await.unwrap();
            progress.add(760);
            Ok(())
        })
        .await;
    (work.unwrap(), go_on)
}

/// An account with a session.
pub async fn staff(app: &TestApp, username: &str, role: Role, unit: Option<UnitId>) -> Client {
    let engine = &app.app.engine;
    let new = NewAccount {
        username: username.to_owned(),
        password: PASSWORD.to_owned(),
        role,
        unit,
        full_name: String::new(),
    };
    engine.create_account(&Actor::owner(), new).await.unwrap();
    let opened = engine.log_in_staff(username, PASSWORD).await.unwrap();
    app.client.bearer(opened.token.expose())
}

/// A desk rating that takes answers for a year from the first opening on; its wave.
async fn survey(engine: &Engine) -> String {
    let owner = Actor::owner();
    let new = NewSurvey {
        slug: "quay".to_owned(),
        title: Texts::of([("vi", "Đánh giá tại quầy"), ("en", "Rating at the desk")]),
        form: Template::Desk.form(),
        unit: None,
    };
    engine.create_survey(&owner, new, None).await.unwrap();
    let opens_at = first_opening();
    let wave = NewWave {
        name: "Đợt 1".to_owned(),
        span: Span {
            opens_at,
            closes_at: opens_at.plus_seconds(365 * 24 * 3600),
        },
        channels: Channel::ALL.to_vec(),
        quotas: Vec::new(),
        strata: Vec::new(),
        invited_only: false,
    };
    let survey = engine.field_wave(&owner, "quay", wave).await.unwrap();
    survey.waves[0].id.to_string()
}

/// A wave of the same survey that asks those who are invited, long after the other; and twenty invitations to it.
async fn invited(engine: &Engine) -> (String, String) {
    let owner = Actor::owner();
    let opens_at = first_opening().plus_seconds(400 * 24 * 3600);
    let wave = NewWave {
        name: "Đợt mời".to_owned(),
        span: Span {
            opens_at,
            closes_at: opens_at.plus_seconds(10 * 24 * 3600),
        },
        channels: Channel::ALL.to_vec(),
        quotas: Vec::new(),
        strata: Vec::new(),
        invited_only: true,
    };
    let survey = engine.field_wave(&owner, "quay", wave).await.unwrap();
    let wave = survey.waves[1].id;
    let new = NewBatch {
        stratum: None,
        unit: None,
        count: 20,
        valid_until: None,
    };
    let (batch, _) = engine.make_batch(&owner, ("quay", wave), new).await.unwrap();
    (wave.to_string(), batch.id.to_string())
}
