//! What a contest gives. The list is fixed once a ranking of the contest is public: nobody can give a prize to somebody
//! whose place everybody knows. A ranking that is made and not public yet, which staff can read, does not fix it.

use khao_domain::audit::Detail;
use khao_domain::contest::prizes::GivenFor;
use khao_domain::ids::{ContestId, GroupId, PrizeId, UnitId};
use khao_domain::lang::{Said, said};
use khao_domain::problem::Problem;
use khao_domain::text::{collapse_spaces, nfc};
use uuid::Uuid;

use super::contests::{Contest, parse_id};
use super::groups::{self, Group};
use super::texts::has_words;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::people::units::{UnitTree, no_such_unit};
use crate::policy::{Action, Actor};
use crate::store::prizes::PrizeRecord;
use crate::store::{self, StoreError, Tx};

const NAME_CHARS: usize = 100;
const MOST: usize = 40;
const NUMBER_MOST: u32 = 1000;
const AMOUNT_MOST: i64 = 1_000_000_000_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prize {
    pub id: PrizeId,
    pub given_for: GivenFor,
    /// Of people: one group; none is each group by itself.
    pub group: Option<GroupId>,
    /// Of units: those right below this one; none is those below the root.
    pub block: Option<UnitId>,
    pub name: String,
    /// How many there are.
    pub number: u32,
    /// In đồng, for each.
    pub amount: Option<i64>,
}

#[derive(Debug, Clone)]
pub struct NewPrize {
    pub given_for: GivenFor,
    pub group: Option<GroupId>,
    pub block: Option<UnitId>,
    pub name: String,
    pub number: u32,
    pub amount: Option<i64>,
}

/// A contest's prizes, the best first, and whether they can still be changed.
#[derive(Debug, Clone)]
pub struct PrizeList {
    pub prizes: Vec<Prize>,
    pub is_fixed: bool,
}

impl Engine {
    pub async fn prizes(&self, actor: &Actor, slug: &str) -> Result<PrizeList> {
        actor.may(Action::ReadContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let mut tx = self.store.read().await?;
        Ok(PrizeList {
            prizes: load(&mut tx, contest).await?,
            is_fixed: is_fixed(&mut tx, contest).await?,
        })
    }

    /// At the end of the list.
    pub async fn add_prize(
        &self,
        actor: &Actor,
        slug: &str,
        new: NewPrize,
        key: Option<IdempotencyKey>,
    ) -> Result<Prize> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let contest = self.reached_contest_id(actor, slug).await?;
        let units = self.units().await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        let present = store::prizes::of_contest(&mut tx, contest).await?;
        if let Some(id) = self.replay(&mut tx, key.as_ref()).await? {
            let id: PrizeId = parse_id(&id)?;
            let twin = present.into_iter().find(|prize| prize.id == id.0);
            return prize_of(twin.ok_or(Error::NotFound)?);
        }
        // Under the contest's lock: a group that is there stays.
        let groups = groups::load(&mut tx, contest).await?;
        let ordinal = present.last().map_or(1, |last| last.ordinal + 1);
        let record = self.prize_record(contest, (&groups, &units), &new, ordinal)?;
        changeable(&mut tx, contest).await?;
        if present.iter().any(|prize| is_twin(prize, &record)) {
            return Err(twin());
        }
        if present.len() >= MOST {
            return Err(Error::invalid(
                "/name",
                said(
                    "Mỗi cuộc thi có nhiều nhất 40 loại giải.",
                    "A contest has at most 40 kinds of prizes.",
                ),
            ));
        }
        store::prizes::insert(&mut tx, &record).await?;
        let object = contest.to_string();
        self.record(&mut tx, actor, "contests.add_prize", &object, told(&record))
            .await?;
        self.remember(&mut tx, key.as_ref(), &record.id.to_string())
            .await?;
        tx.commit().await?;
        prize_of(record)
    }

    /// The prizes of a contest for another one that has none yet, and whose groups were just copied in their order.
    pub(super) async fn copy_prizes(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        source: &Contest,
        contest: ContestId,
    ) -> Result<()> {
        let copies = groups::load(tx, contest).await?;
        let copied = |id: Uuid| {
            let at = source.groups.iter().position(|group| group.id.0 == id)?;
            copies.get(at).map(|group| group.id.0)
        };
        for prize in store::prizes::of_contest(tx, source.id).await? {
            let group_id = prize.group_id.map(copied);
            // A group that came after the copy was begun is not there; its prize must not become everybody's.
            if group_id == Some(None) {
                continue;
            }
            let copy = PrizeRecord {
                id: self.random.id::<PrizeId>(self.now()).0,
                contest_id: contest.0,
                group_id: group_id.flatten(),
                ..prize
            };
            store::prizes::insert(tx, &copy).await?;
            let object = contest.to_string();
            self.record(tx, actor, "contests.add_prize", &object, told(&copy))
                .await?;
        }
        Ok(())
    }

    pub async fn remove_prize(&self, actor: &Actor, slug: &str, id: PrizeId) -> Result<()> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        changeable(&mut tx, contest).await?;
        let present = store::prizes::of_contest(&mut tx, contest).await?;
        let prize = present.into_iter().find(|prize| prize.id == id.0);
        let prize = prize.ok_or(Error::NotFound)?;
        store::prizes::delete(&mut tx, contest, id).await?;
        let object = contest.to_string();
        self.record(&mut tx, actor, "contests.remove_prize", &object, told(&prize))
            .await?;
        Ok(tx.commit().await?)
    }

    pub(super) fn prize_record(
        &self,
        contest: ContestId,
        there: (&[Group], &UnitTree),
        new: &NewPrize,
        ordinal: i64,
    ) -> Result<PrizeRecord> {
        let name = collapse_spaces(&nfc(&new.name));
        let problems = check(there, new, &name);
        Error::if_any(problems)?;
        let of_units = new.given_for == GivenFor::Units;
        Ok(PrizeRecord {
            id: self.random.id::<PrizeId>(self.now()).0,
            contest_id: contest.0,
            ordinal,
            given_for: new.given_for.as_str().to_owned(),
            group_id: new.group.filter(|_| !of_units).map(|group| group.0),
            block_id: new.block.filter(|_| of_units).map(|block| block.0),
            name,
            number: i64::from(new.number),
            amount: new.amount,
        })
    }
}

fn check((groups, units): (&[Group], &UnitTree), new: &NewPrize, name: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |is_wrong: bool, pointer: &str, detail: Said| {
        if is_wrong {
            problems.push(Problem::at(pointer, detail));
        }
    };
    wrong(
        !has_words(name, NAME_CHARS),
        "/name",
        said(
            "Hãy đặt tên giải, từ 1 đến 100 ký tự.",
            "Name the prize in 1 to 100 characters.",
        ),
    );
    wrong(
        !(1..=NUMBER_MOST).contains(&new.number),
        "/number",
        said("Số giải từ 1 đến 1.000.", "There are 1 to 1,000 of a prize."),
    );
    wrong(
        new.amount
            .is_some_and(|amount| !(0..=AMOUNT_MOST).contains(&amount)),
        "/amount",
        said(
            "Số tiền từ 0 đến 1.000 tỷ đồng.",
            "The money is 0 to 1,000 billion VND.",
        ),
    );
    wrong(
        new.group
            .is_some_and(|id| groups.iter().all(|group| group.id != id)),
        "/group_id",
        said("Cuộc thi không có bảng này.", "The contest has no such group."),
    );
    wrong(
        new.block.is_some_and(|block| units.get(block).is_none()),
        "/block_id",
        no_such_unit(),
    );
    problems
}

fn told(prize: &PrizeRecord) -> Detail {
    let detail = Detail::default()
        .fact("prize", prize.name.as_str())
        .fact("number", prize.number);
    match prize.amount {
        Some(amount) => detail.fact("amount", amount),
        None => detail,
    }
}

/// Two of one name, given for the same in the same place.
pub(super) fn is_twin(one: &PrizeRecord, other: &PrizeRecord) -> bool {
    let place = |prize: &PrizeRecord| (prize.group_id, prize.block_id, prize.name.to_lowercase());
    one.given_for == other.given_for && place(one) == place(other)
}

pub(super) fn twin() -> Error {
    Error::invalid(
        "/name",
        said(
            "Giải mang tên này đã có trong danh sách.",
            "The list has a prize of this name already.",
        ),
    )
}

pub(super) async fn load(tx: &mut Tx, contest: ContestId) -> Result<Vec<Prize>> {
    let records = store::prizes::of_contest(tx, contest).await?;
    records.into_iter().map(prize_of).collect()
}

/// Every publication of a round makes a ranking of the contest public.
async fn is_fixed(tx: &mut Tx, contest: ContestId) -> Result<bool> {
    Ok(store::rankings::published(tx, contest.0).await?.is_some())
}

pub(super) async fn changeable(tx: &mut Tx, contest: ContestId) -> Result<()> {
    if is_fixed(tx, contest).await? {
        return Err(Error::Conflict(Conflict::PrizesFixed));
    }
    Ok(())
}

pub(super) fn prize_of(record: PrizeRecord) -> Result<Prize> {
    let corrupt = |column| StoreError::Corrupt {
        table: "prizes",
        column,
        id: record.id.to_string(),
    };
    Ok(Prize {
        id: PrizeId(record.id),
        given_for: GivenFor::parse(&record.given_for).ok_or_else(|| corrupt("given_for"))?,
        number: u32::try_from(record.number).map_err(|_| corrupt("number"))?,
        group: record.group_id.map(GroupId),
        block: record.block_id.map(UnitId),
        name: record.name,
        amount: record.amount,
    })
}
