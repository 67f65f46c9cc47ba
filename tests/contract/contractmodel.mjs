// The published 2.0 contract as the vendor's own client package states it. Nothing of it is written
// down here: operations, paths and models are read from the installed package at run time.
//
// The package holds no OpenAPI document. Its TypeScript models are generated from that document, so
// they carry field names, types, required fields, enumerations and null; a generator made by others
// turns them into JSON schemas, and Ajv judges by those. What the models do not carry, and so is not
// checked here: formats other than whole numbers, and which error statuses an operation declares.
import { readFileSync, writeFileSync } from 'node:fs';
import Ajv from 'ajv';
import ts from 'typescript';
import { createGenerator } from 'ts-json-schema-generator';
import * as sdk from '@thoughtspot/rest-api-sdk';

const declarations = 'node_modules/@thoughtspot/rest-api-sdk/dist/index.d.ts';
const apiNames = ['AuthenticationApi', 'SystemApi', 'OrgsApi'];

// Each method of the client's API classes that takes at most one model: what it takes and returns.
function readSignatures(directory) {
  const source = ts.createSourceFile(
    'index.d.ts', readFileSync(`${directory}/${declarations}`, 'utf8'), ts.ScriptTarget.Latest, true);
  const signatures = [];
  for (const node of source.statements) {
    const api = apiNames.find((name) => ts.isClassDeclaration(node) && node.name?.text === `Promise${name}`);
    if (!api) continue;
    for (const member of node.members.filter(ts.isMethodDeclaration)) {
      const models = member.parameters.filter((parameter) => parameter.name.text !== '_options');
      if (models.length > 1 || models.some((parameter) => !parameter.type.getText().endsWith('Request'))) continue;
      signatures.push({
        api,
        name: member.name.text,
        request: models[0]?.type.getText() ?? null,
        reply: member.type.typeArguments[0].getText(),
      });
    }
  }
  return signatures;
}

// Where a method sends its request, found by letting it send one to nobody.
async function findAddress(signature) {
  let address;
  const configuration = sdk.createBearerAuthenticationConfig('https://contract.invalid', () => Promise.resolve('x'));
  const capture = {
    send(request) {
      address = {
        method: request.getHttpMethod().toString(),
        path: new URL(request.getUrl()).pathname,
        needsCaller: 'Authorization' in request.getHeaders(),
      };
      throw new Error('captured');
    },
  };
  const api = new sdk[signature.api]({ ...configuration, httpApi: capture });
  await api[signature.name](...(signature.request ? [{}] : [])).catch(() => {});
  if (!address) throw new Error(`${signature.name}: no request could be captured`);
  return { ...signature, ...address };
}

const elementType = (type) => /^Array<(.+)>$/.exec(type)?.[1] ?? type;

// The models say `number` where the contract says int32 or int64; their attribute maps know.
function tighten(schema, typeName) {
  const map = sdk[elementType(typeName)]?.getAttributeTypeMap?.();
  const properties = (schema.items ?? schema).properties;
  if (!map || !properties) return;
  for (const { baseName, type, format } of map) {
    const property = properties[baseName];
    if (!property) continue;
    if (format === 'int32' || format === 'int64')
      property.type = [property.type].flat().map((name) => (name === 'number' ? 'integer' : name));
    else tighten(property, type);
  }
}

function openUp(schema) {
  if (Array.isArray(schema)) schema.forEach(openUp);
  else if (schema && typeof schema === 'object') {
    if (schema.additionalProperties === false) delete schema.additionalProperties;
    Object.values(schema).forEach(openUp);
  }
}

// What is wrong with a value, as texts; none when nothing is.
function judge(validate, value) {
  if (validate(value)) return [];
  return validate.errors.map((error) => `${error.instancePath || 'the body'} ${error.message} ${JSON.stringify(error.params)}`);
}

export class Contract {
  static async load(directory) {
    const signatures = await Promise.all(readSignatures(directory).map(findAddress));
    return new Contract(directory, signatures);
  }

  constructor(directory, operations) {
    this.operations = operations;
    const models = new Set(operations.flatMap(({ request, reply }) => [request, elementType(reply)]));
    for (const none of [null, 'void', 'any']) models.delete(none);
    models.add('ErrorResponse');
    const entry = `${directory}/models.ts`;
    writeFileSync(entry, [`import * as sdk from './${declarations.replace('.d.ts', '.js')}';`,
      ...[...models].map((model) => `export type ${model} = sdk.${model};`)].join('\n'));
    this.generator = createGenerator({ path: entry, skipTypeCheck: true, additionalProperties: false });
    this.ajv = new Ajv({ allErrors: true, strict: false });
    this.validators = new Map();
  }

  validator(typeName, isReply) {
    const key = `${typeName} ${isReply}`;
    if (!this.validators.has(key)) {
      const model = elementType(typeName);
      const schema = this.generator.createSchema(model);
      tighten(schema.definitions[model], model);
      // A server may add fields; a client has no business sending fields that nobody declared.
      if (isReply) openUp(schema);
      this.validators.set(key, this.ajv.compile(
        model === typeName ? schema : { type: 'array', items: { $ref: schema.$ref }, definitions: schema.definitions }));
    }
    return this.validators.get(key);
  }

  find(method, path) {
    return this.operations.find((operation) => operation.method === method && operation.path === path);
  }

  // What is wrong with a request: {method, path, headers: {name in small letters: value}, body: the
  // JSON value, null when there is none, status: of its reply}.
  judgeRequest({ method, path, headers, body, status }) {
    const operation = this.find(method, path);
    if (!operation) return [`the contract has no ${method} ${path}`];
    const problems = [];
    if (operation.request === null) {
      if (body !== null) problems.push('this operation takes no body');
    } else {
      if (body === null) problems.push('a body is required');
      else problems.push(...judge(this.validator(operation.request, false), body));
      if ((headers['content-type'] ?? '').split(';')[0].trim() !== 'application/json')
        problems.push('the content type is not application/json');
    }
    // The contract asks for a bearer token at login, which is what one gets there; the vendor's
    // documentation has it without.
    const isKnownCaller = /^Bearer \S/.test(headers.authorization ?? '') || 'cookie' in headers;
    // Asking without is how one finds out what a server speaks; it has to be refused.
    const isProbe = method === 'GET' && status === 401;
    if (operation.needsCaller && operation.name !== 'login' && !isKnownCaller && !isProbe)
      problems.push('neither a bearer token nor a cookie says who asks');
    return problems;
  }

  // What is wrong with a reply: {status, contentType, text}.
  judgeReply(method, path, { status, contentType, text }) {
    const operation = this.find(method, path);
    if (!operation) return [`the contract has no ${method} ${path}`];
    const isError = [400, 401, 403, 500].includes(status);
    const expected = operation.reply === 'void' ? 204 : 200;
    if (!isError && status !== expected) return [`status ${status} instead of ${expected}`];
    if (status === 204) return text === '' ? [] : ['a body with status 204'];
    if (!/^application\/json(;|$)/.test(contentType ?? '')) return [`content type ${contentType}`];
    let value;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return [error.message];
    }
    return judge(this.validator(isError ? 'ErrorResponse' : operation.reply, true), value);
  }
}
