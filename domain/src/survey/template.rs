//! Questionnaires to begin with.

use super::form::Form;
use crate::lang::{Said, said};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Satisfaction with public services, 33 rated items and the blocks beside them, as surveyed in 2022.
    Sipas,
    /// A rating at a one-stop desk: at most six items, under 45 seconds.
    Desk,
    /// Who knows the goals of administrative reform, against a target.
    Awareness,
    Blank,
}

impl Template {
    pub const ALL: [Self; 4] = [Self::Sipas, Self::Desk, Self::Awareness, Self::Blank];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sipas => "sipas",
            Self::Desk => "desk",
            Self::Awareness => "awareness",
            Self::Blank => "blank",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    pub const fn title(self) -> Said {
        match self {
            Self::Sipas => said(
                "Đo lường sự hài lòng (kiểu SIPAS 2022)",
                "Satisfaction survey (SIPAS 2022 type)",
            ),
            Self::Desk => said("Đánh giá tại bộ phận một cửa", "Rating at the one-stop desk"),
            Self::Awareness => said("Khảo sát mức độ nắm vững", "Awareness survey"),
            Self::Blank => said("Phiếu trống", "Blank form"),
        }
    }

    pub fn form(self) -> Form {
        let text = match self {
            Self::Sipas => include_str!("templates/sipas.json"),
            Self::Desk => include_str!("templates/desk.json"),
            Self::Awareness => include_str!("templates/awareness.json"),
            Self::Blank => include_str!("templates/blank.json"),
        };
        // Each is read by a test below.
        serde_json::from_str(text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::check::{check, gaps};
    use crate::survey::form::Ask;

    #[test]
    fn every_template_can_be_fielded_in_both_languages() {
        for template in Template::ALL {
            let form = template.form();
            assert_eq!(form.languages[..2], ["vi", "en"], "{template:?}");
            let wanted = usize::from(template == Template::Blank);
            assert_eq!(check(&form).len(), wanted, "{template:?}: {:?}", check(&form));
            let gaps: Vec<_> = gaps(&form)
                .into_iter()
                .filter(|gap| gap.language != "km")
                .collect();
            assert!(gaps.is_empty(), "{template:?}: {gaps:?}");
            assert_eq!(Template::parse(template.as_str()), Some(template));
        }
    }

    #[test]
    fn the_sipas_type_has_its_items_and_factors() {
        let form = Template::Sipas.form();
        let questions = form.questions();
        let in_factor = |id: &str| questions.iter().filter(|question| question.factor == id).count();
        let counts: Vec<usize> = form.factors.iter().map(|factor| in_factor(&factor.id)).collect();
        assert_eq!(counts, [2, 2, 8, 2, 4, 4, 5, 3, 3]);
        assert_eq!(counts.iter().sum::<usize>(), 33);
        let parts: Vec<&str> = form
            .factors
            .iter()
            .map(|factor| form.read(&factor.part, "en"))
            .collect();
        assert_eq!(parts.iter().filter(|part| **part == parts[0]).count(), 4);
        let scale = form.scale("satisfaction").unwrap();
        assert_eq!(
            scale.steps.iter().map(|step| step.value).collect::<Vec<_>>(),
            [1, 2, 3, 4, 5]
        );
        assert_eq!(form.read(&scale.steps[4].label, "vi"), "Rất hài lòng");
    }

    #[test]
    fn a_desk_rating_is_short() {
        let form = Template::Desk.form();
        assert!(form.questions().len() <= 6);
        assert!(
            form.items()
                .any(|(_, item)| matches!(item.ask, Ask::Rating { faces: true, .. }))
        );
    }
}
