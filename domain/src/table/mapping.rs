//! Which column of a template each column of a file is, where the file has headers of its own.

use serde::{Deserialize, Serialize};

use super::{RowProblem, Table};
use crate::lang::{Lang, Said};
use crate::problem::Problem;
use crate::text;

/// The columns of a template.
#[derive(Debug)]
pub struct Template {
    pub headers: Vec<&'static str>,
    /// Those that no file is without.
    pub required: Vec<&'static str>,
    /// Other headers that whoever reads the file understands by itself, folded.
    pub understood: &'static [Alias],
    /// Other headers that likely mean one of these, folded.
    pub aliases: &'static [Alias],
}

/// A header, and what else it is called.
pub type Alias = (&'static str, &'static [&'static str]);

/// For each column of a file the header of the template that it stands for; none for a column that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mapping(pub Vec<Option<String>>);

impl Template {
    fn named(&self, header: &str) -> Option<&'static str> {
        let folded = text::fold(header);
        let mut own = self.headers.iter().copied();
        own.find(|known| text::fold(known) == folded)
            .or_else(|| called(self.understood, &folded))
    }

    fn meant(&self, header: &str) -> Option<&'static str> {
        called(self.aliases, &text::fold(header))
    }

    /// Whether the file's headers are the template's own, each once: then there is nothing to choose.
    pub fn is_followed_by(&self, headers: &[String]) -> bool {
        let named: Option<Vec<&str>> = headers.iter().map(|header| self.named(header)).collect();
        named.is_some_and(|mut named| {
            let all = named.len();
            named.sort_unstable();
            named.dedup();
            named.len() == all
        })
    }
}

fn called(aliases: &'static [Alias], folded: &str) -> Option<&'static str> {
    let found = aliases.iter().find(|(_, words)| words.contains(&folded));
    found.map(|(header, _)| *header)
}

impl Mapping {
    /// By the template's own headers first, then by others that mean the same; each column of the template once.
    pub fn guess(headers: &[String], template: &Template) -> Self {
        let mut chosen: Vec<Option<&'static str>> = vec![None; headers.len()];
        for known in [Template::named, Template::meant] {
            for (at, header) in headers.iter().enumerate() {
                let guess = known(template, header).filter(|guess| !chosen.contains(&Some(*guess)));
                chosen[at] = chosen[at].or(guess);
            }
        }
        Self(chosen.into_iter().map(|one| one.map(str::to_owned)).collect())
    }

    /// What is wrong with a choice: at `/column.N`, or of the whole where a column is lacking.
    pub fn check(&self, template: &Template) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, chosen) in self.0.iter().enumerate() {
            let Some(chosen) = chosen else { continue };
            if self.0[..at].contains(&Some(chosen.clone())) {
                let detail = Said::of(|lang| match lang {
                    Lang::Vi => format!("“{chosen}” đã được chọn cho một cột khác ở trên."),
                    Lang::En => format!("“{chosen}” was chosen for another column above."),
                });
                problems.push(Problem::at(format!("/{}", field(at)), detail));
            } else if !template.headers.contains(&chosen.as_str()) {
                let detail = Said::of(|lang| match lang {
                    Lang::Vi => format!("Tệp mẫu không có cột “{chosen}”."),
                    Lang::En => format!("The template has no column “{chosen}”."),
                });
                problems.push(Problem::at(format!("/{}", field(at)), detail));
            }
        }
        for required in &template.required {
            if !self.0.iter().flatten().any(|chosen| chosen == required) {
                let detail = Said::of(|lang| match lang {
                    Lang::Vi => format!("Xin chọn cột của tệp dùng làm “{required}”."),
                    Lang::En => format!("Choose the column of the file that is “{required}”."),
                });
                problems.push(Problem::at("", detail));
            }
        }
        problems
    }

    /// The table as the template would have it.
    pub fn applied(&self, table: Table) -> Table {
        let places: Vec<usize> = (0..table.headers.len())
            .filter(|at| self.at(*at).is_some())
            .collect();
        let mut rows = table.rows;
        for row in &mut rows {
            let mut kept = Vec::with_capacity(places.len());
            kept.extend(
                places
                    .iter()
                    .filter_map(|at| row.cells.get_mut(*at).map(std::mem::take)),
            );
            row.cells = kept;
        }
        Table {
            headers: self.0.iter().flatten().cloned().collect(),
            rows,
        }
    }

    /// A problem under the header that stands in the file, with the template's behind it.
    pub fn as_in_file(&self, headers: &[String], problem: RowProblem) -> RowProblem {
        let own = problem.column.as_deref().and_then(|column| {
            let at = self
                .0
                .iter()
                .position(|chosen| chosen.as_deref() == Some(column))?;
            headers
                .get(at)
                .filter(|header| text::fold(header) != text::fold(column))
                .map(|header| format!("{header} ({column})"))
        });
        RowProblem {
            column: own.or(problem.column),
            ..problem
        }
    }

    fn at(&self, place: usize) -> Option<&str> {
        self.0.get(place).and_then(Option::as_deref)
    }
}

/// The field in which a column of the file is chosen.
pub fn field(place: usize) -> String {
    format!("column.{place}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Row;

    fn template() -> Template {
        Template {
            headers: vec!["Mã", "Tên", "Điểm"],
            required: vec!["Mã", "Tên"],
            understood: &[("Điểm", &["points"])],
            aliases: &[("Mã", &["code", "so"]), ("Tên", &["name"])],
        }
    }

    fn headers(of: &[&str]) -> Vec<String> {
        of.iter().map(|header| (*header).to_owned()).collect()
    }

    fn mapping(of: &[Option<&str>]) -> Mapping {
        Mapping(of.iter().map(|one| one.map(str::to_owned)).collect())
    }

    #[test]
    fn a_headers_own_name_goes_before_what_it_may_mean() {
        let guess = |of: &[&str]| Mapping::guess(&headers(of), &template());
        assert_eq!(
            guess(&["STT", "Code", "NAME"]),
            mapping(&[None, Some("Mã"), Some("Tên")])
        );
        // The first column may mean the code, and the second is the code.
        assert_eq!(guess(&["Số", "mã"]), mapping(&[None, Some("Mã")]));
        assert_eq!(guess(&["Mã", "Mã"]), mapping(&[Some("Mã"), None]));
    }

    #[test]
    fn only_a_file_with_the_templates_headers_needs_no_choice() {
        let follows = |of: &[&str]| template().is_followed_by(&headers(of));
        assert!(follows(&["tên", "Mã"]) && follows(&["Mã", "points"]));
        assert!(!follows(&["Mã", "Tên", "STT"]) && !follows(&["Mã", "mã"]) && !follows(&["Code"]));
    }

    #[test]
    fn a_choice_is_checked_whole() {
        let pointers = |of: &[Option<&str>]| -> Vec<String> {
            let problems = mapping(of).check(&template());
            problems.into_iter().map(|problem| problem.pointer).collect()
        };
        assert_eq!(pointers(&[Some("Mã"), None, Some("Tên")]), [""; 0]);
        assert_eq!(
            pointers(&[Some("Mã"), Some("Mã"), Some("Lạ")]),
            ["/column.1", "/column.2", ""]
        );
        assert_eq!(pointers(&[None]), ["", ""]);
    }

    #[test]
    fn a_table_is_read_as_the_template_has_it() {
        let cells = headers(&["1", "A-1", "An"]);
        let table = Table {
            headers: headers(&["STT", "Code", "Name"]),
            rows: vec![Row { number: 7, cells }],
        };
        let chosen = mapping(&[None, Some("Mã"), Some("Tên")]);
        let as_in_file = |column| {
            let problem = RowProblem::error(7, Some(column), "?");
            chosen.as_in_file(&table.headers, problem).column.unwrap()
        };
        assert_eq!(
            (as_in_file("Mã"), as_in_file("Điểm")),
            ("Code (Mã)".to_owned(), "Điểm".to_owned())
        );
        let read = chosen.applied(table);
        assert_eq!(read.headers, ["Mã", "Tên"]);
        assert_eq!(
            (read.rows[0].number, &read.rows[0].cells),
            (7, &headers(&["A-1", "An"]))
        );
    }
}
