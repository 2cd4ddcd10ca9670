import { createContext, Script } from 'node:vm';

const PATIENCE_MS = 50;

const test = new Script('pattern.test(text)');
const room: { pattern?: RegExp; text?: string } = createContext({});

/**
 * A regular expression that gives up. Patterns come from whoever writes a job or launches without one, and a bad one
 * (`(a+)+$`) would keep the whole server busy for hours. A text that takes too long does not match.
 */
function patientPattern(source: string, flags: string): { test(text: string): boolean } {
  const pattern = new RegExp(source, flags);
  return {
    test(text) {
      Object.assign(room, { pattern, text });
      try {
        return test.runInContext(room, { timeout: PATIENCE_MS }) === true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false; // errors of Node have codes
        throw error;
      } finally {
        Object.assign(room, { pattern: undefined, text: undefined });
      }
    },
  };
}
// Ajv writes this into code that it saves; we save none.
patientPattern.code = 'undefined';

export { patientPattern };
