//! Addresses that are proposed for what has a title.

use khao_domain::text::fold;
use khao_engine::error::{Conflict, Error};

/// Addresses are at most 64 characters.
const SLUG_CHARS: usize = 48;
/// Numbers that make a proposed address nobody's.
const TRIES: u32 = 1_000;

/// A title as part of an address: `Tìm hiểu CCHC 2026` is `tim-hieu-cchc-2026`.
pub(super) fn slug_of(title: &str) -> String {
    let folded: String = fold(title)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(SLUG_CHARS)
        .collect();
    folded.trim_matches('-').to_owned()
}

/// Makes something at the address that was typed; where none was, at the one that is proposed, or else with a number.
pub(super) async fn at_address<T, M: Future<Output = Result<T, Error>> + Send>(
    (typed, proposed): (&str, &str),
    make: impl Fn(String) -> M + Send + Sync,
) -> Result<T, Error> {
    if typed.is_empty() {
        first_free(proposed, make).await
    } else {
        make(typed.to_owned()).await
    }
}

/// Makes something at the address, or at the first with a number that is nobody's: another one's may be one that the
/// visitor does not see.
async fn first_free<T, M: Future<Output = Result<T, Error>> + Send>(
    slug: &str,
    make: impl Fn(String) -> M + Send + Sync,
) -> Result<T, Error> {
    for number in 1..=TRIES {
        let tried = if number == 1 {
            slug.to_owned()
        } else {
            format!("{slug}-{number}")
        };
        match make(tried).await {
            Err(Error::Conflict(Conflict::Taken)) => {}
            made => return made,
        }
    }
    Err(Error::Conflict(Conflict::Taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_makes_an_address() {
        assert_eq!(slug_of("Tìm hiểu CCHC, 2026!"), "tim-hieu-cchc-2026");
        assert_eq!(slug_of("???"), "");
        assert!(slug_of(&"chuyển đổi số ".repeat(9)).len() <= SLUG_CHARS);
    }

    #[tokio::test]
    async fn the_first_address_that_is_nobodys_is_taken() {
        let taken = ["quay", "quay-2"];
        let make = |slug: String| async move {
            if taken.contains(&slug.as_str()) {
                Err(Error::Conflict(Conflict::Taken))
            } else {
                Ok(slug)
            }
        };
        assert!(matches!(first_free("quay", make).await.as_deref(), Ok("quay-3")));
        let never = |_| async { Err::<(), _>(Error::Conflict(Conflict::Taken)) };
        assert!(matches!(
            first_free("quay", never).await,
            Err(Error::Conflict(Conflict::Taken))
        ));
        let broken = |_| async { Err::<(), _>(Error::NotFound) };
        assert!(matches!(first_free("quay", broken).await, Err(Error::NotFound)));
    }
}
