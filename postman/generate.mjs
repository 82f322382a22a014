// Writes the Postman collection from the interface's document (server/http/openapi) and the story that is told with it
// (story.mjs). Ends with 1 if the story has a call, a field, a parameter or a problem that the document does not have.
//
//   node generate.mjs            writes heliograph.postman_collection.json
//   node generate.mjs --check    writes nothing; ends with 1 if the file is another one

import { readFileSync, writeFileSync } from 'node:fs';
import {
  isJson,
  operationsOf,
  readDocument,
  resolveIn,
  serverDocument,
} from '../server/http/openapi/read-document.mjs';
import { folders, keys } from './story.mjs';

const file = new URL('heliograph.postman_collection.json', import.meta.url);
const document = readDocument(serverDocument);
const operations = new Map(operationsOf(document).map((operation) => [operation.operationId, operation]));

const resolve = (value) => resolveIn(document, value);
const demand = (isSo, where, what) => {
  if (isSo) return;
  console.error(`postman/story.mjs: ${where}: ${what}`);
  process.exit(1);
};

// --- what the document says of a step --------------------------------------------------------------------------------

const jsonOf = (content) => Object.entries(content ?? {}).find(([type]) => isJson(type))?.[1];

// The names of the fields that values of a schema may and must have, and those of the fields within them.
function fieldsOf(schema) {
  const { properties = {}, required = [], allOf = [], items, propertyNames } = resolve(schema) ?? {};
  const inner = [...allOf, ...Object.values(properties), ...(items ? [items] : [])].map(fieldsOf);
  return {
    own: [...allOf.flatMap((part) => fieldsOf(part).own), ...Object.keys(properties)],
    required: [...allOf.flatMap((part) => fieldsOf(part).required), ...required],
    all: [...Object.keys(properties), ...inner.flatMap(({ all }) => all)],
    patterns: [...(propertyNames ? [new RegExp(propertyNames.pattern)] : []), ...inner.flatMap(({ patterns }) => patterns)],
  };
}

// Names of a map are not listed, but have a pattern.
const has = (names, patterns, name) => names.includes(name) || patterns.some((pattern) => pattern.test(name));

const codesOf = (response) =>
  Object.values(jsonOf(response.content)?.examples ?? {}).map((example) => resolve(example).value.code);

// The status that a step gets, with what the document says of that answer.
function answerTo(step, operation) {
  const answers = Object.entries(operation.responses).map(([status, response]) => [Number(status), resolve(response)]);
  const isIt = step.refused
    ? ([, response]) => codesOf(response).includes(step.refused)
    : ([status]) => status >= 200 && status <= 299;
  const found = answers.find(isIt);
  demand(found, step.name, `${step.call} does not answer ${step.refused ?? 'with success'}`);
  return { status: found[0], schema: jsonOf(found[1].content)?.schema };
}

function checkRequest(step, operation) {
  const named = (place) => operation.parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
  const known = { path: named('path'), query: named('query'), headers: [...named('header'), 'Accept'] };
  for (const [place, names] of Object.entries(known)) {
    for (const name of Object.keys(step[place] ?? {})) {
      demand(names.includes(name), step.name, `${place} has no ${name}`);
    }
  }
  if (step.refused === 'MALFORMED_REQUEST') return;
  const { own, required, patterns } = fieldsOf(jsonOf(operation.requestBody?.content)?.schema);
  for (const name of Object.keys(step.body ?? {})) demand(has(own, patterns, name), step.name, `body has no ${name}`);
  if (!operation.requestBody?.required) return;
  for (const name of required) demand(name in (step.body ?? {}), step.name, `body lacks ${name}`);
}

// --- a step's script -------------------------------------------------------------------------------------------------

const testOf = (title, expression) => `pm.test(${JSON.stringify(title)}, () => ${expression});`;
const isFieldOfAnswer = (value) => /^\w+$/.test(value);

// Every name that an expression takes for a field of the answer, or of something within it.
const namesIn = (expression) =>
  [...expression.matchAll(/\banswer\.(\w+)|\.([a-z]+_[a-z_]+)|property\("(\w+)"\)/g)].map((match) =>
    match.slice(1).find((name) => name !== undefined),
  );

function scriptOf(step, { status, schema }) {
  const { is = {}, lacks = [], tests = {}, keep = {} } = step;
  const { own, required, all, patterns } = fieldsOf(schema);
  const names = [...Object.keys(is).flatMap((path) => path.split('.')), ...lacks];
  names.push(...Object.values(keep).filter(isFieldOfAnswer), ...Object.values(tests).flatMap(namesIn));
  for (const name of names) demand(has(all, patterns, name), step.name, `the answer has no field ${name}`);

  const always = new Set([...required, ...Object.values(keep).filter((name) => own.includes(name))]);
  const lines = [
    ...(step.refused
      ? [
          testOf(`says ${step.refused}`, `pm.expect(answer.code).to.eql("${step.refused}")`),
          testOf('names the request', 'pm.expect(pm.response.headers.get("X-Request-Id")).to.eql(answer.request_id)'),
        ]
      : schema
        ? [testOf('has its fields', `pm.expect(answer).to.include.all.keys(${JSON.stringify([...always])})`)]
        : []),
    ...Object.entries(is).map(([path, value]) =>
      testOf(`${path} is ${value}`, `pm.expect(answer.${path}).to.eql(${JSON.stringify(value)})`),
    ),
    ...lacks.map((name) => testOf(`hides ${name}`, `pm.expect(answer).to.not.have.property("${name}")`)),
    ...Object.entries(tests).map(([title, expression]) => testOf(title, expression)),
    ...Object.entries(keep).map(([variable, value]) => {
      return `pm.environment.set("${variable}", ${isFieldOfAnswer(value) ? `answer.${value}` : value});`;
    }),
  ];
  const usesAnswer = lines.some((line) => /\banswer\b/.test(line));
  return [
    testOf(`answers ${status}`, `pm.response.to.have.status(${status})`),
    ...(usesAnswer ? ['const answer = pm.response.json();'] : []),
    ...lines,
  ];
}

// --- Postman's shapes ------------------------------------------------------------------------------------------------

function authOf(key) {
  if (key === null) return { type: 'noauth' };
  const [username, password] = keys[key].map((variable) => ({ value: `{{${variable}}}`, type: 'string' }));
  return { type: 'basic', basic: [{ key: 'username', ...username }, { key: 'password', ...password }] };
}

const pairsOf = (values) => Object.entries(values).map(([key, value]) => ({ key, value: String(value) }));

function urlOf(path, query) {
  const text = Object.entries(query).map(([name, value]) => `${name}=${value}`).join('&');
  return {
    raw: `{{service_url}}${path}${text && `?${text}`}`,
    host: ['{{service_url}}'],
    path: path.slice(1).split('/'),
    ...(text && { query: pairsOf(query) }),
  };
}

const scriptEvent = (lines) => ({ listen: 'test', script: { type: 'text/javascript', exec: lines } });

function requestOf(operation, { path: values = {}, query = {}, headers = {}, body, description }) {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? `{{${name}}}`);
  return {
    method: operation.method.toUpperCase(),
    header: pairsOf({ ...(body && { 'Content-Type': 'application/json' }), ...headers }),
    url: urlOf(path, query),
    description: description ?? operation.summary,
    ...(body && { body: { mode: 'raw', raw: JSON.stringify(body, null, 2), options: { raw: { language: 'json' } } } }),
  };
}

function itemOf(step) {
  const operation = operations.get(step.call);
  demand(operation, step.name, `there is no call ${step.call}`);
  checkRequest(step, operation);
  return {
    name: step.name,
    request: { ...requestOf(operation, step), ...(step.key !== undefined && { auth: authOf(step.key) }) },
    response: [],
    event: [scriptEvent(scriptOf(step, answerTo(step, operation)))],
  };
}

function folderOf(folder) {
  return {
    name: folder.name,
    description: folder.description,
    item: folder.folders?.map(folderOf) ?? folder.steps.map(itemOf),
    ...(folder.key && { auth: authOf(folder.key) }),
  };
}

// --- every call ------------------------------------------------------------------------------------------------------

const exampleOf = (media) => resolve(Object.values(media?.examples ?? {})[0])?.value;

// A call with the document's own examples, for whoever tries it by hand: make postman does not run it.
function exampleItemOf(operation) {
  const of = (place) =>
    Object.fromEntries(
      operation.parameters.filter((parameter) => parameter.in === place).map(({ name, example }) => [name, example]),
    );
  const body = operation.requestBody?.required ? exampleOf(jsonOf(operation.requestBody.content)) : undefined;
  const request = requestOf(operation, { query: of('query'), headers: of('header'), body });
  return { name: operation.summary, request, response: [] };
}

function callsBelow(path, name, key) {
  const found = [...operations.values()].filter((operation) => operation.path.startsWith(path));
  const tags = document.tags.filter((tag) => found.some((operation) => operation.tags.includes(tag.name)));
  const item = tags.map((tag) => ({
    name: `${tag.name}: every call`,
    description: tag.description,
    item: found.filter((operation) => operation.tags.includes(tag.name)).map(exampleItemOf),
  }));
  return { name, item, auth: authOf(key) };
}

const collection = {
  info: {
    name: 'Heliograph',
    description:
      'The service provider API and the admin API, as a bank calls them. Fill in the environment; `make postman` ' +
      'runs the story, from enrolment to removal, against a fresh server and a phone at the command line. If a ' +
      'folder says "after the phone", do on the phone what its description says before you go on. The last two ' +
      'folders have every call with an example.',
    schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
  },
  auth: authOf('bank'),
  event: [
    scriptEvent([
      testOf('carries a request id', 'pm.expect(pm.response.headers.get("X-Request-Id")).to.match(/^[0-9a-f-]{36}$/)'),
    ]),
  ],
  item: [
    ...folders.map(folderOf),
    callsBelow('/api/smart-device/', 'Every call of the service provider API', 'bank'),
    callsBelow('/admin-api/', 'Every call of the admin API', 'admin'),
  ],
};

const text = `${JSON.stringify(collection, null, 2)}\n`;
if (process.argv[2] !== '--check') {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('heliograph.postman_collection.json is not what openapi.json and story.mjs say: `make collection`');
  process.exitCode = 1;
}
