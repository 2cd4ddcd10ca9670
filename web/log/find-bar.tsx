import { ActionIcon, Group, Loader, Text, TextInput, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp, IconFilter, IconLetterCase, IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { useDraft } from '../components/use-draft.js';
import type { Found } from './log-search.js';
import type { Find } from './paint-line.js';

export interface FindBarProps {
  readonly find: Find;
  readonly onFind: (text: string) => void;
  readonly found: Found;
  /** Which find one is at, from 0. */
  readonly current: number;
  readonly onGo: (index: number) => void;
  readonly isOnly: boolean;
  readonly onOnly: (isOnly: boolean) => void;
  readonly onMatchCase: (matchCase: boolean) => void;
}

/** Find in the whole log: the server looks, the page steps through. `/` brings one here from anywhere on the page. */
export function FindBar({ find, onFind, found, current, onGo, isOnly, onOnly, onMatchCase }: FindBarProps) {
  const draft = useDraft(find.text, onFind);
  const input = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => input.current?.focus()]]);
  const hasFinds = found.lines.length > 0;
  return (
    <Group gap={4} flex="1 1 300px" wrap="nowrap" role="search" aria-label="Find in the log">
      <TextInput
        ref={input}
        size="xs"
        flex="1 1 160px"
        maw={320}
        type="search"
        aria-label="Find in the log"
        placeholder="Find in the whole log"
        leftSection={<IconSearch size={14} aria-hidden />}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onGo(event.shiftKey ? current - 1 : current + 1);
          if (event.key === 'Escape') onFind('');
        }}
        {...draft}
      />
      {find.text !== '' && (
        <>
          <Text
            size="xs"
            c={hasFinds || found.isSearching ? 'dimmed' : 'red'}
            role="status"
            style={{ whiteSpace: 'nowrap' }}
          >
            {foundWords(found, current)}
          </Text>
          {found.isSearching && <Loader size={12} aria-label="Searching" />}
          <Small label="Previous (Shift Enter)" isDisabled={!hasFinds} onClick={() => onGo(current - 1)}>
            <IconChevronUp size={16} />
          </Small>
          <Small label="Next (Enter)" isDisabled={!hasFinds} onClick={() => onGo(current + 1)}>
            <IconChevronDown size={16} />
          </Small>
          <Small label="Match case" isPressed={find.matchCase} onClick={() => onMatchCase(!find.matchCase)}>
            <IconLetterCase size={16} />
          </Small>
          <Small label="Only lines with this text" isPressed={isOnly} onClick={() => onOnly(!isOnly)}>
            <IconFilter size={16} />
          </Small>
        </>
      )}
    </Group>
  );
}

function foundWords({ lines, isSearching, isCut, error }: Found, current: number): string {
  if (error !== null) return error.message;
  if (lines.length === 0) return isSearching ? '' : 'not found';
  return `${(current + 1).toLocaleString()} of ${lines.length.toLocaleString()}${isCut ? '+' : ''}`;
}

interface SmallProps {
  readonly label: string;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function Small({ label, isPressed, isDisabled = false, onClick, children }: SmallProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={isPressed === true ? 'light' : 'subtle'}
        color={isPressed === true ? undefined : 'gray'}
        disabled={isDisabled}
        onClick={onClick}
        aria-label={label}
        aria-pressed={isPressed}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
