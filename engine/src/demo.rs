//! The demo: a whole contest with units, a bank, four rounds and thousands of synthetic attempts, and three surveys.

mod people;
mod running;
mod sample;
mod surveys;

use std::sync::Arc;

use khao_domain::bank::blueprint::BlueprintCell;
use khao_domain::bank::item::Difficulty;
use khao_domain::contest::prizes::GivenFor;
use khao_domain::contest::round::RoundState;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::{BankId, ContestId};
use khao_domain::instance::InstanceText;
use khao_domain::people::role::Role;
use khao_domain::time::CivilDate;

use crate::Engine;
use crate::contest::attachments::NewAttachment;
use crate::contest::contests::NewContest;
use crate::contest::groups::NewGroup;
use crate::contest::prizes::NewPrize;
use crate::contest::rounds::{Round, RoundPlan};
use crate::error::{Error, Result};
use crate::people::accounts::NewAccount;
use crate::people::roster::LoadMode;
use crate::policy::Actor;

const BANK: &[u8] = include_bytes!("../demo/bank.csv");
const UNITS: &[u8] = include_bytes!("../demo/units.csv");
const RULES: &str = include_str!("../demo/rules.md");
/// The same as a document, as an organiser would add it.
const SIGNED_RULES: &[u8] = include_bytes!("../demo/the-le.pdf");

pub const DEMO_SLUG: &str = "tim-hieu-cchc-cds";
/// The unit that the demo's coordinator looks after.
const COORDINATED: &str = "86.S01";
/// The coordinator's unit and another one.
const ROSTERED: [&str; 2] = [COORDINATED, "86.S02"];
const ATTEMPTS_PER_ROUND: usize = 3000;

/// A staff account of the demo.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    pub role: Role,
    pub username: String,
    pub password: String,
}

impl Engine {
    /// Loads the demo into an empty database; one that holds it already is left as it is.
    pub async fn load_demo(self: &Arc<Self>, accounts: &[DemoAccount]) -> Result<()> {
        if let Some(id) = self.contest_id(DEMO_SLUG).await? {
            return self.check_whole_demo(id).await;
        }
        let admin = Actor::owner();
        self.import_units(&admin, UNITS).await?;
        self.create_demo_accounts(&admin, accounts).await?;
        let bank = self
            .create_bank(&admin, "Cải cách hành chính và chuyển đổi số", "vi", None)
            .await?
            .id;
        let report = self.import_items(&admin, bank, BANK.to_vec(), true).await?;
        if report.has_errors() {
            return Err(Error::InvalidRows(report.problems));
        }
        self.set_demo_instance(&admin).await?;
        self.create_demo_contest(&admin, bank).await?;
        self.attach_demo_rules(&admin).await?;
        self.add_demo_prizes(&admin).await?;
        let rounds = self.create_demo_rounds(&admin).await?;
        let contest = self.contest_id(DEMO_SLUG).await?.ok_or(Error::NotFound)?;
        let contest = self.contest_now(contest).await?;
        for round in &rounds {
            let banks = self.banks_of(&contest).await?;
            self.announce(&admin, &contest, round.id, &banks).await?;
        }
        let cast = people::Cast::new(&*self.units().await?, 20_261_122);
        self.enter_demo_people(&cast).await?;
        self.load_demo_roster(&admin, &cast).await?;
        self.load_demo_surveys(&admin).await?;
        for (number, round) in rounds.iter().take(2).enumerate() {
            let from = number * (people::PEOPLE - ATTEMPTS_PER_ROUND);
            let players = from..from + ATTEMPTS_PER_ROUND;
            self.play_demo_round(&cast, round.id, players, round.closes_at)
                .await?;
            self.close_round(&admin, round.id).await?;
            self.freeze_round(&admin, round.id).await?;
            self.publish_round(&admin, round.id).await?;
        }
        self.run_demo_week(&admin, &cast, (contest.id, &rounds)).await
    }

    /// People of two units are expected by name, so that a list of who is still to come is there to be looked at.
    async fn load_demo_roster(&self, admin: &Actor, cast: &people::Cast) -> Result<()> {
        let file = cast.roster(&*self.units().await?, &ROSTERED);
        self.load_roster(admin, DEMO_SLUG, &file, LoadMode::Replace)
            .await
            .map(drop)
    }

    /// A demo that was stopped while it loaded is refused: half of it would be taken for the whole.
    async fn check_whole_demo(&self, id: ContestId) -> Result<()> {
        let contest = self.contest(id).await?;
        let published = contest
            .rounds
            .iter()
            .filter(|round| round.state == RoundState::Published);
        if published.count() >= 2 {
            return Ok(());
        }
        Err(Error::Internal(
            "the demonstration was stopped while it loaded: delete its folder".to_owned(),
        ))
    }

    async fn create_demo_accounts(&self, admin: &Actor, accounts: &[DemoAccount]) -> Result<()> {
        let units = self.units().await?;
        let coordinated = units
            .all()
            .iter()
            .find(|unit| unit.code == COORDINATED)
            .map(|unit| unit.id);
        for account in accounts {
            let new = NewAccount {
                username: account.username.clone(),
                password: account.password.clone(),
                role: account.role,
                unit: coordinated.filter(|_| account.role.needs_unit()),
                full_name: String::new(),
            };
            self.create_account(admin, new).await?;
        }
        Ok(())
    }

    async fn create_demo_contest(&self, admin: &Actor, bank: BankId) -> Result<()> {
        let contest = NewContest {
            slug: DEMO_SLUG.to_owned(),
            title: "Tìm hiểu cải cách hành chính và chuyển đổi số".to_owned(),
            rules: RULES.to_owned(),
            settings: ContestSettings {
                min_age: 12,
                staff_code_asked: true,
                ..ContestSettings::default()
            },
            consents: None,
            unit: None,
        };
        self.create_contest(admin, contest, None).await?;
        for (name, min_age, prediction) in [
            ("Cán bộ, công chức, viên chức", Some(18), 1),
            ("Người dân", None, 2),
        ] {
            let blueprint = demo_blueprint(prediction)?;
            let group = NewGroup {
                name: name.to_owned(),
                bank,
                blueprint,
                min_age,
            };
            self.create_group(admin, DEMO_SLUG, group, None).await?;
        }
        Ok(())
    }

    /// The name stays the one the server was started with.
    async fn set_demo_instance(&self, admin: &Actor) -> Result<()> {
        let text = InstanceText {
            controller_name: "Ban Tổ chức cuộc thi (bản dùng thử)".to_owned(),
            footer: "Bản dùng thử: mọi tên người và số liệu đều do máy tạo ra.".to_owned(),
            // Of nobody: numbers and addresses that cannot be meant.
            hotline: "0292 000 000".to_owned(),
            email: "hotro@example.vn".to_owned(),
            ..InstanceText::default()
        };
        self.set_instance(admin, &text).await.map(drop)
    }

    async fn attach_demo_rules(&self, admin: &Actor) -> Result<()> {
        let rules = NewAttachment {
            title: "Thể lệ cuộc thi (bản dùng thử)".to_owned(),
            file_name: "Thể lệ cuộc thi.pdf".to_owned(),
            content: SIGNED_RULES.to_vec(),
        };
        self.attach(admin, DEMO_SLUG, rules).await.map(drop)
    }

    /// For each week and group, and for units: the winners of the published weeks are there to be seen.
    async fn add_demo_prizes(&self, admin: &Actor) -> Result<()> {
        for (given_for, name, number, amount) in [
            (GivenFor::Round, "Giải Nhất", 1, 3_000_000),
            (GivenFor::Round, "Giải Nhì", 2, 2_000_000),
            (GivenFor::Round, "Giải Ba", 3, 1_000_000),
            (GivenFor::Round, "Giải Khuyến khích", 5, 500_000),
            (GivenFor::Units, "Tập thể dẫn đầu", 3, 5_000_000),
        ] {
            let prize = NewPrize {
                given_for,
                group: None,
                block: None,
                name: name.to_owned(),
                number,
                amount: Some(amount),
            };
            self.add_prize(admin, DEMO_SLUG, prize, None).await?;
        }
        Ok(())
    }

    /// Two weeks past, one that opened two days ago and closes in five, one to come.
    async fn create_demo_rounds(&self, admin: &Actor) -> Result<Vec<Round>> {
        let today = self.now().local_date();
        let mut rounds = Vec::new();
        for (name, from, to) in [
            ("Tuần 1", -16, -9),
            ("Tuần 2", -9, -2),
            ("Tuần 3", -2, 5),
            ("Tuần 4", 5, 12),
        ] {
            let day = |days| CivilDate::midnight(today.plus_days(days));
            let plan = RoundPlan {
                name: name.to_owned(),
                opens_at: day(from),
                closes_at: day(to),
                duration_s: 20 * 60,
            };
            rounds.push(self.create_round(admin, DEMO_SLUG, plan, None).await?);
        }
        Ok(rounds)
    }
}

/// Fifteen items over the thirteen topics and three difficulties, and one prediction.
fn demo_blueprint(prediction: u8) -> Result<Vec<BlueprintCell>> {
    const EASY: [&str; 6] = [
        "Chương trình cải cách hành chính",
        "Thủ tục hành chính và một cửa",
        "Tiếp công dân và phản ánh, kiến nghị",
        "Dịch vụ công trực tuyến",
        "An toàn và kỹ năng số",
        "Kinh tế số và thanh toán số",
    ];
    const MIDDLE: [&str; 6] = [
        "Chỉ số và sự hài lòng",
        "Tổ chức bộ máy và công vụ",
        "Thể chế và tài chính công",
        "Chủ trương chuyển đổi số",
        "Dữ liệu và định danh",
        "Trí tuệ nhân tạo",
    ];
    const HARD: [&str; 3] = [
        "Thủ tục hành chính và một cửa",
        "Phòng, chống tham nhũng và thanh tra",
        "Dữ liệu và định danh",
    ];
    let cell = |topic: &str, level: u8| {
        let difficulty = Difficulty::new(level).ok_or_else(|| Error::Internal("difficulty".into()))?;
        Ok(BlueprintCell {
            topic: topic.to_owned(),
            difficulty,
            count: 1,
        })
    };
    let easy = EASY.iter().map(|topic| cell(topic, 1));
    let middle = MIDDLE.iter().map(|topic| cell(topic, 2));
    let hard = HARD.iter().map(|topic| cell(topic, 3));
    easy.chain(middle)
        .chain(hard)
        .chain([cell("Dự đoán", prediction)])
        .collect()
}
