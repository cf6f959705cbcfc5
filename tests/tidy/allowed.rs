//! The exceptions. An exception that nothing needs any more fails too, so that this list stays true.

use crate::repository::Finding;

/// `rule` is not applied to `path`, for a reason.
pub(crate) struct Exception {
    pub(crate) rule: &'static str,
    /// A file, or a folder with a slash at its end.
    pub(crate) path: &'static str,
    pub(crate) reason: &'static str,
}

impl Exception {
    fn covers(&self, finding: &Finding) -> bool {
        let is_folder = self.path.ends_with('/');
        finding.path == self.path || (is_folder && finding.path.starts_with(self.path))
    }
}

pub(crate) const EXCEPTIONS: &[Exception] = &[
    Exception {
        rule: "<textarea",
        path: "app/src/components/text_area.rs",
        reason: "the one component that escapes what a text area holds",
    },
    Exception {
        rule: "inner_html",
        path: "app/src/components/text_area.rs",
        reason: "it escapes by itself, because leptos 0.8 does not escape the children of a text area",
    },
    Exception {
        rule: "inner_html",
        path: "app/src/components/safe_html.rs",
        reason: "takes only Markdown that the engine has sanitised",
    },
    Exception {
        rule: "inner_html",
        path: "app/src/components/island_loader.rs",
        reason: "the script that wakes islands, made of the build's own file names",
    },
    Exception {
        rule: "inner_html",
        path: "app/src/figures/mod.rs",
        reason: "takes only a Drawing, which only that module can make, with its texts escaped",
    },
    Exception {
        rule: "<script",
        path: "app/src/components/island_loader.rs",
        reason: "the component that writes it",
    },
    Exception {
        rule: "<script",
        path: "app/src/components/text_area.rs",
        reason: "its test breaks out of a text area in vain",
    },
    Exception {
        rule: "sleep(",
        path: "server/src/listen.rs",
        reason: "waits before it accepts again when there are no descriptors, and bounds the drain",
    },
    Exception {
        rule: "sleep(",
        path: "tests/load/schedule.rs",
        reason: "people who come at times of their own",
    },
    Exception {
        rule: "function length",
        path: "app/tests/pages/samples/mod.rs",
        reason: "`all_pages` is a list with an entry a page",
    },
    Exception {
        rule: "function length",
        path: "domain/src/bank/formats/csv/export.rs",
        reason: "`examples` is a table with a row an item kind",
    },
    Exception {
        rule: "function length",
        path: "server/src/problem/conflicts.rs",
        reason: "`words` is a table with a row a conflict",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "app/src/pages/console/banks/item_form.rs",
        reason: "a table with both languages in each row",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "app/src/components/done.rs",
        reason: "a table whose macro takes both languages of each line",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/bank/sketch.rs",
        reason: "the name of a column of the file",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/demo/running.rs",
        reason: "stored: what an organiser and participants would have written",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/demo/surveys.rs",
        reason: "stored: what an organiser and participants would have written",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/contest/usual_consents.rs",
        reason: "content of a contest, which is written in one language",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "server/src/routes/api/rankings.rs",
        reason: "what serde carries; `reasons.rs` has the English",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "server/src/routes/api/values.rs",
        reason: "what serde carries; `reasons.rs` has the English",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "server/src/routes/reasons.rs",
        reason: "the English of what serde carries stands beside it, and words for members take both",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/contest/frozen.rs",
        reason: "options of a question, in the language of the bank's other questions",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/demo.rs",
        reason: "stored: what an organiser would have written",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/exports/",
        reason: "headers and cells of files, which are in Vietnamese",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/figures/daily.rs",
        reason: "headers of a file, which is in Vietnamese",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/figures/files.rs",
        reason: "headers of files, which are in Vietnamese",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/people/roster/files.rs",
        reason: "headers of a file, which is in Vietnamese",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/people/roster/plan.rs",
        reason: "mistakes in an imported file",
    },
    Exception {
        rule: "Vietnamese alone",
        path: "engine/src/workbook/",
        reason: "mistakes in an imported file, and the sheets' names of those that are written",
    },
    Exception {
        rule: "function length",
        path: "domain/src/contest/settings.rs",
        reason: "`check` is a table with a row a limit",
    },
    Exception {
        rule: "function length",
        path: "server/src/problem.rs",
        reason: "a table, an entry a kind",
    },
    Exception {
        rule: "function length",
        path: "server/src/problem/plain.rs",
        reason: "a table of words, an entry a kind",
    },
    Exception {
        rule: "function length",
        path: "server/src/problem/conflicts.rs",
        reason: "tables of words, an entry a conflict",
    },
    Exception {
        rule: "use_context",
        path: "app/src/components/said.rs",
        reason: "the language of the page that is being written, for words of components",
    },
    Exception {
        rule: "provide_context",
        path: "app/src/components/said.rs",
        reason: "the document says its language here",
    },
];

/// Findings of `rule` without those that are allowed; exceptions that allow nothing become findings.
pub(crate) fn without_allowed(rule: &str, found: Vec<Finding>) -> Vec<Finding> {
    apply(EXCEPTIONS, rule, found)
}

fn apply(exceptions: &[Exception], rule: &str, found: Vec<Finding>) -> Vec<Finding> {
    let of_rule: Vec<&Exception> = exceptions.iter().filter(|one| one.rule == rule).collect();
    let unused = of_rule
        .iter()
        .filter(|exception| !found.iter().any(|finding| exception.covers(finding)))
        .map(|exception| Finding {
            path: exception.path.to_owned(),
            line: 1,
            problem: format!(
                "needs no exception from `{rule}` ({}); remove it from allowed.rs",
                exception.reason
            ),
        })
        .collect::<Vec<_>>();
    let mut left: Vec<Finding> = found
        .into_iter()
        .filter(|finding| !of_rule.iter().any(|exception| exception.covers(finding)))
        .collect();
    left.extend(unused);
    left
}

#[test]
fn an_exception_covers_its_file_and_its_rule_only() {
    let exceptions = [Exception {
        rule: "length",
        path: "a.rs",
        reason: "a table",
    }];
    let of = |path: &str| {
        vec![Finding {
            path: path.to_owned(),
            line: 3,
            problem: "too long".to_owned(),
        }]
    };
    assert!(apply(&exceptions, "length", of("a.rs")).is_empty());
    assert_eq!(apply(&exceptions, "words", of("a.rs")).len(), 1);
    assert_eq!(
        apply(&exceptions, "length", of("b.rs")).len(),
        2,
        "the finding, and the exception that is not needed"
    );
    let folder = [Exception {
        rule: "length",
        path: "a/",
        reason: "tables",
    }];
    assert!(
        apply(
            &folder,
            "length",
            [of("a/b.rs"), of("a/c/d.rs")].into_iter().flatten().collect()
        )
        .is_empty()
    );
    assert_eq!(apply(&folder, "length", of("ab.rs")).len(), 2);
    assert_eq!(apply(&folder, "length", of("b/a/c.rs")).len(), 2);
}
