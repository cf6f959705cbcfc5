//! The promise published when a round is announced: one hash that fixes rules, banks and secret before anybody starts.
//! Once the secret is revealed, anybody can check the hash and draw every paper again.

use sha2::{Digest, Sha256};

use crate::contest::paper::Pool;
use crate::ids::{BankId, GroupId, RoundId};
use crate::time::Timestamp;

/// Everything a round promises beside its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed<'a> {
    pub round: RoundId,
    /// `serde_json::to_string` of the settings.
    pub settings_json: &'a str,
    /// The rules as people read them, in Markdown (NFC).
    pub rules: &'a str,
    pub groups: Vec<CommittedGroup<'a>>,
    pub opens: Timestamp,
    pub closes: Timestamp,
    pub duration_s: u32,
}

/// What one group draws from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommittedGroup<'a> {
    pub group: GroupId,
    pub bank: BankId,
    pub bank_revision: i64,
    /// See [`pool_hash`].
    pub pool_hash: [u8; 32],
    /// `serde_json::to_string` of the blueprint.
    pub blueprint_json: &'a str,
}

/// SHA-256 over the pool's items as canonical JSON (`serde_json::to_string`), each followed by a line feed.
pub fn pool_hash(pool: &Pool) -> [u8; 32] {
    let mut hash = Sha256::new();
    for item in pool.items() {
        // An item holds only strings, numbers and lists, which always have a JSON text.
        hash.update(serde_json::to_string(item).unwrap_or_default());
        hash.update(b"\n");
    }
    hash.finalize().into()
}

/// SHA-256, in lower-case hexadecimal, over these fields, each preceded by its length in bytes (8 bytes, big end first):
///
/// 1. the text `khao commitment 2`;
/// 2. round id (16 bytes), settings (JSON), rules (Markdown), opening, closing (microseconds since 1970, 8 bytes each),
///    duration (4 bytes);
/// 3. for each group, in the order of group ids: group id, bank id (16 bytes each), bank revision (8 bytes), pool hash
///    (32 bytes), blueprint (JSON);
/// 4. the round's secret (32 bytes).
///
/// Numbers have their big end first.
pub fn commitment(committed: &Committed<'_>, secret: &[u8; 32]) -> String {
    let mut groups: Vec<&CommittedGroup<'_>> = committed.groups.iter().collect();
    groups.sort_by_key(|group| group.group);
    let mut hash = Sha256::new();
    let mut field = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    field(b"khao commitment 2");
    field(committed.round.0.as_bytes());
    field(committed.settings_json.as_bytes());
    field(committed.rules.as_bytes());
    field(&committed.opens.0.to_be_bytes());
    field(&committed.closes.0.to_be_bytes());
    field(&committed.duration_s.to_be_bytes());
    for group in groups {
        field(group.group.0.as_bytes());
        field(group.bank.0.as_bytes());
        field(&group.bank_revision.to_be_bytes());
        field(&group.pool_hash);
        field(group.blueprint_json.as_bytes());
    }
    field(secret);
    hex(&hash.finalize())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::samples::{item, number, single};
    use uuid::Uuid;

    fn pool() -> Pool {
        Pool::new(vec![
            item("B", "T", 2, number("12,5", "0,5")),
            item("A", "T", 1, single(&["*Một", "!Hai"])),
        ])
    }

    fn committed() -> Committed<'static> {
        let group = |n: u128| CommittedGroup {
            group: GroupId(Uuid::from_u128(n)),
            bank: BankId(Uuid::from_u128(100 + n)),
            bank_revision: 3,
            pool_hash: [u8::try_from(n).unwrap(); 32],
            blueprint_json: r#"[{"topic":"T","difficulty":1,"count":1}]"#,
        };
        Committed {
            round: RoundId(Uuid::from_u128(1)),
            settings_json: r#"{"attempts":"one"}"#,
            rules: "**Thể lệ**",
            groups: vec![group(2), group(1)],
            opens: Timestamp(1_000_000),
            closes: Timestamp(2_000_000),
            duration_s: 1200,
        }
    }

    /// Expected values were computed by another program from the documentation.
    #[test]
    fn hashes_are_golden() {
        assert_eq!(
            hex(&pool_hash(&pool())),
            "34984d5b413073591ee0027b4ef68f2bd671f897027e2f25f2c0d132743117e1"
        );
        assert_eq!(
            commitment(&committed(), &[9; 32]),
            "4fec505aa6d10d6c9cfa32769cc31ef33746fc937fa7bb94ae4855defee2bac3"
        );
    }

    #[test]
    fn the_order_of_groups_does_not_matter_and_everything_else_does() {
        let base = commitment(&committed(), &[9; 32]);
        let mut reordered = committed();
        reordered.groups.reverse();
        assert_eq!(commitment(&reordered, &[9; 32]), base);
        let changes: [fn(&mut Committed<'_>); 9] = [
            |c| c.round = RoundId(Uuid::from_u128(2)),
            |c| c.settings_json = "{}",
            |c| c.rules = "",
            |c| c.opens = Timestamp(1),
            |c| c.closes = Timestamp(1),
            |c| c.duration_s = 1,
            |c| c.groups[0].bank_revision = 4,
            |c| c.groups[0].pool_hash = [7; 32],
            |c| c.groups[0].blueprint_json = "[]",
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut other = committed();
            change(&mut other);
            assert_ne!(commitment(&other, &[9; 32]), base, "change {index}");
        }
        assert_ne!(commitment(&committed(), &[8; 32]), base);
    }
}
