import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

const NEARLY_PX = 12;

/**
 * Keeps the end of a growing box in sight. Lets go when one scrolls up, takes hold again when one is back at the bottom.
 * `height` is what makes the box grow; `starts` is whether it begins by following.
 */
export function useFollow(box: RefObject<HTMLElement | null>, height: number, starts: boolean) {
  const [isFollowing, setFollowing] = useState(starts);
  const last = useRef({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || !isFollowing) return;
    element.scrollTop = element.scrollHeight;
    last.current = { top: element.scrollTop, height: element.scrollHeight };
  }, [box, height, isFollowing]);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    // When rows turn out to be lower than guessed, the box shrinks and moves up by itself: that is nobody's scrolling.
    const hasGoneUp = scrollTop < last.current.top - 1 && scrollHeight >= last.current.height;
    last.current = { top: scrollTop, height: scrollHeight };
    if (scrollHeight - scrollTop - clientHeight < NEARLY_PX) setFollowing(true);
    else if (hasGoneUp) setFollowing(false);
  }, [box]);

  return { isFollowing, setFollowing, onScroll };
}
