//! The steps that bring a database up to date; `migrations/` holds their texts, numbered alike for both.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migrate, Migration, MigrationType, Migrator};

use super::{Store, StoreResult};

macro_rules! migrations {
    ($folder:literal: $($version:literal $name:literal),+ $(,)?) => {
        Migrator::with_migrations(vec![$(Migration::new(
            $version,
            $name.into(),
            MigrationType::Simple,
            include_str!(concat!("../../../migrations/", $folder, "/", $name, ".sql")).into_sql_str(),
            false,
        )),+])
    };
}

fn sqlite_migrations() -> Migrator {
    migrations!("sqlite": 1 "0001_foundations", 2 "0002_round_rules", 3 "0003_instance", 4 "0004_identity_base", 5 "0005_accounts",
        6 "0006_units", 7 "0007_audit", 8 "0008_live", 9 "0009_bank_review",
        10 "0010_corrections", 11 "0011_daily_participation", 12 "0012_prizes", 13 "0013_roster", 14 "0014_works",
        15 "0015_upload_mapping", 16 "0016_fixed_rankings", 17 "0017_entry_corrections", 18 "0018_surveys",
        19 "0019_roster_units",
        20 "0020_units_of_surveys", 21 "0021_figures_of_rounds",
        22 "0022_written_exclusions", 23 "0023_invitations", 24 "0024_papers_typed")
}

fn postgres_migrations() -> Migrator {
    migrations!("postgres": 1 "0001_foundations", 2 "0002_round_rules", 3 "0003_instance", 4 "0004_identity_base", 5 "0005_accounts",
        6 "0006_units", 7 "0007_audit", 8 "0008_live", 9 "0009_bank_review",
        10 "0010_corrections", 11 "0011_daily_participation", 12 "0012_prizes", 13 "0013_roster", 14 "0014_works",
        15 "0015_upload_mapping", 16 "0016_fixed_rankings", 17 "0017_entry_corrections", 18 "0018_surveys",
        19 "0019_roster_units",
        20 "0020_units_of_surveys", 21 "0021_figures_of_rounds",
        22 "0022_written_exclusions", 23 "0023_invitations", 24 "0024_papers_typed")
}

/// Applies what is missing, and says how many steps that were.
pub(crate) async fn run(store: &Store) -> StoreResult<usize> {
    match store {
        Store::Sqlite { write, .. } => {
            let migrator = sqlite_migrations();
            let lacking = lacking(&migrator, &mut *write.acquire().await?).await?;
            migrator.run(write).await?;
            Ok(lacking)
        }
        Store::Postgres { write, .. } => {
            let migrator = postgres_migrations();
            let lacking = lacking(&migrator, &mut *write.acquire().await?).await?;
            migrator.run(write).await?;
            Ok(lacking)
        }
    }
}

async fn lacking<C: Migrate>(migrator: &Migrator, connection: &mut C) -> StoreResult<usize> {
    let table = &migrator.table_name;
    // Two nodes that make the same table at once would fail in PostgreSQL's catalogue.
    connection.lock().await?;
    connection.ensure_migrations_table(table).await?;
    let applied = connection.list_applied_migrations(table).await?;
    connection.unlock().await?;
    Ok(migrator.iter().count().saturating_sub(applied.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_migration_file_is_embedded() {
        for (folder, embedded) in [
            ("sqlite", sqlite_migrations()),
            ("postgres", postgres_migrations()),
        ] {
            let path = format!("{}/../migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
            let files = std::fs::read_dir(path).unwrap().map(|file| file.unwrap().path());
            let mut there: Vec<String> = files
                .map(|file| file.file_stem().unwrap().to_string_lossy().into_owned())
                .collect();
            there.sort();
            let listed: Vec<String> = embedded.iter().map(|one| one.description.to_string()).collect();
            assert_eq!(listed, there, "{folder}");
        }
    }
}
