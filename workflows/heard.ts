import { CancellationScope, defineSignal, patched, setHandler } from '@temporalio/workflow';
import { cancelSignalName, grantedSignalName, type GrantedSignal } from './messages.js';
import { patches } from './patches.js';

const grantedSignal = defineSignal<[GrantedSignal]>(grantedSignalName);
const cancelSignal = defineSignal(cancelSignalName);

/** What the run was told so far. */
export interface Heard {
  generation: number;
  /** The last grant that it has used up, and whether it was told of that one, or an older one, while it waits again. */
  usedUp: number;
  isToldAgain: boolean;
  readonly cancelled: boolean;
  /** True when it was Temporal's own cancel (its web page, its command line), of which the store knows nothing yet. */
  readonly byTemporal: boolean;
}

/** Registers the signals before anything else, so that none is missed, and takes Temporal's own cancel as one. */
export function listen(): Heard {
  const workflow = CancellationScope.current();
  let isCancelSignalled = false;
  const heard: Heard = {
    generation: 0,
    usedUp: 0,
    isToldAgain: false,
    get byTemporal() {
      return workflow.consideredCancelled;
    },
    get cancelled() {
      return isCancelSignalled || workflow.consideredCancelled;
    },
  };
  setHandler(grantedSignal, ({ generation }) => {
    heard.generation = Math.max(heard.generation, generation);
    if (generation <= heard.usedUp && patched(patches.heldLeaseIsOurs)) heard.isToldAgain = true;
  });
  setHandler(cancelSignal, () => {
    isCancelSignalled = true;
  });
  return heard;
}
