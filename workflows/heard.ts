import { CancellationScope, defineSignal, patched, setHandler } from '@temporalio/workflow';
import { cancelSignalName, grantedSignalName, type GrantedSignal } from './messages.js';
import { patches } from './patches.js';

const grantedSignal = defineSignal<[GrantedSignal]>(grantedSignalName);
const cancelSignal = defineSignal(cancelSignalName);

/** What the run was told so far. */
export interface Heard {
  /** The newest grant that it was told of. */
  readonly generation: number;
  /** Whether it was told, while it waits, of a grant that it has used up. */
  readonly isToldAgain: boolean;
  readonly cancelled: boolean;
  /** True when it was Temporal's own cancel (its web page, its command line), of which the store knows nothing yet. */
  readonly byTemporal: boolean;
  /** It has used up the grants up to this one, and listens for what is said from now on. */
  listenBeyond(generation: number): void;
  forgetGrants(): void;
}

/** Registers the signals before anything else, so that none is missed, and takes Temporal's own cancel as one. */
export function listen(): Heard {
  const workflow = CancellationScope.current();
  let [newest, usedUp] = [0, 0];
  let [isToldAgain, isCancelSignalled] = [false, false];
  setHandler(grantedSignal, ({ generation }) => {
    newest = Math.max(newest, generation);
    if (generation <= usedUp && patched(patches.heldLeaseIsOurs)) isToldAgain = true;
  });
  setHandler(cancelSignal, () => {
    isCancelSignalled = true;
  });
  return {
    get generation() {
      return newest;
    },
    get isToldAgain() {
      return isToldAgain;
    },
    get cancelled() {
      return isCancelSignalled || workflow.consideredCancelled;
    },
    get byTemporal() {
      return workflow.consideredCancelled;
    },
    listenBeyond(generation) {
      usedUp = generation;
      isToldAgain = false;
    },
    forgetGrants() {
      newest = 0;
    },
  };
}
