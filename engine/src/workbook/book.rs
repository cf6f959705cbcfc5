//! Where in a package the sheet, the shared texts and the formats are: relationships lead from part to part.

use super::package::Package;
use super::refusal::Refusal;
use super::xml::{Node, Xml};

/// The parts to read.
#[derive(Debug)]
pub(super) struct Book {
    /// The first sheet that is shown.
    pub(super) sheet: String,
    /// Every sheet that is shown: its name and its part.
    pub(super) sheets: Vec<(String, String)>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) counts_from_1904: bool,
}

struct Relation {
    id: String,
    /// The last word of its type's address; strict and transitional workbooks differ in the rest.
    kind: String,
    part: String,
}

struct SheetEntry {
    name: String,
    relation: String,
    is_shown: bool,
}

pub(super) fn read(package: &mut Package<'_>) -> Result<Book, Refusal> {
    let roots = relations(package, "_rels/.rels", "")?;
    let main = of_kind(&roots, "officeDocument").ok_or(Refusal::NotWorkbook)?;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations = relations(package, &joined(folder, &format!("_rels/{file}.rels")), folder)?;
    let (sheets, counts_from_1904) = sheets(package, &main)?;
    let shown = sheets.into_iter().filter(|sheet| sheet.is_shown);
    // Charts have sheets of their own, without cells.
    let part = |sheet: SheetEntry| {
        let relation = relations.iter().find(|one| one.id == sheet.relation)?;
        (relation.kind == "worksheet").then(|| (sheet.name, relation.part.clone()))
    };
    let sheets: Vec<(String, String)> = shown.filter_map(part).collect();
    let (_, first) = sheets.first().ok_or(Refusal::NoSheet)?;
    Ok(Book {
        sheet: first.clone(),
        strings: of_kind(&relations, "sharedStrings"),
        styles: of_kind(&relations, "styles"),
        counts_from_1904,
        sheets,
    })
}

fn of_kind(relations: &[Relation], kind: &str) -> Option<String> {
    let found = relations.iter().find(|relation| relation.kind == kind);
    found.map(|relation| relation.part.clone())
}

/// Targets outside of the package are not among them.
fn relations(package: &mut Package<'_>, part: &str, folder: &str) -> Result<Vec<Relation>, Refusal> {
    let mut xml = Xml::new(package.part(part)?);
    let mut relations = Vec::new();
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        if tag.name() != "Relationship" || tag.attribute("TargetMode")?.as_deref() == Some("External") {
            continue;
        }
        let (Some(id), Some(kind), Some(target)) = (
            tag.attribute("Id")?,
            tag.attribute("Type")?,
            tag.attribute("Target")?,
        ) else {
            return Err(Refusal::Damaged);
        };
        relations.push(Relation {
            id: id.into_owned(),
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            part: match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => joined(folder, &target),
            },
        });
    }
    Ok(relations)
}

fn joined(folder: &str, target: &str) -> String {
    if folder.is_empty() {
        target.to_owned()
    } else {
        format!("{folder}/{target}")
    }
}

/// The sheets in the order of their tabs, and whether days are counted from 1904.
fn sheets(package: &mut Package<'_>, main: &str) -> Result<(Vec<SheetEntry>, bool), Refusal> {
    let mut xml = Xml::new(package.part(main)?);
    let mut sheets = Vec::new();
    let mut counts_from_1904 = false;
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "workbookPr" => counts_from_1904 = tag.is_set("date1904")?,
            "sheet" => sheets.push(SheetEntry {
                name: tag.attribute("name")?.unwrap_or_default().into_owned(),
                relation: tag.attribute("id")?.ok_or(Refusal::Damaged)?.into_owned(),
                is_shown: matches!(tag.attribute("state")?.as_deref(), None | Some("visible")),
            }),
            _ => {}
        }
    }
    Ok((sheets, counts_from_1904))
}
