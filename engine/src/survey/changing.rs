//! Surveys before they are fielded: creation, the draft of the form, what the survey is called.

use std::sync::Arc;

use khao_domain::audit::Detail;
use khao_domain::ids::{SurveyId, UnitId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::check::{QUESTIONS_MOST, SCALES_MOST, SECTIONS_MOST};
use khao_domain::survey::form::Form;
use khao_domain::survey::texts::Texts;

use super::surveys::{Survey, survey_of};
use crate::Engine;
use crate::contest::contests::parse_id;
use crate::contest::setup::check_slug;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor};
use crate::store::surveys::SurveyRecord;
use crate::store::{self, to_json};

const TITLE_CHARS_MOST: usize = 200;

#[derive(Debug, Clone)]
pub struct NewSurvey {
    pub slug: String,
    pub title: Texts,
    pub form: Form,
    /// Whose it is; none is the unit of whoever creates it.
    pub unit: Option<UnitId>,
}

/// What to change; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct SurveyChange {
    pub title: Option<Texts>,
    pub published: Option<bool>,
    /// With the revision that was edited.
    pub draft: Option<(i64, Form)>,
}

impl Engine {
    pub async fn create_survey(
        &self,
        actor: &Actor,
        new: NewSurvey,
        key: Option<IdempotencyKey>,
    ) -> Result<Arc<Survey>> {
        actor.may(Action::RunSurveys)?;
        let key = key.map(|key| key.of(actor));
        let owner = self.owner_of_new(actor, new.unit).await?;
        let mut problems = check_slug(&new.slug);
        problems.extend(check_title(&new.title));
        problems.extend(check_size(&new.form));
        Error::if_any(problems)?;
        let now = self.now();
        let record = SurveyRecord {
            id: self.random.id::<SurveyId>(now).0,
            slug: new.slug,
            title: to_json(&new.title),
            unit_id: owner.map(|unit| unit.0),
            draft: to_json(&new.form),
            revision: 1,
            published: false,
            created_at: now.0,
        };
        let mut tx = self.store.write().await?;
        if let Some(id) = self.replay(&mut tx, key.as_ref()).await? {
            drop(tx);
            return self.survey(parse_id(&id)?).await;
        }
        if !store::surveys::insert(&mut tx, &record).await? {
            return Err(Error::Conflict(Conflict::Taken));
        }
        let id = record.id.to_string();
        let name = new.title.read(new.form.main_language(), &new.form.languages);
        self.record(&mut tx, actor, "surveys.create", &id, &Detail::named(name))
            .await?;
        self.remember(&mut tx, key.as_ref(), &id).await?;
        tx.commit().await?;
        self.survey(SurveyId(record.id)).await
    }

    /// A draft may be half-done: what keeps it from being fielded is told, and no reason to lose it.
    pub async fn change_survey(
        &self,
        actor: &Actor,
        slug: &str,
        change: SurveyChange,
    ) -> Result<Arc<Survey>> {
        actor.may(Action::RunSurveys)?;
        let id = self.reached_survey_id(actor, slug).await?;
        let mut problems = change.title.as_ref().map(check_title).unwrap_or_default();
        problems.extend(change.draft.iter().flat_map(|(_, form)| check_size(form)));
        Error::if_any(problems)?;
        let mut tx = self.store.write().await?;
        let mut record = store::surveys::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let before = survey_of(&record)?;
        let name = before.title_in(before.draft.main_language()).to_owned();
        let mut told = Detail::named(&name);
        if let Some((revision, form)) = &change.draft {
            if *revision != record.revision {
                return Err(Error::Conflict(Conflict::FormChanged));
            }
            told = told.touched("form", before.draft != *form);
            record.draft = to_json(form);
            record.revision += 1;
        }
        if let Some(title) = &change.title {
            told = title_told(told, &before, title);
            record.title = to_json(title);
        }
        if let Some(published) = change.published {
            let action = if published {
                "surveys.publish"
            } else {
                "surveys.withdraw"
            };
            if published != record.published {
                self.record(&mut tx, actor, action, &id.to_string(), &Detail::named(&name))
                    .await?;
            }
            record.published = published;
        }
        store::surveys::update(&mut tx, &record).await?;
        if change.draft.is_some() || change.title.is_some() {
            self.record(&mut tx, actor, "surveys.change", &id.to_string(), &told)
                .await?;
        }
        tx.commit().await?;
        self.forget_survey(id);
        self.survey(id).await
    }

    /// For a survey that was never fielded.
    pub async fn delete_survey(&self, actor: &Actor, slug: &str) -> Result<()> {
        actor.may(Action::RunSurveys)?;
        let id = self.reached_survey_id(actor, slug).await?;
        let mut tx = self.store.write().await?;
        let record = store::surveys::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let survey = survey_of(&record)?;
        if !store::surveys::waves(&mut tx, id).await?.is_empty() {
            return Err(Error::Conflict(Conflict::InUse));
        }
        store::surveys::delete(&mut tx, id).await?;
        let detail = Detail::named(survey.title_in(survey.draft.main_language())).fact("slug", slug);
        self.record(&mut tx, actor, "surveys.delete", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_survey(id);
        self.surveys.slugs.invalidate(slug);
        Ok(())
    }
}

/// A title by its text in the first language; its translations are only named.
fn title_told(told: Detail, before: &Survey, title: &Texts) -> Detail {
    let main = before.draft.main_language();
    let (from, to) = (before.title_in(main), title.read(main, &before.draft.languages));
    if from == to {
        told.touched("survey_title", before.title != *title)
    } else {
        told.change("survey_title", from, to)
    }
}

fn check_title(title: &Texts) -> Vec<Problem> {
    let fits = |text: &str| (1..=TITLE_CHARS_MOST).contains(&text.trim().chars().count());
    if !title.is_empty() && title.all().all(|(_, text)| fits(text)) {
        return Vec::new();
    }
    let detail = said(
        "Tên cuộc khảo sát có từ 1 đến 200 ký tự.",
        "A survey's title has 1 to 200 characters.",
    );
    vec![Problem::at("/title", detail)]
}

/// Only what could not be kept at all; the rest is told when the form is fielded.
fn check_size(form: &Form) -> Vec<Problem> {
    let mut problems = Vec::new();
    if form.sections.len() > SECTIONS_MOST || form.questions().len() > QUESTIONS_MOST {
        let detail = said(
            "Phiếu có nhiều nhất 50 phần và 500 câu.",
            "A form has 50 sections and 500 questions at most.",
        );
        problems.push(Problem::at("/form/sections", detail));
    }
    if form.scales.len() > SCALES_MOST {
        let detail = said("Phiếu có nhiều nhất 50 thang.", "A form has 50 scales at most.");
        problems.push(Problem::at("/form/scales", detail));
    }
    problems
}
