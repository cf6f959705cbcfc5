//! Participants who save without pause until the server is gone, and remember what was acknowledged.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use khao_tests::client::{Client, text_at};
use khao_tests::journey::{enter, entry, start, value_for};
use khao_tests::server::Server;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

const CONTEST: &str = "tim-hieu-cchc-cds";

/// One position's newest answer: its seq and value.
type Stored = BTreeMap<u64, (u64, Value)>;

#[derive(Clone)]
pub struct Person {
    client: Client,
    token: String,
    attempt: String,
    questions: Vec<Value>,
    seq: u64,
    sent: Stored,
    acknowledged: Stored,
}

pub struct Burst {
    tasks: Vec<JoinHandle<Person>>,
    count: Arc<AtomicUsize>,
}

/// So many people of the demo's contest, each with an open attempt.
pub async fn people(server: &Server, count: usize) -> Vec<Person> {
    let contest = server
        .client
        .get(&format!("/api/v1/contests/{CONTEST}"))
        .await
        .expect(200)
        .json();
    let rounds = contest["rounds"].as_array().unwrap();
    let open = rounds.iter().find(|round| round["status"] == "open").unwrap();
    let round = text_at(open, "/id");
    let group = text_at(&contest, "/groups/0/id");
    let units = server
        .client
        .get("/api/v1/units?query=so")
        .await
        .expect(200)
        .json();
    let unit = text_at(&units, "/units/0/id");
    let mut people = Vec::new();
    for number in 0..count {
        let mut form = entry("Nguyễn Văn Bền", &unit, &group);
        form["phone"] = json!(format!("09{number:08}"));
        let (client, entered) = enter(&server.client, CONTEST, &form).await;
        let attempt = start(&client, &round).await;
        people.push(Person {
            client,
            token: text_at(&entered, "/token"),
            attempt: text_at(&attempt, "/attempt_id"),
            questions: attempt["questions"].as_array().unwrap().clone(),
            seq: 0,
            sent: Stored::new(),
            acknowledged: Stored::new(),
        });
    }
    people
}

pub fn begin(people: &[Person]) -> Burst {
    let count = Arc::new(AtomicUsize::new(0));
    let save = |person: &Person| tokio::spawn(person.clone().save_until_refused(count.clone()));
    Burst {
        tasks: people.iter().map(save).collect(),
        count,
    }
}

impl Burst {
    pub fn acknowledged(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    /// Everybody has noticed that the server is gone.
    pub async fn end(self) -> Vec<Person> {
        let mut people = Vec::new();
        for task in self.tasks {
            people.push(task.await.unwrap());
        }
        people
    }
}

impl Person {
    /// One answer after the other until a connection breaks. The last one may or may not have been stored.
    async fn save_until_refused(mut self, count: Arc<AtomicUsize>) -> Self {
        loop {
            self.seq += 1;
            let choice = usize::try_from(self.seq).unwrap();
            let question = &self.questions[choice % self.questions.len()];
            let position = question["position"].as_u64().unwrap();
            let value = value_for(question, choice);
            let answers = json!({ "answers": [{ "position": position, "seq": self.seq, "value": value }] });
            self.sent.insert(position, (self.seq, value.clone()));
            let path = format!("/api/v1/attempts/{}/answers", self.attempt);
            match self.client.request("PUT", &path).json(&answers).try_send().await {
                Ok(answer) if answer.status == 200 => {
                    self.acknowledged.insert(position, (self.seq, value));
                    count.fetch_add(1, Ordering::SeqCst);
                }
                Ok(answer) => panic!("a save was answered {answer:?}"),
                Err(_) => return self,
            }
        }
    }

    /// The server came back under another address.
    pub fn reach(&mut self, server: &Server) {
        self.client = server.client.bearer(&self.token);
    }

    /// What is stored is what was acknowledged, or the one answer that was on its way.
    pub async fn compare(&mut self) {
        let path = format!("/api/v1/attempts/{}", self.attempt);
        let attempt = self.client.get(&path).await.expect(200).json();
        let stored: Stored = attempt["saved"].as_array().unwrap().iter().map(one).collect();
        for (position, acknowledged) in &self.acknowledged {
            let found = stored.get(position);
            let sent = self.sent.get(position);
            assert!(
                found == Some(acknowledged) || found == sent,
                "position {position}: acknowledged {acknowledged:?}, stored {found:?}"
            );
        }
        for (position, found) in &stored {
            let known = [self.acknowledged.get(position), self.sent.get(position)];
            assert!(
                known.contains(&Some(found)),
                "position {position}: nobody sent {found:?}"
            );
        }
        self.acknowledged = stored;
    }
}

fn one(saved: &Value) -> (u64, (u64, Value)) {
    let number = |name: &str| saved[name].as_u64().unwrap();
    (number("position"), (number("seq"), saved["value"].clone()))
}
