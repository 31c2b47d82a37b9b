/* Before anything is painted: the theme that was chosen last, or else that of the system. */
(function () {
  let chosen
  try {
    chosen = localStorage.getItem('theme')
  } catch (e) {
    // No storage: the system's theme
  }
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
