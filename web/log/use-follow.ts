import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

const NEARLY_PX = 12;
// One movement of the wheel or a key takes about so long; the log may have grown meanwhile.
const MOVEMENT_MS = 500;

/**
 * Keeps the end of a growing box in sight. Lets go when one scrolls up, takes hold again when one is back at the bottom.
 * `height` is what makes the box grow; `starts` is whether it begins by following.
 */
export function useFollow(box: RefObject<HTMLElement | null>, height: number, starts: boolean) {
  const [isFollowing, setFollowing] = useState(starts);
  const last = useRef({ top: 0, height: 0, at: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || !isFollowing) return;
    element.scrollTop = element.scrollHeight;
    last.current = { top: element.scrollTop, height: element.scrollHeight, at: performance.now() };
  }, [box, height, isFollowing]);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const { top, height, at } = last.current;
    // When rows turn out to be lower than guessed, the box shrinks and moves up by itself: that is nobody's scrolling.
    const hasGoneUp = scrollTop < top - 1 && scrollHeight >= height;
    const now = performance.now();
    // Who has reached what was the bottom a moment ago meant the bottom.
    const bottom = now - at < MOVEMENT_MS ? Math.min(height, scrollHeight) : scrollHeight;
    last.current = { top: scrollTop, height: scrollHeight, at: now };
    if (hasGoneUp) setFollowing(scrollHeight - scrollTop - clientHeight < NEARLY_PX);
    else if (bottom - scrollTop - clientHeight < NEARLY_PX) setFollowing(true);
  }, [box]);

  return { isFollowing, setFollowing, onScroll };
}
