import type { Model } from 'mongoose';
import { isDuplicateKey } from './is-duplicate-key.js';

const AT_ONCE = 2;
const MOST = 200;

interface Waiting<Document> {
  readonly document: Document;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Inserts documents one by one for its callers, and together for the server: what comes while a write is under way
 * leaves with the next one. A burst of launches then costs a few round trips instead of one for each.
 * A document that is there already is left as it is.
 */
export class InsertTogether<Document extends { _id: string }> {
  readonly #waiting: Waiting<Document>[] = [];
  #underWay = 0;

  constructor(private readonly model: Model<Document>) {}

  insert(document: Document): Promise<void> {
    return new Promise((done, fail) => {
      this.#waiting.push({ document, done, fail });
      this.#advance();
    });
  }

  #advance(): void {
    if (this.#underWay >= AT_ONCE || this.#waiting.length === 0) return;
    this.#underWay += 1;
    const together = this.#waiting.splice(0, MOST);
    void this.#write(together).finally(() => {
      this.#underWay -= 1;
      this.#advance();
    });
  }

  async #write(together: readonly Waiting<Document>[]): Promise<void> {
    try {
      // Not through a mongoose document: building one costs more than the write itself, and ours are built already.
      await this.model.insertMany(
        together.map(({ document }) => document),
        { lean: true, ordered: false },
      );
      for (const { done } of together) done();
    } catch (error) {
      if (together.length === 1) settle(together[0], error);
      // Which of them failed, and why, is found out one by one; an insert may be repeated.
      else await Promise.all(together.map((one) => this.#write([one])));
    }
  }
}

function settle<Document>(one: Waiting<Document> | undefined, error: unknown): void {
  if (isDuplicateKey(error)) one?.done();
  else one?.fail(error);
}
