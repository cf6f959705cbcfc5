//! Keys stay with whoever may open their bank, whoever draws from it.

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::ids::RoundId;
use khao_domain::people::role::Role;
use khao_engine::contest::contests::{ContestChange, NewOwner};
use khao_engine::contest::corrections::NewCorrection;
use khao_engine::contest::groups::NewGroup;
use khao_engine::error::Error;
use khao_engine::exports::{ExportFormat, ExportKind};
use khao_engine::policy::Actor;

use crate::build::{World, assert_error, open_contest, three_choices, week};
use crate::db::Db;
use crate::figures::rows;
use crate::play::{play, publish};
use crate::scope::{bound, of};

on_both!(the_authoritys_keys_stay_with_whoever_opens_its_banks);

async fn the_authoritys_keys_stay_with_whoever_opens_its_banks(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let department = world.unit("VL.S1").await;
    let organiser = bound(Role::Organiser, department);
    let new = of("noi-vu", Some(department));
    engine.create_contest(&organiser, new, None).await.unwrap();
    let group = NewGroup {
        name: "Cán bộ".to_owned(),
        bank: world.bank().await,
        blueprint: three_choices(),
        min_age: None,
    };
    let group = engine.create_group(&organiser, "noi-vu", group, None).await;
    let group = group.unwrap().id;
    let round = engine.create_round(&organiser, "noi-vu", week("Tuần 1", 1), None);
    let round = round.await.unwrap().id;
    engine.announce_round(&organiser, round).await.unwrap();
    for (who, opens) in [(&organiser, false), (&world.organiser, true)] {
        let paper = engine.preview_paper(who, "noi-vu", group, "1").await.unwrap();
        assert_eq!((paper.has_keys, paper.questions.len()), (opens, 3));
        for one in &paper.questions {
            let shown = [
                !one.key.is_empty(),
                !one.explanation_html.is_empty(),
                !one.source.is_empty(),
            ];
            assert_eq!(shown, [opens; 3], "{one:?}");
        }
        let items = engine.round_items(who, round).await.unwrap();
        assert_eq!(items.len(), 4);
        assert!(items.iter().all(|item| item.key.is_some() == opens));
    }
    a_guess_is_not_answered(&world, &organiser, round).await;
    complaints_show_them_no_more(db).await;
}

/// Who would move under a guessed key tells the right one, and so does who would lose by a dropped item.
async fn a_guess_is_not_answered(world: &World<'_>, organiser: &Actor, round: RoundId) {
    let engine = &world.engine;
    let correction = |kind, key: &str| NewCorrection {
        bank: None,
        item_code: "TC-1".to_owned(),
        kind,
        key: key.to_owned(),
        reason: "Sai".to_owned(),
    };
    for kind in [CorrectionKind::NewKey, CorrectionKind::AlsoAccept] {
        let guess = correction(kind, "B");
        let preview = engine.preview_correction(organiser, round, &guess);
        assert_error!(preview.await, Error::ForeignBank);
        assert_error!(
            engine.correct(organiser, round, &guess, None).await,
            Error::ForeignBank
        );
        let preview = engine.preview_correction(&world.organiser, round, &guess).await;
        assert!(preview.unwrap().effect.is_some());
    }
    for kind in [CorrectionKind::NoPoints, CorrectionKind::FullPoints] {
        let dropped = correction(kind, "");
        let preview = engine.preview_correction(organiser, round, &dropped).await;
        assert_eq!(preview.unwrap().effect, None);
        engine.correct(organiser, round, &dropped, None).await.unwrap();
    }
    let (made, _) = engine.corrections(organiser, round).await.unwrap();
    assert_eq!(made.len(), 2);
}

/// A contest that became the department's draws from the authority's bank, too.
async fn complaints_show_them_no_more(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let department = world.unit("VL.S1").await;
    let given = ContestChange {
        owner: Some(NewOwner(Some(department))),
        ..ContestChange::default()
    };
    let given = engine.change_contest(&world.admin, &contest.slug, |_| Ok(given));
    given.await.unwrap();
    let who = contest.enter(&world, "Lê Một").await;
    let id = play(engine, &who.actor, round, 1, 0).await;
    publish(&world, &contest, 0).await;
    let filed = engine.complain(&who.actor, id, None, "Đáp án sai.").await;
    let filed = (round, filed.unwrap().id);
    for (who, opens) in [
        (&bound(Role::Organiser, department), false),
        (&bound(Role::Auditor, department), false),
        (&world.organiser, true),
    ] {
        let file = engine.complaint_case(who, filed).await.unwrap();
        assert_eq!((file.has_keys, file.items.len()), (opens, 3));
        for one in &file.items {
            let shown = [
                !one.key.is_empty(),
                !one.explanation_html.is_empty(),
                !one.source.is_empty(),
            ];
            assert_eq!(shown, [opens; 3], "{one:?}");
            assert!(opens || one.key_text.is_none());
            assert!(one.answer.is_some());
            assert!(opens || (!one.is_correct && one.score_hundredths == 0));
        }
        // Nor does the file of answers say what was right.
        let file = engine.export(who, round, ExportKind::Answers, ExportFormat::Csv);
        let lines = rows(file.await.unwrap()).await;
        assert_eq!(lines.len(), 3);
        for line in &lines {
            assert_eq!(line[6..].iter().all(|cell| !cell.is_empty()), opens, "{line:?}");
            assert_eq!(line[6..].iter().any(|cell| !cell.is_empty()), opens, "{line:?}");
        }
    }
}
