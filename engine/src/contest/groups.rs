//! Groups of participants (officials, citizens), each with its bank, blueprint and ranking.

use std::collections::BTreeSet;

use khao_domain::audit::Detail;
use khao_domain::bank::blueprint::{self, BlueprintCell};
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{BankId, ContestId, GroupId, UnitId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::text::{collapse_spaces, nfc};

use super::contests::parse_id;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::people::units::UnitTree;
use crate::policy::{Action, Actor};
use crate::store::{self, Tx, banks::BankRecord, from_json, groups::GroupRecord, to_json};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub ordinal: i64,
    pub name: String,
    pub bank: BankId,
    pub blueprint: Vec<BlueprintCell>,
    /// In place of the contest's.
    pub min_age: Option<u8>,
}

impl Group {
    /// How many questions a paper of this group has.
    pub fn questions(&self) -> u32 {
        self.blueprint.iter().map(|cell| cell.count).sum()
    }
}

#[derive(Debug, Clone)]
pub struct NewGroup {
    pub name: String,
    pub bank: BankId,
    pub blueprint: Vec<BlueprintCell>,
    pub min_age: Option<u8>,
}

pub(crate) async fn load(tx: &mut Tx, contest: ContestId) -> Result<Vec<Group>> {
    let rows = store::groups::of_contest(tx, contest).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Group {
                id: GroupId(row.id),
                ordinal: row.ordinal,
                blueprint: from_json(&row.blueprint, "contest_groups", "blueprint", &row.id)?,
                name: row.name,
                bank: BankId(row.bank_id),
                min_age: row.min_age.and_then(|age| u8::try_from(age).ok()),
            })
        })
        .collect()
}

/// What to change of a group; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct GroupChange {
    pub name: Option<String>,
    pub bank: Option<BankId>,
    pub blueprint: Option<Vec<BlueprintCell>>,
    pub min_age: Option<Option<u8>>,
}

impl GroupChange {
    /// Participants read name and age when they enter.
    const fn concerns_participants(&self) -> bool {
        self.name.is_some() || self.min_age.is_some()
    }
}

impl Engine {
    /// Adds a group whose papers can be drawn.
    pub async fn create_group(
        &self,
        actor: &Actor,
        slug: &str,
        new: NewGroup,
        key: Option<IdempotencyKey>,
    ) -> Result<Group> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let contest = self.reached_contest_id(actor, slug).await?;
        let units = self.units().await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        lock_banks(&mut tx, [new.bank]).await?;
        let problems = blueprint::check(&normalised(&new.blueprint));
        check_group(&mut tx, (actor, &units), &new, problems).await?;
        let present = load(&mut tx, contest).await?;
        if let Some(id) = self.replay(&mut tx, key.as_ref()).await? {
            let id: GroupId = parse_id(&id)?;
            return present
                .into_iter()
                .find(|group| group.id == id)
                .ok_or(Error::NotFound);
        }
        if has_announced(&mut tx, contest).await? {
            return Err(Error::Conflict(Conflict::InUse));
        }
        let group = self
            .insert_group(&mut tx, actor, contest, (after(&present), &new))
            .await?;
        self.remember(&mut tx, key.as_ref(), &group.id.to_string())
            .await?;
        tx.commit().await?;
        self.forget_contest(contest);
        Ok(group)
    }

    /// Adds the groups of a contest that has none, with blueprints that may be empty; the contest is locked.
    pub(super) async fn insert_groups(
        &self,
        tx: &mut Tx,
        who: (&Actor, &UnitTree),
        contest: ContestId,
        new: &[NewGroup],
    ) -> Result<()> {
        lock_banks(tx, new.iter().map(|group| group.bank)).await?;
        for (ordinal, group) in (1..).zip(new) {
            let problems = check_draft(&normalised(&group.blueprint));
            check_group(tx, who, group, problems).await?;
            self.insert_group(tx, who.0, contest, (ordinal, group)).await?;
        }
        Ok(())
    }

    pub(super) async fn insert_group(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        contest: ContestId,
        (ordinal, new): (i64, &NewGroup),
    ) -> Result<Group> {
        let group = Group {
            id: self.random.id(self.now()),
            ordinal,
            name: nfc(&new.name),
            bank: new.bank,
            blueprint: normalised(&new.blueprint),
            min_age: new.min_age,
        };
        if !store::groups::insert(tx, &record_of(contest, &group)).await? {
            return Err(Error::Conflict(Conflict::Taken));
        }
        let detail = Detail::part(contest, &group.name);
        self.record(tx, actor, "groups.create", &group.id.to_string(), &detail)
            .await?;
        Ok(group)
    }

    /// Bank and blueprint can be changed for the rounds that are not announced yet; name and age only while none is.
    pub async fn change_group(
        &self,
        actor: &Actor,
        slug: &str,
        id: GroupId,
        change: GroupChange,
    ) -> Result<Group> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let units = self.units().await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        let present = load(&mut tx, contest).await?;
        let group = present
            .into_iter()
            .find(|group| group.id == id)
            .ok_or(Error::NotFound)?;
        let before = group.clone();
        let is_announced = has_announced(&mut tx, contest).await?;
        lock_banks(&mut tx, [change.bank.unwrap_or(group.bank)]).await?;
        let group = changed(&mut tx, (actor, &units), (group, is_announced), change).await?;
        self.write_group(&mut tx, actor, contest, (&before, &group))
            .await?;
        tx.commit().await?;
        self.forget_contest(contest);
        Ok(group)
    }

    /// Only while no round is announced: afterwards people may have entered it. A prize that is given in it comes first.
    pub async fn remove_group(&self, actor: &Actor, slug: &str, id: GroupId) -> Result<()> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        let is_announced = has_announced(&mut tx, contest).await?;
        self.take_group_away(&mut tx, actor, (contest, is_announced), id)
            .await?;
        tx.commit().await?;
        self.forget_contest(contest);
        Ok(())
    }

    pub(super) async fn write_group(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        contest: ContestId,
        (before, group): (&Group, &Group),
    ) -> Result<()> {
        if !store::groups::update(tx, &record_of(contest, group)).await? {
            return Err(Error::Conflict(Conflict::Taken));
        }
        let detail = group_changes(contest, before, group);
        self.record(tx, actor, "groups.change", &group.id.to_string(), &detail)
            .await
    }

    pub(super) async fn take_group_away(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (contest, is_announced): (ContestId, bool),
        id: GroupId,
    ) -> Result<()> {
        let present = load(tx, contest).await?;
        let gone = present.iter().find(|group| group.id == id);
        let detail = Detail::part(contest, &gone.ok_or(Error::NotFound)?.name);
        let prizes = store::prizes::of_contest(tx, contest).await?;
        let has_prize = prizes.iter().any(|prize| prize.group_id == Some(id.0));
        if has_prize || is_announced {
            return Err(Error::Conflict(Conflict::InUse));
        }
        store::groups::delete(tx, id).await?;
        self.record(tx, actor, "groups.remove", &id.to_string(), &detail)
            .await
    }
}

/// Where the next group stands.
pub(super) fn after(present: &[Group]) -> i64 {
    present.iter().map(|group| group.ordinal).max().unwrap_or(0) + 1
}

/// A group as a change would leave it, or what is wrong with that.
pub(super) async fn changed(
    tx: &mut Tx,
    who: (&Actor, &UnitTree),
    (mut group, is_announced): (Group, bool),
    change: GroupChange,
) -> Result<Group> {
    if change.concerns_participants() && is_announced {
        return Err(Error::Conflict(Conflict::InUse));
    }
    group.name = change.name.map_or(group.name, |name| nfc(&name));
    group.min_age = change.min_age.unwrap_or(group.min_age);
    group.bank = change.bank.unwrap_or(group.bank);
    group.blueprint = change
        .blueprint
        .map_or(group.blueprint, |cells| normalised(&cells));
    let mut problems = check_draft(&group.blueprint);
    problems.extend(check_name_and_age(&group.name, group.min_age));
    problems.extend(check_bank(tx, who, group.bank).await?);
    Error::if_any(problems).map(|()| group)
}

/// A blueprint is told by how many questions it has, its cells by their topics.
fn group_changes(contest: ContestId, before: &Group, after: &Group) -> Detail {
    Detail::part(contest, &before.name)
        .change("name", before.name.as_str(), after.name.as_str())
        .change("min_age", before.min_age, after.min_age)
        .change("bank", before.bank.to_string(), after.bank.to_string())
        .change("questions", before.questions(), after.questions())
        .touched("blueprint", before.blueprint != after.blueprint)
}

async fn has_announced(tx: &mut Tx, contest: ContestId) -> Result<bool> {
    let rounds = store::rounds::of_contest(tx, contest).await?;
    let draft = RoundState::Draft.as_str();
    Ok(rounds.iter().any(|round| round.state != draft))
}

/// A blueprint may be empty until a round is announced.
fn check_draft(cells: &[BlueprintCell]) -> Vec<Problem> {
    if cells.is_empty() {
        Vec::new()
    } else {
        blueprint::check(cells)
    }
}

fn check_name_and_age(name: &str, min_age: Option<u8>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !(1..=100).contains(&name.trim().chars().count()) {
        problems.push(Problem::at(
            "/name",
            said(
                "Tên bảng thi có từ 1 đến 100 ký tự.",
                "A group's name has 1 to 100 characters.",
            ),
        ));
    }
    if min_age.is_some_and(|age| age > 120) {
        problems.push(Problem::at(
            "/min_age",
            said("Tuổi từ 0 đến 120.", "The age is 0 to 120."),
        ));
    }
    problems
}

/// Refuses with all that is wrong with a new group; `problems`: those of its blueprint.
pub(super) async fn check_group(
    tx: &mut Tx,
    who: (&Actor, &UnitTree),
    new: &NewGroup,
    mut problems: Vec<Problem>,
) -> Result<()> {
    problems.extend(check_name_and_age(&new.name, new.min_age));
    problems.extend(check_bank(tx, who, new.bank).await?);
    Error::if_any(problems)
}

/// A bank that is being deleted waits for these groups, or they find it gone. All at once and in the order of their
/// ids: two who take several never wait for each other.
pub(super) async fn lock_banks(tx: &mut Tx, ids: impl IntoIterator<Item = BankId>) -> Result<()> {
    let ids: BTreeSet<BankId> = ids.into_iter().collect();
    for id in ids {
        store::banks::lock(tx, id).await?;
    }
    Ok(())
}

/// What is wrong with drawing from a bank, if anything is; before a group is written it is locked.
pub(super) async fn check_bank(
    tx: &mut Tx,
    (actor, units): (&Actor, &UnitTree),
    id: BankId,
) -> Result<Option<Problem>> {
    let bank = store::banks::by_id(tx, id).await?;
    let may = bank.is_some_and(|bank| may_draw_from(actor, units, &bank));
    Ok((!may).then(|| {
        Problem::at(
            "/bank_id",
            said(
                "Không có ngân hàng câu hỏi này.",
                "There is no such question bank.",
            ),
        )
    }))
}

/// Whoever is bound to a unit draws from the banks of the whole authority too, though they cannot open them.
pub(super) fn may_draw_from(actor: &Actor, units: &UnitTree, bank: &BankRecord) -> bool {
    bank.unit_id.is_none() || actor.reaches(units, bank.unit_id.map(UnitId))
}

/// Topics are compared byte for byte with those of the bank, which came in this form.
fn normalised(cells: &[BlueprintCell]) -> Vec<BlueprintCell> {
    let cell = |cell: &BlueprintCell| BlueprintCell {
        topic: collapse_spaces(&nfc(&cell.topic)),
        ..cell.clone()
    };
    cells.iter().map(cell).collect()
}

fn record_of(contest: ContestId, group: &Group) -> GroupRecord {
    GroupRecord {
        id: group.id.0,
        contest_id: contest.0,
        ordinal: group.ordinal,
        name: group.name.clone(),
        bank_id: group.bank.0,
        blueprint: to_json(&group.blueprint),
        min_age: group.min_age.map(i64::from),
    }
}
