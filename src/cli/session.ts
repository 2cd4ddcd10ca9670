import type { Api } from './server/api.js';
import { paintFor, type Paint } from './output/paint.js';
import type { Terminal } from './output/terminal.js';
import { write } from './output/write.js';

/** What a command is handed: where to ask, where to print, and how. */
export class Session {
  readonly paint: Paint;
  /** The time as the command line sees it. */
  readonly now = (): number => Date.now();
  private known?: Promise<string>;

  constructor(
    readonly terminal: Terminal,
    private readonly connect: () => Promise<Api>,
    /** True with --json: data only, in the shapes of the API. */
    readonly asJson: boolean,
    wantsColours: boolean,
  ) {
    this.paint = paintFor(terminal.hasColours && wantsColours);
  }

  /** The API of the server that this command talks to. */
  api(): Promise<Api> {
    return this.connect();
  }

  /** Whom the server takes the caller for: with a token its person, who need not be called like the machine's user. */
  person(): Promise<string> {
    this.known ??= this.askPerson();
    return this.known;
  }

  private async askPerson(): Promise<string> {
    return (await (await this.api()).version()).user;
  }

  /** Prints data: to standard output, and to it alone. */
  async print(text: string): Promise<void> {
    await write(this.terminal.out, text);
  }

  async printJson(value: unknown): Promise<void> {
    await this.print(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** Tells the person something that is not data: to standard error. */
  async say(text: string): Promise<void> {
    await write(this.terminal.err, `${text}\n`);
  }
}
