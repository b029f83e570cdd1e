// A classic script in the head: it runs before the first paint, so that no page flashes in the other theme.
(() => {
  /** @param {string} theme `light`, `dark`, or empty for the system's */
  const apply = theme => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  /** @returns {string} */
  const chosen = () => {
    try {
      return localStorage.getItem('theme') ?? '';
    } catch {
      return '';
    }
  };
  apply(chosen());
  addEventListener('DOMContentLoaded', () => {
    const select = /** @type {HTMLSelectElement} */ (document.getElementById('theme'));
    select.value = chosen();
    select.addEventListener('change', () => {
      apply(select.value);
      try {
        localStorage.setItem('theme', select.value);
      } catch {
        // Storage is switched off: the theme holds until the page is closed.
      }
    });
  });
})();
