import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { found, movedOn, type Tried } from './first-that-works.js';
import { javaEnvironment } from './java-environment.js';
import { lockWhenFree } from './lock-file.js';
import { packageRoot } from './package-root.js';
import { runCommand } from './run-command.js';
import type { ServerSetup } from './server-setup.js';
import { STAND_IN_FOLDER, STAND_IN_JARS, STAND_IN_POM } from './stand-in-jars.js';

/** The folders of a class path: the libraries, and our compiled launcher. */
export interface StandIn {
  readonly classPath: string;
}

/** Our own Java sources, and a name for exactly this state of them. */
interface Launcher {
  readonly paths: readonly string[];
  readonly hash: string;
}

/** Finds the stand-in in the cache, or has Maven fetch its libraries and Java compile its launcher there. */
export async function findStandIn(setup: ServerSetup): Promise<Tried<StandIn>> {
  const { cacheDir, say, signal } = setup;
  const java = await runCommand('java', ['-version'], { limitMs: 10_000, signal });
  if (!java.ok) return movedOn(java.why);
  const folder = join(cacheDir, STAND_IN_FOLDER);
  const launcher = await launcherSource();
  const standIn = {
    classPath: [join(folder, 'lib', '*'), launcherFolder(folder, launcher)].join(
      process.platform === 'win32' ? ';' : ':',
    ),
  };
  if (existsSync(launcherFolder(folder, launcher))) return found(standIn);

  const release = await lockWhenFree(
    join(cacheDir, `${STAND_IN_FOLDER}.lock`),
    ({ pid }) => say(`MongoDB: process ${pid} is fetching the stand-in already, waiting for that`),
    signal,
  );
  try {
    const libraries = await fetchLibraries(folder, setup);
    if (libraries.kind === 'moved-on') return libraries;
    const compiled = await compile(folder, launcher, setup);
    return compiled.kind === 'found' ? found(standIn) : compiled;
  } finally {
    release();
  }
}

/** True when a start needs nothing but Java. */
export async function isStandInCached(cacheDir: string): Promise<boolean> {
  return existsSync(launcherFolder(join(cacheDir, STAND_IN_FOLDER), await launcherSource()));
}

async function launcherSource(): Promise<Launcher> {
  const folder = join(packageRoot(), 'src/embedded/stand-in');
  const paths = (await readdir(folder)).sort().map((name) => join(folder, name));
  const hash = createHash('sha256');
  for (const path of paths) hash.update(await readFile(path));
  return { paths, hash: hash.digest('hex').slice(0, 12) };
}

// Named after its content: a changed launcher is compiled anew, and an older Flotilla beside us keeps its own.
function launcherFolder(folder: string, launcher: Launcher): string {
  return join(folder, `launcher-${launcher.hash}`);
}

async function fetchLibraries(folder: string, { say, signal, record }: ServerSetup): Promise<Tried<string>> {
  const lib = join(folder, 'lib');
  if (existsSync(lib)) return found(lib);
  const draft = join(folder, `fetching-${process.pid}`);
  await mkdir(draft, { recursive: true });
  say('MongoDB: fetching the stand-in (mongo-java-server, 6 MB) with Maven, only this once');
  try {
    await writeFile(join(draft, 'pom.xml'), STAND_IN_POM);
    // The first two are for Maven 3.8, the third for later ones: the usual limits let a silent network hang for minutes.
    const limits = [
      '-Dmaven.wagon.http.retryHandler.count=1',
      '-Dmaven.wagon.rto=15000',
      '-Daether.connector.connectTimeout=3000',
    ];
    const fetched = await runCommand(
      'mvn',
      ['-B', '-q', ...limits, 'dependency:copy-dependencies', '-DoutputDirectory=lib'],
      {
        cwd: draft,
        env: javaEnvironment(),
        limitMs: 180_000,
        signal,
        onStart: (pid) => record.add('maven', pid, 'group'),
        onEnd: (pid) => record.remove(pid),
      },
    );
    if (!fetched.ok) return movedOn(`Maven: ${fetched.why}${firstError(fetched.output, '[ERROR]')}`);
    const wrong = await differences(join(draft, 'lib'));
    if (wrong !== undefined) return movedOn(wrong);
    await rename(join(draft, 'lib'), lib);
    return found(lib);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function compile(folder: string, launcher: Launcher, { signal }: ServerSetup): Promise<Tried<string>> {
  const draft = join(folder, `compiling-${process.pid}`);
  await mkdir(draft, { recursive: true });
  try {
    const args = ['-encoding', 'UTF-8', '-nowarn', '-d', draft, '-cp', join(folder, 'lib', '*'), ...launcher.paths];
    const compiled = await runCommand('javac', args, { env: javaEnvironment(), limitMs: 60_000, signal });
    if (!compiled.ok)
      return movedOn(`its launcher could not be compiled: ${compiled.why}${firstError(compiled.output, 'error:')}`);
    await rename(draft, launcherFolder(folder, launcher));
    return found(folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function differences(lib: string): Promise<string | undefined> {
  const files = (await readdir(lib)).sort();
  if (files.join() !== Object.keys(STAND_IN_JARS).sort().join())
    return `Maven brought other files than expected: ${files.join(', ')}`;
  for (const file of files) {
    const hash = createHash('sha256')
      .update(await readFile(join(lib, file)))
      .digest('hex');
    if (hash !== STAND_IN_JARS[file]) return `${file} is not the one we know (its checksum differs)`;
  }
  return undefined;
}

function firstError(output: string, mark: string): string {
  const line = output.split('\n').find((candidate) => candidate.includes(mark));
  return line === undefined ? '' : ` (${line.replace(mark, '').trim().slice(0, 200)})`;
}
