//! The demo's surveys: satisfaction with public services (a wave that is over, one that runs), ratings at five desks, and
//! who knows the goals. Whoever answered is made up.

use khao_domain::ids::{SurveyId, UnitId};
use khao_domain::survey::course::Course;
use khao_domain::survey::form::{Ask, ChoiceOption, Form, NO, Question, RECOMMEND, YES};
use khao_domain::survey::strata::Stratum;
use khao_domain::survey::template::Template;
use khao_domain::survey::texts::Texts;
use khao_domain::survey::wave::{Channel, Span};
use serde_json::{Map, Value as Json, json};

use crate::Engine;
use crate::error::{Error, Result};
use crate::people::units::Unit;
use crate::policy::Actor;
use crate::store;
use crate::store::responses::ResponseRow;
use crate::survey::changing::{NewSurvey, SurveyChange};
use crate::survey::fielding::NewWave;
use crate::survey::surveys::Wave;

const DAY_S: i64 = 24 * 3600;
/// Responses of one transaction.
const CHUNK: usize = 250;

/// Where somebody answers, and how pleased people are there: 0 is not at all, 100 very much.
pub(super) struct Place {
    pub(super) unit: UnitId,
    /// Its place among the wave's strata.
    pub(super) stratum: Option<usize>,
    desk: Option<&'static str>,
    mood: u64,
}

/// A wave with its made-up responses.
struct Played {
    name: &'static str,
    /// People were drawn from strata, and invited.
    is_sample: bool,
    /// Days from now.
    days: (i64, i64),
    channels: &'static [Channel],
    responses: u64,
}

const SIPAS: [Played; 2] = [
    Played {
        name: "Đợt tháng 9",
        is_sample: true,
        days: (-90, -60),
        channels: &[Channel::Interviewer, Channel::Web],
        responses: 2000,
    },
    Played {
        name: "Đợt đang mở",
        is_sample: false,
        days: (-10, 30),
        channels: &[Channel::Web, Channel::Qr],
        responses: 120,
    },
];
const DESKS: Played = Played {
    name: "Đánh giá thường xuyên",
    is_sample: false,
    days: (-92, 273),
    channels: &[Channel::Qr, Channel::Kiosk, Channel::Web],
    responses: 1500,
};
const AWARENESS: Played = Played {
    name: "Năm nay",
    is_sample: false,
    days: (-15, 30),
    channels: &[Channel::Web],
    responses: 600,
};
const STRATA: [&str; 3] = ["Thành thị", "Nông thôn", "Vùng xa"];
const DESK_NAMES: [&str; 5] = ["Quầy 1", "Quầy 2", "Quầy 3", "Quầy 4", "Quầy 5"];

impl Engine {
    pub(super) async fn load_demo_surveys(&self, admin: &Actor) -> Result<()> {
        let tree = self.units().await?;
        let communes: Vec<&Unit> = tree
            .all()
            .iter()
            .filter(|unit| unit.parent.is_some() && !unit.code.contains('.'))
            .collect();
        let strata = strata(&communes);
        let title = [
            ("vi", "Đo lường sự hài lòng của người dân"),
            ("en", "Satisfaction with public services"),
        ];
        let sipas = self
            .demo_survey(admin, ("hai-long-2026", &title), Template::Sipas)
            .await?;
        for played in &SIPAS {
            self.play_wave(admin, (sipas, "hai-long-2026"), played, &strata)
                .await?;
        }
        self.publish_demo(admin, "hai-long-2026").await?;
        let title = [
            ("vi", "Đánh giá tại bộ phận một cửa"),
            ("en", "Rating at the one-stop desk"),
            ("km", "ការវាយតម្លៃ"),
        ];
        let desks = self
            .demo_survey(admin, ("danh-gia-mot-cua", &title), Template::Desk)
            .await?;
        let places: Vec<Place> = communes
            .iter()
            .zip(DESK_NAMES)
            .zip([88, 72, 80, 64, 91])
            .map(|((unit, desk), mood)| Place {
                unit: unit.id,
                stratum: None,
                desk: Some(desk),
                mood,
            })
            .collect();
        self.play_wave(admin, (desks, "danh-gia-mot-cua"), &DESKS, &places)
            .await?;
        let title = [
            ("vi", "Khảo sát mức độ nắm vững mục tiêu cải cách"),
            ("en", "Who knows the goals of the reform"),
        ];
        let goals = self
            .demo_survey(admin, ("nam-vung-muc-tieu", &title), Template::Awareness)
            .await?;
        self.play_wave(admin, (goals, "nam-vung-muc-tieu"), &AWARENESS, &strata)
            .await
    }

    async fn demo_survey(
        &self,
        admin: &Actor,
        (slug, title): (&str, &[(&str, &str)]),
        template: Template,
    ) -> Result<SurveyId> {
        let new = NewSurvey {
            slug: slug.to_owned(),
            title: Texts::of(title.iter().copied()),
            form: answered_by_anybody(template.form()),
            unit: None,
        };
        Ok(self.create_survey(admin, new, None).await?.id)
    }

    async fn publish_demo(&self, admin: &Actor, slug: &str) -> Result<()> {
        let change = SurveyChange {
            published: Some(true),
            ..SurveyChange::default()
        };
        self.change_survey(admin, slug, change).await.map(drop)
    }

    async fn play_wave(
        &self,
        admin: &Actor,
        (id, slug): (SurveyId, &str),
        played: &Played,
        places: &[Place],
    ) -> Result<()> {
        let now = self.now();
        let span = Span {
            opens_at: now.plus_seconds(played.days.0 * DAY_S),
            closes_at: now.plus_seconds(played.days.1 * DAY_S),
        };
        let new = NewWave {
            name: played.name.to_owned(),
            span,
            channels: played.channels.to_vec(),
            quotas: Vec::new(),
            strata: if played.is_sample {
                strata_of(places)
            } else {
                Vec::new()
            },
            invited_only: played.is_sample,
        };
        let survey = self.field_wave(admin, slug, new).await?;
        let wave = survey.waves.last().ok_or(Error::NotFound)?;
        let course = self.fielded(id, wave.version).await?;
        let days = played.days.1.min(0).abs_diff(played.days.0).max(1);
        let mut rows = Vec::with_capacity(CHUNK);
        let mut by_web = vec![0; places.len()];
        for nth in 0..played.responses {
            let at = usize::try_from(nth).unwrap_or(0) % places.len().max(1);
            let place = places.get(at);
            let place = place.ok_or_else(|| Error::Internal("demo units".into()))?;
            let channel = self.one_of(played.channels).unwrap_or(Channel::Web);
            by_web[at] += u64::from(channel == Channel::Web);
            let day = i64::try_from(self.random.below(days)).unwrap_or(0);
            let day = span.opens_at.plus_seconds(day * DAY_S).local_date().iso();
            rows.push(ResponseRow {
                channel: channel.as_str(),
                day: (!played.is_sample).then_some(day),
                answers: self.made_up(&course, place.mood),
                ..self.row_at(wave, place)
            });
            if rows.len() == CHUNK {
                self.keep_demo_responses(&mut rows).await?;
            }
        }
        self.keep_demo_responses(&mut rows).await?;
        if played.is_sample {
            self.invite_demo(wave.id, span.opens_at, (places, &by_web))
                .await?;
        }
        self.release_alone(id, wave.id).await.map(drop)
    }

    /// Of somebody at a place, who has not answered anything.
    fn row_at(&self, wave: &Wave, place: &Place) -> ResponseRow {
        let stratum = place.stratum.filter(|_| !wave.strata.is_empty());
        ResponseRow {
            wave: wave.id,
            id: self.random.untimed_id(),
            version: wave.version,
            channel: Channel::Web.as_str(),
            unit: Some(place.unit.0),
            stratum: stratum.and_then(|place| i64::try_from(place).ok()),
            desk: place.desk.map(str::to_owned),
            language: "vi".to_owned(),
            day: None,
            over_quota: false,
            answers: String::new(),
        }
    }

    async fn keep_demo_responses(&self, rows: &mut Vec<ResponseRow>) -> Result<()> {
        let mut tx = self.store.write().await?;
        store::responses::keep(&mut tx, rows).await?;
        tx.commit().await?;
        rows.clear();
        Ok(())
    }

    /// What somebody answers where people are so pleased.
    fn made_up(&self, course: &Course<'_>, mood: u64) -> String {
        let form = course.form();
        let sent: Map<String, Json> = form
            .questions()
            .iter()
            .filter_map(|question| Some((question.id.to_owned(), self.made_up_answer(form, question, mood)?)))
            .collect();
        let answers = course.check(&sent).unwrap_or_default();
        crate::survey::responding::written(&answers)
    }

    fn made_up_answer(&self, form: &Form, question: &Question<'_>, mood: u64) -> Option<Json> {
        let skipped = !question.is_required() && self.random.below(100) < 6;
        if skipped {
            return None;
        }
        match &question.item.ask {
            Ask::Rating { .. } | Ask::Matrix { .. } => {
                let scale = form.scale_of(&question.item.ask)?;
                let steps: Vec<i16> = scale.steps.iter().map(|step| step.value).collect();
                Some(json!(self.pleased(&steps, mood)?))
            }
            Ask::Recommend => Some(json!(self.pleased(&RECOMMEND.collect::<Vec<_>>(), mood)?)),
            Ask::YesNo => Some(json!({ "option": self.one_of(&[YES, NO])? })),
            Ask::SingleChoice { options } => Some(json!({ "option": self.one_of(&plain(options))? })),
            Ask::MultipleChoice { options, .. } => {
                Some(json!({ "options": [self.one_of(&plain(options))?] }))
            }
            Ask::Ranking { options } => {
                Some(json!({ "order": options.iter().map(|option| &option.id).collect::<Vec<_>>() }))
            }
            Ask::Consent => Some(json!({ "agreed": true })),
            Ask::Number { .. } | Ask::Date { .. } | Ask::Text { .. } => None,
        }
    }

    /// The better of two draws where people are pleased.
    fn pleased(&self, steps: &[i16], mood: u64) -> Option<i16> {
        let one = self.one_of(steps)?;
        if self.random.below(100) < mood {
            return self
                .one_of(steps)
                .map(|other| one.max(other).max(steps[steps.len() / 2]));
        }
        Some(one)
    }

    fn one_of<T: Copy>(&self, all: &[T]) -> Option<T> {
        let at = self.random.below(all.len() as u64);
        all.get(usize::try_from(at).unwrap_or(0)).copied()
    }
}

/// Whoever tries the demonstration with a program sends ratings, choices and texts: nothing else is required.
fn answered_by_anybody(mut form: Form) -> Form {
    for section in &mut form.sections {
        for item in &mut section.items {
            item.required &= item.ask != Ask::Consent;
        }
    }
    form
}

/// Options that ask for no words of one's own.
fn plain(options: &[ChoiceOption]) -> Vec<&str> {
    let plain = options.iter().filter(|option| !option.other);
    plain.map(|option| option.id.as_str()).collect()
}

/// What the demo's sample is drawn from.
fn strata_of(places: &[Place]) -> Vec<Stratum> {
    let units = |nth: usize| {
        let own = places.iter().filter(move |place| place.stratum == Some(nth));
        own.map(|place| place.unit).collect()
    };
    STRATA
        .iter()
        .enumerate()
        .map(|(nth, name)| Stratum {
            name: (*name).to_owned(),
            units: units(nth),
        })
        .collect()
}

/// Communes in three parts of the province.
fn strata(communes: &[&Unit]) -> Vec<Place> {
    let moods = [86, 76, 68];
    let chosen = communes.iter().step_by((communes.len() / 12).max(1)).take(12);
    chosen
        .enumerate()
        .map(|(nth, unit)| Place {
            unit: unit.id,
            stratum: Some(nth % moods.len()),
            desk: None,
            mood: moods[nth % moods.len()],
        })
        .collect()
}
