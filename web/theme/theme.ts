import { createTheme, type MantineColorsTuple } from '@mantine/core';

// Sea green-blue, calm enough to stand beside the colours of states.
const sea: MantineColorsTuple = [
  '#e6f7fa', '#d3ecf0', '#a6d8e0', '#76c3d0', '#50b2c2', '#38a7ba', '#27a1b6', '#158ca0', '#007d90', '#006c7e',
]; // prettier-ignore

// Bluish instead of Mantine's neutral: 7 is the page, 6 what lies on it, 4 and 5 are lines.
const dark: MantineColorsTuple = [
  '#d3dae0',
  '#b4bec7',
  '#8c99a4',
  '#66737e',
  '#3d474f',
  '#2f383f',
  '#242b31',
  '#171c20',
  '#12161a',
  '#0d1013',
];

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 8, dark: 6 },
  colors: { sea, dark },
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
    // A long id or address must not make a phone's page wider than the phone.
    DataList: {
      styles: { itemLabel: { overflowWrap: 'anywhere' }, itemValue: { overflowWrap: 'anywhere', minWidth: 0 } },
    },
    // Room for a scrollbar only where there is one.
    TableScrollContainer: { defaultProps: { scrollAreaProps: { offsetScrollbars: 'present' } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250 } },
    Paper: { defaultProps: { withBorder: true, radius: 'md' } },
    Modal: { defaultProps: { centered: true, radius: 'md' } },
  },
});
