//! `/console/contests/new` and `/console/contests/{slug}/setup/{step}`: the guided path from nothing to an announcement.
//!
//! Every step is a page with a form of its own; whatever is saved stays, half-done or not, and the steps can be taken in
//! any order.

pub mod basics;
pub mod groups;
pub mod new;
pub mod papers;
pub mod review;
pub mod rounds;
pub mod rules;
pub mod units;
mod words;

use khao_domain::contest::review::{Finding, Step, Weight};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::error_summary::error_summary_naming;
use crate::components::heading::heading;

pub use words::{finding, step_name, weight_name};
use words::{finding_door, waiting_words};

/// The id of the form that the button below the step sends too.
const FORM: &str = "step";

/// What every step shows around its form.
#[derive(Debug, Clone)]
pub struct Frame {
    pub lang: Lang,
    pub slug: String,
    pub title: String,
    pub step: Step,
    /// Of the whole contest: the steps are marked by them, the step's own stand at its head.
    pub findings: Vec<Finding>,
    pub problems: Vec<Problem>,
    /// A round is announced: why some fields are locked.
    pub is_announced: bool,
}

impl Frame {
    pub fn path(&self) -> String {
        format!("/console/contests/{}/setup/{}", self.slug, self.step.as_str())
    }

    fn say(&self, vietnamese: &'static str, english: &'static str) -> &'static str {
        self.lang.say(vietnamese, english)
    }
}

/// A step's page. `lead` says what it is for, in a sentence.
fn framed(frame: &Frame, lead: &'static str, fields: &[&str], content: AnyView) -> AnyView {
    let unnamed: Vec<(&str, &str)> = fields.iter().map(|name| (*name, "")).collect();
    framed_naming(frame, lead, &unnamed, content)
}

/// As [`framed`], of many fields with the same mistakes: pairs of a field's name and what it is called.
fn framed_naming(frame: &Frame, lead: &'static str, fields: &[(&str, &str)], content: AnyView) -> AnyView {
    view! {
        {crumbs(vec![
            console_crumb(frame.lang),
            content_crumb(format!("/console/contests/{}", frame.slug), frame.title.clone()),
        ])}
        {heading(format!("{}: {}", frame.say("Thiết lập", "Set-up"), step_name(frame.lang, frame.step)), lead)}
        {steps(frame)}
        {error_summary_naming(&frame.problems, fields)}
        {own_findings(frame)}
        {content}
        {onward(frame)}
    }
    .into_any()
}

/// The steps, each marked where something is missing in it.
fn steps(frame: &Frame) -> AnyView {
    let links = Step::ALL
        .into_iter()
        .map(|step| {
            let href = format!("/console/contests/{}/setup/{}", frame.slug, step.as_str());
            let current = (step == frame.step).then_some("step");
            let lacks = frame
                .findings
                .iter()
                .any(|finding| finding.step() == step && finding.weight() == Weight::Missing);
            let mark = lacks.then(|| {
                view! { <span class="tag off">{frame.say("còn thiếu", "incomplete")}</span> }
            });
            view! {
                <li>
                    <a href=href aria-current=current>
                        {step_name(frame.lang, step)}
                    </a>
                    {mark}
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="path" aria-label=frame.say("Các bước thiết lập", "Steps of the set-up")>
            <ol>{links}</ol>
        </nav>
    }
    .into_any()
}

/// What is to be mended on this page; the review lists everything by itself.
fn own_findings(frame: &Frame) -> Option<AnyView> {
    let own: Vec<&Finding> = frame
        .findings
        .iter()
        .filter(|finding| finding.step() == frame.step && finding.weight() != Weight::Advice)
        .collect();
    if own.is_empty() || frame.step == Step::Review {
        return None;
    }
    let lines = own
        .into_iter()
        .map(|one| view! { <li>{finding(frame.lang, one)}</li> })
        .collect_view();
    let view = view! {
        <div class="note">
            <ul>{lines}</ul>
        </div>
    };
    Some(view.into_any())
}

/// On to the next step: with what was typed, where the step is one form.
fn onward(frame: &Frame) -> Option<AnyView> {
    let next = frame.step.next()?;
    let name = step_name(frame.lang, next);
    if matches!(
        frame.step,
        Step::Basics | Step::Groups | Step::Rounds | Step::Rules
    ) {
        let label = format!("{}: {name}", frame.say("Lưu và sang bước sau", "Save and go on"));
        let view = view! {
            <p class="onward">
                <button class="btn quiet" type="submit" form=FORM name="action" value="next">
                    {label}
                </button>
            </p>
        };
        return Some(view.into_any());
    }
    let href = format!("/console/contests/{}/setup/{}", frame.slug, next.as_str());
    let label = format!("{}: {name}", frame.say("Bước sau", "Next"));
    let view = view! {
        <p class="onward">
            <a href=href>{label}</a>
        </p>
    };
    Some(view.into_any())
}

/// Why a field of an announced contest cannot be changed any more.
fn locked(text: &'static str) -> AnyView {
    view! { <p class="soft small">{text}</p> }.into_any()
}
