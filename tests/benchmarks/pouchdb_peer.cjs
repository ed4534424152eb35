// The other side of pouchdb.py, told what to do line by line: {"docs": [...], "batch": 500} pushes these documents to a
// server in memory and pulls them into an empty database again, and answers {"push": ms, "pull": ms} for that batch.
//
// Without arguments it is the client; with "server" it serves PouchDB over HTTP and says its port.
const PouchDB = require('pouchdb');
PouchDB.plugin(require('pouchdb-adapter-memory'));
const Memory = PouchDB.defaults({ adapter: 'memory' });

function serve() {
  const app = require('express')();
  app.use('/', require('express-pouchdb')(Memory, { mode: 'minimumForPouchDB', inMemoryConfig: true }));
  const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
}

async function replicated(url, docs, batch, name) {
  const mine = new Memory(`mine-${name}`);
  await mine.bulkDocs(docs);
  const theirs = new PouchDB(`${url}/theirs-${name}`, { skip_setup: false });
  await theirs.info();
  const settings = { batch_size: batch, batches_limit: 10 };
  let began = performance.now();
  const pushed = await mine.replicate.to(theirs, settings);
  const push = performance.now() - began;
  const another = new Memory(`another-${name}`);
  began = performance.now();
  const pulled = await another.replicate.from(theirs, settings);
  const pull = performance.now() - began;
  if (pushed.docs_written !== docs.length || pulled.docs_written !== docs.length) throw new Error('not all came over');
  await Promise.all([mine.destroy(), theirs.destroy(), another.destroy()]);
  return { push, pull };
}

async function ask(url) {
  let turn = 0;
  for await (const line of require('readline').createInterface({ input: process.stdin })) {
    const { docs, batch } = JSON.parse(line);
    console.log(JSON.stringify(await replicated(url, docs, batch, turn++)));
  }
}

if (process.argv[2] === 'server') serve();
else ask(process.argv[2]);
