//! The ranking for the award decision: full names, frozen or provisional.

use std::collections::HashMap;

use khao_domain::decimal::format_hundredths;
use khao_domain::ids::{GroupId, RoundId, UnitId};
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::Sink;
use super::rows::{Rows, seconds, text};
use crate::Engine;
use crate::error::Result;
use crate::store;
use crate::store::participants::PersonName;
use crate::store::rankings::EntryRecord;

const COLUMNS: [&str; 15] = [
    "Hạng",
    "Bảng thi",
    "Họ và tên",
    "Ngày sinh",
    "Mã cán bộ",
    "Mã đơn vị",
    "Đơn vị",
    "Điểm",
    "Điểm tối đa",
    "Sai số dự đoán",
    "Thời gian làm bài (giây)",
    "Nộp lúc",
    "Trạng thái",
    "Mã người dự thi",
    "Mã lượt thi",
];

impl Engine {
    pub(super) async fn export_ranking(self: &std::sync::Arc<Self>, id: RoundId, sink: Sink) -> Result<i64> {
        let ranking = self.ranking_for_export(id).await?;
        let count = i64::try_from(ranking.entries.len()).unwrap_or(i64::MAX);
        let state = if ranking.is_final {
            "chính thức"
        } else {
            "tạm tính"
        };
        let engine = self.clone();
        tokio::spawn(async move {
            let mut file = Rows::new(sink, &COLUMNS);
            for chunk in ranking.entries.chunks(500) {
                let Ok(mut names) = engine.names_of(chunk).await else {
                    return file.fail().await;
                };
                for entry in chunk {
                    let unit = ranking.units.get(UnitId(entry.unit_id));
                    let place = (
                        unit.map_or("", |unit| &unit.code),
                        unit.map_or("", |unit| &unit.name),
                    );
                    let group = ranking.contest.group(GroupId(entry.group_id));
                    let group = group.map_or("", |group| &group.name);
                    let mut person = names.remove(&entry.participant_id);
                    if let Some((person, former)) = person
                        .as_mut()
                        .zip(ranking.former_names.get(&entry.participant_id))
                    {
                        person.full_name.clone_from(former);
                    }
                    file.push(row(entry, person.as_ref(), group, place, state)).await;
                }
            }
            file.finish().await;
        });
        Ok(count)
    }

    async fn names_of(&self, entries: &[EntryRecord]) -> Result<HashMap<Uuid, PersonName>> {
        let ids: Vec<Uuid> = entries.iter().map(|entry| entry.participant_id).collect();
        let mut tx = self.store.read().await?;
        let names = store::participants::names(&mut tx, &ids).await?;
        Ok(names.into_iter().map(|person| (person.id, person)).collect())
    }
}

fn row(
    entry: &EntryRecord,
    person: Option<&PersonName>,
    group: &str,
    (unit_code, unit_name): (&str, &str),
    state: &str,
) -> Vec<String> {
    vec![
        entry.rank.to_string(),
        text(group),
        text(person.map_or("", |person| &person.full_name)),
        person.map(|person| person.birth_date.clone()).unwrap_or_default(),
        text(
            person
                .and_then(|person| person.staff_code.as_deref())
                .unwrap_or(""),
        ),
        text(unit_code),
        text(unit_name),
        format_hundredths(entry.score_hundredths),
        format_hundredths(entry.max_score_hundredths),
        entry
            .prediction_error
            .map(|error| error.to_string())
            .unwrap_or_default(),
        seconds(entry.duration_ms),
        Timestamp(entry.submitted_at).local_csv(),
        state.to_owned(),
        entry.participant_id.to_string(),
        entry.attempt_id.to_string(),
    ]
}
