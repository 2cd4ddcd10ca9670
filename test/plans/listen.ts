import mongoose, { type Connection } from 'mongoose';
import { defineModels, type Models } from '../../src/store/models.js';

/** A command as the store has sent it, without what the driver adds. */
export type Command = Readonly<Record<string, unknown>>;

/** Commands that look something up, and so need an index. */
const asking = new Set(['find', 'count', 'aggregate', 'distinct', 'update', 'delete', 'findAndModify']);

/** The stores' models over a connection that can be listened to. */
export class ListeningStore {
  readonly #heard: Command[] = [];

  private constructor(
    readonly connection: Connection,
    readonly models: Models,
  ) {
    connection.getClient().on('commandStarted', ({ commandName, command }) => {
      if (asking.has(commandName)) this.#heard.push(bare(command)); // the driver's type says only "a document"
    });
  }

  static async open(uri: string): Promise<ListeningStore> {
    const connection = mongoose.createConnection();
    const models = defineModels(connection);
    await connection.openUri(uri, { monitorCommands: true, ignoreUndefined: true, autoCreate: false });
    const store = new ListeningStore(connection, models);
    for (const model of Object.values(models)) await model.createIndexes();
    return store;
  }

  /** What the store asks the database while this goes on. */
  async during(deed: () => Promise<unknown>): Promise<Command[]> {
    this.#heard.length = 0;
    await deed();
    return [...this.#heard];
  }

  /** How the database carries the command out; nothing is changed by asking. */
  async explain(command: Command): Promise<Command> {
    return (await this.connection.db?.command({ explain: command, verbosity: 'executionStats' })) ?? {};
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

function bare(command: Command): Command {
  const added = /^(lsid|txnNumber|\$.*|cursor)$/;
  const kept = Object.entries(command)
    .filter(([key]) => !added.test(key))
    .map(([key, value]) => [key, value instanceof Map ? Object.fromEntries(value) : value]);
  // An aggregation without its cursor is not a command.
  return Object.fromEntries('aggregate' in command ? [...kept, ['cursor', {}]] : kept);
}
