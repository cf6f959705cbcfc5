//! Quotas: how many responses of a kind are wanted. A full one closes its kind at once.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::course::Answers;
use super::form::Form;
use crate::lang::said;
use crate::problem::Problem;

pub const QUOTAS_MOST: usize = 100;
const NAME_CHARS_MOST: usize = 120;
const SIZE_MOST: u32 = 10_000_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    pub name: String,
    /// Which responses it counts, in the language of [`super::condition`]; empty counts all.
    #[serde(default)]
    pub condition: String,
    /// The most that are taken, from 1.
    pub most: u32,
}

impl Quota {
    /// Whether it counts a response; a condition that cannot be read counts none, and is refused beforehand.
    pub fn counts(&self, answers: &Answers) -> bool {
        self.condition.trim().is_empty()
            || Condition::parse(&self.condition)
                .is_ok_and(|condition| condition.holds(&|item| answers.get(item)))
    }
}

/// What is wrong with the quotas of a form, each at `/quotas/{nth}/{field}`.
pub fn check(form: &Form, quotas: &[Quota]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if quotas.len() > QUOTAS_MOST {
        let detail = said(
            "Một đợt có nhiều nhất 100 chỉ tiêu.",
            "A wave has 100 quotas at most.",
        );
        return vec![Problem::at("/quotas", detail)];
    }
    let asked = form.by_id();
    for (nth, quota) in quotas.iter().enumerate() {
        let mut say =
            |field: &str, detail| problems.push(Problem::at(format!("/quotas/{nth}/{field}"), detail));
        if !(1..=NAME_CHARS_MOST).contains(&quota.name.trim().chars().count()) {
            say(
                "name",
                said(
                    "Tên chỉ tiêu có từ 1 đến 120 ký tự.",
                    "A quota's name has 1 to 120 characters.",
                ),
            );
        }
        if !(1..=SIZE_MOST).contains(&quota.most) {
            say(
                "most",
                said(
                    "Chỉ tiêu là số từ 1 đến 10.000.000.",
                    "A quota is a number from 1 to 10,000,000.",
                ),
            );
        }
        if quota.condition.trim().is_empty() {
            continue;
        }
        match Condition::parse(&quota.condition) {
            Err(detail) => say("condition", detail),
            Ok(condition) if condition.items().iter().any(|item| !asked.contains_key(item)) => {
                say(
                    "condition",
                    said(
                        "Điều kiện nhắc tới một câu không có trong phiếu.",
                        "The condition names a question that the form does not have.",
                    ),
                );
            }
            Ok(_) => {}
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::answer::Value;
    use crate::survey::template::Template;

    fn quota(name: &str, condition: &str, most: u32) -> Quota {
        Quota {
            name: name.to_owned(),
            condition: condition.to_owned(),
            most,
        }
    }

    #[test]
    fn a_quota_counts_what_its_condition_says() {
        let low = quota("Không hài lòng", "overall <= 2", 10);
        let answers = |step| Answers::from([("overall".to_owned(), Value::Step(step))]);
        assert!(low.counts(&answers(1)) && !low.counts(&answers(3)) && !low.counts(&Answers::new()));
        assert!(quota("Tất cả", " ", 10).counts(&Answers::new()));
    }

    #[test]
    fn each_mistake_is_told_at_its_field() {
        let quotas = [
            quota("Tốt", "overall >= 4", 5),
            quota("", "overall >", 0),
            quota("x", "nobody = 1", 1),
        ];
        let problems = check(&Template::Desk.form(), &quotas);
        let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "/quotas/1/name",
                "/quotas/1/most",
                "/quotas/1/condition",
                "/quotas/2/condition"
            ]
        );
    }
}
