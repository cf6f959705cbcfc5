//! The contest's settings as a form. The names of its choices are those of the API, so that both are read alike.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::rules::{RulesForm, RulesView, page};
use khao_domain::contest::settings::{AttemptsPolicy, ContestSettings};
use khao_engine::contest::contests::ContestChange;
use khao_engine::error::{Error, Result};
use leptos::prelude::AnyView;
use serde_json::{Map, Value, json};

use super::numbers::whole;
use super::{Outcome, Visited};
use crate::routes::api::settings::merged;
use crate::routes::body::Form;
use crate::routes::pages::console::together::{self, Stored};
use crate::routes::pages::refused::named;

const CHOICES: [&str; 8] = [
    "counted",
    "deadline",
    "presentation",
    "score_shown",
    "keys_shown",
    "participants_counted",
    "overall",
    "entry",
];
const NUMBERS: [&str; 4] = ["grace_s", "min_age", "guardian_below_age", "complaint_days"];
const FLAGS: [&str; 4] = [
    "phone_required",
    "staff_code_asked",
    "allow_drafts",
    "second_approval",
];
const TIES: [&str; 3] = ["tie_chain", "tie.2", "tie.3"];

pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    at.page_of
        .engine()
        .change_contest(at.page_of.actor(), &at.contest.slug, |contest| {
            let form = together::upon(form, &fields(&contest.settings), words)?;
            let changed = members(&form)?;
            let settings = merged(&contest.settings, changed).map_err(at_fields)?;
            Ok(ContestChange {
                settings: Some(settings),
                ..ContestChange::default()
            })
        })
        .await
        .map_err(at_fields)?;
    Ok(Outcome::Stored)
}

/// What the form says, as the API would be sent it.
fn members(form: &Form) -> Result<Map<String, Value>> {
    let mut problems = Vec::new();
    let mut members = Map::new();
    for name in CHOICES {
        members.insert(name.to_owned(), json!(form.text(name)));
    }
    for name in NUMBERS {
        let number = whole::<u32>(&format!("/{name}"), form.text(name), &mut problems);
        members.insert(name.to_owned(), json!(number));
    }
    for name in FLAGS {
        let is_set = form.all("flags").any(|flag| flag == name);
        members.insert(name.to_owned(), json!(is_set));
    }
    let attempts = match form.text("attempts") {
        "up_to" => json!({ "up_to": whole::<u32>("/up_to", form.text("up_to"), &mut problems) }),
        policy => json!(policy),
    };
    members.insert("attempts".to_owned(), attempts);
    let chain: Vec<&str> = TIES.into_iter().filter_map(|name| form.given(name)).collect();
    members.insert("tie_chain".to_owned(), json!(chain));
    let identity: Vec<&str> = form.all("identity").collect();
    members.insert("identity".to_owned(), json!(identity));
    if problems.is_empty() {
        Ok(members)
    } else {
        Err(Error::Invalid(problems))
    }
}

/// The engine's pointers begin with `/settings`; the form has no such part.
fn at_fields(error: Error) -> Error {
    named(error, |pointer| {
        pointer.strip_prefix("/settings").unwrap_or(pointer).to_owned()
    })
}

pub(super) fn content(at: &Visited, frame: Frame, form: Option<&Form>) -> AnyView {
    let fields = fields(&at.contest.settings);
    let form = form.map(|form| typed(&together::followed(form, &fields)));
    let form = form.unwrap_or_else(|| stored(&at.contest.settings));
    let shown = together::carried(&fields);
    page(RulesView { frame, form, shown })
}

/// The form's fields as they are stored.
fn fields(settings: &ContestSettings) -> Stored {
    let form = stored(settings);
    let [first, second, third] = form.ties;
    vec![
        ("attempts", form.attempts),
        ("up_to", form.up_to),
        ("counted", form.counted),
        ("deadline", form.deadline),
        ("grace_s", form.grace_s),
        ("presentation", form.presentation),
        ("score_shown", form.score_shown),
        ("keys_shown", form.keys_shown),
        ("complaint_days", form.complaint_days),
        (TIES[0], first),
        (TIES[1], second),
        (TIES[2], third),
        ("participants_counted", form.participants_counted),
        ("overall", form.overall),
        ("min_age", form.min_age),
        ("guardian_below_age", form.guardian_below_age),
        ("identity", form.identity.join("\n")),
        ("entry", form.entry),
        ("flags", form.flags.join("\n")),
    ]
}

/// Numbers are told; a choice is looked at on the page.
fn words(_: &str, now: &str) -> Option<String> {
    let is_number = !now.is_empty() && now.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| now.to_owned())
}

fn stored(settings: &ContestSettings) -> RulesForm {
    let value = serde_json::to_value(settings).unwrap_or_default();
    let word = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let words = |name: &str| -> Vec<String> {
        let list = value[name].as_array().into_iter().flatten();
        list.filter_map(|one| one.as_str().map(str::to_owned)).collect()
    };
    let mut ties = words("tie_chain").into_iter();
    let up_to = match settings.attempts {
        AttemptsPolicy::UpTo(most) => most,
        AttemptsPolicy::One | AttemptsPolicy::Unlimited => 3,
    };
    RulesForm {
        attempts: match settings.attempts {
            AttemptsPolicy::One => "one",
            AttemptsPolicy::UpTo(_) => "up_to",
            AttemptsPolicy::Unlimited => "unlimited",
        }
        .to_owned(),
        up_to: up_to.to_string(),
        counted: word("counted"),
        deadline: word("deadline"),
        grace_s: settings.grace_s.to_string(),
        presentation: word("presentation"),
        score_shown: word("score_shown"),
        keys_shown: word("keys_shown"),
        complaint_days: settings.complaint_days.to_string(),
        ties: [0, 1, 2].map(|_| ties.next().unwrap_or_default()),
        participants_counted: word("participants_counted"),
        overall: word("overall"),
        min_age: settings.min_age.to_string(),
        guardian_below_age: settings.guardian_below_age.to_string(),
        identity: words("identity"),
        entry: word("entry"),
        flags: FLAGS
            .into_iter()
            .filter(|flag| value[*flag] == json!(true))
            .map(str::to_owned)
            .collect(),
    }
}

fn typed(form: &Form) -> RulesForm {
    let text = |name: &str| form.text(name).to_owned();
    RulesForm {
        attempts: text("attempts"),
        up_to: text("up_to"),
        counted: text("counted"),
        deadline: text("deadline"),
        grace_s: text("grace_s"),
        presentation: text("presentation"),
        score_shown: text("score_shown"),
        keys_shown: text("keys_shown"),
        complaint_days: text("complaint_days"),
        ties: TIES.map(text),
        participants_counted: text("participants_counted"),
        overall: text("overall"),
        min_age: text("min_age"),
        guardian_below_age: text("guardian_below_age"),
        identity: form.all("identity").map(str::to_owned).collect(),
        entry: text("entry"),
        flags: form.all("flags").map(str::to_owned).collect(),
    }
}
