//! `/console/rounds/{id}/corrections`: correcting an item of an announced round, and approving its ranking.

use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::components::select::SelectOption;
use khao_app::components::waiting_ranking::WaitsFor;
use khao_app::pages::console::corrections::{
    CorrectionLine, CorrectionsView, EffectView, FormView, MoveLine, PreviewView, RenewedLine, RevisionLine,
    page,
};
use khao_domain::contest::correction::CorrectionKind;
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{BankId, RoundId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::contest::corrections::{Correction, NewCorrection, RoundItem};
use khao_engine::contest::preview_correction::{CorrectionPreview, Move};
use khao_engine::contest::ranking_course::{RevisionCourse, WaitingRanking, WaitingStep};
use khao_engine::contest::renewals::RenewedPerson;
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Action;
use serde::Deserialize;

use super::{shortened, waiting_rankings};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::proof;
use crate::routes::pages::refused::refused;
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/rounds/{id}/corrections";
/// Of a stem, in the list of questions.
const STEM_CHARS: usize = 80;

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Staff(Action::ExportFigures), show),
        post(PATH, Access::Staff(Action::RunContests), send).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    /// The question that is chosen already.
    code: String,
}

/// Where a question is corrected; without one, where any is.
pub(super) fn path_for(round: RoundId, code: &str) -> String {
    let path = PATH.replace("{id}", &round.to_string());
    address(&path, [("code", code)])
}

async fn show(page_of: Page, InPath(id): InPath<RoundId>, InQuery(params): InQuery<Params>) -> PageResult {
    let typed = Typed {
        code: params.code,
        ..Typed::default()
    };
    respond(&page_of, id, StatusCode::OK, typed, None, Vec::new()).await
}

/// What the form held.
#[derive(Debug, Default)]
struct Typed {
    item: String,
    /// Of the question the visitor came for, where none is chosen.
    code: String,
    kind: String,
    key: String,
    reason: String,
    remake_reason: String,
}

impl Typed {
    fn of(form: &Form) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            item: text("item_code"),
            code: String::new(),
            kind: text("kind"),
            key: text("key"),
            reason: text("reason"),
            remake_reason: text("remake_reason"),
        }
    }

    /// The list names a bank and a code; a code may hold spaces.
    fn correction(&self) -> Result<NewCorrection, Error> {
        let kind = CorrectionKind::parse(&self.kind).ok_or_else(|| {
            Error::invalid(
                "/kind",
                said("Hãy chọn cách đính chính.", "Choose a kind of correction."),
            )
        })?;
        let (bank, code) = self.item.split_once(' ').unwrap_or_default();
        Ok(NewCorrection {
            bank: bank.parse().ok().map(BankId),
            item_code: code.to_owned(),
            kind,
            key: self.key.clone(),
            reason: self.reason.clone(),
        })
    }
}

async fn send(mut page_of: Page, InPath(id): InPath<RoundId>, headers: HeaderMap, form: Form) -> PageResult {
    let typed = Typed::of(&form);
    // Asked for before the preview, so that nobody learns at the end of the work that it was too long ago.
    let corrects = matches!(form.text("action"), "preview" | "correct");
    let session = if corrects {
        proof::carried(&mut page_of, &headers, &form).await
    } else {
        Ok(None)
    };
    let (session, taken) = match session {
        Ok(session) => (session, take(&page_of, id, &typed, &form).await),
        Err(error) => (None, Err(error)),
    };
    let shown = match taken {
        Ok(Taken::Done(done)) => Ok(see_done(&PATH.replace("{id}", &id.to_string()), done)),
        Ok(Taken::Previewed(preview)) => {
            respond(&page_of, id, StatusCode::OK, typed, Some(*preview), Vec::new()).await
        }
        Err(error) => {
            let is_last = form.text("action") == "correct";
            respond_refused(&page_of, id, typed, is_last, error).await
        }
    };
    let Some(session) = session else { return shown };
    // The password was right, whatever became of the rest: a fault hands the new session out too.
    let response = shown.unwrap_or_else(IntoResponse::into_response);
    Ok(page_of.with_session(response, &session).await)
}

/// Whoever was at the last step stays there, and sees how it is now.
async fn respond_refused(
    page_of: &Page,
    id: RoundId,
    typed: Typed,
    is_last: bool,
    error: Error,
) -> PageResult {
    let (status, problems) = refused(error)?;
    let preview = match typed.correction() {
        Ok(correction) if is_last => {
            let (engine, actor) = (page_of.engine(), page_of.actor());
            engine.preview_correction(actor, id, &correction).await.ok()
        }
        _ => None,
    };
    respond(page_of, id, status, typed, preview, problems).await
}

enum Taken {
    Done(Done),
    Previewed(Box<CorrectionPreview>),
}

async fn take(page_of: &Page, id: RoundId, typed: &Typed, form: &Form) -> Result<Taken, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let seen = form.text("revision").parse().ok();
    match form.text("action") {
        "approve" => {
            form.confirmed()?;
            engine.approve_seen(actor, id, seen).await?;
            Ok(Taken::Done(Done::Approved))
        }
        "publish" => {
            form.confirmed()?;
            engine.publish_seen(actor, id, seen).await?;
            Ok(Taken::Done(Done::Published))
        }
        "remake" => {
            engine.remake_ranking(actor, id, &typed.remake_reason).await?;
            Ok(Taken::Done(Done::Remade))
        }
        "correct" if form.is_understood() => {
            let seen = Some(form.text("seen")).filter(|seen| !seen.is_empty());
            engine
                .correct_seen(actor, id, &typed.correction()?, form.key.clone(), seen)
                .await?;
            Ok(Taken::Done(Done::Corrected))
        }
        "preview" | "correct" => {
            let preview = engine.preview_correction(actor, id, &typed.correction()?).await?;
            Ok(Taken::Previewed(Box::new(preview)))
        }
        _ => Err(Error::invalid(
            "/action",
            said("Không có bước này.", "There is no such step."),
        )),
    }
}

async fn respond(
    page_of: &Page,
    id: RoundId,
    status: StatusCode,
    typed: Typed,
    preview: Option<CorrectionPreview>,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let (contest, round) = engine.reached_round(actor, id).await?;
    // A draft has nothing that could be corrected.
    let rules = match engine.settings_of_round(id).await {
        Err(Error::NotFound) => return Err(Error::Conflict(Conflict::WrongState).into()),
        settings => settings?,
    };
    let (corrections, progress) = engine.corrections(actor, id).await?;
    let course = engine.ranking_course(actor, id).await?;
    let may_run = actor.may(Action::RunContests).is_ok();
    let waiting = engine.waiting_ranking_of(actor, id).await?;
    let at_once = round.state == RoundState::Published && waiting.is_none() && !rules.second_approval;
    let remake = (may_run && progress.is_done && !course.is_empty()).then(|| typed.remake_reason.clone());
    let renewed = if may_run {
        engine.renewed_people(actor, id).await?
    } else {
        Vec::new()
    };
    let form = if may_run {
        let proof = proof::asked_for(page_of).await?;
        let form = form_view(page_of, engine.round_items(actor, id).await?, typed);
        Some(FormView { proof, ..form })
    } else {
        None
    };
    let view = CorrectionsView {
        round: id,
        round_name: round.name.clone(),
        contest_slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        corrections: corrections.into_iter().map(line).collect(),
        running: (!progress.is_done).then_some((progress.done, progress.total)),
        // While papers are scored anew the newest ranking is about to be replaced.
        step: next_step(waiting).filter(|_| may_run && progress.is_done),
        revisions: course.into_iter().map(revision).collect(),
        renewed: renewed.into_iter().map(renewed_line).collect(),
        form,
        preview: preview.map(|one| preview_view(one, at_once)),
        remake,
        problems,
    };
    let title = lang.say("Đính chính và xếp hạng", "Corrections and rankings");
    Ok(page_of
        .show_console(Section::Contests, status, title, page(lang, view))
        .await)
}

/// What the newest ranking waits for; the first one is published where its round is closed and fixed.
fn next_step(waiting: Option<WaitingRanking>) -> Option<WaitsFor> {
    let waiting = waiting?;
    let is_first = waiting.step == WaitingStep::Publication && !waiting.replaces;
    (!is_first).then(|| waiting_rankings::waits_for(waiting.step))
}

fn form_view(page_of: &Page, items: Vec<RoundItem>, typed: Typed) -> FormView {
    let option = |item: RoundItem| {
        let stem = shortened(&item.stem, STEM_CHARS);
        let key = item.key.map(|key| format!(" · {key}")).unwrap_or_default();
        SelectOption::content(
            format!("{} {}", item.bank, item.code),
            format!("{} · {stem}{key}", item.code),
        )
    };
    let meant = items.iter().find(|item| item.code == typed.code);
    let meant = meant.map(|item| format!("{} {}", item.bank, item.code));
    FormView {
        form_id: page_of.form_id(),
        items: items.into_iter().map(option).collect(),
        item: meant.unwrap_or(typed.item),
        kind: typed.kind,
        key: typed.key,
        reason: typed.reason,
        proof: None,
    }
}

fn line(correction: Correction) -> CorrectionLine {
    CorrectionLine {
        code: correction.item_code,
        kind: correction.kind,
        key: correction.key,
        reason: correction.reason,
        at: correction.at,
    }
}

fn renewed_line(one: RenewedPerson) -> RenewedLine {
    RenewedLine {
        name: (one.name_before, one.name_now),
        unit: (one.unit_before, one.unit_now),
    }
}

fn revision(one: RevisionCourse) -> RevisionLine {
    RevisionLine {
        revision: one.revision,
        because: one.because,
        frozen: (one.frozen_at, one.frozen_by),
        approved: one.approved_at.map(|at| (at, one.approved_by)),
        published: one.published_at.map(|at| (at, one.published_by)),
    }
}

fn preview_view(preview: CorrectionPreview, at_once: bool) -> PreviewView {
    let line = |one: Move| MoveLine {
        name: one.name,
        group: one.group,
        old_score: one.old_score,
        new_score: one.new_score,
        old_rank: one.old_rank,
        new_rank: one.new_rank,
    };
    PreviewView {
        code: preview.item_code,
        stem: preview.stem,
        kind: preview.kind,
        key: preview.key,
        touched: preview.touched,
        state: preview.state,
        at_once,
        effect: preview.effect.map(|effect| EffectView {
            up: effect.up,
            down: effect.down,
            moved: effect.moved,
            most: effect.most,
            changes_nothing: effect.changes_nothing,
            moves: effect.moves.into_iter().map(line).collect(),
        }),
    }
}
