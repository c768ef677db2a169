import { post } from "./api.js";
import { attempt } from "./attempt.js";
import { valuesOf } from "./block_fields.js";

/**
 * What blocks need from the message or view that they are shown in.
 * @typedef {object} BlockEnv
 * @property {import("./workspace.js").Workspace} workspace
 * @property {(action: Record<string, any>) => Promise<any>} act sends block_actions; without a value where the app did not take it
 * @property {(about: Record<string, any>) => Promise<any>} options asks the app for the options of an external select
 * @property {(root: DocumentFragment) => void} decorate runs on server-made HTML
 * @property {Map<string, string>} chosen feedback already given, by action id
 * @property {import("./block_fields.js").Field[]} fields the fields that were rendered
 * @property {Record<string, Record<string, any>>} saved field values to restore, as in view.state.values
 */

/**
 * @param {import("./workspace.js").Workspace} workspace
 * @param {{view_id: string}|{channel: string, message_ts: string, thread_ts?: string}} where
 * @param {Partial<BlockEnv>} [own] what differs from the defaults
 * @returns {BlockEnv}
 */
export function blockEnv(workspace, where, own = {}) {
  const call = (path, body) =>
    attempt(post(path, { user: workspace.me.id, ...where, state: { values: valuesOf(env.fields) }, ...body }));
  const env = {
    workspace,
    fields: [],
    saved: {},
    chosen: new Map(),
    decorate: () => {},
    act: (action) => call("action", action),
    options: (about) => call("options", about),
    ...own,
  };
  return env;
}
