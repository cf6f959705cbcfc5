//! A server with a fixed clock and seeded randomness.

use std::sync::atomic::{AtomicU64, Ordering};

use khao::state::{App, Settings};
use khao_domain::time::Timestamp;
use khao_engine::clock::Clock;
use khao_engine::random::Random;
use khao_engine::secrets::ServerKey;
use khao_engine::{Address, Engine, Setup};
use khao_tests::client::Client;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Makes two tests of each story. PostgreSQL is used where `KHAO_TEST_POSTGRES` names a server.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$story(&$crate::app::TestApp::on_sqlite().await).await;
            })+
        }

        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                if let Some(app) = $crate::app::TestApp::on_postgres().await {
                    super::$story(&app).await;
                    app.drop_database().await;
                }
            })+
        }
    };
}

/// Monday, 5 October 2026, 08:00 in Việt Nam: when every story begins.
pub fn monday() -> Timestamp {
    Timestamp::parse_rfc3339("2026-10-05T08:00:00+07:00").unwrap()
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
    Sqlite { _folder: tempfile::TempDir },
    Postgres { server: String, name: String },
}

/// A server on the loopback without TLS and with the usual rate limits.
pub fn plain_settings() -> Settings {
    Settings {
        site: "Tỉnh thử".to_owned(),
        secure: false,
        behind_proxy: false,
        generous_limits: false,
    }
}

impl TestApp {
    pub async fn on_sqlite() -> Self {
        Self::with_settings(plain_settings()).await
    }

    pub async fn with_settings(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::SqliteFile(folder.path().join("khao.db"));
        Self::open(Place::Sqlite { _folder: folder }, address, settings).await
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
        Some(Self::open(Place::Postgres { server, name }, address, plain_settings()).await)
    }

    async fn open(place: Place, address: Address, settings: Settings) -> Self {
        let clock = Clock::fixed(monday());
        let setup = Setup {
            address,
            clock: clock.clone(),
            random: Random::seeded(20_261_005),
            key: ServerKey::new([7; 32]),
        };
        let app = App::new(Engine::open(setup).await.unwrap(), settings);
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

async fn run(server: &str, sql: String) {
    let mut connection = PgConnection::connect(&format!("{server}postgres")).await.unwrap();
    sqlx::query(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
}
