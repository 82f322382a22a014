#!/usr/bin/env node
// Checks server/http/openapi/openapi.json against itself and against the server.
//
//   check-openapi.mjs --document FILE [--programs FOLDER]
//
// Alone: the document is OpenAPI 3.1, its schemas are JSON Schema 2020-12, every body has an example, and every example
// fits its schema. With the folder of heliograph and heliograph-phone: a server is started in a temporary folder, every
// request of the document is sent to it with every example, and every answer must have the expected status, one that is
// documented, and a body that fits the documented schema to the last field.
//
// The document's examples use one id for each kind of thing. The ids that are sent are those of things that this script
// has made before (World).

import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { isJson, operationsOf, readDocument, resolveIn } from "../../server/http/openapi/read-document.mjs";

const { values: options } = parseArgs({ options: { document: { type: "string" }, programs: { type: "string" } } });

const modules = await Promise.all(
  ["@seriousme/openapi-schema-validator", "ajv/dist/2020.js", "ajv-formats"].map((name) => import(name)),
).catch((error) => {
  console.error(`check-openapi: ${error.message}\ncheck-openapi: \`make packages-web\` installs what is missing`);
  process.exit(1);
});
const [{ Validator }, { default: Ajv }, { default: addFormats }] = modules;

const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);

// --- the document ----------------------------------------------------------------------------------------------------

const kJson = "application/json";

const document = readDocument(options.document);
const resolve = (value) => resolveIn(document, value);
const operations = operationsOf(document).map((operation) => ({
  ...operation,
  name: `${operation.method.toUpperCase()} ${operation.path}`,
}));

// A schema of the document whose references lead into what ajv knows as `document`.
const withReferences = (schema) =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"document#/$defs/'));

// What is sent fits the document only if it has nothing that the document does not say: a server may add fields one
// day, but then the document has to say so.
const closed = (schema) => {
  if (schema === null || typeof schema !== "object") return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  if (schema.type === "object" && schema.properties) copy.additionalProperties ??= false;
  return copy;
};

const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: "document", $defs: withReferences(closed(document.components.schemas)) });

const compiled = new Map();
const errorsOf = (schema, value) => {
  const key = JSON.stringify(schema);
  if (!compiled.has(key)) compiled.set(key, ajv.compile(withReferences(closed(schema))));
  const validate = compiled.get(key);
  return validate(value) ? [] : validate.errors.map((error) => `${error.instancePath || "/"} ${error.message}`);
};

const checkExample = (where, schema, value) => {
  if (schema) for (const error of errorsOf(schema, value)) fault(where, `example: ${error}`);
};

const checkContent = (where, content) => {
  for (const [type, media] of Object.entries(content ?? {})) {
    const examples = Object.entries(media.examples ?? {});
    if (examples.length === 0) fault(where, `${type} has no example`);
    if (isJson(type) && !media.schema) fault(where, `${type} has no schema`);
    for (const [name, example] of examples) checkExample(`${where}, ${name}`, media.schema, resolve(example)?.value);
  }
};

// A map's names are not listed, but the document says what they look like.
const isClosed = (schema) => {
  const { additionalProperties, propertyNames } = resolve(schema);
  return additionalProperties === false || propertyNames !== undefined;
};

const checkOperation = (operation) => {
  const variables = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const documented = operation.parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name);
  if (variables.join() !== documented.join()) fault(operation.name, `has the parameters ${documented} in its path`);
  for (const parameter of operation.parameters) {
    checkExample(`${operation.name}, ${parameter.name}`, parameter.schema, parameter.example);
  }
  checkContent(`${operation.name}, request`, operation.requestBody?.content);
  const requested = operation.requestBody?.content[kJson]?.schema;
  if (requested && !isClosed(requested)) fault(operation.name, "takes fields that the document does not say");
  for (const [status, response] of Object.entries(operation.responses)) {
    checkContent(`${operation.name}, ${status}`, resolve(response)?.content);
  }
};

const checkDocument = async () => {
  const validated = await new Validator().validate(structuredClone(document));
  if (!validated.valid) fault("document", JSON.stringify(validated.errors, null, 2));
  for (const name of Object.keys(document.components.schemas)) ajv.getSchema(`document#/$defs/${name}`);
  const names = operations.map((operation) => operation.operationId);
  if (new Set(names).size !== names.length) fault("document", "has an operationId twice");
  operations.forEach(checkOperation);
};

// --- the program -----------------------------------------------------------------------------------------------------

const kPin = "2468";
const kFirstMethod = "DEVICE_PIN";

class Programs {
  constructor(binaries, folder) {
    this.binaries = binaries;
    this.folder = folder;
    this.configuration = join(folder, "heliograph.toml");
    writeFileSync(this.configuration, "[server]\nport = 0\n\n[log]\nlevel = \"warning\"\n");
  }

  runPhone(words, input) {
    const file = join(this.binaries, "heliograph-phone");
    execFileSync(file, words, { input, encoding: "utf8", stdio: ["pipe", "ignore", "inherit"] });
  }

  async serve() {
    const words = ["--json", "serve", "--with-example", "--config", this.configuration];
    this.server = spawn(join(this.binaries, "heliograph"), words, { stdio: ["ignore", "pipe", "inherit"] });
    this.ended = new Promise((done) => this.server.once("exit", done));
    for await (const line of createInterface({ input: this.server.stdout })) return JSON.parse(line);
    throw new Error("the server does not start");
  }

  async stop() {
    this.server.kill("SIGINT");
    const code = await this.ended;
    if (code !== 0) fault("server", `ended with ${code}`);
  }
}

const authorizationOf = (key) => "Basic " + Buffer.from(`${key.id}:${key.secret}`).toString("base64");

// What the examples are about, made for real. An operation that uses something up gets a new one the next time.
class World {
  constructor(programs, started) {
    this.programs = programs;
    this.url = started.service_url;
    this.bank = { id: started.example.key_id, secret: started.example.key_secret };
    this.application = started.example.application;
    this.admin = { id: started.example.admin_key_id, secret: started.example.admin_key_secret };
    this.phones = 0;
    this.phoneConfiguration = join(programs.folder, "phone.json");
    writeFileSync(this.phoneConfiguration, JSON.stringify(started.example.phone));
  }

  async call(method, path, body, key, headers = {}) {
    const response = await fetch(this.url + path, {
      method: method.toUpperCase(),
      headers: { ...headers, ...(key && { Authorization: authorizationOf(key) }) },
      body,
    });
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  async make(path, body, key) {
    const answer = await this.call("post", path, JSON.stringify(body), key, { "Content-Type": kJson });
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.bytes}`);
    return JSON.parse(answer.bytes);
  }

  enrolment() {
    const { application_id } = this.application;
    return this.make("/api/smart-device/v1/enrolments", { application_id, user_reference: "customer-4711" }, this.bank);
  }

  async newDevice() {
    const enrolment = await this.enrolment();
    const folder = join(this.programs.folder, `phone-${++this.phones}`);
    const words = ["enrol", "--folder", folder, "--phone-config", this.phoneConfiguration];
    this.programs.runPhone([...words, "--method", kFirstMethod], `${enrolment.activation_code}\n${kPin}\n`);
    this.programs.runPhone(["activate", "OFFLINE_PIN", "--folder", folder], `${kPin}\n${kPin}\n`);
    const shown = await this.call("get", `/api/smart-device/v1/enrolments/${enrolment.id}`, undefined, this.bank);
    return JSON.parse(shown.bytes).device_id;
  }

  async deviceId() {
    this.device ??= await this.newDevice();
    return this.device;
  }

  async offlineAuthenticationId() {
    const body = { device_id: await this.deviceId(), auth_method: "OFFLINE_PIN", context: "Pay 12.34 EUR to ACME Ltd" };
    return (await this.make("/api/smart-device/v1/offline-authentications", body, this.bank)).id;
  }

  async authenticationId() {
    const body = { device_id: await this.deviceId(), context: "Pay 12.34 EUR to ACME Ltd" };
    return (await this.make("/api/smart-device/v1/authentications", body, this.bank)).id;
  }

  // The cookie of an administrator who is signed in at the console.
  async consoleCookie() {
    const body = JSON.stringify({ key_id: this.admin.id, key_secret: this.admin.secret });
    const headers = { "Content-Type": kJson, "X-Heliograph-Console": "1" };
    const answer = await this.call("post", "/console/api/session", body, undefined, headers);
    return answer.headers.get("set-cookie").split(";")[0];
  }

  async apiKeyId() {
    const body = { organisation_id: this.application.organisation_id, name: "to be revoked" };
    return (await this.make("/admin-api/v1/api-keys", body, this.admin)).id;
  }
}

// How to come by a real one for each example id.
const exampleId = (parameter) => document.components.parameters[parameter].example;
const makers = () => ({
  [exampleId("EnrolmentId")]: async (world) => (await world.enrolment()).id,
  [exampleId("AuthenticationId")]: (world) => world.authenticationId(),
  [exampleId("OfflineAuthenticationId")]: (world) => world.offlineAuthenticationId(),
  [exampleId("DeviceId")]: (world) => world.deviceId(),
  [exampleId("OrganisationId")]: (world) => world.application.organisation_id,
  [exampleId("ApplicationId")]: (world) => world.application.application_id,
  [exampleId("ApiKeyId")]: (world) => world.apiKeyId(),
  [document.components.examples.SignIn.value.key_id]: (world) => world.admin.id,
  [document.components.examples.SignIn.value.key_secret]: (world) => world.admin.secret,
});

const withRealIds = async (text, world) => {
  for (const [id, maker] of Object.entries(makers())) {
    if (text.includes(id)) text = text.replaceAll(id, await maker(world));
  }
  return text;
};

// After these the device, or its method, is not what the next example expects.
const kUsesUpDevice = ["deleteDevice", "lockDevice", "deleteAuthMethod", "lockAuthMethod"].flatMap((operation) => [
  operation,
  `admin${operation[0].toUpperCase()}${operation.slice(1)}`,
]);
// Of these no example succeeds: nobody but the SDK makes a message that opens.
const kExpected = { sendDeviceMessage: 400 };
const kJsonLines = "application/jsonl";
const kAuditEvent = { $ref: "#/components/schemas/AuditEvent" };
const kAdmin = "/admin-api/";

const needsSession = (operation) => {
  const [first, ...others] = operation.security ?? [];
  return first?.consoleSession !== undefined && others.length === 0;
};

const keyFor = (operation, world) => {
  if (operation.security?.length === 0 || needsSession(operation)) return undefined;
  return operation.path.startsWith(kAdmin) ? world.admin : world.bank;
};

const successOf = (operation) =>
  kExpected[operation.operationId] ?? Number(Object.keys(operation.responses).find((status) => status.startsWith("2")));

const checkBody = (where, documented, answer) => {
  const check = (schema, text) => {
    for (const error of errorsOf(schema, JSON.parse(text))) fault(where, `answer: ${error}`);
  };
  const type = answer.headers.get("content-type")?.split(";")[0];
  if (!documented.content) {
    if (answer.bytes.length > 0) fault(where, "answers with a body where none is documented");
    return;
  }
  const media = documented.content[type];
  if (!media) return fault(where, `answers with ${type}, which is not documented`);
  const lines = type === kJsonLines ? `${answer.bytes}`.split("\n").filter(Boolean) : [];
  for (const line of lines) check(kAuditEvent, line);
  if (isJson(type)) check(media.schema, answer.bytes);
};

const checkAnswer = (where, operation, answer, expected) => {
  const body = isJson(answer.headers.get("content-type")?.split(";")[0] ?? "") ? ` ${answer.bytes}`.slice(0, 500) : "";
  if (answer.status !== expected) fault(where, `answers ${answer.status} and not ${expected}${body}`);
  const documented = resolve(operation.responses[answer.status]);
  if (!documented) return fault(where, `answers ${answer.status}, which is not documented`);
  for (const name of Object.keys(documented.headers ?? {})) {
    if (name !== "Link" && !answer.headers.has(name)) fault(where, `answers ${answer.status} without ${name}`);
  }
  checkBody(where, documented, answer);
};

// Every body that the document shows, as bytes; nothing where there need not be one.
const requestsOf = (operation) => {
  const [[type, media] = []] = Object.entries(operation.requestBody?.content ?? {});
  const examples = Object.entries(media?.examples ?? {}).map(([name, example]) => {
    const { value } = resolve(example);
    if (isJson(type)) return { name, type, text: JSON.stringify(value) };
    return { name, type, bytes: Buffer.from(value, "base64") };
  });
  if (operation.requestBody?.required) return examples;
  return [{ name: "no body" }, ...examples];
};

// The parameters as they are sent: those that must be there alone, and all of them.
const parameterSetsOf = (operation) => {
  const all = operation.parameters;
  const required = all.filter((parameter) => parameter.required);
  return required.length === all.length ? [all] : [required, all];
};

const send = async (operation, request, parameters, accept, world) => {
  let path = operation.path;
  const query = new URLSearchParams();
  const headers = { Accept: accept ?? "*/*" };
  for (const { name, in: place, example } of parameters) {
    const value = await withRealIds(String(example), world);
    if (place === "path") path = path.replace(`{${name}}`, value);
    else if (place === "query") query.set(name, value);
    else headers[name] = value;
  }
  if (headers["Idempotency-Key"]) headers["Idempotency-Key"] = randomUUID();
  if (needsSession(operation)) headers.Cookie = await world.consoleCookie();
  if (request.type) headers["Content-Type"] = request.type;
  const body = request.text === undefined ? request.bytes : await withRealIds(request.text, world);
  const target = query.size > 0 ? `${path}?${query}` : path;
  return world.call(operation.method, target, body, keyFor(operation, world), headers);
};

const typesOf = (operation) => {
  const types = Object.keys(resolve(operation.responses[successOf(operation)])?.content ?? {});
  return operation.operationId === "getReferenceFile" || types.length < 2 ? [undefined] : types;
};

const checkAgainst = async (operation, world) => {
  for (const request of requestsOf(operation)) {
    for (const parameters of parameterSetsOf(operation)) {
      for (const accept of typesOf(operation)) {
        const where = `${operation.name}, ${request.name}, ${parameters.length} parameters, ${accept ?? "any type"}`;
        const answer = await send(operation, request, parameters, accept, world);
        checkAnswer(where, operation, answer, successOf(operation));
        if (kUsesUpDevice.includes(operation.operationId)) world.device = undefined;
        sent += 1;
      }
    }
  }
};

// Without a key every operation that needs one must say so, in the documented form; and a key of the other interface
// is not allowed. A session of the console opens what the document says, and only for the console's page.
const checkKeys = async (operation, world) => {
  if (operation.security?.length === 0) return;
  const path = operation.path.replaceAll(/\{\w+\}/g, "x");
  checkAnswer(`${operation.name}, without a key`, operation, await world.call(operation.method, path), 401);
  const cookie = { Cookie: await world.consoleCookie() };
  const takesSession = operation.security?.some((scheme) => scheme.consoleSession) ?? false;
  const byCookie = await world.call(operation.method, path, undefined, undefined, cookie);
  checkAnswer(`${operation.name}, with a cookie alone`, operation, byCookie, takesSession ? 403 : 401);
  if (needsSession(operation)) return;
  const wrong = operation.path.startsWith(kAdmin) ? world.bank : world.admin;
  const answer = await world.call(operation.method, path, undefined, wrong);
  checkAnswer(`${operation.name}, with a key of another role`, operation, answer, 403);
};

let sent = 0;
const checkServer = async () => {
  const folder = mkdtempSync(join(tmpdir(), "heliograph-interface-"));
  const programs = new Programs(options.programs, folder);
  try {
    const started = await programs.serve();
    const world = new World(programs, started);
    for (const operation of operations) await checkAgainst(operation, world);
    for (const operation of operations) await checkKeys(operation, world);
    const shown = await world.call("get", "/openapi.json");
    if (JSON.stringify(JSON.parse(shown.bytes)) !== JSON.stringify(document)) {
      fault("GET /openapi.json", "is another document than the one that was checked");
    }
  } finally {
    await programs.stop();
    rmSync(folder, { recursive: true });
  }
};

await checkDocument();
if (options.programs && faults.length === 0) await checkServer();
for (const found of faults) console.error(found);
console.log(`${operations.length} operations, ${sent} requests sent, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
