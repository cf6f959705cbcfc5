//! `/console/contests/{slug}/prizes`: what a contest gives.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::prizes::{PrizeLine, PrizesView, TypedPrize, page};
use khao_domain::contest::prizes::GivenFor;
use khao_domain::ids::PrizeId;
use khao_domain::lang::{Lang, Said, said};
use khao_domain::problem::Problem;
use khao_engine::contest::contests::Contest;
use khao_engine::contest::prizes::{NewPrize, Prize};
use khao_engine::error::Error;
use khao_engine::people::units::UnitTree;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::group_options;
use super::ranking::blocks;
use super::together::{self, Stored};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/contests/{slug}/prizes";

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::InspectContests);
    let run = Access::Staff(Action::RunContests);
    vec![get(PATH, read, show), post(PATH, run, step).takes_form()]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    /// The one to be changed.
    prize: String,
}

async fn show(page_of: Page, InPath(slug): InPath<String>, InQuery(params): InQuery<Params>) -> PageResult {
    let list = page_of.engine().prizes(page_of.actor(), &slug).await?;
    let wanted: Option<PrizeId> = params.prize.parse().ok();
    let found = list.prizes.iter().find(|prize| Some(prize.id) == wanted);
    let typed = found.map_or_else(
        || TypedPrize {
            number: "1".to_owned(),
            ..TypedPrize::default()
        },
        typed_of,
    );
    let changed = found.map(|prize| prize.id);
    respond(&page_of, &slug, StatusCode::OK, (changed, typed), Vec::new()).await
}

/// A prize as its form shows it.
fn typed_of(prize: &Prize) -> TypedPrize {
    TypedPrize {
        given_for: prize.given_for.as_str().to_owned(),
        group: prize.group.map(|id| id.to_string()).unwrap_or_default(),
        block: prize.block.map(|id| id.to_string()).unwrap_or_default(),
        name: prize.name.clone(),
        number: prize.number.to_string(),
        amount: prize.amount.map(|amount| amount.to_string()).unwrap_or_default(),
    }
}

/// The fields of a prize's form as they are stored.
fn fields(prize: &Prize) -> Stored {
    let shown = typed_of(prize);
    vec![
        ("given_for", shown.given_for),
        ("group_id", shown.group),
        ("block_id", shown.block),
        ("name", shown.name),
        ("number", shown.number),
        ("amount", shown.amount),
    ]
}

/// A choice is looked at in the list.
fn words(name: &str, now: &str) -> Option<String> {
    matches!(name, "name" | "number" | "amount").then(|| now.to_owned())
}

fn typed_in(form: &Form) -> TypedPrize {
    let field = |name: &str| form.text(name).to_owned();
    TypedPrize {
        given_for: field("given_for"),
        group: field("group_id"),
        block: field("block_id"),
        name: field("name"),
        number: field("number"),
        amount: field("amount"),
    }
}

async fn step(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    match take(&page_of, &slug, &form).await {
        Ok(done) => Ok(see_done(&PATH.replace("{slug}", &slug), done)),
        Err(error) => {
            let (status, problems) = refused(error)?;
            let list = page_of.engine().prizes(page_of.actor(), &slug).await?;
            let changed = form.text("prize_id").parse().ok();
            let changed = changed.filter(|_| form.text("action") == "change");
            // One that somebody removed can still be added anew, as it was typed.
            let there = list.prizes.iter().find(|prize| Some(prize.id) == changed);
            let form = there.map_or_else(|| form.clone(), |prize| together::followed(&form, &fields(prize)));
            let typed = (there.map(|prize| prize.id), typed_in(&form));
            respond(&page_of, &slug, status, typed, problems).await
        }
    }
}

async fn take(page_of: &Page, slug: &str, form: &Form) -> Result<Done, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let action = form.text("action");
    // A contest of another unit's is not there, whatever was typed.
    engine.console_contest(actor, slug).await?;
    if !matches!(action, "remove" | "up" | "down" | "change") {
        let new = new_prize(&typed_in(form)).map_err(Error::Invalid)?;
        engine.add_prize(actor, slug, new, form.key.clone()).await?;
        return Ok(Done::PrizeAdded);
    }
    let id = form.text("prize_id").parse().map_err(|_| Error::NotFound)?;
    let done = match action {
        "remove" => engine
            .remove_prize(actor, slug, id)
            .await
            .map(|()| Done::PrizeRemoved),
        "change" => engine
            .change_prize_upon(actor, slug, id, |prize| {
                let form = together::upon(form, &fields(prize), words)?;
                new_prize(&typed_in(&form)).map_err(Error::Invalid)
            })
            .await
            .map(|_| Done::PrizeSaved),
        way => step_to(page_of, slug, id, (way == "up", form.text("place")))
            .await
            .map(|()| Done::PrizesOrdered),
    };
    done.map_err(|error| gone(error, action))
}

/// Somebody else was quicker; what was typed is still there.
fn gone(error: Error, action: &str) -> Error {
    let detail = match (error, action) {
        (Error::NotFound, "change") => said(
            "Người khác vừa bỏ giải này, nên chưa lưu gì. Nếu vẫn cần, bấm «Thêm giải» để thêm lại như đã ghi.",
            "Somebody else has just removed this prize, so nothing was saved. To have it again as you typed it, press “Add”.",
        ),
        (Error::NotFound, _) => said(
            "Người khác vừa bỏ giải này. Danh sách dưới đây là danh sách hiện nay.",
            "Somebody else has just removed this prize. The list below is as it is now.",
        ),
        (error, _) => return error,
    };
    Error::Stale(vec![Problem::at("", detail)])
}

/// `seen` is the place it had in the list that was looked at.
async fn step_to(page_of: &Page, slug: &str, id: PrizeId, (is_up, seen): (bool, &str)) -> Result<(), Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let list = engine.prizes(actor, slug).await?.prizes;
    let at = list
        .iter()
        .position(|prize| prize.id == id)
        .ok_or(Error::NotFound)?;
    if !seen.is_empty() && seen != (at + 1).to_string() {
        let detail = said(
            "Thứ tự các giải vừa thay đổi, nên chưa chuyển. Xin xem lại danh sách dưới đây.",
            "The order of the prizes has just changed, so nothing was moved. Look at the list below.",
        );
        return Err(Error::Stale(vec![Problem::at("", detail)]));
    }
    let place = if is_up { at.max(1) } else { at + 2 };
    engine.move_prize(actor, slug, id, place).await?;
    Ok(())
}

fn new_prize(typed: &TypedPrize) -> Result<NewPrize, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut wrong = |pointer: &str, detail: Said| problems.push(Problem::at(pointer, detail));
    let given_for = GivenFor::parse(&typed.given_for);
    if given_for.is_none() {
        wrong(
            "/given_for",
            said(
                "Hãy chọn giải cá nhân hay tập thể.",
                "Choose whether people or units win it.",
            ),
        );
    }
    let number = whole(&typed.number).and_then(|number| u32::try_from(number).ok());
    if number.is_none() {
        wrong(
            "/number",
            said(
                "Số giải là một số nguyên từ 1 đến 1.000, như 3.",
                "The number of prizes is a whole number from 1 to 1,000, such as 3.",
            ),
        );
    }
    let amount = whole(&typed.amount);
    if amount.is_none() && !typed.amount.trim().is_empty() {
        wrong(
            "/amount",
            said(
                "Số tiền là một số nguyên, như 1.000.000.",
                "The money is a whole number, such as 1.000.000.",
            ),
        );
    }
    let (group, block) = (typed.group.parse().ok(), typed.block.parse().ok());
    if group.is_none() && !typed.group.is_empty() {
        wrong(
            "/group_id",
            said("Cuộc thi không có bảng này.", "The contest has no such group."),
        );
    }
    if block.is_none() && !typed.block.is_empty() {
        wrong(
            "/block_id",
            said("Không có đơn vị này.", "There is no such unit."),
        );
    }
    match (given_for, number) {
        (Some(given_for), Some(number)) if problems.is_empty() => Ok(NewPrize {
            given_for,
            group,
            block,
            name: typed.name.clone(),
            number,
            amount,
        }),
        _ => Err(problems),
    }
}

/// `1.000.000`, with or without its points and spaces.
fn whole(text: &str) -> Option<i64> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, '.' | ' ' | '\u{a0}'))
        .collect();
    digits.parse().ok()
}

async fn respond(
    page_of: &Page,
    slug: &str,
    status: StatusCode,
    (changed, typed): (Option<PrizeId>, TypedPrize),
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let contest = engine.console_contest(actor, slug).await?;
    let list = engine.prizes(actor, slug).await?;
    let units = engine.units().await?;
    let stored = list.prizes.iter().find(|prize| Some(prize.id) == changed);
    let view = PrizesView {
        slug: slug.to_owned(),
        shown: stored.map(|prize| together::carried(&fields(prize))),
        contest_title: contest.title.clone(),
        is_fixed: list.is_fixed,
        groups: group_options(&contest),
        blocks: blocks(&units),
        form_id: page_of.form_id(),
        changed,
        typed,
        prizes: list
            .prizes
            .into_iter()
            .map(|prize| line(lang, prize, &contest, &units))
            .collect(),
        problems,
    };
    let title = lang.say("Giải thưởng", "Prizes");
    Ok(page_of
        .show_console(
            Section::Contests,
            status,
            title,
            page_of.inspected(Action::RunContests, page(lang, view)),
        )
        .await)
}

fn line(lang: Lang, prize: Prize, contest: &Contest, units: &UnitTree) -> PrizeLine {
    let group = prize.group.map(|id| {
        let group = contest.group(id);
        group.map_or_else(
            || lang.say("(đã xóa)", "(removed)").to_owned(),
            |group| group.name.clone(),
        )
    });
    PrizeLine {
        id: prize.id,
        given_for: prize.given_for,
        of: group.or(prize.block.map(|id| units.name(id).to_owned())),
        name: prize.name,
        number: prize.number,
        amount: prize.amount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        assert_eq!(whole("1.000.000"), Some(1_000_000));
        assert_eq!(whole(" 3 000 "), Some(3_000));
        assert_eq!(whole("1,5"), None);
        assert_eq!(whole(""), None);
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let typed = TypedPrize {
            amount: "nhiều".to_owned(),
            group: "x".to_owned(),
            ..TypedPrize::default()
        };
        let problems = new_prize(&typed).map(|_| ()).unwrap_err();
        let pointers: Vec<&str> = problems.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/given_for", "/number", "/amount", "/group_id"]);
    }
}
