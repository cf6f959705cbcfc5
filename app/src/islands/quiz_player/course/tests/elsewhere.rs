//! What another device changes meanwhile.

use super::*;

fn given(position: u16, seq: i64, word: &str) -> Entry {
    Entry {
        position,
        seq,
        value: text(word),
    }
}

/// A page that shows 2 for the tenth question, where another device has given 4 since.
fn overtaken() -> Course {
    let mut course = Course::new(Outbox::rendered([given(10, 1_000_000, "2")]), START, false);
    course.ask();
    course
}

fn learn_of_the_other(course: &mut Course, now_ms: i64) {
    assert_eq!(course.next(now_ms), Some(Job::Read));
    let mut stored = nothing_stored(AttemptStatus::Open);
    stored.saved = vec![given(10, 1_000_500, "4")];
    course.done(Outcome::Read(stored, Some(START)), now_ms, 0);
}

#[test]
fn nobody_hands_in_what_another_device_wrote_unseen() {
    let mut course = overtaken();
    give(&mut course, 1, "a", 0);
    course.hand_in();
    let Some(Job::Save(batch)) = course.next(0) else {
        panic!("the answer first")
    };
    let answer = Server::default().save(&batch);
    course.done(Outcome::Saved(batch, answer, None), 0, 0);
    learn_of_the_other(&mut course, 1);
    assert_eq!(course.next(2), None, "not handed in");
    assert!(course.takes_answers(2) && course.has_more_to_ask());
    assert_eq!(course.outbox.elsewhere(), [10]);
    course.ask();
    course.hand_in();
    learn_of_the_other(&mut course, 3);
    assert_eq!(course.next(4), Some(Job::HandIn), "seen, and handed in");
}

#[test]
fn when_time_is_up_what_another_device_wrote_is_handed_in() {
    let mut course = overtaken();
    course.hand_in();
    learn_of_the_other(&mut course, 600_000);
    assert_eq!(course.next(600_000), Some(Job::HandIn));
}

#[test]
fn an_idle_page_looks_around_now_and_then() {
    let mut course = course();
    course.look_around(1_000, 7);
    course.look_around(61_006, 7);
    assert_eq!(course.next(61_006), None);
    course.look_around(61_007, 7);
    read(&mut course, START, 61_007);
    course.look_around(61_008, 0);
    course.look_around(121_007, 0);
    assert_eq!(course.next(121_007), None, "counted from the last exchange");
}
