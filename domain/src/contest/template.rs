//! Contests to begin with: the weekly one, after the rules of Huế's contest of 2025, and a blank one.

use crate::contest::rules_text;
use crate::contest::settings::{
    AttemptsPolicy, ContestSettings, CountedAttempt, DeadlineRule, Overall, ParticipantsCounted, Release,
    TieBreak,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Weekly rounds, one attempt each, 15 questions and a prediction, officials and citizens apart.
    Weekly,
    /// Nothing but the usual settings.
    Blank,
}

/// A group as a template proposes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateGroup {
    pub name: &'static str,
    pub min_age: Option<u8>,
}

impl Template {
    pub const ALL: [Self; 2] = [Self::Weekly, Self::Blank];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Blank => "blank",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.as_str() == text)
    }

    pub fn settings(self) -> ContestSettings {
        match self {
            Self::Blank => ContestSettings::default(),
            Self::Weekly => ContestSettings {
                attempts: AttemptsPolicy::One,
                counted: CountedAttempt::First,
                deadline: DeadlineRule::EndOfRound,
                score_shown: Release::AtOnce,
                keys_shown: Release::AfterPublication,
                tie_chain: vec![TieBreak::Prediction, TieBreak::Duration, TieBreak::SubmissionTime],
                participants_counted: ParticipantsCounted::SubmittedPersons,
                overall: Overall::SumOfBest,
                min_age: 16,
                ..ContestSettings::default()
            },
        }
    }

    pub const fn groups(self) -> &'static [TemplateGroup] {
        match self {
            Self::Blank => &[],
            Self::Weekly => &[
                TemplateGroup {
                    name: "Cán bộ, công chức, viên chức",
                    min_age: Some(18),
                },
                TemplateGroup {
                    name: "Người dân",
                    min_age: Some(18),
                },
            ],
        }
    }

    /// Scored questions of a paper, beside one prediction.
    pub const fn questions(self) -> u32 {
        match self {
            Self::Blank => 0,
            Self::Weekly => 15,
        }
    }

    /// Minutes for a paper.
    pub const fn minutes(self) -> u32 {
        20
    }

    /// The contest's rules in Markdown, to be read and changed by the organiser.
    pub fn rules(self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Weekly => rules_text::weekly(&self.settings()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_in_order() {
        for template in Template::ALL {
            assert_eq!(Template::parse(template.as_str()), Some(template));
            assert_eq!(template.settings().check(), []);
        }
        assert_eq!(Template::parse("monthly"), None);
        assert_eq!(Template::Weekly.groups().len(), 2);
    }
}
