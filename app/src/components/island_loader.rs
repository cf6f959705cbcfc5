//! What wakes the islands of a page: two hints to load early, and the only inline script there is.

use leptos::prelude::*;

use crate::document::BundleNames;

/// A script that is a file of ours, for the head.
pub fn module_script(src: &'static str, nonce: String) -> AnyView {
    view! { <script type="module" src=src nonce=nonce></script> }.into_any()
}

/// The tags for the head. The names come from the build and the nonce from the server, never from a visitor.
pub fn island_loader(bundle: BundleNames, nonce: String) -> AnyView {
    view! {
        <link rel="modulepreload" href=bundle.js nonce=nonce.clone() />
        <link rel="preload" href=bundle.wasm r#as="fetch" r#type="application/wasm" crossorigin="" />
        <script type="module" nonce=nonce inner_html=script_of(bundle)></script>
    }
    .into_any()
}

/// The same for a page that is kept on a device: a nonce would not change there, so the policy names the script's hash.
pub fn offline_loader(bundle: BundleNames, offline: &'static str) -> AnyView {
    view! {
        <link rel="modulepreload" href=bundle.js />
        <link rel="preload" href=bundle.wasm r#as="fetch" r#type="application/wasm" crossorigin="" />
        <script type="module" src=offline></script>
        <script type="module" inner_html=script_of(bundle)></script>
    }
    .into_any()
}

/// The only inline script there is.
pub fn script_of(bundle: BundleNames) -> String {
    format!(
        "import init, * as bundle from {js:?};\n\
         await init({{ module_or_path: {wasm:?} }});\n\
         bundle.hydrate();\n\
         for (const island of document.querySelectorAll('leptos-island')) {{\n\
         bundle[island.dataset.component]?.(island);\n\
         }}",
        js = bundle.js,
        wasm = bundle.wasm,
    )
}
