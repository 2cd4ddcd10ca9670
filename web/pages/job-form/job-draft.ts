import { JobDocument } from '../../../domain/contract/jobs.js';
import { fieldErrors } from '../../api/request.js';
import { doubleNames, envOf, type EnvRow, envRows } from '../../components/env-row.js';
import { atWholeFields } from '../../components/whole-fields.js';
import { type JobDocumentInput, withoutDefaults } from '../../words/job-document.js';
import { wordLines, wordsIn } from '../../words/word-lines.js';
import { parameterRow, type ParameterRow, schemaOf } from './parameter-row.js';

type Amount = number | string;

/** A job while it is being written: everything is there, and may still be empty or wrong. */
export interface JobDraft {
  name: string;
  group: string;
  description: string;
  tags: string[];
  image: string;
  /** A list is written in lines of words. */
  command: string;
  isList: boolean;
  parameters: ParameterRow[];
  env: EnvRow[];
  resources: { cpu: Amount; memoryMiB: Amount; gpu: Amount };
  cluster: string | null;
  limits: { queueSeconds: Amount; startSeconds: Amount; runSeconds: Amount; stopGraceSeconds: Amount };
  retry: { attempts: Amount; on: string[]; backoffSeconds: Amount };
  concurrency: Amount;
}

/** The draft of a document; of nothing, a new job's. */
export function draftOf(document: JobDocument): JobDraft {
  const { command, cluster, image, concurrency, env, parameters } = document;
  return {
    name: document.name,
    group: document.group,
    description: document.description,
    tags: [...document.tags],
    image: image ?? '',
    command: typeof command === 'string' ? command : wordLines(command),
    isList: typeof command !== 'string',
    parameters: Object.entries(parameters).map(([name, schema]) => parameterRow(name, schema)), // JSON by the contract
    env: envRows(env),
    resources: { ...document.resources },
    cluster: cluster ?? null,
    limits: { ...document.limits },
    retry: { ...document.retry, on: [...document.retry.on] },
    concurrency: concurrency ?? '',
  };
}

/** A job that nobody has written anything of yet. */
export const emptyDraft = (): JobDraft => ({
  ...draftOf(JobDocument.parse({ name: 'x', command: 'x' })),
  name: '',
  command: '',
});

/** The document that the draft stands for, without what is default anyway. */
export function documentOf(draft: JobDraft): JobDocumentInput {
  const { parameters, env, image, cluster, concurrency, command, isList, ...same } = draft;
  const document = {
    ...same,
    ...(image === '' ? {} : { image }),
    command: isList ? wordsIn(command) : command,
    parameters: Object.fromEntries(
      parameters.filter(({ name }) => name !== '').map((row) => [row.name, schemaOf(row)]),
    ),
    env: envOf(env),
    ...(cluster === null ? {} : { cluster }),
    ...(concurrency === '' ? {} : { concurrency }),
  };
  return withoutDefaults(document as JobDocumentInput); // amounts may still be texts: that is what the check is for
}

/** What is wrong with a document, by path: the same schema that the server uses. */
export function documentErrors(document: unknown): Record<string, string> {
  const result = JobDocument.safeParse(document);
  if (result.success) return {};
  return Object.fromEntries(
    result.error.issues.map((issue) => {
      const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
      const message = issue.code === 'unrecognized_keys' ? 'there is no such field' : issue.message;
      return [path.join('.'), message];
    }),
  );
}

/** What is wrong with a draft, by the path of its field. */
export const draftErrors = (draft: JobDraft): Record<string, string> => ({
  ...atTheirFields(documentErrors(documentOf(draft))),
  ...(draft.command.trim() === '' ? { command: 'write the command that is to be run' } : {}),
  ...(draft.name === '' ? { name: 'give the job a name' } : {}),
  ...Object.fromEntries(doubleNames(draft.env).map((name) => [`env.${name}`, 'stands here twice'])),
  ...Object.fromEntries(doubleNames(draft.parameters).map((name) => [`parameters.${name}`, 'stands here twice'])),
});

/** What the server refused, by the path of its field. */
export const refusedFields = (error: Error): Record<string, string> => atTheirFields(fieldErrors(error));

/** The lists that are one field each. */
const atTheirFields = (errors: Record<string, string>): Record<string, string> =>
  atWholeFields(errors, ['command', 'tags', 'retry.on']);
