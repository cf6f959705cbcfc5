//! The scenery of stories: units, banks, contests and people, in words that read like sentences.

use std::sync::Arc;

use khao_domain::bank::blueprint::BlueprintCell;
use khao_domain::bank::item::Difficulty;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::{AccountId, BankId, ContestId, GroupId, ParticipantId, RoundId, UnitId, UploadId};
use khao_domain::people::code::ReEntryCode;
use khao_domain::people::entry::{Consent, EntryForm, GuardianForm};
use khao_domain::people::role::Role;
use khao_engine::Engine;
use khao_engine::bank::imports::ImportReport;
use khao_engine::contest::contests::NewContest;
use khao_engine::contest::groups::NewGroup;
use khao_engine::contest::rounds::RoundPlan;
use khao_engine::error::{Error, Result};
use khao_engine::exports::Export;
use khao_engine::people::units::UnitImport;
use khao_engine::policy::Actor;
use khao_engine::secrets::SessionToken;
use uuid::Uuid;

use crate::db::Db;

/// A province, two departments and a commune whose name can be written in two ways.
pub const UNITS: &str = "Mã,Tên,Mã cấp trên,Số người,Ngày tính
VL,Tỉnh Vĩnh Long,,,
VL.S1,Sở Nội vụ,VL,40,01/01/2026
VL.S2,Sở Y tế,VL,60,01/01/2026
VL.S1.P1,Phòng Cải cách hành chính,VL.S1,,
VL.X1,Xã Hoà Bình,VL,,
";

/// Items whose right option says so: «đúng …».
pub const BANK: &str = "Mã câu hỏi,Loại,Chủ đề,Độ khó,Nội dung,Phương án A,Phương án B,Phương án C,Phương án D,Đáp án,Cách chấm,Điểm,Sai số,Giải thích,Nguồn
TC-1,Một lựa chọn,Thể chế,1,Câu một?,đúng một,sai một,lệch một,nhầm một,A,,,,Vì thế.,Nguồn
TC-2,Một lựa chọn,Thể chế,1,Câu hai?,sai hai,đúng hai,lệch hai,nhầm hai,B,,,,Vì thế.,Nguồn
TC-3,Một lựa chọn,Thể chế,1,Câu ba?,sai ba,lệch ba,đúng ba,nhầm ba,C,,,,Vì thế.,Nguồn
TC-4,Một lựa chọn,Thể chế,1,Câu bốn?,sai bốn,lệch bốn,nhầm bốn,đúng bốn,D,,,,Vì thế.,Nguồn
NC-1,Nhiều lựa chọn,Nhiều loại,1,Chọn hai?,đúng a,đúng b,sai c,,\"A, B\",Từng phần,2,,Hai ý.,Nguồn
DS-1,Đúng/Sai,Nhiều loại,2,Đúng không?,,,,,Đúng,,,,Đúng vậy.,Nguồn
SO-1,Số,Nhiều loại,3,Bao nhiêu?,,,,,\"12,5\",,,\"0,5\",Đo được.,Nguồn
CH-1,Trả lời ngắn,Nhiều loại,4,Ở đâu?,,,,,Hoà Bình | HB,,,,Ở đó.,Nguồn
DD-1,Dự đoán số người dự thi,Dự đoán,1,Bao nhiêu người dự thi?,,,,,,,,,,
DD-2,Dự đoán số người đúng hết,Dự đoán,2,Bao nhiêu người đúng hết?,,,,,,,,,,
";

pub fn staff(role: Role) -> Actor {
    account(role as u128 + 1, role, None)
}

pub fn coordinator_of(unit: UnitId) -> Actor {
    account(9, Role::Coordinator, Some(unit))
}

fn account(id: u128, role: Role, unit: Option<UnitId>) -> Actor {
    Actor::Staff {
        id: AccountId(Uuid::from_u128(id)),
        username: role.as_str().to_owned(),
        role,
        unit,
        from: None,
        proved_at: khao_domain::time::Timestamp(i64::MAX),
    }
}

/// An engine over an empty database, and those who set things up.
pub struct World<'d> {
    pub db: &'d Db,
    pub engine: Arc<Engine>,
    pub admin: Actor,
    pub organiser: Actor,
}

impl<'d> World<'d> {
    pub async fn empty(db: &'d Db) -> Self {
        Self {
            db,
            engine: db.engine().await,
            admin: staff(Role::Administrator),
            organiser: staff(Role::Organiser),
        }
    }

    pub async fn with_units(db: &'d Db) -> Self {
        let world = Self::empty(db).await;
        world
            .engine
            .import_units(&world.admin, UNITS.as_bytes())
            .await
            .unwrap();
        world
    }

    /// Two nodes over the database; on SQLite, which has one, the same twice.
    pub async fn two_nodes(&self) -> [Arc<Engine>; 2] {
        let other = if self.db.is_postgres() {
            self.db.engine().await
        } else {
            self.engine.clone()
        };
        [self.engine.clone(), other]
    }

    pub async fn unit(&self, code: &str) -> UnitId {
        let units = self.engine.units().await.unwrap();
        units.all().iter().find(|unit| unit.code == code).unwrap().id
    }

    /// Of the organiser, without items.
    pub async fn empty_bank(&self) -> BankId {
        let made = self.engine.create_bank(&self.organiser, "Nháp", "vi", None);
        made.await.unwrap().id
    }

    pub async fn bank(&self) -> BankId {
        let bank = self
            .engine
            .create_bank(&self.admin, "Ngân hàng", "vi", None)
            .await
            .unwrap()
            .id;
        let file = BANK.as_bytes().to_vec();
        let report = self
            .engine
            .import_items(&self.admin, bank, file, true)
            .await
            .unwrap();
        assert!(!report.has_errors(), "{:?}", report.problems);
        bank
    }
}

impl World<'_> {
    /// Imports a waiting file of items, to its end.
    pub async fn confirm(
        &self,
        who: &Actor,
        bank: BankId,
        upload: UploadId,
        approve: bool,
    ) -> Result<ImportReport> {
        let work = self.engine.begin_confirmed_import(who, bank, upload, approve);
        work.await?.ended().await
    }

    /// Imports a waiting file of units, to its end.
    pub async fn confirm_units(&self, who: &Actor, upload: UploadId) -> Result<UnitImport> {
        let work = self.engine.begin_staged_unit_import(who, upload);
        work.await?.ended().await
    }
}

pub fn cell(topic: &str, difficulty: u8, count: u32) -> BlueprintCell {
    BlueprintCell {
        topic: topic.to_owned(),
        difficulty: Difficulty::new(difficulty).unwrap(),
        count,
    }
}

/// Three of the four items with one right option.
pub fn three_choices() -> Vec<BlueprintCell> {
    vec![cell("Thể chế", 1, 3)]
}

/// A contest to be set up: `contest("cchc").group("Cán bộ").round("Tuần 1").announced(&world)`.
pub struct Plan {
    slug: String,
    settings: ContestSettings,
    groups: Vec<(String, Vec<BlueprintCell>, Option<u8>)>,
    rounds: Vec<String>,
}

pub fn contest(slug: &str) -> Plan {
    Plan {
        slug: slug.to_owned(),
        settings: ContestSettings::default(),
        groups: Vec::new(),
        rounds: Vec::new(),
    }
}

pub fn new_contest(slug: &str, settings: ContestSettings) -> NewContest {
    NewContest {
        slug: slug.to_owned(),
        title: format!("Cuộc thi {slug}"),
        rules: "**Thể lệ**".to_owned(),
        settings,
        consents: None,
        unit: None,
    }
}

/// The `number`-th week from the first Monday on, twenty minutes for a paper.
pub fn week(name: &str, number: i64) -> RoundPlan {
    const WEEK_S: i64 = 7 * 24 * 3600;
    let opens_at = crate::db::monday().plus_seconds(3600 + (number - 1) * WEEK_S);
    RoundPlan {
        name: name.to_owned(),
        opens_at,
        closes_at: opens_at.plus_seconds(WEEK_S),
        duration_s: 1200,
    }
}

impl Plan {
    pub fn settings(mut self, change: impl FnOnce(&mut ContestSettings)) -> Self {
        change(&mut self.settings);
        self
    }

    pub fn group(self, name: &str, blueprint: Vec<BlueprintCell>) -> Self {
        self.group_from_age(name, blueprint, None)
    }

    pub fn group_from_age(mut self, name: &str, blueprint: Vec<BlueprintCell>, min_age: Option<u8>) -> Self {
        self.groups.push((name.to_owned(), blueprint, min_age));
        self
    }

    pub fn round(mut self, name: &str) -> Self {
        self.rounds.push(name.to_owned());
        self
    }

    /// Everything is there, nothing announced.
    pub async fn drafted(self, world: &World<'_>) -> Contest {
        let (engine, organiser) = (&world.engine, &world.organiser);
        let bank = world.bank().await;
        let made = engine
            .create_contest(organiser, new_contest(&self.slug, self.settings), None)
            .await
            .unwrap();
        let mut contest = Contest {
            slug: self.slug,
            id: made.id,
            bank,
            groups: Vec::new(),
            rounds: Vec::new(),
        };
        for (name, blueprint, min_age) in self.groups {
            let group = NewGroup {
                name,
                bank,
                blueprint,
                min_age,
            };
            let group = engine
                .create_group(organiser, &contest.slug, group, None)
                .await
                .unwrap();
            contest.groups.push(group.id);
        }
        for (number, name) in (1..).zip(&self.rounds) {
            let round = engine
                .create_round(organiser, &contest.slug, week(name, number), None)
                .await
                .unwrap();
            contest.rounds.push(round.id);
        }
        contest
    }

    /// All rounds are announced, and the first has just opened.
    pub async fn open(self, world: &World<'_>) -> Contest {
        let contest = self.drafted(world).await;
        // Another contest may have moved the clock already.
        world.db.set_time(week("", 1).opens_at.plus_seconds(-1));
        for round in &contest.rounds {
            world
                .engine
                .announce_round(&world.organiser, *round)
                .await
                .unwrap();
        }
        world.db.set_time(week("", 1).opens_at);
        contest
    }
}

/// Two groups: officials predict how many take part, citizens how many answer everything right.
pub fn with_predictions(slug: &str) -> Plan {
    let officials = [three_choices(), vec![cell("Dự đoán", 1, 1)]].concat();
    let citizens = [three_choices(), vec![cell("Dự đoán", 2, 1)]].concat();
    contest(slug)
        .group("Cán bộ", officials)
        .group("Người dân", citizens)
}

/// One group with three questions, one open round.
pub async fn open_contest(world: &World<'_>) -> Contest {
    contest("cchc")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .open(world)
        .await
}

pub struct Contest {
    pub slug: String,
    pub id: ContestId,
    pub bank: BankId,
    pub groups: Vec<GroupId>,
    pub rounds: Vec<RoundId>,
}

/// Somebody who entered.
pub struct Person {
    pub id: ParticipantId,
    pub actor: Actor,
    pub code: ReEntryCode,
    pub token: SessionToken,
}

pub fn consent(purpose: &str) -> Consent {
    Consent {
        purpose: purpose.to_owned(),
        text_version: "1".to_owned(),
    }
}

pub fn guardian(purposes: &[&str]) -> GuardianForm {
    GuardianForm {
        full_name: "Lê Thị Mẹ".to_owned(),
        phone: "0901234567".to_owned(),
        consents: purposes.iter().map(|purpose| consent(purpose)).collect(),
    }
}

impl Contest {
    /// A form in which everything is right: an adult of the first group, from Sở Nội vụ, who does not publish the name.
    pub async fn form(&self, world: &World<'_>, full_name: &str) -> EntryForm {
        self.form_of(world, full_name, 0, "VL.S1").await
    }

    pub async fn form_of(&self, world: &World<'_>, full_name: &str, group: usize, unit: &str) -> EntryForm {
        EntryForm {
            full_name: full_name.to_owned(),
            birth_date: "15/03/1990".to_owned(),
            unit_id: world.unit(unit).await.to_string(),
            group_id: self.groups[group].to_string(),
            consents: vec![consent("participate")],
            ..EntryForm::default()
        }
    }

    pub async fn try_enter(&self, world: &World<'_>, form: &EntryForm) -> Result<Person> {
        let entered = world.engine.enter(&self.slug, form, None).await?;
        Ok(Person {
            id: entered.participant,
            actor: world.engine.actor(&entered.session.token).await?,
            code: entered.code,
            token: entered.session.token,
        })
    }

    pub async fn enter(&self, world: &World<'_>, full_name: &str) -> Person {
        let form = self.form(world, full_name).await;
        self.try_enter(world, &form).await.unwrap()
    }

    pub async fn enter_in(&self, world: &World<'_>, full_name: &str, group: usize, unit: &str) -> Person {
        let form = self.form_of(world, full_name, group, unit).await;
        self.try_enter(world, &form).await.unwrap()
    }
}

/// A file to its end, which must come.
pub async fn drain(export: &mut Export) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut is_whole = false;
    while let Some(chunk) = export.chunks.recv().await {
        let chunk = chunk.unwrap();
        is_whole = chunk.is_empty();
        bytes.extend(chunk);
    }
    assert!(is_whole, "{} broke off", export.file_name);
    bytes
}

/// The pointers of invalid input, sorted.
pub fn pointers<T: std::fmt::Debug>(refused: Result<T>) -> Vec<String> {
    let mut pointers: Vec<String> = match refused.unwrap_err() {
        Error::Invalid(problems) => problems.into_iter().map(|problem| problem.pointer).collect(),
        other => panic!("not refused as invalid: {other:?}"),
    };
    pointers.sort();
    pointers
}

macro_rules! assert_error {
    ($call:expr, $pattern:pat) => {{
        let refused = $call.map(|_| ()).expect_err("must be refused");
        assert!(matches!(refused, $pattern), "{refused:?}");
    }};
}
pub(crate) use assert_error;
