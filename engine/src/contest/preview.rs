//! A paper as somebody might get it, before anybody does: drawn and forgotten.

use std::sync::Arc;

use khao_domain::bank::item::{Item, ItemKindName};
use khao_domain::contest::draw::preview_seed;
use khao_domain::contest::paper::{Pool, draw, points};
use khao_domain::contest::scoring::{key_ids, key_text};
use khao_domain::ids::{ContestId, GroupId};

use super::frozen::ItemView;
use super::planning::or_today;
use crate::Engine;
use crate::error::{Error, Result};
use crate::markdown;
use crate::policy::{Action, Actor};

#[derive(Debug, Clone)]
pub struct PreviewPaper {
    pub group_name: String,
    /// None where the contest has no round yet: the paper is then one of today.
    pub round_name: Option<String>,
    pub duration_s: Option<u32>,
    /// Whether the visitor may open the bank: without it the questions come without keys, explanations and sources.
    pub has_keys: bool,
    pub questions: Vec<PreviewQuestion>,
}

/// A question with its key: only for those who run the contest and may open its bank.
#[derive(Debug, Clone)]
pub struct PreviewQuestion {
    pub position: u16,
    pub kind: ItemKindName,
    pub stem_html: Arc<str>,
    /// (id, text), in the order drawn.
    pub options: Vec<(String, Arc<str>)>,
    pub code: String,
    pub topic: String,
    pub difficulty: u8,
    /// The ids of the right options.
    pub key: Vec<String>,
    /// The right number or text, in words.
    pub key_text: Option<String>,
    pub explanation_html: String,
    pub source: String,
    pub points_hundredths: u32,
}

impl Engine {
    /// Before a paper is shown with its key, to be printed.
    pub async fn note_key_print(&self, actor: &Actor, contest: ContestId) -> Result<()> {
        actor.may(Action::InspectContests)?;
        self.proved_lately(actor)?;
        let mut tx = self.store.write().await?;
        self.record(&mut tx, actor, "contests.print_key", &contest.to_string(), "")
            .await?;
        Ok(tx.commit().await?)
    }

    /// The paper of a seed, from the bank as it is now. Nothing is stored, and no real paper has this seed.
    pub async fn preview_paper(
        &self,
        actor: &Actor,
        slug: &str,
        group: GroupId,
        seed: &str,
    ) -> Result<PreviewPaper> {
        actor.may(Action::InspectContests)?;
        let contest = self.console_contest(actor, slug).await?;
        let group = contest.group(group).ok_or(Error::NotFound)?;
        let round = contest.rounds.iter().find(|round| !round.is_public());
        let bank = self.bank_now(group.bank).await?;
        // Whoever is bound to a unit draws from the authority's banks without opening them.
        let has_keys = actor.reaches(&*self.units().await?, bank.unit);
        let times = round.map(|round| (round.opens_at, round.closes_at));
        let items = bank.eligible(or_today(times, self.now()), contest.settings.allow_drafts);
        let pool = Pool::new(items.cloned().collect());
        let paper = draw(&pool, &group.blueprint, preview_seed(seed)).map_err(Error::BankTooSmall)?;
        let questions = (1..)
            .zip(&paper.questions)
            .filter_map(|(position, question)| {
                let shown = shown(position, pool.get(question.item)?, &question.order);
                Some(if has_keys { shown } else { shown.without_key() })
            })
            .collect();
        Ok(PreviewPaper {
            group_name: group.name.clone(),
            round_name: round.map(|round| round.name.clone()),
            duration_s: round.map(|round| round.duration_s),
            has_keys,
            questions,
        })
    }
}

impl PreviewQuestion {
    fn without_key(self) -> Self {
        Self {
            key: Vec::new(),
            key_text: None,
            explanation_html: String::new(),
            source: String::new(),
            ..self
        }
    }
}

fn shown(position: u16, item: &Item, order: &[u8]) -> PreviewQuestion {
    let view = ItemView::of(item);
    PreviewQuestion {
        position,
        kind: view.shape.kind,
        stem_html: view.stem_html.clone(),
        options: view.options_in(order),
        code: item.code.clone(),
        topic: item.topic.clone(),
        difficulty: item.difficulty.level(),
        key: key_ids(item, order),
        key_text: key_text(item).filter(|_| !item.is_prediction()),
        explanation_html: markdown::block(&item.explanation),
        source: item.source.clone(),
        points_hundredths: points(item),
    }
}
