//! What components say by themselves, and the language of what others wrote: both depend on the page that they stand
//! in, which is known once it is turned into text.

use khao_domain::lang::{Lang, Said};
use leptos::prelude::*;

/// The language of the page that is being written.
#[derive(Clone, Copy)]
struct Written(Lang);

/// Called by the document before anything of the page is written.
pub(crate) fn write_in(lang: Lang) {
    provide_context(Written(lang));
}

/// A component by itself is written in Vietnamese.
pub(super) fn written() -> Lang {
    use_context::<Written>().map_or_else(Lang::default, |written| written.0)
}

/// A text for an element or an attribute.
#[cfg(feature = "ssr")]
pub(super) fn said(
    vietnamese: &'static str,
    english: &'static str,
) -> impl Fn() -> &'static str + Clone + Send + 'static {
    move || written().say(vietnamese, english)
}

/// A text that was written in every language; shown in the page's own.
pub fn words(said: Said) -> AnyView {
    (move || said.in_lang(written()).to_owned()).into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_speaks_the_language_of_its_page() {
        let drawn = || {
            let label = said("Đường dẫn", "Breadcrumbs");
            let words = label.clone();
            view! { <nav aria-label=label>{words}</nav> }.into_any()
        };
        assert_eq!(drawn().to_html(), "<nav aria-label=\"Đường dẫn\">Đường dẫn</nav>");
        let component = drawn();
        let html = Owner::new().with(|| {
            write_in(Lang::En);
            component.to_html()
        });
        assert_eq!(html, "<nav aria-label=\"Breadcrumbs\">Breadcrumbs</nav>");
    }
}
