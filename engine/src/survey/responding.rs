//! Answers of respondents: checked against the form that was fielded, stored once, and never with who sent them.

use std::sync::Arc;

use khao_domain::ids::{SurveyId, UnitId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::course::{Answers, Course};
use khao_domain::survey::wave::Channel;
use khao_domain::text::{holds_control, nfc};
use serde_json::{Map, Value as Json};

use super::invited::Invited;
use super::storing::{NewResponse, Place, Responded};
use super::surveys::{Survey, Wave};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::responses::ResponseRow;

const CLIENT_ID_CHARS_MOST: usize = 100;
/// Whatever a client calls itself, its hash is none of a paper's.
const CLIENT_LABEL: &str = "survey client 1";
const PAPER_LABEL: &str = "survey paper 1";
pub const DESK_CHARS_MOST: usize = 80;

/// What a respondent sends.
#[derive(Debug, Clone)]
pub struct SentResponse {
    /// The version that was answered.
    pub form_version: i64,
    pub channel: Channel,
    pub unit: Option<UnitId>,
    /// The desk of the unit, as its poster or tablet calls it.
    pub desk: Option<String>,
    /// The language in which the form was read.
    pub language: String,
    /// By the id of the question.
    pub answers: Map<String, Json>,
    /// Made by the client before it first sends: the same again is stored once.
    pub client_id: String,
    /// Of an invitation.
    pub token: Option<String>,
}

impl Engine {
    /// Stores a response, and says its receipt: the same for the same client, and nothing that leads to the answers.
    pub async fn respond(&self, actor: &Actor, slug: &str, sent: SentResponse) -> Result<String> {
        let survey = self.public_survey(slug).await?;
        if sent.channel.is_of_staff() {
            actor.may(Action::CollectResponses)?;
            self.reach(actor, survey.unit).await?;
        }
        self.respond_to(&survey, sent).await
    }

    /// A result for each: a bad one is refused alone.
    pub async fn respond_batch(
        &self,
        actor: &Actor,
        slug: &str,
        sent: Vec<SentResponse>,
    ) -> Result<Vec<Result<String>>> {
        actor.may(Action::CollectResponses)?;
        let survey = self.public_survey(slug).await?;
        self.reach(actor, survey.unit).await?;
        // Together, so that they share commits.
        let all = sent.into_iter().map(|one| self.respond_to(&survey, one));
        Ok(futures_util::future::join_all(all).await)
    }

    async fn respond_to(&self, survey: &Arc<Survey>, sent: SentResponse) -> Result<String> {
        check_client_id(&sent.client_id)?;
        let client_hash = self.client_hash(CLIENT_LABEL, survey.id, &sent.client_id);
        let receipt = self.key.survey_receipt(&sent.client_id);
        let checked = async {
            let wave = self.wave_for(survey, &sent)?;
            self.checked(survey, wave, &sent, client_hash).await
        };
        let new = match checked.await {
            Ok(new) => new,
            // Whoever was answered once is answered alike, whatever has changed since.
            Err(error) => {
                let mut tx = self.store.read().await?;
                return if store::responses::is_known(&mut tx, &client_hash).await? {
                    Ok(receipt)
                } else {
                    Err(error)
                };
            }
        };
        stored(self.journal.respond(new).await?)?;
        Ok(receipt)
    }

    /// Stores a paper of a wave that whoever brings it has named. False where one of its number was stored before.
    pub(super) async fn respond_on_paper(
        &self,
        survey: &Survey,
        wave: &Wave,
        sent: &SentResponse,
    ) -> Result<bool> {
        let client_hash = self.paper_hash(survey.id, &sent.client_id);
        let new = self.checked(survey, wave, sent, client_hash).await?;
        let responded = self.journal.respond(new).await?;
        stored(responded)?;
        Ok(responded == Responded::Stored)
    }

    /// What a paper is known by that is stored; only papers that are typed in have such a hash.
    pub(super) fn paper_hash(&self, survey: SurveyId, client_id: &str) -> [u8; 32] {
        self.client_hash(PAPER_LABEL, survey, client_id)
    }

    async fn checked(
        &self,
        survey: &Survey,
        wave: &Wave,
        sent: &SentResponse,
        client_hash: [u8; 32],
    ) -> Result<NewResponse> {
        let now = self.now();
        let course = self.fielded(survey.id, wave.version).await?;
        let invited = self.invited_to(wave, sent).await?;
        let mut problems = self.check_place(sent).await?;
        problems.extend(check_way(wave, &course, sent));
        problems.extend(check_invited(sent));
        let answers = match read(&course, sent) {
            Ok(answers) => answers,
            Err(more) => {
                problems.extend(more);
                Answers::new()
            }
        };
        Error::if_any(problems)?;
        let quotas = (0..)
            .zip(&wave.quotas)
            .filter(|(_, quota)| quota.counts(&answers));
        let place = self.place(wave, sent, invited.as_ref()).await?;
        Ok(NewResponse {
            client_hash,
            invitation: invited.as_ref().map(|one| Place {
                batch: one.batch.id,
                bit: one.place,
            }),
            quotas: quotas
                .map(|(ordinal, quota)| (ordinal, i64::from(quota.most)))
                .collect(),
            may_be_late: sent.channel.may_be_late(),
            row: ResponseRow {
                wave: wave.id,
                id: self.random.untimed_id(),
                version: wave.version,
                channel: sent.channel.as_str(),
                unit: place.0.map(|unit| unit.0),
                stratum: place.1,
                desk: sent.desk.as_deref().map(nfc).filter(|desk| !desk.is_empty()),
                language: sent.language.clone(),
                // The day on which somebody answered who was invited would tell them from the others of their batch.
                day: invited.is_none().then(|| now.local_date().iso()),
                over_quota: false,
                answers: written(&answers),
            },
        })
    }

    /// Whoever answers over the web is invited, where the wave asks nobody else.
    async fn invited_to(&self, wave: &Wave, sent: &SentResponse) -> Result<Option<Invited>> {
        let by_invitation = wave.invited_only && sent.channel.may_be_by_invitation();
        let detail = match (by_invitation, &sent.token) {
            (true, Some(token)) => return self.invited(wave, token).await.map(Some),
            (false, None) => return Ok(None),
            (true, None) => said(
                "Đợt khảo sát này chỉ dành cho người có thư mời; xin nhập mã mời.",
                "This wave is for those who were invited; please give the code of your invitation.",
            ),
            (false, Some(_)) => said("Ở đây không dùng mã mời.", "Nobody needs an invitation here."),
        };
        Err(Error::invalid("/token", detail))
    }

    /// The unit and the stratum that a response is counted with: of whoever was invited those of the batch.
    async fn place(
        &self,
        wave: &Wave,
        sent: &SentResponse,
        invited: Option<&Invited>,
    ) -> Result<(Option<UnitId>, Option<i64>)> {
        if let Some(invited) = invited {
            return Ok((invited.batch.unit_id.map(UnitId), invited.batch.stratum));
        }
        let Some(unit) = sent.unit.filter(|_| !wave.strata.is_empty()) else {
            return Ok((sent.unit, None));
        };
        let stratum = wave.stratum_of(&*self.units().await?, unit);
        Ok((Some(unit), stratum.and_then(|place| i64::try_from(place).ok())))
    }

    /// The wave that the response belongs to: the open one, or for those taken without a network the one of its version.
    fn wave_for<'s>(&self, survey: &'s Survey, sent: &SentResponse) -> Result<&'s Wave> {
        let now = self.now();
        let of_version = |wave: &&Wave| wave.version == sent.form_version;
        if let Some(open) = survey.open_wave(now).filter(of_version) {
            return Ok(open);
        }
        if sent.channel.may_be_late() {
            let late = survey.waves.iter().rev().filter(of_version);
            if let Some(wave) = late.into_iter().find(|wave| wave.span.takes_late(now)) {
                return Ok(wave);
            }
        }
        if survey.open_wave(now).is_none() {
            return Err(Error::Conflict(Conflict::SurveyClosed));
        }
        Err(Error::invalid(
            "/form_version",
            said(
                "Phiếu đã có bản mới; hãy tải lại trang và trả lời lại.",
                "There is a newer form; load the page again and answer that one.",
            ),
        ))
    }

    async fn check_place(&self, sent: &SentResponse) -> Result<Vec<Problem>> {
        let mut problems = Vec::new();
        if let Some(unit) = sent.unit
            && self.units().await?.get(unit).is_none()
        {
            problems.push(Problem::at("/unit_id", crate::people::units::no_such_unit()));
        }
        let desk = sent.desk.as_deref().unwrap_or_default();
        if desk.chars().count() > DESK_CHARS_MOST || holds_control(desk) {
            let detail = said(
                "Tên quầy có nhiều nhất 80 ký tự.",
                "A desk's name has 80 characters at most.",
            );
            problems.push(Problem::at("/desk", detail));
        }
        Ok(problems)
    }

    /// Nothing that was not made by the client itself, and nothing that says when.
    fn client_hash(&self, label: &str, survey: SurveyId, client_id: &str) -> [u8; 32] {
        self.key.mac(label, &[survey.0.as_bytes(), client_id.as_bytes()])
    }
}

/// A paper says what it says: nobody can be asked again for what is missing.
fn read(course: &Course<'_>, sent: &SentResponse) -> std::result::Result<Answers, Vec<Problem>> {
    if sent.channel == Channel::Paper {
        course.check_paper(&sent.answers)
    } else {
        course.check(&sent.answers)
    }
}

fn check_client_id(id: &str) -> Result<()> {
    if (1..=CLIENT_ID_CHARS_MOST).contains(&id.chars().count()) && !holds_control(id) {
        return Ok(());
    }
    Err(Error::invalid(
        "/client_id",
        said(
            "Mã lượt gửi có từ 1 đến 100 ký tự.",
            "A client id has 1 to 100 characters.",
        ),
    ))
}

/// Where somebody belongs who was invited, the invitation says; a poster's unit and desk would tell more of them.
fn check_invited(sent: &SentResponse) -> Vec<Problem> {
    if sent.token.is_none() {
        return Vec::new();
    }
    let detail = said(
        "Thư mời đã ghi nơi của người trả lời; xin bỏ trống.",
        "The invitation says where the respondent belongs; leave this out.",
    );
    let given = [
        ("/unit_id", sent.unit.is_some()),
        ("/desk", sent.desk.is_some()),
        ("/channel", sent.channel != Channel::Web),
    ];
    let wrong = given.into_iter().filter(|(_, is_given)| *is_given);
    wrong.map(|(at, _)| Problem::at(at, detail.clone())).collect()
}

/// The channel and the language must be those of the wave.
pub(super) fn check_way(wave: &Wave, course: &Course<'_>, sent: &SentResponse) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !wave.channels.contains(&sent.channel) {
        let detail = said(
            "Đợt khảo sát này không nhận cách trả lời này.",
            "This wave does not take this way to answer.",
        );
        problems.push(Problem::at("/channel", detail));
    }
    if !course.form().languages.contains(&sent.language) {
        let detail = said(
            "Phiếu không có ngôn ngữ này.",
            "The form does not have this language.",
        );
        problems.push(Problem::at("/language", detail));
    }
    problems
}

/// Canonical JSON: the keys in order.
pub(crate) fn written(answers: &Answers) -> String {
    let all: Map<String, Json> = answers
        .iter()
        .map(|(id, value)| (id.clone(), value.to_json()))
        .collect();
    store::to_json(&all)
}

const fn stored(responded: Responded) -> Result<()> {
    match responded {
        Responded::Stored | Responded::Same => Ok(()),
        Responded::QuotaFull => Err(Error::Conflict(Conflict::QuotaFull)),
        Responded::InvitationUsed => Err(Error::Conflict(Conflict::InvitationUsed)),
        Responded::InvitationOver => Err(Error::Conflict(Conflict::InvitationOver)),
    }
}
