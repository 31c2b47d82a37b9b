(function () {
  const root = document.documentElement

  document.getElementById('theme').addEventListener('click', () => {
    root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark'
    try {
      localStorage.setItem('theme', root.dataset.theme)
    } catch (e) {
      // It lasts until the next page.
    }
  })

  const menu = document.getElementById('menu')
  const pages = document.getElementById('pages')
  menu.addEventListener('click', () => {
    const open = pages.classList.toggle('open')
    menu.setAttribute('aria-expanded', String(open))
  })
  pages.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })

  // The table of contents, beside the page where there is room, and above it where there is not
  const headings = [...document.querySelectorAll('article h2[id], article h3[id]')]
  for (const contents of document.querySelectorAll('.on-this-page')) {
    if (headings.length < 2) {
      contents.hidden = true
      continue
    }
    for (const heading of headings) {
      const item = document.createElement('li')
      const link = document.createElement('a')
      item.className = heading.localName
      link.href = '#' + heading.id
      link.textContent = heading.textContent
      item.append(link)
      contents.querySelector('ul').append(item)
    }
  }
  const links = new Map([...document.querySelectorAll('.on-this-page.wide a')].map((link) => [link.hash.slice(1), link]))
  const mark = () => {
    const reached = headings.filter((heading) => heading.getBoundingClientRect().top < 120).at(-1) ?? headings[0]
    for (const [id, link] of links) {
      link.classList.toggle('here', id === reached?.id)
    }
  }
  addEventListener('scroll', mark, { passive: true })
  mark()

  for (const listing of document.querySelectorAll('.listingblock .content')) {
    const button = document.createElement('button')
    button.className = 'copy'
    button.textContent = 'Copy'
    button.addEventListener('click', async () => {
      const copy = listing.querySelector('pre').cloneNode(true)
      copy.querySelectorAll('.conum, .conum + b').forEach((mark) => mark.remove())
      await navigator.clipboard.writeText(copy.textContent.replace(/ *(?:\/\/|#) *$/gm, ''))
      button.textContent = 'Copied'
      setTimeout(() => { button.textContent = 'Copy' }, 1500)
    })
    listing.append(button)
  }

  // "/" goes to the search, as on many sites
  document.addEventListener('keydown', (e) => {
    if (e.key === '/' && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) {
      e.preventDefault()
      document.getElementById('search-input').focus()
    }
  })
})()
