// Usage: node --experimental-vm-modules embed.mjs FILE
//
// Runs FILE as the module of a page, with the vendor's SDK as its one import, and prints what the cluster
// says to the SDK's question whether the token is good. The page has no more of a browser than that takes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, SourceTextModule, SyntheticModule } from 'node:vm';
import { JSDOM } from 'jsdom';

const page = new JSDOM('', { url: 'http://127.0.0.1/', runScripts: 'outside-only' });
const question = new Promise((resolve) => {
  page.window.fetch = async (address, options) => {
    const reply = await fetch(address, options);
    resolve({ address: String(address), status: reply.status });
    return reply;
  };
});
Object.assign(page.window, { Headers, Request, Response });

const sdkFile = createRequire(import.meta.url).resolve('@thoughtspot/visual-embed-sdk');
page.window.eval(readFileSync(sdkFile.replace(/cjs\/.*$/, 'dist/tsembed.js'), 'utf8'));
const sdk = page.window.tsembed;

const context = createContext({ console });
const form = new SourceTextModule(readFileSync(process.argv[2], 'utf8'), { context });
await form.link((name) => {
  if (name !== '@thoughtspot/visual-embed-sdk') throw new Error(`there is no ${name} on this page`);
  return new SyntheticModule(Object.keys(sdk), function () {
    for (const key of Object.keys(sdk)) this.setExport(key, sdk[key]);
  }, { context });
});
await form.evaluate();
const { address, status } = await question;
process.stdout.write(`${address} ${status}`);
process.exit(0);
