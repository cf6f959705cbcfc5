//! Addresses with a query string.

/// The path with those fields that hold something.
pub fn address<'f>(path: &str, fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> String {
    let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(given)
        .finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_not_said() {
        assert_eq!(address("/a", [("b", ""), ("c", "")]), "/a");
        assert_eq!(
            address("/a", [("b", "x y"), ("c", ""), ("d", "&")]),
            "/a?b=x+y&d=%26"
        );
    }
}
