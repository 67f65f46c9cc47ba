// Usage: node --experimental-vm-modules dump.mjs FILE…
//
// Runs each FILE as a module, where fetch and the vendor's SDKs dump what they are told, each text with a
// NUL after it, and ask nobody.
import { readFileSync } from 'node:fs';
import { createContext, SourceTextModule, SyntheticModule } from 'node:vm';

const dump = (...texts) => process.stdout.write(texts.map((text) => `${text}\0`).join(''));

async function fetch(address, options) {
  dump(address, ...Object.entries(options.headers).flat());
  return { ok: true, json: async () => 'told' };
}

const restSdk = {
  createBearerAuthenticationConfig: (host, token) => ({ host, token }),
  ThoughtSpotRestApi: class {
    constructor(configuration) { this.configuration = configuration; }
    async getCurrentUserInfo() {
      const { host, token } = this.configuration;
      dump(host, await token());
      return 'told';
    }
  },
};

const embedSdk = {
  AuthType: { TrustedAuthTokenCookieless: 'cookieless' },
  init: async ({ thoughtSpotHost, getAuthToken }) => dump(thoughtSpotHost, await getAuthToken()),
};

const sdks = { '@thoughtspot/rest-api-sdk': restSdk, '@thoughtspot/visual-embed-sdk': embedSdk };

for (const file of process.argv.slice(2)) {
  const context = createContext({ console, fetch });
  const form = new SourceTextModule(readFileSync(file, 'utf8'), { context });
  await form.link((name) => new SyntheticModule(Object.keys(sdks[name]), function () {
    for (const [key, value] of Object.entries(sdks[name])) this.setExport(key, value);
  }, { context }));
  await form.evaluate();
}
