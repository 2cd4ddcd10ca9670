import { collect, examples, type Shelf, withJson } from '../commands.js';
import type { DiscoverOptions } from './discover.js';
import type { PutClusterOptions } from './put-cluster.js';

/** The commands about clusters and their queues. */
export function addClusterCommands(shelf: Shelf): void {
  addClusters(shelf);
  addQueue(shelf);
}

function addClusters({ program, act }: Shelf): void {
  const clusters = program
    .command('clusters')
    .summary('list and steer clusters')
    .description('Lists clusters; see the commands below for one of them.');
  const list = clusters
    .command('list', { isDefault: true })
    .description('Lists clusters (this is what `flotilla clusters` does).');
  withJson(list).action(() => act(async (session) => (await import('./clusters.js')).listClusters(session)));
  const show = clusters.command('show').description('Prints one cluster.').argument('<name>');
  withJson(show).action((name: string) =>
    act(async (session) => (await import('./clusters.js')).showCluster(session, name)),
  );
  examples(show, ['flotilla clusters show local']);
  const put = clusters
    .command('put')
    .description('Creates a cluster, or changes what the options name.')
    .argument('<name>');
  withJson(put)
    .option('-f, --file <file>', 'YAML or JSON with the whole cluster, instead of the options below')
    .option('--engine <kind>', 'process, docker, ecs, …')
    .option('--set <name=value>', 'a setting of the engine', collect, [])
    .option('--slots <number>', 'runs at a time; none for no limit')
    .option('--cpu <number>', 'CPUs in all; none for no limit')
    .option('--memory <size>', 'memory in all: 16G; none for no limit')
    .option('--gpu <number>', 'GPUs in all; none for no limit')
    .option('--from-machines', 'CPUs, memory and GPUs as the machines of the connected cluster have them now')
    .option('--fair-share <kind>', 'inside a priority, whose turn it is: owner, group, or none (who came first)')
    .option('--weight <name=number>', 'what an owner or a group is entitled to, relative to the others', collect, [])
    .option('--aging <seconds>', 'a waiting run climbs one priority after each so many seconds; 0: never')
    .option('--reservation <seconds>', 'what becomes free is kept for a run that has not fitted for so long; 0: never')
    .option('--description <text>')
    .action((name: string, options: PutClusterOptions) =>
      act(async (session) => (await import('./put-cluster.js')).putCluster(session, name, options)),
    );
  examples(put, [
    'flotilla clusters put docker --engine docker --slots 4 --memory 8G',
    'flotilla clusters put local --slots 8',
    'flotilla clusters put analytics --from-machines',
    'flotilla clusters put local --fair-share owner --weight nightly=3',
  ]);
  const found = clusters
    .command('discover')
    .description('Lists clusters of your AWS account that are not connected yet, or connects one of them.');
  withJson(found)
    .option('--region <region>', 'looked at as well; AWS_REGION of the server and the connected regions always are')
    .option('--connect <name>', 'connects this one; its queue is there at once')
    .option('--set <name=value>', 'a setting beside those that were found', collect, [])
    .action((options: DiscoverOptions) =>
      act(async (session) => (await import('./discover.js')).discover(session, options)),
    );
  examples(found, ['flotilla clusters discover', 'flotilla clusters discover --connect analytics']);
  const check = clusters
    .command('check')
    .description("Looks at everything that a cluster's connection needs: credentials, permissions, network, log.")
    .argument('<name>');
  withJson(check).action((name: string) =>
    act(async (session) => (await import('./check-cluster.js')).checkCluster(session, name)),
  );
  examples(check, ['flotilla clusters check analytics']);
  const steering = {
    pause: {
      does: 'Stops starting runs; accepts them and lets them wait. Running ones go on.',
      reason: 'kept with the cluster, and told to everybody whose run waits for it',
    },
    resume: { does: 'Starts runs again.', reason: 'kept with the cluster, for whoever looks at it' },
    drain: {
      does: 'Refuses new runs; those accepted are worked off.',
      reason: 'kept with the cluster, and told to everybody whose run it refuses',
    },
  } as const;
  for (const verb of ['pause', 'resume', 'drain'] as const) {
    const steer = clusters.command(verb).description(steering[verb].does).argument('<name>');
    withJson(steer)
      .option('-r, --reason <text>', steering[verb].reason)
      .action((name: string, options: { reason?: string }) =>
        act(async (session) => (await import('./clusters.js')).steerCluster(session, name, verb, options)),
      );
    examples(steer, [
      `flotilla clusters ${verb} local${verb === 'resume' ? '' : ' --reason "maintenance until 14:00"'}`,
    ]);
  }
  const remove = clusters
    .command('remove')
    .description('Takes a cluster away; refused while it is in use.')
    .argument('<name>');
  withJson(remove).action((name: string) =>
    act(async (session) => (await import('./clusters.js')).removeCluster(session, name)),
  );
  examples(remove, ['flotilla clusters remove docker']);
  examples(clusters, ['flotilla clusters', 'flotilla clusters show local', 'flotilla clusters pause local']);
}

function addQueue({ program, act }: Shelf): void {
  const queue = program
    .command('queue')
    .summary("show a cluster's queue")
    .description('Shows what is in use of a cluster, who holds it, and who waits in which order for what.')
    .argument('<cluster>');
  withJson(queue)
    .option('-n, --limit <number>', 'so many waiting runs at most', '50')
    .action((name: string, options: { limit: string }) =>
      act(async (session) => (await import('./queue.js')).queue(session, name, options)),
    );
  examples(queue, ['flotilla queue local']);
}
