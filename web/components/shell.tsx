import {
  ActionIcon,
  Anchor,
  AppShell,
  Container,
  Group,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { sessionQuery } from '../api/access.js';
import { versionQuery } from '../api/system.js';
import logo from '../flotilla.svg';
import { HealthNote } from './health-note.js';
import { useMay } from './use-may.js';
import { WhoMenu } from './who-menu.js';
import classes from './shell.module.css';

const placesForAll = [
  { to: '/runs', label: 'Runs' },
  { to: '/jobs', label: 'Jobs' },
  { to: '/schedules', label: 'Schedules' },
  { to: '/clusters', label: 'Clusters' },
] as const;

const placesForAdmins = [
  { to: '/activity', label: 'Activity' },
  { to: '/settings', label: 'Settings' },
] as const;

/** What stands around every page: where one is, whether all is well, and who one is. */
export function Shell() {
  const { data: version } = useQuery(versionQuery);
  const { data: session } = useQuery(sessionQuery);
  const may = useMay();
  const places = may('admin') ? [...placesForAll, ...placesForAdmins] : placesForAll;
  return (
    <AppShell header={{ height: 56 }} padding={0}>
      <AppShell.Header className={classes.header}>
        <Container size="xl" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
            <Group gap="lg" wrap="nowrap" h="100%">
              <Link to="/runs" className={classes.home} aria-label="Flotilla">
                <img src={logo} width={26} height={26} alt="" />
                <Text fw={700} visibleFrom="xs">
                  Flotilla
                </Text>
              </Link>
              <nav aria-label="Main" className={classes.nav}>
                {places.map(({ to, label }) => (
                  <Link
                    key={to}
                    to={to}
                    className={classes.place}
                    activeProps={{ 'data-active': true, 'aria-current': 'page' }}
                  >
                    {label}
                  </Link>
                ))}
              </nav>
            </Group>
            <Group gap="sm" wrap="nowrap">
              <Anchor href="/api/docs" size="sm" c="dimmed" visibleFrom="sm">
                API
              </Anchor>
              {version !== undefined && (
                <Tooltip label={`Flotilla ${version.version} · ${version.installation}`}>
                  <Text size="xs" c="dimmed" visibleFrom="md">
                    {version.version}
                  </Text>
                </Tooltip>
              )}
              {session !== undefined && <WhoMenu session={session} />}
              <SchemeToggle />
            </Group>
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main>
        <HealthNote />
        <Container size="xl" py="lg">
          <Outlet />
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <Tooltip label={isDark ? 'Light' : 'Dark'}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
        aria-label={isDark ? 'Switch to light colours' : 'Switch to dark colours'}
      >
        {isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
