//! `/console/contests/{slug}`: the rounds of a contest and their next steps.
//!
//! A step posts `action`, `round_id` and the tick `understood`; steps do not go back. A draft is announced where everything
//! that is missing or risky stands: in the review of the guided path.

use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::attachments::{self, DocumentsView};
use super::roster::missing_words;
use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::crumbs;
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::heading::heading_of_content;
use crate::components::notice;
use crate::components::waiting_ranking::{self, WaitingView};
use crate::text::{figures, pages as text};

#[derive(Debug, Clone)]
pub struct ConsoleContestView {
    pub slug: String,
    pub title: String,
    pub set_up: SetUp,
    pub may_read_winners: bool,
    /// How many have entered: a draft that nobody has can be taken away.
    pub participants: i64,
    /// A round of it is announced.
    pub is_public: bool,
    pub rounds: Vec<RoundCard>,
    /// Complaints that wait for an answer, for those who may read them.
    pub open_complaints: Option<i64>,
    /// How many of the roster are still to come; none where there is no roster.
    pub missing: Option<i64>,
    pub documents: DocumentsView,
    /// Without a pointer: what kept a step from being taken.
    pub problems: Vec<Problem>,
}

/// What the visitor may do with that which organisers work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetUp {
    Hidden,
    Read,
    /// Make contests too, and remove this one.
    Changed,
}

#[derive(Debug, Clone)]
pub struct RoundCard {
    pub id: RoundId,
    pub name: String,
    pub state: RoundState,
    /// What the public sees now.
    pub status: Option<RoundStatus>,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub closed_early: Option<Timestamp>,
    /// The visitor's role may take the next step.
    pub may_step: bool,
    /// Its page has files for the visitor's role.
    pub has_files: bool,
    /// The contest asks for a second person, and whether that one has approved the newest ranking.
    pub approved: Option<bool>,
    /// A ranking that cannot be published here, or not yet.
    pub waiting: Option<WaitingView>,
}

/// How a round is brought into its next state.
struct Step {
    /// The value of `action`.
    action: &'static str,
    label: &'static str,
    /// What it does, in a sentence above the button.
    effect: &'static str,
}

const fn step_into(lang: Lang, state: RoundState) -> Option<Step> {
    let (action, label, effect) = match state {
        RoundState::Draft | RoundState::Announced => return None,
        RoundState::Closed => (
            "close",
            lang.say("Đóng vòng thi", "Close the round"),
            lang.say(
                "Không ai bắt đầu bài mới được nữa; bài đang làm vẫn chạy đến hết giờ.",
                "Nobody can start a new attempt; open ones run until their time is up.",
            ),
        ),
        RoundState::Frozen => (
            "freeze",
            lang.say("Chốt kết quả", "Fix the results"),
            lang.say(
                "Tính và chốt bảng xếp hạng, khi không còn bài đang làm.",
                "Makes and fixes the ranking, once no attempt is open.",
            ),
        ),
        RoundState::Published => (
            "publish",
            lang.say("Công bố kết quả", "Publish the results"),
            lang.say(
                "Bảng xếp hạng hiện ra trên trang công khai của vòng thi và cuộc thi.",
                "The ranking appears on the public pages of the round and the contest.",
            ),
        ),
    };
    Some(Step {
        action,
        label,
        effect,
    })
}

pub fn page(lang: Lang, view: ConsoleContestView) -> AnyView {
    let path = format!("/console/contests/{}", view.slug);
    let may_inspect = view.set_up != SetUp::Hidden;
    let may_change = view.set_up == SetUp::Changed;
    let none = view.rounds.is_empty().then(|| no_rounds(lang, may_change));
    let rounds = view
        .rounds
        .into_iter()
        .map(|round| card(lang, &path, round))
        .collect_view();
    let prizes = may_inspect
        .then(|| view! { " · " <a href=format!("{path}/prizes")>{lang.say("Giải thưởng", "Prizes")}</a> });
    let winners = view.may_read_winners.then(
        || view! { " · " <a href=format!("{path}/winners")>{lang.say("Danh sách đạt giải", "Winners")}</a> },
    );
    let complaints = view.open_complaints.map(|open| {
        view! {
            " · "
            <a href=format!("{path}/complaints")>{text::open_complaints(lang, open)}</a>
        }
    });
    let copy = may_change.then(|| {
        let href = format!("/console/contests/new?copy={}", view.slug);
        view! { " · " <a href=href>{lang.say("Nhân bản cuộc thi", "Duplicate the contest")}</a> }
    });
    let may_remove = may_change && !view.is_public && view.participants == 0;
    let removal = may_remove.then(|| removal(lang, &path));
    let public = view.is_public.then(|| {
        view! {
            " · "
            <a href=format!("/contests/{}", view.slug)>{lang.say("Trang công khai", "Public page")}</a>
        }
    });
    view! {
        {crumbs(vec![console_crumb(lang)])}
        {heading_of_content(lang, view.title, lang.say("Các vòng của cuộc thi, việc tiếp theo của từng vòng, và mọi trang của cuộc thi này.", "The rounds and what each of them needs next, and the ways to all pages of this contest."))}
        <p>
            {may_inspect.then(|| view! { <a href=format!("{path}/setup/review")>{lang.say("Thiết lập cuộc thi", "Set up the contest")}</a> " · " })}
            <a href=format!("{path}/participants")>{lang.say("Tìm thí sinh, cấp lại mã", "Find participants, issue codes anew")}</a>
            " · " <a href=format!("{path}/roster")>{missing_words(lang, view.missing)}</a>
            {may_inspect.then(|| view! { " · " <a href=format!("{path}/messages")>{lang.say("Thông báo cho thí sinh", "Messages to participants")}</a> })}
            {prizes}
            {copy}
            {winners}
            {complaints}
            {public}
        </p>
        {error_summary(&view.problems, &attachments::FIELDS)}
        <h2>{lang.say("Các vòng thi", "Rounds")}</h2>
        {none}
        <div class="cards">{rounds}</div>
        {attachments::section(lang, &path, view.documents, &view.problems)}
        {removal}
    }
    .into_any()
}

fn removal(lang: Lang, path: &str) -> AnyView {
    let lost = lang.say(
        "Mất tên, thể lệ, các bảng với ma trận đề, các vòng nháp và giải thưởng; không lấy lại được. Ngân hàng câu hỏi giữ nguyên.",
        "Title, rules, groups with their blueprints, draft rounds and prizes are lost for good. Question banks stay.",
    );
    view! {
        <section class="sheet">
            <h2>{lang.say("Xóa cuộc thi nháp", "Remove the draft contest")}</h2>
            <form class="step" method="post" action=path.to_owned()>
                <p class="soft small">{lost}</p>
                {button::understood(text::understood(lang))}
                {button::quiet_action("remove", lang.say("Xóa cuộc thi này", "Remove this contest"))}
            </form>
        </section>
    }
    .into_any()
}

fn no_rounds(lang: Lang, may_change: bool) -> AnyView {
    let words = if may_change {
        lang.say(
            "Chưa có vòng nào. Mở Thiết lập cuộc thi, bước Vòng thi, để thêm.",
            "There is no round yet. Open Set up the contest, step Rounds, to add them.",
        )
    } else {
        lang.say(
            "Chưa có vòng nào; ban tổ chức đang thiết lập.",
            "There is no round yet; the organisers are setting it up.",
        )
    };
    view! { <p class="soft">{words}</p> }.into_any()
}

fn card(lang: Lang, path: &str, round: RoundCard) -> AnyView {
    // What nobody has approved cannot be published.
    let unapproved = round.state == RoundState::Frozen && round.approved == Some(false);
    let step = round
        .state
        .next()
        .filter(|_| round.may_step && !unapproved)
        .and_then(|state| step_into(lang, state));
    let step = step.map(|step| step_form(lang, path, round.id, &step, warning(lang, &round)));
    let review = (round.state == RoundState::Draft && round.may_step).then(|| to_review(lang, path));
    let closing = match round.closed_early {
        Some(at) => (lang.say("Đã đóng sớm", "Closed early"), at.minute_in(lang)),
        None => (lang.say("Đóng", "Closes"), figures::end(lang, round.closes_at)),
    };
    let figures = if round.has_files {
        lang.say("Số liệu và tải dữ liệu", "Figures and downloads")
    } else {
        lang.say("Số liệu", "Figures")
    };
    let name = round.name.clone();
    let waiting = round.waiting.map(|view| waiting_ranking::notice(lang, &view));
    view! {
        <article class="sheet">
            <h3 lang=lang.of_content()>{round.name}</h3>
            {steps(lang, round.state, round.status, round.approved)}
            {facts(vec![(lang.say("Mở", "Opens"), round.opens_at.minute_in(lang)), closing])}
            <p>
                <a href=format!("/console/rounds/{}", round.id)>
                    {figures}<span class="unseen">{format!(": {name}")}</span>
                </a>
            </p>
            {waiting}
            {step}
            {review}
        </article>
    }
    .into_any()
}

fn to_review(lang: Lang, path: &str) -> AnyView {
    let effect = lang.say(
        "Thông báo là khóa ngân hàng câu hỏi và thể lệ của vòng, không rút lại được: xin rà soát trước.",
        "Announcing locks the round's question bank and rules for good: review it first.",
    );
    let label = lang.say("Rà soát và thông báo", "Review and announce");
    view! {
        <div class="step">
            <p class="soft small">{effect}</p>
            {button::link(format!("{path}/setup/review"), label)}
        </div>
    }
    .into_any()
}

/// What the next step would do to this round that it does to no other.
fn warning(lang: Lang, round: &RoundCard) -> Option<AnyView> {
    match (round.state, round.status) {
        (RoundState::Announced, Some(RoundStatus::Upcoming)) => Some(notice::careful(lang.say(
            "Vòng này chưa mở: đóng bây giờ thì không ai thi được.",
            "This round is not open yet: if it is closed now, nobody can take it.",
        ))),
        (RoundState::Announced, Some(RoundStatus::Open)) => Some(notice::careful(lang.say(
            "Vòng này đang mở: đóng bây giờ là đóng sớm, trước giờ đã thông báo.",
            "This round is open: closing it now is before the time that was announced.",
        ))),
        _ => None,
    }
}

/// The whole way of a round, and where it stands.
fn steps(lang: Lang, now: RoundState, status: Option<RoundStatus>, approved: Option<bool>) -> AnyView {
    let at = RoundState::ALL.iter().position(|state| *state == now);
    let lines = RoundState::ALL
        .into_iter()
        .enumerate()
        .map(|(index, state)| {
            let class = at.is_some_and(|at| index < at).then_some("past");
            let current = (state == now).then_some("step");
            let name = if state == now {
                text::round_standing(lang, state, status)
            } else {
                text::round_state(lang, state)
            };
            let approval = approved.filter(|_| state == RoundState::Published).map(|approved| {
                let class = (approved || now == RoundState::Published).then_some("past");
                view! { <li class=class>{lang.say("Người thứ hai duyệt", "Approved by a second person")}</li> }
            });
            view! {
                {approval}
                <li class=class aria-current=current>
                    {name}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="steps">{lines}</ol> }.into_any()
}

fn step_form(lang: Lang, path: &str, round: RoundId, step: &Step, warning: Option<AnyView>) -> AnyView {
    view! {
        <form class="step" method="post" action=path.to_owned()>
            {button::hidden("round_id", round.to_string())} <p class="soft small">{step.effect}</p>
            {warning}
            {button::understood(text::understood(lang))}
            {button::action(step.action, step.label)}
        </form>
    }
    .into_any()
}
