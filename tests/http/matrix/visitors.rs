//! Somebody of every kind.

use khao_domain::people::role::Role;
use khao_engine::contest::attachments::NewAttachment;
use khao_engine::policy::Actor;
use khao_tests::client::{Client, text_at};
use khao_tests::journey::{answers_for, save, start};

use super::specimens::Place;
use crate::app::TestApp;
use crate::scene::{PASSWORD, Person, Scene};

#[derive(Debug, Clone)]
pub enum Visitor {
    Nobody,
    Participant(Place),
    /// With the unit a coordinator is bound to.
    Staff(Role, Option<&'static str>),
}

/// Besides those whom the scene holds.
const OTHER_ROLES: [(&str, Role); 5] = [
    ("soancauhoi", Role::QuestionWriter),
    ("thamdinh", Role::Reviewer),
    ("nguoicham", Role::Marker),
    ("dieutravien", Role::Interviewer),
    ("kiemtra", Role::Auditor),
];

pub struct Visitors {
    nobody: Client,
    owner: Person,
    other: Person,
    stranger: Person,
    staff: Vec<(&'static str, Role, Option<&'static str>, Client)>,
    sessions: Client,
    engine: std::sync::Arc<khao_engine::Engine>,
    /// The owner's open attempt.
    pub attempt: String,
    /// The address of a document of `cchc`.
    pub document: String,
}

impl Visitors {
    pub async fn of(app: &TestApp, scene: &Scene) -> Self {
        let owner = scene.enter(app, "Trần Thị Chủ").await;
        let attempt = start(&owner.client, &scene.round).await;
        let id = text_at(&attempt, "/attempt_id");
        save(&owner.client, &id, &answers_for(&attempt, 1, 0))
            .await
            .expect(200);
        let mut roles = Vec::new();
        for (name, role) in OTHER_ROLES {
            roles.push((name, role, None, crate::scene::staff(app, name, role, None).await));
        }
        let mut staff = vec![
            ("quantri", Role::Administrator, None, scene.administrator.clone()),
            ("tochuc", Role::Organiser, None, scene.organiser.clone()),
            (
                "daumoi.noivu",
                Role::Coordinator,
                Some("VL.S1"),
                scene.coordinator.clone(),
            ),
            (
                "daumoi.yte",
                Role::Coordinator,
                Some("VL.S2"),
                scene.other_coordinator.clone(),
            ),
        ];
        staff.extend(roles);
        let document = NewAttachment {
            title: String::new(),
            file_name: "a.pdf".to_owned(),
            content: b"%PDF-1.7 %%EOF".to_vec(),
        };
        let document = app.app.engine.attach(&Actor::owner(), "cchc", document).await;
        Self {
            document: document.unwrap().path("cchc"),
            nobody: app.client.clone(),
            owner,
            other: scene.enter(app, "Lê Văn Bạn").await,
            stranger: scene.stranger(app).await,
            staff,
            sessions: app.client.clone(),
            engine: app.app.engine.clone(),
            attempt: id,
        }
    }

    pub fn owner(&self) -> &Person {
        &self.owner
    }

    /// Each with a client; with sessions of their own where the call ends the session it comes with.
    pub async fn each(&self, ends_session: bool) -> Vec<(&'static str, Visitor, Client)> {
        let participants = [
            ("the owner", Place::Owner, &self.owner),
            ("somebody of the same contest", Place::SameContest, &self.other),
            ("somebody of another contest", Place::OtherContest, &self.stranger),
        ];
        let mut all = vec![("nobody", Visitor::Nobody, self.nobody.clone())];
        for (name, place, person) in participants {
            let client = if ends_session {
                self.back(place, person).await
            } else {
                person.client.clone()
            };
            all.push((name, Visitor::Participant(place), client));
        }
        for (name, role, unit, client) in &self.staff {
            let client = if ends_session {
                self.log_in(name).await
            } else {
                client.clone()
            };
            all.push((name, Visitor::Staff(*role, *unit), client));
        }
        all
    }

    async fn log_in(&self, username: &str) -> Client {
        let opened = self.engine.log_in_staff(username, PASSWORD).await.unwrap();
        self.sessions.bearer(opened.token.expose())
    }

    /// A code that was issued anew meanwhile is asked for again.
    async fn back(&self, place: Place, person: &Person) -> Client {
        let contest = if place == Place::OtherContest {
            "khac"
        } else {
            "cchc"
        };
        let id = person.id.parse().unwrap();
        let code = self.engine.reissue_code(&Actor::owner(), id).await.unwrap();
        let opened = self
            .engine
            .log_in_participant(contest, &code.to_string(), "1990-03-15")
            .await
            .unwrap();
        self.sessions.bearer(opened.token.expose())
    }
}
