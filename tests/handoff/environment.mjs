// Usage: node environment.mjs postman|bruno|dotenv values|call FILE
//
// Reads FILE as that tool reads an environment, and prints what it holds, or asks for the session info
// with it, in each form of the API, and prints the answers. Postman's own runner makes the call; Bruno's needs a later Node.js than
// Debian 12 has, so that its file is read by its reader alone.
import { readFileSync } from 'node:fs';
import bruno from '@usebruno/lang';
import dotenv from 'dotenv';
import newman from 'newman';

const [tool, what, file] = process.argv.slice(2);
const paths = ['/api/rest/v2/session', '/tspublic/rest/v2/session', '/api/rest/2.0/auth/session/user'];

const collection = {
  info: { name: 'session', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
  item: paths.map((path) => ({
    name: path,
    request: {
      method: 'GET',
      url: `{{TS_HOST}}${path}`,
      header: [{ key: 'Authorization', value: 'Bearer {{TS_AUTH_TOKEN}}' }],
    },
  })),
};

function runPostman(items) {
  return new Promise((resolve, reject) => {
    const wish = { collection: { ...collection, item: items }, environment: file, reporters: [] };
    newman.run(wish, (error, summary) => {
      const failure = error ?? summary.run.failures[0]?.error;
      if (failure) reject(failure);
      else resolve(summary);
    });
  });
}

async function valuesOf() {
  if (tool === 'postman') {
    const { environment } = await runPostman([]);
    return { name: environment.name, ...environment.values.toObject() };
  }
  const text = readFileSync(file, 'utf8');
  if (tool === 'dotenv') return dotenv.parse(text);
  return Object.fromEntries(bruno.bruToEnvJsonV2(text).variables.map(({ name, value }) => [name, value]));
}

async function answers() {
  if (tool === 'postman') return (await runPostman(collection.item)).run.executions.map((call) => call.response.text());
  const { TS_HOST, TS_AUTH_TOKEN } = await valuesOf();
  const texts = [];
  for (const path of paths) {
    const reply = await fetch(TS_HOST + path, { headers: { Authorization: `Bearer ${TS_AUTH_TOKEN}` } });
    texts.push(await reply.text());
  }
  return texts;
}

process.stdout.write(what === 'values' ? JSON.stringify(await valuesOf()) : (await answers()).join('\n'));
