//! Accounts: one's own, others', and the links to them.

use khao_app::document::Bundle;
use khao_app::pages::account::sessions::SessionLine;
use khao_app::pages::account::{self, AccountView, SecondFactor};
use khao_app::pages::console::account::{ConsoleAccountView, Reader, Typed};
use khao_app::pages::console::accounts::{AccountLine, AccountsView, InvitationLine};
use khao_app::pages::console::new_account::{LinkView, NewAccountView};
use khao_app::pages::console::{account as console_account, accounts, new_account};
use khao_app::pages::login_code::{self, LoginCodeView};
use khao_app::pages::one_time::{self, OneTimeView};
use khao_app::pages::proof::{self, ProofView};
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use leptos::prelude::*;

use super::{NOW, id, problems};

/// What nobody needs a session for.
pub(super) fn link_pages(lang: Lang, text: &str) -> [(&'static str, Option<Bundle>, AnyView); 3] {
    let second_step = LoginCodeView {
        proof: text.into(),
        problems: problems(text, &["/code"]),
    };
    let island = Some(Bundle::Participant);
    [
        ("login, second step", None, login_code::page(lang, second_step)),
        (
            "invitation",
            island,
            one_time::invitation(lang, one_time_view(text)),
        ),
        ("reset", island, one_time::reset(lang, one_time_view(text))),
    ]
}

fn one_time_view(text: &str) -> OneTimeView {
    OneTimeView {
        code: text.into(),
        username: text.into(),
        problems: problems(text, &["/code", "/password"]),
    }
}

fn sessions(text: &str) -> Vec<SessionLine> {
    let line = |browser: &str, is_current| SessionLine {
        id: id(),
        opened_at: NOW,
        used_at: NOW,
        browser: browser.into(),
        is_current,
    };
    vec![line(text, true), line("", false)]
}

fn own(lang: Lang, text: &str, second_factor: SecondFactor) -> AnyView {
    let view = AccountView {
        username: text.into(),
        full_name: text.into(),
        role: Role::Auditor,
        unit: text.into(),
        must_set_up: second_factor == SecondFactor::None,
        second_factor,
        sessions: sessions(text),
        problems: problems(
            text,
            &["/old_password", "/new_password", "/code", "/totp_password"],
        ),
    };
    account::page(lang, view)
}

fn list(text: &str) -> AccountsView {
    AccountsView {
        query: text.into(),
        role: Some(Role::Organiser),
        state: "locked".into(),
        accounts: vec![AccountLine {
            id: id(),
            username: text.into(),
            full_name: text.into(),
            role: Role::Organiser,
            unit: text.into(),
            disabled: true,
            has_second_factor: true,
        }],
        next: Some("/console/accounts?after=a".into()),
        invitations: vec![InvitationLine {
            id: id(),
            full_name: text.into(),
            role: Role::Reviewer,
            unit: text.into(),
            expires_at: NOW,
        }],
        may_change: true,
    }
}

fn one(text: &str) -> ConsoleAccountView {
    ConsoleAccountView {
        id: id(),
        username: text.into(),
        role: Role::Coordinator,
        unit_name: text.into(),
        created_at: NOW,
        disabled: false,
        has_second_factor: true,
        typed: Typed {
            full_name: text.into(),
            role: "coordinator".into(),
            unit: text.into(),
        },
        sessions: sessions(text),
        reader: Reader::Administrator,
        problems: problems(text, &["/unit", "/role"]),
    }
}

fn new(text: &str) -> NewAccountView {
    NewAccountView {
        full_name: text.into(),
        role: "organiser".into(),
        unit: text.into(),
        username: text.into(),
        form_id: text.into(),
        problems: problems(text, &["/username", "/password"]),
    }
}

fn link(lang: Lang, text: &str) -> AnyView {
    let view = LinkView {
        link: text.into(),
        expires_at: NOW,
    };
    new_account::link_page(
        lang,
        lang.say("Liên kết mời", "Invitation"),
        "/console/accounts".into(),
        view,
    )
}

pub(super) fn account_pages(lang: Lang, text: &str) -> [(&'static str, AnyView); 11] {
    let once_more = ProofView {
        needs_code: true,
        next: text.into(),
        problems: problems(text, &["/password"]),
    };
    let drawn = SecondFactor::Drawn {
        secret: text.into(),
        uri: text.into(),
    };
    let confirmed = SecondFactor::Confirmed {
        recovery_codes: vec![text.into()],
    };
    let renewed = SecondFactor::Renewed {
        recovery_codes: vec![text.into()],
    };
    let on = SecondFactor::On {
        recovery_codes_left: 9,
    };
    let reader = ConsoleAccountView {
        reader: Reader::Auditor,
        problems: Vec::new(),
        ..one(text)
    };
    [
        ("account", own(lang, text, SecondFactor::None)),
        ("account, drawn", own(lang, text, drawn)),
        ("account, confirmed", own(lang, text, confirmed)),
        ("account, renewed", own(lang, text, renewed)),
        ("account, on", own(lang, text, on)),
        ("account, proof", proof::page(lang, once_more)),
        ("console accounts", accounts::page(lang, list(text))),
        ("console account", console_account::page(lang, one(text))),
        ("console account, read", console_account::page(lang, reader)),
        ("console new account", new_account::page(lang, new(text))),
        ("console link", link(lang, text)),
    ]
}
