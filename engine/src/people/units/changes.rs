//! One unit at a time: added, changed or counted. What is typed goes through the checks of files.

use khao_domain::audit::Detail;
use khao_domain::ids::UnitId;
use khao_domain::lang::said;
use khao_domain::people::unit::{self, UnitRow, parse_headcount, parse_units_within};
use khao_domain::problem::Problem;
use khao_domain::table::{Row, RowProblem, Table};
use khao_domain::text::nfc;
use khao_domain::time::CivilDate;

use super::imports::Deed;
use super::{Unit, UnitTree};
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::{self, units::Headcount};

/// What somebody typed of a unit, as a file would hold it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedUnit {
    pub code: String,
    pub name: String,
    pub parent_code: String,
    pub valid_from: String,
    pub valid_until: String,
    /// Separated by semicolons.
    pub predecessor_codes: String,
}

/// The fields of a unit's form, and the columns they are in a file.
const FIELDS: [(&str, usize); 6] = [
    ("code", 0),
    ("name", 1),
    ("parent_code", 2),
    ("valid_from", 5),
    ("valid_until", 6),
    ("predecessor_codes", 7),
];

impl TypedUnit {
    /// A unit as its form shows it.
    pub fn of(tree: &UnitTree, unit: &Unit) -> Self {
        let [
            code,
            name,
            parent_code,
            _,
            _,
            valid_from,
            valid_until,
            predecessor_codes,
        ] = tree.row_of(unit).cells();
        Self {
            code,
            name,
            parent_code,
            valid_from,
            valid_until,
            predecessor_codes,
        }
    }

    fn row(&self, tree: &UnitTree) -> Result<UnitRow> {
        let cells = [
            &self.code,
            &self.name,
            &self.parent_code,
            &self.valid_from,
            &self.valid_until,
            &self.predecessor_codes,
        ];
        let table = Table {
            headers: FIELDS.map(|(_, column)| unit::HEADERS[column].to_owned()).into(),
            rows: vec![Row {
                number: 1,
                cells: cells.map(|cell| nfc(cell)).into(),
            }],
        };
        let rows = parse_units_within(&table, &tree.known())
            .map_err(|problems| Error::Invalid(problems.into_iter().map(pointed).collect()))?;
        rows.into_iter().next().ok_or(Error::NotFound)
    }
}

fn pointed(problem: RowProblem) -> Problem {
    let header = problem.column.unwrap_or_default();
    let field = FIELDS.iter().find(|(_, column)| unit::HEADERS[*column] == header);
    let pointer = field.map_or_else(String::new, |(name, _)| format!("/{name}"));
    Problem::at(pointer, problem.detail)
}

impl Engine {
    pub async fn add_unit(&self, actor: &Actor, typed: &TypedUnit) -> Result<UnitId> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        let row = typed.row(&tree)?;
        if tree.by_code(&row.code).is_some() {
            return Err(Error::invalid(
                "/code",
                said(
                    "Mã này đã là của một đơn vị khác.",
                    "Another unit has this code already.",
                ),
            ));
        }
        let plan = self.plan_rows(&tree, &[row]);
        let id = plan.undo.made.first().copied().ok_or(Error::NotFound)?;
        let deed = Deed {
            action: "units.create",
            object: &id.to_string(),
            detail: Detail::default(),
        };
        self.do_plan(actor, &tree, &plan, deed).await?;
        Ok(UnitId(id))
    }

    /// The code is what files know a unit by, and stays.
    pub async fn change_unit(&self, actor: &Actor, id: UnitId, typed: &TypedUnit) -> Result<()> {
        self.change_unit_from(actor, id, |_, _| Ok(typed.clone())).await
    }

    /// What changes is decided on the unit as it is.
    pub async fn change_unit_from(
        &self,
        actor: &Actor,
        id: UnitId,
        decide: impl FnOnce(&UnitTree, TypedUnit) -> Result<TypedUnit> + Send,
    ) -> Result<()> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        let unit = tree.get(id).ok_or(Error::NotFound)?;
        let decided = decide(&tree, TypedUnit::of(&tree, unit))?;
        let row = TypedUnit {
            code: unit.code.clone(),
            ..decided
        }
        .row(&tree)?;
        self.change_to(actor, &tree, id, ("units.change", &[row])).await
    }

    /// The first row is the unit's own and told field by field, the others are those below it that change with it.
    pub(super) async fn change_to(
        &self,
        actor: &Actor,
        tree: &UnitTree,
        id: UnitId,
        (action, rows): (&'static str, &[UnitRow]),
    ) -> Result<()> {
        let plan = self.plan_rows(tree, rows);
        let changes = &plan.report.changes;
        if changes.is_empty() {
            return Ok(());
        }
        let own = changes
            .iter()
            .find(|change| rows.first().is_some_and(|row| row.code == change.code));
        let fields = own.into_iter().flat_map(|change| &change.fields);
        let detail = fields.fold(Detail::default(), |told, (field, from, to)| {
            told.change(field.as_str(), from.as_str(), to.as_str())
        });
        let detail = match changes.len() - usize::from(own.is_some()) {
            0 => detail,
            others => detail.fact("below", others),
        };
        let deed = Deed {
            action,
            object: &id.to_string(),
            detail,
        };
        self.do_plan(actor, tree, &plan, deed).await
    }

    /// Adds a head-count, or corrects the one of that day.
    pub async fn set_headcount(&self, actor: &Actor, id: UnitId, day: &str, count: &str) -> Result<()> {
        actor.may(Action::ManageUnits)?;
        let (on, people) = parse_headcount(day, count).map_err(Error::Invalid)?;
        let tree = self.units_now().await?;
        tree.get(id).ok_or(Error::NotFound)?;
        let counted = Headcount {
            unit_id: id.0,
            counted_on: on.iso(),
            people: i64::from(people),
        };
        let mut tx = self.store.write().await?;
        self.advance_units(&mut tx, &tree).await?;
        store::units::upsert_headcounts(&mut tx, &[counted]).await?;
        let detail = Detail::default().fact("on", on.iso()).fact("people", people);
        self.record(&mut tx, actor, "units.headcount", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.units.forget();
        Ok(())
    }

    pub async fn remove_headcount(&self, actor: &Actor, id: UnitId, day: &str) -> Result<()> {
        actor.may(Action::ManageUnits)?;
        let on = CivilDate::parse(day).ok_or(Error::NotFound)?;
        let tree = self.units_now().await?;
        let mut tx = self.store.write().await?;
        self.advance_units(&mut tx, &tree).await?;
        if !store::units::delete_headcount(&mut tx, id.0, &on.iso()).await? {
            return Err(Error::NotFound);
        }
        let (object, detail) = (id.to_string(), Detail::default().fact("on", on.iso()));
        self.record(&mut tx, actor, "units.remove_headcount", &object, &detail)
            .await?;
        tx.commit().await?;
        self.units.forget();
        Ok(())
    }
}
