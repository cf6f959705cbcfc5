//! What a participant agrees to, and what a guardian does for one who is under age.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::{ConsentLine, TypedEntry};
use crate::components::choices::{ConsentCard, consent_card};
use crate::components::field::{Field, Input, error_id, error_of, id_of, told};

const GUARDIANS_LIST: &str = "guardian.consents";

pub(super) fn guardian(
    lang: Lang,
    below_age: u8,
    typed: &TypedEntry,
    lines: Vec<ConsentLine>,
    problems: &[Problem],
) -> AnyView {
    let error = error_of("guardian", problems);
    let described = error.is_some().then(|| error_id("guardian"));
    let has_problems = problems
        .iter()
        .any(|problem| problem.pointer.starts_with("/guardian"));
    let is_begun = !typed.guardian_full_name.is_empty()
        || !typed.guardian_phone.is_empty()
        || lines.iter().any(|line| line.given);
    view! {
        <details class="sheet part" open=has_problems || is_begun>
            <summary>{match lang {
                Lang::Vi => format!("Thí sinh dưới {below_age} tuổi: khai thông tin người giám hộ"),
                Lang::En => format!("Participants under {below_age}: who is your guardian?"),
            }}</summary>
        <fieldset id=id_of("guardian") tabindex="-1" aria-describedby=described>
            <legend>{lang.say("Cha, mẹ hoặc người giám hộ", "Parent or guardian")}</legend>
            <p class="hint soft">
                {match lang {
                    Lang::Vi => format!("Thí sinh từ đủ {below_age} tuổi bỏ trống phần này."),
                    Lang::En => format!("Participants aged {below_age} and over leave this part empty."),
                }}
            </p>
            {told("guardian", error)}
            {Field::new("guardian.full_name", lang.say("Họ và tên người giám hộ", "Guardian's full name"), Input::Text)
                .value(&typed.guardian_full_name)
                .required_sometimes()
                .problems(problems)
                .view()}
            {Field::new("guardian.phone", lang.say("Số điện thoại người giám hộ", "Guardian's phone number"), Input::Phone)
                .value(&typed.guardian_phone)
                .required_sometimes()
                .problems(problems)
                .view()}
            {consents(
                lang,
                GUARDIANS_LIST,
                "guardian.consent",
                lang.say("Đồng ý của người giám hộ", "The guardian's consent"),
                lines,
                problems,
            )}
        </fieldset>
        </details>
    }
    .into_any()
}

/// Each consent is a box of its own, and none is ticked beforehand.
pub(super) fn consents(
    lang: Lang,
    list: &'static str,
    prefix: &'static str,
    legend: &'static str,
    lines: Vec<ConsentLine>,
    problems: &[Problem],
) -> AnyView {
    // The text of the consent follows as the participant reads it: it is one text, in one version.
    let opening = (list == GUARDIANS_LIST).then_some(lang.say(
        "Tôi là cha, mẹ hoặc người giám hộ của thí sinh và đồng ý với nội dung sau đây của thí sinh:",
        "I am the participant's parent or guardian and agree to the following, as the participant reads it:",
    ));
    let mut error = error_of(list, problems);
    let described = error.is_some().then(|| error_id(list));
    // The mistake stands beneath the first box that must be ticked and is not.
    let missing = lines.iter().position(|line| line.required && !line.given);
    let cards = lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let mistake = if missing == Some(index) {
                error.take()
            } else {
                None
            };
            let name = format!("{prefix}.{}", line.purpose);
            let need = if line.required {
                lang.say("Cần đồng ý để dự thi.", "Needed to take part.")
            } else {
                lang.say("Không bắt buộc.", "Optional.")
            };
            let card = consent_card(ConsentCard {
                name,
                version: line.text_version,
                opening,
                words: line.text,
                given: line.given,
                need,
            });
            view! { {card} {told(list, mistake)} }
        })
        .collect_view();
    view! {
        <fieldset class="field titled" id=id_of(list) tabindex="-1" aria-describedby=described>
            <legend>{legend}</legend>
            {cards}
            {told(list, error)}
        </fieldset>
    }
    .into_any()
}
