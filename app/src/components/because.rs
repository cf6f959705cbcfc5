//! Why a ranking was made anew: in the reader's language, but for what organisers wrote.

use khao_domain::contest::because::Because;
use khao_domain::lang::Lang;
use leptos::prelude::*;

pub fn because(lang: Lang, why: &Because) -> AnyView {
    let pieces = why.pieces(lang).into_iter().map(|piece| {
        if piece.is_written {
            view! { <span lang=lang.of_content()>{piece.text}</span> }.into_any()
        } else {
            piece.text.into_any()
        }
    });
    pieces.collect_view().into_any()
}
