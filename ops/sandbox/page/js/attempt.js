import { toast } from "./dialog.js";
import { t } from "./strings.js";

/**
 * Waits for something that the visitor asked for, and tells them when it fails.
 * @param {Promise<any>|undefined} promise
 * @returns {Promise<any>} its value; nothing after a failure
 */
export async function attempt(promise) {
  try {
    return await promise;
  } catch (error) {
    toast(t("errorAction", { error: error.code ?? error.message }));
    return undefined;
  }
}
