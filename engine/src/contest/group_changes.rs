//! Changes of several groups at once, and of the people who may not take part: all of it or nothing.

use khao_domain::contest::series::next_name;
use khao_domain::ids::{BankId, GroupId};
use khao_domain::lang::{Lang, Said};
use khao_domain::problem::Problem;
use khao_domain::text::nfc;

use super::contests::{Contest, NewExclusion, load};
use super::drafts::is_taken;
use super::groups::{self, Group, GroupChange, NewGroup, changed, check_group, lock_banks};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::people::units::UnitTree;
use crate::policy::{Action, Actor};
use crate::store::{self, Tx};

/// What becomes of a contest's groups, and of the list beside them.
#[derive(Debug, Clone, Default)]
pub struct GroupChanges {
    pub groups: Vec<(GroupId, GroupFate)>,
    /// Nobody has laid out its papers yet.
    pub added: Option<NewGroup>,
    /// Another group like this one, as the changes leave it, under a name of its own.
    pub copied: Option<GroupId>,
    /// None: the list stays.
    pub exclusions: Option<Vec<NewExclusion>>,
}

impl GroupChanges {
    /// What the groups draw from, before or afterwards.
    fn banks(&self, contest: &Contest) -> Vec<BankId> {
        let changed = self.groups.iter().filter_map(|(_, fate)| match fate {
            GroupFate::Change(change) => change.bank,
            GroupFate::Removed => None,
        });
        let added = self.added.iter().map(|new| new.bank);
        let present = contest.groups.iter().map(|group| group.bank);
        present.chain(changed).chain(added).collect()
    }
}

#[derive(Debug, Clone)]
pub enum GroupFate {
    Change(GroupChange),
    Removed,
}

impl Engine {
    /// What changes is decided on the contest as it is when nobody else can change it. Problems point at
    /// `/{id of the group}/{field}`, those of the added one at `/new/{field}`.
    pub async fn change_groups(
        &self,
        actor: &Actor,
        slug: &str,
        decide: impl FnOnce(&Contest) -> Result<GroupChanges> + Send,
        key: Option<IdempotencyKey>,
    ) -> Result<()> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let id = self.reached_contest_id(actor, slug).await?;
        let units = self.units().await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, id).await?;
        if self.replay(&mut tx, key.as_ref()).await?.is_some() {
            return Ok(());
        }
        let contest = load(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let changes = decide(&contest)?;
        let who = (actor, &*units);
        lock_banks(&mut tx, changes.banks(&contest)).await?;
        self.change_present(&mut tx, who, &contest, changes.groups)
            .await?;
        if let Some(excluded) = &changes.exclusions {
            self.write_exclusions(&mut tx, actor, id, excluded).await?;
        }
        let added = match (changes.added, changes.copied) {
            (Some(new), _) => Some(new),
            (None, Some(source)) => Some(like(source, &groups::load(&mut tx, id).await?)?),
            (None, None) => None,
        };
        if let Some(new) = added {
            let made = self.add_beside(&mut tx, who, &contest, &new).await?;
            self.remember(&mut tx, key.as_ref(), &made.id.to_string()).await?;
        }
        tx.commit().await?;
        self.forget_contest(id);
        Ok(())
    }

    async fn change_present(
        &self,
        tx: &mut Tx,
        who: (&Actor, &UnitTree),
        contest: &Contest,
        fates: Vec<(GroupId, GroupFate)>,
    ) -> Result<()> {
        let mut left = contest.groups.clone();
        let (mut touched, mut problems) = (Vec::new(), Vec::new());
        for (id, fate) in fates {
            let at = left.iter().position(|group| group.id == id);
            let at = at.ok_or(Error::NotFound)?;
            match fate {
                GroupFate::Removed => {
                    let contest = (contest.id, contest.is_public());
                    self.take_group_away(tx, who.0, contest, id).await?;
                    left.remove(at);
                }
                GroupFate::Change(change) => {
                    let group = (left[at].clone(), contest.is_public());
                    match changed(tx, who, group, change).await {
                        Ok(next) => {
                            touched.push(next.clone());
                            left[at] = next;
                        }
                        Err(Error::Invalid(wrong)) => problems.extend(at_card(&id.to_string(), wrong)),
                        Err(other) => return Err(other),
                    }
                }
            }
        }
        for group in &touched {
            let others = left.iter().filter(|other| other.id != group.id);
            let pointer = format!("/{}/name", group.id);
            problems.extend(taken(others, &pointer, &group.name));
        }
        Error::if_any(problems)?;
        self.write_groups(tx, who.0, contest, &touched).await
    }

    /// Names may go round among the groups, and no two may be the same at any time.
    async fn write_groups(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        contest: &Contest,
        touched: &[Group],
    ) -> Result<()> {
        for group in touched {
            store::groups::rename(tx, group.id, &group.id.to_string()).await?;
        }
        for group in touched {
            let before = contest.group(group.id).unwrap_or(group);
            self.write_group(tx, actor, contest.id, (before, group)).await?;
        }
        Ok(())
    }

    async fn add_beside(
        &self,
        tx: &mut Tx,
        who: (&Actor, &UnitTree),
        contest: &Contest,
        new: &NewGroup,
    ) -> Result<Group> {
        let present = groups::load(tx, contest.id).await?;
        let problems = taken(present.iter(), "/name", &new.name).into_iter().collect();
        let checked = check_group(tx, who, new, problems).await;
        checked.map_err(|error| match error {
            Error::Invalid(wrong) => Error::Invalid(at_card("new", wrong).collect()),
            other => other,
        })?;
        if contest.is_public() {
            return Err(Error::Conflict(Conflict::InUse));
        }
        self.insert_group(tx, who.0, contest.id, (groups::after(&present), new))
            .await
    }
}

fn like(source: GroupId, present: &[Group]) -> Result<NewGroup> {
    let source = present.iter().find(|group| group.id == source);
    let source = source.ok_or(Error::NotFound)?;
    let names: Vec<&str> = present.iter().map(|group| group.name.as_str()).collect();
    Ok(NewGroup {
        name: next_name(&source.name, &names),
        bank: source.bank,
        blueprint: source.blueprint.clone(),
        min_age: source.min_age,
    })
}

fn at_card(card: &str, problems: Vec<Problem>) -> impl Iterator<Item = Problem> {
    problems
        .into_iter()
        .map(move |problem| Problem::at(format!("/{card}{}", problem.pointer), problem.detail))
}

/// A name that another group of the contest has.
fn taken<'g>(others: impl Iterator<Item = &'g Group>, pointer: &str, name: &str) -> Option<Problem> {
    let name = nfc(name);
    is_taken(others.map(|other| other.name.as_str()), &name).then(|| {
        let detail = Said::of(|lang| match lang {
            Lang::Vi => format!("Cuộc thi đã có bảng mang tên «{name}»."),
            Lang::En => format!("The contest has a group called “{name}” already."),
        });
        Problem::at(pointer, detail)
    })
}
