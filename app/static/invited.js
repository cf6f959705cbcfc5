// The code of an invitation stands behind the `#` of its address, which browsers send to nobody. It goes into the field and
// out of the address bar; without scripts it is typed.

const field = document.querySelector('[data-invited="form"] input[name="token"]');

const take = () => {
    const token = location.hash.slice(1);
    if (!field || token === '' || token === 'content') return;
    field.value = token;
    history.replaceState(null, '', location.pathname + location.search);
};

take();
addEventListener('hashchange', take);
