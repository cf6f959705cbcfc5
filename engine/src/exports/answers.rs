//! Every question of every sealed attempt, with what was answered and what it was worth. No names: ids only.

use std::collections::HashSet;
use std::sync::Arc;

use khao_domain::contest::answer::Value;
use khao_domain::decimal::format_hundredths;
use khao_domain::ids::{BankId, GroupId, RoundId};

use super::rows::{Rows, text};
use super::{Sink, stream};
use crate::Engine;
use crate::contest::frozen::{FrozenGroup, FrozenRound};
use crate::contest::rulings::RoundRulings;
use crate::contest::sealing::answers_in;
use crate::error::Result;
use crate::policy::Actor;
use crate::store::{self, figures::ExportRecord};

const COLUMNS: [&str; 9] = [
    "Mã lượt thi",
    "Mã người dự thi",
    "Lượt",
    "Câu",
    "Mã câu hỏi",
    "Loại",
    "Trả lời",
    "Đúng",
    "Điểm",
];

impl Engine {
    pub(super) async fn export_answers(&self, actor: &Actor, id: RoundId, sink: Sink) -> Result<i64> {
        let round = self.frozen_round(id).await?;
        let opened = self.opened_banks(actor, &round).await?;
        let rulings = self.rulings(&round).await?;
        let mut tx = self.store.snapshot().await?;
        let mut count = 0;
        for group in store::figures::sealed_per_group(&mut tx, id).await? {
            let questions = round
                .groups
                .get(&GroupId(group.group_id))
                .map_or(0, FrozenGroup::questions);
            count += group.sealed * i64::from(questions);
        }
        tokio::spawn(async move {
            let file = Rows::new(sink, &COLUMNS);
            stream(tx, id, file, |record| rows(&record, &round, &rulings, &opened)).await;
        });
        Ok(count)
    }
}

/// The key shows in what was answered and whether it was right: of banks that the visitor may not open these stay empty.
fn rows(
    record: &ExportRecord,
    round: &Arc<FrozenRound>,
    rulings: &RoundRulings,
    opened: &HashSet<BankId>,
) -> Vec<Vec<String>> {
    let Some((group, paper)) = round.paper_of(record).filter(|_| record.sealed_at.is_some()) else {
        return Vec::new();
    };
    let ruled = rulings.group(GroupId(record.group_id));
    let answers = answers_in(record.answers.as_deref(), paper.questions.len());
    (1..)
        .zip(paper.questions.iter().zip(&answers))
        .filter_map(|(position, (question, answer)): (u32, _)| {
            let item = group.pool.get(question.item)?;
            let marked = opened.contains(&group.bank).then(|| {
                let is_correct = ruled.is_correct(item, question, answer.as_ref());
                let score = ruled.score(item, question, answer.as_ref());
                [
                    answer
                        .as_ref()
                        .map(|value| shown(value, &question.order))
                        .unwrap_or_default(),
                    u8::from(is_correct).to_string(),
                    format_hundredths(i64::from(score)),
                ]
            });
            let head = [
                record.id.to_string(),
                record.participant_id.to_string(),
                record.ordinal.to_string(),
                position.to_string(),
                text(&item.code),
                khao_domain::bank::formats::csv::kind_name(&item.kind).to_owned(),
            ];
            Some(head.into_iter().chain(marked.unwrap_or_default()).collect())
        })
        .collect()
}

/// Options as the letters they have in the bank, whatever place they were shown in.
fn shown(value: &Value, order: &[u8]) -> String {
    match value {
        Value::Options(ids) => {
            let mut letters: Vec<char> = ids.iter().filter_map(|id| letter(id, order)).collect();
            letters.sort_unstable();
            letters.iter().map(char::to_string).collect::<Vec<_>>().join(", ")
        }
        Value::Number(number) => number.to_string(),
        Value::Text(words) => text(words),
    }
}

fn letter(id: &str, order: &[u8]) -> Option<char> {
    let place = id.parse::<usize>().ok()?.checked_sub(1)?;
    let index = if order.is_empty() {
        u8::try_from(place).ok()?
    } else {
        *order.get(place)?
    };
    Some(char::from(b'A'.checked_add(index)?))
}
