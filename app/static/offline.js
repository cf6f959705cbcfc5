// Has the page of a tablet kept by the service worker, with its files and its form, so that it opens without a network.

const HOUR_MS = 3_600_000;
const root = document.documentElement;
const [, part, slug] = location.pathname.split('/');

async function keep() {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data === 'kept') root.dataset.offline = 'ready';
  };
  active.postMessage({ keep: location.pathname, also: `/api/v1/surveys/${slug}/fielded` }, [port2]);
}

async function begin() {
  const workers = navigator.serviceWorker;
  const hadOne = workers.controller !== null;
  const registration = await workers.register('/sw.js', { scope: `/${part}/`, updateViaCache: 'none' });
  workers.addEventListener('controllerchange', () => {
    // The page turns to the newer version when nobody is using it.
    if (hadOne) root.dataset.renewed = 'yes';
  });
  await keep();
  setInterval(() => {
    registration.update().then(keep).catch(() => {});
  }, HOUR_MS);
}

// Without a network the page that was kept goes on with what is there.
if ('serviceWorker' in navigator) begin().catch(() => keep());
