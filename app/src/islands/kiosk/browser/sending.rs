//! What waits goes to the server, in the order of random keys.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{Tablet, showing};
use crate::client::{Call, ask};
use crate::islands::clock::now_ms;
use crate::islands::events::chance;
use crate::islands::kiosk::fielded::{Sent, Waiting, sent};

/// One round, unless one is under way.
pub(super) fn send(tablet: &Rc<Tablet>) {
    if tablet.is_sending.replace(true) {
        return;
    }
    let tablet = tablet.clone();
    spawn_local(async move {
        let later = round(&tablet).await;
        {
            let mut rounds = tablet.rounds.borrow_mut();
            match later {
                None => rounds.done(),
                Some(retry_after_s) => rounds.failed(now_ms(), retry_after_s, chance()),
            }
        }
        tablet.is_sending.set(false);
        count(&tablet).await;
    });
}

/// None once nothing waits any more; else after how many seconds the server wants to be asked again.
async fn round(tablet: &Tablet) -> Option<Option<u32>> {
    let Ok(unsent) = tablet.store.unsent().await else {
        return Some(None);
    };
    for waiting in unsent {
        let outcome = post(&waiting).await;
        let noted = match outcome {
            Sent::Stored => tablet.store.forget(&waiting.client_id).await,
            Sent::Refused => tablet.store.put_aside(&waiting).await,
            // It is sent again in the next round, and keeps none back that waits behind it.
            Sent::Passed => Ok(()),
            Sent::Later(retry_after_s) => return Some(retry_after_s),
        };
        if noted.is_err() {
            // It is sent again, and stored once.
            return Some(None);
        }
    }
    // Somebody may have finished meanwhile.
    match tablet.store.counts().await {
        Ok((0, _)) => None,
        _ => Some(None),
    }
}

async fn post(waiting: &Waiting) -> Sent {
    let path = format!("/api/v1/surveys/{}/responses", waiting.slug);
    let body = waiting.body.to_string();
    let call = Call {
        method: "POST",
        path: &path,
        body: &body,
    };
    match ask(call).await {
        Ok((status, retry_after, _)) => sent(status, retry_after.as_deref()),
        Err(_) => Sent::Later(None),
    }
}

/// How many wait, as the sign at the foot says.
pub(super) async fn count(tablet: &Rc<Tablet>) {
    if let Ok((unsent, refused)) = tablet.store.counts().await {
        tablet.waits.set((unsent, refused));
        if unsent > 0 {
            tablet.rounds.borrow_mut().plan(now_ms(), chance());
        }
        showing::waits(tablet);
    }
}
