//! Stories that are told twice, on SQLite and on PostgreSQL, and when they begin.

use khao_domain::time::Timestamp;

/// Makes two tests of each story. `$world` has `on_sqlite()`, `on_postgres()` (none where `KHAO_TEST_POSTGRES` names no
/// server) and `drop_database()`.
#[macro_export]
macro_rules! on_both {
    ($world:path: $($story:ident),+ $(,)?) => {
        mod on_sqlite {
            use $world as World;

            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$story(&World::on_sqlite().await).await;
            })+
        }

        mod on_postgres {
            use $world as World;

            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                if let Some(world) = World::on_postgres().await {
                    super::$story(&world).await;
                    world.drop_database().await;
                }
            })+
        }
    };
}

/// Monday, 5 October 2026, 08:00 in Việt Nam: when every story begins.
pub fn monday() -> Timestamp {
    Timestamp::parse_rfc3339("2026-10-05T08:00:00+07:00").unwrap()
}
