/** Takes output as it comes; the two channels are told apart, for a line never mixes them. */
export type OutputSink = (chunk: Buffer, from: 'stdout' | 'stderr') => void;

/** What is to run as one container of a task. */
export type ProgramSpec = {
  readonly name: string;
  readonly image: string;
  readonly entryPoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string | undefined;
  /** An init process passes signals on and reaps what is left over. */
  readonly hasInit: boolean;
  readonly onOutput: OutputSink;
};

/** A container that runs, as a process or in Docker. `exited` comes after its last output. */
export type Program = {
  readonly exited: Promise<number>;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
};

/** The way in which a fake AWS runs its containers. */
export type Programs = {
  /** Makes the image ready and returns its digest; throws CannotPull. */
  pull(image: string): Promise<string>;
  /** Throws CannotStart. */
  start(spec: ProgramSpec): Promise<Program>;
  /** Clears away whatever the containers left behind. */
  close(): Promise<void>;
};

export class CannotPull extends Error {}
export class CannotStart extends Error {}
