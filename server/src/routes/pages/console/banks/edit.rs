//! `/console/banks/{id}/new` and `/console/banks/{id}/items/{code}/edit`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::banks::edit::{EditView, page};
use khao_domain::bank::formats::csv::form::{ItemForm, OPTION_NAMES, OptionForm};
use khao_domain::ids::BankId;
use khao_engine::bank::editing::{Checked, Edited};
use khao_engine::bank::items::ItemLook;
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Action;
use serde::Deserialize;

use super::{differences, head, look_view};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const NEW: &str = "/console/banks/{id}/new";
const EDIT: &str = "/console/banks/{id}/items/{code}/edit";

pub fn routes() -> Vec<Route> {
    let manage = Access::Staff(Action::ManageBanks);
    vec![
        get(NEW, manage, show_new),
        post(NEW, manage, send_new).takes_form(),
        get(EDIT, manage, show_edit),
        post(EDIT, manage, send_edit).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    kind: String,
    /// The code of an item of the bank that the new one begins as.
    copy: String,
}

async fn show_new(page_of: Page, InPath(id): InPath<BankId>, InQuery(params): InQuery<Params>) -> PageResult {
    let bank = page_of.engine().bank(page_of.actor(), id).await?;
    if !params.copy.is_empty() {
        let copied = page_of.engine().item(page_of.actor(), id, &params.copy).await?;
        let view = EditView {
            form: ItemForm {
                code: String::new(),
                ..ItemForm::of(&copied.item.item)
            },
            ..blank(head(&bank), None)
        };
        return respond(&page_of, StatusCode::OK, view).await;
    }
    let kind = if params.kind.is_empty() {
        "single_choice".to_owned()
    } else {
        params.kind
    };
    let view = EditView {
        form: ItemForm {
            kind,
            difficulty: "1".to_owned(),
            language: bank.language.clone(),
            ..ItemForm::default()
        },
        ..blank(head(&bank), None)
    };
    respond(&page_of, StatusCode::OK, view).await
}

async fn show_edit(
    page_of: Page,
    InPath((id, code)): InPath<(BankId, String)>,
    InQuery(params): InQuery<Params>,
) -> PageResult {
    let detail = page_of.engine().item(page_of.actor(), id, &code).await?;
    let mut form = ItemForm::of(&detail.item.item);
    if !params.kind.is_empty() {
        form.kind = params.kind;
    }
    let view = EditView {
        from_revision: detail.item.from_revision,
        form,
        ..blank(head(&detail.bank), Some(code))
    };
    respond(&page_of, StatusCode::OK, view).await
}

async fn send_new(page_of: Page, InPath(id): InPath<BankId>, form: Form) -> PageResult {
    send(&page_of, id, Edited::New, &form).await
}

async fn send_edit(page_of: Page, InPath((id, code)): InPath<(BankId, String)>, form: Form) -> PageResult {
    let edited = Edited::Of {
        code,
        from_revision: form.text("from_revision").parse().unwrap_or(0),
    };
    send(&page_of, id, edited, &form).await
}

async fn send(page_of: &Page, id: BankId, edited: Edited, form: &Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let typed = typed(form);
    let is_saved = form.text("action") == "save";
    let done = if is_saved {
        engine.save_item(actor, id, &edited, &typed).await
    } else {
        engine.check_item(actor, id, &edited, &typed).await
    };
    match done {
        Ok(checked) if is_saved => saved(page_of, id, &edited, typed, checked).await,
        Ok(checked) => {
            let view = view_of(page_of, id, &edited, typed).await?;
            let view = with_look(view, &checked);
            respond(page_of, StatusCode::OK, view).await
        }
        Err(Error::Conflict(Conflict::ItemChanged)) => conflict(page_of, id, &edited, typed).await,
        Err(error) => {
            let (status, problems) = refused(error)?;
            let view = view_of(page_of, id, &edited, typed).await?;
            respond(page_of, status, EditView { problems, ..view }).await
        }
    }
}

/// On to the item; what is worth a look is told before that, on this page.
async fn saved(page_of: &Page, id: BankId, edited: &Edited, typed: ItemForm, checked: Checked) -> PageResult {
    let bank = page_of.engine().bank(page_of.actor(), id).await?;
    let code = checked.item.code.clone();
    if checked.remarks.is_empty() {
        return Ok(see_done(&head(&bank).item_path(&code), Done::ItemSaved));
    }
    let detail = page_of.engine().item(page_of.actor(), id, &code).await?;
    let from_revision = detail.item.from_revision;
    let now = match edited {
        Edited::New => Edited::Of { code, from_revision },
        Edited::Of { code, .. } => Edited::Of {
            code: code.clone(),
            from_revision,
        },
    };
    let view = view_of(page_of, id, &now, typed).await?;
    let view = EditView {
        is_saved: true,
        ..with_look(view, &checked)
    };
    respond(page_of, StatusCode::OK, view).await
}

/// Nothing that was typed is lost: the form comes back beside what is stored, and would replace that.
async fn conflict(page_of: &Page, id: BankId, edited: &Edited, typed: ItemForm) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let Edited::Of { code, .. } = edited else {
        return Err(Error::Conflict(Conflict::ItemChanged).into());
    };
    let stored = engine.item(actor, id, code).await?.item;
    let now = Edited::Of {
        code: code.clone(),
        from_revision: stored.from_revision,
    };
    let checked = engine.check_item(actor, id, &now, &typed).await?;
    let view = EditView {
        conflict: differences(&stored.item, &checked.item),
        ..view_of(page_of, id, &now, typed).await?
    };
    respond(page_of, StatusCode::CONFLICT, view).await
}

fn with_look(view: EditView, checked: &Checked) -> EditView {
    EditView {
        remarks: checked.remarks.clone(),
        preview: Some(look_view(ItemLook::of(&checked.item))),
        ..view
    }
}

async fn view_of(page_of: &Page, id: BankId, edited: &Edited, form: ItemForm) -> Result<EditView, Error> {
    let bank = page_of.engine().bank(page_of.actor(), id).await?;
    let (code, from_revision) = match edited {
        Edited::New => (None, 0),
        Edited::Of { code, from_revision } => (Some(code.clone()), *from_revision),
    };
    Ok(EditView {
        from_revision,
        form,
        ..blank(head(&bank), code)
    })
}

fn blank(bank: khao_app::pages::console::banks::BankHead, code: Option<String>) -> EditView {
    EditView {
        bank,
        code,
        from_revision: 0,
        form: ItemForm::default(),
        problems: Vec::new(),
        remarks: Vec::new(),
        preview: None,
        is_saved: false,
        conflict: Vec::new(),
    }
}

fn typed(form: &Form) -> ItemForm {
    let text = |name: &str| form.text(name).to_owned();
    let is_ticked = |name: &str, letter: char| form.all(name).any(|value| value.chars().eq([letter]));
    let option = |(name, letter): (&&str, char)| OptionForm {
        text: text(name),
        correct: is_ticked("correct", letter),
        pinned: is_ticked("pinned", letter),
    };
    ItemForm {
        code: text("code"),
        kind: text("kind"),
        topic: text("topic"),
        difficulty: text("difficulty"),
        stem: text("stem"),
        options: OPTION_NAMES.iter().zip('a'..).map(option).collect(),
        key: text("key"),
        keep_order: form.given("keep_order").is_some(),
        partial: form.given("partial").is_some(),
        tolerance: text("tolerance"),
        points: text("points"),
        explanation: text("explanation"),
        source: text("source"),
        valid_from: text("valid_from"),
        valid_until: text("valid_until"),
        language: text("language"),
    }
}

async fn respond(page_of: &Page, status: StatusCode, view: EditView) -> PageResult {
    let lang = page_of.lang();
    let title = match &view.code {
        Some(code) => code.clone(),
        None => lang.say("Thêm câu hỏi", "Add an item").to_owned(),
    };
    Ok(page_of
        .show_console(Section::Banks, status, &title, page(lang, &view))
        .await)
}
