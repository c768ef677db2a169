/** A refusal by the sandbox; `code` is its short error, for example "dispatch_failed". */
export class SandboxError extends Error {
  /** @param {string} code @param {any} [body] */
  constructor(code, body = {}) {
    super(code);
    this.code = code;
    this.body = body;
  }
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok || body.ok === false) throw new SandboxError(body.error ?? `http_${response.status}`, body);
  return body;
}

function request(path, options) {
  return fetch(`/client/${path}`, options).catch(() => {
    throw new SandboxError("connection_failed");
  });
}

/**
 * Reads from the page's API.
 * @param {string} path @param {Record<string, string|undefined>} params
 * @returns {Promise<any>} rejects with SandboxError
 */
export async function get(path, params) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value));
  return answer(await request(`${path}?${query}`, { cache: "no-store" }));
}

/**
 * Posts JSON to the page's API.
 * @param {string} path @param {Record<string, any>} body
 * @returns {Promise<any>} rejects with SandboxError
 */
export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answer(await request(path, { method: "POST", headers, body: JSON.stringify(body, withoutHtml) }));
}

/** The `html` that the server added to text objects does not go back to it. */
const withoutHtml = (key, value) => (key === "html" ? undefined : value);

/**
 * Posts one message with files, and with its text if it has one.
 * @param {Record<string, string|undefined>} fields @param {File[]} files
 * @returns {Promise<any>} rejects with SandboxError
 */
export async function upload(fields, files) {
  return sendForm("upload", fields, files);
}

/**
 * Keeps a file that a form's field will name.
 * @param {string} user @param {File} file
 * @returns {Promise<any>} its `file`; rejects with SandboxError
 */
export async function keep(user, file) {
  return sendForm("keep", { user }, [file]);
}

async function sendForm(path, fields, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  for (const file of files) form.append("file", file);
  return answer(await request(path, { method: "POST", body: form }));
}

/**
 * Follows the workspace's events for one person, reconnecting for ever.
 * @param {string} user
 * @param {{onEvent: (event: any) => void, onDown: () => void, onUp: () => void}} handlers
 */
export function follow(user, { onEvent, onDown, onUp }) {
  let dropped = false;
  const connect = () => {
    const source = new EventSource(`/client/events?user=${encodeURIComponent(user)}`);
    source.onopen = () => {
      dropped = false;
      onUp();
    };
    source.onmessage = (message) => onEvent(JSON.parse(message.data));
    source.onerror = () => {
      if (!dropped) onDown();
      dropped = true;
      source.close();
      setTimeout(connect, 1000);
    };
  };
  connect();
}
