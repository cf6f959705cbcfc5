//! Whose a contest or a bank is, and the form that gives it to another unit.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::field::{Field, Input};

/// `unit`: the owner's code as stored or typed; empty is the whole authority.
pub fn form(lang: Lang, path: String, unit: &str, problems: &[Problem]) -> AnyView {
    view! {
        <form class="sheet" method="post" action=path data-guarded>
            <h2>{lang.say("Đơn vị phụ trách", "The unit in charge")}</h2>
            {Field::new("unit", lang.say("Đơn vị (mã hoặc một phần tên)", "Unit (its code, or a part of its name)"), Input::Text)
                .value(unit)
                .hint(lang.say(
                    "Để trống: toàn cơ quan. Cán bộ của đơn vị này và của các đơn vị cấp trên được mở và sửa.",
                    "Empty: the whole authority. Staff of this unit and of those above it open and change it.",
                ))
                .required_sometimes()
                .problems(problems)
                .view()}
            <div class="row">{button::quiet_action("owner", lang.say("Đổi đơn vị phụ trách", "Change the unit in charge"))}</div>
        </form>
    }
    .into_any()
}
