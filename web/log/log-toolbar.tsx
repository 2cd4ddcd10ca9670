import { ActionIcon, Button, Group, Tooltip } from '@mantine/core';
import {
  IconArrowBarToDown,
  IconClock,
  IconDownload,
  IconMaximize,
  IconMinimize,
  IconTextWrap,
  type TablerIcon,
} from '@tabler/icons-react';
import { logDownloadUrl } from '../api/logs.js';
import { FindBar, type FindBarProps } from './find-bar.js';
import classes from './log-view.module.css';

export interface LogOptions {
  readonly wrap: boolean;
  readonly times: boolean;
  readonly matchCase: boolean;
}

interface Props extends Omit<FindBarProps, 'onMatchCase'> {
  readonly runId: string;
  readonly attempt: number;
  readonly options: LogOptions;
  readonly onOptions: (options: LogOptions) => void;
  readonly isLive: boolean;
  readonly isFollowing: boolean;
  readonly onFollow: () => void;
  readonly isTall: boolean;
  readonly onTall: (isTall: boolean) => void;
}

/** What one can do with a log. */
export function LogToolbar({
  runId,
  attempt,
  options,
  onOptions,
  isLive,
  isFollowing,
  onFollow,
  isTall,
  onTall,
  ...find
}: Props) {
  return (
    <Group className={classes.toolbar} gap="xs" justify="space-between">
      <FindBar {...find} onMatchCase={(matchCase) => onOptions({ ...options, matchCase })} />
      <Group gap={4}>
        <Button
          size="compact-sm"
          variant={isFollowing ? 'light' : 'default'}
          leftSection={<IconArrowBarToDown size={15} aria-hidden />}
          onClick={onFollow}
          aria-pressed={isFollowing}
        >
          {isLive ? (isFollowing ? 'Following' : 'Follow') : 'End'}
        </Button>
        <Switch
          label="Show times"
          Icon={IconClock}
          isOn={options.times}
          onChange={(times) => onOptions({ ...options, times })}
        />
        <Switch
          label="Wrap long lines"
          Icon={IconTextWrap}
          isOn={options.wrap}
          onChange={(wrap) => onOptions({ ...options, wrap })}
        />
        <Switch
          label={isTall ? 'Smaller' : 'Taller'}
          Icon={isTall ? IconMinimize : IconMaximize}
          isOn={isTall}
          onChange={onTall}
        />
        <Tooltip label="Download as text">
          <ActionIcon
            component="a"
            href={logDownloadUrl(runId, attempt, options.times)}
            download
            variant="subtle"
            color="gray"
            aria-label="Download the log"
          >
            <IconDownload size={17} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </Group>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly Icon: TablerIcon;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Switch({ label, Icon, isOn, onChange }: SwitchProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={isOn ? 'light' : 'subtle'}
        color={isOn ? undefined : 'gray'}
        onClick={() => onChange(!isOn)}
        aria-pressed={isOn}
        aria-label={label}
      >
        <Icon size={17} />
      </ActionIcon>
    </Tooltip>
  );
}
