// Usage: node contract.mjs DEMOCLUSTER [REQUESTS…]
//
// Drives the demo cluster with the vendor's own client and holds every exchange against the published
// contract (contractmodel.mjs). REQUESTS are files as `session-desk-democluster --record` writes
// them, of requests that our programs made: those for 2.0 are held against the contract as well.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Contract } from './contractmodel.mjs';
import * as sdk from '@thoughtspot/rest-api-sdk';

const [program, ...requestFiles] = process.argv.slice(2);
const directory = dirname(fileURLToPath(import.meta.url));
const failures = [];
let checks = 0;

function check(what, problems) {
  ++checks;
  if (problems.length > 0) failures.push(`${what}: ${problems.join('; ')}`);
}
const expect = (what, isTrue) => check(what, isTrue ? [] : ['is not so']);

async function startCluster(options) {
  const child = spawn(program, ['--stop-with-parent', '--stop-after', '120', ...options],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) return { child, ...JSON.parse(line) };
  throw new Error('the demo cluster did not start');
}

// Every exchange of the client, as it was on the wire.
const exchanges = [];
const realFetch = globalThis.fetch;
globalThis.fetch = async (url, options) => {
  const reply = await realFetch(url, options);
  exchanges.push({
    method: options.method,
    path: new URL(url).pathname,
    headers: Object.fromEntries(new Headers(options.headers)),
    body: options.body === undefined ? null : JSON.parse(options.body),
    status: reply.status,
    contentType: reply.headers.get('content-type'),
    cookies: reply.headers.getSetCookie(),
    text: await reply.clone().text(),
  });
  return reply;
};

// A client without a caller, with a bearer token, or with a session's cookies.
const anonymous = (origin) => sdk.createBasicConfig(origin);
const withToken = (origin, token) => sdk.createBearerAuthenticationConfig(origin, () => Promise.resolve(token));
const withCookies = (origin, cookies) => sdk.createBasicConfig(origin, {
  additionalHeaders: {
    Cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; '),
    'X-Requested-By': 'contract',
  },
});

const statusOf = (call) => call.then(() => exchanges.at(-1).status, (error) => {
  if (!(error instanceof sdk.ApiException)) throw error;
  return error.code;
});

async function driveSessions(origin, maria) {
  const api = new sdk.AuthenticationApi(anonymous(origin));
  expect('an anonymous question is refused', await statusOf(api.getCurrentUserInfo()) === 401);
  expect('a wrong password is refused', await statusOf(api.login({ ...maria, password: 'wrong' })) === 401);
  expect('a right one signs in', await statusOf(api.login({ ...maria, remember_me: true })) === 204);
  const { cookies } = exchanges.at(-1);
  expect('login sets two cookies', cookies.length === 2);

  const session = new sdk.AuthenticationApi(withCookies(origin, cookies));
  const user = await session.getCurrentUserInfo();
  expect('the client reads who is signed in', user.name === maria.username && user.orgs.length === 2);
  expect('the session gives a token', (await session.getCurrentUserToken()).valid_for_username === maria.username);
  expect('logout ends the session', await statusOf(session.logout()) === 204
    && await statusOf(session.getCurrentUserInfo()) === 401);
}

async function driveTokens(origin, maria, secretKey) {
  const api = new sdk.AuthenticationApi(anonymous(origin));
  const org_id = 1042377815;
  const full = await api.getFullAccessToken({ ...maria, validity_time_in_sec: 600, org_id });
  expect('the client reads a full token', full.scope.org_id === org_id && full.token.length > 100
    && full.expiration_time_in_millis - full.creation_time_in_millis === 600_000);
  const object_id = '11111111-2222-4333-8444-555555555555';
  const object = await api.getObjectAccessToken({ username: maria.username, secret_key: secretKey, object_id });
  expect('the client reads an object token', object.scope.metadata_id === object_id);
  const custom = await api.getCustomAccessToken({ ...maria, persist_option: 'NONE' });
  expect('the client reads a custom token', custom.user.name === maria.username);
  expect('password and key together are refused',
    await statusOf(api.getFullAccessToken({ ...maria, secret_key: secretKey })) === 400);
  expect('an Org of others is refused', await statusOf(api.getFullAccessToken({ ...maria, org_id: 7 })) === 403);

  const own = new sdk.AuthenticationApi(withToken(origin, full.token));
  expect('the token is accepted', (await own.getCurrentUserInfo()).current_org.id === org_id);
  expect('the server confirms it', (await own.validateToken({ token: full.token })).scope.org_id === org_id);
  expect('the token revokes itself',
    await statusOf(own.revokeToken({ user_identifier: maria.username, token: full.token })) === 204);
  expect('and is dead', await statusOf(own.validateToken({ token: full.token })) === 401);
  const other = new sdk.AuthenticationApi(withToken(origin, custom.token));
  expect('which another one confirms', await statusOf(other.validateToken({ token: full.token })) === 400);
  expect('logout with a token', await statusOf(other.logout()) === 204);
}

async function driveAdministration(origin, admin, large) {
  const api = new sdk.AuthenticationApi(anonymous(origin));
  const { token } = await api.getFullAccessToken(admin);
  expect('the client reads the system',
    (await new sdk.SystemApi(withToken(origin, token)).getSystemInformation()).name.length > 0);
  expect('the client reads the Orgs',
    (await new sdk.OrgsApi(withToken(origin, token)).searchOrgs({})).length === 2);
  const big = await api.getFullAccessToken(large);
  const user = await new sdk.AuthenticationApi(withToken(origin, big.token)).getCurrentUserInfo();
  expect('the client reads 500 groups', user.user_groups.length === 500);
}

// A judge that never says no proves nothing.
function checkTheJudge(contract) {
  const token = exchanges.find(({ path, status }) => path.endsWith('/token/full') && status === 200);
  const wrongRequest = (changes) => contract.judgeRequest({ ...token, ...changes }).length > 0;
  expect('a field of the wrong type is found', wrongRequest({ body: { username: 'x', org_id: '0' } }));
  expect('a fraction is found', wrongRequest({ body: { username: 'x', validity_time_in_sec: 1.5 } }));
  expect('a missing field is found', wrongRequest({ body: { password: 'x' } }));
  expect('a field nobody declared is found', wrongRequest({ body: { username: 'x', org_identifier: 'x' } }));
  expect('a missing body is found', wrongRequest({ body: null }));
  expect('another content type is found', wrongRequest({ headers: { 'content-type': 'text/plain' } }));
  expect('another path is found', wrongRequest({ path: `${token.path}/` }));
  const bearer = { authorization: 'Bearer x' };
  const logout = { method: 'POST', path: '/api/rest/2.0/auth/session/logout' };
  expect('a logout without body is fine', contract.judgeRequest({ ...logout, headers: bearer, body: null }).length === 0);
  expect('a logout with a body is found', contract.judgeRequest({ ...logout, headers: bearer, body: {} }).length > 0);
  expect('a call without caller is found', contract.judgeRequest({ ...logout, headers: {}, body: null }).length > 0);

  const wrongReply = (change) => {
    const value = JSON.parse(token.text);
    change(value);
    return contract.judgeReply(token.method, token.path, { ...token, text: JSON.stringify(value) }).length > 0;
  };
  expect('an untouched reply is fine', !wrongReply(() => {}));
  expect('a reply without token is found', wrongReply((value) => delete value.token));
  expect('a time as text is found', wrongReply((value) => { value.creation_time_in_millis = '1'; }));
  expect('a scope with a fraction is found', wrongReply((value) => { value.scope.org_id = 0.5; }));
}

function checkExchanges(contract) {
  for (const exchange of exchanges) {
    const name = `${exchange.method} ${exchange.path} -> ${exchange.status}`;
    check(`the client's request, ${name}`, contract.judgeRequest(exchange));
    check(`the demo cluster's reply, ${name}`, contract.judgeReply(exchange.method, exchange.path, exchange));
  }
  for (const { api, name, method, path } of contract.operations.filter(({ api }) => api === 'AuthenticationApi')) {
    const isDone = exchanges.some((exchange) => exchange.method === method && exchange.path === path
      && exchange.status < 300);
    expect(`${api}.${name} was answered`, isDone);
  }
}

function checkRecorded(contract, file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  const ours = lines.filter(({ path }) => path.startsWith('/api/rest/2.0/'));
  expect(`${file} holds requests for 2.0`, ours.length > 0);
  for (const request of ours)
    check(`${file}: ${request.method} ${request.path}`, contract.judgeRequest(request));
  return ours;
}

const scratch = mkdtempSync(join(tmpdir(), 'contract-'));
try {
  const record = join(scratch, 'requests.jsonl');
  const contract = await Contract.load(directory);
  const cluster = await startCluster(['--record', record]);
  const credentials = (name) => ({
    username: name,
    password: cluster.demoUsers.find((user) => user.name === name).demoPassword,
  });
  await driveSessions(cluster.origin, credentials('maria.lopez'));
  await driveTokens(cluster.origin, credentials('maria.lopez'), cluster.demoSecretKey);
  await driveAdministration(cluster.origin, credentials('admin.demo'), credentials('bea.big'));
  cluster.child.stdin.end();
  checkExchanges(contract);
  checkTheJudge(contract);
  expect('the record is complete', checkRecorded(contract, record).length === exchanges.length);
  for (const file of requestFiles) {
    const requests = checkRecorded(contract, file);
    console.log(`${file}: ${requests.length} requests for 2.0`);
  }
} finally {
  rmSync(scratch, { recursive: true });
}

for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${exchanges.length} exchanges, ${checks - failures.length} checks passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
