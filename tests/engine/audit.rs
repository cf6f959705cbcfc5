//! The record of staff actions: whole, or broken where somebody changed it.

use khao_domain::audit::Change;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::survey::texts::Texts;
use khao_domain::survey::wave::Channel;
use khao_engine::audit::{AuditFilter, ChainState, Subject};
use khao_engine::contest::rounds::RoundPlan;
use khao_engine::contest::setup::ContestChange;
use khao_engine::error::Error;
use khao_engine::exports::ExportFormat;
use khao_engine::policy::Actor;
use khao_engine::survey::changing::SurveyChange;
use khao_engine::survey::fielding::WaveChange;

use crate::build::{World, assert_error, drain, open_contest};
use crate::db::Db;
use crate::surveys::{new_survey, open_desk};

on_both!(
    the_chain_is_whole_and_holds_ids_only,
    tampering_is_found_where_it_happened,
    two_nodes_append_to_one_chain,
    the_address_is_told_and_covered,
    the_database_refuses_to_change_a_row,
    what_was_done_is_found_again,
    a_change_tells_what_it_changed_and_of_what,
    surveys_and_their_waves_are_told_by_name,
);

async fn the_chain_is_whole_and_holds_ids_only(db: &Db) {
    let world = World::with_units(db).await;
    assert_eq!(
        db.engine().await.verify_audit().await.unwrap(),
        ChainState::Whole { rows: 1 }
    );
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    world
        .engine
        .reissue_code(&world.organiser, person.id)
        .await
        .unwrap();
    let log = world.engine.audit_page(&world.admin, 0, 100).await.unwrap();
    let actions: Vec<&str> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "units.import",
            "banks.create",
            "banks.import",
            "contests.create",
            "groups.create",
            "rounds.create",
            "rounds.announce",
            "participants.reissue_code"
        ]
    );
    let last = log.last().unwrap();
    assert_eq!(
        (last.seq, last.at, last.object.clone()),
        (8, db.now(), person.id.to_string())
    );
    assert!(log.iter().all(|entry| !entry.detail.contains("Lan")));
    let page = world.engine.audit_page(&world.admin, 7, 100).await.unwrap();
    assert_eq!(page, log[7..]);
    assert_error!(
        world.engine.audit_page(&world.organiser, 0, 10).await,
        Error::Forbidden
    );
    assert_eq!(
        world.engine.verify_audit().await.unwrap(),
        ChainState::Whole { rows: 8 }
    );
}

async fn tampering_is_found_where_it_happened(db: &Db) {
    let world = World::with_units(db).await;
    open_contest(&world).await;
    let mut raw = db.raw().await;
    // Whoever can write to the tables can also take this away.
    drop_guards(db).await;
    let nobody = raw.id(uuid::Uuid::from_u128(5));
    for (change, undo) in [
        ("action = 'x' || action", "action = substr(action, 2)".to_owned()),
        (
            "object_id = 'x' || object_id",
            "object_id = substr(object_id, 2)".to_owned(),
        ),
        ("detail = 'x' || detail", "detail = substr(detail, 2)".to_owned()),
        ("at = at + 1", "at = at - 1".to_owned()),
        ("from_address = '::1'", "from_address = NULL".to_owned()),
        (
            &format!("actor_id = {nobody}"),
            format!("actor_id = {}", raw.id(uuid::Uuid::from_u128(1))),
        ),
    ] {
        raw.execute(&format!("UPDATE audit SET {change} WHERE seq = 3"))
            .await;
        assert_eq!(
            world.engine.verify_audit().await.unwrap(),
            ChainState::BrokenAt { seq: 3 },
            "{change}"
        );
        raw.execute(&format!("UPDATE audit SET {undo} WHERE seq = 3"))
            .await;
        assert_eq!(
            world.engine.verify_audit().await.unwrap(),
            ChainState::Whole { rows: 7 },
            "{undo}"
        );
    }
    raw.execute("DELETE FROM audit WHERE seq = 3").await;
    assert_eq!(
        world.engine.verify_audit().await.unwrap(),
        ChainState::BrokenAt { seq: 4 }
    );
    raw.execute("UPDATE audit SET seq = seq - 1 WHERE seq = 4").await;
    assert_eq!(
        world.engine.verify_audit().await.unwrap(),
        ChainState::BrokenAt { seq: 3 }
    );
}

async fn two_nodes_append_to_one_chain(db: &Db) {
    let world = World::empty(db).await;
    let [_, other] = world.two_nodes().await;
    let actions = (0..30).map(|number: u32| {
        let engine = if number.is_multiple_of(2) {
            &world.engine
        } else {
            &other
        };
        let (engine, actor) = (engine.clone(), world.organiser.clone());
        tokio::spawn(async move { engine.create_bank(&actor, "Ngân hàng", "vi", None).await })
    });
    for action in actions.collect::<Vec<_>>() {
        action.await.unwrap().unwrap();
    }
    assert_eq!(
        other.verify_audit().await.unwrap(),
        ChainState::Whole { rows: 30 }
    );
}

async fn drop_guards(db: &Db) {
    let mut raw = db.raw().await;
    if db.is_postgres() {
        raw.execute("DROP TRIGGER audit_keeps_rows ON audit").await;
    } else {
        raw.execute("DROP TRIGGER audit_keeps_rows").await;
        raw.execute("DROP TRIGGER audit_keeps_content").await;
    }
}

async fn the_address_is_told_and_covered(db: &Db) {
    let world = World::with_units(db).await;
    let there = world.admin.clone().coming_from("203.0.113.9".parse().unwrap());
    world
        .engine
        .create_bank(&there, "Ngân hàng", "vi", None)
        .await
        .unwrap();
    let log = world.engine.audit_page(&world.admin, 0, 10).await.unwrap();
    let from: Vec<Option<&str>> = log.iter().map(|entry| entry.from.as_deref()).collect();
    assert_eq!(from, [None, Some("203.0.113.9")]);
    let whole = ChainState::Whole { rows: 2 };
    assert_eq!(world.engine.verify_audit().await.unwrap(), whole);
    drop_guards(db).await;
    let mut raw = db.raw().await;
    for change in ["'203.0.113.8'", "NULL"] {
        raw.execute(&format!("UPDATE audit SET from_address = {change} WHERE seq = 2"))
            .await;
        assert_eq!(
            world.engine.verify_audit().await.unwrap(),
            ChainState::BrokenAt { seq: 2 },
            "{change}"
        );
    }
}

async fn the_database_refuses_to_change_a_row(db: &Db) {
    let world = World::with_units(db).await;
    for statement in [
        "UPDATE audit SET detail = ''",
        "UPDATE audit SET from_address = NULL WHERE seq = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE seq = 1",
    ] {
        let refused = db.raw().await.try_execute(statement).await;
        let said = refused.expect_err(statement);
        assert!(said.contains("append-only"), "{statement}: {said}");
    }
    assert_eq!(
        world.engine.verify_audit().await.unwrap(),
        ChainState::Whole { rows: 1 }
    );
}

async fn what_was_done_is_found_again(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, admin) = (&world.engine, &world.admin);
    let seqs = async |filter: AuditFilter, before, limit| -> Vec<i64> {
        let found = engine.audit_found(admin, &filter, before, limit).await;
        found.unwrap().into_iter().map(|entry| entry.seq).collect()
    };
    let all = AuditFilter::default();
    assert_eq!(seqs(all.clone(), None, 3).await, [7, 6, 5]);
    assert_eq!(seqs(all.clone(), Some(5), 9).await, [4, 3, 2, 1]);
    let of = |group: &str| AuditFilter {
        group: group.to_owned(),
        ..AuditFilter::default()
    };
    assert_eq!(seqs(of("banks"), None, 9).await, [3, 2]);
    let object = AuditFilter {
        object: contest.rounds[0].to_string(),
        ..AuditFilter::default()
    };
    assert_eq!(seqs(object, None, 9).await, [7, 6]);
    let account = |actor: &Actor| match actor {
        Actor::Staff { id, .. } => AuditFilter {
            account: Some(*id),
            ..AuditFilter::default()
        },
        _ => AuditFilter::default(),
    };
    let theirs = seqs(account(admin), None, 9).await;
    let others = seqs(account(&world.organiser), None, 9).await;
    assert_eq!((theirs.len() + others.len(), theirs.contains(&1)), (7, true));
    let today = engine.now().local_date();
    let days = |since: i64, until: i64| AuditFilter {
        since: Some(today.plus_days(since)),
        until: Some(today.plus_days(until)),
        ..AuditFilter::default()
    };
    assert_eq!(seqs(days(0, 0), None, 9).await.len(), 7);
    assert_eq!(seqs(days(1, 2), None, 9).await.len(), 0);
    assert_eq!(seqs(days(-2, -1), None, 9).await.len(), 0);
    let mut export = engine
        .export_audit(admin, &of("banks"), ExportFormat::Csv, |entry, told| {
            [
                entry.action.clone(),
                told.name.clone().unwrap_or_default(),
                String::new(),
            ]
        })
        .await
        .unwrap();
    let text = String::from_utf8(drain(&mut export).await).unwrap();
    assert_eq!((export.rows, text.lines().count()), (2, 3), "{text}");
    assert_error!(
        engine.audit_found(&world.organiser, &all, None, 9).await,
        Error::Forbidden
    );
    assert_error!(engine.check_audit(&world.organiser).await, Error::Forbidden);
}

async fn a_change_tells_what_it_changed_and_of_what(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let before = engine.console_contest(organiser, &contest.slug).await.unwrap();
    engine
        .change_contest(organiser, &contest.slug, |contest| {
            Ok(ContestChange {
                title: Some("Tên mới".to_owned()),
                settings: Some(ContestSettings {
                    complaint_days: 9,
                    ..contest.settings.clone()
                }),
                ..ContestChange::default()
            })
        })
        .await
        .unwrap();
    let person = contest.enter(&world, "Trần Thị Lan").await;
    engine.reissue_code(organiser, person.id).await.unwrap();
    make_change_and_remove_a_round(&world, &contest.slug).await;
    let entries = engine
        .audit_found(&world.admin, &AuditFilter::default(), None, 5)
        .await
        .unwrap();
    let told = engine.audit_told(&world.admin, &entries).await.unwrap();
    let changes = |at: usize| -> Vec<(String, String, String)> {
        let detail = told[at].detail.clone().unwrap_or_default();
        let change = |one: Change| (one.field, one.from.to_string(), one.to.to_string());
        detail.changed.into_iter().map(change).collect()
    };
    let of = |field: &str, from: String, to: &str| vec![(field.to_owned(), from, to.to_owned())];
    // The round is gone, and called what it was called.
    assert_eq!(entries[0].action, "rounds.remove");
    assert_eq!(told[0].name.as_deref(), Some("Tuần thử"));
    assert_eq!(told[0].within.as_deref(), Some("Tên mới"));
    assert_eq!(changes(1), of("duration_s", "600".to_owned(), "900"));
    assert_eq!(told[3].name.as_deref(), Some("Trần Thị L."));
    assert!(!entries[3].detail.contains("Lan"));
    let days = before.settings.complaint_days.to_string();
    let expected = [
        of("title", format!("\"{}\"", before.title), "\"Tên mới\""),
        of("settings.complaint_days", days, "9"),
    ];
    assert_eq!(changes(4), expected.concat());
    assert!(matches!(
        engine.verify_audit().await.unwrap(),
        ChainState::Whole { .. }
    ));
}

async fn make_change_and_remove_a_round(world: &World<'_>, slug: &str) {
    let (engine, organiser) = (&world.engine, &world.organiser);
    let plan = RoundPlan {
        name: "Tuần thử".to_owned(),
        opens_at: engine.now().plus_seconds(7200),
        closes_at: engine.now().plus_seconds(9000),
        duration_s: 600,
    };
    let made = engine.create_round(organiser, slug, plan.clone(), None).await;
    let round = made.unwrap().id;
    let longer = RoundPlan {
        duration_s: 900,
        ..plan
    };
    engine.change_round(organiser, round, longer).await.unwrap();
    engine.remove_round(organiser, round).await.unwrap();
}

async fn surveys_and_their_waves_are_told_by_name(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    open_desk(&world, Vec::new()).await;
    let survey = engine.console_survey(organiser, "quay").await.unwrap();
    let mut form = survey.draft.clone();
    form.sections.clear();
    let change = SurveyChange {
        title: Some(Texts::of([("vi", "Tên mới"), ("en", "New")])),
        draft: Some((survey.revision, form)),
        ..SurveyChange::default()
    };
    engine.change_survey(organiser, "quay", change).await.unwrap();
    let change = WaveChange {
        name: Some("Đợt đầu".to_owned()),
        channels: Some(vec![Channel::Web]),
        ..WaveChange::default()
    };
    let wave = survey.waves[0].id;
    engine.change_wave(organiser, "quay", wave, change).await.unwrap();
    engine
        .create_survey(organiser, new_survey("tam", survey.draft.clone()), None)
        .await
        .unwrap();
    engine.delete_survey(organiser, "tam").await.unwrap();
    let all = AuditFilter::default();
    let entries = engine.audit_found(&world.admin, &all, None, 6).await.unwrap();
    let told = engine.audit_told(&world.admin, &entries).await.unwrap();
    let seen: Vec<_> = entries
        .iter()
        .zip(&told)
        .map(|(entry, told)| {
            let fields = told.detail.iter().flat_map(|detail| &detail.changed);
            let fields: Vec<&str> = fields.map(|change| change.field.as_str()).collect();
            let (name, within) = (told.name.as_deref().unwrap_or_default(), told.within.as_deref());
            (entry.action.as_str(), name, within, fields.join(" "))
        })
        .collect();
    let title = "Đánh giá tại quầy";
    let expected = [
        ("surveys.delete", title, None, String::new()),
        ("surveys.create", title, None, String::new()),
        (
            "waves.change",
            "Đợt đầu",
            Some("Tên mới"),
            "name channels".to_owned(),
        ),
        ("surveys.change", "Tên mới", None, "form survey_title".to_owned()),
        ("waves.field", "Đợt đầu", Some("Tên mới"), String::new()),
        ("surveys.create", "Tên mới", None, String::new()),
    ];
    assert_eq!(seen, expected);
    // What is gone leads nowhere.
    assert_eq!(told[1].subject, None);
    assert_eq!(told[2].subject, Some(Subject::Survey("quay".to_owned())));
}
