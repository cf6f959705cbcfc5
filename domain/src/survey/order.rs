//! In which order a respondent meets the items of a section.

use sha2::{Digest, Sha256};

use super::form::Section;
use crate::contest::draw::DrawRng;

/// The items' places in the order of this respondent: that of the form, or a shuffle that is the same wherever it is
/// made from the same seed (SHA-256 of "khao survey order 1" ‖ seed ‖ 0 ‖ the section's id, into `khao-draw-1`).
pub fn order(section: &Section, seed: &str) -> Vec<usize> {
    let mut places: Vec<usize> = (0..section.items.len()).collect();
    if section.shuffle {
        let mut hash = Sha256::new();
        hash.update(b"khao survey order 1");
        hash.update(seed.as_bytes());
        hash.update([0]);
        hash.update(section.id.as_bytes());
        DrawRng::new(hash.finalize().into()).shuffle(&mut places);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_order_is_the_same_for_the_same_seed() {
        let item =
            |id: usize| json!({"id": format!("i{id}"), "text": {"vi": "?"}, "ask": {"kind": "yes_no"}});
        let items: Vec<_> = (0..8).map(item).collect();
        let mut section: Section =
            serde_json::from_value(json!({"id": "s", "title": {}, "shuffle": true, "items": items})).unwrap();
        assert_eq!(order(&section, "x"), order(&section, "x"));
        let firsts: std::collections::BTreeSet<usize> = (0..200)
            .map(|seed| order(&section, &seed.to_string())[0])
            .collect();
        assert_eq!(firsts.len(), 8, "each item comes first for somebody");
        section.shuffle = false;
        assert_eq!(order(&section, "x"), (0..8).collect::<Vec<_>>());
    }
}
