//! Somebody holds everything: a dump of every table in the order of its rows (with the transactions that wrote them), the
//! log, the server's own view of each token, and the file of forty codes. Which answers came with which code is still not
//! to be told better than by chance.
//!
//! The attacker tries every order that the dump has on the side of the codes against every order on the side of the
//! answers, and every value and transaction that two rows have in common. So that this is a test, the same attacker is let
//! loose on the same database after a careless clerk has written down who came when, or who said what: then everything is
//! found.

use std::collections::{BTreeMap, HashMap};

use khao_domain::survey::invitation::InvitationToken;
use khao_domain::survey::template::Template;
use khao_domain::survey::wave::{Channel, Span};
use khao_engine::policy::Actor;
use khao_engine::survey::batches::NewBatch;
use khao_engine::survey::fielding::NewWave;
use khao_tests::client::Client;
use serde_json::json;

use crate::app::TestApp;
use crate::fielded::{DAY_S, draft};
use crate::logs::{listen, logged};

on_both!(nobody_finds_out_who_said_what, a_careless_clerk_is_found_out,);

const INVITED: usize = 40;
/// Of forty pairs that are drawn by lot one fits on average, and nine do once in a million draws; the attacker makes some
/// hundreds.
const BY_CHANCE: usize = 9;

/// A row as a dump has it.
struct Row {
    table: String,
    /// Where it lies among the rows of its table.
    place: usize,
    /// What wrote it, where the database tells.
    transaction: String,
    cells: Vec<String>,
}

/// An invitation, and the words that were answered with it: the attacker has only the first.
struct Letter {
    token: InvitationToken,
    /// What the server knows the token by.
    hash: String,
    said: String,
}

/// Forty people are invited, and answer in an order that is not that of the letters.
async fn answered(app: &TestApp, mut after_each: impl AsyncFnMut(&TestApp, &Letter)) -> Vec<Letter> {
    let (engine, owner) = (&app.app.engine, Actor::owner());
    draft(app, "bon-muoi", Template::Desk.form()).await;
    let wave = NewWave {
        name: "Đợt mời".to_owned(),
        span: Span {
            opens_at: app.now(),
            closes_at: app.now().plus_seconds(10 * DAY_S),
        },
        channels: Channel::ALL.to_vec(),
        quotas: Vec::new(),
        strata: Vec::new(),
        invited_only: true,
    };
    let survey = engine.field_wave(&owner, "bon-muoi", wave).await.unwrap();
    let at = ("bon-muoi", survey.waves[0].id);
    let new = NewBatch {
        stratum: None,
        unit: None,
        count: 40,
        valid_until: None,
    };
    let (_, source) = engine.make_batch(&owner, at, new).await.unwrap();
    let tokens = engine.slips(&owner, at, &source).await.unwrap().tokens;
    let letters: Vec<Letter> = (0..INVITED)
        .map(|nth| Letter {
            hash: data_encoding::HEXLOWER.encode(&engine.invitation_hash(&tokens[nth])),
            token: tokens[nth].clone(),
            said: format!("ý kiến {:05}", words(nth)),
        })
        .collect();
    for nth in 0..INVITED {
        let letter = &letters[turn(nth)];
        answer(&app.client, nth, letter).await;
        after_each(app, letter).await;
    }
    letters
}

/// Whose turn it is: nobody comes at the place that the letter has in the file.
const fn turn(nth: usize) -> usize {
    (nth * 17 + 3) % INVITED
}

/// What somebody says, in no order that is that of the letters or of the turns.
const fn words(nth: usize) -> usize {
    (nth + 5).pow(5) * 37 % 10_007
}

async fn answer(client: &Client, nth: usize, letter: &Letter) {
    let body = json!({
        "form_version": 1,
        "token": letter.token.to_string(),
        "channel": "web",
        "language": "vi",
        "answers": { "overall": 1, "comment": { "text": letter.said } },
        "client_id": format!("client {nth}"),
    });
    client
        .post("/api/v1/surveys/bon-muoi/responses", &body)
        .await
        .expect(201);
}

/// Every row of every table, in the order in which the database keeps them.
async fn dump(app: &TestApp) -> Vec<Row> {
    let mut rows = Vec::new();
    for table in app.tables().await {
        for (place, (transaction, cells)) in app.rows_as_kept(&table).await.into_iter().enumerate() {
            rows.push(Row {
                table: table.clone(),
                place,
                transaction,
                cells,
            });
        }
    }
    rows
}

/// What the attacker says belongs together: for each way to guess, the words that each code's holder is to have said.
fn guesses(rows: &[Row], letters: &[Letter]) -> BTreeMap<String, HashMap<usize, String>> {
    let said: Vec<(&Row, String)> = rows
        .iter()
        .filter(|row| row.table == "responses")
        .map(|row| (row, words_in(row, letters)))
        .collect();
    assert_eq!(said.len(), INVITED);
    let mut all = BTreeMap::new();
    let tables: BTreeMap<&str, Vec<(usize, &Row)>> = holders(rows, letters);
    assert!(
        tables.contains_key("invitation_tokens"),
        "the attacker sees the codes' rows"
    );
    for (table, holders) in &tables {
        all.insert(format!("{table}: what they share"), sharing(rows, holders, &said));
        let rows: Vec<(&Row, usize)> = holders.iter().map(|(letter, row)| (*row, *letter)).collect();
        for (from, codes) in orders(&rows) {
            for (to, words) in orders(&said) {
                let pairs = codes.iter().copied().zip(words).collect();
                all.insert(format!("{table}: {from} – {to}"), pairs);
            }
        }
    }
    // The order of the letters themselves.
    for (to, words) in orders(&said) {
        all.insert(format!("the file – {to}"), (0..INVITED).zip(words).collect());
    }
    all
}

/// Rows that hold the code of a letter, or what the server knows it by.
fn holders<'r>(rows: &'r [Row], letters: &[Letter]) -> BTreeMap<&'r str, Vec<(usize, &'r Row)>> {
    let mut tables: BTreeMap<&str, Vec<(usize, &Row)>> = BTreeMap::new();
    for row in rows {
        let holds = |letter: &Letter| {
            let is_code = |cell: &String| {
                cell.contains(&letter.hash) || cell.to_uppercase().contains(letter.token.as_str())
            };
            row.cells.iter().any(is_code)
        };
        for (nth, _) in letters.iter().enumerate().filter(|(_, letter)| holds(letter)) {
            tables.entry(&row.table).or_default().push((nth, row));
        }
    }
    tables
}

/// By place, by transaction, and by every column; there and back.
fn orders<T: Clone>(things: &[(&Row, T)]) -> Vec<(String, Vec<T>)> {
    let columns = things.iter().map(|(row, _)| row.cells.len()).max().unwrap_or(0);
    let mut all = Vec::new();
    let mut add = |name: String, key: &dyn Fn(&Row) -> String| {
        let mut sorted = things.to_vec();
        sorted.sort_by_key(|(row, _)| key(row));
        let mut sorted: Vec<T> = sorted.into_iter().map(|(_, thing)| thing).collect();
        all.push((name.clone(), sorted.clone()));
        sorted.reverse();
        all.push((format!("{name}, backwards"), sorted));
    };
    add("place".to_owned(), &|row| format!("{:09}", row.place));
    add("transaction".to_owned(), &|row| {
        format!("{:0>20}", row.transaction)
    });
    for column in 0..columns {
        // Numbers as numbers.
        add(format!("column {column}"), &|row| {
            format!("{:0>80}", row.cells.get(column).cloned().unwrap_or_default())
        });
    }
    all
}

/// Answers whose row has a value or a transaction in common with the one that holds the code, at once or over a third row,
/// and with no other code's.
fn sharing(rows: &[Row], holders: &[(usize, &Row)], said: &[(&Row, String)]) -> HashMap<usize, String> {
    let marks = |row: &Row| {
        let cells = row.cells.iter().filter(|cell| cell.len() >= 6).cloned();
        cells
            .chain([format!("transaction {}", row.transaction)])
            .collect::<Vec<_>>()
    };
    let mut by_mark: HashMap<String, Vec<usize>> = HashMap::new();
    for (nth, row) in rows.iter().enumerate() {
        for mark in marks(row) {
            by_mark.entry(mark).or_default().push(nth);
        }
    }
    let near = |row: &Row| -> Vec<usize> {
        let lists = marks(row).into_iter().filter_map(|mark| by_mark.get(&mark));
        // What half the table has in common tells nobody from anybody.
        lists
            .filter(|list| list.len() < INVITED / 2)
            .flatten()
            .copied()
            .collect()
    };
    let mut found = HashMap::new();
    for (letter, row) in holders {
        let mut reached = near(row);
        let further: Vec<usize> = reached.iter().flat_map(|nth| near(&rows[*nth])).collect();
        reached.extend(further);
        let mut words = said.iter().filter(|(answers, _)| {
            reached
                .iter()
                .any(|nth| std::ptr::eq(&raw const rows[*nth], &raw const **answers))
        });
        if let (Some((_, words)), None) = (words.next(), words.next()) {
            found.insert(*letter, words.clone());
        }
    }
    found
}

fn words_in(row: &Row, letters: &[Letter]) -> String {
    let mut said = letters.iter().map(|letter| &letter.said);
    let is_there = |words: &&String| {
        let whole = format!("\"{words}\"");
        row.cells.iter().any(|cell| cell.contains(&whole))
    };
    said.find(is_there).cloned().unwrap_or_default()
}

/// The best of all guesses, and how many of the forty it has right.
fn best(rows: &[Row], letters: &[Letter]) -> (String, usize) {
    let right = |pairs: &HashMap<usize, String>| {
        let fits = |(letter, words): &(&usize, &String)| letters[**letter].said == **words;
        pairs.iter().filter(fits).count()
    };
    let all = guesses(rows, letters);
    assert!(all.len() > 50, "only {} ways were tried", all.len());
    let scored = all.iter().map(|(way, pairs)| (way.clone(), right(pairs)));
    scored.max_by_key(|(_, right)| *right).unwrap()
}

async fn nobody_finds_out_who_said_what(app: &TestApp) {
    listen();
    let letters = answered(app, async |_, _| {}).await;
    let rows = dump(app).await;
    let (way, right) = best(&rows, &letters);
    assert!(right < BY_CHANCE, "{way}: {right} of {INVITED}");
    // No row but the codes' own knows a code, and none of those has changed since the batch was made.
    let tables = holders(&rows, &letters);
    assert_eq!(tables.keys().copied().collect::<Vec<_>>(), ["invitation_tokens"]);
    let mut written: Vec<&str> = tables["invitation_tokens"]
        .iter()
        .map(|(_, row)| row.transaction.as_str())
        .collect();
    written.dedup();
    assert_eq!(written.len(), 1);
    // Nor does the log know of codes, answers or clients, or that anybody has answered.
    let log = logged();
    for letter in &letters {
        for trace in [
            letter.token.as_str(),
            &letter.token.to_string(),
            &letter.hash,
            &letter.said,
        ] {
            assert!(!log.contains(trace), "the log holds {trace}");
        }
    }
    assert!(
        !log.contains("/surveys/bon-muoi"),
        "the log says when somebody answered"
    );
}

async fn a_careless_clerk_is_found_out(app: &TestApp) {
    // In the order in which people come: first the code, somewhere, and elsewhere the row of the answers.
    app.execute("CREATE TABLE clerk_codes (code TEXT)").await;
    app.execute("CREATE TABLE clerk_notes (note TEXT)").await;
    let letters = answered(app, async |app, letter| {
        let code = format!("INSERT INTO clerk_codes VALUES ('{}')", letter.hash);
        app.execute(&code).await;
        let note = format!("INSERT INTO clerk_notes VALUES ('{}')", letter.said);
        app.execute(&note).await;
    })
    .await;
    let rows = dump(app).await;
    // Both orders are there, though no row names both: whoever lays them side by side has everybody.
    let codes = &holders(&rows, &letters)["clerk_codes"];
    let notes: Vec<&Row> = rows.iter().filter(|row| row.table == "clerk_notes").collect();
    let side_by_side = codes.iter().zip(&notes);
    let right = side_by_side.filter(|((letter, _), note)| letters[*letter].said == note.cells[0]);
    assert_eq!(right.count(), INVITED);
    if app.is_postgres() {
        // The rows of answers lie in the order in which they came: the clerk's list of codes is enough.
        let (way, right) = best(&rows, &letters);
        assert_eq!(right, INVITED, "{way}");
        app.execute("DROP TABLE clerk_codes").await;
        app.execute("DROP TABLE clerk_notes").await;
        assert!(best(&dump(app).await, &letters).1 < BY_CHANCE);
        // A mark on each code's own row, set as it is used, is as good as the list.
        for nth in 0..INVITED {
            let hash = &letters[turn(nth)].hash;
            let mark = format!("UPDATE invitation_tokens SET place = place WHERE token_hash = '\\x{hash}'");
            app.execute(&mark).await;
        }
        let (way, right) = best(&dump(app).await, &letters);
        assert_eq!(right, INVITED, "{way}");
        return;
    }
    // Without such an order it takes the key of the answers' row, and that is found as well.
    app.execute("CREATE TABLE clerk_keys (code TEXT, id TEXT)").await;
    for letter in &letters {
        let note = format!(
            "INSERT INTO clerk_keys SELECT '{}', lower(hex(id)) FROM responses WHERE answers LIKE '%\"{}\"%'",
            letter.hash, letter.said
        );
        app.execute(&note).await;
    }
    let (way, right) = best(&dump(app).await, &letters);
    assert_eq!(right, INVITED, "{way}");
}
