//! Answers that cannot be saved, on the way out.

use super::*;

fn refuse_next(course: &mut Course, now_ms: i64) {
    let Some(job @ Job::Save(_)) = course.next(now_ms) else {
        panic!("a save")
    };
    let refusal = Refusal::Invalid(vec![(0, "Quá nhiều.".to_owned())]);
    course.done(Outcome::Refused(job, refusal), now_ms, 0);
}

/// The refusal comes on the way out, when nobody could have seen it.
#[test]
fn a_refused_answer_is_left_out_only_with_the_participants_word() {
    let mut course = course();
    give(&mut course, 4, "a", 0);
    assert_eq!(course.ask(), [0; 0]);
    course.hand_in();
    refuse_next(&mut course, 0);
    assert!(course.has_more_to_ask());
    read(&mut course, START, 1);
    assert_eq!(course.next(1), None, "not handed in");
    assert!(course.takes_answers(1), "back to the questions");
    assert_eq!(course.ask(), [4]);
    course.hand_in();
    read(&mut course, START, 2);
    assert_eq!(course.next(2), None, "who was asked has to answer");
    course.hand_in_without();
    read(&mut course, START, 3);
    assert_eq!(course.next(3), Some(Job::HandIn));
}

#[test]
fn the_word_holds_for_the_answers_that_were_named() {
    let mut course = course();
    course.outbox.refuse(2, "Không phải số.".to_owned());
    assert_eq!(course.ask(), [2]);
    give(&mut course, 4, "a", 0);
    course.hand_in_without();
    refuse_next(&mut course, 0);
    read(&mut course, START, 1);
    assert_eq!(course.next(1), None, "nobody was asked about the other");
    assert_eq!(course.ask(), [2, 4]);
    course.hand_in_without();
    course.stay();
    course.hand_in();
    read(&mut course, START, 2);
    assert_eq!(course.next(2), None, "the word ends with going back");
}

#[test]
fn when_time_is_up_nobody_is_asked() {
    let mut course = course();
    let end_ms = 600_000;
    course.outbox.refuse(2, "Không phải số.".to_owned());
    read(&mut course, START, end_ms);
    assert_eq!(course.next(end_ms), Some(Job::HandIn));
}
