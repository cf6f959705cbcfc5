use super::*;

#[expect(clippy::unnecessary_wraps, reason = "an answer may also be none")]
fn text(word: &str) -> Answer {
    Some(Value::Text(word.to_owned()))
}

fn entry(position: u16, seq: i64, word: &str) -> Entry {
    Entry {
        position,
        seq,
        value: text(word),
    }
}

fn stored(position: u16, seq: i64, value: Option<Answer>) -> SavedAnswer {
    SavedAnswer { position, seq, value }
}

/// Edits and keeps.
fn give(outbox: &mut Outbox, position: u16, word: &str, server_ms: i64) -> Entry {
    let entry = outbox.edit(position, text(word), server_ms).unwrap();
    outbox.kept((entry.seq, position));
    entry
}

#[test]
fn an_answer_goes_from_kept_to_sent_to_saved() {
    let mut outbox = Outbox::rendered([]);
    let first = outbox.edit(1, text("a"), 100).unwrap();
    assert_eq!(outbox.state(1), SaveState::Unsaved);
    assert!(outbox.batch(9).is_empty(), "nothing is sent before it is kept");
    outbox.kept((first.seq, 1));
    let sent = outbox.batch(9);
    assert_eq!(sent, [entry(1, 100, "a")]);
    outbox.acknowledge(&sent, vec![stored(1, 100, None)]);
    assert_eq!((outbox.state(1), outbox.unsent()), (SaveState::Saved, vec![]));
    assert_eq!(outbox.take_obsolete(), [(100, 1)]);
    assert_eq!(
        outbox.edit(1, text("a"), 200),
        None,
        "the same again is no change"
    );
    let cleared = outbox.edit(1, None, 200).unwrap();
    outbox.acknowledge(&[cleared], vec![stored(1, 200, None)]);
    assert_eq!(outbox.state(1), SaveState::Empty);
}

#[test]
fn order_is_kept_and_an_earlier_answer_of_a_position_is_not_sent() {
    let mut outbox = Outbox::rendered([]);
    give(&mut outbox, 3, "a", 100);
    give(&mut outbox, 1, "b", 100);
    give(&mut outbox, 3, "c", 100);
    give(&mut outbox, 2, "d", 50);
    assert_eq!(outbox.take_obsolete(), [(100, 3)]);
    let sent = outbox.batch(9);
    assert_eq!(sent, [entry(1, 101, "b"), entry(3, 102, "c"), entry(2, 103, "d")]);
    assert_eq!(outbox.batch(1), [entry(1, 101, "b")]);
}

#[test]
fn an_answer_that_is_not_kept_yet_holds_back_the_later_ones() {
    let mut outbox = Outbox::rendered([]);
    let first = outbox.edit(1, text("a"), 100).unwrap();
    give(&mut outbox, 2, "b", 200);
    assert!(outbox.batch(9).is_empty());
    outbox.kept((first.seq, 1));
    assert_eq!(outbox.batch(9).len(), 2);
}

#[test]
fn an_acknowledgement_does_not_touch_what_was_answered_meanwhile() {
    let mut outbox = Outbox::rendered([]);
    let sent = vec![give(&mut outbox, 1, "a", 100)];
    give(&mut outbox, 1, "b", 150);
    outbox.acknowledge(&sent, vec![stored(1, 100, None)]);
    assert_eq!(outbox.batch(9), [entry(1, 150, "b")]);
    assert_eq!(outbox.shown(1), &text("b"));
    assert!(outbox.take_changed().is_empty());
}

#[test]
fn a_newer_answer_from_elsewhere_stands_and_the_own_one_can_be_given_again() {
    let mut outbox = Outbox::rendered([entry(1, 10, "old")]);
    let sent = vec![give(&mut outbox, 1, "mine", 100)];
    outbox.acknowledge(&sent, vec![stored(1, 140, Some(text("theirs")))]);
    assert_eq!(outbox.shown(1), &text("theirs"));
    assert_eq!(outbox.state(1), SaveState::Elsewhere(true));
    assert_eq!(outbox.take_changed(), [1]);
    let again = outbox.edit(1, outbox.lost(1), 120).unwrap();
    assert_eq!(again, entry(1, 141, "mine"), "later than theirs");
    assert_eq!(outbox.state(1), SaveState::Unsaved);
}

#[test]
fn an_equal_seq_with_another_value_counts_as_changed_elsewhere() {
    let mut outbox = Outbox::rendered([]);
    let sent = vec![give(&mut outbox, 1, "mine", 100)];
    outbox.acknowledge(&sent, vec![stored(1, 100, Some(text("theirs")))]);
    assert_eq!(outbox.shown(1), &text("theirs"));
    assert!(outbox.unsent().is_empty());
    assert_eq!(outbox.edit(1, text("mine"), 100).unwrap().seq, 101);
}

#[test]
fn after_a_reload_what_was_not_sent_comes_back_unless_another_device_was_later() {
    let mut outbox = Outbox::rendered([entry(1, 10, "a"), entry(2, 90, "theirs"), entry(3, 30, "c")]);
    for kept in [entry(1, 50, "mine"), entry(2, 60, "mine"), entry(3, 30, "c")] {
        outbox.adopt(kept);
    }
    assert_eq!(outbox.batch(9), [entry(1, 50, "mine")]);
    assert_eq!(outbox.take_changed(), [1]);
    assert_eq!(outbox.state(2), SaveState::Elsewhere(true));
    assert_eq!((outbox.shown(2), outbox.lost(2)), (&text("theirs"), text("mine")));
    assert_eq!(outbox.state(3), SaveState::Saved);
    assert_eq!(outbox.take_obsolete(), [(60, 2), (30, 3)]);
}

#[test]
fn another_tabs_answer_is_shown_and_may_be_sent_by_either() {
    let mut outbox = Outbox::rendered([]);
    give(&mut outbox, 1, "mine", 100);
    outbox.adopt_from_tab(entry(1, 101, "theirs"));
    outbox.adopt_from_tab(entry(1, 101, "theirs"));
    assert_eq!(outbox.shown(1), &text("theirs"));
    assert_eq!(outbox.batch(9), [entry(1, 101, "theirs")]);
    assert_eq!(outbox.lost(1), text("mine"));
    outbox.learn(1, 101, text("theirs"));
    assert!(outbox.unsent().is_empty());
    outbox.adopt_from_tab(entry(1, 99, "stale"));
    assert_eq!(outbox.shown(1), &text("theirs"));
}

#[test]
fn what_cannot_be_an_answer_leaves_the_one_before() {
    let mut outbox = Outbox::rendered([entry(1, 10, "987")]);
    assert_eq!(outbox.typed(1, None, 100), None);
    assert_eq!(outbox.shown(1), &text("987"));
    // Deleted key by key, and something else begun.
    outbox.typed(1, Some(text("98")), 200);
    outbox.typed(1, Some(None), 300);
    outbox.typed(1, None, 400);
    assert_eq!(outbox.shown(1), &text("987"));
    outbox.refuse(1, "Không phải số.".to_owned());
    assert_eq!(outbox.shown(1), &text("987"));
}

#[test]
fn the_beginning_of_an_answer_is_not_left_behind_unless_it_rested() {
    let mut outbox = Outbox::rendered([]);
    outbox.typed(1, Some(text("1")), 100);
    outbox.typed(1, None, 200);
    assert_eq!(outbox.shown(1), &None);
    outbox.typed(1, Some(text("15")), 300);
    outbox.typed(1, None, 300 + RESTED_MS);
    assert_eq!(outbox.shown(1), &text("15"));
    outbox.typed(1, Some(text("2")), 4_000);
    outbox.field_left();
    outbox.typed(1, None, 4_001);
    assert_eq!(outbox.shown(1), &text("2"));
}

#[test]
fn what_is_typed_goes_on_when_another_position_gives_way() {
    let mut outbox = Outbox::rendered([entry(2, 10, "c")]);
    outbox.typed(1, Some(text("1")), 100);
    outbox.learn(2, 150, text("theirs"));
    outbox.typed(1, None, 200);
    assert_eq!(outbox.shown(1), &None, "its beginning is not left behind");
    // What gave way itself begins anew with what came in its place.
    outbox.typed(1, Some(text("2")), 300);
    outbox.learn(1, 400, text("theirs"));
    outbox.typed(1, None, 500);
    assert_eq!(outbox.shown(1), &text("theirs"));
}

#[test]
fn what_the_server_refuses_is_said_and_not_sent_again() {
    let mut outbox = Outbox::rendered([]);
    give(&mut outbox, 1, "a", 100);
    give(&mut outbox, 2, "b", 101);
    let sent = outbox.batch(9);
    assert!(outbox.reject(&sent, vec![(1, "Quá lớn.".to_owned())]));
    assert_eq!(outbox.batch(9), [entry(1, 100, "a")]);
    assert_eq!(outbox.state(2), SaveState::Refused("Quá lớn.".to_owned()));
    assert_eq!(outbox.refused(), [2]);
    give(&mut outbox, 2, "c", 102);
    assert!(outbox.refused().is_empty());
    assert!(!outbox.reject(&sent, vec![(7, String::new())]));
}
