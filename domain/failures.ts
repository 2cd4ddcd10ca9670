/**
 * The closed list of ways in which a run (or a request for one) can fail.
 * People key retry rules and alerts on these codes: adding one is a decision, renaming one breaks them.
 */
export type Fault = 'job' | 'caller' | 'platform';

interface FailureRow {
  /** Whose fault it is. Only `platform` is for the operators. */
  readonly fault: Fault;
  /** Retried by Flotilla itself without spending the user's retries (infrastructure). */
  readonly infrastructure: boolean;
  /** What happened, in words that need no knowledge of containers. */
  readonly sentence: string;
  /** What to do next. */
  readonly remedy: string;
}

export const failures = {
  'exit-code': {
    fault: 'job',
    infrastructure: false,
    sentence: 'The command ended with an error of its own.',
    remedy: 'Read the last lines of the log; the command itself reported the failure.',
  },
  'out-of-memory': {
    fault: 'job',
    infrastructure: false,
    sentence: 'The run used more memory than it was given and was stopped.',
    remedy: 'Run it again with more memory, or make it use less.',
  },
  'run-timeout': {
    fault: 'job',
    infrastructure: false,
    sentence: 'The run took longer than its time limit and was stopped.',
    remedy: 'Raise limits.runSeconds if it needs the time; look for a hang in the log if it does not.',
  },
  'command-not-found': {
    fault: 'job',
    infrastructure: false,
    sentence: 'The command does not exist in the image, or may not be executed.',
    remedy: 'Check the spelling of the command and that the image contains it.',
  },
  crashed: {
    fault: 'job',
    infrastructure: false,
    sentence: 'The command was ended by a signal.',
    remedy: 'A crash (SIGSEGV, SIGABRT) is a fault in the program or a library; look at the end of the log.',
  },
  'image-not-found': {
    fault: 'caller',
    infrastructure: false,
    sentence: 'The image does not exist.',
    remedy: 'Check the name and the tag of the image.',
  },
  'image-denied': {
    fault: 'caller',
    infrastructure: false,
    sentence: 'The registry did not allow the image to be pulled.',
    remedy: 'Ask for access to the registry, or use another image.',
  },
  'secret-missing': {
    fault: 'caller',
    infrastructure: false,
    sentence: 'A secret that the run refers to does not exist or may not be read.',
    remedy: 'Check the name of the secret and who may read it.',
  },
  'invalid-request': {
    fault: 'caller',
    infrastructure: false,
    sentence: 'The cluster refused the request as it stands.',
    remedy: 'Change what the evidence names and launch again.',
  },
  'too-large-for-cluster': {
    fault: 'caller',
    infrastructure: false,
    sentence: 'The run needs more than the cluster has in all.',
    remedy: 'Ask for less, or choose a larger cluster.',
  },
  'queue-timeout': {
    fault: 'caller',
    infrastructure: false,
    sentence: 'The run waited longer than its queue limit and was given up.',
    remedy: 'Raise limits.queueSeconds, its priority, or the limits of the cluster.',
  },
  'disk-full': {
    fault: 'caller',
    infrastructure: false,
    sentence: 'There was no disk space left for the run.',
    remedy: 'Use a smaller image, or write less; if it needs the space, an operator has to make room where it runs.',
  },
  capacity: {
    fault: 'platform',
    infrastructure: true,
    sentence: 'The cluster had no room for the container just now.',
    remedy: 'Nothing: the run goes back to the queue by itself.',
  },
  'machine-lost': {
    fault: 'platform',
    infrastructure: true,
    sentence: 'The machine under the run went away.',
    remedy: 'Nothing, if it is retried; else run it again.',
  },
  'start-timeout': {
    fault: 'platform',
    infrastructure: true,
    sentence: 'The container did not start in time.',
    remedy: 'Run it again; if it keeps happening, the cluster cannot place it or the image is slow to pull.',
  },
  'registry-unavailable': {
    fault: 'platform',
    infrastructure: true,
    sentence: 'The image registry did not answer as it should.',
    remedy: 'Nothing, if it is retried; else run it again later.',
  },
  'engine-unreachable': {
    fault: 'platform',
    infrastructure: true,
    sentence: 'The cluster manager could not be reached.',
    remedy: 'An operator should look at the connection of this cluster.',
  },
  'engine-error': {
    fault: 'platform',
    infrastructure: true,
    sentence: 'The cluster manager reported an error of its own.',
    remedy: 'An operator should read the evidence; run it again afterwards.',
  },
  'stopped-externally': {
    fault: 'platform',
    infrastructure: false,
    sentence: 'Somebody or something stopped the run from outside Flotilla.',
    remedy: 'Ask who stopped it; run it again if that was a mistake.',
  },
  'outcome-unknown': {
    fault: 'platform',
    infrastructure: false,
    sentence: 'The cluster manager no longer knows the container, and nothing was saved of its end.',
    remedy: 'Look at what the run has produced before running it again.',
  },
} satisfies Record<string, FailureRow>;

export type FailureCode = keyof typeof failures;
export const failureCodes = Object.keys(failures) as [FailureCode, ...FailureCode[]]; // keys of a literal

/** A failure as it is stored and shown: code for programs, words for people, evidence verbatim. */
export interface FailureReport {
  readonly code: FailureCode;
  readonly fault: Fault;
  readonly sentence: string;
  readonly evidence: readonly string[];
  readonly remedy: string;
  readonly exitCode?: number;
  readonly signal?: string;
}

/** Writes the report for a code; the evidence is what the engine or the job said, word for word. */
export function failureReport(
  code: FailureCode,
  evidence: readonly string[] = [],
  exit: { code?: number; signal?: string } = {},
): FailureReport {
  const { fault, sentence, remedy } = failures[code];
  return {
    code,
    fault,
    sentence,
    evidence: [...evidence],
    remedy,
    ...(exit.code === undefined ? {} : { exitCode: exit.code }),
    ...(exit.signal === undefined ? {} : { signal: exit.signal }),
  };
}

/** True for causes that Flotilla retries on its own, without spending the user's retries. */
export const isInfrastructure = (code: FailureCode): boolean => failures[code].infrastructure;

/** An error with a code of the closed list; thrown at the edges, where the normal answer cannot be given. */
export class Failure extends Error {
  /** It is certain that the call which failed has changed nothing. */
  readonly nothingDone: boolean;

  constructor(
    readonly code: FailureCode,
    message: string,
    options?: ErrorOptions & { readonly nothingDone?: boolean },
  ) {
    super(message, options);
    this.name = 'Failure';
    this.nothingDone = options?.nothingDone ?? false;
  }
}
