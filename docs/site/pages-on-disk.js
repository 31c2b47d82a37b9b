'use strict'

/*
 * Gives Antora the files of docs/ as they are on the disk. Antora itself reads from Git repositories only, so that it would not
 * show what is not committed, and not work in a copy of the sources without Git.
 */
const fs = require('node:fs')
const path = require('node:path')

/** The paths of all files below a folder. */
function filesBelow (folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(file) : [file]
  })
}

/** A value of antora.yml, which has one level, and lists in the form of "- item". */
function read (descriptor) {
  const values = {}
  let last
  for (const line of descriptor.split('\n')) {
    const item = /^\s+- (.+)$/.exec(line)
    const pair = /^(\w+): *(.*)$/.exec(line)
    if (item) {
      values[last] = [...(values[last] || []), item[1]]
    } else if (pair) {
      last = pair[1]
      values[last] = pair[2] || undefined
    }
  }
  return values
}

module.exports.register = function () {
  this.once('contentAggregated', ({ playbook, contentAggregate }) => {
    const docs = path.resolve(playbook.dir, '../..')
    const { name, title, version, nav } = read(fs.readFileSync(path.join(docs, 'antora.yml'), 'utf8'))
    const files = filesBelow(path.join(docs, 'modules')).map((abspath) => {
      const relative = path.relative(docs, abspath).split(path.sep).join('/')
      const { base: basename, name: stem, ext: extname } = path.posix.parse(relative)
      return {
        path: relative,
        contents: fs.readFileSync(abspath),
        stat: fs.statSync(abspath),
        src: { path: relative, basename, stem, extname, abspath, origin: { type: 'disk' } },
      }
    })
    contentAggregate.push({ name, title, version, nav, files })
  })
  // What pages include is no page
  this.once('documentsConverted', ({ contentCatalog }) => {
    contentCatalog.getPages(({ src }) => src.relative.startsWith('includes/')).forEach((page) => {
      delete page.out
      delete page.pub
    })
  })
}
