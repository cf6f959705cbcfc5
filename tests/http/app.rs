//! A server with a fixed clock and seeded randomness.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use khao::state::{App, Settings};
use khao_domain::time::Timestamp;
use khao_engine::clock::Clock;
use khao_engine::people::sessions::StaffTotp;
use khao_engine::random::Random;
use khao_engine::secrets::ServerKey;
use khao_engine::{Address, Engine, JOURNAL_QUEUE, Setup};
use khao_tests::client::Client;
use khao_tests::stories::monday;
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{
    AssertSqlSafe, ColumnIndex, ConnectOptions, Connection, Decode, PgConnection, Row, SqliteConnection, Type,
};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Makes two tests of each story.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        khao_tests::on_both!($crate::app::TestApp: $($story),+);
    };
}

pub struct TestApp {
    place: Place,
    clock: Clock,
    pub app: App,
    /// Nobody's client; `browser()` and `bearer()` make others of it.
    pub client: Client,
    _stop: oneshot::Sender<()>,
}

enum Place {
    Sqlite { folder: tempfile::TempDir },
    Postgres { server: String, name: String },
}

/// A server on the loopback without TLS and with the usual rate limits.
pub fn plain_settings() -> Settings {
    Settings {
        site: "Tỉnh thử".to_owned(),
        secure: false,
        behind_proxy: false,
        generous_limits: false,
        // Stories see the end of what they begin, however busy the machine is.
        work_patience: Duration::from_secs(20),
    }
}

/// What a story may want otherwise.
pub struct Options {
    pub settings: Settings,
    pub staff_idle_s: i64,
    pub staff_proof_s: i64,
    pub staff_totp: StaffTotp,
    pub journal_queue: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            settings: plain_settings(),
            // Stories pass over hours, in which their staff stay where they are.
            staff_idle_s: 24 * 3600,
            staff_proof_s: 24 * 3600,
            staff_totp: StaffTotp::Optional,
            journal_queue: JOURNAL_QUEUE,
        }
    }
}

impl TestApp {
    pub async fn on_sqlite() -> Self {
        Self::with(Options::default()).await
    }

    /// On SQLite.
    pub async fn with(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::SqliteFile(folder.path().join("khao.db"));
        Self::open(Place::Sqlite { folder }, address, options).await
    }

    /// None where no server was named.
    pub async fn on_postgres() -> Option<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let server = std::env::var("KHAO_TEST_POSTGRES").ok()?;
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("khao_http_{}_{number}", std::process::id());
        run(&server, format!("DROP DATABASE IF EXISTS {name}")).await;
        run(&server, format!("CREATE DATABASE {name}")).await;
        let address = Address::Postgres(format!("{server}{name}"));
        Some(Self::open(Place::Postgres { server, name }, address, Options::default()).await)
    }

    async fn open(place: Place, address: Address, options: Options) -> Self {
        let clock = Clock::fixed(monday());
        let setup = Setup {
            address,
            clock: clock.clone(),
            random: Random::seeded(20_261_005),
            key: ServerKey::new([7; 32]),
            staff_idle_s: options.staff_idle_s,
            staff_proof_s: options.staff_proof_s,
            staff_totp: options.staff_totp,
            journal_queue: options.journal_queue,
        };
        let app = App::new(Engine::open(setup).await.unwrap(), options.settings);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let site = khao::frame::Site::new(app.clone());
        let answer = move |request, peer| site.clone().answer(request, peer);
        tokio::spawn(khao::listen::serve(listener, answer, async {
            // Told or dropped, both mean the end.
            drop(stopped.await);
        }));
        Self {
            place,
            clock,
            app,
            client: Client::anonymous(&base),
            _stop: stop,
        }
    }

    pub async fn drop_database(self) {
        if let Place::Postgres { server, name } = self.place {
            self.app.engine.close().await;
            run(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    /// A connection past the engine.
    pub async fn raw_sqlite(&self) -> SqliteConnection {
        let Place::Sqlite { folder } = &self.place else {
            panic!("this story is on PostgreSQL");
        };
        let options = SqliteConnectOptions::new().filename(folder.path().join("khao.db"));
        options.connect().await.unwrap()
    }

    /// What a query finds past the engine; its columns are texts.
    pub async fn rows<const N: usize>(&self, sql: &'static str) -> Vec<[String; N]> {
        self.rows_of(sql.to_owned()).await
    }

    async fn rows_of<const N: usize>(&self, sql: String) -> Vec<[String; N]> {
        let sql = AssertSqlSafe(sql);
        match &self.place {
            Place::Sqlite { .. } => {
                let found = sqlx::query(sql).fetch_all(&mut self.raw_sqlite().await).await;
                found.unwrap().iter().map(texts).collect()
            }
            Place::Postgres { server, name } => {
                let mut connection = PgConnection::connect(&format!("{server}{name}")).await.unwrap();
                let found = sqlx::query(sql).fetch_all(&mut connection).await;
                found.unwrap().iter().map(texts).collect()
            }
        }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.place, Place::Postgres { .. })
    }

    /// A statement past the engine.
    pub async fn execute(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.place {
            Place::Sqlite { .. } => {
                let mut connection = self.raw_sqlite().await;
                sqlx::query(sql).execute(&mut connection).await.unwrap();
            }
            Place::Postgres { server, name } => {
                let mut connection = PgConnection::connect(&format!("{server}{name}")).await.unwrap();
                sqlx::query(sql).execute(&mut connection).await.unwrap();
            }
        }
    }

    pub async fn tables(&self) -> Vec<String> {
        let of_sqlite = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let of_postgres = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
        let text = if self.is_postgres() {
            of_postgres
        } else {
            of_sqlite
        };
        let names: Vec<[String; 1]> = self.rows(text).await;
        names.into_iter().map(|[name]| name).collect()
    }

    /// The rows of a table in the order in which the database keeps them: the transaction that wrote each, where it is
    /// told, and what stands in its columns.
    pub async fn rows_as_kept(&self, table: &str) -> Vec<(String, Vec<String>)> {
        let sql = if self.is_postgres() {
            format!("SELECT t.xmin::text, to_jsonb(t)::text FROM \"{table}\" t ORDER BY t.ctid")
        } else {
            let columns = format!(
                "SELECT 'CASE typeof(\"' || name || '\") WHEN ''blob'' THEN lower(hex(\"' || name || '\"))
                    ELSE CAST(\"' || name || '\" AS TEXT) END' FROM pragma_table_info('{table}')"
            );
            let columns: Vec<[String; 1]> = self.rows_of(columns).await;
            let columns: Vec<String> = columns.into_iter().map(|[column]| column).collect();
            format!("SELECT '', json_array({}) FROM \"{table}\"", columns.join(", "))
        };
        let rows: Vec<[String; 2]> = self.rows_of(sql).await;
        let kept = rows
            .into_iter()
            .map(|[transaction, row]| (transaction, cells(&row)));
        kept.collect()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn set_time(&self, to: Timestamp) {
        self.clock.set(to);
    }

    pub fn pass_seconds(&self, seconds: i64) {
        self.set_time(self.now().plus_seconds(seconds));
    }
}

/// Of a row that came as JSON.
fn cells(row: &str) -> Vec<String> {
    let cell = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match serde_json::from_str(row).unwrap() {
        Value::Object(members) => members.values().map(cell).collect(),
        Value::Array(values) => values.iter().map(cell).collect(),
        other => vec![other.to_string()],
    }
}

fn texts<'r, R, const N: usize>(row: &'r R) -> [String; N]
where
    R: Row,
    usize: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
{
    std::array::from_fn(|at| row.get(at))
}

async fn run(server: &str, sql: String) {
    let mut connection = PgConnection::connect(&format!("{server}postgres")).await.unwrap();
    sqlx::query(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
}
