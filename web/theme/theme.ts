import { createTheme, type MantineColorsTuple } from '@mantine/core';

// Sea green-blue, calm enough to stand beside the colours of states.
const sea: MantineColorsTuple = [
  '#e6f7fa', '#d3ecf0', '#a6d8e0', '#76c3d0', '#50b2c2', '#38a7ba', '#27a1b6', '#158ca0', '#007d90', '#006c7e',
]; // prettier-ignore

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 8, dark: 6 },
  colors: { sea },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.125rem' }, h3: { fontSize: '1rem' } },
  },
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250 } },
    Paper: { defaultProps: { withBorder: true, radius: 'md' } },
    Modal: { defaultProps: { centered: true, radius: 'md' } },
  },
});
